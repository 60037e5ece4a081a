import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, test } from 'vitest'
import { clockJumped, decideMissed, freeSlots, sleepFor, slotTimes } from './decide.ts'
import { planTime, resolveWallTime, wallTimeAt } from './wall-time.ts'

const zones = [
  'Europe/Berlin',
  'America/New_York',
  'Australia/Lord_Howe',
  'Asia/Kolkata',
  'America/Sao_Paulo',
  'Pacific/Apia',
  'Africa/Casablanca',
  'UTC',
]
const zone = fc.constantFrom(...zones)
const instant = fc.integer({ min: Date.UTC(2008, 0, 1), max: Date.UTC(2032, 0, 1) })

describe('wall time', () => {
  test('09:00 in Berlin stays 09:00 when the clocks change', () => {
    const before = resolveWallTime('2026-10-24T09:00', 'Europe/Berlin')
    const after = resolveWallTime('2026-10-25T09:00', 'Europe/Berlin')
    expect(after - before).toBe(25 * 3_600_000)
    expect(wallTimeAt(after, 'Europe/Berlin')).toBe('2026-10-25T09:00')
  })

  test('a time that does not exist moves forward, one that comes twice is the first', () => {
    expect(wallTimeAt(resolveWallTime('2026-03-29T02:30', 'Europe/Berlin'), 'Europe/Berlin')).toBe('2026-03-29T03:30')
    expect(resolveWallTime('2026-10-25T02:30', 'Europe/Berlin')).toBe(Date.parse('2026-10-25T00:30:00Z'))
  })

  test('a plan means the same moment again when its own wall time and zone are planned', () => {
    fc.assert(
      fc.property(instant, zone, (at, name) => {
        const minute = Math.floor(at / 60_000) * 60_000
        const planned = planTime({ at: new Date(minute).toISOString() }, name)
        const again = planTime(planned, 'UTC')
        // The second pass through an hour that comes twice is the one moment a wall time cannot name.
        return again.at <= planned.at
      }),
    )
  })

  test('a real transition in any zone never loses the wall time a person meant, unless it does not exist', () => {
    fc.assert(
      fc.property(instant, zone, fc.integer({ min: -180, max: 180 }), (at, name, offset) => {
        const transition = Temporal.Instant.fromEpochMilliseconds(at)
          .toZonedDateTimeISO(name)
          .getTimeZoneTransition('next')
        if (!transition) return true
        const meant = transition.toPlainDateTime().add({ minutes: offset })
        const resolved = Temporal.PlainDateTime.from(wallTimeAt(resolveWallTime(meant.toString(), name), name))
        const moved = meant.until(resolved, { largestUnit: 'minute' }).minutes
        return moved >= 0 && moved <= 24 * 60
      }),
    )
  })
})

describe('slots', () => {
  const rule = { id: 'slot_1', accountId: null, weekday: 2, time: '09:00', zone: 'Europe/Berlin' }

  test('come once a week at their wall time across both transitions of a year', () => {
    const times = slotTimes([rule], Date.parse('2026-01-01T00:00Z'), Date.parse('2027-01-01T00:00Z'))
    expect(times).toHaveLength(52)
    expect(times.every(({ at }) => wallTimeAt(at, rule.zone).endsWith('T09:00'))).toBe(true)
    expect(new Set(times.map(({ at }) => new Date(at).getUTCHours()))).toEqual(new Set([7, 8]))
  })

  test('lie in the span that was asked for, in order', () => {
    fc.assert(
      fc.property(
        instant,
        fc.integer({ min: 0, max: 40 }),
        zone,
        fc.integer({ min: 1, max: 7 }),
        (from, days, name, weekday) => {
          const to = from + days * 86_400_000
          const times = slotTimes([{ ...rule, zone: name, weekday }, rule], from, to)
          return times.every(
            ({ at }, index) => at >= from && at < to && (index === 0 || at >= (times[index - 1]?.at ?? 0)),
          )
        },
      ),
    )
  })

  test('are taken by a post planned for their minute; an account’s slot only by that account’s posts', () => {
    const [first, second] = slotTimes([rule], Date.parse('2026-11-23T00:00Z'), Date.parse('2026-12-07T00:00Z'))
    if (!first || !second) throw new Error('there are two')
    const own = { ...first, accountId: 'acct_a' }
    expect(freeSlots([first, second], [{ at: first.at + 30_000, accountIds: ['acct_b'] }])).toEqual([second])
    expect(freeSlots([own], [{ at: first.at, accountIds: ['acct_b'] }])).toEqual([own])
    expect(freeSlots([own], [{ at: first.at, accountIds: ['acct_a'] }])).toEqual([])
  })
})

describe('what was missed', () => {
  const due = Date.UTC(2026, 10, 24, 9, 0)
  test('goes out late within the policy’s window and asks after it', () => {
    expect(decideMissed(due, due + 59 * 60_000, { then: 'publish', withinMinutes: 60 })).toBe('publish')
    expect(decideMissed(due, due + 61 * 60_000, { then: 'publish', withinMinutes: 60 })).toBe('ask')
  })
  test('is never asked about for a delay nobody notices', () => {
    expect(decideMissed(due, due + 30_000, { then: 'skip', withinMinutes: 0 })).toBe('publish')
  })
  test('is skipped or asked about when the workspace says so', () => {
    expect(decideMissed(due, due + 3_600_000, { then: 'skip', withinMinutes: 600 })).toBe('skip')
    expect(decideMissed(due, due + 3_600_000, { then: 'ask', withinMinutes: 600 })).toBe('ask')
  })
})

test('the loop never sleeps past the next due moment nor longer than it may', () => {
  fc.assert(
    fc.property(fc.option(instant), instant, fc.integer({ min: 1, max: 60_000 }), (due, now, most) => {
      const wait = sleepFor(due, now, most)
      return wait >= 0 && wait <= most && (due === null || now + wait <= Math.max(due, now))
    }),
  )
})

test('a machine that slept is told from a timer that was a little late', () => {
  expect(clockJumped(1_000, 1_000 + 59_000)).toBe(false)
  expect(clockJumped(1_000, 1_000 + 61_000)).toBe(true)
})
