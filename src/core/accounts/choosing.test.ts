import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Accounts } from './accounts.ts'
import { backOf, identityOf, openAccounts, stateOf, type AccountsUnderTest, type FakePlatform } from './testing.ts'

let under: AccountsUnderTest
let accounts: Accounts
let platform: FakePlatform

beforeEach(() => {
  under = openAccounts()
  ;({ accounts, platform } = under)
})
afterEach(() => under.dispose())

const start = (method: string, more: object = {}) =>
  accounts.startConnection({
    platform: 'bluesky',
    method,
    fields: method === 'oauth' ? { handle: 'one.example' } : {},
    ...more,
  })
const begin = async () => {
  const connection = await start('oauth')
  return { id: connection.id, visit: (query: string) => fetch(`${backOf(connection)}?${query}`) }
}

describe('a sign-in that reached several', () => {
  const page = (id: string) =>
    identityOf(id, { kind: 'page', name: `Page ${id}`, secrets: { userToken: 'of-the-person', token: `of-${id}` } })
  const reach = async () => {
    platform.reaches = ['a', 'b', 'c'].map(page)
    const { id, visit } = await begin()
    const tab = await (await visit('code=c&state=the-state')).text()
    return { id, tab }
  }
  const names = () => accounts.list().map(({ name }) => name)

  test('lets the person choose, and keeps secrets of what was chosen only', async () => {
    const { id, tab } = await reach()
    expect(tab).toContain('choose what to connect')
    const choosing = accounts.connection(id)
    expect(choosing.choices).toEqual(
      ['a', 'b', 'c'].map((each) => ({
        key: `page:${each}`,
        kind: 'page',
        name: `Page ${each}`,
        displayHandle: each,
        avatar: null,
        known: false,
      })),
    )
    expect(JSON.stringify(choosing)).not.toContain('of-')
    expect(accounts.chooseOfConnection(id, ['page:a', 'page:c'])).toMatchObject({ state: 'connected', choices: [] })
    expect(names()).toEqual(['Page a', 'Page c'])
    expect(accounts.list().map((each) => accounts.openAccount(each.id).secrets['token'])).toEqual(['of-a', 'of-c'])
    expect(() => accounts.chooseOfConnection(id, ['page:b'])).toThrow(expect.objectContaining({ code: 'conflict' }))
    expect(platform.revoked).toEqual([])
  })

  test('refuses what it did not reach, with everything still to choose', async () => {
    const { id } = await reach()
    expect(() => accounts.chooseOfConnection(id, ['page:a', 'page:z'])).toThrow(
      expect.objectContaining({
        data: { fields: [expect.objectContaining({ path: 'keys.1', says: 'choice_unknown' })] },
      }),
    )
    expect(names()).toEqual([])
    expect(accounts.connection(id).state).toBe('choosing')
  })

  test('tells which are connected already', async () => {
    const first = await reach()
    accounts.chooseOfConnection(first.id, ['page:b'])
    platform.reaches = null
    const second = await start('oauth')
    platform.reaches = ['a', 'b'].map(page)
    await fetch(`${backOf(second)}?code=c&state=${stateOf(second)}`)
    expect(accounts.connection(second.id).choices.map(({ known }) => known)).toEqual([false, true])
  })

  test('connects the wanted one again without asking, and refuses when it is not among them', async () => {
    const first = await reach()
    const [b = ''] = accounts.chooseOfConnection(first.id, ['page:b']).accounts
    accounts.apps.save('bluesky', 'pasted', { clientId: '1', redirectUri: 'https://example.com/back' })
    const again = async () => {
      const connection = await start('pasted', { reconnect: b })
      return accounts.finishConnection(connection.id, `${backOf(connection)}?code=c&state=${stateOf(connection)}`)
    }
    expect(await again()).toMatchObject({ state: 'connected', accounts: [b] })
    platform.reaches = ['x', 'y'].map(page)
    expect(await again()).toMatchObject({
      state: 'failed',
      error: { says: 'other_identity', params: { found: 'x, y', wanted: 'b' } },
    })
    expect(platform.revoked).toEqual([{ userToken: 'of-the-person', token: 'of-x' }])
    expect(names()).toEqual(['Page b'])
  })

  test('and nothing to publish to says so', async () => {
    platform.reaches = []
    const { id, visit } = await begin()
    await visit('code=c&state=the-state')
    expect(accounts.connection(id)).toMatchObject({ state: 'failed', error: { says: 'nothing_to_choose' } })
  })

  test('waits half an hour, then gives the sign-in back', async () => {
    const { id } = await reach()
    await under.context.clock.by(29 * 60_000)
    expect(accounts.connection(id).state).toBe('choosing')
    await under.context.clock.by(60_000)
    expect(accounts.connection(id)).toMatchObject({ state: 'failed', choices: [], error: { says: 'nothing_chosen' } })
    expect(platform.revoked).toHaveLength(1)
  })

  test('given up, is given back; unless an account lives by it', async () => {
    const { id } = await reach()
    expect(accounts.cancelConnection(id)).toMatchObject({ state: 'canceled', choices: [] })
    await under.context.clock.by(0)
    expect(platform.revoked).toHaveLength(1)
    platform.reaches = null
    const two = await start('oauth')
    platform.reaches = ['a', 'b'].map((each) => ({ ...page(each), grant: 'ada' }))
    await fetch(`${backOf(two)}?code=c&state=${stateOf(two)}`)
    accounts.chooseOfConnection(two.id, ['page:a'])
    const three = await start('oauth')
    await fetch(`${backOf(three)}?code=c&state=${stateOf(three)}`)
    accounts.cancelConnection(three.id)
    await under.context.clock.by(0)
    expect(platform.revoked).toHaveLength(1)
  })

  test('with a vault that locks before the choice keeps none, and can be chosen again', async () => {
    const { id } = await reach()
    under.vault.locked = true
    expect(() => accounts.chooseOfConnection(id, ['page:a', 'page:b'])).toThrow(
      expect.objectContaining({ code: 'vault_locked' }),
    )
    expect(names()).toEqual([])
    under.vault.locked = false
    expect(accounts.chooseOfConnection(id, ['page:a']).state).toBe('connected')
  })

  test('can be asked for more later, without signing in', async () => {
    const first = await reach()
    const [a = ''] = accounts.chooseOfConnection(first.id, ['page:a']).accounts
    expect(accounts.get(a).more).toBe(true)
    platform.destinations = ['a', 'd'].map(page)
    const more = await accounts.destinations(a)
    expect(more).toMatchObject({ state: 'choosing', authorizeUrl: null })
    expect(more.choices.map(({ key, known }) => [key, known])).toEqual([
      ['page:a', true],
      ['page:d', false],
    ])
    accounts.cancelConnection(more.id)
    expect(platform.revoked).toEqual([])
    const again = await accounts.destinations(a)
    accounts.chooseOfConnection(again.id, ['page:d'])
    expect(names()).toEqual(['Page a', 'Page d'])
    expect(await accounts.disconnect(a as never)).toMatchObject({ revoked: false, sharedWith: 1 })
  })

  test('that reaches nothing more says so', async () => {
    const first = await reach()
    const [a = ''] = accounts.chooseOfConnection(first.id, ['page:a']).accounts
    await expect(accounts.destinations(a)).rejects.toMatchObject({
      code: 'conflict',
      data: { says: 'reaches_only_itself' },
    })
  })
})
