import { expect, test } from 'vitest'
import { byTime, withDay } from './cadence-times.ts'

const mondays = { weekday: 1, time: '08:30' }
const fridays = { weekday: 5, time: '08:30' }

test('a day more comes at the time of the others, in the order of the week', () => {
  expect(withDay([mondays, fridays, { weekday: 7, time: '20:00' }], 3, true)).toEqual([
    mondays,
    { weekday: 3, time: '08:30' },
    fridays,
    { weekday: 7, time: '20:00' },
  ])
  expect(withDay([], 2, true)).toEqual([{ weekday: 2, time: '09:00' }])
})

test('a day that is taken out goes with all its times', () => {
  expect(withDay([mondays, { weekday: 1, time: '17:00' }, fridays], 1, false)).toEqual([fridays])
})

test('days at one time are said together', () => {
  expect(byTime([fridays, mondays, { weekday: 1, time: '17:00' }])).toEqual([
    [[1, 5], '08:30'],
    [[1], '17:00'],
  ])
})
