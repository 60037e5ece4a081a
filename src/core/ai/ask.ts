import type OpenAI from 'openai'
import type { AiMessage } from '../../contract/ai/usage.ts'
import { said } from '../../contract/sentences/index.ts'
import type { EndpointRow } from '../store/ai.ts'
import type { WorkspaceContext } from '../workspace-context.ts'
import { failureOf, type Clients } from './client.ts'
import type { Choice, Endpoints } from './endpoints.ts'
import { AiFailed } from './failed.ts'
import type { Ledger, Purpose } from './ledger.ts'
import type { Looks } from './look.ts'
import { sendChat, sendResponse, type Received, type Request } from './send.ts'
import { amountOf, type Amount } from './spend.ts'
import { createThoughtFilter, withoutThoughts } from './thoughts.ts'

/** One question: what is sent, and who hears of the answer as it comes. */
export interface Question {
  readonly choice: Choice
  readonly purpose: Purpose
  readonly messages: AiMessage[]
  readonly maxOutputTokens: number
  readonly schema: Request['schema']
  readonly signal: AbortSignal
  /** A piece of the answer. */
  onText?(piece: string): void
  /** The answer broke off and is asked for anew: forget the pieces. */
  onRestart?(): void
}

/** How often a call that failed for a passing reason is made. */
const mostTries = 3
/** A longer wait is for the person to decide. */
const longestWaitMs = 20_000

/**
 * No text has more tokens than bytes, so bytes bound what it costs. What frames a message is generous, and a picture counts as the model that
 * counts them highest does: 25,501 for 1024×1024 (OpenAI's guide to images and vision, of gpt-4o-mini).
 */
const tokensOf = { message: 16, picture: 26_000 }

export function mostTokens(messages: readonly AiMessage[], schema: Request['schema']): number {
  const texts = messages.reduce(
    (sum, { text, images }) => sum + Buffer.byteLength(text) + tokensOf.message + images.length * tokensOf.picture,
    0,
  )
  return texts + (schema ? Buffer.byteLength(JSON.stringify(schema.json)) : 0)
}

/** Asks an endpoint for text: noted and held for, by the way it knows, again where the reason passes. */
export type Asker = ReturnType<typeof createAsker>

