import { said } from '../../../contract/sentences/index.ts'
import type { HttpAnswer } from '../../http.ts'
import { objectOf } from '../answers.ts'
import { graphAsk, graphCall, type About, type GraphCall, type GraphCaller, type GraphPlatform } from '../graph.ts'
import { graphUrl, type FacebookHosts } from '../graph-login.ts'
import { failure, StepFailed, type PublishContext } from '../publisher.ts'

/**
 * Codes that say more on Pages. Sources: Graph API reference, page/feed (1609005, 389, 382), page/videos (352, 6000, 6001), page/photos (324,
 * 1/1366046: larger than 4 MB or of another type); 368/1390008 is "you are posting too often".
 */
export const facebookGraph: GraphPlatform = {
  name: 'Facebook',
  codes: {
    '324': 'file',
    '352': 'file',
    '382': 'file',
    '389': 'not_fetched',
    '6000': 'trouble',
    '6001': 'trouble',
    '1/1366046': 'file',
    '368/1390008': 'throttled',
    '1609005': 'content',
  },
}

/** What is sealed of a Page. */
export interface PageSecrets {
  readonly pageId: string
  /** The Page's own token. */
  readonly token: string
  /** Of who signed in, to find more Pages with; null where the Page's token was pasted. Lives sixty days, a system user's for ever. */
  readonly userToken: string | null
  /** Of the app, as far as it is known: empty where a token was pasted without. */
  readonly clientId: string
  readonly clientSecret: string
}

export function secretsOf({ secrets }: Pick<PublishContext, 'secrets'>): PageSecrets {
  const { pageId, token, userToken, clientId, clientSecret } = secrets
  if (typeof pageId !== 'string' || typeof token !== 'string')
    throw new StepFailed({ is: 'rejected', failure: failure('reconnect', said('sign_in_incomplete')) })
  return {
    pageId,
    token,
    userToken: typeof userToken === 'string' ? userToken : null,
    clientId: typeof clientId === 'string' ? clientId : '',
    clientSecret: typeof clientSecret === 'string' ? clientSecret : '',
  }
}

/** Facebook as one account uses it: its hosts, and the requests of an attempt. */
export interface PageApi {
  readonly hosts: FacebookHosts
  readonly context: PublishContext
  readonly page: PageSecrets
}

export function apiOf(hosts: FacebookHosts, context: PublishContext): PageApi {
  return { hosts, context, page: secretsOf(context) }
}

export interface PageCall extends GraphCall {
  /** Films of the feed have a host of their own. */
  readonly host?: 'graph' | 'video'
}

/** One request as the Page, answered with whatever status. Throws HttpFailure. */
export function call({ hosts, context, page }: PageApi, path: string, { host = 'graph', ...request }: PageCall = {}) {
  return graphCall(context, graphUrl({ graph: hosts[host] }, path), caller(page), request)
}

/** A request that may be repeated, answered with success. Throws StepFailed. */
export function send(api: PageApi, path: string, request?: PageCall, about?: About): Promise<HttpAnswer> {
  return graphAsk(facebookGraph, api.context, () => call(api, path, request), about)
}

/** The same, and what it answered. */
export async function ask(api: PageApi, path: string, request?: PageCall, about?: About) {
  return objectOf(await send(api, path, request, about))
}

const caller = ({ token, clientSecret }: PageSecrets): GraphCaller => ({ token, clientSecret })

/** Something Facebook should have said and did not. */
export function unreadable(words: string): StepFailed {
  const sentence = said('unreadable_answer', { platform: facebookGraph.name })
  return new StepFailed({ is: 'not_sent', failure: failure('platform', sentence, words) })
}
