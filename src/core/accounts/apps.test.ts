import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Accounts } from './accounts.ts'
import { openAccounts, type AccountsUnderTest, type FakePlatform } from './testing.ts'

let under: AccountsUnderTest
let accounts: Accounts
let platform: FakePlatform

beforeEach(() => {
  under = openAccounts({ redirectPort: 0 })
  ;({ accounts, platform } = under)
})
afterEach(() => under.dispose())

const start = (method: string) => accounts.startConnection({ platform: 'bluesky', method, fields: {} })

describe('an app of one’s own', () => {
  const values = { clientId: '1503962', clientSecret: 'the-secret-of-the-app' }

  test('is asked for before anything starts, at its first field', async () => {
    expect(await start('fixed')).toMatchObject({
      state: 'failed',
      error: { says: 'app_credentials_missing', field: 'clientId' },
    })
    expect(platform.app).toBeNull()
  })

  test('is given to the sign-in whole, and shown without its secret', async () => {
    expect(accounts.apps.save('bluesky', 'fixed', values)).toEqual({
      platform: 'bluesky',
      method: 'fixed',
      state: 'ready',
      fields: { clientId: '1503962' },
      secrets: ['clientSecret'],
    })
    expect(accounts.apps.list()).toHaveLength(1)
    const connection = await start('fixed')
    expect(platform.app).toEqual(values)
    const said = JSON.stringify([
      accounts.apps.list(),
      connection,
      accounts.connection(connection.id),
      under.context.events,
    ])
    for (const place of [said, ...under.logged, ...filesOf(under)]) expect(place).not.toContain(values.clientSecret)
  })

  test('can be changed without typing the secret again, and taken away', async () => {
    accounts.apps.save('bluesky', 'fixed', values)
    accounts.apps.save('bluesky', 'fixed', { clientId: ' 77 ' })
    await start('fixed')
    expect(platform.app).toEqual({ clientId: '77', clientSecret: values.clientSecret })
    accounts.apps.remove('bluesky', 'fixed')
    expect(accounts.apps.list()).toEqual([])
    expect((await start('fixed')).error).toMatchObject({ says: 'app_credentials_missing' })
    expect(() => accounts.apps.remove('bluesky', 'fixed')).toThrow(expect.objectContaining({ code: 'not_found' }))
  })

  test.each([
    ['fixed', { clientId: '1' }, 'fields.clientSecret', 'field_missing'],
    ['fixed', { ...values, colour: 'red' }, 'fields.colour', 'field_not_asked'],
    ['pasted', { clientId: '1', redirectUri: 'http://example.com' }, 'fields.redirectUri', 'redirect_not_https'],
    ['oauth', values, 'method', 'app_not_needed'],
    ['pigeon', values, 'method', 'method_unknown'],
  ])('%s with %j is refused at its field', (method, fields, path, says) => {
    expect(() => accounts.apps.save('bluesky', method, fields as Record<string, string>)).toThrow(
      expect.objectContaining({ data: { fields: [expect.objectContaining({ path, says })] } }),
    )
  })

  test('a locked vault shows that there is one, takes none, and starts nothing', async () => {
    accounts.apps.save('bluesky', 'fixed', values)
    under.vault.locked = true
    expect(accounts.apps.list()).toMatchObject([{ state: 'locked', fields: {}, secrets: [] }])
    expect(() => accounts.apps.save('bluesky', 'fixed', values)).toThrow(
      expect.objectContaining({ code: 'vault_locked' }),
    )
    await expect(start('fixed')).rejects.toMatchObject({ code: 'vault_locked' })
  })

  test('sealed under a key that is gone is asked for again, and can be entered again', async () => {
    accounts.apps.save('bluesky', 'fixed', values)
    under.vault.key = Buffer.alloc(32, 1)
    expect(accounts.apps.list()).toMatchObject([{ state: 'unreadable', fields: {} }])
    expect((await start('fixed')).error).toMatchObject({ says: 'app_sealed_elsewhere', field: 'clientId' })
    expect(accounts.apps.save('bluesky', 'fixed', values)).toMatchObject({ state: 'ready' })
  })

  test('moved to another platform’s place does not open there', () => {
    accounts.apps.save('bluesky', 'fixed', values)
    under.context.store.sqlite.prepare(`update secret set owner = 'bluesky pasted' where owner = 'bluesky fixed'`).run()
    expect(accounts.apps.list()).toMatchObject([{ method: 'pasted', state: 'unreadable' }])
  })
})

/** The database and what lies beside it, as bytes. */
function filesOf({ context: { folder } }: AccountsUnderTest): string[] {
  return readdirSync(folder)
    .filter((name) => name.startsWith('workspace.db'))
    .map((name) => readFileSync(join(folder, name), 'latin1'))
}
