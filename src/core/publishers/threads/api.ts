import { said } from '../../../contract/sentences/index.ts'
import type { Instant } from '../../clock.ts'
import type { HttpAnswer } from '../../http.ts'
import { objectOf } from '../answers.ts'
import { graphAsk, graphCall, graphError, type About, type GraphCall, type GraphPlatform } from '../graph.ts'
import { failure, StepFailed, type PublishContext } from '../publisher.ts'

/**
 * Threads documents no codes of its own beside its containers' (containers.ts); these are what it is seen to answer, most as on Instagram, whose
 * numbers it shares. `4279009` (a container or post that is not there) is acted on where it comes up.
 */
export const threadsGraph: GraphPlatform = {
  name: 'Threads',
  tellsFiles: true,
  codes: {
    '-1': 'trouble',
    '-2': 'trouble',
    '24': 'gone',
    '/2207001': 'trouble', // server
    '/2207003': 'not_fetched', // fetching took too long
    '/2207004': 'file', // larger than 8 MB
    '/2207005': 'file', // format of a picture
    '/2207009': 'file', // ratio
    '/2207026': 'file', // format of a film
    '/2207032': 'trouble', // could not be created
    '/2207042': 'quota',
    '/2207050': 'restricted',
    '/2207051': 'blocked', // taken for spam
    '/2207052': 'not_fetched',
    '/2207053': 'trouble', // upload, unknown
    '/4279009': 'gone',
  },
}

export const platform = threadsGraph.name

/** Threads keeps one version of its API. */
const version = 'v1.0'

/** Where Threads lives: where people sign in, and where programs ask. */
export interface ThreadsHosts {
  readonly www: string
  readonly graph: string
}

export function threadsHosts(origin?: string): ThreadsHosts {
  return { www: origin ?? 'https://threads.com', graph: origin ?? 'https://graph.threads.net' }
}

export const threadsUrl = ({ graph }: ThreadsHosts, path: string) => `${graph}/${version}/${path}`

/** What is sealed of an account. */
export interface ThreadsSecrets {
  readonly userId: string
  readonly token: string
  /** When the token ends, and when it was got; null where nobody says. */
  readonly expiresAt: Instant | null
  readonly renewedAt: Instant | null
  readonly clientId: string
  readonly clientSecret: string
}

export function secretsOf({ secrets }: Pick<PublishContext, 'secrets'>): ThreadsSecrets {
  const { userId, token, expiresAt, renewedAt, clientId, clientSecret } = secrets
  if (typeof userId !== 'string' || typeof token !== 'string')
    throw new StepFailed({ is: 'rejected', failure: failure('reconnect', said('sign_in_incomplete')) })
  return {
    userId,
    token,
    expiresAt: typeof expiresAt === 'number' ? expiresAt : null,
    renewedAt: typeof renewedAt === 'number' ? renewedAt : null,
    clientId: typeof clientId === 'string' ? clientId : '',
    clientSecret: typeof clientSecret === 'string' ? clientSecret : '',
  }
}

/** Threads as one account uses it. */
export interface AccountApi {
  readonly hosts: ThreadsHosts
  readonly context: PublishContext
  readonly account: ThreadsSecrets
}

export function apiOf(hosts: ThreadsHosts, context: PublishContext): AccountApi {
  return { hosts, context, account: secretsOf(context) }
}

/** One request as the account, answered with whatever status. Throws HttpFailure. */
export function call({ hosts, context, account }: AccountApi, path: string, request?: GraphCall): Promise<HttpAnswer> {
  // Threads knows no proof of the app.
  return graphCall(context, threadsUrl(hosts, path), { token: account.token, clientSecret: '' }, request)
}

/** A request that may be repeated, answered with success. Throws StepFailed. */
export function send(api: AccountApi, path: string, request?: GraphCall, about?: About): Promise<HttpAnswer> {
  return graphAsk(threadsGraph, api.context, () => call(api, path, request), about)
}

/** The same, and what it answered. */
export async function ask(api: AccountApi, path: string, request?: GraphCall, about?: About) {
  return objectOf(await send(api, path, request, about))
}

/** Of a list that was answered: its objects. Throws StepFailed where it is none. */
export function listOf({ data }: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>>[] {
  if (!Array.isArray(data)) throw unreadable('a list that is none')
  return data.filter((one): one is Record<string, unknown> => typeof one === 'object' && one !== null)
}

/** Whether a container or a post is not there: what Threads says of it, and what Graph says of anything. */
export function isMissing(answer: HttpAnswer): boolean {
  const { code, subcode } = graphError(answer) ?? {}
  return code === 24 || subcode === 4_279_009 || (code === 100 && subcode === 33)
}

/** Something Threads should have said and did not. */
export function unreadable(words: string): StepFailed {
  return new StepFailed({
    is: 'not_sent',
    failure: failure('platform', said('unreadable_answer', { platform }), words),
  })
}
