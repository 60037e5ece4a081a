import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DeliveryStatus } from '../../contract/vocabulary.ts'
import { abilities, backoffMs, next, patienceMs, type DeliveryEvent, type DeliveryState } from './delivery-state.ts'

const now = Date.UTC(2026, 10, 24, 9, 0)
const failure = { code: 'network', says: 'unreachable', params: { platform: 'Bluesky' } } as const

const publishing: DeliveryState = {
  status: 'publishing',
  dueAt: now,
  nextAt: null,
  deadlineAt: now + patienceMs,
  tries: 1,
  commitStartedAt: null,
  reason: null,
}

const anyEvent: fc.Arbitrary<DeliveryEvent> = fc.oneof(
  fc.constant<DeliveryEvent>({ type: 'claimed' }),
  fc.constant<DeliveryEvent>({ type: 'commit_started', at: now }),
  fc.boolean().map((last): DeliveryEvent => ({ type: 'part_landed', at: now, last })),
  fc.constant<DeliveryEvent>({ type: 'not_sent', at: now, failure, jitter: 0.5 }),
  fc.constant<DeliveryEvent>({ type: 'rejected', failure }),
  fc.constant<DeliveryEvent>({ type: 'deferred', at: now, until: now + 1_000, failure }),
  fc.constant<DeliveryEvent>({ type: 'pending', pollAt: now + 1_000, failure }),
  fc.constant<DeliveryEvent>({ type: 'handed_off', until: now + 1_000 }),
  fc.constant<DeliveryEvent>({ type: 'no_answer', lookAt: now + 1_000, failure }),
  fc.constant<DeliveryEvent>({ type: 'owner_lost', at: now, lookAt: now + 1_000 }),
  fc.constant<DeliveryEvent>({ type: 'look_failed', at: now, failure, again: null }),
  fc.boolean().map((last): DeliveryEvent => ({ type: 'found_there', at: now, last })),
  fc.constant<DeliveryEvent>({ type: 'found_working', at: now, failure }),
  fc.constant<DeliveryEvent>({ type: 'shown_absent', at: now }),
  fc.constant<DeliveryEvent>({ type: 'cannot_tell', failure }),
  fc.constant<DeliveryEvent>({ type: 'said_posted' }),
  fc.constant<DeliveryEvent>({ type: 'said_not_posted', at: now }),
  fc.constant<DeliveryEvent>({ type: 'said_leave', failure }),
  fc.constant<DeliveryEvent>({ type: 'scheduled', at: now, dueAt: now + 5_000, startAt: now + 5_000 }),
  fc.constant<DeliveryEvent>({ type: 'retried', at: now }),
  fc.constant<DeliveryEvent>({ type: 'canceled' }),
  fc.constant<DeliveryEvent>({ type: 'missed', failure }),
  fc.constant<DeliveryEvent>({ type: 'deleted_remotely', failure }),
)

const anyState: fc.Arbitrary<DeliveryState> = fc.record({
  status: fc.constantFrom(...DeliveryStatus.options),
  dueAt: fc.constant(now),
  nextAt: fc.option(fc.constant(now)),
  deadlineAt: fc.constant(now + patienceMs),
  tries: fc.nat(20),
  commitStartedAt: fc.option(fc.constant(now)),
  reason: fc.constant(null),
})

describe('a delivery', () => {
  test('in doubt is never sent again but on proof of absence or a person’s word', () => {
    fc.assert(
      fc.property(anyEvent, (event) => {
        const after = next({ ...publishing, status: 'unknown', commitStartedAt: now }, event)
        const sendsAgain = after !== null && ['scheduled', 'retrying', 'publishing'].includes(after.status)
        const allowed =
          event.type === 'shown_absent' ||
          event.type === 'said_not_posted' ||
          (event.type === 'found_there' && !event.last) ||
          // Has a handle, so the next attempt asks and commits nothing.
          event.type === 'found_working'
        return !sendsAgain || allowed
      }),
    )
  })

  test('that is published stays published whatever comes later, unless it was deleted at the platform', () => {
    fc.assert(
      fc.property(anyEvent, (event) => {
        const after = next({ ...publishing, status: 'published' }, event)
        return after === null || event.type === 'deleted_remotely'
      }),
    )
  })

  test('whose studio stopped while sending is unknown, and before sending starts again', () => {
    const lost = { type: 'owner_lost', at: now, lookAt: now + 2_000 } as const
    expect(next({ ...publishing, commitStartedAt: now }, lost)?.status).toBe('unknown')
    expect(next(publishing, lost)).toMatchObject({ status: 'scheduled', nextAt: now })
  })

  test('keeps the mark of its commit while it is unknown, so that a look knows since when', () => {
    const after = next({ ...publishing, commitStartedAt: now }, { type: 'no_answer', lookAt: now + 2_000, failure })
    expect(after?.commitStartedAt).toBe(now)
  })

  test('rests without a next time, so that nothing wakes it by itself', () => {
    fc.assert(
      fc.property(anyState, anyEvent, (state, event) => {
        const after = next(state, event)
        return (
          after === null ||
          !['published', 'failed', 'missed', 'canceled'].includes(after.status) ||
          after.nextAt === null
        )
      }),
    )
  })

  test('that waits for a rate limit spends no try', () => {
    const after = next({ ...publishing, tries: 3 }, { type: 'deferred', at: now, until: now + 60_000, failure })
    expect(after).toMatchObject({ status: 'retrying', tries: 2, nextAt: now + 60_000 })
  })

  test('gives up when a transient failure outlasts its deadline', () => {
    const late = { ...publishing, deadlineAt: now - 1 }
    expect(next(late, { type: 'not_sent', at: now, failure, jitter: 0 })).toMatchObject({
      status: 'failed',
      reason: { code: 'gave_up', says: 'gave_up', inner: { says: 'unreachable', params: { platform: 'Bluesky' } } },
    })
  })

  test('offers only what its state can do', () => {
    const able = { published: false, inDoubt: false, reset: false, canEdit: true, canDelete: true } as const
    expect(abilities({ ...able, status: 'unknown' })).toMatchObject({
      retry: false,
      resolve: true,
      reconcile: true,
      remove: false,
    })
    expect(abilities({ ...able, status: 'published', published: true, canEdit: false })).toMatchObject({
      editRemote: false,
      deleteRemote: true,
      remove: false,
    })
    expect(abilities({ ...able, status: 'failed' })).toMatchObject({ reset: true, retry: true })
    for (const more of [{ published: true }, { inDoubt: true }])
      expect(abilities({ ...able, ...more, status: 'canceled' }).reset).toBe(false)
    expect(Object.values(abilities({ ...able, status: 'failed', reset: true }))).not.toContain(true)
  })
})

test('backoff grows to a quarter of an hour and no further', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1_000 }), fc.double({ min: 0, max: 0.999, noNaN: true }), (tries, jitter) => {
      const wait = backoffMs(tries, jitter)
      return wait >= 1_000 && wait <= 1_000 + 15 * 60_000
    }),
  )
})
