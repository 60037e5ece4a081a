import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { registered, startOidc } from '../../../test/support/oidc/index.ts'
import { sentence } from '../../contract/sentences/index.ts'
import { createHttp, HttpFailure, type Http } from '../http.ts'
import { createTestClock, type TestClock } from '../testing.ts'
import {
  beginSignIn,
  clientOf,
  codeOf,
  freshToken,
  oauthSecrets,
  readTokens,
  redeemCode,
  revokeToken,
  signInEnds,
  type OAuthSecrets,
  type OAuthServer,
} from './oauth.ts'
import { ConnectFailed, StepFailed, type PublishContext, type Secrets } from './publisher.ts'

const redirect = 'http://127.0.0.1:47831/oauth/callback'
const scopes = ['openid', 'offline_access', 'posts']
let oidc: Awaited<ReturnType<typeof startOidc>>
let http: Http
let server: OAuthServer
let clock: TestClock

beforeAll(async () => {
  oidc = await startOidc(redirect)
  http = createHttp()
  server = {
    platform: 'Testland',
    authorizeUrl: `${oidc.issuer}/auth`,
    tokenUrl: `${oidc.issuer}/token`,
    revokeUrl: `${oidc.issuer}/token/revocation`,
    issuer: oidc.issuer,
    clientAuth: 'basic',
    pkce: 'S256',
    authorizeExtra: { prompt: 'consent' },
  }
})
afterAll(async () => {
  await http.close()
  await oidc.stop()
})
beforeEach(() => {
  clock = createTestClock(Date.now())
  oidc.asked.length = 0
})

const asking = () => ({ http, clock, signal: new AbortController().signal })
const begin = (client = registered) => beginSignIn(server, client, scopes, redirect)
const redeem = (back: string, pending: Secrets, at = server) =>
  redeemCode(at, new URL(back).searchParams, pending, redirect, asking())
const signIn = async () => {
  const { url, pending } = begin()
  return redeem(await oidc.approve(url), pending)
}
const saysOf = (work: Promise<unknown>) =>
  work.then(
    () => 'nothing',
    (error: unknown) => {
      if (error instanceof ConnectFailed) return error.said.says
      if (error instanceof StepFailed)
        return `${error.outcome.is} ${error.outcome.failure.code} ${error.outcome.failure.says}`
      throw error
    },
  )

/** An account in the vault: what was saved last is what every call reads. */
function accountWith(secrets: OAuthSecrets, through: Pick<Http, 'request'> = http) {
  let kept: Secrets = { ...secrets }
  const saved: Secrets[] = []
  const context = {
    account: { id: 'acct_1' },
    get secrets() {
      return kept
    },
    saveSecrets: (next: Secrets) => void (saved.push(next), (kept = next)),
    ...asking(),
    http: through,
  } as unknown as PublishContext
  return { context, saved }
}

