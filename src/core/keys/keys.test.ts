import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { KeyInput } from '../../contract/keys.ts'
import { openTestWorkspace, type TestWorkspace } from '../testing.ts'
import type { KeyGrant } from './keys.ts'

let workspace: TestWorkspace
beforeEach(() => (workspace = openTestWorkspace()))
afterEach(() => workspace.dispose())

const plain: KeyInput = {
  name: 'Script',
  scopes: ['posts:read', 'posts:write'],
  asksFirst: false,
  dailyPublishes: null,
  dailySpend: null,
  expiresAt: null,
}
const make = (change: Partial<KeyInput> = {}, by: KeyGrant | null = null) =>
  workspace.keys.create({ ...plain, ...change }, by)
const grantOf = (secret: string) => workspace.keys.authenticate(secret) as KeyGrant

test('a key lets in whoever has its secret, and nothing of the secret is kept', () => {
  const { key, secret } = make()
  expect(secret).toMatch(/^bs_live_[0-9A-Z]{26}_[\w-]{43}$/)
  expect(grantOf(secret)).toMatchObject({ id: key.id, workspaceId: workspace.id })
  expect(workspace.keys.authenticate(`${secret.slice(0, -1)}~`)).toBe('invalid_key')
  const kept = JSON.stringify(workspace.store.sqlite.prepare('select * from api_key').all())
  expect(kept).not.toContain(secret.slice(-40))
})

test('a revoked key and an expired one let nobody in, and say why', async () => {
  const revoked = make()
  workspace.keys.revoke(revoked.key.id, null)
  expect(workspace.keys.authenticate(revoked.secret)).toBe('key_revoked')

  const short = make({ expiresAt: new Date(workspace.clock.now() + 60_000).toISOString() })
  expect(grantOf(short.secret).id).toBe(short.key.id)
  await workspace.clock.by(60_000)
  expect(workspace.keys.authenticate(short.secret)).toBe('key_expired')
  expect(() => make({ expiresAt: new Date(workspace.clock.now()).toISOString() })).toThrow(/still to come/)
})

test('after a rotation both secrets work until the overlap ends, then the new one alone', async () => {
  const { key, secret } = make()
  const rotated = workspace.keys.rotate(key.id, 10, null)
  expect(grantOf(secret).id).toBe(key.id)
  expect(grantOf(rotated.secret).id).toBe(key.id)
  await workspace.clock.by(10 * 60_000)
  expect(workspace.keys.authenticate(secret)).toBe('key_expired')
  expect(grantOf(rotated.secret).id).toBe(key.id)
  workspace.keys.rotate(key.id, 0, null)
  expect(workspace.keys.authenticate(rotated.secret)).toBe('invalid_key')
})

describe('a key that makes keys', () => {
  test('gives no more than it has: no scope, no limit, and never a way around asking first', () => {
    const by = grantOf(make({ scopes: ['keys:manage', 'posts:read'], asksFirst: true, dailyPublishes: 5 }).secret)
    const own = { scopes: ['posts:read'], asksFirst: true, dailyPublishes: 5 } satisfies Partial<KeyInput>
    expect(make(own, by).key.state).toBe('active')
    expect(() => make({ ...own, scopes: ['posts:write'] }, by)).toThrow(/posts:write/)
    expect(() => make({ ...own, asksFirst: false }, by)).toThrow(/asks first/)
    expect(() => make({ ...own, dailyPublishes: 6 }, by)).toThrow(/more than it has/)
    expect(() => make({ ...own, dailyPublishes: null }, by)).toThrow(/more than it has/)
  })

  test('cannot take over a key that may do more by giving it a new secret', () => {
    const strong = make({ scopes: ['posts:write', 'keys:manage'] })
    const weak = grantOf(make({ scopes: ['keys:manage'] }).secret)
    expect(() => workspace.keys.rotate(strong.key.id, 0, weak)).toThrow(/posts:write/)
  })

  test('can give itself a new secret, and cannot revoke itself', () => {
    const { key, secret } = make({ scopes: ['keys:manage'] })
    const by = grantOf(secret)
    expect(workspace.keys.rotate(key.id, 5, by).key.id).toBe(key.id)
    expect(() => workspace.keys.revoke(key.id, by)).toThrow(/cannot revoke itself/)
  })
})

test('a key schedules as many deliveries a day as it may, and no more on that day', async () => {
  const account = await workspace.practiceAccount()
  const by = grantOf(make({ dailyPublishes: 2 }).secret)
  const schedule = (text: string) =>
    workspace.publishing.schedule(
      workspace.draft(text, [account]),
      { when: { wallTime: '2026-12-24T09:00' }, skipProblems: false },
      by,
    )
  schedule('one')
  schedule('two')
  expect(() => schedule('three')).toThrow(/2 deliveries a day/)
  expect(workspace.store.sqlite.prepare('select count(*) from delivery').pluck().get()).toBe(2)
  await workspace.clock.by(24 * 3_600_000)
  schedule('four')
})

test('what a key did is kept, page by page, and summed for each day, operation and key', async () => {
  const { key } = make()
  const other = make({ name: 'Other' })
  const call = { operation: 'posts.list', status: 200, code: null, ms: 10, about: null, changes: false }
  for (let count = 0; count < 5; count++) workspace.keys.note(key.id, call)
  workspace.keys.note(key.id, { ...call, operation: 'posts.create', status: 422, code: 'unprocessable', ms: 40 })
  workspace.keys.note(other.key.id, call)
  const first = workspace.keys.calls(key.id, { limit: 4 })
  expect(first.items[0]).toMatchObject({ operation: 'posts.create', code: 'unprocessable' })
  const second = workspace.keys.calls(key.id, { limit: 4, cursor: first.nextCursor! })
  expect([first.items.length, second.items.length, second.nextCursor]).toEqual([4, 2, null])
  expect(() => workspace.keys.calls(other.key.id, { limit: 4, cursor: first.nextCursor! })).toThrow(/another query/)

  const all = workspace.keys.traffic('24h', undefined)
  expect(all).toMatchObject({ calls: 7, errors: 1, ms: 100 / 7, byDay: [{ day: '2026-11-24', calls: 7 }] })
  expect(all.byOperation.map(({ operation, calls }) => [operation, calls])).toEqual([
    ['posts.list', 6],
    ['posts.create', 1],
  ])
  expect(workspace.keys.traffic('24h', other.key.id).calls).toBe(1)
})

test('a log of reads that was not written yet is written when the workspace closes', async () => {
  const { key } = make()
  workspace.keys.note(key.id, { operation: 'posts.list', status: 200, code: null, ms: 1, about: null, changes: false })
  workspace = await workspace.restart()
  expect(workspace.keys.calls(key.id, { limit: 10 }).items).toHaveLength(1)
})
