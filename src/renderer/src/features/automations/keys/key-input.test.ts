import { expect, test } from 'vitest'
import { Temporal } from 'temporal-polyfill'
import { KeyInput } from '../../../../../contract/keys.ts'
import { startFields, toKeyInput, wrongNumbers } from './key-input.ts'

const now = Temporal.Instant.from('2026-11-25T12:00:00Z')

test('a key that is only given a name asks before anything goes out, and has no limits nobody typed', () => {
  const input = toKeyInput({ ...startFields, name: 'Script' }, now)
  expect(KeyInput.parse(input)).toMatchObject({
    asksFirst: true,
    dailyPublishes: null,
    dailySpend: null,
    expiresAt: null,
  })
  expect(input.scopes).not.toContain('keys:manage')
})

test('its days are counted from now, and a date is one of the clock it was picked by', () => {
  expect(toKeyInput({ ...startFields, expiry: 'd30' }, now).expiresAt).toBe('2026-12-25T12:00:00Z')
  const date = { wallTime: '2026-12-01T09:00', zone: 'Europe/Berlin' }
  expect(toKeyInput({ ...startFields, expiry: 'date', date }, now).expiresAt).toBe('2026-12-01T08:00:00Z')
})

test('a limit of nothing is a limit, and what is no number is told before it is sent', () => {
  expect(toKeyInput({ ...startFields, dailyPublishes: '0', dailySpend: '1,50' }, now)).toMatchObject({
    dailyPublishes: 0,
    dailySpend: 1.5,
  })
  expect(wrongNumbers({ ...startFields, dailyPublishes: '2.5', dailySpend: 'much' })).toEqual([
    'dailyPublishes',
    'dailySpend',
  ])
  expect(wrongNumbers(startFields)).toEqual([])
})
