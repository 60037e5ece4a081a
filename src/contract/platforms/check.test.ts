import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bluesky } from './bluesky.ts'
import { applies, checkCommon } from './check.ts'
import { practice } from './practice.ts'
import { countGraphemes } from './text.ts'
import type { MediaFacts, PlatformDraft, PlatformRules, SettingsField } from './types.ts'
import { wordpress } from './wordpress.ts'

const file = (more: Partial<MediaFacts> = {}): MediaFacts => ({
  assetId: 'asset_1',
  kind: 'image',
  type: 'image/jpeg',
  bytes: 100_000,
  width: 800,
  height: 600,
  durationMs: null,
  animated: false,
  alt: 'A boat',
  ...more,
})
const video = (more: Partial<MediaFacts> = {}) =>
  file({ kind: 'video', type: 'video/mp4', durationMs: 10_000, alt: '', ...more })
const draft = (...parts: { text: string; media?: MediaFacts[] }[]): PlatformDraft => ({
  title: '',
  link: null,
  settings: {},
  parts: parts.map(({ text, media = [] }) => ({ text, media })),
})
const codes = (problems: readonly { code: string }[]) => problems.map(({ code }) => code)

const filming: PlatformRules = {
  ...practice.rules,
  media: {
    ...practice.rules.media,
    max: 4,
    mix: false,
    video: { types: ['video/mp4'], maxBytes: 1_000_000, maxSeconds: 60 },
  },
}
const check = (content: PlatformDraft, rules: PlatformRules) =>
  checkCommon(content, rules, ({ text }) => ({
    used: countGraphemes(text),
    max: rules.text.max,
    bytes: 0,
    maxBytes: null,
  }))

describe('text', () => {
  test('fits exactly at the limit and not one character above it', () => {
    expect(bluesky.check(draft({ text: 'x'.repeat(300) }), bluesky.rules)).toEqual([])
    expect(bluesky.check(draft({ text: 'x'.repeat(301) }), bluesky.rules)).toEqual([
      {
        severity: 'error',
        code: 'text_too_long',
        field: 'text',
        part: 0,
        params: { over: 1, max: 300 },
        fixes: ['shorten', 'split_into_thread'],
      },
    ])
  })

  test('a family emoji counts as one character where people count, and by its bytes where bytes count', () => {
    const family = '👨‍👩‍👧‍👦'
    expect(codes(bluesky.check(draft({ text: family.repeat(121) }), bluesky.rules))).toEqual(['text_too_many_bytes'])
    expect(bluesky.check(draft({ text: family.repeat(120) }), bluesky.rules)).toEqual([])
  })

  test('each part of a thread is measured by itself, and the part at fault is named', () => {
    const problems = bluesky.check(draft({ text: 'ok' }, { text: 'x'.repeat(400) }, { text: ' \n ' }), bluesky.rules)
    expect(problems.map(({ code, part }) => [code, part])).toEqual([
      ['text_too_long', 1],
      ['text_empty', 2],
    ])
  })

  test('a thread is a problem only where there are no threads, and splitting is not offered there', () => {
    expect(bluesky.check(draft({ text: 'a' }, { text: 'b' }), bluesky.rules)).toEqual([])
    expect(wordpress.check(draft({ text: 'a' }, { text: 'b' }), wordpress.rules)).toMatchObject([
      { code: 'thread_unsupported', params: { parts: 2 }, fixes: ['merge_parts'] },
    ])
    const short = { ...wordpress.rules, text: { ...wordpress.rules.text, max: 3 } }
    expect(check(draft({ text: 'long' }), short)).toMatchObject([{ code: 'text_too_long', fixes: ['shorten'] }])
  })

  test('media may stand without text only where the platform lets it', () => {
    const content = draft({ text: '', media: [file()] })
    expect(check(content, filming)).toEqual([])
    expect(codes(check(content, { ...filming, mediaAlone: false }))).toEqual(['text_empty'])
  })

  test('whatever is within the limit passes and whatever is above does not', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }),
        fc.integer({ min: 1, max: 40 }),
        (text, max) => {
          fc.pre(text.trim() !== '')
          const found = check(draft({ text }), { ...filming, text: { unit: 'grapheme', max } })
          expect(codes(found)).toEqual(countGraphemes(text) > max ? ['text_too_long'] : [])
        },
      ),
    )
  })
})

