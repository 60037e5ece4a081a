import { describe, expect, test } from 'vitest'
import type { Post } from '../../../../../contract/posts.ts'
import { accountsAsked, draftAsked, plannedOf, startAsked } from './asked.ts'

const [one, two] = ['acct_00000000000000000000000001', 'acct_00000000000000000000000002'] as const
const post = {
  id: 'post_00000000000000000000000001',
  title: '',
  parts: [{ text: 'As it stands', media: [] }],
  link: null,
  variants: [
    { accountId: one, parts: null, settings: {} },
    { accountId: two, parts: null, settings: {} },
  ],
  labels: [],
  when: { at: '2026-12-01T08:00:00.000Z', wallTime: '2026-12-01T09:00', zone: 'Europe/Berlin' },
  deliveries: [{ id: 'dlv_00000000000000000000000001', accountId: two }],
} as unknown as Post
const call = (operation: string, input: unknown) => ({ operation, input })
const texts = (draft: ReturnType<typeof draftAsked>) => draft?.parts.map(({ text }) => text)

describe('when what a key asks for would go out', () => {
  const planned = (operation: string, input: unknown) => plannedOf(call(operation, input), post, 'Europe/Berlin')

  test('is told by the call, and a wall time without a zone means the workspace’s', () => {
    expect(planned('posts.schedule', { when: { wallTime: '2026-12-02T10:30' } })).toEqual({
      kind: 'at',
      at: '2026-12-02T09:30:00Z',
    })
    expect(planned('posts.create', { schedule: { when: { at: '2026-12-02T10:30:00+01:00' } } })).toEqual({
      kind: 'at',
      at: '2026-12-02T09:30:00Z',
    })
    expect(planned('deliveries.reschedule', { wallTime: '2026-12-02T10:30', zone: 'UTC' })).toEqual({
      kind: 'at',
      at: '2026-12-02T10:30:00Z',
    })
    expect(planned('posts.schedule', { when: { slot: 'next' } })).toEqual({ kind: 'slot' })
  })

  test('is at once for what is published, sent again or changed at the platform', () => {
    for (const operation of ['posts.publish', 'deliveries.retry', 'deliveries.resolve', 'deliveries.editRemote'])
      expect(planned(operation, { id: post.id })).toEqual({ kind: 'now' })
    expect(planned('posts.schedule', { when: { now: true } })).toEqual({ kind: 'now' })
  })

  test('is the post’s own time where the call names none', () => {
    expect(planned('posts.update', { title: 'Other' })).toEqual({ kind: 'planned', at: '2026-12-01T08:00:00.000Z' })
  })
})

describe('what would go out', () => {
  test('of a change is the post with the change in it, not the post as it stands', () => {
    const input = { id: post.id, parts: [{ text: 'As asked', media: [] }] }
    expect(texts(draftAsked(call('posts.update', input), post, []))).toEqual(['As asked'])
    expect(texts(draftAsked(call('posts.schedule', { id: post.id }), post, []))).toEqual(['As it stands'])
  })

  test('of a new post is what the call brings', () => {
    const input = { parts: [{ text: 'New', media: [] }], variants: [{ accountId: one, parts: null, settings: {} }] }
    const draft = draftAsked(call('posts.create', input), null, [])
    expect(texts(draft)).toEqual(['New'])
    expect(draft && accountsAsked(call('posts.create', input), null, draft)).toEqual([one])
  })

  test('of an older version is that version, and nothing is shown before it is known', () => {
    const restore = call('posts.restore', { id: post.id, version: 3 })
    const content = { title: '', parts: [{ text: 'As it was', media: [] }], link: null, variants: [], labels: [] }
    expect(draftAsked(restore, post, [])).toBeNull()
    const versions = [{ number: 3, at: post.when?.at ?? '', reason: 'edited' as const, content }]
    expect(texts(draftAsked(restore, post, versions))).toEqual(['As it was'])
  })

  test('goes to the accounts the call names, or to the one whose delivery it is about', () => {
    const draft = draftAsked(call('posts.schedule', {}), post, [])
    if (!draft) throw new Error('There is a post')
    expect(accountsAsked(call('posts.schedule', { id: post.id }), post, draft)).toEqual([one, two])
    expect(accountsAsked(call('posts.schedule', { id: post.id, accounts: [one] }), post, draft)).toEqual([one])
    expect(accountsAsked(call('deliveries.retry', { id: post.deliveries[0]?.id }), post, draft)).toEqual([two])
  })
})

test('a run that is moved to a start tells that start, and not the times its posts have now', () => {
  const moved = call('runs.publish', { id: 'run_00000000000000000000000001', startAt: '2026-12-05T09:00' })
  expect(startAsked(moved)).toBe('2026-12-05T09:00')
  expect(plannedOf(moved, post, 'Europe/Berlin')).toEqual({ kind: 'planned', at: null })
  const kept = call('runs.publish', { id: 'run_00000000000000000000000001' })
  expect(startAsked(kept)).toBeNull()
  expect(plannedOf(kept, post, 'Europe/Berlin')).toEqual({ kind: 'planned', at: '2026-12-01T08:00:00.000Z' })
})
