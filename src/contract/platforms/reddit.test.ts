import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { placeName, reddit, redditBody, redditSettings } from './reddit.ts'
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
  alt: '',
  ...more,
})
const film = (more: Partial<MediaFacts> = {}) => file({ kind: 'video', type: 'video/mp4', durationMs: 9_000, ...more })
const poll = (options: string[], expiresInSeconds = 86_400) => ({
  options,
  expiresInSeconds,
  multiple: false,
  hideTotals: false,
})
const draft = (more: Partial<PlatformDraft> & { text?: string; media?: MediaFacts[] } = {}): PlatformDraft => {
  const { text = 'Text', media = [], settings, ...rest } = more
  return { title: 'Title', parts: [{ text, media }], link: null, settings: { subreddit: 'pics', ...settings }, ...rest }
}
const codes = (post: PlatformDraft) =>
  reddit.check(post, reddit.rules).map(({ code, setting }) => (setting === undefined ? code : `${code} ${setting}`))

describe('the check', () => {
  test.each<[string, PlatformDraft, string[]]>([
    ['a text', draft(), []],
    ['a title alone', draft({ text: '' }), []],
    ['no title', draft({ title: ' ' }), ['title_missing']],
    ['a title of 300', draft({ title: '👩'.repeat(300) }), []],
    ['a title of 301', draft({ title: 'x'.repeat(301) }), ['title_too_long']],
    ['40,000 characters', draft({ text: '👩'.repeat(40_000) }), []],
    ['40,001 characters', draft({ text: 'x'.repeat(40_001) }), ['text_too_long']],
    ['no community', draft({ settings: { subreddit: '' } }), ['setting_missing subreddit']],
    ['a community that is none', draft({ settings: { subreddit: 'two words' } }), ['setting_choice subreddit']],
    ['a picture without alt text, which Reddit has no place for', draft({ media: [file()] }), []],
    ['20 pictures', draft({ media: Array.from({ length: 20 }, () => file()) }), []],
    ['21 pictures', draft({ media: Array.from({ length: 21 }, () => file()) }), ['too_many_media']],
    ['a video with a cover', draft({ media: [film()], settings: { cover: 'asset_2' } }), []],
    ['a video without a cover', draft({ media: [film()] }), ['setting_missing cover']],
    [
      'a video of 16 minutes',
      draft({ media: [film({ durationMs: 960_000 })], settings: { cover: 'asset_2' } }),
      ['video_too_long'],
    ],
    ['a poll', draft({ settings: { poll: poll(['a', 'b']) } }), []],
    ['a poll of a month', draft({ settings: { poll: poll(['a', 'b'], 30 * 86_400) } }), ['poll_duration poll']],
    [
      'a poll with seven answers',
      draft({ settings: { poll: poll('abcdefg'.split('')) } }),
      ['poll_too_many_options poll'],
    ],
    [
      'a poll with a picture',
      draft({ media: [file()], settings: { poll: poll(['a', 'b']) } }),
      ['poll_with_media poll'],
    ],
    [
      'a caption of 181',
      draft({ media: [file(), file()], settings: { captions: `\n${'x'.repeat(181)}` } }),
      ['setting_too_long captions'],
    ],
    [
      'a link of a picture that is none',
      draft({ media: [file(), file()], settings: { links: 'example' } }),
      ['setting_not_an_address links'],
    ],
    [
      'captions beside a single picture, which are not sent',
      draft({ media: [file()], settings: { captions: 'x'.repeat(181), links: 'example' } }),
      [],
    ],
    [
      'a first comment of 10,001',
      draft({ settings: { firstComment: 'x'.repeat(10_001) } }),
      ['setting_too_long firstComment'],
    ],
    [
      'words of a flair that are too long',
      draft({ settings: { flair: 'f1', flairText: 'x'.repeat(65) } }),
      ['setting_too_long flairText'],
    ],
  ])('%s', (_, post, expected) => expect(codes(post)).toEqual(expected))
})

test('is what it holds, and a link only where nothing else is', () => {
  const link = 'https://example.com'
  expect(reddit.kindOf(draft())).toBe('text')
  expect(reddit.kindOf(draft({ link }))).toBe('link')
  expect(reddit.kindOf(draft({ link, media: [file()] }))).toBe('image')
  expect(reddit.kindOf(draft({ media: [file(), file()] }))).toBe('carousel')
  expect(reddit.kindOf(draft({ media: [film()] }))).toBe('video')
  expect(reddit.kindOf(draft({ link, settings: { poll: poll(['a', 'b']) } }))).toBe('poll')
})

test('a link goes into the text where the post has no other place for it', () => {
  const link = 'https://example.com'
  expect(redditBody(draft({ link }))).toBe('Text')
  expect(redditBody(draft({ link, media: [file()] }))).toBe('Text\n\nhttps://example.com')
})

test.each([
  ['pics', 'pics', 'r/pics'],
  ['r/pics', 'pics', 'r/pics'],
  ['/r/pics/', 'pics', 'r/pics'],
  ['u/ada', 'u_ada', 'u/ada'],
  ['u_ada', 'u_ada', 'u/ada'],
])('%s is one place, however it is written', (typed, subreddit, place) => {
  expect(redditSettings({ subreddit: typed }).subreddit).toBe(subreddit)
  expect(placeName(subreddit)).toBe(place)
})

test('counts code points of what is sent', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const post = draft({ text })
      expect(reddit.count({ text }, 0, post, reddit.rules).used).toBe(Array.from(redditBody(post)).length)
    }),
  )
})

test('reads settings of any shape', () => {
  const keys = ['subreddit', 'flair', 'flairText', 'captions', 'links', 'sendReplies', 'poll'] as const
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom(...keys), fc.anything()), (any) => {
      const { subreddit, flair, flairText, captions, links, sendReplies } = redditSettings(any)
      expect(subreddit).toMatch(/^[\w-]*$/)
      expect(flair === '' && flairText !== '').toBe(false)
      expect([...captions, ...links].every((line) => typeof line === 'string')).toBe(true)
      expect(sendReplies).toBe(any['sendReplies'] !== false)
    }),
  )
})
