import { expect, test } from 'vitest'
import { createTestClock } from '../testing.ts'
import { createRateLimit } from './rate-limit.ts'

test('a key is let in as often as it may, and again as the window moves on', () => {
  const clock = createTestClock(Date.UTC(2026, 10, 24, 9, 0, 30))
  const limit = createRateLimit(clock, 10)
  const take = (count: number) =>
    Array.from({ length: count }, () => limit.take('key_a')).filter(({ allowed }) => allowed)
  expect(take(12)).toHaveLength(10)
  expect(limit.take('key_a')).toMatchObject({ allowed: false, limit: 10, remaining: 0, resetSeconds: 30 })
  expect(limit.take('key_b').allowed).toBe(true)
  // The first half of the next minute still looks back on the whole of this one's ten.
  clock.set(Date.UTC(2026, 10, 24, 9, 1, 30))
  expect(take(12)).toHaveLength(5)
  clock.set(Date.UTC(2026, 10, 24, 9, 3, 0))
  expect(take(12)).toHaveLength(10)
})
