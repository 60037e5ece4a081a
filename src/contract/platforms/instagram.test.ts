import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { instagram, instagramSettings } from './instagram.ts'
import { needsMediaHost } from './preflight.ts'
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
  alt: '',
}
const draft = (text: string, media: MediaFacts[] = [image], settings: Record<string, unknown> = {}): PlatformDraft => ({
  title: '',
  link: null,
  settings,
  parts: [{ text, media }],
})
const codes = (given: PlatformDraft) => instagram.check(given, instagram.rules).map(({ code }) => code)

describe('what a post is', () => {
  test.each([
    ['image', draft('Hello')],
    ['carousel', draft('', [image, { ...film, height: 1_080 }])],
    ['reel', draft('', [film])],
    ['story', draft('', [film], { format: 'story' })],
  ])('%s', (kind, given) => {
    expect(instagram.kindOf(given)).toBe(kind)
    expect(codes(given)).toEqual([])
  })

  test('nothing goes out without a file, a reel may last 15 minutes, a film in a carousel or a story one', () => {
    expect(codes(draft('Hello', []))).toEqual(['media_needed'])
    const long = { ...film, durationMs: 899_000 }
    expect(codes(draft('', [long]))).toEqual([])
    expect(codes(draft('', [long, image]))).toEqual(['video_too_long'])
    expect(codes(draft('', [long], { format: 'story' }))).toEqual(['video_too_long'])
  })

  test('a picture of the feed is 4:5 to 1.91:1, one of a story of any shape', () => {
    const tall = { ...image, width: 1_080, height: 1_920 }
    expect(codes(draft('', [tall]))).toEqual(['image_ratio'])
    expect(codes(draft('', [tall], { format: 'story' }))).toEqual([])
  })
})

describe('captions', () => {
  test('are counted in code points, with the link that is put at their end', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
        expect(instagram.count({ text }, 0, draft(text), instagram.rules).used).toBe(Array.from(text.trim()).length)
      }),
    )
    expect(codes(draft('👩'.repeat(2_200)))).toEqual([])
    expect(codes(draft('x'.repeat(2_201)))).toEqual(['text_too_long'])
    const linked = { ...draft('x'.repeat(2_190)), link: 'https://example.com' }
    expect(codes(linked)).toEqual(['text_too_long'])
  })

  test.each([
    ['30 hashtags and 20 mentions pass', 30, 20, []],
    ['31 hashtags do not', 31, 0, ['too_many_hashtags']],
    ['21 mentions do not', 0, 21, ['too_many_mentions']],
  ])('%s', (_, hashtags, mentions, expected) => {
    const words = [
      ...Array.from({ length: hashtags }, (__, at) => `#tag${at}`),
      ...Array.from({ length: mentions }, (__, at) => `@name${at}`),
    ]
    expect(codes(draft(words.join(' ')))).toEqual(expected)
  })

  test('of a story are not sent, which is said', () => {
    expect(codes(draft('Words', [image], { format: 'story' }))).toEqual(['story_without_text'])
  })
})

describe('settings', () => {
  test('of another shape are the default', () => {
    expect(instagramSettings({ format: 'reel', coverSecond: '2', trial: 'yes', sponsors: ['1'] })).toEqual({
      format: 'post',
      firstComment: '',
      collaborators: [],
      tagged: [],
      location: '',
      coverMs: null,
      shareToFeed: true,
      trial: null,
      audioName: '',
      madeWithAi: false,
      paidPartnership: false,
      sponsors: [],
    })
  })

  test('that Instagram would not understand are told at their field', () => {
    const settings = {
      collaborators: ['@ada', 'no such name'],
      tagged: ['grace.hopper'],
      location: 'Berlin',
      trial: 'MANUAL',
      coverSecond: 20,
      paidPartnership: true,
      sponsors: ['ACME'],
    }
    const found = instagram.check(draft('', [film], settings), instagram.rules)
    expect(found.map(({ code, setting }) => [code, setting])).toEqual([
      ['setting_not_names', 'collaborators'],
      ['setting_not_an_id', 'location'],
      ['setting_not_an_id', 'sponsors'],
      ['trial_with_collaborators', 'trial'],
      ['cover_after_end', 'coverSecond'],
    ])
  })
})

test('signed in at Instagram itself, films need a media host as well, and nothing can be deleted', () => {
  const direct = instagram.rulesFor({ flags: { instagramLogin: true } })
  const needs = (rules: typeof direct, media: MediaFacts[]) => {
    const given = draft('', media)
    return needsMediaHost(given, { ...rules, media: instagram.mediaFor?.(given, rules) ?? rules.media })
  }
  expect([needs(instagram.rules, [film]), needs(instagram.rules, [image])]).toEqual([false, true])
  expect([needs(direct, [film]), needs(direct, [image])]).toEqual([true, true])
  expect([instagram.rules.remoteDelete, direct.remoteDelete]).toEqual([true, false])
})
