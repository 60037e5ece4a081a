import { describe, expect, test } from 'vitest'
import { de } from './de/index.ts'
import { en } from './en/index.ts'
import { asWritten, problemSaid, said, sentence, sentenceCodes, spoken } from './index.ts'

const german: Readonly<Record<string, string>> = de
const places = (text: string) => [...new Set([...text.matchAll(/{{(\w+)}}/g)].map((match) => match[1] ?? ''))].sort()

describe('German and English say the same things', () => {
  test('every sentence of one language is there in the other', () => {
    expect(Object.keys(german).sort()).toEqual([...sentenceCodes].sort())
  })

  test('every sentence has the same parameters, so that no name or number is lost', () => {
    const wrong = sentenceCodes.filter((code) => places(en[code]).join() !== places(german[code] ?? '').join())
    expect(wrong).toEqual([])
  })

  test('no sentence was left in English', () => {
    const carried = ['as_written', 'with_words']
    expect(sentenceCodes.filter((code) => en[code] === german[code] && !carried.includes(code))).toEqual([])
  })

  test('no code is used twice, which would hide one of two sentences', () => {
    const files = import.meta.glob<Record<string, object>>('./en/*.ts', { eager: true })
    const tables = Object.entries(files).filter(([file]) => !file.endsWith('/index.ts'))
    const all = tables.flatMap(([, file]) => Object.values(file).flatMap((table) => Object.keys(table)))
    expect(all.filter((code, index) => all.indexOf(code) !== index)).toEqual([])
    expect(all.sort()).toEqual([...sentenceCodes].sort())
  })
})

test('a sentence is filled in once: what a name contains is shown as it is', () => {
  const failure = said('file_kind_refused', { platform: 'Bluesky', name: '{{platform}} $& $1.mov' })
  expect(sentence(failure)).toBe('Bluesky takes no files like {{platform}} $& $1.mov. Leave it out for this account.')
})

test('a sentence within a sentence is said in the same language', () => {
  const inner = said('unreachable', { platform: 'mastodon.social' })
  const gaveUp = { says: 'gave_up', params: {}, inner } as const
  expect(sentence(gaveUp)).toBe('mastodon.social could not be reached. It was tried until the deadline.')
  expect(sentence(gaveUp, 'de')).toBe('mastodon.social war nicht erreichbar. Es wurde bis zum Ende der Frist versucht.')
})

test('a moment is shown as people of the language write it', () => {
  const until = '2026-11-26T08:00:00.000Z'
  const waits = said('rate_limited_until', { platform: 'X', until })
  const format = (language: string) =>
    new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(until))
  expect(sentence(waits)).toContain(`until ${format('en')}`)
  expect(sentence(waits, 'de')).toContain(`bis ${format('de')}`)
  expect(sentence(said('rate_limited_until', { platform: 'X', until: 'later' }))).toContain('until later')
})

test('scripts get the English of what a check found, with its part', () => {
  const found = problemSaid({ code: 'text_too_long', params: { over: 3, max: 300 }, part: 1 })
  expect(spoken(found)).toMatchObject({ says: 'problem', params: { problem: 'text_too_long', over: 3, in_part: 1 } })
  expect(sentence(found)).toMatch(/^Part 2: The text is 3 characters too long; 300 is the most/)
})

test('what was written before sentences had codes stays as it was written', () => {
  expect(sentence(asWritten('The site is closed.'), 'de')).toBe('The site is closed.')
})
