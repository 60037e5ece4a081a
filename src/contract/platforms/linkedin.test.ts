import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fromLittleText, shownOnLinkedIn, toLittleText } from './linkedin-text.ts'
import { linkedin, linkedinAudience, linkedinCard, linkedinSettings, linkedinText } from './linkedin.ts'
import type { MediaFacts, PlatformDraft } from './types.ts'

const draft = (text: string, more: Partial<PlatformDraft> = {}, media: MediaFacts[] = []): PlatformDraft => ({
  title: '',
  link: null,
  settings: {},
  ...more,
  parts: [{ text, media }],
})
const file = (facts: Partial<MediaFacts>): MediaFacts => ({
  assetId: 'asset_1',
  kind: 'image',
  type: 'image/png',
  bytes: 1_000,
  width: 640,
  height: 480,
  durationMs: null,
  animated: false,
  alt: 'A card',
  ...facts,
})
const pdf = file({ kind: 'other', type: 'application/pdf', width: null, height: null })
const codes = (given: PlatformDraft, rules = linkedin.rules) => linkedin.check(given, rules).map(({ code }) => code)
const poll = (more: object = {}) => ({
  poll: { options: ['Tea', 'Coffee'], expiresInSeconds: 604_800, multiple: false, hideTotals: false, ...more },
  pollQuestion: 'Tea or coffee?',
})

