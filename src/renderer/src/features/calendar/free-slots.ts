import type { AccountId } from '../../../../contract/vocabulary.ts'
import type { When } from '../../../../contract/posts.ts'
import { wallClock } from './wall-clock.ts'

export interface FreeSlot {
  readonly accountId: AccountId | null
  readonly when: When
  readonly at: string
}

/** Free slots of one time of a day, drawn as one; `accounts` are those it is kept for. */
export interface SlotGroup {
  readonly day: string
  readonly minute: number
  readonly when: When
  readonly accounts: readonly AccountId[]
  readonly count: number
}

/** Free slots by day, those of the same time together, and only those of the chosen accounts (none chosen: all). */
export function slotsByDay(
  slots: readonly FreeSlot[],
  zone: string,
  from: string,
  to: string,
  accounts: readonly string[],
): ReadonlyMap<string, readonly SlotGroup[]> {
  const clock = wallClock(zone, from, to)
  const days = new Map<string, SlotGroup[]>()
  const shown = slots.filter(
    (slot) => accounts.length === 0 || slot.accountId === null || accounts.includes(slot.accountId),
  )
  for (const slot of [...shown].sort((a, b) => Date.parse(a.at) - Date.parse(b.at))) {
    const { day, minute } = clock(Date.parse(slot.at))
    const own = slot.accountId ? [slot.accountId] : []
    const groups = days.get(day) ?? []
    const last = groups.at(-1)
    if (last?.minute === minute)
      groups[groups.length - 1] = { ...last, accounts: [...last.accounts, ...own], count: last.count + 1 }
    else groups.push({ day, minute, when: slot.when, accounts: own, count: 1 })
    days.set(day, groups)
  }
  return days
}
