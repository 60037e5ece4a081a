import { HttpFailure, type HttpAnswer, type HttpRequest } from '../../http.ts'
import { notReached, objectOf } from '../answers.ts'
import { freshToken, type OAuthServer } from '../oauth.ts'
import { StepFailed, type PublishContext } from '../publisher.ts'
import { codeOf, refusal, scopeCode, type About } from './outcome.ts'

export const name = 'Pinterest'

/** Where Pinterest lives: its public hosts, or one origin in their place. */
export interface PinterestHosts {
  readonly api: string
  /** Pins of apps that may not make them yet, on tokens of its own. */
  readonly sandbox: string
  readonly www: string
}

export function hostsAt(origin?: string): PinterestHosts {
  return origin === undefined
    ? {
        api: 'https://api.pinterest.com',
        sandbox: 'https://api-sandbox.pinterest.com',
        www: 'https://www.pinterest.com',
      }
    : { api: origin, sandbox: origin, www: origin }
}

export function apiOf(hosts: PinterestHosts, method: string): string {
  return method === 'sandbox' ? hosts.sandbox : hosts.api
}

/** Apps from before 2025-09-25 must ask for refresh tokens that can be renewed without an end. Source: OauthApi, note on continuous_refresh. */
export function serverAt({ api, www }: PinterestHosts): OAuthServer {
  return {
    platform: name,
    authorizeUrl: `${www}/oauth/`,
    tokenUrl: `${api}/v5/oauth/token`,
    clientAuth: 'basic',
    pkce: 'none',
    scopeSeparator: ',',
    redeemExtra: { continuous_refresh: 'true' },
  }
}

export interface Call extends Omit<HttpRequest, 'headers'> {
  readonly json?: unknown
}

/** Calls the API as the account. A token that was refused is renewed once: a 401 made nothing. Throws HttpFailure, StepFailed. */
export async function call(
  hosts: PinterestHosts,
  context: PublishContext,
  path: string,
  request: Call = {},
): Promise<HttpAnswer> {
  const server = serverAt(hosts)
  const { json, ...rest } = request
  const send = (token: string) =>
    context.http.request(`${apiOf(hosts, context.account.method)}/v5${path}`, {
      ...rest,
      headers: {
        ...(json !== undefined && { 'content-type': 'application/json' }),
        authorization: `Bearer ${token}`,
      },
      ...(json !== undefined && { body: JSON.stringify(json) }),
      signal: context.signal,
    })
  const token = await freshToken(server, context)
  const answer = await send(token)
  // What a token may do does not change when it is renewed.
  if (answer.status !== 401 || codeOf(answer) === scopeCode) return answer
  return send(await freshToken(server, context, token))
}

/** Calls something repeatable. Throws StepFailed for every answer that is not in `accepted`. */
export async function ask(
  hosts: PinterestHosts,
  context: PublishContext,
  path: string,
  { about = 'other', accepted = [200], ...request }: Call & { about?: About; accepted?: readonly number[] } = {},
): Promise<HttpAnswer> {
  const answer = await call(hosts, context, path, request).catch((error: unknown): never => {
    if (!(error instanceof HttpFailure) || error.kind === 'aborted') throw error
    throw new StepFailed(notReached(name, error))
  })
  if (!accepted.includes(answer.status)) throw new StepFailed(refusal(answer, about, context.clock.now()))
  return answer
}

/** One page of a list, and the bookmark of the next. */
export async function page(
  hosts: PinterestHosts,
  context: PublishContext,
  path: string,
  bookmark: string | null,
): Promise<{ answer: HttpAnswer; items: readonly Readonly<Record<string, unknown>>[]; bookmark: string | null }> {
  const query = new URLSearchParams({ page_size: '250', ...(bookmark !== null && { bookmark }) })
  const answer = await ask(hosts, context, `${path}?${query.toString()}`)
  const { items, bookmark: next } = objectOf(answer)
  return {
    answer,
    items: Array.isArray(items) ? items.filter(isObject) : [],
    bookmark: typeof next === 'string' && next !== '' ? next : null,
  }
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null

/** Limits of less than a minute say nothing to a person. */
const shortestWindow = 60

/** Tells how near the account is to a limit: `x-ratelimit-limit: 1000, 1000;w=86400`, what remains, and seconds until it starts anew. */
export function noteQuota(context: PublishContext, { headers }: HttpAnswer): void {
  const given = headers.get('x-ratelimit-limit') ?? ''
  const limit = Number.parseInt(given, 10)
  const window = Number(new RegExp(`\\b${limit};w=(\\d+)`).exec(given)?.[1] ?? 0)
  const remaining = Number(headers.get('x-ratelimit-remaining') ?? NaN)
  const reset = Number(headers.get('x-ratelimit-reset') ?? NaN)
  if (Number.isNaN(limit) || Number.isNaN(remaining) || window < shortestWindow) return
  context.quota({ limit, remaining, resetsAt: Number.isNaN(reset) ? null : context.clock.now() + reset * 1_000 })
}
