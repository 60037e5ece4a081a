import { createHash } from 'node:crypto'
import { afterEach, describe, expect, test } from 'vitest'
import { createAuth, freshAuth } from './oauth.ts'
import type { Auth, AuthSetup, AuthState, Client } from './oauth.ts'
import { openSim } from './server.ts'
import type { Sim } from './server.ts'

const verifier = 'a-verifier-of-at-least-forty-three-characters-long'
const back = 'http://127.0.0.1:9/cb'
const standard: AuthSetup = {
  paths: { authorize: '/authorize', token: '/token', revoke: '/revoke' },
  scopes: { known: ['read', 'write', 'offline'], separator: ' ' },
  redirects: 'exact',
  pkce: { mode: 'required' },
  clientAuth: ['basic', 'body', 'none'],
  accessMs: 7_200_000,
  refresh: { ms: 86_400_000, rotates: true, only: 'offline' },
}

let sim: Sim<{ auth: AuthState }>
let auth: Auth
let client: Client

async function start(
  changed: Partial<AuthSetup> = {},
  registered: Parameters<Auth['register']>[0] = { redirectUris: [back] },
) {
  const opened = openSim({}, () => ({ auth: freshAuth() }))
  auth = createAuth(opened, { ...standard, ...changed }, () => 'ada')
  await opened.serve({
    routes: {
      ...auth.routes,
      'GET /me': (ask) => ({ status: 200, json: auth.caller(ask, 'read').account }),
      'GET /write': (ask) => ({ status: 200, json: auth.caller(ask, 'read', 'write').account }),
    },
    refuse: ({ status, code, details }) => ({ status, json: { code, ...details } }),
  })
  sim = opened
  client = auth.register(registered)
}
afterEach(() => sim.stop())

function authorizeUrl(more: Record<string, string | null> = {}): string {
  const query: Record<string, string | null> = {
    response_type: 'code',
    client_id: client.id,
    redirect_uri: back,
    scope: 'read write offline',
    state: 's1',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    ...more,
  }
  const url = new URL('/authorize', sim.url)
  for (const [name, value] of Object.entries(query)) if (value !== null) url.searchParams.set(name, value)
  return url.href
}
async function token(fields: Record<string, string | null>, headers: Record<string, string> = {}) {
  const all: Record<string, string | null> = { client_id: client.id, client_secret: client.secret, ...fields }
  const body = new URLSearchParams(
    Object.entries(all).flatMap(([name, value]) => (value === null ? [] : [[name, value]])),
  )
  const answer = await fetch(`${sim.url}/token`, { method: 'POST', body, headers })
  return { status: answer.status, json: (await answer.json()) as Record<string, string> }
}
const codeIn = (location: string) => new URL(location).searchParams.get('code') ?? ''
const redeem = async (more: Record<string, string | null> = {}, headers = {}, url = authorizeUrl()) =>
  token(
    {
      grant_type: 'authorization_code',
      code: codeIn(await auth.approve(url)),
      redirect_uri: back,
      code_verifier: verifier,
      ...more,
    },
    headers,
  )
const refresh = (refreshToken: string | undefined) =>
  token({ grant_type: 'refresh_token', refresh_token: refreshToken ?? '' })
const ask = async (path: string, access: string | undefined) => {
  const answer = await fetch(sim.url + path, {
    headers: access === undefined ? {} : { authorization: `Bearer ${access}` },
  })
  return (await answer.json()) as unknown
}

test('an approved code becomes a token, once, and a second time ends what it gave', async () => {
  await start()
  const location = await auth.approve(authorizeUrl(), { account: 'bob' })
  expect(location).toMatch(/^http:\/\/127\.0\.0\.1:9\/cb\?code=[^&]+&state=s1$/)
  const fields = {
    grant_type: 'authorization_code',
    code: codeIn(location),
    redirect_uri: back,
    code_verifier: verifier,
  }
  const issued = await token(fields)
  expect(issued.json).toMatchObject({ token_type: 'Bearer', expires_in: 7_200, scope: 'read write offline' })
  expect(await ask('/me', issued.json['access_token'])).toBe('bob')
  expect((await token(fields)).json['error']).toBe('invalid_grant')
  expect(await ask('/me', issued.json['access_token'])).toEqual({ code: 'invalid_token', token: 'revoked' })
})