describe('little text', () => {
  test.each([
    ['brackets, which would cut the post off there', 'Pay (now)', String.raw`Pay \(now\)`],
    ['each of the fifteen characters', String.raw`\|{}@[]()<>#*_~`, String.raw`\\\|\{\}\@\[\]\(\)\<\>\#\*\_\~`],
    ['an address', 'https://a.example/b_c(d)', String.raw`https://a.example/b\_c\(d\)`],
    ['an e-mail address', 'ada@example.com', String.raw`ada\@example.com`],
    ['a hashtag stays one', 'on #tea today', String.raw`on {hashtag|\#|tea} today`],
    ['a hashtag with a line', '#two_words', String.raw`{hashtag|\#|two\_words}`],
    ['a number is no hashtag', 'we are #1', String.raw`we are \#1`],
    ['a full-width hashtag', '＃茶', '{hashtag|＃|茶}'],
    [
      'a mention stays one',
      'by @[Ada & Sons_1](urn:li:organization:2414183).',
      String.raw`by @[Ada & Sons\_1](urn:li:organization:2414183).`,
    ],
    ['what only looks like a mention', '@[Ada](https://a.example)', String.raw`\@\[Ada\]\(https://a.example\)`],
  ])('%s', (_, text, little) => {
    expect(toLittleText(text)).toBe(little)
    expect(fromLittleText(little)).toBe(shownOnLinkedIn(text))
  })

  const texts = fc.array(
    fc.oneof(
      fc.constantFrom('#tag', ' #', '@[Ada](urn:li:person:a_1)', '{hashtag|\\#|x}', '\\', '\n', ' ', 'https://a.b/_'),
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom(...Array.from('|{}@[]()<>#*_~＃')),
    ),
  )
  const joined = texts.map((pieces) => pieces.join(''))

  test('is read back as it was written, whatever was written', () => {
    fc.assert(fc.property(joined, (text) => fromLittleText(toLittleText(text)) === shownOnLinkedIn(text)))
  })

  test('leaves no reserved character alone outside hashtags and mentions', () => {
    fc.assert(
      fc.property(joined, (text) => {
        const rest = toLittleText(text)
          .replaceAll(/\{hashtag\|\\?[#＃]\|(?:\\.|[^}\\])*\}/gsu, '')
          .replaceAll(/@\[(?:\\.|[^\]\\])*\]\(urn:[\w:-]+\)/gsu, '')
          .replaceAll(/\\./gsu, '')
        return !/[\\|{}@[\]()<>#*_~]/.test(rest)
      }),
    )
  })
})

test('a text is counted as readers see it, refused at 3,001 and taken at 3,000', () => {
  expect(codes(draft('('.repeat(3_000)))).toEqual([])
  expect(codes(draft('x'.repeat(3_001)))).toEqual(['text_too_long'])
  const counted = linkedin.count(
    { text: '@[Ada](urn:li:person:a1)' },
    0,
    draft('@[Ada](urn:li:person:a1)'),
    linkedin.rules,
  )
  expect(counted.used).toBe(3)
})

test('each kind is told by what stands in it', () => {
  expect(linkedin.kindOf(draft('x'))).toBe('text')
  expect(linkedin.kindOf(draft('see https://a.example'))).toBe('link')
  expect(linkedin.kindOf(draft('see https://a.example', { settings: { linkCard: false } }))).toBe('text')
  expect(linkedin.kindOf(draft('x', {}, [file({})]))).toBe('image')
  expect(linkedin.kindOf(draft('x', {}, [file({}), file({})]))).toBe('carousel')
  expect(linkedin.kindOf(draft('x', {}, [file({ kind: 'video', type: 'video/mp4' })]))).toBe('video')
  expect(linkedin.kindOf(draft('x', {}, [pdf]))).toBe('document')
  expect(linkedin.kindOf(draft('x', { settings: poll() }))).toBe('poll')
})

test('a card says what was written for it, else the title, else where it leads', () => {
  const link = 'https://a.example/b'
  expect(linkedinCard(draft('x', { link }))?.title).toBe('a.example')
  expect(linkedinCard(draft('x', { link, title: 'Tea' }))?.title).toBe('Tea')
  expect(linkedinCard(draft('x', { link, title: 'Tea', settings: { cardTitle: 'More' } }))?.title).toBe('More')
  expect(linkedinText(draft('x', { link }), 0)).toBe('x')
})

test('beside files, and without a card, a chosen link stands in the text', () => {
  const link = 'https://a.example/b'
  expect(linkedinText(draft('x', { link }, [file({})]), 0)).toBe(`x\n\n${link}`)
  expect(linkedinText(draft('x', { link, settings: { linkCard: false } }), 0)).toBe(`x\n\n${link}`)
})

describe('is refused before it is sent', () => {
  test.each([
    ['a poll without a question', draft('?', { settings: { ...poll(), pollQuestion: '' } }), ['setting_missing']],
    ['a poll of two days', draft('?', { settings: poll({ expiresInSeconds: 172_800 }) }), ['poll_days']],
    ['a poll of an hour', draft('?', { settings: poll({ expiresInSeconds: 3_600 }) }), ['poll_duration']],
    ['five answers', draft('?', { settings: poll({ options: ['a', 'b', 'c', 'd', 'e'] }) }), ['poll_too_many_options']],
    ['a poll with a picture', draft('?', { settings: poll() }, [file({})]), ['poll_with_media']],
    ['a document with a picture', draft('x', {}, [pdf, file({})]), ['files_mixed']],
    ['a large document', draft('x', {}, [{ ...pdf, bytes: 100_000_001 }]), ['document_too_large']],
    ['a document of 301 pages', draft('x', {}, [{ ...pdf, pages: 301 }]), ['document_too_many_pages']],
    [
      '21 pictures',
      draft(
        'x',
        {},
        Array.from({ length: 21 }, () => file({})),
      ),
      ['too_many_media'],
    ],
    [
      'a film of two seconds',
      draft('x', {}, [file({ kind: 'video', type: 'video/mp4', durationMs: 2_000 })]),
      ['video_too_short'],
    ],
  ])('%s', (_, given, expected) => expect(codes(given)).toEqual(expected))
})

test('a poll is offered the lengths that LinkedIn has, and each of them is taken', () => {
  const lengths = linkedin.rules.fields.find(({ kind }) => kind === 'poll')?.durations
  expect(lengths).toEqual([86_400, 259_200, 604_800, 1_209_600])
  for (const expiresInSeconds of lengths ?? [])
    expect(codes(draft('?', { settings: poll({ expiresInSeconds }) }))).toEqual([])
})

test('a Page chooses an audience and has no connections; a member has no audience', () => {
  const page = linkedin.rulesFor({ flags: { page: true, reviewed: true } })
  const keys = (rules = linkedin.rules) => rules.fields.map(({ key }) => key)
  expect(page.fields.find(({ key }) => key === 'visibility')?.options).toEqual(['public', 'loggedIn'])
  expect(keys(page)).toContain('audience')
  expect(keys(linkedin.rulesFor({}))).not.toContain('audience')
  expect(codes(draft('x', { settings: { audience: ['Berlin'] } }), page)).toEqual(['audience_unreadable'])
  expect(linkedinAudience(['urn:li:geo:1', 'urn:li:industry:4', 'urn:li:geo:2'])).toEqual({
    geoLocations: ['urn:li:geo:1', 'urn:li:geo:2'],
    industries: ['urn:li:industry:4'],
  })
})

test('a first comment is a risk with an app that LinkedIn has not looked at', () => {
  const commented = draft('x', { settings: { firstComment: 'More' } })
  expect(codes(commented, linkedin.rulesFor({}))).toEqual(['comment_may_be_refused'])
  expect(codes(commented, linkedin.rulesFor({ flags: { reviewed: true } }))).toEqual([])
})

test('settings of another shape are the defaults', () => {
  expect(linkedinSettings({ visibility: 7, poll: 'yes', audience: 'x', firstComment: {} })).toEqual(
    linkedinSettings({}),
  )
})
