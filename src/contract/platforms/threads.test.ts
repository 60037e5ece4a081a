import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { needsMediaHost } from './preflight.ts'
import { countBytes } from './text.ts'
import { countAsThreads, threads, threadsSettings, threadsText } from './threads.ts'
import type { MediaFacts, PlatformDraft } from './types.ts'

const image: MediaFacts = {
  assetId: 'asset_1',
  kind: 'image',
  type: 'image/png',
  bytes: 1_000,
  width: 1_080,
  height: 1_080,
  durationMs: null,
  animated: false,
  alt: 'a dot',
}
const film: MediaFacts = {
  ...image,
  kind: 'video',
  type: 'video/mp4',
  width: 1_080,
  height: 1_920,
  durationMs: 20_000,
  fps: 30,
  videoCodec: 'avc',
  audioCodec: 'aac',
}
const link = 'https://example.com/a'
const poll = { options: ['Yes', 'No'], expiresInSeconds: 86_400 }
const draft = (text: string, more: Partial<PlatformDraft> & { media?: MediaFacts[] } = {}): PlatformDraft => ({
  title: '',
  link: null,
  settings: {},
  parts: [{ text, media: more.media ?? [] }],
  ...more,
})
const { rules } = threads
const codes = (given: PlatformDraft) => threads.check(given, rules).map(({ code }) => code)

describe('what a post is', () => {
  test.each([
    ['text', draft('Hello')],
    ['link', draft('Hello', { link })],
    ['image', draft('', { media: [image] })],
    ['carousel', draft('', { media: [image, film] })],
    ['video', draft('Hello', { media: [film] })],
    ['poll', draft('Hello', { settings: { poll } })],
  ])('%s', (kind, given) => {
    expect(threads.kindOf(given)).toBe(kind)
    expect(codes(given)).toEqual([])
  })
})

describe('length', () => {
  // posts, Limitations: 500 characters, and emoji count as their UTF-8 bytes.
  test.each([
    ['Hello', 5],
    ['naïve “日本語”', 11],
    ['🧵', 4],
    ['👩🏽‍🚀', 15],
    ['🇩🇪', 8],
    ['#️⃣', 7],
    ['❤️', 6],
    ['line\nline', 9],
  ])('of %s is %i', (text, count) => expect(countAsThreads(text)).toBe(count))

  test('is never less than its characters and never more than its bytes, and without emoji it is its characters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const count = countAsThreads(text)
        expect(count).toBeGreaterThanOrEqual([...text].length)
        expect(count).toBeLessThanOrEqual(countBytes(text))
      }),
    )
    fc.assert(fc.property(fc.stringMatching(/^[\p{L} ]*$/u), (text) => countAsThreads(text) === [...text].length))
  })

  test('is 500 at most, in each part', () => {
    expect(codes(draft('x'.repeat(500)))).toEqual([])
    expect(codes(draft('🧵'.repeat(126)))).toEqual(['text_too_long'])
    const parts = ['fine', 'x'.repeat(501)].map((text) => ({ text, media: [] }))
    expect(threads.check(draft('', { parts }), rules)).toMatchObject([{ code: 'text_too_long', part: 1 }])
  })

  test('counts a link where it goes into the text: beside files and polls, not where it has a card', () => {
    const used = (given: PlatformDraft) => threads.count(given.parts[0] ?? { text: '' }, 0, given, rules).used
    expect(used(draft('Hello', { link }))).toBe(5)
    expect(used(draft('Hello', { link, media: [image] }))).toBe(5 + 2 + link.length)
    expect(used(draft('Hello', { link, settings: { poll } }))).toBe(5 + 2 + link.length)
    expect(threadsText(draft('Hello', { link, settings: { longText: 'More' } }), 0)).toBe('Hello')
  })
})

