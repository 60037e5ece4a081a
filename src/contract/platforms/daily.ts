import { Temporal } from 'temporal-polyfill'
import type { DailyLimit } from './types.ts'

const dayMs = 24 * 3_600_000

/** The day, as a platform counts it, that something due at `due` falls into: moments from `from` on and before `to`. */
export function dayOf({ resets }: DailyLimit, due: number): { readonly from: number; readonly to: number } {
  if (resets === 'rolling') return { from: due - dayMs + 1, to: due + 1 }
  const start = Temporal.Instant.fromEpochMilliseconds(due).toZonedDateTimeISO(resets).startOfDay()
  return { from: start.epochMilliseconds, to: start.add({ days: 1 }).epochMilliseconds }
}
