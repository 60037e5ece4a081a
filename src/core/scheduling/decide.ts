import { Temporal } from 'temporal-polyfill'
import type { MissedPolicy } from '../../contract/workspaces.ts'
import type { Instant } from '../clock.ts'
import { resolveWallTime, type PlannedTime } from './wall-time.ts'

/** Deliveries this little late count as on time: a start or a busy queue, not a missed one. */
const graceMs = 90_000

/** What to do with a delivery that fell due while nothing was running. */
export function decideMissed(dueAt: Instant, now: Instant, policy: MissedPolicy): 'publish' | 'ask' | 'skip' {
  const late = now - dueAt
  if (late <= graceMs) return 'publish'
  switch (policy.then) {
    case 'publish':
      return late <= policy.withinMinutes * 60_000 ? 'publish' : 'ask'
    case 'ask':
      return 'ask'
    case 'skip':
      return 'skip'
  }
}

export interface SlotRule {
  readonly id: string
  readonly accountId: string | null
  /** 1 is Monday. */
  readonly weekday: number
  /** `HH:mm` */
  readonly time: string
  readonly zone: string
}

export interface SlotTime extends PlannedTime {
  readonly slotId: string
  readonly accountId: string | null
}

/**
 * The moments of `slots` in [from, to), in order. Walks calendar days in each slot's zone, so 09:00 stays 09:00 across DST;
 * on the day a slot's time does not exist it moves forward, on the day it comes twice it is the first.
 */
export function slotTimes(slots: readonly SlotRule[], from: Instant, to: Instant): SlotTime[] {
  const times = slots.flatMap((slot) => occurrences(slot, from, to))
  return times.sort((a, b) => a.at - b.at || (a.slotId < b.slotId ? -1 : 1))
}

function occurrences(slot: SlotRule, from: Instant, to: Instant): SlotTime[] {
  const start = Temporal.Instant.fromEpochMilliseconds(from).toZonedDateTimeISO(slot.zone).toPlainDate()
  const end = Temporal.Instant.fromEpochMilliseconds(to).toZonedDateTimeISO(slot.zone).toPlainDate()
  let day = start.add({ days: (slot.weekday - start.dayOfWeek + 7) % 7 })
  const found: SlotTime[] = []
  for (; Temporal.PlainDate.compare(day, end) <= 0; day = day.add({ days: 7 })) {
    const wallTime = `${day.toString()}T${slot.time}`
    const at = resolveWallTime(wallTime, slot.zone)
    if (at >= from && at < to) found.push({ slotId: slot.id, accountId: slot.accountId, at, wallTime, zone: slot.zone })
  }
  return found
}

/** Those of `times` that no planned post takes: a post takes a slot when it is planned for the same minute (of the same account, for an account's slot). */
export function freeSlots(
  times: readonly SlotTime[],
  taken: readonly { at: Instant; accountIds: readonly string[] }[],
): SlotTime[] {
  const byMinute = new Map<number, Set<string>>()
  for (const { at, accountIds } of taken) {
    const minute = Math.floor(at / 60_000)
    const accounts = byMinute.get(minute) ?? new Set()
    for (const id of accountIds) accounts.add(id)
    byMinute.set(minute, accounts)
  }
  return times.filter(({ at, accountId }) => {
    const accounts = byMinute.get(Math.floor(at / 60_000))
    return accounts === undefined || (accountId !== null && !accounts.has(accountId))
  })
}

/** How far ahead a free slot is looked for. */
export const slotHorizonMs = 366 * 86_400_000

/** When the loop looks again: at the next due moment, and at the latest after `mostMs`, so that a clock that jumped is noticed. */
export function sleepFor(nextDue: Instant | null, now: Instant, mostMs: number): number {
  return nextDue === null ? mostMs : Math.min(mostMs, Math.max(0, nextDue - now))
}

/** Whether more time passed than was slept: the machine was asleep or its clock was set. */
export function clockJumped(expected: Instant, now: Instant): boolean {
  return now - expected > 60_000
}
