import { createHash } from 'node:crypto'
import { Refusal, invalid, list, only, text } from './exchange.ts'
import type { Ask, Params, Reply } from './exchange.ts'
import { secret } from './state.ts'
import type { Account, App, Store, Token } from './state.ts'

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
const codeLifeMs = 10 * 60_000
const oob = 'urn:ietf:wg:oauth:2.0:oob'

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

export function registerApp(store: Store, { body }: Ask): Reply {
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
  const app: App = {
    id: store.id(),
    name,
    website: text(body, 'website'),
    redirectUris,
    scopes,
    clientId: secret(),
    clientSecret: secret(),
  }
  store.state.apps.push(app)
  return {
    status: 200,
    json: {
      id: app.id,
      name: app.name,
      website: app.website,
      scopes: app.scopes,
      redirect_uri: app.redirectUris.join('\n'),
      redirect_uris: app.redirectUris,
      client_id: app.clientId,
      client_secret: app.clientSecret,
      client_secret_expires_at: 0,
    },
  }
}

function isAbsolute(uri: string): boolean {
  if (uri === oob) return true
  return URL.canParse(uri) && !/^(data|vbscript|javascript):/i.test(uri)
}

interface AuthorizeRequest {
  readonly app: App
  readonly redirectUri: string
  readonly scopes: readonly string[]
  readonly state: string | null
  readonly challenge: string | null
}

/** What doorkeeper checks before it shows the form. Who asks and where to go back must be right before anything is sent there. */
function checkAuthorize(store: Store, params: Params): AuthorizeRequest | Reply {
  const app = store.state.apps.find(({ clientId }) => clientId === params['client_id'])
  if (!app)
    return page(
      401,
      'Client authentication failed due to unknown client, no client authentication included, or unsupported authentication method.',
    )
  const redirectUri = text(params, 'redirect_uri') ?? ''
  if (!app.redirectUris.includes(redirectUri))
    return page(400, 'The requested redirect uri is malformed or does not match client redirect URI.')
  const state = text(params, 'state')
  const echoed: Record<string, string> = state === null ? {} : { state }
  const refuse = (error: string, description: string) =>
    redirect(redirectUri, { error, error_description: description, ...echoed })
  if (params['response_type'] !== 'code')
    return refuse('unsupported_response_type', 'The authorization server does not support this response type.')
  const scopes = (text(params, 'scope') ?? 'read').split(/[\s+]+/)
  if (scopes.some((scope) => !app.scopes.includes(scope)))
    return refuse('invalid_scope', 'The requested scope is invalid, unknown, or malformed.')
  const challenge = text(params, 'code_challenge')
  if (challenge !== null && params['code_challenge_method'] !== 'S256')
    return refuse('invalid_code_challenge_method', 'The code_challenge_method must be S256.')
  return { app, redirectUri, scopes, state, challenge }
}

/** The page a person sees, with a form a browser can submit. */
export function authorizePage(store: Store, { query }: Ask): Reply {
  const asked = checkAuthorize(store, query)
  if ('status' in asked) return asked
  const hidden = Object.entries(query).map(
    ([name, value]) =>
      `<input type="hidden" name="${attribute(name)}" value="${attribute(typeof value === 'string' ? value : '')}">`,
  )
  const people = store.state.accounts.map(({ username }) => `<option>${attribute(username)}</option>`)
  return page(
    200,
    `<h1>Authorize ${attribute(asked.app.name)}</h1><p>It wants: ${attribute(asked.scopes.join(', '))}</p>
<form method="post" action="/oauth/authorize">${hidden.join('')}
<label>Account <select name="account">${people.join('')}</select></label>
<button name="decision" value="approve">Authorize</button> <button name="decision" value="deny">Deny</button></form>`,
  )
}

export function decide(store: Store, { body }: Ask): Reply {
  const asked = checkAuthorize(store, body)
  if ('status' in asked) return asked
  const { redirectUri, state, app, scopes, challenge } = asked
  const echoed: Record<string, string> = state === null ? {} : { state }
  if (body['decision'] !== 'approve') {
    return redirect(redirectUri, {
      error: 'access_denied',
      error_description: 'The resource owner or authorization server denied the request.',
      ...echoed,
    })
  }
  const account = store.state.accounts.find(({ username }) => username === body['account'])
  if (!account) throw new Refusal(422, 'No such account')
  const code = secret()
  store.state.codes.push({
    code,
    clientId: app.clientId,
    account: account.id,
    redirectUri,
    scopes,
    challenge,
    at: store.now(),
    used: false,
  })
  return redirectUri === oob
    ? page(200, `<input class="oauth-code" readonly value="${code}">`)
    : redirect(redirectUri, { code, ...echoed })
}

