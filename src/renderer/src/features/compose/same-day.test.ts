import { expect, test } from 'vitest'
import type { PostSummary } from '../../../../contract/posts.ts'
import type { DeliveryStatus } from '../../../../contract/vocabulary.ts'
import { countOthers, daysAround } from './same-day.ts'

const post = (id: string, at: string, status: DeliveryStatus | null, accountId = 'acct_a') =>
  ({ id, when: { at }, accounts: [{ accountId, platform: 'tiktok', status }] }) as unknown as PostSummary
const [from, to] = [Date.parse('2026-11-24T00:00:00Z'), Date.parse('2026-11-25T00:00:00Z')]

test('counts what goes to the account in the span, but drafts, what came to nothing, and the post itself', () => {
  const posts = [
    post('planned', '2026-11-24T00:00:00Z', 'scheduled'),
    post('out', '2026-11-24T12:00:00Z', 'published'),
    post('draft', '2026-11-24T12:00:00Z', null),
    post('canceled', '2026-11-24T12:00:00Z', 'canceled'),
    post('failed', '2026-11-24T12:00:00Z', 'failed'),
    post('itself', '2026-11-24T12:00:00Z', 'scheduled'),
    post('elsewhere', '2026-11-24T12:00:00Z', 'scheduled', 'acct_b'),
    post('next day', '2026-11-25T00:00:00Z', 'scheduled'),
  ]
  expect(countOthers(posts, 'itself', 'acct_a', from, to)).toBe(2)
})

test('asks for the same days all day long, and for enough of them', () => {
  const around = daysAround(from)
  expect(daysAround(to - 1)).toEqual(around)
  expect(around).toEqual({ from: '2026-11-22T00:00:00.000Z', to: '2026-11-27T00:00:00.000Z' })
})
