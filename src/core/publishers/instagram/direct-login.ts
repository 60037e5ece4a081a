import type { Instant } from '../../clock.ts'
import { HttpFailure, type HttpAnswer } from '../../http.ts'
import { objectOf } from '../answers.ts'
import { graphCall, graphError } from '../graph.ts'
import { graphUrl, notShown } from '../graph-login.ts'
import { beginSignIn, clientOf, codeOf, type OAuthClient, type OAuthServer } from '../oauth.ts'
import {
  ConnectFailed,
  type ConnectContext,
  type ConnectedIdentity,
  type PublishContext,
  type Secrets,
} from '../publisher.ts'
import { oneAtATime } from '../refresh-lock.ts'
import { instagramGraph, secretsOf, type InstagramHosts, type InstagramSecrets } from './api.ts'
import { toIdentity } from './identity.ts'

/*
 * Signing in at Instagram itself. Sources: instagram-platform/instagram-api-with-instagram-login/business-login (2026-03-13), reference/access_token
 * (a code's token lives an hour, one for it sixty days, which takes the app's secret), reference/refresh_access_token (one that is a day old and not over
 * is given sixty days anew, without the secret). The exchanges take their token as a parameter, and nothing else.
 */

const scopes = [
  'instagram_business_basic',
  'instagram_business_content_publish',
  'instagram_business_manage_comments',
] as const
const neededScope = 'instagram_business_content_publish'
const platform = instagramGraph.name
const dayMs = 24 * 3_600_000
const lifeMs = 60 * dayMs
/** Renewed once it is so old: often enough that some weeks away do no harm. */
const oldMs = 7 * dayMs
const limits = { flags: { instagramLogin: true } } as const

type Reach = Pick<ConnectContext, 'http' | 'clock' | 'signal'>

function serverAt({ www, api }: InstagramHosts): OAuthServer {
  return {
    platform,
    authorizeUrl: `${www}/oauth/authorize`,
    tokenUrl: `${api}/oauth/access_token`,
    clientAuth: 'body',
    pkce: 'none',
    scopeSeparator: ',',
  }
}

export function beginDirect(
  hosts: InstagramHosts,
  redirectUri: string,
  context: ConnectContext,
): { url: string; state: string; pending: Secrets } {
  const server = serverAt(hosts)
  const begun = beginSignIn(server, clientOf(server, context), scopes, redirectUri)
  return { ...begun, pending: { ...begun.pending, login: 'instagram' } }
}

