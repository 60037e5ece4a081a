import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { tiktok, tiktokSettings } from './tiktok.ts'
import type { MediaFacts, PlatformDraft } from './types.ts'

const film: MediaFacts = {
  assetId: 'asset_1',
  kind: 'video',
  type: 'video/mp4',
  bytes: 1_000_000,
  width: 1_080,
  height: 1_920,
  durationMs: 60_000,
  animated: false,
  alt: '',
}
const picture: MediaFacts = { ...film, kind: 'image', type: 'image/jpeg', durationMs: null }
const posted = { mode: 'direct', privacy: 'PUBLIC_TO_EVERYONE' } as const
const draft = (
  more: Partial<PlatformDraft> = {},
  media: readonly MediaFacts[] = [film],
  text = 'Hello',
): PlatformDraft => ({
  title: '',
  link: null,
  parts: [{ text, media }],
  ...more,
  settings: { ...posted, ...more.settings },
})
const codes = (given: PlatformDraft, rules = tiktok.rules) =>
  tiktok
    .check(given, { ...rules, media: tiktok.mediaFor?.(given, rules) ?? rules.media })
    .map(({ code, setting }) => (setting === undefined ? code : `${code} ${setting}`))

describe('text', () => {
  // Source: "UTF-16 runes" of the direct post and photo references: units of 16 bits.
  test.each([
    ['letters count one', 'Hello', 5],
    ['wide letters count one', '日本', 2],
    ['an emoji outside the first plane counts two', '👋', 2],
    ['a composed emoji counts its units', '👩🏽‍🚀', 7],
  ])('%s', (_, text, used) => expect(tiktok.count({ text }, 0, draft({}, [film], text), tiktok.rules).used).toBe(used))

  test('counts what is sent, a chosen link included, and never less than its characters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const given = draft({ link: 'https://example.com' }, [film], text)
        const { used } = tiktok.count({ text }, 0, given, tiktok.rules)
        return used >= [...text.trim()].length && used >= 'https://example.com'.length
      }),
    )
  })

  test('has 2,200 units with a video and 4,000 with pictures, whose title has 90', () => {
    expect(codes(draft({}, [film], 'x'.repeat(2_200)))).toEqual([])
    expect(codes(draft({}, [film], 'x'.repeat(2_201)))).toEqual(['text_too_long'])
    expect(codes(draft({}, [picture], 'x'.repeat(4_000)))).toEqual([])
    expect(codes(draft({}, [picture], 'x'.repeat(4_001)))).toEqual(['text_too_long'])
    expect(codes(draft({ title: '👋'.repeat(46) }, [picture]))).toEqual(['title_too_long'])
    expect(codes(draft({ title: 'x'.repeat(91) }, [film]))).toEqual([])
  })

  test('is not sent with a video for the inbox, and says so', () => {
    expect(codes(draft({ settings: { mode: 'inbox' } }))).toEqual(['draft_without_text'])
    expect(codes(draft({ settings: { mode: 'inbox' } }, [picture]))).toEqual([])
  })
})

test('needs a video, or up to 35 pictures, not both', () => {
  expect(codes(draft({}, []))).toContain('media_needed')
  expect(codes(draft({}, [film, picture]))).toContain('media_mixed')
  expect(
    codes(
      draft(
        {},
        Array.from({ length: 35 }, () => picture),
      ),
    ),
  ).toEqual([])
  expect(
    codes(
      draft(
        {},
        Array.from({ length: 36 }, () => picture),
      ),
    ),
  ).toEqual(['too_many_media'])
})

test('who may see it must be chosen where it goes out at once, and has no default', () => {
  expect(codes(draft({ settings: { privacy: null } }))).toEqual(['setting_missing privacy'])
  expect(codes(draft({ settings: { mode: 'inbox', privacy: null } }, [picture]))).toEqual([])
  expect(tiktokSettings({}).privacy).toBeNull()
})

test('branded content is not for oneself alone, and a cover lies within', () => {
  expect(codes(draft({ settings: { brandedContent: true, privacy: 'SELF_ONLY' } }))).toEqual([
    'branded_for_nobody privacy',
  ])
  expect(codes(draft({ settings: { coverSeconds: 60 } }))).toEqual(['cover_beyond coverSeconds'])
  expect(codes(draft({ settings: { coverSeconds: 59.9 } }))).toEqual([])
  expect(codes(draft({ settings: { coverPhoto: 2 } }, [picture]))).toEqual(['cover_beyond coverPhoto'])
})

describe('what a creator may choose', () => {
  const rules = tiktok.rulesFor({
    choices: { mode: ['inbox', 'direct'], privacy: ['FOLLOWER_OF_CREATOR', 'SELF_ONLY'] },
    flags: { duet_disabled: true, comment_disabled: false },
    videoSeconds: 30,
  })

  test('is all that is offered, and anything else is refused', () => {
    expect(rules.fields.find(({ key }) => key === 'privacy')?.options).toEqual(['FOLLOWER_OF_CREATOR', 'SELF_ONLY'])
    expect(rules.fields.map(({ key }) => key)).not.toContain('allowDuet')
    expect(rules.fields.map(({ key }) => key)).toContain('allowComments')
    const short = { ...film, durationMs: 20_000 }
    expect(codes(draft({}, [short]), rules)).toEqual(['setting_choice privacy'])
    expect(codes(draft({ settings: { privacy: 'SELF_ONLY' } }, [short]), rules)).toEqual([])
  })

  test('limits videos that go out at once, not drafts, which are cut in the app', () => {
    expect(codes(draft({ settings: { privacy: 'SELF_ONLY' } }), rules)).toEqual(['video_too_long'])
    expect(codes(draft({ settings: { mode: 'inbox' } }, [film], ''), rules)).toEqual([])
  })

  test('without the permission to post is the inbox alone', () => {
    const drafts = tiktok.rulesFor({ choices: { mode: ['inbox'] } })
    expect(codes(draft(), drafts)).toEqual(['setting_choice mode'])
  })
})
