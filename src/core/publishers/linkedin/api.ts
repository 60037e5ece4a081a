import { HttpFailure, type HttpAnswer, type HttpRequest } from '../../http.ts'
import { notReached } from '../answers.ts'
import { freshToken, type OAuthServer } from '../oauth.ts'
import { StepFailed, type PublishContext } from '../publisher.ts'
import { name, refusal, type About } from './outcome.ts'

/**
 * The month of LinkedIn's API that is spoken unless a host says otherwise (BROADSIDE_LINKEDIN_VERSION). Each month's lives for about a year and is
 * then refused with 426; 202609 until about September 2027. Source: shared/api-guide/versioning.
 */
export const linkedinVersion = '202609'

/** Where LinkedIn lives: its public hosts, or one origin in their place. */
export interface LinkedInHosts {
  readonly api: string
  readonly www: string
  readonly version: string
}

export function hostsAt(origin?: string, version = linkedinVersion): LinkedInHosts {
  return origin === undefined
    ? { api: 'https://api.linkedin.com', www: 'https://www.linkedin.com', version }
    : { api: origin, www: origin, version }
}

/** Source: shared/authentication/authorization-code-flow. PKCE is for apps that LinkedIn has switched it on for. */
export function serverAt({ www }: LinkedInHosts): OAuthServer {
  return {
    platform: name,
    authorizeUrl: `${www}/oauth/v2/authorization`,
    tokenUrl: `${www}/oauth/v2/accessToken`,
    revokeUrl: `${www}/oauth/v2/revoke`,
    clientAuth: 'body',
    pkce: 'none',
  }
}

export interface Call extends Omit<HttpRequest, 'headers'> {
  readonly json?: unknown
  readonly headers?: Readonly<Record<string, string>>
  /** What a POST does where that is not to create. */
  readonly restli?: 'FINDER' | 'PARTIAL_UPDATE' | 'DELETE'
}

/** The headers of every request to the API. Source: shared/api-guide/versioning, concepts/protocol-version. */
export function headersOf({ version }: LinkedInHosts, token: string): Readonly<Record<string, string>> {
  return { authorization: `Bearer ${token}`, 'linkedin-version': version, 'x-restli-protocol-version': '2.0.0' }
}

/** Calls the API as the account. A token that was refused is renewed once, where it can be: a 401 made nothing. Throws HttpFailure, StepFailed. */
export async function call(
  hosts: LinkedInHosts,
  context: PublishContext,
  path: string,
  { json, headers, restli, ...rest }: Call = {},
): Promise<HttpAnswer> {
  return await withToken(hosts, context, (token) =>
    context.http.request(`${hosts.api}${path}`, {
      ...rest,
      headers: {
        ...headersOf(hosts, token),
        ...headers,
        ...(restli && { 'x-restli-method': restli }),
        ...(json !== undefined && { 'content-type': 'application/json' }),
      },
      ...(json !== undefined && { body: JSON.stringify(json) }),
      signal: context.signal,
    }),
  )
}

/** Sends with a token that is good, and once more with a renewed one where it was refused. */
export async function withToken(
  hosts: LinkedInHosts,
  context: PublishContext,
  send: (token: string) => Promise<HttpAnswer>,
): Promise<HttpAnswer> {
  const server = serverAt(hosts)
  const token = await freshToken(server, context)
  const answer = await send(token)
  return answer.status === 401 ? await send(await freshToken(server, context, token)) : answer
}

/** Calls something repeatable. Throws StepFailed for every answer that is no success and not in `accepted`. */
export async function ask(
  hosts: LinkedInHosts,
  context: PublishContext,
  path: string,
  request: Call = {},
  { about = 'content', accepted = [] }: { readonly about?: About; readonly accepted?: readonly number[] } = {},
): Promise<HttpAnswer> {
  return judged(hosts, context, await reached(call(hosts, context, path, request)), { about, accepted })
}

/** An answer that is a success, or one of `accepted`. Throws StepFailed. */
export function judged(
  { version }: LinkedInHosts,
  context: PublishContext,
  answer: HttpAnswer,
  { about = 'content', accepted = [] }: { readonly about?: About; readonly accepted?: readonly number[] } = {},
): HttpAnswer {
  if ((answer.status >= 200 && answer.status < 300) || accepted.includes(answer.status)) return answer
  throw new StepFailed(refusal(answer, { about, now: context.clock.now(), version, account: context.account }))
}

/** What a repeatable request came to. Throws StepFailed where nothing answered. */
export async function reached(answer: Promise<HttpAnswer>): Promise<HttpAnswer> {
  return await answer.catch((error: unknown): never => {
    if (!(error instanceof HttpFailure) || error.kind === 'aborted') throw error
    throw new StepFailed(notReached(name, error))
  })
}
