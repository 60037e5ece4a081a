import { HttpFailure, type HttpAnswer, type HttpRequest } from '../../http.ts'
import { notReached, objectOf, troubled } from '../answers.ts'
import { freshToken, type OAuthServer } from '../oauth.ts'
import { StepFailed, type PublishContext } from '../publisher.ts'
import { codeOf, refusal } from './outcome.ts'

export const name = 'TikTok'

/** Where TikTok lives: its public hosts, or one origin in their place. */
export interface TikTokHosts {
  readonly api: string
  readonly www: string
}

export function hostsAt(origin?: string): TikTokHosts {
  return origin === undefined
    ? { api: 'https://open.tiktokapis.com', www: 'https://www.tiktok.com' }
    : { api: origin, www: origin }
}

/** Login Kit for Desktop: the secret and PKCE both, the challenge in hexadecimal, commas between scopes. Source: doc/login-kit-desktop. */
export function serverAt({ api, www }: TikTokHosts): OAuthServer {
  return {
    platform: name,
    authorizeUrl: `${www}/v2/auth/authorize/`,
    tokenUrl: `${api}/v2/oauth/token/`,
    clientAuth: 'body',
    clientIdName: 'client_key',
    pkce: 'S256-hex',
    scopeSeparator: ',',
  }
}

/** Whether bytes may go there: TikTok names upload addresses in several regions (`open-upload.…`, `upload.us.…`). */
export function isUploadAddress({ api }: TikTokHosts, address: string): boolean {
  const url = URL.parse(address)
  if (!url) return false
  return url.origin === api || (url.protocol === 'https:' && url.hostname.endsWith('.tiktokapis.com'))
}

export interface Call extends Omit<HttpRequest, 'headers' | 'body'> {
  readonly json?: unknown
}

/**
 * Calls the API as the account. A token that was refused is renewed once: a 401 made nothing. One about permissions would be refused anew.
 * Throws HttpFailure, StepFailed.
 */
export async function call(
  hosts: TikTokHosts,
  context: PublishContext,
  path: string,
  { json, ...rest }: Call = {},
): Promise<HttpAnswer> {
  const server = serverAt(hosts)
  const send = (token: string) =>
    context.http.request(`${hosts.api}${path}`, {
      ...rest,
      headers: {
        ...(rest.method === 'POST' && { 'content-type': 'application/json; charset=UTF-8' }),
        authorization: `Bearer ${token}`,
      },
      ...(json !== undefined && { body: JSON.stringify(json) }),
      signal: context.signal,
    })
  const token = await freshToken(server, context)
  const answer = await send(token)
  const isDead = answer.status === 401 && !codeOf(answer).startsWith('scope_')
  return isDead ? send(await freshToken(server, context, token)) : answer
}

/** Calls something repeatable and gives its answer, whatever it is. Throws StepFailed where none came. */
export async function reach(
  hosts: TikTokHosts,
  context: PublishContext,
  path: string,
  request: Call = {},
): Promise<HttpAnswer> {
  return await call(hosts, context, path, request).catch((error: unknown): never => {
    if (!(error instanceof HttpFailure) || error.kind === 'aborted') throw error
    throw new StepFailed(notReached(name, error))
  })
}

/** Calls something repeatable and gives `data` of its answer. Throws StepFailed for every refusal. */
export async function ask(
  hosts: TikTokHosts,
  context: PublishContext,
  path: string,
  request: Call = {},
): Promise<Readonly<Record<string, unknown>>> {
  const answer = await reach(hosts, context, path, request)
  if (!isOk(answer)) throw new StepFailed(refusal(answer, context.clock.now()))
  return dataOf(answer)
}

/** Every answer has an error, whose code is `ok` where there is none. Source: doc/tiktok-api-v2-error-handling. */
export function isOk(answer: HttpAnswer): boolean {
  return answer.status >= 200 && answer.status < 300 && codeOf(answer) === 'ok'
}

export function dataOf(answer: HttpAnswer): Readonly<Record<string, unknown>> {
  const { data } = objectOf(answer)
  return typeof data === 'object' && data !== null ? (data as Record<string, unknown>) : {}
}

export const unreadable = (what: string) => new StepFailed(troubled(name, what))
