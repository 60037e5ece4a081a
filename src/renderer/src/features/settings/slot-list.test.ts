import { expect, test } from 'vitest'
import type { Slot } from '../../../../contract/slots.ts'
import { daysOf, inOrder, withoutSlot, withTimes } from './slot-list.ts'

const slot = (weekday: number, time: string, id = `slot_${weekday}${time}`) =>
  ({ id, accountId: null, weekday, time, zone: 'Europe/Berlin' }) as unknown as Slot
const { id: _id, weekday: _weekday, ...nine } = slot(1, '09:00')

test('a time for every weekday is five times, and adding it again adds none', () => {
  const once = withTimes([], daysOf('weekdays'), nine)
  expect(once.map(({ weekday }) => weekday)).toEqual([1, 2, 3, 4, 5])
  expect(withTimes(once, daysOf('daily'), nine)).toHaveLength(7)
  expect(withTimes(once, daysOf('weekdays'), nine)).toEqual(once)
})

test('the same time for one account and for all are two times', () => {
  const forAll = withTimes([], [1], nine)
  expect(withTimes(forAll, [1], { ...nine, accountId: 'acct_1' as never })).toHaveLength(2)
})

test('removing one leaves the others, and they are listed as a week goes', () => {
  const slots = [slot(3, '09:00'), slot(1, '17:30'), slot(1, '09:00')]
  expect(inOrder(slots).map(({ weekday, time }) => `${weekday} ${time}`)).toEqual(['1 09:00', '1 17:30', '3 09:00'])
  expect(withoutSlot(slots, slots[0]?.id ?? '')).toHaveLength(2)
})
