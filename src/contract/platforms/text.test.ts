import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { countBytes, countGraphemes, findEntities, firstLink, takeGraphemes } from './text.ts'

describe('counting', () => {
  test.each([
    ['', 0],
    ['plain', 5],
    ['naïve', 5],
    ['nai\u0308ve', 5], // a letter and its mark
    ['👩🏽‍🚀', 1],
    ['🏳️‍🌈🇩🇪', 2],
    ['日本語', 3],
    ['한국어', 3],
    ['a\r\nb', 3], // a line break of two characters is one
    ['a\nb', 3],
    ['\u200d', 1],
  ])('%j has %i characters for a person', (text, count) => expect(countGraphemes(text)).toBe(count))

  test('agrees with the segmenter of the language, whatever is written', () => {
    const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' })
    fc.assert(
      fc.property(
        fc.string({
          unit: fc.oneof(
            fc.constantFrom('\r', '\n', 'a', '👩', '\u200d', '🚀', '\u0308'),
            fc.string({ unit: 'grapheme', maxLength: 1 }),
          ),
        }),
        (text) => {
          expect(countGraphemes(text)).toBe([...segmenter.segment(text)].length)
        },
      ),
    )
  })

  test('counts bytes as they are sent', () => {
    const codePoint = fc
      .integer({ min: 0, max: 0x10ffff })
      .filter((code) => code < 0xd800 || code > 0xdfff)
      .map((code) => String.fromCodePoint(code))
    fc.assert(
      fc.property(fc.string({ unit: codePoint }), (text) => {
        expect(countBytes(text)).toBe(Buffer.byteLength(text))
      }),
    )
  })

  test('cuts between characters, never inside one', () => {
    expect(takeGraphemes('👩🏽‍🚀👩🏽‍🚀', 1)).toBe('👩🏽‍🚀')
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.nat(20), (text, max) => {
        const cut = takeGraphemes(text, max)
        expect(text.startsWith(cut)).toBe(true)
        expect(countGraphemes(cut)).toBe(Math.min(max, countGraphemes(text)))
      }),
    )
  })
})

describe('what is in a text', () => {
  const found = (text: string) => findEntities(text).map(({ kind, text: written, value }) => [kind, written, value])

  test.each([
    [
      'see https://example.com/a?b=c&d=e.',
      [['link', 'https://example.com/a?b=c&d=e', 'https://example.com/a?b=c&d=e']],
    ],
    ['(https://example.com/a_(b))', [['link', 'https://example.com/a_(b)', 'https://example.com/a_(b)']]],
    ['bare example.com too', [['link', 'example.com', 'https://example.com']]],
    ['http://plain.example', [['link', 'http://plain.example', 'http://plain.example']]],
    ['mail me@example.com', []],
    ['ftp://example.com/x', []],
    ['javascript:alert(1)', []],
    ['@you.bsky.social hello', [['mention', '@you.bsky.social', 'you.bsky.social']]],
    ['thanks, @you.bsky.social.', [['mention', '@you.bsky.social', 'you.bsky.social']]],
    ['@you@social.example hi', [['mention', '@you@social.example', 'you@social.example']]],
    [
      '#one #zwei_drei #日本',
      [
        ['hashtag', '#one', 'one'],
        ['hashtag', '#zwei_drei', 'zwei_drei'],
        ['hashtag', '#日本', '日本'],
      ],
    ],
    ['#2026 is a year', []],
    ['C# and a#b', []],
    ['#tagexample.com', [['hashtag', '#tagexample', 'tagexample']]],
    [
      'https://example.com/#part and #tag',
      [
        ['link', 'https://example.com/#part', 'https://example.com/#part'],
        ['hashtag', '#tag', 'tag'],
      ],
    ],
    ['https://example.com/@you', [['link', 'https://example.com/@you', 'https://example.com/@you']]],
  ])('%j', (text, expected) => expect(found(text)).toEqual(expected))

  test('stands in order, never overlaps, and is exactly what is written there', () => {
    const piece = fc.constantFrom(
      'https://example.com/x',
      'example.com',
      '@you.bsky.social',
      '@a@b.example',
      '#tag',
      '👩🏽‍🚀',
      ' ',
      '\n',
      'word',
      '(',
      ')',
      '.',
      ',',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const text = pieces.join('')
        let end = 0
        for (const entity of findEntities(text)) {
          expect(entity.start).toBeGreaterThanOrEqual(end)
          expect(text.slice(entity.start, entity.end)).toBe(entity.text)
          end = entity.end
        }
      }),
    )
  })

  test('the first link is what a card is made from', () => {
    expect(firstLink('#a @b.example and c.org then https://d.example')).toBe('https://c.org')
    expect(firstLink('none')).toBeNull()
  })
})