describe('files', () => {
  test('one too many is told with how many may stay', () => {
    const media = Array.from({ length: 5 }, () => file())
    expect(check(draft({ text: 'x', media }), filming)).toMatchObject([
      { code: 'too_many_media', part: 0, media: 4, params: { count: 5, max: 4 }, fixes: ['remove_media'] },
    ])
    expect(check(draft({ text: 'x', media: media.slice(1) }), filming)).toEqual([])
  })

  test('a picture without alt text is a warning and stops nothing; errors come before it', () => {
    const problems = check(draft({ text: '', media: [file({ alt: ' ' })] }), { ...filming, mediaAlone: false })
    expect(problems.map(({ severity, code }) => [severity, code])).toEqual([
      ['error', 'text_empty'],
      ['warning', 'alt_missing'],
    ])
  })

  test('alt text above the limit is told at the file it belongs to', () => {
    const media = [file(), file({ alt: 'x'.repeat(filming.media.altMax + 1) })]
    expect(check(draft({ text: 'x', media }), filming)).toMatchObject([
      { code: 'alt_too_long', part: 0, media: 1, params: { position: 2 } },
    ])
  })

  test('a video stands alone where nothing may be mixed', () => {
    expect(codes(check(draft({ text: 'x', media: [video(), file()] }), filming))).toEqual(['media_mixed'])
    expect(codes(check(draft({ text: 'x', media: [video(), video()] }), filming))).toEqual(['media_mixed'])
    expect(
      check(draft({ text: 'x', media: [video(), file()] }), { ...filming, media: { ...filming.media, mix: true } }),
    ).toEqual([])
    expect(check(draft({ text: 'x', media: [file(), file()] }), filming)).toEqual([])
  })

  test('a video of another type, too large or too long is told with what would do', () => {
    const only = (one: MediaFacts) => check(draft({ text: 'x', media: [one] }), filming)
    expect(only(video())).toEqual([])
    expect(only(video({ type: 'video/webm' }))).toMatchObject([
      { code: 'video_type', params: { type: 'video/webm', types: 'video/mp4' } },
    ])
    expect(only(video({ bytes: 1_000_001 }))).toMatchObject([
      { code: 'video_too_large', params: { bytes: 1_000_001, maxBytes: 1_000_000 } },
    ])
    expect(only(video({ durationMs: 60_001 }))).toMatchObject([
      { code: 'video_too_long', params: { seconds: 61, max: 60 } },
    ])
    expect(only(video({ durationMs: null }))).toEqual([])
  })

  test('sound and documents are taken by their type, where the platform takes any', () => {
    const documents = { types: ['audio/mpeg', 'application/pdf'], maxBytes: 1_000 }
    const rules = { ...filming, media: { ...filming.media, documents } }
    const only = (more: Partial<MediaFacts>) => codes(check(draft({ text: 'x', media: [file(more)] }), rules))
    expect(only({ kind: 'audio', type: 'audio/mpeg', bytes: 1_000, alt: '' })).toEqual([])
    expect(only({ kind: 'other', type: 'application/pdf', bytes: 1_001, alt: '' })).toEqual(['document_too_large'])
    expect(only({ kind: 'audio', type: 'audio/wav', bytes: 1, alt: '' })).toEqual(['file_unsupported'])
  })

  test('a document is refused for its pages where they are counted, and where the platform takes none at all', () => {
    const pdf = (pages: number | null) => file({ kind: 'other', type: 'application/pdf', bytes: 1_000, alt: '', pages })
    const documents = { types: ['application/pdf'], maxBytes: 1_000, maxPages: 10 }
    const rules = { ...filming, media: { ...filming.media, documents } }
    const of = (pages: number | null, by = rules) => check(draft({ text: 'x', media: [pdf(pages)] }), by)
    expect(of(10)).toEqual([])
    expect(of(null)).toEqual([])
    expect(of(11)).toMatchObject([{ code: 'document_too_many_pages', params: { pages: 11, max: 10 } }])
    expect(codes(check(draft({ text: 'x', media: [pdf(1)] }), filming))).toEqual(['documents_unsupported'])
  })

  test('a file the platform does not take at all is refused; a large picture is not, since it is made to fit', () => {
    expect(codes(check(draft({ text: 'x', media: [file({ kind: 'audio', type: 'audio/mpeg' })] }), filming))).toEqual([
      'file_unsupported',
    ])
    expect(
      codes(check(draft({ text: 'x', media: [video()] }), { ...filming, media: { ...filming.media, video: null } })),
    ).toEqual(['file_unsupported'])
    expect(
      codes(check(draft({ text: 'x', media: [file()] }), { ...filming, media: { ...filming.media, images: null } })),
    ).toEqual(['images_unsupported'])
    expect(
      check(draft({ text: 'x', media: [file({ bytes: 900_000_000, width: 20_000, height: 20_000 })] }), filming),
    ).toEqual([])
  })
})

describe('a setting that depends on another', () => {
  const field = { key: 'b', kind: 'text', default: '', max: 3 } as const
  const rules = (when: SettingsField['when']): PlatformRules => ({
    ...practice.rules,
    fields: [
      { key: 'a', kind: 'select', options: ['on', 'off'], default: 'on' },
      { key: 'poll', kind: 'poll', default: null },
      { ...field, ...(when && { when }) },
    ],
  })
  const problems = (when: SettingsField['when'], settings: Record<string, unknown>) =>
    codes(check({ ...draft({ text: 'x' }), settings: { b: 'long', ...settings } }, rules(when)))

  test('counts only while that has the value it needs, its default included', () => {
    expect(problems({ key: 'a', is: ['on'] }, {})).toEqual(['setting_too_long'])
    expect(problems({ key: 'a', is: ['on'] }, { a: 'off' })).toEqual([])
  })

  test('or any value, where that is asked', () => {
    expect(problems({ key: 'poll', isSet: true }, {})).toEqual([])
    expect(problems({ key: 'poll', isSet: true }, { poll: { options: [] } })).toEqual(['setting_too_long'])
    expect(applies({ ...field, when: { key: 'a', isSet: true } }, { a: '' })).toBe(false)
  })
})
