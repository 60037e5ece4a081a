import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { snapchat, snapchatSettings } from './snapchat.ts'
import type { MediaFacts, PlatformDraft } from './types.ts'

const film: MediaFacts = {
  assetId: 'asset_1',
  kind: 'video',
  type: 'video/mp4',
  bytes: 1_000_000,
  width: 1_080,
  height: 1_920,
  durationMs: 10_000,
  animated: false,
  alt: '',
}
const picture: MediaFacts = { ...film, kind: 'image', type: 'image/jpeg', durationMs: null }
const draft = (
  settings: PlatformDraft['settings'] = {},
  {
    text = '',
    title = '',
    link = null,
    media = [film],
  }: Partial<PlatformDraft & { text: string; media: MediaFacts[] }> = {},
): PlatformDraft => ({ title, link, settings, parts: [{ text, media }] })
const codes = (given: PlatformDraft) =>
  snapchat
    .check(given, { ...snapchat.rules, media: snapchat.mediaFor?.(given, snapchat.rules) ?? snapchat.rules.media })
    .map(({ severity, code }) => (severity === 'error' ? code : `warning ${code}`))
const spotlight = { format: 'spotlight' }
const saved = { format: 'saved_story' }

describe('text', () => {
  const used = (text: string, link: string | null = null) =>
    snapchat.count({ text }, 0, draft(spotlight, { text, link }), snapchat.rules).used

  // ProfileAssetManagement, Post Spotlight: 160 characters, hashtags among them. Which characters is not said; the strictest reading is taken.
  test.each([
    ['letters count one', 'Hello #world', 12],
    ['wide letters count one', '日本', 2],
    ['an emoji outside the first plane counts two', '👋', 2],
    ['a composed emoji counts its units', '👩🏽‍🚀', 7],
  ])('%s', (_, text, expected) => expect(used(text)).toBe(expected))

  test('counts what is sent with a Spotlight, a chosen link included, and never less than its characters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const link = 'https://example.com'
        return used(text) >= [...text.trim()].length && used(text, link) >= link.length
      }),
    )
  })

  test('has 160 units with a Spotlight', () => {
    expect(codes(draft(spotlight, { text: 'x'.repeat(160) }))).toEqual([])
    expect(codes(draft(spotlight, { text: 'x'.repeat(161) }))).toEqual(['text_too_long'])
  })

  test('is not sent with a story, and says so', () => {
    expect(codes(draft({}, { text: 'x'.repeat(500) }))).toEqual(['warning story_without_text'])
    expect(codes(draft(saved, { text: 'Hello', title: 'Harbour' }))).toEqual(['warning story_without_text'])
  })
})

test('a saved story has a title of up to 45 characters, and nothing else wants one', () => {
  expect(codes(draft(saved))).toEqual(['title_missing'])
  expect(codes(draft(saved, { title: 'x'.repeat(45) }))).toEqual([])
  expect(codes(draft(saved, { title: 'x'.repeat(46) }))).toEqual(['title_too_long'])
  expect(codes(draft({}, { title: 'x'.repeat(46) }))).toEqual([])
  expect(codes(draft(spotlight, { title: 'x'.repeat(46) }))).toEqual([])
})

test('one file goes, a Spotlight is a video of 6 to 60 seconds, and a story of 5 to 60', () => {
  const lasting = (seconds: number) => ({ media: [{ ...film, durationMs: seconds * 1_000 }] })
  expect(codes(draft({}, { media: [] }))).toContain('media_needed')
  expect(codes(draft({}, { media: [picture] }))).toEqual([])
  expect(codes(draft({}, { media: [picture, picture] }))).toEqual(['too_many_media'])
  expect(codes(draft(spotlight, { media: [picture] }))).toEqual(['images_unsupported'])
  expect(codes(draft(spotlight, { media: [] }))).toContain('video_needed')
  expect([4, 5, 60, 61].map((seconds) => codes(draft({}, lasting(seconds))))).toEqual([
    ['video_too_short'],
    [],
    [],
    ['video_too_long'],
  ])
  expect(codes(draft(spotlight, lasting(5)))).toEqual(['video_too_short'])
  expect(codes(draft(spotlight, lasting(6)))).toEqual([])
  expect(codes(draft({}, { media: [{ ...film, width: 480, height: 854 }] }))).toEqual(['video_too_small'])
  expect(codes(draft({}, { media: [{ ...film, type: 'video/quicktime' }] }))).toEqual(['video_type'])
})

test('another shape than 9:16 is told and does not stop it', () => {
  expect(codes(draft({}, { media: [{ ...picture, width: 1_080, height: 1_080 }] }))).toEqual(['warning not_upright'])
  expect(codes(draft({}, { media: [{ ...picture, width: 1_080, height: 1_900 }] }))).toEqual([])
})

test('a language goes with its country', () => {
  expect(codes(draft({ ...spotlight, locale: 'de_DE' }))).toEqual([])
  expect(codes(draft({ ...spotlight, locale: 'de' }))).toEqual(['setting_not_a_locale'])
  expect(codes(draft({ locale: 'de' }))).toEqual([])
})

test('settings of another shape are the defaults', () => {
  expect(snapchatSettings({ format: 'reel', storyTime: 7, locale: ' ', saveToProfile: 'no' })).toEqual({
    format: 'story',
    storyTime: 'ONE_DAY',
    locale: 'en_US',
    saveToProfile: true,
  })
})
