import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { facebook, facebookSettings, facebookText } from './facebook.ts'
import type { MediaFacts, PlatformDraft } from './types.ts'

const image: MediaFacts = {
  assetId: 'asset_1',
  kind: 'image',
  type: 'image/png',
  bytes: 1_000,
  width: 800,
  height: 600,
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
const draft = (text: string, more: Partial<PlatformDraft> = {}, media: MediaFacts[] = []): PlatformDraft => ({
  title: '',
  link: null,
  settings: {},
  parts: [{ text, media }],
  ...more,
})
const codes = (given: PlatformDraft) => facebook.check(given, facebook.rules).map(({ code }) => code)

describe('what a post is', () => {
  test.each([
    ['text', draft('Hello')],
    ['link', draft('Hello https://example.com/a')],
    ['link', draft('Hello', { link: 'https://example.com/a' })],
    ['image', draft('Hello', { link: 'https://example.com/a' }, [image])],
    ['carousel', draft('', {}, [image, image])],
    ['video', draft('', {}, [film])],
    ['reel', draft('', { settings: { format: 'reel' } }, [film])],
    ['story', draft('', { settings: { format: 'story' } }, [image])],
  ])('%s', (kind, given) => {
    expect(facebook.kindOf(given)).toBe(kind)
    expect(codes(given)).toEqual([])
  })

  test('a reel is a film, and an upright one; a story is one file and says nothing', () => {
    const reel = { settings: { format: 'reel' } }
    expect(codes(draft('x', reel))).toEqual(['video_needed'])
    expect(codes(draft('x', reel, [image]))).toEqual(['images_unsupported'])
    expect(codes(draft('x', reel, [{ ...film, width: 1_920, height: 1_080 }]))).toEqual(['video_ratio'])
    expect(codes(draft('x', reel, [{ ...film, durationMs: 91_000 }]))).toEqual(['video_too_long'])
    const story = { settings: { format: 'story' } }
    expect(codes(draft('x', story, [{ ...film, durationMs: 61_000 }]))).toEqual([
      'video_too_long',
      'story_without_text',
    ])
    expect(codes(draft('', story, [image, image]))).toContain('too_many_media')
  })
})

test('a chosen link is the card, or stands at the end of the text where there are files', () => {
  const link = 'https://example.com/a'
  expect(facebookText(draft('See', { link }), 0)).toBe('See')
  expect(facebookText(draft('See', { link }, [image]), 0)).toBe(`See\n\n${link}`)
})

test('counts code points of what is sent, whatever the text is', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
      const { used } = facebook.count({ text }, 0, draft(text), facebook.rules)
      expect(used).toBe(Array.from(text.trim()).length)
    }),
  )
  expect(codes(draft('x'.repeat(63_206)))).toEqual([])
  expect(codes(draft('👩'.repeat(63_207)))).toEqual(['text_too_long'])
})

describe('settings', () => {
  test('of another shape are the default', () => {
    expect(facebookSettings({ format: 'live', countries: 'de', ageMin: '16', embeddable: 'no', handOff: 1 })).toEqual({
      format: 'post',
      firstComment: '',
      handOff: false,
      button: null,
      place: '',
      countries: [],
      ageMin: null,
      sponsor: '',
      videoTags: [],
      category: null,
      embeddable: true,
    })
  })

  test('are read, and a story is never handed over', () => {
    expect(facebookSettings({ countries: ['de', ' FR ', 'DE'], ageMin: '18', category: 'NEWS' })).toMatchObject({
      countries: ['DE', 'FR'],
      ageMin: 18,
      category: 'NEWS',
    })
    expect(facebookSettings({ format: 'story', handOff: true }).handOff).toBe(false)
  })

  test('that Facebook would not understand are told at their field', () => {
    const settings = { place: 'Berlin', sponsor: 'ACME', countries: ['Germany'], firstComment: 'x'.repeat(8_001) }
    expect(
      facebook.check(draft('x', { settings }), facebook.rules).map(({ code, setting }) => [code, setting]),
    ).toEqual([
      ['setting_too_long', 'firstComment'],
      ['setting_not_an_id', 'place'],
      ['setting_not_an_id', 'sponsor'],
      ['setting_not_countries', 'countries'],
    ])
  })
})
