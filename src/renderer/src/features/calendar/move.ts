import { Temporal } from 'temporal-polyfill'
import type { When } from '../../../../contract/posts.ts'
import { momentOf, shifted, type WallTimeIn } from '../posts/plan.ts'
import { clockText } from './wall-clock.ts'

/** Where something is put in a calendar: a day, and the time unless it keeps its own. */
export interface Target {
  readonly day: string
  readonly minute?: number | undefined
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

/** What an arrow key does to a lifted card; null for keys that mean nothing. */
export function carried(
  mode: 'month' | 'week' | 'day' | 'agenda',
  key: string,
  at: Required<Target>,
): Required<Target> | null {
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
