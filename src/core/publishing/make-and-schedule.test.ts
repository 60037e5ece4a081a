import { afterEach, beforeEach, expect, test } from 'vitest'
import { openTestWorkspace, type TestWorkspace } from '../testing.ts'

let workspace: TestWorkspace
let account: string
beforeEach(async () => {
  workspace = openTestWorkspace()
  account = await workspace.practiceAccount()
})
afterEach(() => workspace.dispose())

const make = (text: string, when: object = { wallTime: '2026-12-24T09:00' }) =>
  workspace.posts.create({
    parts: [{ text, media: [] }],
    variants: [{ accountId: account as never, parts: null, settings: {} }],
    schedule: { when: when as never, skipProblems: false },
  })
const rows = (table: string) => workspace.store.sqlite.prepare(`select count(*) from ${table}`).pluck().get()

test('a post can be made and scheduled in one call', () => {
  expect(make('Hello')).toMatchObject({ status: 'scheduled', when: { wallTime: '2026-12-24T09:00' } })
})

test('and goes out at once where it is to', async () => {
  const { id } = make('Hello', { now: true })
  await workspace.clock.by(5_000)
  expect(workspace.posts.get(id).status).toBe('published')
})

test('what cannot be scheduled is not made either: the same call again makes no second draft', () => {
  expect(() => make('x'.repeat(10_000))).toThrow()
  expect(() => make('Hello', { slot: 'next' })).toThrow(/queue time/)
  expect([rows('post'), rows('delivery'), rows('post_version')]).toEqual([0, 0, 0])
})