export async function finishDirect(
  hosts: InstagramHosts,
  query: URLSearchParams,
  pending: Secrets,
  redirectUri: string,
  context: ConnectContext,
): Promise<ConnectedIdentity> {
  const { clientId, clientSecret } = pending as unknown as OAuthClient
  // Instagram ends the address with `#_`, which a browser does not send and a person copies.
  const code = codeOf(serverAt(hosts), query).replace(/#_$/, '')
  const short = await redeem(hosts, { clientId, clientSecret }, code, redirectUri, context)
  const lasting = await exchange(
    hosts,
    'access_token',
    { grant_type: 'ig_exchange_token', client_secret: clientSecret, access_token: short },
    context,
  )
  if (!('token' in lasting)) throw notShown(platform, lasting.answer, null)
  return await identify(hosts, lasting, { clientId, clientSecret }, context, null)
}

async function redeem(
  hosts: InstagramHosts,
  { clientId, clientSecret }: OAuthClient,
  code: string,
  redirectUri: string,
  { http, signal }: Reach,
): Promise<string> {
  const answer = await http.request(serverAt(hosts).tokenUrl, {
    method: 'POST',
    signal,
    headers: { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({
      client_id: clientId,
      client_secret: clientSecret,
      grant_type: 'authorization_code',
      redirect_uri: redirectUri,
      code,
    }).toString(),
  })
  const json = objectOf(answer)
  // The guide shows the answer in a list, the reference without.
  const [listed] = Array.isArray(json['data']) ? (json['data'] as unknown[]) : []
  const { access_token: token, permissions } = (listed ?? json) as Record<string, unknown>
  if (answer.status !== 200 || typeof token !== 'string') throw notRedeemed(answer, redirectUri)
  const granted = Array.isArray(permissions) ? permissions.map(String) : String(permissions ?? '').split(',')
  if (permissions !== undefined && !granted.includes(neededScope))
    throw new ConnectFailed('permission_not_granted', { platform, permission: neededScope })
  return token
}

/** This one answer has a shape of its own, `{error_type, code, error_message}`, and the same code for everything: its words are all there is. */
function notRedeemed(answer: HttpAnswer, redirectUri: string): ConnectFailed {
  const { error_message: message, error_type: type } = objectOf(answer)
  const words = `${answer.status}${typeof message === 'string' ? ` ${message.slice(0, 200)}` : ''}`
  if (answer.status >= 500) return new ConnectFailed('server_trouble', { platform, words })
  if (type === 'OAuthMisconfiguredException' || /client.?(id|secret|_id)|platform app/i.test(words))
    return new ConnectFailed('wrong_app_credentials', { platform }, 'clientSecret')
  if (/redirect/i.test(words)) return new ConnectFailed('redirect_not_registered', { platform, redirect: redirectUri })
  return new ConnectFailed('code_refused', { platform, words })
}

interface Lasting {
  readonly token: string
  readonly expiresAt: Instant
}

/** One of the two exchanges for a token of sixty days. */
async function exchange(
  { graph }: InstagramHosts,
  path: 'access_token' | 'refresh_access_token',
  query: Readonly<Record<string, string>>,
  { http, clock, signal }: Reach,
): Promise<Lasting | { readonly answer: HttpAnswer }> {
  const url = new URL(`${graph}/${path}`)
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value)
  const answer = await http.request(url, { signal, headers: { accept: 'application/json' } })
  const { access_token: token, expires_in: seconds } = objectOf(answer)
  if (answer.status !== 200 || typeof token !== 'string') return { answer }
  const lasts = Number(seconds)
  return { token, expiresAt: clock.now() + (Number.isFinite(lasts) && lasts > 0 ? lasts * 1_000 : lifeMs) }
}

/** A token made in the app's dashboard. It lives sixty days from when it was made, which nobody tells: it is renewed at once where it is a day old. */
export async function connectDirect(
  hosts: InstagramHosts,
  token: string,
  context: ConnectContext,
): Promise<ConnectedIdentity> {
  const renewed = await exchange(hosts, 'refresh_access_token', refreshQuery(token), context)
  if ('token' in renewed) return await identify(hosts, renewed, { clientId: '', clientSecret: '' }, context, 'token')
  // Too young to be renewed: good for sixty days, less the day it can be old.
  const young = { token, expiresAt: context.clock.now() + lifeMs - dayMs }
  return await identify(hosts, young, { clientId: '', clientSecret: '' }, context, 'token')
}

const refreshQuery = (token: string) => ({ grant_type: 'ig_refresh_token', access_token: token })

async function identify(
  hosts: InstagramHosts,
  { token, expiresAt }: Lasting,
  app: OAuthClient,
  context: Reach,
  field: string | null,
): Promise<ConnectedIdentity> {
  const query = { fields: 'user_id,username,name,profile_picture_url' }
  const answer = await graphCall(context, graphUrl(hosts, 'me'), { token, clientSecret: '' }, { query })
  if (answer.status !== 200 || graphError(answer)) throw notShown(platform, answer, field)
  const { user_id: id, username, name, profile_picture_url: picture } = objectOf(answer)
  if (typeof username !== 'string' || (typeof id !== 'string' && typeof id !== 'number'))
    throw new ConnectFailed('not_an_account', { platform }, field)
  const secrets: InstagramSecrets = {
    login: 'instagram',
    accountId: String(id),
    token,
    expiresAt,
    renewedAt: context.clock.now(),
    userToken: null,
    ...app,
  }
  const profile = {
    id: String(id),
    username,
    name: typeof name === 'string' && name !== '' ? name : null,
    picture: typeof picture === 'string' ? picture : null,
  }
  return toIdentity(profile, secrets, limits, null)
}

/**
 * Gives the account's token sixty days anew once it is a week old, once however many ask. Answers when somebody must sign in again: never while that goes
 * well, the end of the token where it has not for two weeks.
 */
export async function renewIfOld(hosts: InstagramHosts, context: PublishContext): Promise<Instant | null> {
  const ageOf = ({ renewedAt }: InstagramSecrets) => context.clock.now() - (renewedAt ?? 0)
  if (ageOf(secretsOf(context)) < oldMs) return null
  return await oneAtATime(`instagram ${context.account.id}`, async () => {
    const held = secretsOf(context)
    if (ageOf(held) < oldMs) return null
    const renewed = await exchange(hosts, 'refresh_access_token', refreshQuery(held.token), context).catch(asNothing)
    if (!renewed || !('token' in renewed)) return ageOf(held) < 2 * oldMs ? null : held.expiresAt
    context.saveSecrets({ ...context.secrets, ...renewed, renewedAt: context.clock.now() })
    return null
  })
}

/** Asked again in some hours; the token is good for weeks. */
function asNothing(error: unknown): null {
  if (error instanceof HttpFailure) return null
  throw error
}
