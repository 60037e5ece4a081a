import type * as z from 'zod'
import type { AiMeans } from '../../contract/ai/endpoints.ts'
import type { TextAnswer, WrittenText } from '../../contract/ai/tasks.ts'
import type { AccountId } from '../../contract/vocabulary.ts'
import type { Prompt } from './prompts.ts'

/** One text that a task asks for. */
export interface Piece {
  /** Whose version it is; null for the one text of the task. */
  readonly account: AccountId | null
  readonly prompt: Prompt
  /** The language it must be in; empty where that is not known. */
  readonly expect: string
}

export interface PieceResult {
  readonly account: AccountId | null
  readonly written: WrittenText | null
  readonly problem: unknown
}

/** What a task comes to: texts that are written by themselves, or one list that is read out of JSON. */
export type Plan = {
  readonly means: AiMeans
  readonly about: { readonly post?: string; readonly asset?: string }
} & (
  | { readonly is: 'texts'; readonly pieces: readonly Piece[]; finish(results: readonly PieceResult[]): TextAnswer }
  | {
      readonly is: 'list'
      readonly prompt: Prompt
      readonly name: string
      readonly schema: z.ZodType
      /** The answer, or what is wrong with the list, in words for the model. `last`: it will not be asked again, so what is bearable is borne. */
      read(value: unknown, last: boolean): { readonly answer: TextAnswer } | { readonly wrong: string }
    }
)

/** A plan of one text. */
export function oneText(
  prompt: Prompt,
  expect: string,
  finish: (written: WrittenText) => TextAnswer,
  more: Partial<Pick<Plan, 'means' | 'about'>> = {},
): Plan {
  return {
    means: 'text',
    about: {},
    ...more,
    is: 'texts',
    pieces: [{ account: null, prompt, expect }],
    finish([only]) {
      if (!only?.written) throw only?.problem
      return finish(only.written)
    },
  }
}
