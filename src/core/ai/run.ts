import type { Brand } from '../../contract/ai/brand.ts'
import type { TextAnswer, TextEvent, TextTask, WrittenText } from '../../contract/ai/tasks.ts'
import type { AiMessage } from '../../contract/ai/usage.ts'
import { said, spoken, type Said } from '../../contract/sentences/index.ts'
import * as z from 'zod'
import type { WorkspaceContext } from '../workspace-context.ts'
import { mostTokens, type Asker } from './ask.ts'
import type { Choice, Endpoints } from './endpoints.ts'
import { AiFailed } from './failed.ts'
import { isOtherLanguage } from './language.ts'
import type { Ledger, Purpose } from './ledger.ts'
import { fits, written, type Measure } from './measure.ts'
import type { Piece, PieceResult, Plan } from './plan.ts'
import { linksIn, toPlain, unfence } from './plain.ts'
import type { Planner } from './planner.ts'
import { askAgain, markFor, messagesOf, type Prompt } from './prompts.ts'
import { createSemaphore } from './semaphore.ts'

/** How often a text is asked for until it fits. */
const mostRounds = { text: 3, concise: 4 }
/** Texts of one task that are written side by side. */
const atOnce = 4

type Emit = (event: TextEvent) => void

/** A run as it is: what it was asked, and what it came to. */
export interface Ran {
  readonly answer: TextAnswer
  readonly run: string
}

/** Runs tasks in words: plans them, asks round by round, and takes nothing that does not hold. */
export type Runner = ReturnType<typeof createRunner>

export function createRunner(
  { ids }: WorkspaceContext,
  parts: { brand(): Brand; endpoints: Endpoints; planner: Planner; asker: Asker; ledger: Ledger },
) {
  const { brand, endpoints, planner, asker, ledger } = parts

  interface Round {
    readonly task: TextTask
    readonly plan: Plan
    readonly choice: Choice
    readonly run: string
    readonly job: string | undefined
    readonly signal: AbortSignal
    readonly emit: Emit
  }

  const purposeOf = ({ task, plan, run, job }: Round, account: string | null): Purpose => ({
    task: task.task,
    means: plan.means,
    run,
    about: { ...plan.about, job, ...(account !== null && { account }) },
  })

  /** One text, asked for until it fits, is in its language and says nothing of what it was told; the best of what came. */
  async function write(round: Round, { account, prompt, expect }: Piece): Promise<WrittenText> {
    const { task, choice, signal, emit } = round
    const { measure } = prompt
    const ours = brand()
    const first = messagesOf(ours, prompt)
    let messages = first
    let best: { text: string; wrong: Wrong | null } | null = null
    const most = task.task === 'concise' ? mostRounds.concise : mostRounds.text
    let rounds = 0
    while (rounds < most) {
      rounds++
      let answer: string
      try {
        answer = await asker.ask({
          ...{ choice, messages, signal, schema: null },
          purpose: purposeOf(round, account),
          maxOutputTokens: roomFor(prompt),
          onText: (text) => emit({ type: 'delta', account, text }),
          onRestart: () => emit({ type: 'restart', account, why: 'broken_off' }),
        })
      } catch (error) {
        // What came before is worth more than nothing: only that it could not be mended is lost.
        if (best && error instanceof AiFailed) break
        throw error
      }
      const text = toPlain(answer)
      const wrong = wrongWith(text, prompt, measure, expect)
      if (wrong?.why !== 'wrong_shape' && (!best || isBetter(text, wrong, best, measure))) best = { text, wrong }
      if (!wrong || rounds === most) break
      emit({ type: 'restart', account, why: wrong.why })
      messages = askAgain(first, answer, wrong.ask)
    }
    if (!best) throw new AiFailed('wrong_shape', said('ai_wrong_shape', { model: choice.model }))
    return written(best.text, measure, rounds, warningsOf(best.text, prompt, ours, expect).map(spoken))
  }

  async function writeAll(round: Round, plan: Plan & { is: 'texts' }): Promise<TextAnswer> {
    const turns = createSemaphore(atOnce)
    const results = await Promise.all(
      plan.pieces.map((piece) =>
        turns.run(async (): Promise<PieceResult> => {
          const { account } = piece
          try {
            return { account, written: await write(round, piece), problem: null }
          } catch (problem) {
            return { account, written: null, problem }
          }
        }),
      ),
    )
    round.signal.throwIfAborted()
    return plan.finish(results)
  }

  /** A list: read, and asked for once more where it cannot be. */
  async function list(round: Round, plan: Plan & { is: 'list' }): Promise<TextAnswer> {
    const { choice, signal, emit } = round
    const first = messagesOf(brand(), plan.prompt)
    const schema = { name: plan.name, json: jsonSchema(plan.schema) }
    let messages = first
    for (const last of [false, true]) {
      let received = 0
      const answer = await asker.ask({
        ...{ choice, messages, signal, schema },
        purpose: purposeOf(round, null),
        maxOutputTokens: roomFor(plan.prompt),
        onText: (piece) => emit({ type: 'progress', received: (received += piece.length) }),
        onRestart: () => emit({ type: 'restart', account: null, why: 'broken_off' }),
      })
      const read = readList(plan, answer, last)
      if ('answer' in read) return read.answer
      if (last) break
      emit({ type: 'restart', account: null, why: 'wrong_shape' })
      messages = askAgain(first, answer, `${read.wrong} Answer again, the whole, in JSON alone.`)
    }
    throw new AiFailed('wrong_shape', said('ai_wrong_shape', { model: choice.model }))
  }

  return {
    /** Throws AiFailed, CapExceeded, errors of the contract, and the signal's reason. */
    async run(task: TextTask, signal: AbortSignal, emit: Emit = () => {}, job?: string): Promise<Ran> {
      const plan = await planner.plan(task, signal)
      const choice = endpoints.choose(plan.means, task)
      const round: Round = { task, plan, choice, run: ids('run'), job, signal, emit }
      emit({ type: 'started', run: round.run, endpoint: choice.endpoint.name, model: choice.model })
      const answer = plan.is === 'texts' ? await writeAll(round, plan) : await list(round, plan)
      emit({ type: 'result', answer, used: ledger.usedBy(round.run) })
      return { answer, run: round.run }
    },
    /** What the first round of each text would send. */
    async preview(task: TextTask, signal: AbortSignal) {
      const plan = await planner.plan(task, signal)
      const choice = endpoints.choose(plan.means, task)
      const schema = plan.is === 'list' ? { name: plan.name, json: jsonSchema(plan.schema) } : null
      const prompts = plan.is === 'list' ? [{ account: null, prompt: plan.prompt }] : plan.pieces
      return prompts.map(({ account, prompt }) => {
        const messages: AiMessage[] = messagesOf(brand(), prompt)
        return {
          account,
          choice,
          messages,
          inputTokens: mostTokens(messages, schema),
          maxOutputTokens: roomFor(prompt),
        }
      })
    },
  }
}

