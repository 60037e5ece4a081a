import { expect, test } from 'vitest'
import { momentOf, readTime, weekOf, whenIn } from './times.ts'

test('a time without an offset is one of the wall, and one with an offset is a moment', () => {
  expect(readTime('2026-11-26 09:00', undefined)).toEqual({ wallTime: '2026-11-26T09:00' })
  expect(readTime('2026-11-26T09:00:30', 'Asia/Tokyo')).toEqual({ wallTime: '2026-11-26T09:00:30', zone: 'Asia/Tokyo' })
  expect(readTime('2026-11-26T09:00+01:00', undefined)).toEqual({ at: '2026-11-26T08:00:00.000Z' })
  expect(readTime('2026-11-26T09:00z', undefined)).toEqual({ at: '2026-11-26T09:00:00.000Z' })
})

test('a wall time that is skipped moves forward, and one that comes twice is the first', () => {
  expect(momentOf('2026-03-29T02:30', 'Europe/Berlin')).toBe('2026-03-29T01:30:00.000Z')
  expect(momentOf('2026-10-25T02:30', 'Europe/Berlin')).toBe('2026-10-25T00:30:00.000Z')
})

test('a week begins on its first day’s first moment, also where clocks change in it', () => {
  const monday = weekOf('2026-03-29', 'Europe/Berlin', 'monday', 0)
  expect(monday).toMatchObject({ from: '2026-03-22T23:00:00.000Z', to: '2026-03-29T22:00:00.000Z', offset: '+01:00' })
  expect(monday.days.map(({ name }) => name)).toEqual(['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'])
  expect(weekOf('2026-03-29', 'Europe/Berlin', 'sunday', 0).days[0]).toEqual({ date: '2026-03-29', name: 'Sun' })
})

test('a moment is written on the clock of its zone, with the zone', () => {
  expect(whenIn('2026-07-01T07:00:00.000Z', 'Europe/Berlin')).toBe('2026-07-01 09:00 Europe/Berlin')
})