test('takes five different links, that of the card included', () => {
  const five = [1, 2, 3, 4, 5].map((at) => `https://example.com/${at}`).join(' ')
  expect(codes(draft(five))).toEqual([])
  expect(codes(draft(`${five} https://example.com/5`))).toEqual([])
  expect(codes(draft(`${five} https://example.com/6`))).toEqual(['too_many_links'])
  expect(codes(draft(five, { link }))).toEqual(['too_many_links'])
  expect(codes(draft(five, { link: 'https://example.com/1' }))).toEqual([])
  expect(codes(draft(five, { settings: { longText: `Also ${link}` } }))).toEqual(['too_many_links'])
})

describe('settings', () => {
  test.each<[string, Record<string, unknown>, string[], MediaFacts[]?]>([
    ['a topic with a full stop', { topicTag: 'a.b' }, ['topic_tag_characters']],
    ['a topic that is too long', { topicTag: 'x'.repeat(51) }, ['setting_too_long']],
    ['a poll of a week', { poll: { ...poll, expiresInSeconds: 604_800 } }, ['poll_one_day']],
    ['a poll of several answers', { poll: { ...poll, multiple: true } }, ['poll_plain']],
    ['a poll beside a file', { poll }, ['poll_with_media'], [image]],
    ['a long answer', { poll: { ...poll, options: ['x'.repeat(26), 'No'] } }, ['poll_option_too_long']],
    ['a poll and a GIF', { poll, gif: 'abc123' }, ['one_attachment']],
    ['a long text beside a file', { longText: 'More' }, ['one_attachment'], [image]],
    ['a GIF that is none', { gif: 'https://example.com/a.gif' }, ['gif_unreadable']],
    ['a quote that is no id', { quote: 'abc' }, ['setting_not_an_id']],
    ['a country that is none', { countries: ['Germany'] }, ['setting_not_countries']],
    ['a post for a day with a file', { ghost: true }, ['ghost_is_text'], [image]],
    ['a reply control it does not have', { replies: 'friends' }, ['setting_choice']],
  ])('%s is told', (_, settings, expected, media) => {
    expect(codes(draft('Hello', { settings, ...(media && { media }) }))).toEqual(expected)
  })

  test('are read with care', () => {
    expect(
      threadsSettings({ topicTag: ' #Bread ', countries: ['de', 'DE ', 1], location: '5', poll: 3 }),
    ).toMatchObject({
      topicTag: 'Bread',
      countries: ['DE'],
      location: '',
      poll: null,
    })
    expect(threadsSettings({ place: 'Kiel', location: '5' }).location).toBe('5')
    expect(threadsSettings({ gif: 'https://giphy.com/gifs/cat-happy-R6gvnAxj2ISzJdbA63' }).gif).toBe(
      'R6gvnAxj2ISzJdbA63',
    )
  })

  test('of a post for a day are its text alone', () => {
    expect(threadsSettings({ ghost: true, topicTag: 'Bread', poll, countries: ['DE'] })).toMatchObject({
      topicTag: '',
      poll: null,
      countries: [],
      ghost: true,
    })
    expect(codes(draft('Hello', { link, settings: { ghost: true } }))).toEqual(['ghost_is_text'])
  })

  test('have countries only where Meta lets the account choose them', () => {
    const has = (flags: Record<string, boolean>) =>
      threads.rulesFor({ flags }).fields.some(({ key }) => key === 'countries')
    expect([has({}), has({ countries: true })]).toEqual([false, true])
  })
})

test('files are fetched from an address, all of them; a text needs none', () => {
  expect(needsMediaHost(draft('Hello', { media: [film] }), rules)).toBe(true)
  expect(needsMediaHost(draft('Hello'), rules)).toBe(false)
})

test('a picture of any usual shape is taken, a film of five minutes', () => {
  expect(codes(draft('', { media: [{ ...image, width: 1_000, height: 5_000 }] }))).toEqual([])
  expect(codes(draft('', { media: [{ ...image, width: 11_000, height: 1_000 }] }))).toEqual(['image_ratio'])
  expect(codes(draft('', { media: [{ ...film, durationMs: 301_000 }] }))).toEqual(['video_too_long'])
  expect(codes(draft('', { media: Array.from({ length: 21 }, () => image) }))).toEqual(['too_many_media'])
})
