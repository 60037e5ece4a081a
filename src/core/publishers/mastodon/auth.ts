import { createHash, randomBytes } from 'node:crypto'
import { said } from '../../../contract/sentences/index.ts'
import { HttpFailure } from '../../http.ts'
import type { HttpAnswer } from '../../http.ts'
import type {
  ConnectContext,
  ConnectedIdentity,
  Connector,
  HealthReport,
  PublishContext,
  Secrets,
} from '../publisher.ts'
import { ConnectFailed } from '../publisher.ts'
import { call, objectOf, secretsOf } from './api.ts'
import type { MastodonSecrets } from './api.ts'
import { discover, serverOf } from './instance.ts'
import { hostOf, isUncertain, wordsOf } from './outcome.ts'

/*
 * Connecting: an app is registered at each server at run time, then OAuth over loopback with PKCE where the server announces it
 * (docs methods/apps.md, oauth.md, spec/oauth.md), or a token made by hand under Settings, Development.
 */

const appName = 'Broadside'
const defaults = { authorize: '/oauth/authorize', token: '/oauth/token', revoke: '/oauth/revoke' }
/** `profile` exists since 4.3; before, `read:accounts` is the narrowest that says who one is. */
const publishing = ['read:statuses', 'write:statuses', 'write:media']

interface OAuthFacts {
  readonly authorize: string
  readonly token: string
  readonly pkce: boolean
  readonly scopes: readonly string[]
}

interface Pending {
  readonly server: string
  readonly clientId: string
  readonly clientSecret: string
  readonly tokenUrl: string
  readonly verifier: string | null
}

export const mastodonConnector: Connector = {
  platform: 'mastodon',

  async connect(_method, fields, context) {
    const server = serverOf(fields['server'] ?? '')
    const token = (fields['token'] ?? '').trim()
    if (token === '') throw new ConnectFailed('mastodon_token_missing', {}, 'token')
    return identify(server, { token }, context, 'token')
  },

  async authorize(_method, fields, redirectUri, context) {
    const server = serverOf(fields['server'] ?? '')
    await discover(server, context)
    const facts = await oauthFacts(server, context)
    const app = await appFor(server, redirectUri, facts.scopes, context)
    const state = randomBytes(24).toString('base64url')
    const verifier = facts.pkce ? randomBytes(48).toString('base64url') : null
    const query = new URLSearchParams({
      response_type: 'code',
      client_id: app.clientId,
      redirect_uri: redirectUri,
      scope: facts.scopes.join(' '),
      state,
      ...(verifier !== null && {
        code_challenge: createHash('sha256').update(verifier).digest('base64url'),
        code_challenge_method: 'S256',
      }),
    })
    const pending: Pending = { server, ...app, tokenUrl: facts.token, verifier }
    return { url: `${facts.authorize}?${query.toString()}`, state, pending: { ...pending } }
  },

  async finish(query, given, redirectUri, context) {
    const pending = given as unknown as Pending
    const platform = hostOf(pending)
    const error = query.get('error')
    if (error === 'access_denied') throw new ConnectFailed('sign_in_denied', { platform })
    if (error !== null)
      throw new ConnectFailed('sign_in_refused', { platform, words: query.get('error_description') ?? error })
    const code = query.get('code')
    if (code === null) throw new ConnectFailed('sign_in_without_code', { platform })
    const token = await exchange(code, pending, redirectUri, context)
    return identify(
      pending.server,
      { token, clientId: pending.clientId, clientSecret: pending.clientSecret },
      context,
      'server',
    )
  },

  health,

  async revoke(context) {
    const { token, clientId, clientSecret } = secretsOf(context)
    // Only the app that made a token may revoke it; one made by hand is revoked by hand.
    if (clientId === undefined || clientSecret === undefined) return false
    const body = new URLSearchParams({ token, client_id: clientId, client_secret: clientSecret }).toString()
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }
    const request = { method: 'POST', headers, body, signal: context.signal } as const
    try {
      return (await context.http.request(new URL(defaults.revoke, context.account.server), request)).status === 200
    } catch (error) {
      if (error instanceof HttpFailure) return false
      throw error
    }
  },
}

