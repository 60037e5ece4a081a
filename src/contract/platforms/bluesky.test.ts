import { describe, expect, test } from 'vitest'
import { bluesky, parsePostAddress } from './bluesky.ts'
import type { MediaFacts, PlatformDraft } from './types.ts'

const picture: MediaFacts = {
  assetId: 'asset_1',
  kind: 'image',
  type: 'image/png',
  bytes: 10,
  width: 1,
  height: 1,
  durationMs: null,
  animated: false,
  alt: 'A card',
}
const draft = (more: Partial<PlatformDraft> = {}, text = 'hello'): PlatformDraft => ({
  title: '',
  link: null,
  settings: {},
  parts: [{ text, media: [] }],
  ...more,
})
const problems = (given: PlatformDraft) =>
  bluesky.check(given, bluesky.rules).map(({ code, severity, setting, part }) => [severity, code, setting ?? part])

describe('before anything goes to Bluesky', () => {
  test('300 characters go, 301 do not, however many bytes a character has', () => {
    expect(problems(draft({}, '日'.repeat(300)))).toEqual([])
    expect(problems(draft({}, '日'.repeat(301)))).toEqual([['error', 'text_too_long', 0]])
  })

  test('few characters can still be too many bytes', () => {
    const family = '👩🏽‍🚀'.repeat(200) // 15 bytes each and one character
    expect(bluesky.count({ text: family }, 0, draft(), bluesky.rules)).toEqual({
      used: 200,
      max: 300,
      bytes: 3_000,
      maxBytes: 3_000,
    })
    expect(problems(draft({}, family))).toEqual([])
    expect(problems(draft({}, `${family}!`))).toEqual([['error', 'text_too_many_bytes', 0]])
  })

  test('four pictures go, a fifth does not, and a picture needs no text', () => {
    expect(problems(draft({ parts: [{ text: '', media: [picture, picture, picture, picture] }] }))).toEqual([])
    expect(problems(draft({ parts: [{ text: 'x', media: Array.from({ length: 5 }, () => picture) }] }))).toEqual([
      ['error', 'too_many_media', 0],
    ])
  })

  test('every part of a thread is checked', () => {
    const parts = [
      { text: 'fine', media: [] },
      { text: '', media: [] },
      { text: 'x'.repeat(301), media: [] },
    ]
    expect(problems(draft({ parts }))).toEqual([
      ['error', 'text_empty', 1],
      ['error', 'text_too_long', 2],
    ])
  })

  test('a post to reply to must be the address of a post', () => {
    expect(problems(draft({ settings: { replyTo: 'https://bsky.app/profile/you.bsky.social' } }))).toEqual([
      ['error', 'reply_to_unreadable', 'replyTo'],
    ])
    expect(problems(draft({ settings: { replyTo: ' https://bsky.app/profile/you.bsky.social/post/3kabc ' } }))).toEqual(
      [],
    )
  })

  test('a fourth language is one too many', () => {
    expect(problems(draft({ settings: { languages: ['en', 'de', 'fr', 'es'] } }))).toEqual([
      ['error', 'setting_too_many', 'languages'],
    ])
  })

  test('says when a link would be nowhere: neither in the text nor on a card', () => {
    const link = 'https://example.com'
    expect(problems(draft({ link }))).toEqual([])
    expect(problems(draft({ link, settings: { linkCard: false } }))).toEqual([['warning', 'link_not_shown', 0]])
    expect(problems(draft({ link, parts: [{ text: 'look', media: [picture] }] }))).toEqual([
      ['warning', 'link_not_shown', 0],
    ])
    expect(problems(draft({ link, parts: [{ text: `look ${link}`, media: [picture] }] }))).toEqual([])
  })

  test('a server with smaller files has smaller pictures, never larger ones', () => {
    expect(bluesky.rulesFor({ imageBytes: 500_000 }).media.images?.maxBytes).toBe(500_000)
    expect(bluesky.rulesFor({ imageBytes: 50_000_000 }).media.images?.maxBytes).toBe(1_000_000)
  })
})

test.each([
  ['at://did:plc:abc/app.bsky.feed.post/3kabc', { repo: 'did:plc:abc', rkey: '3kabc' }],
  ['https://bsky.app/profile/you.bsky.social/post/3kabc', { repo: 'you.bsky.social', rkey: '3kabc' }],
  ['https://bsky.app/profile/did:plc:abc/post/3kabc?ref=x', { repo: 'did:plc:abc', rkey: '3kabc' }],
  ['https://bsky.app/profile/did%3Aplc%3Aabc/post/3kabc/', { repo: 'did:plc:abc', rkey: '3kabc' }],
  ['https://bsky.app/profile/you.bsky.social', null],
  ['at://did:plc:abc/app.bsky.feed.like/3kabc', null],
  ['javascript:alert(1)', null],
  ['', null],
])('%j names %j', (address, named) => expect(parsePostAddress(address)).toEqual(named))
