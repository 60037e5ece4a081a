import { createAuth } from '../sim/oauth.ts'
import type { Auth, Token } from '../sim/oauth.ts'
import { list, only, text } from '../sim/params.ts'
import type { Reply } from '../sim/refused.ts'
import type { Ask, Handler } from '../sim/server.ts'
import { invalid, refusal } from './exchange.ts'
import type { Account, Store } from './state.ts'

/** From mastodon/documentation content/en/api/oauth-scopes.md, as far as publishing goes. */
const knownScopes = [
  'profile',
  'read',
  'read:accounts',
  'read:statuses',
  'read:notifications',
  'read:search',
  'read:lists',
  'write',
  'write:statuses',
  'write:media',
  'write:accounts',
  'follow',
  'push',
]
const oob = 'urn:ietf:wg:oauth:2.0:oob'
/** Whom an app's own token acts for. */
export const nobody = ''

/** Doorkeeper as Mastodon sets it up: tokens that do not expire, apps that register themselves (docs methods/oauth.md, methods/apps.md). */
export function mastodonAuth(store: Store): Auth {
  const auth: Auth = createAuth(
    store,
    {
      paths: { authorize: '/oauth/authorize', token: '/oauth/token' },
      scopes: { known: knownScopes, separator: ' ', default: ['read'] },
      redirects: 'exact',
      pkce: { mode: 'optional' },
      codeReuse: 'refused',
      clientAuth: ['basic', 'body'],
      accessMs: null,
      refresh: null,
      takesJson: true,
      outOfBand: oob,
      extra: { authorize: ['force_login', 'lang'] },
      grants: {
        client_credentials: ({ id, scopes }) => auth.issue({ account: nobody, clientId: id, scopes }),
      },
      answer: ({ access, scope, at }) => ({
        access_token: access,
        token_type: 'Bearer',
        scope,
        created_at: Math.floor(at / 1_000),
      }),
    },
    () => store.state.accounts[0]?.id ?? nobody,
  )
  return auth
}

export function metadata(url: string): Reply {
  return {
    status: 200,
    json: {
      issuer: `${url}/`,
      service_documentation: 'https://docs.joinmastodon.org/',
      authorization_endpoint: `${url}/oauth/authorize`,
      token_endpoint: `${url}/oauth/token`,
      app_registration_endpoint: `${url}/api/v1/apps`,
      revocation_endpoint: `${url}/oauth/revoke`,
      userinfo_endpoint: `${url}/oauth/userinfo`,
      scopes_supported: knownScopes,
      response_types_supported: ['code'],
      response_modes_supported: ['query', 'fragment', 'form_post'],
      token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
      grant_types_supported: ['authorization_code', 'client_credentials'],
      code_challenge_methods_supported: ['S256'],
    },
  }
}

export function registerApp(store: Store, auth: Auth, { body }: Ask): Reply {
  only(body, 'client_name', 'redirect_uris', 'scopes', 'website')
  const name = text(body, 'client_name')
  if (!name) throw invalid("Application name can't be blank")
  const redirectUris = Array.isArray(body['redirect_uris'])
    ? (list(body, 'redirect_uris') ?? [])
    : (text(body, 'redirect_uris') ?? '').split(/\s+/).filter(Boolean)
  if (redirectUris.length === 0) throw invalid("Redirect URI can't be blank")
  for (const uri of redirectUris) {
    if (!isAbsolute(uri)) throw invalid('Redirect URI must be an absolute URI.')
  }
  const scopes = (text(body, 'scopes') ?? 'read').split(/\s+/)
  if (scopes.some((scope) => !knownScopes.includes(scope)))
    throw invalid("Scopes doesn't match configured on the server.")
  const client = auth.register({ redirectUris, scopes })
  const app = { id: store.id(), name, website: text(body, 'website'), clientId: client.id, redirectUris, scopes }
  store.state.apps.push(app)
  return {
    status: 200,
    json: {
      id: app.id,
      name: app.name,
      website: app.website,
      scopes,
      redirect_uri: redirectUris.join('\n'),
      redirect_uris: redirectUris,
      client_id: client.id,
      client_secret: client.secret,
      client_secret_expires_at: 0,
    },
  }
}

function isAbsolute(uri: string): boolean {
  if (uri === oob) return true
  return URL.canParse(uri) && !/^(data|vbscript|javascript):/i.test(uri)
}

/** Doorkeeper answers 403 where others say 401. */
export function revokeToken(store: Store): Handler {
  return ({ body }) => {
    only(body, 'client_id', 'client_secret', 'token')
    const client = store.state.auth.clients.find(
      ({ id, secret }) => id === body['client_id'] && secret === body['client_secret'],
    )
    const token = store.state.auth.tokens.find(({ access }) => access === body['token'])
    if (!client || (token && token.clientId !== client.id))
      throw refusal(403, 'unauthorized_client', 'You are not authorized to revoke this token')
    if (token) token.revoked = true
    return { status: 200, json: {} }
  }
}

export interface Caller {
  readonly token: Token
  readonly account: Account
}

/** The person a request acts for, if its token has one of the scopes. `write` includes `write:statuses`. */
export function callerOf({ store, auth }: { store: Store; auth: Auth }, ask: Ask, ...scopes: string[]): Caller {
  const { token } = auth.caller(ask)
  const enough = scopes.some(
    (scope) => token.scopes.includes(scope) || token.scopes.includes(scope.split(':')[0] ?? scope),
  )
  if (!enough) throw refusal(403, 'This action is outside the authorized scopes')
  const account = store.state.accounts.find(({ id }) => id === token.account)
  if (!account) throw refusal(422, 'This method requires an authenticated user')
  if (account.disabled) throw refusal(403, 'Your login is currently disabled')
  return { token, account }
}
