import { randomBytes } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { request } from 'node:http'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { HttpFailure } from '../http.ts'
import {
  ConnectFailed,
  StepFailed,
  type ConnectedIdentity,
  type Connector,
  type HealthReport,
  type Publisher,
} from '../publishers/publisher.ts'
import { createRegistry } from '../publishers/registry.ts'
import { createTestContext, type TestContext } from '../testing.ts'
import { openWith, sealWith } from '../vault/seal.ts'
import { VaultLocked, type Vault } from '../vault/vault.ts'
import { createAccounts, type Accounts } from './accounts.ts'

const token = 'a-token-nobody-may-read'

/** A platform of two methods that answers as it is told; everything around it is real. */
const platform = {
  who: 'did:one',
  health: { state: 'ok', expiresAt: null } as HealthReport | Error,
  connectError: null as Error | null,
  revoked: [] as unknown[],
  revokeError: null as Error | null,
}
const identity = (): ConnectedIdentity => ({
  kind: 'profile',
  externalId: platform.who,
  name: platform.who,
  displayHandle: platform.who,
  url: null,
  avatar: null,
  server: 'https://one.example',
  limits: {},
  expiresAt: null,
  secrets: { token },
})
const connector: Connector = {
  platform: 'bluesky',
  async connect() {
    if (platform.connectError) throw platform.connectError
    return identity()
  },
  authorize: async (_method, _fields, redirectUri) => ({
    url: `https://one.example/authorize?back=${redirectUri}`,
    state: 'the-state',
    pending: { verifier: 'v' },
  }),
  async finish(query, pending) {
    if (query.get('error')) throw new ConnectFailed('denied', 'You said <no> & "left"')
    expect(pending).toEqual({ verifier: 'v' })
    return identity()
  },
  async health() {
    if (platform.health instanceof Error) throw platform.health
    return platform.health
  },
  async revoke({ secrets }) {
    platform.revoked.push(secrets)
    if (platform.revokeError) throw platform.revokeError
    return true
  },
  actions: {
    lists: async () => [{ value: '1', label: 'One' }],
    gone: () =>
      Promise.reject(new StepFailed({ is: 'rejected', failure: { code: 'reconnect', message: 'Signed out' } })),
  },
}

let context: TestContext
let accounts: Accounts
let vault: { -readonly [K in keyof Vault]: Vault[K] } & { locked: boolean; key: Buffer }
let canceled: string[]
let cancelError: Error | null

beforeEach(() => {
  Object.assign(platform, {
    who: 'did:one',
    health: { state: 'ok', expiresAt: null },
    connectError: null,
    revoked: [],
    revokeError: null,
  })
  canceled = []
  cancelError = null
  const unlocked = () => {
    if (vault.locked) throw new VaultLocked('locked')
    return vault.key
  }
  vault = {
    locked: false,
    key: randomBytes(32),
    status: () => ({
      state: vault.locked ? 'locked' : 'ready',
      kind: 'keychain',
      reason: null,
      keychainAvailable: true,
    }),
    seal: (plain, binding) => sealWith(unlocked(), plain, binding),
    open: (sealed, binding) => openWith(unlocked(), sealed, binding),
  }
  context = createTestContext({ vault, log: { info() {}, warn() {}, error() {} } })
  accounts = createAccounts(context, createRegistry([{ connector, publisher: { platform: 'bluesky' } as Publisher }]), {
    cancelWaiting(_tx, id) {
      canceled.push(id)
      if (cancelError) throw cancelError
      return 2
    },
    reconnected() {},
  })
})
afterEach(async () => {
  accounts.close()
  await context.dispose()
})

const fields = { handle: 'one.example', password: 'abcd-efgh' }
const start = (more: object = {}) =>
  accounts.startConnection({ platform: 'bluesky', method: 'app_password', fields, ...more })
const connect = async () => (await start()).accounts[0] ?? ''
const types = () => context.events.map((event) => event.type)

