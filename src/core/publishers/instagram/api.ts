import { said } from '../../../contract/sentences/index.ts'
import type { Instant } from '../../clock.ts'
import type { HttpAnswer } from '../../http.ts'
import { objectOf } from '../answers.ts'
import { graphAsk, graphCall, type About, type GraphCall, type GraphPlatform } from '../graph.ts'
import { facebookHosts, graphUrl, type FacebookHosts } from '../graph-login.ts'
import { failure, StepFailed, type PublishContext } from '../publisher.ts'

/**
 * Instagram's own codes, by subcode: containers tell them without their code. Source: instagram-graph-api/reference/error-codes (2026-06-02).
 * `2207008` and `2207020` (a container that is gone) and `2207027` (one that is not ready) are acted on where they come up.
 */
export const instagramGraph: GraphPlatform = {
  name: 'Instagram',
  tellsFiles: true,
  codes: {
    '-1': 'trouble',
    '-2': 'trouble',
    '/2207001': 'trouble', // server
    '/2207003': 'not_fetched', // fetching took too long
    '/2207004': 'file', // larger than 8 MB
    '/2207005': 'file', // format of a picture
    '/2207006': 'gone', // media not found
    '/2207009': 'file', // ratio
    '/2207010': 'content', // caption too long
    '/2207023': 'content', // media type unknown
    '/2207026': 'file', // format of a film
    '/2207028': 'content', // carousel of another size
    '/2207032': 'trouble', // could not be created
    '/2207035': 'content', // tags of products
    '/2207037': 'content', // products that are not to be had
    '/2207040': 'content', // more than 20 tags
    '/2207042': 'quota',
    '/2207050': 'restricted',
    '/2207051': 'blocked', // taken for spam
    '/2207052': 'not_fetched',
    '/2207053': 'trouble', // upload, unknown
    '/2207057': 'content', // moment of the cover
    '/2207073': 'permission', // may not be deleted
    '9007': 'trouble',
    '9004': 'not_fetched',
    '36000': 'file',
    '36001': 'file',
    '36003': 'file',
    '352': 'file',
  },
}

/** Where Instagram lives: at Facebook's hosts for accounts linked to a Page, at its own for those signed in at itself. */
export interface InstagramHosts {
  readonly facebook: FacebookHosts
  readonly www: string
  readonly api: string
  readonly graph: string
}

export function instagramHosts(origin?: string): InstagramHosts {
  return {
    facebook: facebookHosts(origin),
    www: origin ?? 'https://www.instagram.com',
    api: origin ?? 'https://api.instagram.com',
    graph: origin ?? 'https://graph.instagram.com',
  }
}

/** What is sealed of an account. */
export interface InstagramSecrets {
  /** Who signed it in: Facebook, through the Page it is linked to, or Instagram itself. */
  readonly login: 'facebook' | 'instagram'
  /** Of the professional account. */
  readonly accountId: string
  /** The Page's token, or the account's own. */
  readonly token: string
  /** When the account's own token ends, and when it was got; null for a Page's, and where nobody says. */
  readonly expiresAt: Instant | null
  readonly renewedAt: Instant | null
  /** Of who signed in at Facebook, to find more accounts with. */
  readonly userToken: string | null
  readonly clientId: string
  readonly clientSecret: string
}

export function secretsOf({ secrets }: Pick<PublishContext, 'secrets'>): InstagramSecrets {
  const { login, accountId, token, expiresAt, renewedAt, userToken, clientId, clientSecret } = secrets
  if (typeof accountId !== 'string' || typeof token !== 'string')
    throw new StepFailed({ is: 'rejected', failure: failure('reconnect', said('sign_in_incomplete')) })
  return {
    login: login === 'instagram' ? 'instagram' : 'facebook',
    accountId,
    token,
    expiresAt: typeof expiresAt === 'number' ? expiresAt : null,
    renewedAt: typeof renewedAt === 'number' ? renewedAt : null,
    userToken: typeof userToken === 'string' ? userToken : null,
    clientId: typeof clientId === 'string' ? clientId : '',
    clientSecret: typeof clientSecret === 'string' ? clientSecret : '',
  }
}

/** Instagram as one account uses it: its hosts, and the requests of an attempt. */
export interface AccountApi {
  readonly hosts: InstagramHosts
  readonly context: PublishContext
  readonly account: InstagramSecrets
}

export function apiOf(hosts: InstagramHosts, context: PublishContext): AccountApi {
  return { hosts, context, account: secretsOf(context) }
}

/** One request as the account, answered with whatever status. Throws HttpFailure. */
export function call({ hosts, context, account }: AccountApi, path: string, request?: GraphCall): Promise<HttpAnswer> {
  const { login, token, clientSecret } = account
  // Only Facebook's apps prove themselves with each request.
  return login === 'facebook'
    ? graphCall(context, graphUrl(hosts.facebook, path), { token, clientSecret }, request)
    : graphCall(context, graphUrl(hosts, path), { token, clientSecret: '' }, request)
}

/** A request that may be repeated, answered with success. Throws StepFailed. */
export function send(api: AccountApi, path: string, request?: GraphCall, about?: About): Promise<HttpAnswer> {
  return graphAsk(instagramGraph, api.context, () => call(api, path, request), about)
}

/** The same, and what it answered. */
export async function ask(api: AccountApi, path: string, request?: GraphCall, about?: About) {
  return objectOf(await send(api, path, request, about))
}

/** Something Instagram should have said and did not. */
export function unreadable(words: string): StepFailed {
  const sentence = said('unreadable_answer', { platform: instagramGraph.name })
  return new StepFailed({ is: 'not_sent', failure: failure('platform', sentence, words) })
}
