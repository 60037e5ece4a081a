import { said } from '../../../contract/sentences/index.ts'
import { HttpFailure, type HttpAnswer, type HttpRequest } from '../../http.ts'
import { notReached } from '../answers.ts'
import { multipart, type MultipartFile } from '../multipart.ts'
import { failure, StepFailed, type PublishContext } from '../publisher.ts'

export const platform = 'Discord'
export const publicOrigin = 'https://discord.com'

/** What is sealed of a webhook: its address, which is its credential. */
export interface DiscordSecrets {
  readonly id: string
  readonly token: string
  readonly channel: DiscordChannel
}

/** What is known of the webhook's channel. No secret, and kept with it because the publisher learns it. */
export interface DiscordChannel {
  /** The server it is on, for the addresses of messages; null where Discord did not say. */
  readonly guildId: string | null
  /** Whether it is a forum, as far as that has shown. */
  readonly forum: boolean
}

const idShape = /^\d{15,20}$/
const tokenShape = /^[A-Za-z0-9_-]{20,200}$/

/** The parts of a webhook's address as Discord copies it, on any of its hosts; null where it is none. */
export function webhookOf(address: string): { readonly id: string; readonly token: string } | null {
  const url = URL.parse(address.trim())
  if (!url || url.protocol !== 'https:' || !/^(?:(?:ptb|canary)\.)?discord(?:app)?\.com$/.test(url.hostname))
    return null
  const [, id = '', token = ''] = /^\/api(?:\/v\d+)?\/webhooks\/(\d+)\/([^/]+)\/?$/.exec(url.pathname) ?? []
  return idShape.test(id) && tokenShape.test(token) ? { id, token } : null
}

export function secretsOf({ secrets }: Pick<PublishContext, 'secrets'>): DiscordSecrets {
  const { id, token } = secrets
  // Both stand in the address of every request, so nothing else may be in them.
  if (typeof id !== 'string' || typeof token !== 'string' || !idShape.test(id) || !tokenShape.test(token))
    throw new StepFailed({ is: 'rejected', failure: failure('reconnect', said('sign_in_incomplete')) })
  const { guildId, forum } = (secrets['channel'] ?? {}) as Partial<DiscordChannel>
  return { id, token, channel: { guildId: guildId ?? null, forum: forum === true } }
}

export interface Call extends Pick<HttpRequest, 'method' | 'fresh' | 'timeoutMs'> {
  /** Below the webhook: `` for itself, `/messages/<id>` for one of its messages. */
  readonly path?: string
  readonly query?: Readonly<Record<string, string>>
  readonly json?: unknown
  /** Beside `json`: files of the message. */
  readonly files?: readonly MultipartFile[]
}

/** Source: reference.mdx, "User Agent": without one of this form, requests may be blocked before Discord sees them. */
const userAgent = 'DiscordBot (Broadside, 0.1.0)'
/** Large files over a slow line. */
const filesTimeoutMs = 20 * 60_000

/** One request to a webhook, answered with whatever status. Throws HttpFailure. */
export async function call(
  origin: string,
  { id, token }: Pick<DiscordSecrets, 'id' | 'token'>,
  { path = '', query = {}, json, files = [], ...request }: Call,
  { http, signal }: Pick<PublishContext, 'http' | 'signal'>,
): Promise<HttpAnswer> {
  const search = new URLSearchParams(query).toString()
  const address = `${origin}/api/v10/webhooks/${id}/${token}${path}${search && `?${search}`}`
  const headers = { accept: 'application/json', 'user-agent': userAgent }
  if (json === undefined) return http.request(address, { ...request, signal, headers })
  const body = JSON.stringify(json)
  if (files.length === 0)
    return http.request(address, {
      ...request,
      signal,
      body,
      headers: { ...headers, 'content-type': 'application/json' },
    })
  const form = await multipart({ payload_json: body }, ...files)
  return http.request(address, {
    timeoutMs: filesTimeoutMs,
    ...request,
    signal,
    body: form.body,
    headers: { ...headers, ...form.headers },
  })
}

/** As `call`, for what may be repeated: throws StepFailed where there is no answer. */
export async function ask(origin: string, request: Call, context: PublishContext): Promise<HttpAnswer> {
  try {
    return await call(origin, secretsOf(context), request, context)
  } catch (error) {
    if (!(error instanceof HttpFailure) || error.kind === 'aborted') throw error
    throw new StepFailed(notReached(platform, error))
  }
}

/** Tells how near the webhook is to its limit. Source: rate-limits.mdx, "Header Format". */
export function noteQuota({ quota, clock }: Pick<PublishContext, 'quota' | 'clock'>, { headers }: HttpAnswer): void {
  const [limit, remaining, after] = ['limit', 'remaining', 'reset-after'].map((name) => {
    const value = headers.get(`x-ratelimit-${name}`)
    return value === null ? NaN : Number(value)
  })
  if (limit === undefined || remaining === undefined || Number.isNaN(limit) || Number.isNaN(remaining)) return
  const resetsAt = after === undefined || Number.isNaN(after) ? null : clock.now() + Math.ceil(after * 1_000)
  quota({ limit, remaining, resetsAt })
}