async function health(context: PublishContext): Promise<HealthReport> {
  const platform = hostOf(context.account)
  try {
    const answer = await call(context, '/api/v1/accounts/verify_credentials')
    if (answer.status === 401) return { state: 'broken', reason: said('signed_out', { platform }) }
    const words = wordsOf(answer)
    if (answer.status === 403) return { state: 'broken', reason: said('let_in_refused', { platform, words }) }
    if (answer.status !== 200) return { state: 'unreachable', reason: said('answered', { platform, words }) }
    const { limits } = await discover(context.account.server, context)
    return { state: 'ok', expiresAt: null, limits }
  } catch (error) {
    if (error instanceof HttpFailure)
      return { state: 'unreachable', reason: said('did_not_answer', { platform, code: error.code }) }
    if (error instanceof ConnectFailed) return { state: 'unreachable', reason: error.said }
    throw error
  }
}

/** What the server says of its OAuth (4.3 and later), else what all before it had. Addresses elsewhere than on the server are not followed. */
async function oauthFacts(server: string, context: ConnectContext): Promise<OAuthFacts> {
  const answer = await reach(context, `${server}/.well-known/oauth-authorization-server`)
  const announced = answer.status === 200 ? objectOf(answer) : {}
  const here = (name: string, path: string) => {
    const url = announced[name]
    return typeof url === 'string' && URL.canParse(url) && new URL(url).origin === server ? url : server + path
  }
  const has = (name: string, value: string) => Array.isArray(announced[name]) && announced[name].includes(value)
  return {
    authorize: here('authorization_endpoint', defaults.authorize),
    token: here('token_endpoint', defaults.token),
    pkce: has('code_challenge_methods_supported', 'S256'),
    scopes: [has('scopes_supported', 'profile') ? 'profile' : 'read:accounts', ...publishing],
  }
}

/** Our app at this server, registered once for a redirect address; its credentials stay sealed. */
async function appFor(
  server: string,
  redirectUri: string,
  scopes: readonly string[],
  context: ConnectContext,
): Promise<{ clientId: string; clientSecret: string }> {
  const known = context.appCredentials.get(server)
  const wanted = { redirectUri, scopes: scopes.join(' ') }
  if (known?.['redirectUri'] === wanted.redirectUri && known['scopes'] === wanted.scopes) {
    const { clientId, clientSecret } = known
    if (typeof clientId === 'string' && typeof clientSecret === 'string') return { clientId, clientSecret }
  }
  const body = JSON.stringify({ client_name: appName, redirect_uris: redirectUri, scopes: wanted.scopes })
  const answer = await reach(context, `${server}/api/v1/apps`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  })
  const { client_id: clientId, client_secret: clientSecret } = objectOf(answer)
  if (answer.status !== 200 || typeof clientId !== 'string' || typeof clientSecret !== 'string') {
    throw new ConnectFailed('mastodon_app_refused', { words: wordsOf(answer) }, 'server')
  }
  context.appCredentials.set(server, { ...wanted, clientId, clientSecret })
  return { clientId, clientSecret }
}

async function exchange(code: string, pending: Pending, redirectUri: string, context: ConnectContext): Promise<string> {
  const { clientId, clientSecret, verifier, tokenUrl, server } = pending
  const body = new URLSearchParams({
    grant_type: 'authorization_code',
    code,
    client_id: clientId,
    client_secret: clientSecret,
    redirect_uri: redirectUri,
    ...(verifier !== null && { code_verifier: verifier }),
  }).toString()
  const answer = await reach(context, tokenUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body,
  })
  const { access_token: token, scope } = objectOf(answer)
  if (answer.status === 401) {
    // Servers before 4.3 cleared away apps without a token. The next try registers anew.
    context.appCredentials.set(server, {})
    throw new ConnectFailed('mastodon_app_forgotten')
  }
  if (answer.status !== 200 || typeof token !== 'string')
    throw new ConnectFailed('code_refused', { platform: hostOf(pending), words: wordsOf(answer) })
  const granted = typeof scope === 'string' ? scope.split(' ') : publishing
  const missing = publishing.filter(
    (needed) => !granted.includes(needed) && !granted.includes(needed.split(':')[0] ?? needed),
  )
  if (missing.length > 0)
    throw new ConnectFailed('permission_not_granted', { platform: hostOf(pending), permission: missing.join(', ') })
  return token
}