/** Tokens an answer may have: what it is made from again, and room for models that think before they write. */
function roomFor({ material, measure }: Prompt): number {
  const bytes = material.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0)
  return 4_096 + Math.max(Math.ceil(bytes / 2), Math.min(measure?.max ?? 0, 4_096))
}

interface Wrong {
  readonly why: 'too_long' | 'wrong_language' | 'wrong_shape'
  /** What is said to the model. */
  readonly ask: string
}

function wrongWith(text: string, prompt: Prompt, measure: Measure | null, expect: string): Wrong | null {
  if (text === '') return { why: 'wrong_shape', ask: 'There is no text in this. Answer with the text alone.' }
  if (text.includes(markFor(prompt.material)) || /<\/?material-[0-9a-f]/.test(text))
    return { why: 'wrong_shape', ask: 'This repeats the marks around the material. Answer with the text alone.' }
  if (expect !== '' && isOtherLanguage(text, expect))
    return { why: 'wrong_language', ask: `This is in the wrong language. Write the same in the language ${expect}.` }
  if (fits(text, measure) || measure?.max === null || measure === null) return null
  const goal = Math.floor(measure.max * 0.9)
  return {
    why: 'too_long',
    ask: `This is ${measure.count(text)} long as it is counted there; ${measure.max} is the most. Say it in at most ${goal}. Answer with the text alone.`,
  }
}

/** One that has nothing wrong before one that has, and the shorter of two that are too long. */
function isBetter(
  text: string,
  wrong: Wrong | null,
  best: { text: string; wrong: Wrong | null },
  measure: Measure | null,
) {
  if (!wrong) return true
  if (!best.wrong) return false
  if (wrong.why !== best.wrong.why) return best.wrong.why === 'wrong_language'
  return measure !== null && measure.count(text) < measure.count(best.text)
}

function warningsOf(text: string, { measure, material }: Prompt, brand: Brand, expect: string): Said[] {
  const warnings: Said[] = []
  if (measure && measure.max !== null && !fits(text, measure))
    warnings.push(said('ai_still_too_long', { used: measure.count(text), max: measure.max }))
  if (expect !== '' && isOtherLanguage(text, expect)) warnings.push(said('ai_other_language'))
  const lower = text.toLowerCase()
  for (const word of brand.avoidWords)
    if (hasWord(lower, word.toLowerCase())) warnings.push(said('ai_avoided_word', { word }))
  const given = [...material.map((one) => one.text), brand.website, brand.instructions].join('\n')
  const known = new Set(linksIn(given))
  for (const link of linksIn(text))
    if (!known.has(link) && !given.toLowerCase().includes(link)) warnings.push(said('ai_new_link', { link }))
  return warnings
}

function hasWord(text: string, word: string): boolean {
  const escaped = word.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)
  return new RegExp(String.raw`(?<![\p{L}\p{N}])${escaped}(?![\p{L}\p{N}])`, 'u').test(text)
}

function readList(plan: Plan & { is: 'list' }, answer: string, last: boolean) {
  let value: unknown
  try {
    value = JSON.parse(jsonIn(answer))
  } catch {
    return { wrong: 'This is not JSON.' }
  }
  const parsed = plan.schema.safeParse(value)
  if (!parsed.success)
    return { wrong: `This has not the shape that was asked for: ${z.prettifyError(parsed.error).slice(0, 500)}.` }
  return plan.read(parsed.data, last)
}

/** Models that know no schema like to talk around it. */
function jsonIn(answer: string): string {
  const text = unfence(answer.trim())
  const [start, end] = [text.indexOf('{'), text.lastIndexOf('}')]
  return start >= 0 && end > start ? text.slice(start, end + 1) : text
}

function jsonSchema(schema: z.ZodType): Record<string, unknown> {
  const { $schema: _dialect, ...json } = z.toJSONSchema(schema) as Record<string, unknown>
  return json
}
