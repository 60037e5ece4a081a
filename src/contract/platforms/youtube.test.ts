import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { MediaFacts, PlatformDraft } from './types.ts'
import { tagsLength, youtube, youtubeSettings } from './youtube.ts'

const film: MediaFacts = {
  assetId: 'asset_1',
  kind: 'video',
  type: 'video/mp4',
  bytes: 1_000_000,
  width: 1_920,
  height: 1_080,
  durationMs: 60_000,
  animated: false,
  alt: '',
}
const draft = (more: Partial<PlatformDraft> = {}, file: Partial<MediaFacts> = {}): PlatformDraft => ({
  title: 'A film',
  link: null,
  parts: [{ text: 'What it is about', media: [{ ...film, ...file }] }],
  ...more,
  settings: { madeForKids: 'no', ...more.settings },
})
const codes = (given: PlatformDraft, rules = youtube.rules) =>
  youtube.check(given, rules).map(({ code, setting }) => (setting === undefined ? code : `${code} ${setting}`))

describe('tags', () => {
  // Source: reference of videos, snippet.tags[]: "Foo-Baz" has seven characters, "Foo Baz" nine.
  test.each([
    [['Foo-Baz'], 7],
    [['Foo Baz'], 9],
    [['one', 'two'], 7],
    [['one', 'two words'], 3 + 1 + 11],
    [[], 0],
  ])('%j count %i', (tags, length) => expect(tagsLength(tags)).toBe(length))

  test('count as they would stand in one line, with commas and quotes', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'ß', ' ', '日'), minLength: 1 })
    fc.assert(
      fc.property(fc.array(word), (tags) => {
        const line = tags.map((tag) => (tag.includes(' ') ? `"${tag}"` : tag)).join(',')
        return tagsLength(tags) === [...line].length
      }),
    )
  })

  test('are taken up to 500 and refused above, or with brackets', () => {
    const tags = (count: number) => draft({ settings: { tags: ['x'.repeat(count)] } })
    expect(codes(tags(500))).toEqual([])
    expect(codes(tags(501))).toEqual(['setting_too_long tags'])
    expect(codes(draft({ settings: { tags: ['a<b'] } }))).toEqual(['angle_brackets tags'])
  })
})

test('a description has 5,000 bytes, not characters, and its link is part of it', () => {
  const text = (given: string, link: string | null = null) =>
    codes({ ...draft(), link, parts: [{ text: given, media: [film] }] })
  expect(text('x'.repeat(5_000))).toEqual([])
  expect(text('x'.repeat(5_001))).toEqual(['text_too_long'])
  expect(text('é'.repeat(2_501))).toEqual(['text_too_many_bytes'])
  expect(text('x'.repeat(4_990), 'https://example.com')).toEqual(['text_too_long'])
})

test('title and description take no angle brackets, and a title there must be', () => {
  expect(codes(draft({ title: 'a <b>' }))).toEqual(['angle_brackets'])
  expect(codes({ ...draft(), parts: [{ text: '1 < 2', media: [film] }] })).toEqual(['angle_brackets'])
  expect(codes(draft({ title: ' ' }))).toEqual(['title_missing'])
  expect(codes(draft({ title: 'x'.repeat(101) }))).toEqual(['title_too_long'])
})

test('whether it is made for kids must be chosen', () => {
  expect(codes(draft({ settings: { madeForKids: null } }))).toEqual(['setting_missing madeForKids'])
  expect(codes(draft({ settings: { madeForKids: 'yes' } }))).toEqual([])
})

test('one film, and no picture', () => {
  expect(codes({ ...draft(), parts: [{ text: 'x', media: [] }] })).toEqual(['video_needed'])
  expect(codes(draft({}, { kind: 'image', type: 'image/png' }))).toContain('images_unsupported')
})

test('upright or square and short is a Short', () => {
  expect(youtube.kindOf(draft())).toBe('video')
  expect(youtube.kindOf(draft({}, { width: 1_080, height: 1_920 }))).toBe('short')
  expect(youtube.kindOf(draft({}, { width: 1_080, height: 1_080, durationMs: 180_000 }))).toBe('short')
  expect(youtube.kindOf(draft({}, { width: 1_080, height: 1_920, durationMs: 180_001 }))).toBe('video')
  expect(youtube.kindOf(draft({}, { width: null }))).toBe('video')
})

test('a channel that is not verified takes a quarter of an hour', () => {
  const long = draft({}, { durationMs: 901_000 })
  expect(codes(long, youtube.rulesFor({ flags: { longVideos: true } }))).toEqual([])
  expect(codes(long, youtube.rulesFor({ flags: { longVideos: false } }))).toEqual(['video_too_long'])
  expect(codes(long, youtube.rulesFor(null))).toEqual([])
})

test('subtitles need their language and their times', () => {
  const subtitles = '1\n00:00:00,000 --> 00:00:02,000\nHello'
  expect(codes(draft({ settings: { subtitles, language: ['en'] } }))).toEqual([])
  expect(codes(draft({ settings: { subtitles } }))).toEqual(['subtitles_without_language language'])
  expect(codes(draft({ settings: { subtitles: 'Hello', language: ['en'] } }))).toEqual([
    'subtitles_unreadable subtitles',
  ])
})

test('nobody can comment on what is private', () => {
  const firstComment = 'First'
  expect(codes(draft({ settings: { firstComment, privacy: 'private' } }))).toEqual(['comment_on_private firstComment'])
  expect(codes(draft({ settings: { firstComment, privacy: 'private', madeForKids: 'yes' } }))).toEqual([])
  expect(codes(draft({ settings: { firstComment, privacy: 'unlisted' } }))).toEqual([])
})

test('settings of another shape are the defaults, and only what is public waits for its time', () => {
  expect(youtubeSettings({ privacy: 7, tags: 'x', language: {}, madeForKids: true, category: 3 })).toEqual(
    youtubeSettings({}),
  )
  expect(youtubeSettings({ privacy: 'unlisted', handOff: true }).handOff).toBe(false)
  expect(youtubeSettings({ tags: ['#a', ' b ', 'b', ''] }).tags).toEqual(['a', 'b'])
})
