import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { telegram, telegramQuestion, telegramSettings } from './telegram.ts'
import type { MediaFacts, PlatformDraft } from './types.ts'

const file = (more: Partial<MediaFacts> = {}): MediaFacts => ({
  assetId: 'asset_1',
  kind: 'image',
  type: 'image/png',
  bytes: 1_000,
  width: 100,
  height: 100,
  durationMs: null,
  animated: false,
  alt: '',
  ...more,
})
const film = file({ kind: 'video', type: 'video/mp4', durationMs: 1_000, videoCodec: 'avc' })
const gif = file({ type: 'image/gif', animated: true })
const pdf = file({ kind: 'other', type: 'application/pdf', width: null, height: null })
const song = file({ kind: 'audio', type: 'audio/mpeg', width: null, height: null })
const draft = (
  text: string,
  settings: Record<string, unknown> = {},
  media: MediaFacts[] = [],
  link: string | null = null,
): PlatformDraft => ({
  title: '',
  link,
  settings,
  parts: [{ text, media }],
})
const codes = (given: PlatformDraft, rules = telegram.rules) =>
  telegram.check(given, { ...rules, media: telegram.mediaFor?.(given, rules) ?? rules.media }).map(({ code }) => code)
const used = (given: PlatformDraft) => telegram.count(given.parts[0] ?? { text: '' }, 0, given, telegram.rules)

describe('counting', () => {
  test('every code point counts as one, as Telegram takes 4,096 emoji and not one more', () => {
    expect(codes(draft('😀'.repeat(4_096)))).toEqual([])
    expect(codes(draft('😀'.repeat(4_097)))).toEqual(['text_too_long'])
    expect(used(draft('👩🏽‍🚀')).used).toBe(4)
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(used(draft(text)).used).toBe([...text.trim()].length)
      }),
    )
  })

  test('a caption has 1,024, a question 300, and what stands above it 1,024', () => {
    expect(codes(draft('x'.repeat(1_024), {}, [file()]))).toEqual([])
    expect(codes(draft('x'.repeat(1_025), {}, [file()]))).toEqual(['text_too_long'])
    const poll = { poll: { options: ['a', 'b'], expiresInSeconds: 600 } }
    expect(used(draft('x'.repeat(301), poll))).toMatchObject({ used: 301, max: 300 })
    expect(used(draft(`${'x'.repeat(1_025)}\n\nWhich?`, poll))).toMatchObject({ used: 1_025, max: 1_024 })
    expect(codes(draft(`${'x'.repeat(1_024)}\n\nWhich?`, poll))).toEqual([])
  })

  test('what only formats is not counted, and the link of the post is', () => {
    expect(used(draft('**a** [b](https://example.com)', { formatting: true })).used).toBe(3)
    expect(used(draft('**a**')).used).toBe(5)
    expect(used(draft('a', {}, [], 'https://e.co')).used).toBe('a\n\nhttps://e.co'.length)
  })
})