describe('signing in', () => {
  test('ends with tokens that the server takes, of no more than was asked, kept with the app they belong to', async () => {
    const { raw, ...secrets } = await signIn()
    expect(secrets).toMatchObject({ ...registered, scopes, refreshToken: expect.any(String) })
    expect(secrets.expiresAt).toBe(clock.now() + 3_600_000)
    expect(await oidc.isActive(secrets.accessToken)).toBe(true)
    expect(raw).toHaveProperty('token_type', 'Bearer')
  })

  test('two sign-ins share neither state nor verifier', () => {
    const [one, two] = [begin(), begin()]
    expect(one.state).not.toBe(two.state)
    expect(one.pending['verifier']).not.toBe(two.pending['verifier'])
    expect(new URL(one.url).searchParams.get('code_challenge')).not.toBe(one.pending['verifier'])
    expect(one.url).not.toContain(registered.clientSecret)
  })

  test('somebody who catches the code cannot use it without the verifier', async () => {
    const { url } = begin()
    expect(await saysOf(redeem(await oidc.approve(url), begin().pending))).toBe('code_refused')
  })

  test('a code used twice is refused', async () => {
    const { url, pending } = begin()
    const back = await oidc.approve(url)
    await redeem(back, pending)
    expect(await saysOf(redeem(back, pending))).toBe('code_refused')
  })

  test('a wrong secret is told at its field', async () => {
    const { url, pending } = begin()
    const back = await oidc.approve(url)
    await expect(redeem(back, { ...pending, clientSecret: 'typed wrongly' })).rejects.toMatchObject({
      said: { says: 'wrong_app_credentials' },
      field: 'clientSecret',
    })
  })

  test('a no at the platform is told as a no', async () => {
    const { url, pending } = begin()
    expect(await saysOf(redeem(await oidc.deny(url), pending))).toBe('sign_in_denied')
    expect(oidc.asked).toEqual([])
  })

  test('a redirect of another server is refused before its code is sent anywhere', async () => {
    const { url, pending } = begin()
    const back = new URL(await oidc.approve(url))
    expect(back.searchParams.get('iss')).toBe(oidc.issuer)
    back.searchParams.set('iss', 'https://evil.example')
    expect(await saysOf(redeem(back.href, pending))).toBe('sign_in_mismatch')
    expect(oidc.asked).toEqual([])
  })

  test('a server that is away is no refusal', async () => {
    const { pending } = begin()
    const gone = { ...server, tokenUrl: 'http://127.0.0.1:1/token' }
    await expect(redeem(`${redirect}?code=c`, pending, gone)).rejects.toBeInstanceOf(HttpFailure)
  })

  test('an empty app is asked for at the field that is empty; a public app needs no secret', () => {
    const app = (values: Record<string, string>, at = server) => clientOf(at, { app: values } as never)
    expect(() => app({})).toThrow(expect.objectContaining({ field: 'clientId' }))
    expect(() => app({ clientId: 'x' })).toThrow(expect.objectContaining({ field: 'clientSecret' }))
    expect(app({ clientId: 'x' }, { ...server, clientAuth: 'none' })).toEqual({ clientId: 'x', clientSecret: '' })
  })

  test.each([
    ['a no in other words', 'error=user_cancelled_login', 'sign_in_denied'],
    ['words of its own', 'error=server_error&error_description=On+fire', 'sign_in_refused'],
    ['nothing at all', '', 'sign_in_without_code'],
  ])('a browser that comes back with %s', (_what, query, says) => {
    expect(() => codeOf(server, new URLSearchParams(query))).toThrow(
      expect.objectContaining({ said: expect.objectContaining({ says }) }),
    )
  })

  test('goes out as the platform bends it: its own name for the id, commas, and a challenge in hex', () => {
    const bent = { ...server, clientIdName: 'client_key', scopeSeparator: ',', pkce: 'S256-hex' } as const
    const query = new URL(beginSignIn(bent, registered, ['a', 'b'], redirect).url).searchParams
    expect(Object.fromEntries(query)).toMatchObject({
      client_key: 'broadside',
      scope: 'a,b',
      code_challenge: expect.stringMatching(/^[0-9a-f]{64}$/),
    })
    expect(query.has('client_id')).toBe(false)
  })
})

