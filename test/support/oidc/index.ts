import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import Provider from 'oidc-provider'

/*
 * A certified OAuth server (oidc-provider) on loopback: PKCE demanded, refresh tokens that rotate and are worth nothing once used, revocation,
 * and `iss` in every redirect. Where its word and ours differ, ours is wrong.
 */

export const registered = { clientId: 'broadside', clientSecret: 'the-secret-of-the-app' }

interface OidcServer {
  readonly issuer: string
  /** What was asked of the token endpoint, by grant type, answered or not. */
  readonly asked: string[]
  /** Signs in and allows, as a person in a browser would; where the browser ends. */
  approve(authorizeUrl: string): Promise<string>
  /** Signs in and says no. */
  deny(authorizeUrl: string): Promise<string>
  /** Whether a token is good for anything. */
  isActive(token: string): Promise<boolean>
  stop(): Promise<void>
}

export async function startOidc(redirectUri: string, options: { accessSeconds?: number } = {}): Promise<OidcServer> {
  const asked: string[] = []
  let answers = 'yes'
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: registered.clientId,
        client_secret: registered.clientSecret,
        application_type: 'native',
        redirect_uris: [redirectUri],
        grant_types: ['authorization_code', 'refresh_token'],
        id_token_signed_response_alg: 'ES256',
        token_endpoint_auth_method: 'client_secret_basic',
      },
    ],
    adapter: Kept,
    findAccount: (_context: unknown, accountId: string) => ({ accountId, claims: () => ({ sub: accountId }) }),
    interactions: { url: (_context: unknown, { uid }: { uid: string }) => `/interaction/${uid}` },
    features: {
      devInteractions: { enabled: false },
      revocation: { enabled: true, allowedPolicy: () => true },
      introspection: { enabled: true, allowedPolicy: () => true },
    },
    pkce: { required: () => true },
    rotateRefreshToken: true,
    issueRefreshToken: () => true,
    scopes: ['openid', 'offline_access', 'posts'],
    ttl: {
      AccessToken: options.accessSeconds ?? 3_600,
      AuthorizationCode: 60,
      RefreshToken: 86_400,
      IdToken: 600,
      Session: 600,
      Grant: 86_400,
      Interaction: 600,
    },
    jwks: { keys: [{ ...generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' }) }] },
    cookies: { keys: [randomBytes(16).toString('hex')] },
  })
  const oauth = provider.callback()
  server.on('request', (request, response) => {
    const { pathname } = new URL(request.url ?? '/', issuer)
    if (!pathname.startsWith('/interaction/')) return oauth(request, response)
    const settle = async () => {
      if (answers === 'no') return provider.interactionFinished(request, response, { error: 'access_denied' })
      const { prompt, params } = await provider.interactionDetails(request, response)
      if (prompt.name === 'login')
        return provider.interactionFinished(request, response, { login: { accountId: 'ada' } })
      const grant = new provider.Grant({ accountId: 'ada', clientId: params.client_id })
      grant.addOIDCScope(params.scope)
      return provider.interactionFinished(request, response, { consent: { grantId: await grant.save() } })
    }
    settle().catch((error: unknown) => response.writeHead(500).end(String(error)))
  })
  for (const event of ['grant.success', 'grant.error'])
    provider.on(event, ({ oidc }: { oidc: { params: { grant_type: string } } }) => asked.push(oidc.params.grant_type))

  /** Follows redirects as a browser does, with cookies, until they lead to the client. */
  async function browse(start: string): Promise<string> {
    const jar = new Map<string, string>()
    let at = start
    while (at.startsWith(issuer)) {
      const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
      const answer = await fetch(at, { redirect: 'manual', headers: { cookie } })
      for (const line of answer.headers.getSetCookie()) {
        const [name = '', value = ''] = (line.split(';')[0] ?? '').split('=')
        jar.set(name, value)
      }
      const location = answer.headers.get('location')
      if (location === null) throw new Error(`${answer.status} ${(await answer.text()).slice(0, 500)}`)
      at = new URL(location, at).href
    }
    return at
  }

  return {
    issuer,
    asked,
    approve: (url) => ((answers = 'yes'), browse(url)),
    deny: (url) => ((answers = 'no'), browse(url)),
    async isActive(token) {
      const { clientId, clientSecret } = registered
      const answer = await fetch(`${issuer}/token/introspection`, {
        method: 'POST',
        headers: { authorization: `Basic ${btoa(`${clientId}:${clientSecret}`)}` },
        body: new URLSearchParams({ token }),
      })
      return ((await answer.json()) as { active: boolean }).active
    },
    async stop() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

type Payload = Record<string, unknown>

/** Where the server keeps what it gave out. What has ended it sees for itself. */
class Kept {
  readonly #kept = new Map<string, Payload>()

  async upsert(id: string, payload: Payload) {
    this.#kept.set(id, payload)
  }
  async find(id: string) {
    return this.#kept.get(id)
  }
  async findByUid(uid: string) {
    return [...this.#kept.values()].find((payload) => payload['uid'] === uid)
  }
  async consume(id: string) {
    const payload = this.#kept.get(id)
    if (payload) payload['consumed'] = Math.floor(Date.now() / 1_000)
  }
  async destroy(id: string) {
    this.#kept.delete(id)
  }
  async revokeByGrantId(grantId: string) {
    for (const [id, payload] of this.#kept) if (payload['grantId'] === grantId) this.#kept.delete(id)
  }
}
