import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { needsYou, postStatus } from './post-status.ts'
import { DeliveryStatus, PostStatus, ReviewState } from './vocabulary.ts'

const review = fc.constantFrom(...ReviewState.options)
const status = fc.constantFrom(...DeliveryStatus.options)
const statuses = fc.array(status, { maxLength: 6 })
const some = fc.array(status, { minLength: 1, maxLength: 6 })

describe('the status of a post', () => {
  test('is its review state while nothing is scheduled', () => {
    for (const state of ReviewState.options) expect(postStatus(state, [])).toBe(state)
  })

  test.each([
    [['scheduled'], 'scheduled'],
    [['handed_off'], 'scheduled'],
    [['scheduled', 'canceled'], 'scheduled'],
    [['publishing', 'unknown', 'failed'], 'publishing'],
    [['retrying', 'published'], 'publishing'],
    [['unknown', 'retrying', 'published'], 'unknown'],
    [['published', 'published'], 'published'],
    [['published', 'canceled'], 'published'],
    [['published', 'failed'], 'partially_published'],
    [['published', 'scheduled'], 'partially_published'],
    [['published', 'missed'], 'partially_published'],
    [['failed', 'scheduled'], 'failed'],
    [['missed', 'scheduled'], 'missed'],
    [['failed', 'missed'], 'failed'],
    [['canceled', 'canceled'], 'canceled'],
  ] as const)('of deliveries %j is %s', (deliveries, expected) => {
    expect(postStatus('approved', deliveries)).toBe(expected)
  })

  test('does not depend on the order or the number of equal deliveries', () => {
    fc.assert(
      fc.property(review, some, fc.infiniteStream(fc.nat()), (state, list, random) => {
        const shuffled = list
          .map((one) => ({ one, at: random.next().value as number }))
          .sort((a, b) => a.at - b.at)
          .map(({ one }) => one)
        expect(postStatus(state, shuffled)).toBe(postStatus(state, list))
        expect(postStatus(state, [...list, ...list])).toBe(postStatus(state, list))
      }),
    )
  })

  test('says published only when nothing that counts is anything else', () => {
    fc.assert(
      fc.property(review, statuses, (state, list) => {
        const counting = list.filter((one) => one !== 'canceled')
        expect(postStatus(state, list) === 'published').toBe(
          counting.length > 0 && counting.every((one) => one === 'published'),
        )
      }),
    )
  })

  test('is always one the contract knows, and one with deliveries never reads as a draft', () => {
    fc.assert(
      fc.property(review, some, (state, list) => {
        const found = postStatus(state, list)
        expect(PostStatus.options).toContain(found)
        expect(ReviewState.options).not.toContain(found)
      }),
    )
  })

  test('never hides a delivery in doubt behind anything but one being sent', () => {
    fc.assert(
      fc.property(review, some, (state, list) => {
        if (list.includes('unknown') && !list.includes('publishing')) expect(postStatus(state, list)).toBe('unknown')
      }),
    )
  })
})

test('a post needs somebody exactly when a delivery failed, is in doubt or was missed, or it was sent back', () => {
  fc.assert(
    fc.property(review, statuses, (state, list) => {
      const expected = state === 'rejected' || list.some((one) => ['failed', 'unknown', 'missed'].includes(one))
      expect(needsYou(state, list)).toBe(expected)
    }),
  )
})
