import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { Temporal } from 'temporal-polyfill'
import { parseTime, timesIn } from './times.ts'

describe('a typed time', () => {
  test('is understood in the ways people write it', () => {
    expect(['9', '930', '0930', '9:30', '9.30 pm', '12 am', '17h30', '9 Uhr'].map(parseTime)).toEqual([
      '09:00',
      '09:30',
      '09:30',
      '09:30',
      '21:30',
      '00:00',
      '17:30',
      '09:00',
    ])
  })

  test('that is none is refused', () => {
    expect(['', 'soon', '25:00', '9:75', '13 pm'].map(parseTime)).toEqual([null, null, null, null, null])
  })
})

describe('times as people say them', () => {
  beforeEach(() => {
    vi.useFakeTimers({ now: new Date('2026-11-24T09:42:00Z') })
  })
  afterEach(() => void vi.useRealTimers())
  const words = { today: 'Today', tomorrow: 'Tomorrow', yesterday: 'Yesterday' }
  const berlin = () => timesIn('en', 'Europe/Berlin', 'monday', words)

  test('name the day near by, the weekday within a week, else the date, with the year when it is another', () => {
    expect(
      [
        '2026-11-24T08:00:00Z',
        '2026-11-25T08:00:00Z',
        '2026-11-26T08:00:00Z',
        '2026-11-05T16:30:00Z',
        '2027-01-02T08:00:00Z',
      ].map((at) => berlin().when(at)),
    ).toEqual(['Today 09:00', 'Tomorrow 09:00', 'Thu 09:00', '5 Nov 17:30', '2 Jan 2027 09:00'])
  })

  test('on a button name the weekday, not "Today" in the middle of a sentence', () => {
    expect(berlin().at('2026-11-24T16:30:00Z')).toBe('Tue 17:30')
  })

  test('belong to the zone: late in the evening of one is the next day of another', () => {
    expect(timesIn('en', 'Asia/Tokyo', 'monday', words).when('2026-11-24T16:30:00Z')).toBe('Tomorrow 01:30')
  })

  test('say their zone once, and do not repeat UTC', () => {
    expect(berlin().zoneLabel()).toBe('Berlin, CET')
    expect(timesIn('en', 'UTC', 'monday', words).zoneLabel()).toBe('UTC')
  })

  test('are in the language of the window', () => {
    const german = timesIn('de', 'Europe/Berlin', 'monday', {
      today: 'Heute',
      tomorrow: 'Morgen',
      yesterday: 'Gestern',
    })
    expect(german.when('2026-11-26T08:00:00Z')).toBe('Do 09:00')
    expect(german.longDate(Temporal.PlainDate.from('2026-11-24'))).toBe('Dienstag, 24. November')
  })
})
