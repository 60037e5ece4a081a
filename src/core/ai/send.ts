import type OpenAI from 'openai'
import type { ResponseStreamEvent } from 'openai/resources/responses/responses'
import { said } from '../../contract/sentences/index.ts'
import { AiFailed } from './failed.ts'

/** One message with its pictures, ready to go. */
export interface Outgoing {
  readonly role: 'system' | 'user' | 'assistant'
  readonly text: string
  /** As data URLs. */
  readonly images: readonly string[]
}

export interface Request {
  /** The endpoint's name, for what is said of it. */
  readonly endpoint: string
  readonly model: string
  readonly messages: readonly Outgoing[]
  readonly maxOutputTokens: number
  /** The shape of the answer, as a JSON schema; null for plain text. */
  readonly schema: { readonly name: string; readonly json: Record<string, unknown> } | null
  /** Whether the schema is sent along. */
  readonly structured: boolean
  readonly completionTokens: boolean
}

/** What came back. Tokens are null where the endpoint told none. */
export interface Received {
  readonly text: string
  /** `cut`: there was no more room for it. */
  readonly end: 'whole' | 'refused' | 'cut'
  readonly inputTokens: number | null
  readonly outputTokens: number | null
}

/** Hears of every piece as it comes. */
export interface Listener {
  text(piece: string): void
}

/*
 * The two ways of OpenAI's API to ask for text. Both stream: an answer that is given up is stopped at once, and a person sees it come. No tools are
 * ever offered, so text that was sneaked in has nothing to call.
 */

/** By the responses API. Throws what the package throws, or AiFailed. */
export async function sendResponse(
  client: OpenAI,
  request: Request,
  signal: AbortSignal,
  listener: Listener,
): Promise<Received> {
  const { model, messages, maxOutputTokens, schema, structured } = request
  const stream = await client.responses.create(
    {
      model,
      stream: true,
      // Nothing is kept at the endpoint beyond what it keeps of every call.
      store: false,
      max_output_tokens: maxOutputTokens,
      input: messages.map(({ role, text, images }) => ({
        role,
        content:
          role === 'assistant'
            ? text
            : [
                { type: 'input_text' as const, text },
                ...images.map((image_url) => ({ type: 'input_image' as const, image_url, detail: 'auto' as const })),
              ],
      })) as OpenAI.Responses.ResponseInput,
      ...(schema &&
        structured && {
          text: { format: { type: 'json_schema', name: schema.name, schema: schema.json, strict: true } },
        }),
    },
    { signal },
  )
  let text = ''
  let refused = false
  for await (const event of stream as AsyncIterable<ResponseStreamEvent>) {
    switch (event.type) {
      case 'response.output_text.delta':
        text += event.delta
        listener.text(event.delta)
        break
      case 'response.refusal.delta':
      case 'response.refusal.done':
        refused = true
        break
      case 'response.completed':
      case 'response.incomplete': {
        const { usage, status, incomplete_details: cut } = event.response
        if (status === 'failed') throw inTrouble(request)
        const end = endOf(refused || cut?.reason === 'content_filter', cut?.reason === 'max_output_tokens')
        return { text, end, inputTokens: usage?.input_tokens ?? null, outputTokens: usage?.output_tokens ?? null }
      }
      case 'response.failed':
        throw inTrouble(request)
      default: // the many that tell of its working
    }
  }
  throw new Error('The stream ended before the answer did')
}

/** By chat completions, which everybody knows. Throws what the package throws, or AiFailed. */
export async function sendChat(
  client: OpenAI,
  request: Request,
  signal: AbortSignal,
  listener: Listener,
): Promise<Received> {
  const { model, messages, maxOutputTokens, schema, structured, completionTokens } = request
  const stream = await client.chat.completions.create(
    {
      model,
      stream: true,
      stream_options: { include_usage: true },
      ...(completionTokens ? { max_completion_tokens: maxOutputTokens } : { max_tokens: maxOutputTokens }),
      messages: messages.map(({ role, text, images }) => ({
        role,
        content:
          images.length === 0
            ? text
            : [
                { type: 'text' as const, text },
                ...images.map((url) => ({ type: 'image_url' as const, image_url: { url } })),
              ],
      })) as OpenAI.ChatCompletionMessageParam[],
      ...(schema &&
        structured && {
          response_format: {
            type: 'json_schema' as const,
            json_schema: { name: schema.name, schema: schema.json, strict: true },
          },
        }),
    },
    { signal },
  )
  let text = ''
  let refused = false
  let ended: string | null = null
  let usage: OpenAI.CompletionUsage | null = null
  for await (const chunk of stream) {
    usage = chunk.usage ?? usage
    const choice = chunk.choices?.[0]
    if (!choice) continue
    if (choice.delta?.refusal) refused = true
    const piece = choice.delta?.content
    if (piece) {
      text += piece
      listener.text(piece)
    }
    ended = choice.finish_reason ?? ended
  }
  if (ended === null) throw new Error('The stream ended before the answer did')
  const end = endOf(refused || ended === 'content_filter', ended === 'length')
  return { text, end, inputTokens: usage?.prompt_tokens ?? null, outputTokens: usage?.completion_tokens ?? null }
}

function inTrouble({ endpoint }: Request): AiFailed {
  return new AiFailed('endpoint_trouble', said('ai_trouble', { endpoint }))
}

function endOf(refused: boolean, cut: boolean): Received['end'] {
  return refused ? 'refused' : cut ? 'cut' : 'whole'
}
