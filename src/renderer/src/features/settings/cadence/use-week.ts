import { Temporal } from 'temporal-polyfill'
import { useTimes } from '../../../lib/times.ts'
import { byTime, type Times } from './cadence-times.ts'

/** Weekdays in the window's language; 1 is Monday. */
export function useWeek() {
  const { locale } = useTimes()
  const monday = Temporal.PlainDate.from('2026-11-23')
  const named = (weekday: number, width: 'short' | 'long') =>
    new Intl.DateTimeFormat(locale, { weekday: width, timeZone: 'UTC' })
      .format(monday.add({ days: weekday - 1 }).toZonedDateTime('UTC').epochMilliseconds)
      .replace('.', '')
  return {
    short: (weekday: number) => named(weekday, 'short'),
    long: (weekday: number) => named(weekday, 'long'),
    /** `Mon, Wed, Fri 09:00; Sun 20:00` */
    summary: (times: Times) =>
      byTime(times)
        .map(([days, time]) => `${days.map((day) => named(day, 'short')).join(', ')} ${time}`)
        .join('; '),
  }
}
