import { HttpFailure, type HttpAnswer } from '../../http.ts'
import { beginSignIn, clientOf, redeemCode, type OAuthServer } from '../oauth.ts'
import { ConnectFailed, type ConnectContext, type ConnectedIdentity, type Connector } from '../publisher.ts'
import { authorization, dotComUrl, objectOf, type DotComSecrets } from './api.ts'
import { wordsOf } from './outcome.ts'

/*
 * Sites on WordPress.com, and self-hosted ones that Jetpack joins to it, through an app of the person's own. Source: developer.wordpress.com,
 * docs oauth2 and api/getting-started: code flow with the app's secret and an exact redirect address; without a scope the token is
 * for the one site the person picks there, and the answer names it (`blog_id`, `blog_url`). Such tokens do not run out.
 */

const platform = 'WordPress.com'
const publicApi = 'https://public-api.wordpress.com'

export function dotCom(origin?: string): Pick<Connector, 'authorize' | 'finish'> {
  const api = origin ?? publicApi
  const server: OAuthServer = {
    platform,
    authorizeUrl: `${api}/oauth2/authorize`,
    tokenUrl: `${api}/oauth2/token`,
    clientAuth: 'body',
    pkce: 'none',
  }
  return {
    authorize(_method, _fields, redirectUri, context) {
      return Promise.resolve(beginSignIn(server, clientOf(server, context), [], redirectUri))
    },
    async finish(query, pending, redirectUri, context) {
      const { accessToken, raw } = await redeemCode(server, query, pending, redirectUri, context)
      const { blog_id: id, blog_url: address } = raw
      if ((typeof id !== 'string' && typeof id !== 'number') || String(id) === '0' || typeof address !== 'string')
        throw new ConnectFailed('nothing_to_choose', { platform })
      return identify({ accessToken, api, site: String(id) }, address, context)
    },
  }
}

async function identify(secrets: DotComSecrets, address: string, context: ConnectContext): Promise<ConnectedIdentity> {
  const me = await get(secrets, 'wp/v2/users/me', context)
  const { id, name } = objectOf(me)
  if (me.status !== 200 || typeof id !== 'number')
    throw new ConnectFailed('let_in_refused', { platform, words: wordsOf(me).words })
  const url = address.replace(/^http:/, 'https:').replace(/\/+$/, '')
  const place = url.replace(/^https?:\/\//, '')
  return {
    kind: 'site',
    externalId: `${place}#${id}`,
    name: place,
    displayHandle: typeof name === 'string' && name !== '' ? `${name} · ${place}` : place,
    url,
    avatar: null,
    server: url,
    limits: {},
    expiresAt: null,
    secrets: { ...secrets },
  }
}

async function get(secrets: DotComSecrets, route: string, { http, signal }: ConnectContext): Promise<HttpAnswer> {
  try {
    return await http.request(dotComUrl(secrets, route), { signal, headers: { authorization: authorization(secrets) } })
  } catch (error) {
    if (!(error instanceof HttpFailure)) throw error
    throw new ConnectFailed('not_reached', { host: platform, code: error.code })
  }
}