describe('preflight', () => {
  const poll = (more: object = {}) => ({ poll: { options: ['a', 'b'], expiresInSeconds: 600, ...more } })
  test.each([
    ['photos and videos in an album', draft('x', {}, [file(), film]), []],
    ['an animation alone', draft('x', {}, [gif]), []],
    ['an animation in an album', draft('x', {}, [gif, file()]), ['animation_alone']],
    ['an animation in an album of files', draft('x', { asFile: true }, [gif, film]), []],
    ['a document beside a photo', draft('x', {}, [pdf, file()]), ['files_mixed']],
    ['documents together', draft('x', {}, [pdf, pdf]), []],
    ['sound beside documents', draft('x', {}, [song, pdf]), ['files_mixed']],
    [
      'eleven files',
      draft(
        'x',
        {},
        Array.from({ length: 11 }, () => file()),
      ),
      ['too_many_media'],
    ],
    ['a photo that is no photo any more', draft('x', {}, [file({ width: 2_100, height: 100 })]), ['image_ratio']],
    ['which goes as a file', draft('x', { asFile: true }, [file({ width: 2_100, height: 100 })]), []],
    ['a film from a browser', draft('x', {}, [{ ...film, type: 'video/webm' }]), ['video_type']],
    ['which goes as a file, too', draft('x', { asFile: true }, [{ ...film, type: 'video/webm' }]), []],
    ['a film of 51 MB', draft('x', {}, [{ ...film, bytes: 50_000_001 }]), ['video_too_large']],
    ['an animation of 51 MB', draft('x', {}, [{ ...gif, bytes: 50_000_001 }]), ['document_too_large']],
    ['a picture without text', draft('', {}, [file()]), []],
    ['a poll', draft('Tea?', poll()), []],
    ['a poll with a photo', draft('Tea?', poll(), [file()]), []],
    ['a poll with two', draft('Tea?', poll(), [file(), file()]), ['poll_with_files']],
    ['a poll without a question', draft(' ', poll()), ['text_empty']],
    ['a long answer', draft('Tea?', poll({ options: ['a', 'x'.repeat(101)] })), ['poll_option_too_long']],
    ['a poll of a season', draft('Tea?', poll({ expiresInSeconds: 8_000_000 })), ['poll_duration']],
    ['a quiz', draft('Tea?', { ...poll(), quizAnswer: 2 }), []],
    ['a quiz without that answer', draft('Tea?', { ...poll(), quizAnswer: 3 }), ['quiz_answer_missing']],
    [
      'a long explanation',
      draft('Tea?', { ...poll(), quizAnswer: 1, quizExplanation: 'x'.repeat(201) }),
      ['setting_too_long'],
    ],
    ['a button', draft('x', { buttons: 'Read more https://example.com' }), []],
    ['a button without an address', draft('x', { buttons: 'Read https://a.b\nmore' }), ['buttons_unreadable']],
    ['buttons below an album', draft('x', { buttons: 'Read https://a.b' }, [file(), file()]), ['buttons_with_album']],
    ['a topic that is none', draft('x', { topic: 'general' }), ['topic_unreadable']],
    ['a reply to nothing', draft('x', { replyTo: 'https://example.com/1' }), ['reply_to_unreadable']],
    ['a preview that is none', draft('x', { linkPreview: 'huge' }), ['setting_choice']],
  ])('%s', (_, given, expected) => expect(codes(given)).toEqual(expected))
})

describe('settings', () => {
  test('whatever is stored, they are read', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom(...telegram.rules.fields.map(({ key }) => key)), fc.anything()),
        (settings) => {
          expect(telegramSettings(settings).linkPreview).toMatch(/^(auto|large|small|none)$/)
          telegram.check(draft('x', settings), telegram.rules)
        },
      ),
    )
  })

  test.each([
    ['7', 7, 7],
    ['https://t.me/c/1234567890/7', 7, 7],
    ['t.me/mygroup/7/45', 7, 45],
    ['https://t.me/c/1234567890/7/45?single', 7, 45],
    ['', null, null],
    ['https://t.me/mygroup', NaN, NaN],
  ])('a topic or message is known by its number or link: %s', (written, topic, replyTo) =>
    expect(telegramSettings({ topic: written, replyTo: written })).toMatchObject({ topic, replyTo }),
  )

  test('buttons are lines of a label and an address', () =>
    expect(
      telegramSettings({ buttons: ' Read more  https://example.com/?a=b \n\ntg tg://resolve?domain=x' }).buttons,
    ).toEqual([
      { text: 'Read more', url: 'https://example.com/?a=b' },
      { text: 'tg', url: 'tg://resolve?domain=x' },
    ]))

  test('the last paragraph of a poll asks, and what comes before stands above it with the link', () =>
    expect(telegramQuestion(draft('**News**\n\nmore\n\n_Which_?', { formatting: true }, [], 'https://a.b'))).toEqual({
      question: 'Which?',
      description: { text: 'News\n\nmore\n\nhttps://a.b', entities: [{ type: 'bold', offset: 0, length: 4 }] },
    }))

  test('what only groups, channels or forums have is asked for there alone', () => {
    const keys = (flags: Record<string, boolean>) => telegram.rulesFor({ flags }).fields.map(({ key }) => key)
    expect(keys({ channel: true })).not.toContain('pollPublic')
    expect(keys({ channel: true })).toContain('pollMembersOnly')
    expect(keys({})).not.toContain('topic')
    expect(keys({ forum: true })).toEqual(expect.arrayContaining(['topic', 'pollPublic']))
  })

  test('a draft is the kind that people would call it', () => {
    const kinds = [
      draft('x'),
      draft('x', {}, [file()]),
      draft('x', {}, [file(), film]),
      draft('x', {}, [pdf]),
      draft('x', { asFile: true }, [file()]),
      draft('x', { poll: { options: [] } }),
    ]
    expect(kinds.map((one) => telegram.kindOf(one))).toEqual(['text', 'image', 'video', 'document', 'document', 'poll'])
  })
})