describe('a token about to end', () => {
  const aged = async () => {
    const account = accountWith(await signIn())
    clock.set(clock.now() + 3_600_000)
    oidc.asked.length = 0
    return account
  }

  test('is renewed once, however many ask, and saved before anybody uses it', async () => {
    const { context, saved } = await aged()
    const before = oauthSecrets(context)
    const tokens = await Promise.all([1, 2, 3].map(() => freshToken(server, context)))
    expect(new Set(tokens)).toEqual(new Set([oauthSecrets(context).accessToken]))
    expect(tokens[0]).not.toBe(before.accessToken)
    expect(oidc.asked).toEqual(['refresh_token'])
    expect(saved).toHaveLength(1)
    expect(saved[0]).toMatchObject({ ...registered, accessToken: tokens[0] })
    expect(saved[0]?.['refreshToken']).not.toBe(before.refreshToken)
    expect(await oidc.isActive(tokens[0] ?? '')).toBe(true)
  })

  test('is renewed once for two accounts of one sign-in', async () => {
    const one = await aged()
    const two = { ...one.context, account: { id: 'acct_2' } } as PublishContext
    Object.defineProperty(two, 'secrets', { get: () => one.context.secrets })
    const tokens = await Promise.all([freshToken(server, one.context), freshToken(server, two)])
    expect(tokens[0]).toBe(tokens[1])
    expect(oidc.asked).toEqual(['refresh_token'])
  })

  test('that has time left is used as it is, unless the platform has refused it', async () => {
    const { context } = accountWith(await signIn())
    oidc.asked.length = 0
    const token = await freshToken(server, context)
    expect(oidc.asked).toEqual([])
    expect(await freshToken(server, context, token)).not.toBe(token)
    expect(oidc.asked).toEqual(['refresh_token'])
    // Whoever hears of the refusal later gets what is there by now.
    await freshToken(server, context, token)
    expect(oidc.asked).toEqual(['refresh_token'])
  })

  test('whose refresh token was used before asks for a new sign-in', async () => {
    const { context } = await aged()
    const stale = accountWith(oauthSecrets(context))
    await freshToken(server, context)
    expect(await saysOf(freshToken(server, stale.context))).toBe('rejected reconnect signed_out')
    expect(stale.saved).toEqual([])
  })

  test('whose app has a new secret asks for that', async () => {
    const { context } = await aged()
    context.saveSecrets({ ...context.secrets, clientSecret: 'the old one' })
    expect(await saysOf(freshToken(server, context))).toBe('rejected reconnect wrong_app_credentials')
  })

  test('without a refresh token is used to its end and not beyond', async () => {
    const { context } = accountWith({ ...(await signIn()), refreshToken: null })
    clock.set(clock.now() + 3_599_000)
    expect(await freshToken(server, context)).toBe(oauthSecrets(context).accessToken)
    clock.set(clock.now() + 2_000)
    expect(await saysOf(freshToken(server, context))).toBe('rejected reconnect sign_in_ended')
  })
})

describe('a server in trouble while a token is renewed', () => {
  const held: OAuthSecrets = {
    ...registered,
    accessToken: 'a',
    refreshToken: 'r',
    expiresAt: 0,
    refreshExpiresAt: null,
    scopes: [],
  }
  const answering = (status: number, body: string, headers: Record<string, string> = {}) =>
    accountWith(held, { request: async () => answerOf(status, body, headers) })
  test.each([
    [503, '{"error":"invalid_grant"}', 'not_sent platform sign_in_not_renewed'],
    [400, '{"error":"temporarily_unavailable"}', 'not_sent platform sign_in_not_renewed'],
    [403, '<html>a firewall</html>', 'not_sent platform sign_in_not_renewed'],
    [400, '<html>a proxy</html>', 'not_sent platform sign_in_not_renewed'],
    [200, '{"hello":"there"}', 'not_sent platform sign_in_not_renewed'],
    [429, '{}', 'deferred rate_limited rate_limited_until'],
    [400, '{"error":"invalid_grant"}', 'rejected reconnect signed_out'],
    [200, '{"error":"invalid_grant"}', 'rejected reconnect signed_out'],
    [401, '{"code":2,"message":"Authentication failed"}', 'rejected reconnect signed_out'],
    [400, '{"error":{"message":"Session has expired","code":190}}', 'rejected reconnect signed_out'],
  ])('%i %s', async (status, body, outcome) => {
    const { context, saved } = answering(status, body)
    expect(await saysOf(freshToken(server, context))).toBe(outcome)
    expect(saved).toEqual([])
  })

  test('an answer that asks to wait is waited for', async () => {
    const { context } = answering(429, '{}', { 'retry-after': '90' })
    await expect(freshToken(server, context)).rejects.toMatchObject({
      outcome: { until: clock.now() + 90_000 },
    })
  })

  test('no answer at all loses nothing', async () => {
    const { context, saved } = accountWith(held)
    const gone = { ...server, tokenUrl: 'http://127.0.0.1:1/token' }
    expect(await saysOf(freshToken(gone, context))).toBe('not_sent network sign_in_not_renewed')
    expect(saved).toEqual([])
  })

  test('no token is in what is told', async () => {
    const { context } = answering(
      400,
      '{"error":"invalid_grant","access_token":"","refresh_token":"r-secret","id":"r-secret"}',
    )
    const error = await freshToken(server, context).catch((caught: unknown) => caught as StepFailed)
    expect(JSON.stringify(error) + sentence((error as StepFailed).outcome.failure)).not.toContain('r-secret')
  })
})