const badGrant = () =>
  new Refusal(
    400,
    'invalid_grant',
    'The provided authorization grant is invalid, expired, revoked, does not match the redirection URI used in the authorization request, or was issued to another client.',
  )

export function issueToken(store: Store, ask: Ask): Reply {
  const { body } = ask
  only(body, 'grant_type', 'code', 'client_id', 'client_secret', 'redirect_uri', 'scope', 'code_verifier')
  const app = clientOf(store, ask)
  if (!app)
    throw new Refusal(
      401,
      'invalid_client',
      'Client authentication failed due to unknown client, no client authentication included, or unsupported authentication method.',
    )
  if (body['grant_type'] === 'client_credentials') return tokenReply(grant(store, app, null, app.scopes))
  if (body['grant_type'] !== 'authorization_code')
    throw new Refusal(
      400,
      'unsupported_grant_type',
      'The authorization grant type is not supported by the authorization server.',
    )
  const code = store.state.codes.find((known) => known.code === body['code'])
  const usable =
    code &&
    !code.used &&
    code.clientId === app.clientId &&
    code.redirectUri === body['redirect_uri'] &&
    store.now() - code.at < codeLifeMs
  if (!usable) throw badGrant()
  code.used = true
  if (
    code.challenge !== null &&
    code.challenge !==
      createHash('sha256')
        .update(text(body, 'code_verifier') ?? '')
        .digest('base64url')
  )
    throw badGrant()
  return tokenReply(grant(store, app, code.account, code.scopes))
}

export function grant(store: Store, app: App, account: string | null, scopes: readonly string[]): Token {
  const token: Token = { token: secret(), clientId: app.clientId, account, scopes, at: store.now(), revoked: false }
  store.state.tokens.push(token)
  return token
}

const tokenReply = ({ token, scopes, at }: Token): Reply => ({
  status: 200,
  json: { access_token: token, token_type: 'Bearer', scope: scopes.join(' '), created_at: Math.floor(at / 1_000) },
})

export function revokeToken(store: Store, ask: Ask): Reply {
  only(ask.body, 'client_id', 'client_secret', 'token')
  const app = clientOf(store, ask)
  const token = store.state.tokens.find((known) => known.token === ask.body['token'])
  if (!app || (token && token.clientId !== app.clientId))
    throw new Refusal(403, 'unauthorized_client', 'You are not authorized to revoke this token')
  if (token) token.revoked = true
  return { status: 200, json: {} }
}

function clientOf(store: Store, { body, headers }: Ask): App | undefined {
  const basic = /^Basic (.+)$/.exec(headers.authorization ?? '')?.[1]
  const [id, key] = basic
    ? Buffer.from(basic, 'base64').toString('utf8').split(':')
    : [body['client_id'], body['client_secret']]
  return store.state.apps.find(({ clientId, clientSecret }) => clientId === id && clientSecret === key)
}

export interface Caller {
  readonly token: Token
  readonly account: Account
}

export function tokenOf(store: Store, { headers }: Ask): Token {
  const sent = /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1]
  const token = store.state.tokens.find((known) => known.token === sent)
  if (!token) throw new Refusal(401, 'The access token is invalid')
  if (token.revoked) throw new Refusal(401, 'The access token was revoked')
  return token
}

/** The person a request acts for, if its token has one of the scopes. `write` includes `write:statuses`. */
export function callerOf(store: Store, ask: Ask, ...scopes: string[]): Caller {
  const token = tokenOf(store, ask)
  const enough = scopes.some(
    (scope) => token.scopes.includes(scope) || token.scopes.includes(scope.split(':')[0] ?? scope),
  )
  if (!enough) throw new Refusal(403, 'This action is outside the authorized scopes')
  const account = store.state.accounts.find(({ id }) => id === token.account)
  if (!account) throw new Refusal(422, 'This method requires an authenticated user')
  if (account.disabled) throw new Refusal(403, 'Your login is currently disabled')
  return { token, account }
}

const attribute = (value: string) => value.replace(/[&<>"]/g, (char) => `&#${char.charCodeAt(0)};`)
const page = (status: number, body: string): Reply => ({
  status,
  html: `<!doctype html><meta charset="utf-8"><title>Mastodon</title>${body}`,
})

function redirect(to: string, params: Record<string, string>): Reply {
  const url = new URL(to)
  for (const [name, value] of Object.entries(params)) url.searchParams.set(name, value)
  return { status: 302, headers: { location: url.href }, html: '' }
}
