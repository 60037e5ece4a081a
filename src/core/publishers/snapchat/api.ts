import { HttpFailure, type HttpAnswer, type HttpRequest } from '../../http.ts'
import { notReached, objectOf, troubled } from '../answers.ts'
import { freshToken, type OAuthServer } from '../oauth.ts'
import { StepFailed, type PublishContext } from '../publisher.ts'
import { isOk, refusal } from './outcome.ts'

export const name = 'Snapchat'

/** Where Snap lives: its public hosts, or one origin in their place. */
export interface SnapchatHosts {
  readonly api: string
  readonly accounts: string
}

export function hostsAt(origin?: string): SnapchatHosts {
  return origin === undefined
    ? { api: 'https://businessapi.snapchat.com', accounts: 'https://accounts.snapchat.com' }
    : { api: origin, accounts: origin }
}

/** An app made in Business Manager, with its secret and without PKCE. Source: Ads-API/authentication. */
export function serverAt({ accounts }: SnapchatHosts): OAuthServer {
  return {
    platform: name,
    authorizeUrl: `${accounts}/login/oauth2/authorize`,
    tokenUrl: `${accounts}/login/oauth2/access_token`,
    clientAuth: 'body',
    pkce: 'none',
  }
}

/** The path of a profile's things. */
export const profilePath = (profileId: string, rest = '') =>
  `/v1/public_profiles/${encodeURIComponent(profileId)}${rest}`

export interface Call extends Omit<HttpRequest, 'headers'> {
  readonly json?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

/** Calls the API as the account. A token that was refused is renewed once: a 401 made nothing. Throws HttpFailure, StepFailed. */
export async function call(
  hosts: SnapchatHosts,
  context: PublishContext,
  path: string,
  { json, headers, ...rest }: Call = {},
): Promise<HttpAnswer> {
  const server = serverAt(hosts)
  const send = (token: string) =>
    context.http.request(`${hosts.api}${path}`, {
      signal: context.signal,
      ...rest,
      headers: {
        ...headers,
        ...(json !== undefined && { 'content-type': 'application/json' }),
        authorization: `Bearer ${token}`,
      },
      ...(json !== undefined && { body: JSON.stringify(json) }),
    })
  const token = await freshToken(server, context)
  const answer = await send(token)
  return answer.status === 401 ? send(await freshToken(server, context, token)) : answer
}

/** Calls something repeatable and gives its answer, whatever it is. Throws StepFailed where none came. */
export async function reach(
  hosts: SnapchatHosts,
  context: PublishContext,
  path: string,
  request: Call = {},
): Promise<HttpAnswer> {
  return await call(hosts, context, path, request).catch((error: unknown): never => {
    if (!(error instanceof HttpFailure) || error.kind === 'aborted') throw error
    throw new StepFailed(notReached(name, error))
  })
}

/** Calls something repeatable and gives its JSON. Throws StepFailed for every refusal. */
export async function ask(
  hosts: SnapchatHosts,
  context: PublishContext,
  path: string,
  request: Call = {},
): Promise<HttpAnswer> {
  const answer = await reach(hosts, context, path, request)
  if (!isOk(answer)) throw new StepFailed(refusal(answer, context.clock.now()))
  return answer
}

/** What a list has, unwrapped: each stands in an object of its own, beside how its part of the request went. Ones that went wrong are left out. */
export function itemsOf(answer: HttpAnswer, list: string, item: string): Readonly<Record<string, unknown>>[] {
  const rows = objectOf(answer)[list]
  return (Array.isArray(rows) ? (rows as unknown[]) : []).flatMap((row) => {
    const found = typeof row === 'object' && row !== null ? (row as Record<string, unknown>)[item] : null
    return typeof found === 'object' && found !== null ? [found as Record<string, unknown>] : []
  })
}

/** Where a list goes on; null at its end. */
export function nextPage(answer: HttpAnswer): string | null {
  const next = (objectOf(answer)['paging'] as { next_page_id?: unknown } | null | undefined)?.next_page_id
  return typeof next === 'string' && next !== '' ? next : null
}

export const unreadable = (what: string) => new StepFailed(troubled(name, what))