describe('connecting with fields', () => {
  test('makes an account whose secret is nowhere in the clear', async () => {
    expect(await start()).toMatchObject({ state: 'connected', error: null, authorizeUrl: null })
    expect(accounts.list()).toMatchObject([{ handle: 'bluesky:profile:did:one', health: { state: 'ok' }, waiting: 0 }])
    expect(accounts.openAccount(accounts.list()[0]?.id ?? '').secrets).toEqual({ token })
    for (const file of readdirSync(context.folder).filter((name) => name.startsWith('workspace.db'))) {
      expect(readFileSync(join(context.folder, file)).includes(token)).toBe(false)
    }
  })

  test('a secret moved to another account does not open there', async () => {
    const first = await connect()
    platform.who = 'did:two'
    const second = await connect()
    context.store.sqlite
      .prepare('update secret set sealed = (select sealed from secret where owner = ?) where owner = ?')
      .run(first, second)
    expect(() => accounts.openAccount(second)).toThrow('Connect the account again')
  })

  test('the same account connected twice is one account, with what it was given since', async () => {
    const id = await connect()
    accounts.update(id, { languages: ['en'] })
    expect(await connect()).toBe(id)
    expect(accounts.list()).toMatchObject([{ defaults: { languages: ['en'] } }])
  })

  test('a disconnected account comes back as itself', async () => {
    const id = await connect()
    await accounts.disconnect(id as `acct_${string}`)
    expect(accounts.list()).toEqual([])
    expect(await connect()).toBe(id)
    expect(accounts.list()).toHaveLength(1)
  })

  test('somebody else signing in is refused, and that sign-in is given back', async () => {
    const id = await connect()
    platform.who = 'did:two'
    const connection = await start({ reconnect: id })
    expect(connection).toMatchObject({ state: 'failed', accounts: [], error: { code: 'other_identity' } })
    expect(platform.revoked).toEqual([{ token }])
    expect(accounts.list().map((account) => account.name)).toEqual(['did:one'])
  })

  test('a refusal names the field, and network trouble is not called a refusal', async () => {
    platform.connectError = new ConnectFailed('wrong_credentials', 'Wrong', 'password')
    expect((await start()).error).toEqual({ code: 'wrong_credentials', message: 'Wrong', field: 'password' })
    platform.connectError = new HttpFailure('not_sent', 'ENOTFOUND', 'no such host')
    expect((await start()).error).toMatchObject({ code: 'unreachable' })
    expect(accounts.list()).toEqual([])
  })

  test('a fault of our own says nothing of what it broke on', async () => {
    platform.connectError = new Error(`broke on ${fields.password}`)
    const { error } = await start()
    expect(error).toMatchObject({ code: 'internal' })
    expect(JSON.stringify(error)).not.toContain(fields.password)
  })

  test.each([
    [{ platform: 'reddit' }, 'platform'],
    [{ method: 'carrier_pigeon' }, 'method'],
    [{ fields: { password: 'x' } }, 'fields.handle'],
    [{ fields: { ...fields, colour: 'red' } }, 'fields.colour'],
  ])('%j is refused at its field', async (change, path) => {
    await expect(start(change)).rejects.toMatchObject({ code: 'unprocessable', data: { fields: [{ path }] } })
  })

  test('with a locked vault nothing is asked and nothing is kept', async () => {
    vault.locked = true
    await expect(start()).rejects.toMatchObject({ code: 'vault_locked' })
    expect(accounts.list()).toEqual([])
  })

  test('a vault that locks on the way keeps nothing half', async () => {
    const { seal } = vault
    vault.seal = () => {
      throw new VaultLocked('locked meanwhile')
    }
    await expect(start()).rejects.toMatchObject({ code: 'vault_locked' })
    expect(accounts.list()).toEqual([])
    expect(platform.revoked).toEqual([{ token }])
    vault.seal = seal
  })
})

