import { HttpFailure, type HttpAnswer, type HttpRequest } from '../../http.ts'
import { notReached } from '../answers.ts'
import { freshToken, type OAuthServer } from '../oauth.ts'
import { StepFailed, type PublishContext } from '../publisher.ts'
import { errorsIn, refusal } from './outcome.ts'

export const name = 'Reddit'

/** Where Reddit lives: its public hosts, or one origin in their place. */
export interface RedditHosts {
  readonly api: string
  readonly www: string
}

export function hostsAt(origin?: string): RedditHosts {
  return origin === undefined
    ? { api: 'https://oauth.reddit.com', www: 'https://www.reddit.com' }
    : { api: origin, www: origin }
}

/**
 * Reddit turns programs away that do not say what they are: platform, name, version, and whose account it is.
 * Source: reddit-archive/reddit wiki, API. Nobody's yet while somebody signs in.
 */
export function userAgent(handle: string | null): string {
  return `desktop:broadside:v0.1.0${handle === null ? '' : ` (by /${handle})`}`
}

/** Installed apps have no secret: their half of the Basic header is empty. Source: reddit-archive/reddit wiki, OAuth2. */
export function serverAt({ www }: RedditHosts, handle: string | null = null): OAuthServer {
  return {
    platform: name,
    authorizeUrl: `${www}/api/v1/authorize`,
    tokenUrl: `${www}/api/v1/access_token`,
    revokeUrl: `${www}/api/v1/revoke_token`,
    clientAuth: 'basic',
    pkce: 'none',
    authorizeExtra: { duration: 'permanent' },
    tokenHeaders: { 'user-agent': userAgent(handle) },
  }
}

export interface Call extends Omit<HttpRequest, 'headers' | 'body'> {
  readonly query?: Readonly<Record<string, string>>
  /** Sent as a form, as most of Reddit wants it … */
  readonly form?: Readonly<Record<string, string>>
  /** … or as JSON, for galleries and polls. */
  readonly json?: unknown
}

/** Calls the API as the account. A token that was refused is renewed once: a 401 made nothing. Throws HttpFailure, StepFailed. */
export async function call(
  hosts: RedditHosts,
  context: PublishContext,
  path: string,
  { query = {}, form, json, ...request }: Call = {},
): Promise<HttpAnswer> {
  const { displayHandle } = context.account
  const server = serverAt(hosts, displayHandle)
  // Without it, words come with the entities of HTML in them.
  const address = `${hosts.api}${path}?${new URLSearchParams({ ...query, raw_json: '1' }).toString()}`
  const body = json !== undefined ? JSON.stringify(json) : form && new URLSearchParams(form).toString()
  const send = (token: string) =>
    context.http.request(address, {
      ...request,
      headers: {
        ...(body !== undefined && {
          'content-type': json !== undefined ? 'application/json' : 'application/x-www-form-urlencoded',
        }),
        'user-agent': userAgent(displayHandle),
        authorization: `Bearer ${token}`,
      },
      ...(body !== undefined && { body }),
      signal: context.signal,
    })
  const token = await freshToken(server, context)
  const answer = await send(token)
  return answer.status === 401 ? send(await freshToken(server, context, token)) : answer
}

/** Calls something repeatable. Throws StepFailed for every status that is not in `accepted`, and for errors that come with 200. */
export async function ask(
  hosts: RedditHosts,
  context: PublishContext,
  path: string,
  { place = name, accepted = [200], ...request }: Call & { place?: string; accepted?: readonly number[] } = {},
): Promise<HttpAnswer> {
  const answer = await call(hosts, context, path, request).catch((error: unknown): never => {
    if (!(error instanceof HttpFailure) || error.kind === 'aborted') throw error
    throw new StepFailed(notReached(name, error))
  })
  const refused = !accepted.includes(answer.status) || errorsIn(answer).length > 0
  if (refused) throw new StepFailed(refusal(answer, place, context.clock.now()))
  return answer
}

/** Tells how near the app is to its limit: what was used, what remains, and seconds until it starts anew. */
export function noteQuota(context: PublishContext, { headers }: HttpAnswer): void {
  const [used, remaining, reset] = ['used', 'remaining', 'reset'].map((key) =>
    Number(headers.get(`x-ratelimit-${key}`) ?? NaN),
  )
  if (used === undefined || remaining === undefined || Number.isNaN(used + remaining)) return
  const resetsAt = reset === undefined || Number.isNaN(reset) ? null : context.clock.now() + reset * 1_000
  context.quota({ limit: used + remaining, remaining, resetsAt })
}

/** The account's own name, without the mark before it. */
export const userOf = ({ account }: PublishContext) => account.displayHandle.replace(/^u\//, '')
