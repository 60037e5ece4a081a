import { expect, test } from 'vitest'
import { Temporal } from 'temporal-polyfill'
import { instantOf, planOf, type Situation } from './plan.ts'

const thursday = { wallTime: '2026-11-26T09:00', zone: 'Europe/Berlin' }
const friday = { wallTime: '2026-11-27T09:00', zone: 'Europe/Berlin' }
const start: Situation = {
  post: null,
  when: thursday,
  nextSlot: null,
  chosen: 2,
  blocked: 0,
  needsApproval: false,
  now: Temporal.Instant.from('2026-11-24T09:42:00Z'),
}
const scheduled = (...statuses: string[]) =>
  ({
    status: 'scheduled',
    review: 'draft',
    deliveries: statuses.map((status) => ({ status, wallTime: '2026-11-26T09:00:00', zone: 'Europe/Berlin' })),
  }) as unknown as Situation['post']

test('a draft with accounts and a time is scheduled for it', () => {
  expect(planOf(start)).toEqual({ act: 'schedule', when: thursday })
})

test('without a time the next free slot is offered, and without a slot a time is asked for', () => {
  expect(planOf({ ...start, when: null, nextSlot: friday })).toEqual({ act: 'queue', when: friday })
  expect(planOf({ ...start, when: null })).toEqual({ act: 'pick_time' })
})

test('nothing is promised for a time that is past, for no account, or while every account has a problem', () => {
  expect(planOf({ ...start, when: { ...thursday, wallTime: '2026-11-24T09:00' } })).toEqual({
    act: 'none',
    why: 'past',
  })
  expect(planOf({ ...start, chosen: 0 })).toEqual({ act: 'none', why: 'no_accounts' })
  expect(planOf({ ...start, blocked: 2 })).toEqual({ act: 'none', why: 'all_blocked' })
})

test('what is scheduled as it stands shows its record, and is moved when its time changes or an account came in', () => {
  expect(planOf({ ...start, post: scheduled('scheduled', 'scheduled') })).toEqual({ act: 'record', when: thursday })
  expect(planOf({ ...start, post: scheduled('scheduled', 'scheduled'), when: friday })).toEqual({
    act: 'move',
    when: friday,
  })
  expect(planOf({ ...start, post: scheduled('scheduled') })).toEqual({ act: 'move', when: thursday })
})

test('a post that is out is not offered to go out again', () => {
  expect(planOf({ ...start, post: scheduled('published', 'published') }).act).toBe('record')
})

test('where posts are approved, an unapproved one is sent for review first', () => {
  const review = (state: string) => ({ ...scheduled(), review: state, deliveries: [] }) as unknown as Situation['post']
  expect(planOf({ ...start, needsApproval: true })).toEqual({ act: 'submit' })
  expect(planOf({ ...start, needsApproval: true, post: review('in_review') })).toEqual({
    act: 'none',
    why: 'waits_for_review',
  })
  expect(planOf({ ...start, needsApproval: true, post: review('approved') }).act).toBe('schedule')
})

test('a wall time that the clocks jump over goes out an hour later, one that comes twice goes out the first time', () => {
  expect(instantOf({ wallTime: '2026-03-29T02:30', zone: 'Europe/Berlin' }).toString()).toBe('2026-03-29T01:30:00Z')
  expect(instantOf({ wallTime: '2026-10-25T02:30', zone: 'Europe/Berlin' }).toString()).toBe('2026-10-25T00:30:00Z')
})
