import { useContext } from 'react'
import { useTranslation } from 'react-i18next'
import { Temporal } from 'temporal-polyfill'
import { WorkspaceContext } from './workspace-context.ts'

/** `Europe/Berlin` → `Berlin`: how people name a zone. */
export function zoneCity(zone: string): string {
  return (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ')
}

/** `9`, `930`, `9:30`, `9.30 pm` → `HH:MM`; null where it is no time. */
export function parseTime(text: string): string | null {
  const match =
    /^\s*(\d{1,2})(?:[:.h ]?(\d{2}))?\s*([ap])?\.?m?\.?\s*(?:uhr)?\s*$/i.exec(text) ??
    /^\s*(\d{1,2})(\d{2})\s*$/.exec(text)
  if (!match) return null
  let hour = Number(match[1])
  const minute = Number(match[2] ?? 0)
  const half = match[3]?.toLowerCase()
  if (half && (hour < 1 || hour > 12)) return null
  if (half === 'p' && hour < 12) hour += 12
  if (half === 'a' && hour === 12) hour = 0
  if (hour > 23 || minute > 59) return null
  return `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`
}

type Moment = string | Temporal.Instant

const toInstant = (moment: Moment) => (typeof moment === 'string' ? Temporal.Instant.from(moment) : moment)

/** Times as people say them, in one zone and language. */
export function timesIn(
  language: string,
  zone: string,
  weekStart: 'monday' | 'sunday',
  words: { today: string; tomorrow: string; yesterday: string },
) {
  const locale = language.startsWith('en') ? 'en-GB' : language
  const format = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale, { timeZone: zone, ...options })
  const dates = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale, { timeZone: 'UTC', ...options })
  const formats = {
    time: format({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }),
    exact: format({ hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' }),
    full: format({
      weekday: 'long',
      day: 'numeric',
      month: 'long',
      year: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    }),
    zone: format({ timeZoneName: 'short' }),
    date: dates({ weekday: 'short', day: 'numeric', month: 'short' }),
    longDate: dates({ weekday: 'long', day: 'numeric', month: 'long' }),
    month: dates({ month: 'long', year: 'numeric' }),
    weekday: dates({ weekday: 'short' }),
    day: dates({ day: 'numeric', month: 'short' }),
    dayYear: dates({ day: 'numeric', month: 'short', year: 'numeric' }),
    relative: new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }),
  }
  const epoch = (moment: Moment) => toInstant(moment).epochMilliseconds
  const ofDate = (date: Temporal.PlainDate) => date.toZonedDateTime('UTC').epochMilliseconds
  const plain = (text: string) => text.replace(/\bSept\b/, 'Sep').replace(',', '')
  const dayOf = (moment: Moment) => toInstant(moment).toZonedDateTimeISO(zone).toPlainDate()
  const today = () => Temporal.Now.plainDateISO(zone)
  const date = (day: Temporal.PlainDate) => plain(formats.date.format(ofDate(day)))
  /** "Today", "Thu" within a week, "5 Nov", with the year when it is another. */
  const dayName = (moment: Moment) => {
    const day = dayOf(moment)
    const now = today()
    const away = now.until(day).days
    if (away === 0) return words.today
    if (away === 1) return words.tomorrow
    if (away === -1) return words.yesterday
    if (away > 0 && away < 7) return formats.weekday.format(ofDate(day)).replace('.', '')
    return plain((day.year === now.year ? formats.day : formats.dayYear).format(ofDate(day)))
  }
  const zoneName = (moment: Moment = Temporal.Now.instant()) =>
    formats.zone.formatToParts(epoch(moment)).find((part) => part.type === 'timeZoneName')?.value ?? zone
  const time = (moment: Moment) => formats.time.format(epoch(moment))
  return {
    zone,
    locale,
    weekStart,
    today,
    dayOf,
    /** `09:00` */
    time,
    /** `09:00:32`, for records */
    exactTime: (moment: Moment) => formats.exact.format(epoch(moment)),
    /** `Today 09:00`, `Thu 09:00`, `5 Nov 17:30` */
    when: (moment: Moment) => `${dayName(moment)} ${time(moment)}`,
    /** `Thu 09:00` within a week, else `5 Dec 09:00`: for the middle of a sentence, as on "Schedule for Thu 09:00" */
    at: (moment: Moment) => {
      const away = today().until(dayOf(moment)).days
      const day =
        away >= 0 && away < 7 ? formats.weekday.format(ofDate(dayOf(moment))).replace('.', '') : dayName(moment)
      return `${day} ${time(moment)}`
    },
    dayName,
    /** The whole of it, for a tooltip: `Thursday 26 November 2026 at 09:00` */
    full: (moment: Moment) => formats.full.format(epoch(moment)),
    /** `in 5 minutes`, `2 hours ago` */
    relative: (moment: Moment) => relativeTo(formats.relative, epoch(moment) - Date.now()),
    /** `Thu 26 Nov` */
    date,
    /** `Thursday, 26 November` */
    longDate: (day: Temporal.PlainDate) => formats.longDate.format(ofDate(day)).replace(/^(\p{L}+) /u, '$1, '),
    /** `November 2026` */
    month: (day: Temporal.PlainDate) => formats.month.format(ofDate(day)),
    /** `Thu` */
    weekday: (day: Temporal.PlainDate) => formats.weekday.format(ofDate(day)).replace('.', ''),
    /** `CET` */
    zoneName,
    /** `Berlin, CET`; `UTC` alone: the line that says once in a view what its times mean */
    zoneLabel: () => (zoneCity(zone) === zoneName() ? zoneName() : `${zoneCity(zone)}, ${zoneName()}`),
  }
}

export type Times = ReturnType<typeof timesIn>

function relativeTo(format: Intl.RelativeTimeFormat, ms: number): string {
  const steps = [
    ['day', 86_400_000],
    ['hour', 3_600_000],
    ['minute', 60_000],
  ] as const
  for (const [unit, size] of steps) {
    if (Math.abs(ms) >= size) return format.format(Math.round(ms / size), unit)
  }
  return format.format(Math.round(ms / 1_000), 'second')
}

/** Formats are dear to make and used in every row of a table: made once for a language, a zone and a week. */
const made = new Map<string, Times>()

/** Times in the workspace's zone (or another), in the language of the window. */
export function useTimes(zone?: string): Times {
  const { t, i18n } = useTranslation('ui')
  const workspace = useContext(WorkspaceContext)
  const inZone = zone ?? workspace?.zone ?? Temporal.Now.timeZoneId()
  const weekStart = workspace?.weekStart ?? 'monday'
  const key = `${i18n.language} ${inZone} ${weekStart}`
  let times = made.get(key)
  if (!times) {
    const words = { today: t('today'), tomorrow: t('tomorrow'), yesterday: t('yesterday') }
    times = timesIn(i18n.language, inZone, weekStart, words)
    made.set(key, times)
  }
  return times
}
