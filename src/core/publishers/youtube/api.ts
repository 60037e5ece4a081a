import { youtube } from '../../../contract/platforms/youtube.ts'
import { HttpFailure, type HttpAnswer, type HttpRequest } from '../../http.ts'
import { notReached } from '../answers.ts'
import { freshToken, type OAuthServer } from '../oauth.ts'
import { StepFailed, type PublishContext } from '../publisher.ts'
import { reasonOf, refusal } from './outcome.ts'
import { quotaReasons, quotaResets } from './quota.ts'

export const name = 'YouTube'

/** Where YouTube and Google's sign-in live: their public hosts, or one origin in their place. */
export interface YouTubeHosts {
  readonly api: string
  readonly accounts: string
  readonly oauth: string
}

export function hostsAt(origin?: string): YouTubeHosts {
  return origin === undefined
    ? {
        api: 'https://www.googleapis.com',
        accounts: 'https://accounts.google.com',
        oauth: 'https://oauth2.googleapis.com',
      }
    : { api: origin, accounts: origin, oauth: origin }
}

/**
 * Google as an authorization server for an app of type Desktop: PKCE, any port on the loopback address, and a secret that it issues and wants
 * though it does not count on it. `consent` each time, else a second sign-in brings no refresh token.
 * Source: developers.google.com/identity/protocols/oauth2/native-app.
 */
export function serverAt({ accounts, oauth }: YouTubeHosts): OAuthServer {
  return {
    platform: name,
    authorizeUrl: `${accounts}/o/oauth2/v2/auth`,
    tokenUrl: `${oauth}/token`,
    revokeUrl: `${oauth}/revoke`,
    issuer: accounts,
    clientAuth: 'body',
    pkce: 'S256',
    authorizeExtra: { access_type: 'offline', prompt: 'consent' },
  }
}

export interface Call extends Omit<HttpRequest, 'headers'> {
  readonly json?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

/**
 * Calls the API as the channel: a path, or the address of an upload. A token that was refused is renewed once: a 401 made nothing.
 * Throws HttpFailure, StepFailed.
 */
export async function call(
  hosts: YouTubeHosts,
  context: PublishContext,
  target: string,
  { json, headers, ...rest }: Call = {},
): Promise<HttpAnswer> {
  const server = serverAt(hosts)
  const url = target.startsWith('/') ? `${hosts.api}${target}` : target
  const send = (token: string) =>
    context.http.request(url, {
      signal: context.signal,
      ...rest,
      headers: {
        ...headers,
        ...(json !== undefined && { 'content-type': 'application/json; charset=UTF-8' }),
        authorization: `Bearer ${token}`,
      },
      ...(json !== undefined && { body: JSON.stringify(json) }),
    })
  const token = await freshToken(server, context)
  const answer = await send(token)
  return answer.status === 401 ? send(await freshToken(server, context, token)) : answer
}

/** Calls something repeatable, answered or not. Throws StepFailed where no answer came. */
export async function reach(
  hosts: YouTubeHosts,
  context: PublishContext,
  target: string,
  request: Call = {},
): Promise<HttpAnswer> {
  return await call(hosts, context, target, request).catch((error: unknown): never => {
    if (!(error instanceof HttpFailure) || error.kind === 'aborted') throw error
    throw new StepFailed(notReached(name, error))
  })
}

/** Calls something repeatable. Throws StepFailed for every answer that is not in `accepted`. */
export async function ask(
  hosts: YouTubeHosts,
  context: PublishContext,
  target: string,
  request: Call = {},
  accepted: readonly number[] = [200],
): Promise<HttpAnswer> {
  const answer = await reach(hosts, context, target, request)
  if (accepted.includes(answer.status)) return answer
  noteQuota(context, answer)
  throw new StepFailed(refusal(answer, context.clock.now()))
}

/** A path of the API with its query. */
export const api = (resource: string, query: Readonly<Record<string, string>>) =>
  `/youtube/v3/${resource}?${new URLSearchParams(query).toString()}`

/** YouTube tells of a quota only when it is used up. */
export function noteQuota(context: PublishContext, answer: HttpAnswer): void {
  if (answer.status !== 403 || !quotaReasons.has(reasonOf(answer))) return
  const limit = youtube.rules.daily?.max ?? 0
  context.quota({ remaining: 0, limit, resetsAt: quotaResets(context.clock.now()) })
}
