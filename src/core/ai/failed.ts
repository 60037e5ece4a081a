import { ORPCError } from '@orpc/contract'
import type * as z from 'zod'
import type { AiFailureReason } from '../../contract/ai/errors.ts'
import { sentence, spoken, type Said } from '../../contract/sentences/index.ts'

/** Why a call came to nothing, as expected. */
export class AiFailed extends Error {
  override readonly name = 'AiFailed'
  readonly reason: z.infer<typeof AiFailureReason>
  readonly said: Said
  readonly words: string | null
  /** When the endpoint wants to be asked again, where it said. */
  readonly retryAfterMs: number | null
  constructor(reason: AiFailed['reason'], why: Said, words: string | null = null, retryAfterMs: number | null = null) {
    super(sentence(why))
    this.reason = reason
    this.said = why
    this.words = words
    this.retryAfterMs = retryAfterMs
  }
}

/** What a call could cost is more than what is left. Nothing was sent. */
export class CapExceeded extends Error {
  override readonly name = 'CapExceeded'
  readonly said: Said
  readonly period: 'day' | 'month'
  readonly capUsd: number
  readonly leftUsd: number
  readonly neededUsd: number | null
  constructor(why: Said, of: Pick<CapExceeded, 'period' | 'capUsd' | 'leftUsd' | 'neededUsd'>) {
    super(sentence(why))
    this.said = why
    this.period = of.period
    this.capUsd = of.capUsd
    this.leftUsd = of.leftUsd
    this.neededUsd = of.neededUsd
  }
}

/** Who may have stopped a call: the caller, who has gone, or the program, which ends. */
export interface Stops {
  readonly caller: AbortSignal | undefined
  readonly program: AbortSignal
}

/** Such a failure as the contract's error; others as they are. */
export function crossing(error: unknown, { caller, program }: Stops): unknown {
  if (program.aborted)
    return new ORPCError('shutting_down', { status: 503, message: 'The studio is closing', defined: true })
  if (caller?.aborted) return new ORPCError('CLIENT_CLOSED_REQUEST', { message: 'The caller has gone' })
  if (error instanceof AiFailed) {
    const { message, ...carried } = spoken(error.said)
    const data = { ...carried, reason: error.reason, words: error.words, retryAfterMs: error.retryAfterMs }
    return new ORPCError('ai_failed', { status: 502, message, data, defined: true })
  }
  if (error instanceof CapExceeded) {
    const { message, ...carried } = spoken(error.said)
    const { period, capUsd, leftUsd, neededUsd } = error
    const data = { ...carried, period, capUsd, leftUsd, neededUsd }
    return new ORPCError('spend_cap_exceeded', { status: 402, message, data, defined: true })
  }
  return error
}

/** The sentence of an expected failure; undefined for others. */
export function saidOfFailure(error: unknown): Said | undefined {
  return error instanceof AiFailed || error instanceof CapExceeded ? error.said : undefined
}
