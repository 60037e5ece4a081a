import type { Slot } from '../../../../contract/slots.ts'

export type NewSlot = Omit<Slot, 'id'>

/** Days a choice stands for: one day (1 is Monday), `weekdays`, or `daily`. */
export function daysOf(choice: string): readonly number[] {
  if (choice === 'weekdays') return [1, 2, 3, 4, 5]
  if (choice === 'daily') return [1, 2, 3, 4, 5, 6, 7]
  return [Number(choice)]
}

const same = (a: NewSlot, b: NewSlot) =>
  a.weekday === b.weekday && a.time === b.time && a.zone === b.zone && a.accountId === b.accountId

/** `slots` with one for each of `days`, none twice. */
export function withTimes(
  slots: readonly NewSlot[],
  days: readonly number[],
  slot: Omit<NewSlot, 'weekday'>,
): NewSlot[] {
  const added = days.map((weekday) => ({ ...slot, weekday })).filter((one) => !slots.some((other) => same(one, other)))
  return [...slots, ...added]
}

export function withoutSlot(slots: readonly Slot[], id: string): NewSlot[] {
  return slots.filter((slot) => slot.id !== id).map(({ id: _id, ...slot }) => slot)
}

/** In the order of a week. */
export function inOrder(slots: readonly Slot[]): Slot[] {
  return [...slots].sort((a, b) => a.weekday - b.weekday || a.time.localeCompare(b.time) || a.id.localeCompare(b.id))
}
