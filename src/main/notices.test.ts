import { expect, test } from 'vitest'
import { said, sentence, spoken } from '../contract/sentences/index.ts'
import type { StudioEvent } from '../contract/events.ts'
import { noticeOf } from './notices.ts'

const ulid = '01J9ZZZZZZZZZZZZZZZZZZZZZZ'
const all = { published: true, failed: true, needsYou: true }
const event = (
  type: StudioEvent['type'],
  ids: Record<string, string> = { post: `post_${ulid}`, delivery: `dlv_${ulid}` },
): StudioEvent => ({
  id: 'b-1',
  type,
  workspaceId: `ws_${ulid}`,
  ids,
  summary: { title: 'Spring sale', detail: spoken(said('practice_refuses')) },
  invalidates: [],
  at: '2026-11-26T08:00:00.000Z',
})

test('what went out is told in the language of the window, and a click shows that post', () => {
  expect(noticeOf(event('delivery.published'), all, 'de')).toEqual({
    key: `delivery.published:dlv_${ulid}`,
    title: 'Veröffentlicht',
    body: `Spring sale\n${sentence(said('practice_refuses'), 'de')}`,
    target: { type: 'post', id: `post_${ulid}`, workspaceId: `ws_${ulid}` },
  })
})

test('each kind can be switched off by itself', () => {
  const told = (type: StudioEvent['type'], off: keyof typeof all) =>
    noticeOf(event(type), { ...all, [off]: false }, 'en') !== null
  expect([told('delivery.published', 'published'), told('delivery.published', 'failed')]).toEqual([false, true])
  expect([told('delivery.failed', 'failed'), told('delivery.failed', 'needsYou')]).toEqual([false, true])
  expect([told('delivery.unknown', 'needsYou'), told('delivery.missed', 'needsYou')]).toEqual([false, false])
})

test('an account that must be connected again, now or soon, leads to the accounts', () => {
  for (const type of ['account.broken', 'account.expiring'] as const) {
    expect(noticeOf(event(type, { account: `acct_${ulid}` }), all, 'en')).toMatchObject({
      target: { type: 'command', command: 'accounts' },
    })
  }
})

test('a key that asks to publish is told at once, and leads to what waits for an answer', () => {
  const asked = event('approval.asked', { approval: `appr_${ulid}`, key: `key_${ulid}` })
  expect(noticeOf(asked, all, 'en')).toMatchObject({
    key: `approval.asked:appr_${ulid}`,
    title: 'A program asks to publish',
    target: { type: 'command', command: 'automations' },
  })
  expect(noticeOf(asked, { ...all, needsYou: false }, 'en')).toBeNull()
})

test('ordinary changes disturb nobody', () => {
  for (const type of ['post.changed', 'delivery.changed', 'resync', 'settings.changed'] as const) {
    expect(noticeOf(event(type), all, 'en')).toBeNull()
  }
})