describe('revoking', () => {
  test('ends both tokens at the server', async () => {
    const secrets = await signIn()
    const { context } = accountWith(secrets)
    expect(await revokeToken(server, context)).toBe(true)
    expect(await oidc.isActive(secrets.accessToken)).toBe(false)
    clock.set(clock.now() + 3_600_000)
    expect(await saysOf(freshToken(server, context))).toBe('rejected reconnect signed_out')
  })

  test('is not claimed where it could not be done', async () => {
    const { context } = accountWith(await signIn())
    expect(await revokeToken({ ...server, revokeUrl: 'http://127.0.0.1:1/revoke' }, context)).toBe(false)
    context.saveSecrets({ ...context.secrets, clientSecret: 'wrong' })
    expect(await revokeToken(server, context)).toBe(false)
    const { revokeUrl: _, ...without } = server
    expect(await revokeToken(without, context)).toBe(false)
  })
})

describe('what platforms answer', () => {
  const now = 1_000_000
  const read = (json: object, heldToo?: OAuthSecrets) => readTokens(answerOf(200, JSON.stringify(json)), now, heldToo)

  test('is read without a token type, with scopes by commas, and with the end of a refresh token by either name', () => {
    const tokens = read({
      access_token: 'a',
      expires_in: '60',
      refresh_token: 'r',
      refresh_expires_in: 90,
      scope: 'a,b c',
    })
    expect(tokens).toEqual({
      accessToken: 'a',
      refreshToken: 'r',
      expiresAt: now + 60_000,
      refreshExpiresAt: now + 90_000,
      scopes: ['a', 'b', 'c'],
    })
    expect(read({ access_token: 'a', refresh_token_expires_in: 90 })?.refreshExpiresAt).toBe(now + 90_000)
  })

  test('a refresh token that is left out stays, with its end and its scopes', () => {
    const held = {
      ...registered,
      ...read({ access_token: 'a', refresh_token: 'r', refresh_expires_in: 90, scope: 'x' })!,
    }
    expect(read({ access_token: 'b', expires_in: 60 }, held)).toMatchObject({
      accessToken: 'b',
      refreshToken: 'r',
      refreshExpiresAt: now + 90_000,
      scopes: ['x'],
    })
  })

  test('a sign-in ends with the token that renews it', () => {
    expect(signInEnds(read({ access_token: 'a', expires_in: 60 })!)).toBe(now + 60_000)
    expect(signInEnds(read({ access_token: 'a', expires_in: 60, refresh_token: 'r' })!)).toBeNull()
    expect(signInEnds(read({ access_token: 'a', refresh_token: 'r', refresh_expires_in: 90 })!)).toBe(now + 90_000)
  })

  test.each([[{}], [{ access_token: '' }], [{ access_token: 5 }], [[]]])('%j has no token', (json) => {
    expect(read(json)).toBeNull()
  })
})

function answerOf(status: number, body: string, headers: Record<string, string> = {}) {
  return {
    status,
    headers: new Headers(headers),
    bytes: new TextEncoder().encode(body),
    url: server?.tokenUrl ?? '',
    text: () => body,
    json: () => {
      try {
        return JSON.parse(body) as unknown
      } catch {
        return undefined
      }
    },
  }
}
