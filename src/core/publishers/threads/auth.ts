import { type HttpAnswer } from '../../http.ts'
import { notAsked, objectOf } from '../answers.ts'
import { graphCall, graphError, graphHealth } from '../graph.ts'
import { notShown } from '../graph-login.ts'
import { beginSignIn, clientOf, codeOf, type OAuthClient, type OAuthServer } from '../oauth.ts'
import {
  ConnectFailed,
  type ConnectContext,
  type ConnectedIdentity,
  type Connector,
  type HealthReport,
  type PublishContext,
} from '../publisher.ts'
import {
  apiOf,
  ask,
  call,
  listOf,
  platform,
  threadsGraph,
  threadsUrl,
  type AccountApi,
  type ThreadsHosts,
  type ThreadsSecrets,
} from './api.ts'
import { exchangeToken, canBeRenewed, readToken, refreshToken, renewIfOld, type Lasting } from './tokens.ts'

/*
 * Connecting a profile: the browser at threads.com with an app of the person's own, or a token made in its dashboard. Sources: threads/get-started/
 * get-access-tokens-and-permissions (2026-08-12), …/long-lived-tokens. Redirect addresses are https and never localhost.
 */

/** To publish, to answer oneself, to find again what was sent, to delete, to name a place. Nothing of analytics. */
const scopes = [
  'threads_basic',
  'threads_content_publish',
  'threads_manage_replies',
  'threads_read_replies',
  'threads_delete',
  'threads_location_tagging',
] as const
const needed = ['threads_basic', 'threads_content_publish'] as const

type Reach = Pick<ConnectContext, 'http' | 'clock' | 'signal'>

