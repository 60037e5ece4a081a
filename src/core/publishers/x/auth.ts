import type { AccountLimits } from '../../../contract/platforms/types.ts'
import { said } from '../../../contract/sentences/index.ts'
import { type Http, type HttpAnswer } from '../../http.ts'
import { notAsked, objectOf } from '../answers.ts'
import {
  beginSignIn,
  clientOf,
  oauthSecrets,
  redeemCode,
  revokeToken,
  signInEnds,
  type OAuthSecrets,
} from '../oauth.ts'
import { ConnectFailed, type ConnectedIdentity, type Connector, type Secrets } from '../publisher.ts'
import { call, name, serverAt, type XHosts } from './api.ts'
import { wordsOf } from './outcome.ts'

/** What publishing needs; `offline.access` brings a refresh token. Source: openapi.json v2.167, security of each operation. */
const scopes = ['tweet.read', 'tweet.write', 'users.read', 'media.write', 'offline.access']

export function createConnector(hosts: XHosts): Connector {
  return {
    platform: 'x',

    authorize(_method, _fields, redirectUri, context) {
      const { clientId = '', clientSecret = '' } = context.app
      const server = serverAt(hosts, { clientSecret })
      clientOf(server, context)
      return Promise.resolve(beginSignIn(server, { clientId, clientSecret }, scopes, redirectUri))
    },

    async finish(query, pending, redirectUri, context) {
      const server = serverAt(hosts, pending as { clientSecret: string })
      const { raw: _raw, ...tokens } = await redeemCode(server, query, pending, redirectUri, context)
      for (const needed of ['tweet.write', 'media.write'])
        if (tokens.scopes.length > 0 && !tokens.scopes.includes(needed))
          throw new ConnectFailed('permission_not_granted', { platform: name, permission: needed })
      return identify(hosts, tokens, context.http, context.signal)
    },

    async connect(_method, fields, context) {
      const { clientSecret = '' } = context.app
      const server = serverAt(hosts, { clientSecret })
      const client = clientOf(server, context)
      const tokens: OAuthSecrets = {
        ...client,
        clientSecret,
        accessToken: fields['accessToken'] ?? '',
        refreshToken: fields['refreshToken'] ?? '',
        // Two hours at the most; nobody knows how much of them is left.
        expiresAt: context.clock.now() + 30 * 60_000,
        refreshExpiresAt: null,
        scopes: [],
      }
      return identify(hosts, tokens, context.http, context.signal)
    },

    async health(context) {
      try {
        const answer = await call(hosts, context, me)
        if (answer.status === 200)
          return { state: 'ok', expiresAt: signInEnds(oauthSecrets(context)), limits: limitsOf(answer) }
        if (answer.status === 401) return { state: 'broken', reason: said('signed_out', { platform: name }) }
        if (answer.status === 403)
          return { state: 'broken', reason: said('let_in_refused', { platform: name, words: wordsOf(answer) }) }
        return { state: 'unreachable', reason: said('answered', { platform: name, words: wordsOf(answer) }) }
      } catch (error) {
        return notAsked(name, error)
      }
    },

    revoke: (context) => revokeToken(serverAt(hosts, oauthSecrets(context)), context),
  }
}

const me = '/2/users/me?user.fields=name,username,profile_image_url,subscription_type,verified'

async function identify(
  hosts: XHosts,
  tokens: OAuthSecrets,
  http: Http,
  signal: AbortSignal,
): Promise<ConnectedIdentity> {
  const answer = await http.request(`${hosts.api}${me}`, {
    headers: { authorization: `Bearer ${tokens.accessToken}` },
    signal,
  })
  if (answer.status === 401) throw new ConnectFailed('bad_token', { platform: name }, 'accessToken')
  if (answer.status === 403 || answer.status === 402)
    throw new ConnectFailed('let_in_refused', { platform: name, words: wordsOf(answer) })
  if (answer.status !== 200) throw new ConnectFailed('server_trouble', { platform: name, words: wordsOf(answer) })
  const { id, name: shown, username, profile_image_url: avatar } = userIn(answer)
  if (typeof id !== 'string' || typeof username !== 'string')
    throw new ConnectFailed('not_an_account', { platform: name })
  const secrets: Secrets = { ...tokens }
  return {
    kind: 'profile',
    externalId: id,
    name: typeof shown === 'string' && shown !== '' ? shown : username,
    displayHandle: `@${username}`,
    url: `https://x.com/${username}`,
    avatar: typeof avatar === 'string' ? avatar : null,
    server: '',
    limits: limitsOf(answer),
    expiresAt: signInEnds(tokens),
    secrets,
  }
}

function userIn(answer: HttpAnswer): Record<string, unknown> {
  const { data } = objectOf(answer)
  return typeof data === 'object' && data !== null ? (data as Record<string, unknown>) : {}
}

/** Subscribers may write long posts, send longer video and edit. Source: openapi.json, User.subscription_type. */
function limitsOf(answer: HttpAnswer): AccountLimits {
  const { subscription_type: subscription } = userIn(answer)
  return { flags: { subscriber: typeof subscription === 'string' && subscription !== 'None' } }
}