describe('connecting by browser', () => {
  const begin = async () => {
    const connection = await start({ method: 'oauth', fields: { handle: 'one.example' } })
    const redirect = new URL(connection.authorizeUrl ?? '').searchParams.get('back') ?? ''
    return { id: connection.id, redirect, visit: (query: string) => fetch(`${redirect}?${query}`) }
  }

  test('ends when the browser comes back, and the tab says so without being able to run anything', async () => {
    const { id, redirect, visit } = await begin()
    expect(redirect).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/oauth\/callback$/)
    const tab = await visit('code=c&state=the-state')
    expect(await tab.text()).toContain('You can close this tab')
    expect(tab.headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-/)
    expect(accounts.connection(id)).toMatchObject({ state: 'connected', authorizeUrl: null })
    expect(accounts.list()).toHaveLength(1)
  })

  test('a stranger with another state neither connects nor ends the wait', async () => {
    const { id, visit } = await begin()
    expect((await visit('code=evil&state=guess')).status).toBe(400)
    expect((await visit('code=evil')).status).toBe(400)
    expect(accounts.connection(id).state).toBe('waiting')
    expect((await visit('code=c&state=the-state')).status).toBe(200)
  })

  test('a page elsewhere that points its own name at this machine gets nothing', async () => {
    const { id, redirect } = await begin()
    const { port } = new URL(redirect)
    const status = await new Promise((resolve, reject) => {
      request(
        {
          host: '127.0.0.1',
          port,
          path: '/oauth/callback?code=c&state=the-state',
          headers: { host: `evil.example:${port}` },
        },
        (answer) => resolve(answer.resume().statusCode),
      )
        .on('error', reject)
        .end()
    })
    expect(status).toBe(404)
    expect(accounts.connection(id).state).toBe('waiting')
  })

  test('a redirect counts once', async () => {
    const { id, redirect, visit } = await begin()
    await visit('code=c&state=the-state')
    await expect(visit('code=c&state=the-state')).rejects.toThrow('fetch failed')
    await expect(accounts.finishConnection(id, `${redirect}?code=c&state=the-state`)).rejects.toMatchObject({
      code: 'conflict',
    })
  })

  test('what a platform says is shown as text, never as markup', async () => {
    const { id, visit } = await begin()
    const text = await (await visit('error=access_denied&state=the-state')).text()
    expect(text).toContain('You said &lt;no&gt; &amp; &quot;left&quot;')
    expect(accounts.connection(id)).toMatchObject({ state: 'failed', error: { code: 'denied' } })
  })

  test('nobody comes back within ten minutes: failed, and nothing listens any more', async () => {
    const { id, visit } = await begin()
    await context.clock.by(10 * 60_000)
    expect(accounts.connection(id)).toMatchObject({ state: 'failed', error: { code: 'timed_out' } })
    await expect(visit('code=c&state=the-state')).rejects.toThrow('fetch failed')
  })

  test('given up: nothing listens any more', async () => {
    const { id, visit } = await begin()
    expect(accounts.cancelConnection(id).state).toBe('canceled')
    await expect(visit('code=c&state=the-state')).rejects.toThrow('fetch failed')
    expect(accounts.list()).toEqual([])
  })

  test('an address can be pasted where the browser could not come back, and only the right one', async () => {
    const { id, redirect } = await begin()
    const paste = (url: string) => accounts.finishConnection(id, url)
    await expect(paste('https://evil.example/oauth/callback?code=c&state=the-state')).rejects.toMatchObject({
      data: { fields: [{ path: 'redirectedUrl' }] },
    })
    await expect(paste(`${redirect}?code=c&state=other`)).rejects.toMatchObject({
      data: { fields: [{ path: 'redirectedUrl' }] },
    })
    expect(await paste(`${redirect}?code=c&state=the-state`)).toMatchObject({ state: 'connected' })
  })
})

describe('health', () => {
  test('an account is broken on the word of its platform, and that is told once', async () => {
    const id = await connect()
    platform.health = { state: 'broken', reason: 'Revoked' }
    expect((await accounts.check(id)).health).toMatchObject({ state: 'broken', reason: 'Revoked' })
    await accounts.checkAll()
    expect(types().filter((type) => type === 'account.broken')).toHaveLength(1)
    platform.health = { state: 'ok', expiresAt: null }
    expect((await accounts.check(id)).health).toMatchObject({ state: 'ok', reason: null })
  })

  test('a platform that cannot be reached breaks nothing and mends nothing', async () => {
    const id = await connect()
    platform.health = { state: 'unreachable', reason: 'No network' }
    expect((await accounts.check(id)).health).toMatchObject({
      state: 'ok',
      reason: expect.stringContaining('No network'),
    })
    accounts.markBroken(id, 'Revoked')
    expect((await accounts.check(id)).health).toMatchObject({ state: 'broken', reason: 'Revoked' })
  })

  test('one account that cannot be checked does not keep the others from it', async () => {
    await connect()
    platform.health = new Error('a bug')
    expect(await accounts.checkAll()).toHaveLength(1)
  })

  test('a sign-in that ends soon is told before, and one that has ended is broken', async () => {
    const id = await connect()
    platform.health = { state: 'ok', expiresAt: context.clock.now() + 4 * 86_400_000 }
    expect((await accounts.check(id)).health.state).toBe('ok')
    await context.clock.by(2 * 86_400_000)
    expect(accounts.get(id).health.state).toBe('expiring')
    await context.clock.by(3 * 86_400_000)
    expect(accounts.get(id).health.state).toBe('broken')
  })

  test('every account is checked by itself some times a day, until the workspace closes', async () => {
    const id = await connect()
    platform.health = { state: 'broken', reason: 'Revoked' }
    await context.clock.by(7 * 3_600_000)
    expect(accounts.get(id).health.state).toBe('broken')
    accounts.close()
    platform.health = { state: 'ok', expiresAt: null }
    await context.clock.by(7 * 3_600_000)
    expect(accounts.get(id).health.state).toBe('broken')
  })

  test('a locked vault shows as locked, not as broken, and opens nothing', async () => {
    const id = await connect()
    vault.locked = true
    expect(accounts.get(id).health.state).toBe('locked')
    expect(() => accounts.openAccount(id)).toThrow(VaultLocked)
    await expect(accounts.check(id)).rejects.toMatchObject({ code: 'vault_locked' })
    await accounts.checkAll()
    vault.locked = false
    expect(accounts.get(id).health.state).toBe('ok')
  })

  test('secrets sealed under a key that is gone ask for a new sign-in', async () => {
    const id = await connect()
    vault.key = randomBytes(32)
    expect((await accounts.check(id)).health).toMatchObject({
      state: 'broken',
      reason: expect.stringContaining('another machine'),
    })
  })
})

