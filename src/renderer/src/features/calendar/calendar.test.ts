import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, test } from 'vitest'
import type { PostSummary } from '../../../../contract/posts.ts'
import type { PostStatus } from '../../../../contract/vocabulary.ts'
import { narrowed, noFilters } from './filters.ts'
import { byDay, fitting, sideBySide } from './layout.ts'
import { isOver, momentOf, moverOf, shifted } from '../posts/plan.ts'
import { carried, movedTo } from './move.ts'
import { parseDate, spanOf, turn } from './span.ts'
import { clockChange, clockText, wallClock } from './wall-clock.ts'

const berlin = 'Europe/Berlin'
const date = (text: string) => Temporal.PlainDate.from(text)

function when(wallTime: string, zone = berlin) {
  return { wallTime, zone, at: momentOf({ wallTime, zone }).toString({ fractionalSecondDigits: 3 }) }
}

let made = 0
function post(wallTime: string | null, rest: Partial<PostSummary> & { zone?: string } = {}): PostSummary {
  const { zone, ...others } = rest
  return {
    id: `post_${String(++made).padStart(26, '0')}`,
    title: '',
    firstLine: '',
    status: 'scheduled',
    review: 'draft',
    when: wallTime ? when(wallTime, zone) : null,
    accounts: [],
    thumb: null,
    parts: 1,
    labels: [],
    needsYou: false,
    updatedAt: '2026-11-01T00:00:00.000Z',
    ...others,
  }
}

describe('the days a calendar shows', () => {
  test('a month is six weeks from the first day of the week, as the workspace has it', () => {
    const monday = spanOf('month', date('2026-11-15'), berlin, 'monday')
    const sunday = spanOf('month', date('2026-11-15'), berlin, 'sunday')
    expect([monday.days.length, monday.days[0]?.toString(), monday.days[41]?.toString()]).toEqual([
      42,
      '2026-10-26',
      '2026-12-06',
    ])
    expect(sunday.days[0]?.toString()).toBe('2026-11-01')
  })

  test('a day on which clocks change is 23 or 25 hours long, so no post of its edges is left out', () => {
    const hours = (day: string) => {
      const { from, to } = spanOf('day', date(day), berlin, 'monday')
      return (Date.parse(to) - Date.parse(from)) / 3_600_000
    }
    expect([hours('2026-03-29'), hours('2026-10-25'), hours('2026-11-24')]).toEqual([23, 25, 24])
  })

  test('a day without a midnight begins when it begins', () => {
    expect(spanOf('day', date('2026-09-06'), 'America/Santiago', 'monday').from).toBe('2026-09-06T04:00:00.000Z')
  })

  test('turning pages goes by what is shown, and a broken address shows today', () => {
    expect(turn('month', date('2026-01-31'), 1).toString()).toBe('2026-02-28')
    expect(turn('week', date('2026-11-24'), -1).toString()).toBe('2026-11-17')
    expect(parseDate('2026-99-99', date('2026-11-24')).toString()).toBe('2026-11-24')
  })
})

describe('the wall clock', () => {
  test('agrees with the zone for every moment around its clock changes', () => {
    for (const [zone, from, to] of [
      [berlin, '2026-03-20T00:00:00Z', '2026-04-05T00:00:00Z'],
      [berlin, '2026-10-20T00:00:00Z', '2026-11-05T00:00:00Z'],
      ['America/New_York', '2026-10-28T00:00:00Z', '2026-11-08T00:00:00Z'],
      ['Australia/Lord_Howe', '2026-03-30T00:00:00Z', '2026-04-12T00:00:00Z'],
      ['Asia/Kathmandu', '2026-11-01T00:00:00Z', '2026-11-03T00:00:00Z'],
    ] as const) {
      const clock = wallClock(zone, from, to)
      fc.assert(
        fc.property(fc.integer({ min: Date.parse(from), max: Date.parse(to) }), (ms) => {
          const truth = Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(zone)
          expect(clock(ms)).toMatchObject({
            day: truth.toPlainDate().toString(),
            minute: truth.hour * 60 + truth.minute,
          })
        }),
        { seed: 24, numRuns: 200 },
      )
    }
  })

  test('the hour that comes twice is told apart', () => {
    const clock = wallClock(berlin, '2026-10-25T00:00:00Z', '2026-10-26T00:00:00Z')
    const first = clock(Date.parse('2026-10-25T00:30:00Z'))
    const second = clock(Date.parse('2026-10-25T01:30:00Z'))
    expect([first.minute, first.again, second.minute, second.again]).toEqual([150, false, 150, true])
    expect(clock(Date.parse('2026-10-25T02:00:00Z')).again).toBe(false)
  })

  test('says which hour of a day is skipped or comes twice', () => {
    expect(clockChange(date('2026-03-29'), berlin)).toEqual({ kind: 'skips', from: 120, to: 180 })
    expect(clockChange(date('2026-10-25'), berlin)).toEqual({ kind: 'repeats', from: 120, to: 180 })
    expect(clockChange(date('2026-11-24'), berlin)).toBeNull()
    expect(clockChange(date('2026-09-06'), 'America/Santiago')).toEqual({ kind: 'skips', from: 0, to: 60 })
  })

  test('writes minutes as a time', () => {
    expect([clockText(0), clockText(570), clockText(1439)]).toEqual(['00:00', '09:30', '23:59'])
  })
})