/** Who the token belongs to and what its server takes. Checks that the token may do what publishing needs, without making anything. */
async function identify(
  server: string,
  held: Omit<MastodonSecrets, 'accountId'>,
  context: ConnectContext,
  field: 'token' | 'server',
): Promise<ConnectedIdentity> {
  const { limits, domain } = await discover(server, context)
  const platform = hostOf({ server })
  const headers = { authorization: `Bearer ${held.token}`, accept: 'application/json' }
  const answer = await reach(context, `${server}/api/v1/accounts/verify_credentials`, { headers })
  if (answer.status === 401) throw new ConnectFailed('bad_token', { platform }, field)
  if (answer.status !== 200) throw new ConnectFailed('let_in_refused', { platform, words: wordsOf(answer) }, field)
  const account = objectOf(answer)
  const { id, username, display_name: name, url, avatar } = account
  if (typeof id !== 'string' || typeof username !== 'string')
    throw new ConnectFailed('not_an_account', { platform }, 'server')
  if (held.clientId === undefined) await probeScopes(server, id, headers, context)
  const secrets: MastodonSecrets = { ...held, accountId: id }
  return {
    kind: 'profile',
    externalId: `${username}@${domain}`,
    name: typeof name === 'string' && name !== '' ? name : username,
    displayHandle: `@${username}@${domain}`,
    url: typeof url === 'string' ? url : null,
    avatar: typeof avatar === 'string' ? avatar : null,
    server,
    limits,
    expiresAt: null,
    secrets: { ...secrets } satisfies Secrets,
  }
}

/** A token made by hand says nothing of its scopes. Each is tried on something that is not there: 404 with the scope, 403 without. */
async function probeScopes(
  server: string,
  accountId: string,
  headers: Record<string, string>,
  context: ConnectContext,
): Promise<void> {
  const probes = [
    ['read:statuses', 'GET', `/api/v1/accounts/${encodeURIComponent(accountId)}/statuses?limit=1`],
    ['write:media', 'GET', '/api/v1/media/0'],
    ['write:statuses', 'DELETE', '/api/v1/statuses/0'],
  ] as const
  const missing: string[] = []
  for (const [scope, method, path] of probes) {
    if ((await reach(context, server + path, { method, headers })).status === 403) missing.push(scope)
  }
  if (missing.length === 0) return
  const needed = ['read:accounts', ...publishing].join(', ')
  throw new ConnectFailed('mastodon_token_scopes', { missing: missing.join(', '), needed }, 'token')
}

/** A request while connecting: no answer and a server in trouble are told at the server's field. */
async function reach(
  context: ConnectContext,
  url: string,
  request: Parameters<ConnectContext['http']['request']>[1] = {},
): Promise<HttpAnswer> {
  const { host } = new URL(url)
  try {
    const answer = await context.http.request(url, { signal: context.signal, ...request })
    if (answer.status === 429) throw new ConnectFailed('takes_no_requests', { platform: host }, 'server')
    if (isUncertain(answer.status))
      throw new ConnectFailed('server_trouble', { platform: host, words: wordsOf(answer) }, 'server')
    return answer
  } catch (error) {
    if (!(error instanceof HttpFailure)) throw error
    throw new ConnectFailed('not_reached', { host, code: error.code }, 'server')
  }
}
