import type { Instant } from '../../clock.ts'

/** Reasons that say that the day's quota of the app's project is used up. */
export const quotaReasons: ReadonlySet<string> = new Set(['quotaExceeded', 'dailyLimitExceeded'])

const dayMs = 24 * 3_600_000
const hourMs = 3_600_000
const inPacific = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'America/Los_Angeles',
  hour: 'numeric',
  minute: 'numeric',
  second: 'numeric',
})

/** When the day's quotas start anew: the next midnight in Pacific time. Source: quota calculator. */
export function quotaResets(now: Instant): Instant {
  const guess = now + dayMs - sinceMidnight(now)
  // On the two days when clocks are moved the guess is an hour off: 23:00 or 01:00.
  const off = sinceMidnight(guess)
  return off === 0 ? guess : off > dayMs / 2 ? guess + hourMs : guess - hourMs
}

/** Wall time in milliseconds; to the second. */
function sinceMidnight(instant: Instant): number {
  const part = (type: string) => Number(inPacific.formatToParts(instant).find((one) => one.type === type)?.value ?? 0)
  return (((part('hour') % 24) * 60 + part('minute')) * 60 + part('second')) * 1_000 + (instant % 1_000)
}
