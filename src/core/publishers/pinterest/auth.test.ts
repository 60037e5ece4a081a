import { afterEach, beforeEach, expect, test } from 'vitest'
import { startPinterest, type Pinterest } from '../../../../test/support/pinterest/index.ts'
import { systemClock } from '../../clock.ts'
import { createHttp, type Http } from '../../http.ts'
import type { ConnectContext, ConnectedIdentity, Connector, PublishContext } from '../publisher.ts'
import { hostsAt } from './api.ts'
import { createPinterest } from './index.ts'

const redirect = 'http://localhost:47831/oauth/callback'
let peer: Pinterest
let http: Http
let connector: Connector
let context: ConnectContext

beforeEach(async () => {
  peer = await startPinterest()
  http = createHttp()
  connector = createPinterest(peer.url).connector
  const { id, secret } = peer.auth.register({ redirectUris: [redirect] })
  context = {
    app: { clientId: id, clientSecret: secret ?? '' },
    http,
    clock: systemClock,
    signal: new AbortController().signal,
    appCredentials: { get: () => undefined, set: () => undefined },
  }
})
afterEach(async () => {
  await http.close()
  await peer.stop()
})

const begin = (app = context.app) =>
  connector.authorize?.('oauth', {}, redirect, { ...context, app }) ?? Promise.reject(new Error('no way to sign in'))
const signIn = async (scopes?: readonly string[]) => {
  const { url, pending } = await begin()
  const back = new URL(await peer.auth.approve(url, scopes ? { scopes } : {}))
  return (await connector.finish?.(back.searchParams, pending, redirect, context)) as ConnectedIdentity
}
const paste = async (method: string, accessToken: string) =>
  (await connector.connect?.(method, { accessToken }, context)) as ConnectedIdentity
const contextOf = ({ secrets, externalId, displayHandle }: ConnectedIdentity): PublishContext =>
  ({
    account: {
      id: 'acct_1',
      platform: 'pinterest',
      externalId,
      displayHandle,
      server: '',
      limits: {},
      method: 'oauth',
    },
    secrets,
    http,
    clock: systemClock,
    signal: new AbortController().signal,
  }) as unknown as PublishContext

test('signing in brings the profile, with what renews it', async () => {
  const identity = await signIn()
  expect(identity).toMatchObject({
    kind: 'profile',
    externalId: '7001',
    name: 'Analytical Engines',
    displayHandle: '@ada',
    url: 'https://www.pinterest.com/ada/',
  })
  const days = ((identity.expiresAt ?? 0) - systemClock.now()) / 86_400_000
  expect(days).toBeGreaterThan(59)
  expect(days).toBeLessThanOrEqual(60)
  expect(await connector.health(contextOf(identity))).toMatchObject({ state: 'ok' })
})

test('asks for what making pins needs, and not for secret boards or advertising', async () => {
  const { searchParams } = new URL((await begin()).url)
  expect(searchParams.get('scope')).toBe('boards:read,boards:write,pins:read,pins:write,user_accounts:read')
  expect(searchParams.has('code_challenge')).toBe(false)
})

test('a permission that was not granted is named', async () => {
  await expect(signIn(['boards:read', 'pins:read', 'user_accounts:read'])).rejects.toMatchObject({
    said: { says: 'permission_not_granted', params: { permission: 'boards:write' } },
  })
})

test.each(['clientId', 'clientSecret'])('without %s of the app it says so there', async (field) => {
  await expect(Promise.resolve().then(() => begin({ ...context.app, [field]: '' }))).rejects.toMatchObject({
    said: { says: 'app_credentials_missing' },
    field,
  })
})

test('a pasted token connects, one that is unknown or may too little does not', async () => {
  const { access } = peer.auth.issue({ account: 'grace' })
  expect(await paste('token', ` ${access} `)).toMatchObject({ externalId: '7002', name: 'grace', expiresAt: null })
  await expect(paste('token', 'pina_no')).rejects.toMatchObject({ said: { says: 'bad_token' }, field: 'accessToken' })
  await expect(paste('token', ' ')).rejects.toMatchObject({ said: { says: 'field_missing' }, field: 'accessToken' })
  const { access: little } = peer.auth.issue({ account: 'grace', scopes: ['pins:read'] })
  await expect(paste('token', little)).rejects.toMatchObject({ said: { says: 'token_lacks_permission' } })
})

test('the sandbox is an account of its own, at a host of its own', async () => {
  const { access } = peer.auth.issue({ account: 'ada' })
  expect(await paste('sandbox', access)).toMatchObject({
    externalId: 'sandbox:7001',
    name: 'Analytical Engines · Sandbox',
  })
  expect(hostsAt()).toMatchObject({ api: 'https://api.pinterest.com', sandbox: 'https://api-sandbox.pinterest.com' })
})

test('boards and the sections of one can be chosen from', async () => {
  const pinterest = contextOf(await signIn())
  expect(await connector.actions?.['boards']?.(pinterest, '')).toEqual([
    { value: '8001', label: 'Engines' },
    { value: '8002', label: 'Notes' },
  ])
  expect(await connector.actions?.['sections']?.(pinterest, '8001')).toEqual([{ value: '9001', label: 'Brass' }])
  expect(await connector.actions?.['sections']?.(pinterest, '')).toEqual([])
})

test('it does not claim to have ended a sign-in that only its owner can end', async () => {
  expect(await connector.revoke(contextOf(await signIn()))).toBe(false)
})
