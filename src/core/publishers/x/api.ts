import { HttpFailure, type HttpAnswer, type HttpRequest } from '../../http.ts'
import { notReached } from '../answers.ts'
import { freshToken, oauthSecrets, type OAuthServer } from '../oauth.ts'
import { StepFailed, type PublishContext } from '../publisher.ts'
import { refusal } from './outcome.ts'

export const name = 'X'

/** Where X lives: its public hosts, or one origin in their place. */
export interface XHosts {
  readonly api: string
  readonly www: string
}

export function hostsAt(origin?: string): XHosts {
  return origin === undefined ? { api: 'https://api.x.com', www: 'https://x.com' } : { api: origin, www: origin }
}

/** An app of type Native has no secret; Web and Automated apps authenticate with theirs. Source: oauth-2-0/authorization-code.mdx. */
export function serverAt({ api, www }: XHosts, client: { readonly clientSecret: string }): OAuthServer {
  return {
    platform: name,
    authorizeUrl: `${www}/i/oauth2/authorize`,
    tokenUrl: `${api}/2/oauth2/token`,
    revokeUrl: `${api}/2/oauth2/revoke`,
    clientAuth: client.clientSecret === '' ? 'none' : 'basic',
    pkce: 'S256',
  }
}

export interface Call extends Omit<HttpRequest, 'headers'> {
  readonly json?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

/** Calls the API as the account. A token that was refused is renewed once: a 401 made nothing. Throws HttpFailure, StepFailed. */
export async function call(
  hosts: XHosts,
  context: PublishContext,
  path: string,
  request: Call = {},
): Promise<HttpAnswer> {
  const server = serverAt(hosts, oauthSecrets(context))
  const { json, headers, ...rest } = request
  const send = (token: string) =>
    context.http.request(`${hosts.api}${path}`, {
      ...rest,
      headers: {
        ...headers,
        ...(json !== undefined && { 'content-type': 'application/json' }),
        authorization: `Bearer ${token}`,
      },
      ...(json !== undefined && { body: JSON.stringify(json) }),
      signal: context.signal,
    })
  const token = await freshToken(server, context)
  const answer = await send(token)
  return answer.status === 401 ? send(await freshToken(server, context, token)) : answer
}

/** Calls something repeatable. Throws StepFailed for every answer that is not in `accepted`. */
export async function ask(
  hosts: XHosts,
  context: PublishContext,
  path: string,
  request: Call = {},
  accepted: readonly number[] = [200],
): Promise<HttpAnswer> {
  const answer = await call(hosts, context, path, request).catch((error: unknown): never => {
    if (!(error instanceof HttpFailure) || error.kind === 'aborted') throw error
    throw new StepFailed(notReached(name, error))
  })
  if (!accepted.includes(answer.status)) throw new StepFailed(refusal(answer, 'content', context.clock.now()))
  return answer
}

/** Tells how near the account is to the limit of an endpoint. Source: x-api/fundamentals/rate-limits.mdx (reset in epoch seconds). */
export function noteQuota(context: PublishContext, { headers }: HttpAnswer): void {
  const [limit, remaining, reset] = ['limit', 'remaining', 'reset'].map((key) => {
    const value = headers.get(`x-rate-limit-${key}`)
    return value === null ? NaN : Number(value)
  })
  if (limit === undefined || remaining === undefined || Number.isNaN(limit) || Number.isNaN(remaining)) return
  context.quota({ limit, remaining, resetsAt: reset === undefined || Number.isNaN(reset) ? null : reset * 1_000 })
}
