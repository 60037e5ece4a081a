import { Temporal } from 'temporal-polyfill'
import type { PostSummary, When } from '../../../../contract/posts.ts'
import type { PostStatus } from '../../../../contract/vocabulary.ts'
import { clockText } from './wall-clock.ts'

/** A time as it is sent to the studio: what the clock shows, and in which zone. */
export interface WallTimeIn {
  readonly wallTime: string
  readonly zone: string
}

/** Where something is put in a calendar: a day, and the time unless it keeps its own. */
export interface Target {
  readonly day: string
  readonly minute?: number | undefined
}

/** How a post is moved: by its plan, by scheduling it again, or not at all. */
export type Mover = { readonly by: 'plan' | 'schedule' } | { readonly by: null; readonly why: 'published' | 'publishing' | 'partly' | 'unknown' | 'canceled' }

const movers = {
  idea: { by: 'plan' },
  draft: { by: 'plan' },
  in_review: { by: 'plan' },
  approved: { by: 'plan' },
  rejected: { by: 'plan' },
  scheduled: { by: 'schedule' },
  missed: { by: 'schedule' },
  failed: { by: 'schedule' },
  publishing: { by: null, why: 'publishing' },
  published: { by: null, why: 'published' },
  partially_published: { by: null, why: 'partly' },
  unknown: { by: null, why: 'unknown' },
  canceled: { by: null, why: 'canceled' },
} as const satisfies Record<PostStatus, Mover>

export function moverOf(post: Pick<PostSummary, 'status'>): Mover {
  return movers[post.status]
}

/** The moment a wall time means: one that does not exist moves forward, one that comes twice takes the first. */
export function momentOf({ wallTime, zone }: WallTimeIn): Temporal.Instant {
  return Temporal.PlainDateTime.from(wallTime).toZonedDateTime(zone, { disambiguation: 'compatible' }).toInstant()
}

/**
 * The time a post gets when it is put at `target` in a calendar of `calendarZone`. A post keeps the zone it was planned in;
 * moved to another day it keeps its own wall time there, so that 09:00 stays 09:00 across a clock change.
 */
export function movedTo(when: When | null, target: Target, calendarZone: string, fallbackMinute = 9 * 60): WallTimeIn {
  const day = Temporal.PlainDate.from(target.day)
  if (!when) return { wallTime: `${target.day}T${clockText(target.minute ?? fallbackMinute)}`, zone: calendarZone }
  if (target.minute === undefined) {
    const shown = Temporal.Instant.from(when.at).toZonedDateTimeISO(calendarZone).toPlainDate()
    return shifted(when, { days: shown.until(day).days })
  }
  const wallTime = `${target.day}T${clockText(target.minute)}`
  if (when.zone === calendarZone) return { wallTime, zone: when.zone }
  const inOwnZone = momentOf({ wallTime, zone: calendarZone }).toZonedDateTimeISO(when.zone).toPlainDateTime()
  return { wallTime: inOwnZone.toString({ smallestUnit: 'minute' }), zone: when.zone }
}

/** A plan earlier or later by what the clock shows: a day later is the same time of day, also across a clock change. */
export function shifted(when: Pick<When, 'wallTime' | 'zone'>, by: Temporal.DurationLike): WallTimeIn {
  const wallTime = Temporal.PlainDateTime.from(when.wallTime).add(by).toString({ smallestUnit: 'minute' })
  return { wallTime, zone: when.zone }
}

/** Whether the time is over already: nothing can be planned for it. */
export function isOver(time: WallTimeIn, now: Temporal.Instant): boolean {
  return Temporal.Instant.compare(momentOf(time), now) <= 0
}

/** What an arrow key does to a lifted card; null for keys that mean nothing. */
export function carried(mode: 'month' | 'week' | 'day' | 'agenda', key: string, at: Required<Target>): Required<Target> | null {
  const day = Temporal.PlainDate.from(at.day)
  const byDays = (days: number) => ({ ...at, day: day.add({ days }).toString() })
  const byMinutes = (minutes: number) => {
    const moved = day.toPlainDateTime({ hour: Math.floor(at.minute / 60), minute: at.minute % 60 }).add({ minutes })
    return { day: moved.toPlainDate().toString(), minute: moved.hour * 60 + moved.minute }
  }
  const timed = mode === 'week' || mode === 'day'
  switch (key) {
    case 'ArrowLeft':
      return byDays(-1)
    case 'ArrowRight':
      return byDays(1)
    case 'ArrowUp':
      return timed ? byMinutes(-15) : byDays(mode === 'month' ? -7 : -1)
    case 'ArrowDown':
      return timed ? byMinutes(15) : byDays(mode === 'month' ? 7 : 1)
    default:
      return null
  }
}