export function createConnector(hosts: ThreadsHosts): Connector {
  const server: OAuthServer = {
    platform,
    authorizeUrl: `${hosts.www}/oauth/authorize`,
    tokenUrl: `${hosts.graph}/oauth/access_token`,
    clientAuth: 'body',
    pkce: 'none',
    scopeSeparator: ',',
  }
  return {
    platform: 'threads',

    authorize: (_method, _fields, redirectUri, context) =>
      Promise.resolve(beginSignIn(server, clientOf(server, context), scopes, redirectUri)),

    async finish(query, pending, redirectUri, context) {
      const { clientId, clientSecret } = pending as unknown as OAuthClient
      // Threads ends the address with `#_`, which a browser does not send and a person copies.
      const code = codeOf(server, query).replace(/#_$/, '')
      const app = { clientId, clientSecret }
      const short = await redeem(server, app, code, redirectUri, context)
      const lasting = await exchangeToken(hosts, short, clientSecret, context)
      if (!('token' in lasting)) throw notShown(platform, lasting.answer, null)
      const info = await readToken(hosts, lasting.token, context)
      const missing = info ? lacking(info.scopes) : ''
      if (missing !== '') throw new ConnectFailed('permission_not_granted', { platform, permission: missing })
      return await identify(hosts, lasting, app, context, null)
    },

    async connect(_method, fields, context) {
      const token = (fields['token'] ?? '').trim()
      if (token === '') throw new ConnectFailed('field_missing', {}, 'token')
      return await connectToken(hosts, token, (fields['appSecret'] ?? '').trim(), context)
    },

    health: (context) => health(hosts, context),

    // Threads has no such thing: the person removes the app in their settings.
    revoke: () => Promise.resolve(false),

    actions: {
      posts: (context) => ownPosts(apiOf(hosts, context)),
      places: (context, on) => places(apiOf(hosts, context), on),
    },
  }
}

const lacking = (granted: readonly string[]) => needed.filter((scope) => !granted.includes(scope)).join(', ')

async function redeem(
  { tokenUrl }: OAuthServer,
  { clientId, clientSecret }: OAuthClient,
  code: string,
  redirectUri: string,
  { http, signal }: Reach,
): Promise<string> {
  const answer = await http.request(tokenUrl, {
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
  const { access_token: token } = objectOf(answer)
  if (answer.status === 200 && typeof token === 'string' && token !== '') return token
  throw notRedeemed(answer, redirectUri)
}

/** This one answer has a shape of its own, `{error_type, code, error_message}`, and few codes: its words are what there is besides. */
function notRedeemed(answer: HttpAnswer, redirectUri: string): ConnectFailed {
  const { error_message: message, error_type: type, code } = objectOf(answer)
  const words = `${answer.status}${typeof message === 'string' ? ` ${message.slice(0, 200)}` : ''}`
  if (answer.status >= 500) return new ConnectFailed('server_trouble', { platform, words })
  if (code === 101 || type === 'OAuthMisconfiguredException' || /client.?(id|secret)/i.test(words))
    return new ConnectFailed('wrong_app_credentials', { platform }, 'clientSecret')
  if (/redirect/i.test(words)) return new ConnectFailed('redirect_not_registered', { platform, redirect: redirectUri })
  return new ConnectFailed('code_refused', { platform, words })
}

/** A token made by hand: of the app's dashboard, for sixty days, or of the explorer, for an hour, which the app's secret makes to last. */
async function connectToken(
  hosts: ThreadsHosts,
  token: string,
  appSecret: string,
  context: ConnectContext,
): Promise<ConnectedIdentity> {
  const info = await readToken(hosts, token, context)
  const missing = info ? lacking(info.scopes) : ''
  if (missing !== '') throw new ConnectFailed('token_lacks_permission', { permission: missing }, 'token')
  const app = { clientId: '', clientSecret: appSecret }
  const made = appSecret === '' ? null : await exchangeToken(hosts, token, appSecret, context)
  if (made && 'token' in made) return await identify(hosts, made, app, context, 'token')
  if (made && graphError(made.answer)?.code === 1)
    throw new ConnectFailed('wrong_app_credentials', { platform }, 'appSecret')
  const renewed = await refreshToken(hosts, token, context)
  if ('token' in renewed) return await identify(hosts, renewed, app, context, 'token')
  // Too young to be renewed: used as it is until it is old enough.
  const held: Lasting = { token, expiresAt: info?.expiresAt ?? null }
  return await identify(hosts, held, app, context, 'token')
}

async function identify(
  hosts: ThreadsHosts,
  { token, expiresAt }: Lasting,
  app: OAuthClient,
  context: Reach,
  field: string | null,
): Promise<ConnectedIdentity> {
  const query = { fields: 'id,username,name,threads_profile_picture_url,is_eligible_for_geo_gating' }
  const answer = await graphCall(context, threadsUrl(hosts, 'me'), { token, clientSecret: '' }, { query })
  if (answer.status !== 200 || graphError(answer)) throw notShown(platform, answer, field)
  const { id, username, name, threads_profile_picture_url: picture, is_eligible_for_geo_gating } = objectOf(answer)
  if (typeof id !== 'string' || typeof username !== 'string')
    throw new ConnectFailed('not_an_account', { platform }, field)
  const secrets: ThreadsSecrets = { userId: id, token, expiresAt, renewedAt: context.clock.now(), ...app }
  return {
    kind: 'profile',
    externalId: id,
    name: typeof name === 'string' && name !== '' ? name : username,
    displayHandle: `@${username}`,
    url: `https://www.threads.com/@${username}`,
    avatar: typeof picture === 'string' ? picture : null,
    server: '',
    limits: limitsOf(is_eligible_for_geo_gating),
    // One that lasts is renewed once a week; a short one ends.
    expiresAt: canBeRenewed(expiresAt, context.clock.now()) ? null : expiresAt,
    secrets: { ...secrets },
  }
}

/** Countries are chosen by accounts that Meta lets (threads/geo-gating). */
const limitsOf = (eligible: unknown) => ({ flags: { countries: eligible === true } })

/** A token that is a week old is renewed here, long before it ends. */
async function health(hosts: ThreadsHosts, context: PublishContext): Promise<HealthReport> {
  try {
    const expiresAt = await renewIfOld(hosts, context)
    const query = { fields: 'id,username,is_eligible_for_geo_gating' }
    const answer = await call(apiOf(hosts, context), 'me', { query })
    if (answer.status === 200 && !graphError(answer))
      return { state: 'ok', expiresAt, limits: limitsOf(objectOf(answer)['is_eligible_for_geo_gating']) }
    return graphHealth(platform, answer, context.account.displayHandle, threadsGraph.codes)
  } catch (error) {
    return notAsked(platform, error)
  }
}

/** The account's newest posts, to quote one. */
async function ownPosts(api: AccountApi): Promise<{ value: string; label: string }[]> {
  const path = `${api.account.userId}/threads`
  const found = listOf(await ask(api, path, { query: { fields: 'id,text,timestamp', limit: '50' } }))
  return found.map(({ id, text, timestamp }) => {
    const words = typeof text === 'string' ? text.replace(/\s+/g, ' ').trim().slice(0, 80) : ''
    return { value: String(id), label: words === '' ? String(timestamp ?? id) : words }
  })
}

/** Shorter words are still being typed, and searches of a day are counted. */
const shortestQuery = 3

/** Places with these words in their name (threads/create-posts/location-tagging). */
async function places(api: AccountApi, words: string): Promise<{ value: string; label: string }[]> {
  if (words.trim().length < shortestQuery) return []
  const query = { q: words.trim(), fields: 'id,name,address,city,country' }
  const found = listOf(await ask(api, 'location_search', { query }))
  return found.map(({ id, name, address, city, country }) => ({
    value: String(id),
    label: [name, address, city, country].filter((one) => typeof one === 'string' && one !== '').join(', '),
  }))
}