describe('moving a post', () => {
  test('to another day keeps its wall time across the clock change', () => {
    const moved = movedTo(when('2026-10-24T09:00'), { day: '2026-10-26' }, berlin)
    expect(moved).toEqual({ wallTime: '2026-10-26T09:00', zone: berlin })
    expect(momentOf(moved).toString()).toBe('2026-10-26T08:00:00Z')
  })

  test('planned in another zone keeps that zone, and its time of day there', () => {
    const newYork = when('2026-11-24T20:00', 'America/New_York') // Wed 02:00 in Berlin
    expect(movedTo(newYork, { day: '2026-11-27' }, berlin)).toEqual({
      wallTime: '2026-11-26T20:00',
      zone: 'America/New_York',
    })
    expect(movedTo(newYork, { day: '2026-11-27', minute: 9 * 60 }, berlin)).toEqual({
      wallTime: '2026-11-27T03:00',
      zone: 'America/New_York',
    })
  })

  test('onto a time the clock skips goes to the time after it', () => {
    const moved = movedTo(when('2026-03-28T09:00'), { day: '2026-03-29', minute: 150 }, berlin)
    expect(momentOf(moved).toZonedDateTimeISO(berlin).toPlainTime().toString()).toBe('03:30:00')
  })

  test('onto a time that comes twice takes the first', () => {
    expect(momentOf({ wallTime: '2026-10-25T02:30', zone: berlin }).toString()).toBe('2026-10-25T00:30:00Z')
  })

  test('without a plan takes the hour it is given, else nine in the morning', () => {
    expect(movedTo(null, { day: '2026-11-26' }, berlin).wallTime).toBe('2026-11-26T09:00')
    expect(movedTo(null, { day: '2026-11-26', minute: 1050 }, berlin).wallTime).toBe('2026-11-26T17:30')
  })

  test('by a week and back is where it was, whatever the clock did between', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 364 }), fc.integer({ min: 0, max: 1439 }), (day, minute) => {
        const wallTime = `${date('2026-01-01').add({ days: day }).toString()}T${clockText(minute)}`
        expect(shifted(shifted({ wallTime, zone: berlin }, { weeks: 1 }), { weeks: -1 }).wallTime).toBe(wallTime)
      }),
      { seed: 7, numRuns: 200 },
    )
  })

  test('by the keyboard steps quarter hours in a week, days and weeks in a month, and over midnight', () => {
    const at = { day: '2026-11-24', minute: 1435 }
    expect(carried('week', 'ArrowDown', at)).toEqual({ day: '2026-11-25', minute: 10 })
    expect(carried('month', 'ArrowDown', at)).toEqual({ day: '2026-12-01', minute: 1435 })
    expect(carried('agenda', 'ArrowUp', at)).toEqual({ day: '2026-11-23', minute: 1435 })
    expect(carried('week', 'Tab', at)).toBeNull()
  })

  test('what is out, going out or not known cannot be moved, and the reason is known', () => {
    const how = (status: PostStatus) => moverOf({ status })
    expect(how('published')).toEqual({ by: null, why: 'published' })
    expect(how('publishing')).toEqual({ by: null, why: 'publishing' })
    expect(how('unknown')).toEqual({ by: null, why: 'unknown' })
    expect([how('draft').by, how('scheduled').by, how('missed').by]).toEqual(['plan', 'schedule', 'schedule'])
  })

  test('into the past is known as such, to the minute', () => {
    const now = Temporal.Instant.from('2026-11-24T09:42:00Z')
    expect(isOver({ wallTime: '2026-11-24T10:42', zone: berlin }, now)).toBe(true)
    expect(isOver({ wallTime: '2026-11-24T10:43', zone: berlin }, now)).toBe(false)
  })
})

