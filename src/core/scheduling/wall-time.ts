import { Temporal } from 'temporal-polyfill'
import type { Instant } from '../clock.ts'

/**
 * The moment a wall time means in a zone. A time that does not exist (clocks go forward) moves forward by the gap;
 * a time that comes twice takes the first: Temporal's `compatible`.
 */
export function resolveWallTime(wallTime: string, zone: string): Instant {
  return Temporal.PlainDateTime.from(wallTime).toZonedDateTime(zone, { disambiguation: 'compatible' }).epochMilliseconds
}

/** The wall time a moment has in a zone, to the minute: `2026-11-26T09:00`. Seconds are kept where there are any. */
export function wallTimeAt(instant: Instant, zone: string): string {
  const wall = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone).toPlainDateTime()
  const smallestUnit = wall.second === 0 && wall.millisecond === 0 ? 'minute' : 'second'
  return wall.toString({ smallestUnit })
}

/** When the day of a moment began in a zone; not always at midnight. */
export function startOfDay(instant: Instant, zone: string): Instant {
  return Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone).startOfDay().epochMilliseconds
}

/** What a person or script said of a time, made whole: the moment, the wall time and the zone it was meant in. */
export interface PlannedTime {
  readonly at: Instant
  readonly wallTime: string
  readonly zone: string
}

export function planTime(
  input: { wallTime: string; zone?: string | undefined } | { at: string },
  defaultZone: string,
): PlannedTime {
  if (!('wallTime' in input)) {
    const at = Temporal.Instant.from(input.at).epochMilliseconds
    return { at, wallTime: wallTimeAt(at, defaultZone), zone: defaultZone }
  }
  const zone = input.zone ?? defaultZone
  const at = resolveWallTime(input.wallTime, zone)
  return { at, wallTime: wallTimeAt(at, zone), zone }
}