describe('disconnecting', () => {
  test('revokes, erases, cancels what waits, and tells how many', async () => {
    const id = (await connect()) as `acct_${string}`
    expect(await accounts.disconnect(id)).toEqual({ id, revoked: true, canceledDeliveries: 2 })
    expect(platform.revoked).toEqual([{ token }])
    expect(canceled).toEqual([id])
    expect(context.store.sqlite.prepare('select count(*) from secret').pluck().get()).toBe(0)
    expect(() => accounts.get(id)).toThrow('There is no account')
  })

  test('is all or nothing here', async () => {
    const id = (await connect()) as `acct_${string}`
    cancelError = new Error('disk full')
    await expect(accounts.disconnect(id)).rejects.toThrow('disk full')
    expect(accounts.openAccount(id).secrets).toEqual({ token })
  })

  test('works when the platform is away and when the vault is locked, and says what was not revoked', async () => {
    const id = (await connect()) as `acct_${string}`
    platform.revokeError = new HttpFailure('not_sent', 'ENOTFOUND', 'no such host')
    expect(await accounts.disconnect(id)).toMatchObject({ revoked: false })
    await connect()
    vault.locked = true
    expect(await accounts.disconnect(id)).toMatchObject({ revoked: false })
    expect(accounts.list()).toEqual([])
  })

  test('a refresh that ends afterwards does not bring secrets back', async () => {
    const id = (await connect()) as `acct_${string}`
    const opened = accounts.openAccount(id)
    await accounts.disconnect(id)
    opened.saveSecrets({ token: 'newer' })
    expect(context.store.sqlite.prepare('select count(*) from secret').pluck().get()).toBe(0)
  })
})

describe('an account', () => {
  test('opened twice shows both what was saved last', async () => {
    const id = await connect()
    const [one, two] = [accounts.openAccount(id), accounts.openAccount(id)]
    one.saveSecrets({ token: 'newer' })
    expect(two.secrets).toEqual({ token: 'newer' })
  })

  test('keeps only defaults its platform has, each of its kind', async () => {
    const id = await connect()
    const wrong = { languages: 'en', linkCard: 'yes', contentWarning: 'scary', colour: 'red' }
    const paths = Object.keys(wrong).map((key) => ({ path: `defaults.${key}`, message: expect.any(String) }))
    expect(() => accounts.update(id, wrong)).toThrow(
      expect.objectContaining({ code: 'unprocessable', data: { fields: paths } }),
    )
    expect(accounts.update(id, { languages: ['en'], linkCard: false }).defaults).toEqual({
      languages: ['en'],
      linkCard: false,
    })
  })

  test('answers what options a setting has, and knows when it was signed out', async () => {
    const id = await connect()
    expect(await accounts.runAction(id, 'lists')).toEqual({ options: [{ value: '1', label: 'One' }] })
    await expect(accounts.runAction(id, 'constructor')).rejects.toMatchObject({ code: 'not_found' })
    await expect(accounts.runAction(id, 'gone')).rejects.toMatchObject({
      code: 'conflict',
      data: { reason: 'reconnect' },
    })
    expect(accounts.get(id).health.state).toBe('broken')
  })

  test('shows what it has left of its quota', async () => {
    const id = await connect()
    expect(accounts.get(id).quota).toBeNull()
    accounts.setQuota(id, { remaining: 0, limit: 5_000, resetsAt: Date.UTC(2026, 10, 24, 10) })
    expect(accounts.get(id).quota).toEqual({ remaining: 0, limit: 5_000, resetsAt: '2026-11-24T10:00:00.000Z' })
  })
})
