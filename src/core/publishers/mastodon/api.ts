import { said } from '../../../contract/sentences/index.ts'
import { HttpFailure } from '../../http.ts'
import type { HttpAnswer, HttpRequest } from '../../http.ts'
import type { PublishContext } from '../publisher.ts'
import { failure, StepFailed } from '../publisher.ts'
import { refusal, unreachable } from './outcome.ts'

/** What is sealed of a Mastodon account. Client credentials are there when we registered the app ourselves, and are needed to revoke. */
export interface MastodonSecrets {
  readonly token: string
  /** The account's id at its server, which its own lists are asked for by. */
  readonly accountId: string
  readonly clientId?: string
  readonly clientSecret?: string
}

export function secretsOf({ secrets }: Pick<PublishContext, 'secrets'>): MastodonSecrets {
  const { token, accountId, clientId, clientSecret } = secrets
  if (typeof token !== 'string' || typeof accountId !== 'string') {
    throw new StepFailed({ is: 'rejected', failure: failure('reconnect', said('sign_in_incomplete')) })
  }
  return {
    token,
    accountId,
    ...(typeof clientId === 'string' && { clientId }),
    ...(typeof clientSecret === 'string' && { clientSecret }),
  }
}

type Call = Omit<HttpRequest, 'headers' | 'signal'> & {
  readonly headers?: Record<string, string>
  readonly json?: unknown
}

/** One request as the account, answered with whatever status. Throws HttpFailure. */
export async function call(
  context: PublishContext,
  path: string,
  { json, headers, ...request }: Call = {},
): Promise<HttpAnswer> {
  const answer = await context.http.request(new URL(path, context.account.server), {
    ...request,
    signal: context.signal,
    headers: {
      accept: 'application/json',
      authorization: `Bearer ${secretsOf(context).token}`,
      ...(json !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(json !== undefined && { body: JSON.stringify(json) }),
  })
  return answer
}

/** A request that may be repeated: throws StepFailed where there is no answer or one that is not in `accepted`. */
export async function ask(
  context: PublishContext,
  path: string,
  request: Call = {},
  accepted: readonly number[] = [200],
): Promise<HttpAnswer> {
  const answer = await call(context, path, request).catch((error: unknown): never => {
    // Stopped by us: nothing to say about the platform.
    if (!(error instanceof HttpFailure) || error.kind === 'aborted') throw error
    throw new StepFailed(unreachable(error, context))
  })
  if (!accepted.includes(answer.status)) throw new StepFailed(refusal(answer, 'content', context))
  return answer
}

/** The answer's JSON as an object; empty where it is none. */
export function objectOf(answer: HttpAnswer): Readonly<Record<string, unknown>> {
  const json = answer.json()
  return typeof json === 'object' && json !== null && !Array.isArray(json) ? (json as Record<string, unknown>) : {}
}

/** Tells how near the account is to the server's limits. Source: docs api/rate-limits.md. */
export function noteQuota(context: PublishContext, { headers }: HttpAnswer): void {
  const [limit, remaining] = ['limit', 'remaining'].map((name) => Number(headers.get(`x-ratelimit-${name}`) ?? NaN))
  const resetsAt = Date.parse(headers.get('x-ratelimit-reset') ?? '')
  if (limit === undefined || remaining === undefined || Number.isNaN(limit) || Number.isNaN(remaining)) return
  context.quota({ limit, remaining, resetsAt: Number.isNaN(resetsAt) ? null : resetsAt })
}
