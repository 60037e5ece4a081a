import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { HttpFailure } from '../http.ts'
import { ConnectFailed } from '../publishers/publisher.ts'
import { VaultLocked } from '../vault/vault.ts'
import type { Accounts } from './accounts.ts'
import {
  identityOf,
  openAccounts,
  token,
  type AccountsUnderTest,
  type FakePlatform,
  type TestVault,
} from './testing.ts'

let under: AccountsUnderTest
let accounts: Accounts
let platform: FakePlatform
let vault: TestVault
let cancelError: Error | null

beforeEach(() => {
  cancelError = null
  under = openAccounts({
    cancelWaiting(_tx, id) {
      under.canceled.push(id)
      if (cancelError) throw cancelError
      return 2
    },
  })
  ;({ accounts, platform, vault } = under)
})
afterEach(() => under.dispose())

const fields = { handle: 'one.example', password: 'abcd-efgh' }
const start = (more: object = {}) =>
  accounts.startConnection({ platform: 'bluesky', method: 'app_password', fields, ...more })
const connect = async () => (await start()).accounts[0] ?? ''

describe('connecting with fields', () => {
  test('makes an account whose secret is nowhere in the clear', async () => {
    expect(await start()).toMatchObject({ state: 'connected', error: null, authorizeUrl: null })
    expect(accounts.list()).toMatchObject([{ handle: 'bluesky:profile:did:one', health: { state: 'ok' }, waiting: 0 }])
    expect(accounts.openAccount(accounts.list()[0]?.id ?? '').secrets).toEqual({ token })
    for (const file of readdirSync(under.context.folder).filter((name) => name.startsWith('workspace.db'))) {
      expect(readFileSync(join(under.context.folder, file)).includes(token)).toBe(false)
    }
  })

  test('a secret moved to another account does not open there', async () => {
    const first = await connect()
    platform.who = 'did:two'
    const second = await connect()
    under.context.store.sqlite
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
    expect(connection).toMatchObject({ state: 'failed', accounts: [], error: { says: 'other_identity' } })
    expect(platform.revoked).toEqual([{ token }])
    expect(accounts.list().map((account) => account.name)).toEqual(['did:one'])
  })

  test('a refusal names the field, and network trouble is not called a refusal', async () => {
    platform.connectError = new ConnectFailed('wrong_credentials', { platform: 'One' }, 'password')
    expect((await start()).error).toMatchObject({ says: 'wrong_credentials', field: 'password' })
    platform.connectError = new HttpFailure('not_sent', 'ENOTFOUND', 'no such host')
    expect((await start()).error).toMatchObject({ says: 'not_reached' })
    expect(accounts.list()).toEqual([])
  })

  test('a fault of our own says nothing of what it broke on', async () => {
    platform.connectError = new Error(`broke on ${fields.password}`)
    const { error } = await start()
    expect(error).toMatchObject({ says: 'mistake_connecting' })
    expect(JSON.stringify(error)).not.toContain(fields.password)
  })

  test.each([
    // As a program of a newer version may ask.
    [{ platform: 'newer' }, 'platform'],
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

describe('disconnecting', () => {
  test('revokes, erases, cancels what waits, and tells how many', async () => {
    const id = (await connect()) as `acct_${string}`
    expect(await accounts.disconnect(id)).toEqual({ id, revoked: true, sharedWith: 0, canceledDeliveries: 2 })
    expect(platform.revoked).toEqual([{ token }])
    expect(under.canceled).toEqual([id])
    expect(under.context.store.sqlite.prepare('select count(*) from secret').pluck().get()).toBe(0)
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
    expect(under.context.store.sqlite.prepare('select count(*) from secret').pluck().get()).toBe(0)
  })
})

describe('accounts that one sign-in carries', () => {
  const person = { accessToken: 'of-the-person', refreshToken: 'renews-it', expiresAt: 5, end: null }
  /** Connected one after the other, as a person would who comes back for a second page. */
  const connectPage = async (id: string, secrets: object, grant?: string) => {
    platform.reaches = [
      identityOf(id, { kind: 'page', secrets: { ...secrets, pageToken: `of-${id}` }, ...(grant && { grant }) }),
    ]
    const begun = await start({ method: 'oauth', fields: { handle: 'one.example' } })
    const query = new URL(begun.authorizeUrl ?? '').searchParams
    await fetch(`${query.get('back')}?code=c&state=${query.get('state')}`)
    return (accounts.connection(begun.id).accounts[0] ?? '') as `acct_${string}`
  }

  test('renewed for one are renewed for all that held the same, and nobody gets another’s', async () => {
    const [a, b] = [await connectPage('a', person, 'ada'), await connectPage('b', person, 'ada')]
    const older = await connectPage('c', { ...person, accessToken: 'older', refreshToken: 'older-too' }, 'ada')
    const stranger = await connectPage('d', person)
    const opened = accounts.openAccount(a)
    opened.saveSecrets({ ...opened.secrets, accessToken: 'new', refreshToken: 'new-too', expiresAt: 9, end: 10 })
    expect(accounts.openAccount(b).secrets).toEqual({
      accessToken: 'new',
      refreshToken: 'new-too',
      expiresAt: 9,
      end: 10,
      pageToken: 'of-b',
    })
    expect(accounts.openAccount(older).secrets).toMatchObject({ accessToken: 'older', end: null })
    expect(accounts.openAccount(stranger).secrets).toMatchObject({ accessToken: 'of-the-person' })
  })

  test('are revoked with the last of them', async () => {
    const [a, b] = [await connectPage('a', person, 'ada'), await connectPage('b', person, 'ada')]
    expect(await accounts.disconnect(a)).toMatchObject({ revoked: false, sharedWith: 1 })
    expect(platform.revoked).toEqual([])
    expect(await accounts.disconnect(b)).toMatchObject({ revoked: true, sharedWith: 0 })
    expect(platform.revoked).toEqual([{ ...person, pageToken: 'of-b' }])
  })

  test('are told apart by the app they were allowed to', async () => {
    const a = await connectPage('a', { ...person, clientId: 'one' }, 'ada')
    await connectPage('b', { ...person, clientId: 'two' }, 'ada')
    expect(await accounts.disconnect(a)).toMatchObject({ revoked: true, sharedWith: 0 })
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
    const paths = Object.keys(wrong).map((key) => expect.objectContaining({ path: `defaults.${key}` }))
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
    expect(await accounts.runAction(id, 'lists', ' of r/coffee')).toMatchObject({
      options: [{ label: 'One of r/coffee' }],
    })
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
