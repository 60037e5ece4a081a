import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { pinterest, pinterestSettings } from './pinterest.ts'
import type { MediaFacts, PlatformDraft } from './types.ts'

const file = (more: Partial<MediaFacts> = {}): MediaFacts => ({
  assetId: 'asset_1',
  kind: 'image',
  type: 'image/jpeg',
  bytes: 1_000,
  width: 1_000,
  height: 1_500,
  durationMs: null,
  animated: false,
  alt: 'A picture',
  ...more,
})
const draft = (more: Partial<PlatformDraft> & { text?: string; media?: MediaFacts[] } = {}): PlatformDraft => {
  const { text = 'Text', media = [file()], ...rest } = more
  return { title: '', parts: [{ text, media }], link: null, settings: { board: '1' }, ...rest }
}
const codes = (post: PlatformDraft) =>
  pinterest
    .check(post, pinterest.rules)
    .filter(({ severity }) => severity === 'error')
    .map(({ code, setting }) => (setting === undefined ? code : `${code} ${setting}`))

describe('the check', () => {
  test.each<[string, PlatformDraft, string[]]>([
    ['a picture on a board', draft(), []],
    ['a picture without any words', draft({ text: '' }), []],
    ['no board', draft({ settings: {} }), ['setting_missing board']],
    ['no file', draft({ media: [] }), ['media_needed']],
    ['six pictures', draft({ media: Array.from({ length: 6 }, () => file()) }), ['too_many_media']],
    [
      'a picture beside a film',
      draft({ media: [file(), file({ kind: 'video', type: 'video/mp4', width: null, height: null })] }),
      ['media_mixed'],
    ],
    ['800 characters', draft({ text: '👩'.repeat(800) }), []],
    ['801 characters', draft({ text: 'x'.repeat(801) }), ['text_too_long']],
    ['a title of 101', draft({ title: 'x'.repeat(101) }), ['title_too_long']],
    ['a link of 2,049', draft({ link: `https://example.com/${'x'.repeat(2_029)}` }), ['link_too_long']],
    ['an alt text of 500', draft({ media: [file({ alt: 'x'.repeat(500) })] }), []],
    [
      'alt texts that are too long together',
      draft({ media: [file({ alt: 'x'.repeat(250) }), file()] }),
      ['alt_too_long'],
    ],
    [
      'a link of a picture that is none',
      draft({ settings: { board: '1', slideLinks: 'https://example.com\nexample' } }),
      ['setting_not_an_address slideLinks'],
    ],
    [
      'a title of a picture that is too long',
      draft({ settings: { board: '1', slideTitles: `ok\n${'x'.repeat(101)}` } }),
      ['setting_too_long slideTitles'],
    ],
    [
      'a film of three seconds',
      draft({ media: [file({ kind: 'video', type: 'video/mp4', durationMs: 3_000 })] }),
      ['video_too_short'],
    ],
  ])('%s', (_, post, expected) => expect(codes(post)).toEqual(expected))
})

test('is a picture, a carousel or a film', () => {
  expect(pinterest.kindOf(draft())).toBe('image')
  expect(pinterest.kindOf(draft({ media: [file(), file()] }))).toBe('carousel')
  expect(pinterest.kindOf(draft({ media: [file({ kind: 'video' })] }))).toBe('video')
})

test('counts code points', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const post = draft({ text })
      expect(pinterest.count({ text }, 0, post, pinterest.rules).used).toBe(Array.from(text).length)
    }),
  )
})

test('alt texts that pass fit into the one that a pin has', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5 }), (count) => {
      const post = draft({ media: Array.from({ length: count }, () => file()) })
      const { altMax = 0 } = pinterest.mediaFor?.(post, pinterest.rules) ?? {}
      expect(altMax * count + (count - 1)).toBeLessThanOrEqual(500)
    }),
  )
})

test('reads settings of any shape', () => {
  fc.assert(
    fc.property(
      fc.dictionary(fc.constantFrom('board', 'section', 'coverSeconds', 'slideTitles'), fc.anything()),
      (any) => {
        const { board, coverSeconds, slideTitles } = pinterestSettings(any)
        expect(typeof board).toBe('string')
        expect(Number.isInteger(coverSeconds) && coverSeconds >= 0).toBe(true)
        expect(Array.isArray(slideTitles)).toBe(true)
      },
    ),
  )
})
