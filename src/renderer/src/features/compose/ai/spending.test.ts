import { expect, test } from 'vitest'
import { leftOf, mostOf } from './spending.ts'

const period = (leftUsd: number | null) => ({
  spentUsd: 0,
  heldUsd: 0,
  capUsd: leftUsd,
  leftUsd,
  resetsAt: '' as never,
})

test('what is left is told by the cap that ends first, and not at all without a cap', () => {
  expect(leftOf({ day: period(2), month: period(1) })).toEqual({ usd: 1, period: 'month' })
  expect(leftOf({ day: period(0), month: period(9) })).toEqual({ usd: 0, period: 'day' })
  expect(leftOf({ day: period(null), month: period(9) })).toEqual({ usd: 9, period: 'month' })
  expect(leftOf({ day: period(null), month: period(null) })).toBeNull()
})

test('one call without a price makes the whole unknown', () => {
  const call = (maxUsd: number | null) => ({
    account: null,
    endpoint: '',
    model: '',
    messages: [],
    maxOutputTokens: 0,
    maxUsd,
  })
  expect(mostOf([call(0.1), call(0.2)])).toBeCloseTo(0.3)
  expect(mostOf([call(0.1), call(null)])).toBeNull()
})
