import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { countable } from '../../../test/support/mastodon/text.ts'
import { countAsMastodon, mastodon } from './mastodon.ts'
import type { MediaFacts, PlatformDraft } from './types.ts'

const image: MediaFacts = {
  assetId: 'asset_1',
  kind: 'image',
  type: 'image/png',
  bytes: 1_000,
  width: 10,
  height: 10,
  durationMs: null,
  animated: false,
  alt: 'a dot',
}
const draft = (text: string, settings: Record<string, unknown> = {}, media: MediaFacts[] = []): PlatformDraft => ({
  title: '',
  link: null,
  settings,
  parts: [{ text, media }],
})
const codes = (given: PlatformDraft, rules = mastodon.rules) => mastodon.check(given, rules).map(({ code }) => code)

describe('counting', () => {
  test.each([
    // docs user/posting.md: "All links are counted as 23 characters", "only the username part of a mention is counted".
    ['a link', 'https://docs.joinmastodon.org/user/posting/#text', 23],
    ['a short link costs the same', 'https://a.co', 23],
    ['a link in a sentence', 'See https://example.com/a_(b)?c=d. Good?', 4 + 23 + 7],
    ['a remote mention', '@alice@remote.example hello', 12],
    ['a local mention', '@alice hello', 12],
    ['an e-mail address is text', 'alice@example.com', 17],
    ['a bare domain is text', 'example.com', 11],
    ['an address without a dot is text', 'http://localhost/x', 18],
    ['one person with profession and skin', '👩🏽‍🚀', 1],
    ['space around is not sent', '  x  ', 1],
  ])('%s', (_, text, expected) => {
    expect(countAsMastodon(text, 23)).toBe(expected)
  })

  test('agrees with the server on any mix of what people write', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        ' ',
        '\n\n',
        ', ',
        '. ',
        '(',
        ')',
        '#tag',
        '@',
        '@bob',
        '@bob@x.example',
        '@a.b-c@x-y.example.',
        '/',
        '…',
      ),
      fc.constantFrom(
        'https://',
        'https://x.example',
        'http://x.example:8080/p?q=1&r#s',
        'https://ü.example/(a)b).',
        'gemini://x.example',
      ),
      fc.string({ unit: 'grapheme', maxLength: 5 }),
      fc.string({ unit: 'grapheme-ascii', maxLength: 8 }),
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), fc.integer({ min: 5, max: 40 }), (pieces, perLink) => {
        const text = pieces.join('').trim()
        expect(countAsMastodon(text, perLink)).toBe(countable(text, '', perLink))
      }),
      { numRuns: 2_000 },
    )
  })

  test('the warning counts in every part', () => {
    const given = draft('x'.repeat(490), { contentWarning: 'eleven char' })
    expect(mastodon.count({ text: 'x' }, 1, given, mastodon.rules).used).toBe(12)
    expect(codes(given)).toEqual(['text_too_long'])
  })

  test('takes as long for a hostile text as for any other', () => {
    const hostile = [
      'https://' + 'a'.repeat(50_000),
      '@' + 'a.'.repeat(50_000),
      'https://a.bc/' + '('.repeat(20_000),
      'https://a.bc/' + '.'.repeat(20_000),
    ]
    const started = performance.now()
    for (const text of hostile) countAsMastodon(text, 23)
    expect(performance.now() - started).toBeLessThan(3_000)
  })
})

describe('what the account’s server announced', () => {
  test('widens and narrows the rules', () => {
    const rules = mastodon.rulesFor({
      maxCharacters: 5_000,
      maxMedia: 1,
      perLink: 10,
      altMax: 9,
      imageTypes: ['image/png', 'image/heic'],
      imageBytes: 7,
      pollOptions: 2,
    })
    expect(rules.text).toMatchObject({ max: 5_000, perLink: 10 })
    expect(rules.media.images).toMatchObject({ types: ['image/png'], maxBytes: 7 })
    expect(codes(draft('x'.repeat(4_000)), rules)).toEqual([])
    expect(codes(draft('x', {}, [image, { ...image, alt: 'a long description' }]), rules)).toEqual([
      'too_many_media',
      'alt_too_long',
    ])
    expect(codes(draft('x', { poll: { options: ['a', 'b', 'c'], expiresInSeconds: 600 } }), rules)).toEqual([
      'poll_too_many_options',
    ])
  })

  test('says how long polls and their answers may be', () => {
    const rules = mastodon.rulesFor({ pollOptionCharacters: 200, pollMinSeconds: 3_600, pollMaxSeconds: 7_200 })
    const poll = (seconds: number) =>
      draft('?', { poll: { options: ['a', 'x'.repeat(150)], expiresInSeconds: seconds } })
    expect(codes(poll(3_600), rules)).toEqual([])
    expect(codes(poll(600), rules)).toEqual(['poll_duration'])
    expect(codes(poll(8_000), rules)).toEqual(['poll_duration'])
  })

  test('is not believed where it leaves nothing', () => {
    expect(mastodon.rulesFor({ imageTypes: [] }).media.images?.types).toContain('image/jpeg')
  })
})

describe('preflight', () => {
  const poll = (options: string[], more: object = {}) => ({ poll: { options, expiresInSeconds: 3_600, ...more } })
  test.each([
    ['a good poll', draft('Tea or coffee?', poll(['Tea', 'Coffee'])), []],
    ['a poll beside an image', draft('?', poll(['a', 'b']), [image]), ['poll_with_media']],
    ['a poll of one', draft('?', poll(['a', ''])), ['poll_too_few_options']],
    ['an empty answer', draft('?', poll(['a', 'b', ' '])), ['poll_option_empty']],
    ['the same answer twice', draft('?', poll(['a', 'a'])), ['poll_same_option_twice']],
    ['a long answer', draft('?', poll(['a', 'x'.repeat(51)])), ['poll_option_too_long']],
    ['a poll of a minute', draft('?', poll(['a', 'b'], { expiresInSeconds: 60 })), ['poll_duration']],
    ['a poll without a question', draft(' ', poll(['a', 'b'])), ['text_empty']],
    [
      'an animation beside an image',
      draft('x', {}, [image, { ...image, type: 'image/gif', animated: true }]),
      ['media_mixed'],
    ],
    ['an animation alone', draft('x', {}, [{ ...image, type: 'image/gif', animated: true }]), []],
    ['a private mention of nobody', draft('x', { visibility: 'direct' }), ['direct_without_mention']],
    ['a private mention', draft('@bob x', { visibility: 'direct' }), []],
    ['settings of another shape', draft('x', { visibility: 7, poll: 'yes', language: {}, contentWarning: [] }), []],
    ['a choice that is none', draft('x', { visibility: 'everybody' }), ['setting_choice']],
  ])('%s', (_, given, expected) => {
    expect(codes(given)).toEqual(expected)
  })
})
