import { Temporal } from 'temporal-polyfill'

/** Where a moment stands on the wall clock of a zone. */
export interface WallPlace {
  /** `2026-11-24` */
  readonly day: string
  /** Minutes since midnight as the clock shows them, 0 to 1,439, whatever the length of the day. */
  readonly minute: number
  /** True in the hour that comes twice, the second time. */
  readonly again: boolean
}

const dayMs = 86_400_000

/**
 * A function from moments (epoch ms) to the wall clock of `zone`, for moments from `from` to `to`.
 * The zone is asked once a clock change and not once a post, so that ten thousand posts cost milliseconds.
 */
export function wallClock(zone: string, from: string, to: string): (epochMs: number) => WallPlace {
  const end = Date.parse(to) + dayMs
  const segments: { from: number; offset: number; repeats: number }[] = []
  let at: Temporal.ZonedDateTime | null = Temporal.Instant.from(from).subtract({ hours: 24 }).toZonedDateTimeISO(zone)
  while (at && at.epochMilliseconds <= end) {
    const offset = at.offsetNanoseconds / 1e6
    const before = segments.at(-1)?.offset ?? offset
    segments.push({ from: at.epochMilliseconds, offset, repeats: Math.max(0, before - offset) })
    at = at.getTimeZoneTransition('next')
  }
  const days = new Map<number, string>()
  return (epochMs) => {
    const segment = segments.findLast((one) => one.from <= epochMs) ?? segments[0]!
    const local = epochMs + segment.offset
    const number = Math.floor(local / dayMs)
    let day = days.get(number)
    if (day === undefined) days.set(number, (day = new Date(number * dayMs).toISOString().slice(0, 10)))
    return {
      day,
      minute: Math.floor((local - number * dayMs) / 60_000),
      again: epochMs - segment.from < segment.repeats,
    }
  }
}

/** `570` → `09:30` */
export function clockText(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
}

/** What a day's clock does: minutes that are skipped, and minutes that come twice; null on nearly every day. */
export function clockChange(
  day: Temporal.PlainDate,
  zone: string,
): { kind: 'skips' | 'repeats'; from: number; to: number } | null {
  const start = day.toZonedDateTime({ timeZone: zone })
  const hours = start.hoursInDay
  if (hours === 24) return null
  const change = start.subtract({ nanoseconds: 1 }).getTimeZoneTransition('next')
  if (!change) return null
  const after = minuteOf(change)
  const length = Math.round(Math.abs(24 - hours) * 60)
  return hours < 24
    ? { kind: 'skips', from: after - length, to: after }
    : { kind: 'repeats', from: after, to: after + length }
}

function minuteOf(moment: Temporal.ZonedDateTime): number {
  return moment.hour * 60 + moment.minute
}
