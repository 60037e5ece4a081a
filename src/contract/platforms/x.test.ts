import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { countWeighted, x, xSettings } from './x.ts'
import type { PlatformDraft } from './types.ts'

const draft = (text: string, settings: Record<string, unknown> = {}): PlatformDraft => ({
  title: '',
  link: null,
  settings,
  parts: [{ text, media: [] }],
})
const codes = (given: PlatformDraft) => x.check(given, x.rules).map(({ code }) => code)

describe('length', () => {
  // Source: X's fundamentals/counting-characters.mdx and the cases it names.
  test.each([
    ['letters count one', 'Hello', 5],
    ['accents, composed or not, count one', 'cafe\u0301 café', 9],
    ['wide letters count two', '日本語', 6],
    ['Hangul counts two', '한국', 4],
    ['an emoji counts two', '👋', 2],
    ['a family of emoji counts two', '👨‍👩‍👧‍👦', 2],
    ['an emoji with a skin tone counts two', '👍🏿', 2],
    ['a flag counts two', '🇩🇪', 2],
    ['a keycap counts two', '1️⃣', 2],
    ['a link counts 23 whatever its length', 'https://example.com/a/very/long/path?with=query&and=more', 23],
    ['a link without a scheme counts 23', 'example.com', 23],
    ['text around a link counts as it is', 'see https://example.com now', 4 + 23 + 4],
    ['typographic quotes count one', '“so”', 4],
    ['an ellipsis counts two', '…', 2],
    ['a bare link with one of the newer endings', 'see fernweh.coffee/bensa', 27],
  ])('%s', (_, text, length) => expect(countWeighted(text)).toBe(length))

  test('never less than one and never more than two for each character of plain text', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', 'é', '日', ' ', '“', 'ж', '👋') }), (text) => {
        const characters = [...text].length
        const count = countWeighted(text)
        return count >= characters && count <= characters * 2
      }),
    )
  })

  test('grows with what is added, whatever stands before it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => countWeighted(`${text} a`) >= countWeighted(`${text} `)),
    )
  })
})

test('a text is refused at 281 and taken at 280', () => {
  expect(codes(draft('x'.repeat(280)))).toEqual([])
  expect(codes(draft('x'.repeat(281)))).toEqual(['text_too_long'])
})

test('subscribers write long posts and may edit', () => {
  const rules = x.rulesFor({ flags: { subscriber: true } })
  expect([rules.text.max, rules.edit, rules.media.video?.maxSeconds]).toEqual([25_000, true, 7_500])
  expect(x.rulesFor({ flags: { subscriber: false } }).edit).toBe(false)
})

test('mentions are a warning, and a community must be one', () => {
  expect(codes(draft('hello @grace'))).toEqual(['mention_may_be_refused'])
  expect(codes(draft('hello', { community: 'the knitters' }))).toEqual(['community_unreadable'])
  expect(codes(draft('hello', { community: 'https://x.com/i/communities/123' }))).toEqual([])
})

test('a post costs a cent and a half, with a link twenty, and each file and description more', () => {
  expect(x.cost?.(draft('hello'))).toEqual({ usd: 0.015, code: 'post' })
  expect(x.cost?.(draft('hello https://example.com'))).toEqual({ usd: 0.2, code: 'link' })
  const image = {
    kind: 'image' as const,
    type: 'image/png',
    bytes: 1,
    width: 10,
    height: 10,
    durationMs: null,
    animated: false,
  }
  const media = [{ ...image, assetId: 'a', alt: 'A card' } as const]
  expect(x.cost?.({ ...draft('hello'), parts: [{ text: 'hello', media }] })).toEqual({ usd: 0.035, code: 'post' })
})

test('settings of another shape are the defaults', () => {
  expect(xSettings({ replies: 7, tagged: 'x', community: {}, poll: 'yes' })).toEqual(xSettings({}))
})
