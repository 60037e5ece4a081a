import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { discord, discordQuestion, discordSettings, discordText, discordThreadName } from './discord.ts'
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
  alt: 'A dot',
  ...more,
})
const film = (bytes: number) => file({ kind: 'video', type: 'video/mp4', bytes, alt: '' })
const draft = (
  text: string,
  settings: Record<string, unknown> = {},
  media: MediaFacts[] = [],
  link: string | null = null,
): PlatformDraft => ({ title: '', link, settings, parts: [{ text, media }] })
const codes = (given: PlatformDraft) => discord.check(given, discord.rules).map(({ code }) => code)
const used = (given: PlatformDraft) => discord.count(given.parts[0] ?? { text: '' }, 0, given, discord.rules)

describe('counting', () => {
  test('every code point counts as one: staff’s own example is three', () => {
    expect(used(draft('\u{10ffff} \uffff')).used).toBe(3)
    expect(codes(draft('😀'.repeat(2_000)))).toEqual([])
    expect(codes(draft('😀'.repeat(2_001)))).toEqual(['text_too_long'])
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(used(draft(text)).used).toBe([...text.trim()].length)
      }),
    )
  })

  test('a card has 4,096, a question 300', () => {
    expect(codes(draft('x'.repeat(4_096), { embed: true }))).toEqual([])
    expect(codes(draft('x'.repeat(4_097), { embed: true }))).toEqual(['text_too_long'])
    const poll = { poll: { options: ['a', 'b'], expiresInSeconds: 3_600 } }
    expect(used(draft('x'.repeat(301), poll))).toMatchObject({ used: 301, max: 300 })
    expect(used(draft(`${'x'.repeat(2_001)}\n\nWhich?`, poll))).toMatchObject({ used: 2_001, max: 2_000 })
  })

  test('what escapes is sent, so it counts; a link of the card is not in the text', () => {
    expect(used(draft('a_b', { plain: true })).used).toBe(4)
    expect(used(draft('a', {}, [], 'https://e.co')).used).toBe('a\n\nhttps://e.co'.length)
    expect(used(draft('a', { embed: true }, [], 'https://e.co')).used).toBe(1)
  })
})

describe('preflight', () => {
  const poll = (more: object = {}) => ({ poll: { options: ['a', 'b'], expiresInSeconds: 3_600, ...more } })
  const mebibyte = 1_048_576
  test.each([
    ['a film of 20 MiB', draft('x', {}, [film(20 * mebibyte)]), []],
    ['a larger film', draft('x', {}, [film(20 * mebibyte + 1)]), ['video_too_large']],
    [
      'two that are too large together',
      draft('x', {}, [film(13 * mebibyte), film(13 * mebibyte)]),
      ['files_too_large_together'],
    ],
    ['a large picture, which is made to fit', draft('x', {}, [file({ bytes: 90 * mebibyte })]), []],
    [
      'a picture, a film and sound',
      draft('x', {}, [file(), film(9), file({ kind: 'audio', type: 'audio/mpeg', alt: '' })]),
      [],
    ],
    ['a picture that nobody can hear described', draft('x', {}, [file({ alt: '' })]), ['alt_missing']],
    ['a long description', draft('x', {}, [file({ alt: 'x'.repeat(1_025) })]), ['alt_too_long']],
    [
      'eleven files',
      draft(
        'x',
        {},
        Array.from({ length: 11 }, () => file()),
      ),
      ['too_many_media'],
    ],
    ['a poll', draft('Tea?', poll()), []],
    ['a poll beside a picture', draft('Tea?', poll(), [file()]), ['poll_with_media']],
    ['a poll of half an hour', draft('Tea?', poll({ expiresInSeconds: 1_800 })), ['poll_duration']],
    ['a long answer', draft('Tea?', poll({ options: ['a', 'x'.repeat(56)] })), ['poll_option_too_long']],
    ['a name Discord keeps for itself', draft('x', { username: 'Discord News' }), ['username_refused']],
    ['a name that is too long', draft('x', { username: 'x'.repeat(81) }), ['setting_too_long']],
    ['a picture of the sender that is no address', draft('x', { avatarUrl: 'me.png' }), ['setting_not_an_address']],
    ['a thread that is none', draft('x', { threadId: 'general' }), ['thread_unreadable']],
    ['tags by name', draft('x', { forumTags: ['News'] }), ['setting_not_an_id']],
    [
      'six tags',
      draft('x', { forumTags: Array.from({ length: 6 }, (_, at) => `10000000000000000${at}`) }),
      ['setting_too_many'],
    ],
    ['a colour', draft('x', { embed: true, embedColour: '#c8371f' }), []],
    ['a colour that is none', draft('x', { embed: true, embedColour: 'red' }), ['setting_not_a_colour']],
    ['mentions of a kind that is none', draft('x', { mentions: 'all' }), ['setting_choice']],
  ])('%s', (_, given, expected) => expect(codes(given)).toEqual(expected))
})

describe('settings', () => {
  test('whatever is stored, they are read, and nobody is notified unless it was said', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom(...discord.rules.fields.map(({ key }) => key)), fc.anything()),
        (settings) => {
          const { mentions } = discordSettings(settings)
          expect(mentions).toBe(
            ['users', 'roles', 'everyone'].includes(String(settings['mentions'])) ? settings['mentions'] : 'none',
          )
          discord.check(draft('x', settings), discord.rules)
        },
      ),
    )
  })

  test.each([
    ['199737254929760256', '199737254929760256'],
    ['https://discord.com/channels/290926798626357999/199737254929760256', '199737254929760256'],
    ['https://ptb.discord.com/channels/290926798626357999/199737254929760256/223704706495545344', '199737254929760256'],
    ['', null],
    ['https://example.com/1', ''],
  ])('a thread is known by its id or link: %s', (written, expected) =>
    expect(discordSettings({ threadId: written }).threadId).toBe(expected),
  )

  test('plain, marks are escaped and addresses are left alone', () =>
    expect(discordText(draft('**a** snake_case\n> b\nhttps://x.y/a_b_c'), 0)).toBe(
      '**a** snake_case\n> b\nhttps://x.y/a_b_c',
    ))

  test('and where it was asked for', () =>
    expect(discordText(draft('**a** snake_case\n> b\n- c\nhttps://x.y/a_b_c', { plain: true }), 0)).toBe(
      '\\*\\*a\\*\\* snake\\_case\n\\> b\n\\- c\nhttps://x.y/a_b_c',
    ))

  test('a post of a forum is called what was written, else its title, else how it begins', () => {
    const post = { ...draft(`${'😀'.repeat(120)}\nmore`), title: 'The title' }
    expect(discordThreadName({ ...post, settings: { threadName: 'Mine' } })).toBe('Mine')
    expect(discordThreadName(post)).toBe('The title')
    expect(discordThreadName({ ...post, title: '' })).toBe(`${'😀'.repeat(99)}…`)
  })

  test('the last paragraph of a poll asks', () =>
    expect(discordQuestion(draft('News\n\nWhich?', {}, [], 'https://a.b'))).toEqual({
      content: 'News\n\nhttps://a.b',
      question: 'Which?',
    }))

  test('a draft is the kind that people would call it', () => {
    const pdf = file({ kind: 'other', type: 'application/pdf' })
    const kinds = [
      draft('x'),
      draft('x', {}, [], 'https://a.b'),
      draft('x', {}, [file(), file()]),
      draft('x', {}, [pdf]),
      draft('x', { poll: { options: [] } }),
    ]
    expect(kinds.map((one) => discord.kindOf(one))).toEqual(['text', 'link', 'carousel', 'document', 'poll'])
  })
})