test.each([
  ['without a challenge', { code_challenge: null, code_challenge_method: null }, 'invalid_request'],
  ['with a plain challenge', { code_challenge_method: 'plain' }, 'invalid_request'],
  ['for a scope it may not have', { scope: 'read admin' }, 'invalid_scope'],
  ['for a token at once', { response_type: 'token' }, 'unsupported_response_type'],
])('an app that asks %s is sent back with the error', async (_, changed, error) => {
  await start()
  const location = new URL(await auth.approve(authorizeUrl(changed)))
  expect([location.searchParams.get('error'), location.searchParams.get('state')]).toEqual([error, 's1'])
})

test('nobody is sent to an address that is not registered, nor for an app that is not', async () => {
  await start()
  await expect(auth.approve(authorizeUrl({ redirect_uri: 'http://127.0.0.1:10/cb' }))).rejects.toThrow('400')
  await expect(auth.approve(authorizeUrl({ client_id: 'nobody' }))).rejects.toThrow('401')
  await expect(auth.approve(authorizeUrl({ prompt: 'consent' }))).rejects.toThrow('400')
})

test('the person can refuse, or allow less than was asked', async () => {
  await start()
  expect(await auth.deny(authorizeUrl())).toMatch(/error=access_denied.*state=s1/)
  const code = codeIn(await auth.approve(authorizeUrl(), { scopes: ['read'] }))
  const { json } = await token({ grant_type: 'authorization_code', code, redirect_uri: back, code_verifier: verifier })
  expect([json['scope'], 'refresh_token' in json]).toEqual(['read', false])
  expect(await ask('/me', json['access_token'])).toBe('ada')
  expect(await ask('/write', json['access_token'])).toEqual({ code: 'missing_scope', field: 'write' })
})

test('a code is worth nothing with another verifier or redirect, or when it is old', async () => {
  await start({ codeMs: 30_000 })
  expect((await redeem({ code_verifier: 'wrong' })).json['error']).toBe('invalid_grant')
  expect((await redeem({ redirect_uri: 'http://127.0.0.1:9/other' })).json['error']).toBe('invalid_grant')
  const code = codeIn(await auth.approve(authorizeUrl()))
  sim.advance(30_000)
  const fields = { grant_type: 'authorization_code', code, redirect_uri: back, code_verifier: verifier }
  expect((await token(fields)).json['error']).toBe('invalid_grant')
})

describe('a secret', () => {
  const basic = () => ({ authorization: `Basic ${Buffer.from(`${client.id}:${client.secret}`).toString('base64')}` })
  const inHeader = { client_id: null, client_secret: null }

  test('is taken where the platform looks for it, and nowhere else', async () => {
    await start({ clientAuth: ['basic'] })
    expect((await redeem(inHeader, basic())).status).toBe(200)
    expect(await redeem()).toMatchObject({ status: 401, json: { error: 'invalid_client' } })
    await sim.stop()
    await start({ clientAuth: ['body'] })
    expect((await redeem()).status).toBe(200)
    expect((await redeem(inHeader, basic())).status).toBe(401)
    expect((await redeem({ client_secret: 'wrong' })).status).toBe(401)
  })

  test('is not there for a public app, and none may be made up', async () => {
    await start({}, { redirectUris: [back], public: true })
    expect((await redeem()).status).toBe(200)
    expect((await redeem({ client_secret: 'made up' })).status).toBe(401)
  })
})

test.each([
  ['exact', 'http://127.0.0.1:9/cb', 'http://127.0.0.1:9/cb', true],
  ['exact', 'http://127.0.0.1:9/cb', 'http://127.0.0.1:8/cb', false],
  ['loopback', 'http://127.0.0.1:*/cb', 'http://127.0.0.1:4711/cb', true],
  ['loopback', 'http://127.0.0.1/cb', 'http://127.0.0.1:4711/cb', true],
  ['loopback', 'http://127.0.0.1/cb', 'http://127.0.0.1:4711/other', false],
  ['loopback', 'http://127.0.0.1/cb', 'http://127.0.0.1.example/cb', false],
  ['https', 'https://example.com/cb', 'https://example.com/cb', true],
  ['https', 'http://localhost:9/cb', 'http://localhost:9/cb', false],
] as const)('redirects %s: registered %s, asked %s: %s', async (redirects, registered, asked, allowed) => {
  await start({ redirects }, { redirectUris: [registered] })
  const answered = auth.approve(authorizeUrl({ redirect_uri: asked })).then(
    (location) => location.startsWith(`${asked}?code=`),
    () => false,
  )
  expect(await answered).toBe(allowed)
})

