import { Temporal } from 'temporal-polyfill'

export const modes = ['month', 'week', 'day', 'agenda'] as const
export type Mode = (typeof modes)[number]
export type WeekStart = 'monday' | 'sunday'

/** The days a calendar shows, and the moments they begin and end at in its zone. */
export interface Span {
  readonly days: readonly Temporal.PlainDate[]
  /** Instants, as the contract takes them; `to` is the first moment no longer shown. */
  readonly from: string
  readonly to: string
}

export function weekOf(date: Temporal.PlainDate, weekStart: WeekStart): Temporal.PlainDate {
  return date.subtract({ days: (date.dayOfWeek - (weekStart === 'monday' ? 1 : 7) + 7) % 7 })
}

/** A month is always six weeks, so that nothing jumps from one to the next; an agenda is the month's own days. */
export function spanOf(mode: Mode, date: Temporal.PlainDate, zone: string, weekStart: WeekStart): Span {
  const first = date.with({ day: 1 })
  const [start, count] = {
    month: () => [weekOf(first, weekStart), 42] as const,
    week: () => [weekOf(date, weekStart), 7] as const,
    day: () => [date, 1] as const,
    agenda: () => [first, date.daysInMonth] as const,
  }[mode]()
  const days = Array.from({ length: count }, (_, index) => start.add({ days: index }))
  return { days, from: startOfDay(start, zone), to: startOfDay(start.add({ days: count }), zone) }
}

/** The moment a day begins; not always midnight, where clocks go forward at night. */
export function startOfDay(date: Temporal.PlainDate, zone: string): string {
  const moment = date.toZonedDateTime({ timeZone: zone }).toInstant()
  return moment.toString({ fractionalSecondDigits: 3 })
}

/** The date one page earlier or later. */
export function turn(mode: Mode, date: Temporal.PlainDate, by: 1 | -1): Temporal.PlainDate {
  const step = { month: { months: by }, agenda: { months: by }, week: { weeks: by }, day: { days: by } }[mode]
  return date.add(step)
}

/** A date as an address carries it; today where it is missing or no date. */
export function parseDate(text: string | undefined, today: Temporal.PlainDate): Temporal.PlainDate {
  try {
    return text ? Temporal.PlainDate.from(text) : today
  } catch {
    return today
  }
}
