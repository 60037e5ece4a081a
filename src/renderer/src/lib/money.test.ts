import { expect, test } from 'vitest'
import { parseUsd, usdText } from './money.ts'

test('a small amount keeps the digits that matter, and no amount reads as nothing that is not', () => {
  expect([0, 1.5, 0.12, 0.01, 0.0042, 0.000031].map((usd) => usdText(usd, 'en-GB'))).toEqual([
    '$0.00',
    '$1.50',
    '$0.12',
    '$0.01',
    '$0.0042',
    '$0.000031',
  ])
  expect(usdText(0.0042, 'de').replace(/\s/g, ' ')).toBe('0,0042 $')
})

test('an amount is read as people write it, and what is no amount is not taken for one', () => {
  expect(parseUsd(' 2,50 ')).toBe(2.5)
  expect(parseUsd('$3')).toBe(3)
  expect(parseUsd('')).toBeNull()
  expect(parseUsd('five')).toBeNaN()
  expect(parseUsd('-1')).toBeNaN()
})
