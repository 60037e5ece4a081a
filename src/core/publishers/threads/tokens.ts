import type { Instant } from '../../clock.ts'
import { HttpFailure, type HttpAnswer } from '../../http.ts'
import { objectOf } from '../answers.ts'
import { graphCall } from '../graph.ts'
import type { ConnectContext, PublishContext } from '../publisher.ts'
import { oneAtATime } from '../refresh-lock.ts'
import { secretsOf, threadsUrl, type ThreadsHosts, type ThreadsSecrets } from './api.ts'

/*
 * Tokens of Threads (threads/get-started/long-lived-tokens): a code's lives an hour, one for it sixty days, which takes the app's secret; one of sixty days
 * that is a day old and not over is given sixty days anew, without the secret. Both exchanges take their token as a parameter, and nothing else.
 */

const dayMs = 24 * 3_600_000
const lifeMs = 60 * dayMs
/** Renewed once it is so old: often enough that some weeks away do no harm. */
const oldMs = 7 * dayMs

type Reach = Pick<ConnectContext, 'http' | 'clock' | 'signal'>

export interface Lasting {
  readonly token: string
  /** Null where nobody says. */
  readonly expiresAt: Instant | null
}
type Exchanged = Lasting | { readonly answer: HttpAnswer }

/** A token of sixty days for one of an hour. */
export function exchangeToken(
  hosts: ThreadsHosts,
  token: string,
  clientSecret: string,
  context: Reach,
): Promise<Exchanged> {
  const query = { grant_type: 'th_exchange_token', client_secret: clientSecret, access_token: token }
  return exchange(hosts, 'access_token', query, context)
}

/** Sixty days anew for a token that has some. */
export function refreshToken(hosts: ThreadsHosts, token: string, context: Reach): Promise<Exchanged> {
  return exchange(hosts, 'refresh_access_token', { grant_type: 'th_refresh_token', access_token: token }, context)
}

async function exchange(
  { graph }: ThreadsHosts,
  path: string,
  query: Readonly<Record<string, string>>,
  { http, clock, signal }: Reach,
): Promise<Exchanged> {
  const url = new URL(`${graph}/${path}`)
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value)
  const answer = await http.request(url, { signal, headers: { accept: 'application/json' } })
  const { access_token: token, expires_in: seconds } = objectOf(answer)
  if (answer.status !== 200 || typeof token !== 'string') return { answer }
  const lasts = Number(seconds)
  return { token, expiresAt: clock.now() + (Number.isFinite(lasts) && lasts > 0 ? lasts * 1_000 : lifeMs) }
}

export interface TokenInfo {
  readonly scopes: readonly string[]
  /** Null where it is not told. */
  readonly expiresAt: Instant | null
}

/** What Threads knows of a token (threads/reference, debug); null where it does not say, as of one that it does not know. Throws HttpFailure. */
export async function readToken(hosts: ThreadsHosts, token: string, context: Reach): Promise<TokenInfo | null> {
  const query = { input_token: token }
  const answer = await graphCall(context, threadsUrl(hosts, 'debug_token'), { token, clientSecret: '' }, { query })
  const { data } = objectOf(answer)
  const { is_valid, scopes, expires_at: ends } = (data ?? {}) as Readonly<Record<string, unknown>>
  if (answer.status !== 200 || is_valid !== true || !Array.isArray(scopes)) return null
  return { scopes: scopes.map(String), expiresAt: typeof ends === 'number' && ends > 0 ? ends * 1_000 : null }
}

/** Whether a token lives so long that it can be renewed before its end: one of an hour cannot. */
export function canBeRenewed(expiresAt: Instant | null, now: Instant): boolean {
  return expiresAt === null || expiresAt - now > 2 * dayMs
}

/**
 * Gives the account's token sixty days anew once it is a week old, or has less than that left, once however many ask. Answers when somebody must sign in
 * again: never while that goes well, the end of the token where it has not for two weeks.
 */
export async function renewIfOld(hosts: ThreadsHosts, context: PublishContext): Promise<Instant | null> {
  const isDue = ({ renewedAt, expiresAt }: ThreadsSecrets) => {
    const now = context.clock.now()
    return now - (renewedAt ?? 0) >= oldMs || (expiresAt !== null && expiresAt - now < oldMs)
  }
  if (!isDue(secretsOf(context))) return null
  return await oneAtATime(`threads ${context.account.id}`, async () => {
    const held = secretsOf(context)
    if (!isDue(held)) return null
    const renewed = await refreshToken(hosts, held.token, context).catch(asNothing)
    const now = context.clock.now()
    if (!renewed || !('token' in renewed)) {
      const isPatient = now - (held.renewedAt ?? 0) < 2 * oldMs && canBeRenewed(held.expiresAt, now)
      return isPatient ? null : held.expiresAt
    }
    context.saveSecrets({ ...context.secrets, ...renewed, renewedAt: now })
    return null
  })
}

/** Asked again in some hours; the token is good for weeks. */
function asNothing(error: unknown): null {
  if (error instanceof HttpFailure) return null
  throw error
}