export function createAsker(
  { clock }: WorkspaceContext,
  parts: { endpoints: Endpoints; clients: Clients; ledger: Ledger; looks: Looks },
) {
  const { endpoints, clients, ledger, looks } = parts

  /** Throws AiFailed, CapExceeded, VaultLocked, and the signal's reason when it is aborted. */
  async function ask(question: Question): Promise<string> {
    const images = new Map<string, string>()
    for (const id of question.messages.flatMap((message) => message.images)) images.set(id, await looks.of(id))
    for (let tries = 1; ; tries++) {
      let shown = false
      try {
        return await once(question, images, () => (shown = true))
      } catch (error) {
        const wait = error instanceof AiFailed && tries < mostTries ? waitAfter(error, tries) : null
        if (wait === null) throw error
        if (shown) question.onRestart?.()
        await clock.sleep(wait, question.signal)
      }
    }
  }

  async function once(question: Question, images: Map<string, string>, heard: () => void): Promise<string> {
    const { choice, purpose, messages, maxOutputTokens, schema, signal } = question
    const { endpoint, model } = choice
    signal.throwIfAborted()
    const client = await clients.open(endpoint)
    const hasKey = endpoints.keyOf(endpoint) !== undefined
    const most = amountOf({ inputTokens: mostTokens(messages, schema), outputTokens: maxOutputTokens })
    const call = ledger.open(choice, purpose, most, messages)
    const limit = clients.deadline(endpoint, signal)
    const answered = createThoughtFilter()
    let text = ''
    let settled = false
    try {
      const received = await byAnyWay(client, endpoint, limit.signal, {
        request: {
          endpoint: endpoint.name,
          ...{ model, maxOutputTokens, schema },
          messages: messages.map((message) => ({
            ...message,
            images: message.images.map((id) => images.get(id) ?? ''),
          })),
        },
        hear(piece) {
          text += piece
          const shown = answered(piece)
          if (shown === '') return
          heard()
          question.onText?.(shown)
        },
      })
      const used = usedBy(received, most)
      const wrong = wrongEnd(received, model)
      ledger.settle(call, {
        ...used,
        state: wrong ? 'failed' : 'done',
        told: wrong?.said,
        received: received.text,
      })
      settled = true
      if (wrong) throw wrong
      return withoutThoughts(received.text)
    } catch (error) {
      if (settled) throw error
      if (signal.aborted) {
        ledger.settle(call, { state: 'canceled', estimated: true, told: said('ai_canceled'), received: text })
        throw signal.reason
      }
      const state = { late: limit.isLate(), now: clock.now(), hasKey }
      const failed = await failureOf(error, endpoint, model, state)
      ledger.settle(call, {
        state: 'failed',
        // Where an answer may have been made, it may have to be paid for.
        ...(failed.reason === 'no_answer' ? { estimated: true } : { estimated: false, used: amountOf({}) }),
        told: failed.said,
        received: text,
      })
      throw failed
    } finally {
      limit.done()
    }
  }

  /** By what the endpoint is known to take; what is not known is tried, and remembered when it has worked. */
  async function byAnyWay(
    client: OpenAI,
    known: EndpointRow,
    signal: AbortSignal,
    { request, hear }: { request: Omit<Request, 'structured' | 'completionTokens'>; hear(piece: string): void },
  ): Promise<Received> {
    let { responses, structured, completionTokens } = known
    for (;;) {
      const send = responses === false ? sendChat : sendResponse
      const whole: Request = { ...request, structured: structured !== false, completionTokens }
      try {
        const received = await send(client, whole, signal, { text: hear })
        const learned = {
          ...(responses === null && { responses: true }),
          ...(responses !== known.responses && { responses }),
          ...(request.schema && structured === null && { structured: true }),
          ...(structured !== known.structured && { structured }),
          ...(completionTokens !== known.completionTokens && { completionTokens }),
        }
        if (Object.keys(learned).length > 0) endpoints.update(known.id, learned)
        return received
      } catch (error) {
        const { status, code, param } = error as { status?: unknown; code?: unknown; param?: unknown }
        const refused = status === 400 || status === 422
        if (responses === null && (status === 404 || status === 405 || status === 501) && code !== 'model_not_found')
          responses = false
        else if (refused && param === 'max_tokens' && !completionTokens) completionTokens = true
        else if (refused && request.schema && structured === null) structured = false
        else throw error
      }
    }
  }

  /** Calls under way: each is settled before the workspace may close. */
  const open = new Set<Promise<unknown>>()

  return {
    ask(question: Question): Promise<string> {
      const asked = ask(question)
      open.add(asked)
      return asked.finally(() => open.delete(asked))
    },
    idle: async () => void (await Promise.allSettled(open)),
  }
}

/** Milliseconds; null where asking again by itself is of no use. */
function waitAfter({ reason, said: why, retryAfterMs }: AiFailed, tries: number): number | null {
  const passes =
    reason === 'rate_limited' || reason === 'endpoint_trouble' || (why.says === 'ai_broke_off' && tries === 1)
  const wait = retryAfterMs ?? 500 * 3 ** (tries - 1)
  return passes && wait <= longestWaitMs ? wait : null
}

/** What it used; where the endpoint told nothing (or none, which cannot be), the most it can have been. */
function usedBy({ text, inputTokens, outputTokens }: Received, most: Amount): { used: Amount; estimated: boolean } {
  const input = inputTokens === 0 ? null : inputTokens
  const output = outputTokens === 0 && text !== '' ? null : outputTokens
  return {
    used: amountOf({
      inputTokens: input ?? most.inputTokens,
      outputTokens: output ?? Math.min(most.outputTokens, Buffer.byteLength(text)),
    }),
    estimated: input === null || output === null,
  }
}

function wrongEnd({ end, text }: Received, model: string): AiFailed | null {
  if (end === 'refused') return new AiFailed('refused', said('ai_refused', { model }))
  if (end === 'cut') return new AiFailed('wrong_shape', said('ai_cut_off', { model }))
  return withoutThoughts(text).trim() === '' ? new AiFailed('empty', said('ai_empty', { model })) : null
}