test('a challenge in hex is told from one in base64url', async () => {
  await start({ pkce: { mode: 'required', challenge: 'hex' } })
  const challenge = createHash('sha256').update(verifier).digest('hex')
  expect((await redeem({}, {}, authorizeUrl({ code_challenge: challenge }))).status).toBe(200)
  expect((await redeem()).json['error']).toBe('invalid_grant')
})

test('a client’s id, the separator of scopes and the answer are the platform’s own', async () => {
  await start({
    clientIdName: 'client_key',
    scopes: { known: ['read', 'write'], separator: ',' },
    extra: { authorize: ['prompt'] },
    answer: ({ access, scope, account, refreshSeconds }) => ({
      data: { access, scope, open_id: account, refreshSeconds },
    }),
    refresh: { ms: 1_000, rotates: true },
  })
  const url = authorizeUrl({ client_id: null, client_key: client.id, scope: 'read,write', prompt: 'consent' })
  const { json } = await redeem({ client_id: null, client_key: client.id }, {}, url)
  expect(json).toMatchObject({ data: { scope: 'read,write', open_id: 'ada', refreshSeconds: 1 } })
})

describe('a refresh', () => {
  test('that rotates ends the old tokens at once', async () => {
    await start()
    const first = (await redeem()).json
    const second = (await refresh(first['refresh_token'])).json
    expect(second['refresh_token']).not.toBe(first['refresh_token'])
    expect(await ask('/me', first['access_token'])).toEqual({ code: 'invalid_token', token: 'expired' })
    expect(await ask('/me', second['access_token'])).toBe('ada')
    expect((await refresh(first['refresh_token'])).json['error']).toBe('invalid_grant')
    expect(auth.refreshes).toBe(1)
  })

  test('that does not rotate can be used again, and is not told again', async () => {
    await start({ refresh: { ms: null, rotates: false } })
    const first = (await redeem()).json
    const second = (await refresh(first['refresh_token'])).json
    expect('refresh_token' in second).toBe(false)
    expect((await refresh(first['refresh_token'])).status).toBe(200)
    expect(await ask('/me', first['access_token'])).toBe('ada')
  })

  test('brings back what ran out, and not what was revoked or is too old', async () => {
    await start()
    const first = (await redeem()).json
    auth.expireAccess()
    expect(await ask('/me', first['access_token'])).toEqual({ code: 'invalid_token', token: 'expired' })
    const second = (await refresh(first['refresh_token'])).json
    expect(await ask('/me', second['access_token'])).toBe('ada')
    sim.advance(86_400_000)
    expect((await refresh(second['refresh_token'])).json['error']).toBe('invalid_grant')
    const third = (await redeem()).json
    auth.revokeAll('ada')
    expect(await ask('/me', third['access_token'])).toEqual({ code: 'invalid_token', token: 'revoked' })
    expect((await refresh(third['refresh_token'])).json['error']).toBe('invalid_grant')
  })
})

test('a token can be given back, and what was never one opens nothing', async () => {
  await start()
  const { json } = await redeem()
  const body = new URLSearchParams({
    token: json['access_token'] ?? '',
    client_id: client.id,
    client_secret: client.secret ?? '',
  })
  expect((await fetch(`${sim.url}/revoke`, { method: 'POST', body })).status).toBe(200)
  expect(await ask('/me', json['access_token'])).toEqual({ code: 'invalid_token', token: 'revoked' })
  expect(await ask('/me', 'made up')).toEqual({ code: 'invalid_token', token: 'unknown' })
  expect(await ask('/me', undefined)).toEqual({ code: 'invalid_token', token: 'missing' })
})

test('one of two sign-ins of a person can be ended alone, with all that came of it', async () => {
  await start()
  const [first, other] = [(await redeem()).json, (await redeem()).json]
  const renewed = (await refresh(first['refresh_token'])).json
  auth.revoke(first['access_token'] ?? '')
  expect(await ask('/me', renewed['access_token'])).toEqual({ code: 'invalid_token', token: 'revoked' })
  expect((await refresh(renewed['refresh_token'])).json['error']).toBe('invalid_grant')
  expect(await ask('/me', other['access_token'])).toBe('ada')
})

test('one made at a dashboard is as good, for as long as it is told', async () => {
  await start()
  const made = auth.issue({ account: 'ada', scopes: ['read'], accessMs: null })
  sim.advance(365 * 86_400_000)
  expect(await ask('/me', made.access)).toBe('ada')
  expect(auth.find(made.access)).toMatchObject({ account: 'ada', refresh: null })
})
