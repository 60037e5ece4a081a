import { Temporal } from 'temporal-polyfill'
import type { WhenInput } from '../../contract/posts.ts'
import { usage } from './exit.ts'

/**
 * A time as people type it: `2026-11-26T09:00` or `2026-11-26 09:00` is a wall time (in `zone`, else the workspace's), and one with an offset or `Z`
 * is a moment. Throws `usage`.
 */
export function readTime(said: string, zone: string | undefined): WhenInput {
  const text = said.trim().replace(/^(\d{4}-\d\d-\d\d) +(\d)/, '$1T$2')
  const [, wall, offset] = /^(\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d)?)(Z|[+-]\d\d:\d\d)?$/i.exec(text) ?? []
  if (wall === undefined)
    throw usage(`"${said}" is not a time. Write 2026-11-26T09:00, or with an offset 2026-11-26T09:00+01:00.`)
  try {
    if (offset !== undefined)
      return { at: Temporal.Instant.from(text.toUpperCase()).toString({ smallestUnit: 'millisecond' }) }
    Temporal.PlainDateTime.from(wall)
    return zone === undefined ? { wallTime: wall } : { wallTime: wall, zone: knownZone(zone) }
  } catch (error) {
    if (error instanceof RangeError) throw usage(`There is no time "${said}": ${error.message}`)
    throw error
  }
}

/** The moment a wall time means; one that does not exist moves forward, one that comes twice is the first. */
export function momentOf(wallTime: string, zone: string): string {
  const time = Temporal.PlainDateTime.from(wallTime).toZonedDateTime(zone, { disambiguation: 'compatible' })
  return time.toInstant().toString({ smallestUnit: 'millisecond' })
}

/** Throws `usage` for a zone this machine does not know. */
export function knownZone(zone: string): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone && zone
  } catch {
    throw usage(`"${zone}" is not a time zone this machine knows, e.g. Europe/Berlin.`)
  }
}

/** `2026-11-26 09:00 Europe/Berlin` */
export function whenIn(at: string, zone: string): string {
  const time = Temporal.Instant.from(at).toZonedDateTimeISO(zone)
  return `${time.toPlainDate().toString()} ${time.toPlainTime().toString({ smallestUnit: 'minute' })} ${zone}`
}

export interface Week {
  readonly days: readonly { readonly date: string; readonly name: string }[]
  readonly from: string
  readonly to: string
  /** Offset of the zone when the week begins, e.g. `+01:00`. */
  readonly offset: string
}

/** The week of a day in a zone, from its first moment to that of the next. Throws `usage`. */
export function weekOf(day: string | undefined, zone: string, weekStart: 'monday' | 'sunday', now: number): Week {
  const date =
    day === undefined ? Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(zone).toPlainDate() : dayOf(day)
  const back = weekStart === 'monday' ? date.dayOfWeek - 1 : date.dayOfWeek % 7
  const first = date.subtract({ days: back })
  const begins = first.toZonedDateTime(zone)
  return {
    days: Array.from({ length: 7 }, (_, at) => first.add({ days: at })).map((one) => ({
      date: one.toString(),
      name: one.toLocaleString('en', { weekday: 'short' }),
    })),
    from: begins.toInstant().toString({ smallestUnit: 'millisecond' }),
    to: first.add({ days: 7 }).toZonedDateTime(zone).toInstant().toString({ smallestUnit: 'millisecond' }),
    offset: begins.offset,
  }
}

function dayOf(day: string): Temporal.PlainDate {
  try {
    return Temporal.PlainDate.from(day)
  } catch {
    throw usage(`"${day}" is not a day. Write 2026-11-26.`)
  }
}
