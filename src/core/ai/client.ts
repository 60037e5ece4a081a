import type OpenAI from 'openai'
import { said } from '../../contract/sentences/index.ts'
import { wasNotSent, type Http } from '../http.ts'
import type { EndpointRow } from '../store/ai.ts'
import type { WorkspaceContext } from '../workspace-context.ts'
import type { Endpoints } from './endpoints.ts'
import { AiFailed } from './failed.ts'

/** Opens clients of endpoints. Each call gets its own: a key is opened for the call that needs it and kept nowhere. */
export type Clients = ReturnType<typeof createClients>

export function createClients({ http, clock }: WorkspaceContext, endpoints: Endpoints) {
  return {
    /** Throws VaultLocked, AiFailed. Nothing of it retries: that is decided where calls are paid for. */
    async open(endpoint: EndpointRow): Promise<OpenAI> {
      const key = endpoints.keyOf(endpoint)
      // Large, and of no use to most: read when the first endpoint is asked.
      const { OpenAI } = await import('openai')
      return new OpenAI({
        baseURL: endpoint.baseUrl,
        apiKey: key ?? 'none',
        // Nothing of the environment's: neither its key, nor its organization, nor its headers and log.
        ...{ organization: null, project: null, webhookSecret: null, adminAPIKey: null, logLevel: 'off' },
        ...(key === undefined && { defaultHeaders: { Authorization: null } }),
        maxRetries: 0,
        timeout: endpoint.timeoutSeconds * 1_000,
        fetch: guarded(http, endpoint.name),
      })
    },
    /** A signal that ends with `signal`, or when the endpoint has had its time. `done` must be called. */
    deadline(endpoint: EndpointRow, signal: AbortSignal): { signal: AbortSignal; isLate(): boolean; done(): void } {
      const late = new AbortController()
      const done = clock.after(endpoint.timeoutSeconds * 1_000, () => late.abort())
      return { signal: AbortSignal.any([signal, late.signal]), isLate: () => late.signal.aborted, done }
    },
  }
}

/** Core's own fetch: through its proxy, and never after a redirect, which could carry the key or the text to another host. */
function guarded(http: Http, endpoint: string): typeof globalThis.fetch {
  return async (input, init) => {
    const response = await http.fetch(input, { ...init, redirect: 'manual' })
    const page = /^text\/html/i.test(response.headers.get('content-type') ?? '')
    if (page && response.ok) {
      await response.body?.cancel()
      throw new AiFailed('request_refused', said('ai_not_openai', { endpoint }))
    }
    return response
  }
}

/** What a failed request is called: by status and documented codes, never by what a message says. */
export async function failureOf(
  error: unknown,
  { name: endpoint, timeoutSeconds }: Pick<EndpointRow, 'name' | 'timeoutSeconds'>,
  model: string,
  state: { readonly late: boolean; readonly now: number; readonly hasKey: boolean },
): Promise<AiFailed> {
  if (error instanceof AiFailed) return error
  if (state.late) return new AiFailed('no_answer', said('ai_too_slow', { endpoint, seconds: timeoutSeconds }))
  const { APIError, APIConnectionError, APIConnectionTimeoutError } = await import('openai')
  if (error instanceof APIConnectionTimeoutError)
    return new AiFailed('no_answer', said('ai_too_slow', { endpoint, seconds: timeoutSeconds }))
  if (error instanceof APIConnectionError) {
    if (error.cause instanceof AiFailed) return error.cause
    return wasNotSent(error)
      ? new AiFailed('unreachable', said('ai_unreachable', { endpoint }))
      : new AiFailed('no_answer', said('ai_broke_off', { endpoint }))
  }
  if (!(error instanceof APIError)) return new AiFailed('no_answer', said('ai_broke_off', { endpoint }))
  const { status, code, type, headers } = error as InstanceType<typeof APIError>
  const words = wordsOf(error)
  const wait = retryAfter(headers, state.now)
  // Told within a stream, after its 200: there is no status then.
  const kind = status ?? (code === 'rate_limit_exceeded' ? 429 : 500)
  if (kind === 402 || code === 'insufficient_quota' || code === 'billing_hard_limit_reached')
    return new AiFailed('no_credit', said('ai_no_credit', { endpoint }), words)
  if (kind === 401)
    return new AiFailed('key_refused', said(state.hasKey ? 'ai_key_refused' : 'ai_key_needed', { endpoint }), words)
  if (kind === 403) return new AiFailed('key_refused', said('ai_not_allowed', { endpoint }), words)
  if (kind === 404 && error.error === undefined)
    return new AiFailed('request_refused', said('ai_not_openai', { endpoint }))
  if (code === 'model_not_found' || kind === 404)
    return new AiFailed('model_missing', said('ai_model_missing', { endpoint, model }), words)
  if (code === 'context_length_exceeded' || kind === 413)
    return new AiFailed('too_much', said('ai_too_much', { model }), words)
  if (code === 'content_policy_violation' || code === 'moderation_blocked' || code === 'content_filter')
    return new AiFailed('refused', said('ai_refused', { model }), words)
  if (kind === 429) {
    const until = wait === null ? null : new Date(state.now + wait).toISOString()
    const why = until ? said('ai_rate_limited_until', { endpoint, until }) : said('ai_rate_limited', { endpoint })
    return new AiFailed('rate_limited', why, words, wait)
  }
  if (kind >= 500 || kind === 408 || type === 'server_error')
    return new AiFailed('endpoint_trouble', said('ai_trouble', { endpoint }), words, wait)
  if (kind >= 300 && kind < 400) return new AiFailed('request_refused', said('ai_not_openai', { endpoint }), words)
  return new AiFailed('request_refused', said('ai_request_refused', { endpoint, words: words ?? String(kind) }), words)
}

/** Milliseconds from now, as `Retry-After-Ms` or `Retry-After` (seconds or a date) says; null where neither does. */
export function retryAfter(headers: Headers | undefined, now: number): number | null {
  const exact = Number(headers?.get('retry-after-ms') ?? Number.NaN)
  if (exact >= 0) return exact
  const said = headers?.get('retry-after')
  if (said === null || said === undefined) return null
  const ms = /^\d+(\.\d+)?$/.test(said.trim()) ? Number(said) * 1_000 : Date.parse(said) - now
  return Number.isNaN(ms) ? null : Math.max(0, ms)
}

/** The endpoint's own words, short and without anything that looks like a key. */
function wordsOf(error: { error?: unknown; message: string }): string | null {
  const told = (error.error as { message?: unknown } | undefined)?.message
  const text = typeof told === 'string' ? told : error.message
  return text ? withoutKeys(text).replaceAll(/\s+/g, ' ').slice(0, 300) : null
}

/** Services quote a part of a wrong key back. */
export function withoutKeys(text: string): string {
  return text.replaceAll(/\b(sk|key|xai|gsk|pk|rk)[-_][A-Za-z0-9_*.-]{4,}/g, '…').replaceAll(/Bearer\s+\S+/gi, '…')
}