describe('posts in a calendar', () => {
  const span = spanOf('month', date('2026-11-15'), berlin, 'monday')

  test('stand on the day and time of the calendar’s zone, in order', () => {
    const late = post('2026-11-24T20:00', { zone: 'America/New_York' })
    const days = byDay([late, post('2026-11-25T01:00'), post(null)], berlin, span.from, span.to)
    expect(days.get('2026-11-24')).toBeUndefined()
    expect(days.get('2026-11-25')?.map(({ minute }) => minute)).toEqual([60, 120])
  })

  test('ten thousand of them are grouped well within a frame budget of a few', () => {
    const many = Array.from({ length: 10_000 }, (_, index) =>
      post(`2026-11-${String((index % 30) + 1).padStart(2, '0')}T${clockText((index * 7) % 1440)}`),
    )
    const start = performance.now()
    const days = byDay(many, berlin, span.from, span.to)
    expect(performance.now() - start).toBeLessThan(200)
    expect([...days.values()].reduce((sum, day) => sum + day.length, 0)).toBe(10_000)
  })

  test('where a day is too full, what needs you is kept and the order stays that of the day', () => {
    const times = ['08:00', '09:00', '10:42', '12:30'].map((time) => `2026-11-24T${time}`)
    const statuses = ['published', 'unknown', 'publishing', 'scheduled'] as const
    const day =
      byDay(
        times.map((time, index) => post(time, { status: statuses[index] ?? 'draft' })),
        berlin,
        span.from,
        span.to,
      ).get('2026-11-24') ?? []
    expect(fitting(day, 2).map((placed) => placed.post.status)).toEqual(['unknown', 'publishing'])
    expect(fitting(day, 3).map((placed) => placed.post.status)).toEqual(['unknown', 'publishing', 'scheduled'])
    expect(fitting(day, 9)).toHaveLength(4)
  })
})

describe('cards in a day’s column', () => {
  const at = (...minutes: number[]) => minutes.map((minute) => ({ minute }))

  test('that do not touch take the whole width', () => {
    expect(sideBySide(at(540, 600), 45, 3).map(({ lane, lanes }) => [lane, lanes])).toEqual([
      [0, 1],
      [0, 1],
    ])
  })

  test('that would cover each other stand side by side, and a lane is used again when it is free', () => {
    expect(sideBySide(at(540, 550, 590), 45, 3).map(({ minute, lane, lanes }) => [minute, lane, lanes])).toEqual([
      [540, 0, 2],
      [550, 1, 2],
      [590, 0, 2],
    ])
  })

  test('too many at once become a sign with their number; none is lost', () => {
    const tiles = sideBySide(at(540, 540, 541, 542, 543), 45, 3)
    expect(tiles.filter((tile) => tile.kind === 'item')).toHaveLength(2)
    expect(tiles.find((tile) => tile.kind === 'more')).toMatchObject({
      minute: 541,
      lane: 2,
      lanes: 3,
      items: [{ minute: 541 }, { minute: 542 }, { minute: 543 }],
    })
  })

  test('never cover one another and never go missing, however they lie', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 1439 }), { maxLength: 200 }),
        fc.integer({ min: 1, max: 90 }),
        fc.integer({ min: 2, max: 6 }),
        (minutes, tall, lanes) => {
          const tiles = sideBySide(at(...minutes), tall, lanes)
          const shown = tiles.reduce((sum, tile) => sum + (tile.kind === 'item' ? 1 : tile.items.length), 0)
          expect(shown).toBe(minutes.length)
          const clash = tiles.some((a, i) =>
            tiles.some((b, j) => i < j && Math.abs(a.minute - b.minute) < tall && overlap(a, b)),
          )
          expect(clash).toBe(false)
        },
      ),
      { seed: 11, numRuns: 150 },
    )
  })

  const overlap = (a: { lane: number; lanes: number }, b: { lane: number; lanes: number }) =>
    Math.max(a.lane / a.lanes, b.lane / b.lanes) < Math.min((a.lane + 1) / a.lanes, (b.lane + 1) / b.lanes) - 1e-9
})

describe('filters', () => {
  test('of one kind add up, of several kinds narrow; a delivery’s own status counts', () => {
    const accountId = 'acct_00000000000000000000000001' as const
    const one = post('2026-11-24T09:00', {
      labels: ['bensa'],
      status: 'partially_published',
      accounts: [{ accountId, platform: 'bluesky', status: 'failed' }],
    })
    const two = post('2026-11-24T09:00', { labels: ['cuppings'] })
    const ids = (filters: Partial<typeof noFilters>) => narrowed([one, two], { ...noFilters, ...filters }).length
    expect(ids({})).toBe(2)
    expect(ids({ labels: ['bensa', 'cuppings'] })).toBe(2)
    expect(ids({ labels: ['bensa'], accounts: [accountId] })).toBe(1)
    expect(ids({ labels: ['cuppings'], accounts: [accountId] })).toBe(0)
    expect(ids({ statuses: ['failed'] })).toBe(1)
  })
})
