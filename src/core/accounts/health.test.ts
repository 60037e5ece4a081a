import { randomBytes } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { said } from '../../contract/sentences/index.ts'
import { failure, StepFailed, type Connector, type Publisher } from '../publishers/publisher.ts'
import { openTestWorkspace } from '../testing.ts'
import { VaultLocked } from '../vault/vault.ts'
import type { Accounts } from './accounts.ts'
import { identityOf, openAccounts, type AccountsUnderTest, type FakePlatform, type TestVault } from './testing.ts'

const day = 86_400_000
const hour = 3_600_000
const revoked = said('signed_out', { platform: 'One' })
let under: AccountsUnderTest
let accounts: Accounts
let platform: FakePlatform
let vault: TestVault

beforeEach(() => {
  under = openAccounts()
  ;({ accounts, platform, vault } = under)
})
afterEach(() => under.dispose())

const connect = async () => {
  const fields = { handle: 'one.example', password: 'abcd-efgh' }
  return (await accounts.startConnection({ platform: 'bluesky', method: 'app_password', fields })).accounts[0] ?? ''
}
const told = (type: string) => under.context.events.filter((event) => event.type === type)

describe('how an account stands', () => {
  test('an account is broken on the word of its platform, and that is told once', async () => {
    const id = await connect()
    platform.health = { state: 'broken', reason: revoked }
    expect((await accounts.check(id)).health).toMatchObject({ state: 'broken', reason: { says: 'signed_out' } })
    await accounts.checkAll()
    expect(told('account.broken')).toHaveLength(1)
    platform.health = { state: 'ok', expiresAt: null }
    expect((await accounts.check(id)).health).toMatchObject({ state: 'ok', reason: null })
  })

  test('a platform that cannot be reached breaks nothing and mends nothing', async () => {
    const id = await connect()
    platform.health = { state: 'unreachable', reason: said('did_not_answer', { platform: 'One', code: 'ENOTFOUND' }) }
    expect((await accounts.check(id)).health).toMatchObject({
      state: 'ok',
      reason: { says: 'not_checked', inner: { says: 'did_not_answer' } },
    })
    accounts.markBroken(id, revoked)
    expect((await accounts.check(id)).health).toMatchObject({ state: 'broken', reason: { says: 'signed_out' } })
  })

  test('a platform in trouble while a sign-in is renewed breaks nothing; one that refuses does', async () => {
    const id = await connect()
    platform.health = new StepFailed({ is: 'not_sent', failure: failure('platform', said('sign_in_not_renewed')) })
    expect((await accounts.check(id)).health).toMatchObject({ state: 'ok', reason: { says: 'not_checked' } })
    platform.health = new StepFailed({ is: 'rejected', failure: failure('reconnect', revoked) })
    expect((await accounts.check(id)).health).toMatchObject({ state: 'broken', reason: { says: 'signed_out' } })
  })

  test('one account that cannot be checked does not keep the others from it', async () => {
    await connect()
    platform.health = new Error('a bug')
    expect(await accounts.checkAll()).toHaveLength(1)
  })

  test('a sign-in that ends within a week is told before, once and also to a program that was closed, and is broken after', async () => {
    const id = await connect()
    const end = under.context.clock.now() + 8 * day
    platform.health = { state: 'ok', expiresAt: end }
    expect((await accounts.check(id)).health.state).toBe('ok')
    await under.context.clock.by(day - hour)
    expect(told('account.expiring')).toEqual([])
    await under.context.clock.by(7 * hour)
    expect(accounts.get(id).health.state).toBe('expiring')
    expect(told('account.expiring')).toMatchObject([
      { ids: { account: id }, summary: { title: 'did:one', detail: { says: 'sign_in_ends' } } },
    ])
    accounts.close()
    const restarted = under.another()
    await under.context.clock.by(day)
    expect(told('account.expiring')).toHaveLength(1)
    platform.health = { state: 'ok', expiresAt: end + day }
    await under.context.clock.by(day)
    expect(told('account.expiring')).toHaveLength(2)
    await under.context.clock.to(end + day)
    expect(restarted.get(id).health).toMatchObject({ state: 'broken', reason: { says: 'sign_in_ended' } })
  })

  test('every account is checked by itself some times a day, until the workspace closes', async () => {
    const id = await connect()
    platform.health = { state: 'broken', reason: revoked }
    await under.context.clock.by(7 * hour)
    expect(accounts.get(id).health.state).toBe('broken')
    accounts.close()
    platform.health = { state: 'ok', expiresAt: null }
    await under.context.clock.by(7 * hour)
    expect(accounts.get(id).health.state).toBe('broken')
  })

  test('a program that was closed for hours asks soon after its start; one that was started again at once asks nobody', async () => {
    const id = await connect()
    accounts.close()
    platform.health = { state: 'broken', reason: revoked }
    const soon = under.another()
    await under.context.clock.by(2 * 60_000)
    expect(soon.get(id).health.state).toBe('ok')
    soon.close()
    under.context.clock.set(under.context.clock.now() + 7 * hour)
    const later = under.another()
    await under.context.clock.by(2 * 60_000)
    expect(later.get(id).health.state).toBe('broken')
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
      reason: { says: 'sealed_elsewhere' },
    })
  })
})

test('a post that is planned past the end of its sign-in says so, and cannot go out once that is over', async () => {
  let end = 0
  const ending: Connector = {
    platform: 'bluesky',
    connect: async () => identityOf('one', { expiresAt: end }),
    health: async () => ({ state: 'ok', expiresAt: end }),
    revoke: async () => false,
  }
  const workspace = openTestWorkspace({
    platforms: [{ connector: ending, publisher: { platform: 'bluesky', settleMs: 0 } as Publisher }],
  })
  try {
    const now = workspace.clock.now()
    end = now + 10 * day
    const { accounts: made } = await workspace.accounts.startConnection({
      platform: 'bluesky',
      method: 'app_password',
      fields: { handle: 'one.example', password: 'abcd-efgh' },
    })
    const account = made[0] ?? ''
    const post = workspace.draft('Hello', [account])
    const plannedIn = (days: number) => {
      workspace.posts.update(post, { when: { at: new Date(now + days * day).toISOString() } })
      return workspace.posts.problemsOf(post, account).map(({ severity, code }) => `${severity} ${code}`)
    }
    expect(plannedIn(9)).toEqual([])
    expect(plannedIn(11)).toEqual(['warning account_expires'])
    workspace.clock.set(now + 4 * day)
    expect(workspace.accounts.get(account).health.state).toBe('expiring')
    workspace.clock.set(now + 11 * day)
    expect(workspace.accounts.get(account).health.state).toBe('broken')
    expect(plannedIn(12)).toEqual(['error account_broken'])
  } finally {
    await workspace.dispose()
  }
})
