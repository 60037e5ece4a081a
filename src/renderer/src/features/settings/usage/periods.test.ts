import { Temporal } from 'temporal-polyfill'
import { expect, test } from 'vitest'
import { spanOf } from './periods.ts'

test('last month ends where this one begins, also over the turn of a year', () => {
  const today = Temporal.PlainDate.from('2027-01-31')
  expect(spanOf('lastMonth', today)).toEqual({ from: '2026-12-01', to: '2026-12-31' })
  expect(spanOf('month', today)).toEqual({ from: '2027-01-01', to: '2027-01-31' })
})

test('seven days are seven, with today among them', () => {
  expect(spanOf('week', Temporal.PlainDate.from('2026-03-03'))).toEqual({ from: '2026-02-25', to: '2026-03-03' })
})
