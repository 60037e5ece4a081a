import { expect, test } from 'vitest'
import type { PostSummary } from '../contract/posts.ts'
import { nextLine, nothingUpcoming, summarize } from './upcoming.ts'
import { wordsOf } from './words.ts'

const post = (at: string | null, title: string, firstLine = '') =>
  ({ title, firstLine, when: at && { at, wallTime: '2026-11-24T09:00', zone: 'Europe/Berlin' } }) as PostSummary

test('the earliest post of all brands is the next one', () => {
  const found = summarize(
    [
      post('2026-11-25T08:00:00.000Z', 'later'),
      post('2026-11-24T08:00:00.000Z', '', 'first line'),
      post(null, 'no plan'),
    ],
    2,
  )
  expect(found).toEqual({
    scheduled: 2,
    needsYou: 2,
    next: { title: 'first line', at: '2026-11-24T08:00:00.000Z', zone: 'Europe/Berlin' },
  })
})

test('its time is written as the person planned it, whatever zone this machine is in', () => {
  const upcoming = summarize([post('2026-11-24T08:00:00.000Z', 'Spring sale')], 0)
  expect(nextLine(upcoming, 'en', wordsOf('en'))).toMatch(/^Next: Tue,? 09:00\sAM · Spring sale$/)
  expect(nextLine(upcoming, 'de', wordsOf('de'))).toMatch(/^Als Nächstes: Di\.?,? 09:00 · Spring sale$/)
})

test('nothing to come and nameless posts are said plainly; long titles are cut', () => {
  expect(nextLine(nothingUpcoming, 'en', wordsOf('en'))).toBe('Nothing scheduled')
  expect(nextLine(summarize([post('2026-11-24T08:00:00.000Z', '')], 0), 'en', wordsOf('en'))).toMatch(/· Untitled$/)
  expect(nextLine(summarize([post('2026-11-24T08:00:00.000Z', 'x'.repeat(99))], 0), 'en', wordsOf('en'))).toMatch(
    /· x{39}…$/,
  )
})
