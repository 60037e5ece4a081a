import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { registered, startOidc } from '../../../test/support/oidc/index.ts'
import { knowledgeOf, type ConnectMethod } from '../../contract/platforms/index.ts'
import {
  beginSignIn,
  clientOf,
  freshToken,
  redeemCode,
  revokeToken,
  signInEnds,
  type OAuthSecrets,
  type OAuthServer,
} from '../publishers/oauth.ts'
import type { Connector, Publisher } from '../publishers/publisher.ts'
import { createRegistry } from '../publishers/registry.ts'
import { createTestContext, type TestContext } from '../testing.ts'
import { createAccounts, type Accounts } from './accounts.ts'
import { backOf } from './testing.ts'

/*
 * Everything between a person's click and the end of a sign-in, against a certified server: the app, the registered port, the browser, the
 * vault, renewal, revocation.
 */

const method: ConnectMethod = {
  id: 'certified',
  kind: 'oauth',
  fields: [],
  app: [
    { key: 'clientId', secret: false, required: true, example: '' },
    { key: 'clientSecret', secret: true, required: true, example: '' },
  ],
  redirect: { kind: 'fixed', host: '127.0.0.1' },
}
const methods = knowledgeOf('bluesky').rules.connect as ConnectMethod[]
const scopes = ['openid', 'offline_access', 'posts']

let oidc: Awaited<ReturnType<typeof startOidc>>
let server: OAuthServer
let context: TestContext
let accounts: Accounts
let connector: Connector

beforeEach(async () => {
  const redirectPort = await freePort()
  oidc = await startOidc(`http://127.0.0.1:${redirectPort}/oauth/callback`)
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
  connector = {
    platform: 'bluesky',
    authorize: async (_method, _fields, redirectUri, ask) =>
      beginSignIn(server, clientOf(server, ask), scopes, redirectUri),
    async finish(query, pending, redirectUri, ask) {
      const { raw: _, ...secrets } = await redeemCode(server, query, pending, redirectUri, ask)
      return ['harbour', 'engines'].map((page) => ({
        kind: 'page',
        externalId: page,
        name: page,
        displayHandle: page,
        url: null,
        avatar: null,
        server: '',
        limits: {},
        expiresAt: signInEnds(secrets),
        secrets: { ...secrets, page },
        grant: 'ada',
      }))
    },
    async health(call) {
      await freshToken(server, call)
      return { state: 'ok', expiresAt: signInEnds(call.secrets as unknown as OAuthSecrets) }
    },
    revoke: (call) => revokeToken(server, call),
  }
  methods.push(method)
  context = createTestContext()
  context.clock.set(Date.now())
  accounts = createAccounts(context, createRegistry([{ connector, publisher: { platform: 'bluesky' } as Publisher }]), {
    cancelWaiting: () => 0,
    reconnected() {},
    redirectPort,
  })
  accounts.apps.save('bluesky', 'certified', registered)
})
afterEach(async () => {
  accounts.close()
  methods.pop()
  await context.dispose()
  await oidc.stop()
})

async function freePort(): Promise<number> {
  const probe = createServer()
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve))
  const { port } = probe.address() as AddressInfo
  await new Promise((resolve) => probe.close(resolve))
  return port
}

/** As a person does, with a browser that follows where it is sent. */
async function connectBoth() {
  const { id, authorizeUrl } = await accounts.startConnection({ platform: 'bluesky', method: 'certified', fields: {} })
  await fetch(await oidc.approve(authorizeUrl ?? ''))
  const keys = accounts.connection(id).choices.map(({ key }) => key)
  const [harbour, engines] = accounts.chooseOfConnection(id, keys).accounts
  if (!harbour || !engines) throw new Error('not connected')
  return { harbour, engines }
}
const secretsOf = (id: string) => accounts.openAccount(id).secrets as unknown as OAuthSecrets
const sealedCount = () =>
  context.store.sqlite.prepare(`select count(*) from secret where name = 'credentials'`).pluck().get()

test('signing in, renewing for all accounts of it at once, and ending it with the last of them', async () => {
  const { harbour, engines } = await connectBoth()
  const first = secretsOf(harbour)
  expect(await oidc.isActive(first.accessToken)).toBe(true)
  expect(secretsOf(engines)).toMatchObject({ refreshToken: first.refreshToken, page: 'engines' })

  // Both are found old in the same round; the second would use a token that is dead by then.
  context.clock.set(context.clock.now() + 3_600_000)
  oidc.asked.length = 0
  await Promise.all([accounts.check(harbour), accounts.check(engines)])
  expect(oidc.asked).toEqual(['refresh_token'])
  expect(accounts.list().map(({ health }) => health.state)).toEqual(['ok', 'ok'])
  const renewed = secretsOf(engines)
  expect(renewed).toMatchObject({ accessToken: secretsOf(harbour).accessToken, page: 'engines' })
  expect(renewed.refreshToken).not.toBe(first.refreshToken)

  expect(await accounts.disconnect(harbour)).toMatchObject({ revoked: false, sharedWith: 1 })
  expect(await oidc.isActive(renewed.accessToken)).toBe(true)
  expect(await accounts.disconnect(engines)).toMatchObject({ revoked: true, sharedWith: 0 })
  expect(await oidc.isActive(renewed.accessToken)).toBe(false)
  expect(sealedCount()).toBe(0)
})

test('a sign-in that was ended at the platform breaks its accounts when they are next renewed, and is mended by a new one', async () => {
  const { harbour } = await connectBoth()
  await revokeToken(server, { ...accounts.openAccount(harbour), http: context.http, signal: undefined } as never)
  context.clock.set(context.clock.now() + 3_600_000)
  expect((await accounts.check(harbour)).health).toMatchObject({ state: 'broken', reason: { says: 'signed_out' } })
  const { id, authorizeUrl } = await accounts.startConnection({
    platform: 'bluesky',
    method: 'certified',
    fields: {},
    reconnect: harbour,
  })
  await fetch(await oidc.approve(authorizeUrl ?? ''))
  expect(accounts.connection(id)).toMatchObject({ state: 'connected', accounts: [harbour] })
  expect(accounts.get(harbour).health.state).toBe('ok')
})

test('a no in the browser ends the wait, and the tab says so', async () => {
  const { id, authorizeUrl } = await accounts.startConnection({ platform: 'bluesky', method: 'certified', fields: {} })
  const tab = await fetch(await oidc.deny(authorizeUrl ?? ''))
  expect(await tab.text()).toContain('was not connected')
  expect(accounts.connection(id)).toMatchObject({ state: 'failed', error: { says: 'sign_in_denied' } })
})

test('a code caught and brought back by somebody else’s sign-in connects nobody', async () => {
  const [mine, theirs] = [1, 2].map(() =>
    accounts.startConnection({ platform: 'bluesky', method: 'certified', fields: {} }),
  )
  const back = new URL(await oidc.approve((await mine)?.authorizeUrl ?? ''))
  const other = await theirs
  back.searchParams.set('state', new URL(other?.authorizeUrl ?? '').searchParams.get('state') ?? '')
  await fetch(back)
  expect(accounts.connection(other?.id ?? '')).toMatchObject({ state: 'failed', error: { says: 'code_refused' } })
  expect(accounts.list()).toEqual([])
  expect(backOf(accounts.connection((await mine)?.id ?? ''))).toContain('/oauth/callback')
})
