import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { format, plain } from './telegram-format.ts'

/** The formatted text with its entities as tags, to read. */
function drawn(written: string): string {
  const { text, entities } = format(written)
  const marks = entities.flatMap(({ type, offset, length, url, language }, index) => [
    { at: offset, order: index, tag: `<${type}${url ? ` ${url}` : ''}${language ? ` ${language}` : ''}>` },
    { at: offset + length, order: -1 - index, tag: `</${type}>` },
  ])
  let out = ''
  let at = 0
  for (const { at: next, tag } of marks.toSorted((a, b) => a.at - b.at || a.order - b.order)) {
    out += text.slice(at, next) + tag
    at = next
  }
  return out + text.slice(at)
}

describe('marks', () => {
  test.each([
    ['a **bold** word', 'a <bold>bold</bold> word'],
    ['_one_ and *two*', '<italic>one</italic> and <italic>two</italic>'],
    ['~~old~~ ||secret||', '<strikethrough>old</strikethrough> <spoiler>secret</spoiler>'],
    ['**bold _and italic_**', '<bold>bold <italic>and italic</italic></bold>'],
    ['`a*b*c`', '<code>a*b*c</code>'],
    ['[the page](https://example.com/a_b_)', '<text_link https://example.com/a_b_>the page</text_link>'],
    ['see https://example.com/_a_*b', 'see https://example.com/_a_*b'],
    ['**https://example.com**', '<bold>https://example.com</bold>'],
    ['> quoted\n> twice\nand on', '<blockquote>quoted\ntwice</blockquote>\nand on'],
    ['> a **b**', '<blockquote>a <bold>b</bold></blockquote>'],
    ['```js\nlet a = *1*\n```\nafter', '<pre js>let a = *1*</pre>\nafter'],
  ])('%s', (written, expected) => expect(drawn(written)).toBe(expected))

  test.each([
    'snake_case_name',
    '2 * 3 * 4',
    'a ** b',
    '**never closed',
    '*',
    '****',
    '**one\n\ntwo**',
    'x > y',
    '[no link](javascript:alert(1))',
    '`open',
    '<b>bold</b> & [x]',
  ])('%s stays as it was written', (written) => expect(format(written)).toEqual({ text: written, entities: [] }))

  test('a backslash keeps a mark a character', () => expect(format('\\*not\\* \\[x\\]').text).toBe('*not* [x]'))

  test('offsets count as Telegram counts them: in UTF-16 code units, after what is trimmed away', () => {
    expect(format('\n\n👩🏽‍🚀 **x** ')).toEqual({
      text: '👩🏽‍🚀 x',
      entities: [{ type: 'bold', offset: '👩🏽‍🚀 '.length, length: 1 }],
    })
  })
})

test('unformatted, a text is sent as it is', () => expect(plain(' **a** ')).toEqual({ text: '**a**', entities: [] }))

test('whatever is written, entities lie within the text, nest, and nothing but marks is lost', () => {
  const piece = fc.oneof(
    fc.constantFrom(
      '**',
      '*',
      '_',
      '~~',
      '||',
      '`',
      '```\n',
      '\n```',
      '\n\n',
      '\n> ',
      '[a](https://b.c)',
      '\\',
      ' ',
      'https://x.y/_',
    ),
    fc.constantFrom('é', '日', '👩🏽‍🚀', 'ß '),
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 25 }), (pieces) => {
      const written = pieces.join('')
      const { text, entities } = format(written)
      expect(text).toBe(text.trim())
      const letters = (value: string) => value.match(/[^\x00-\x7f]/gu)?.join('')
      expect(letters(text)).toBe(letters(written))
      for (const [index, { offset, length }] of entities.entries()) {
        expect(length).toBeGreaterThan(0)
        expect(offset >= 0 && offset + length <= text.length).toBe(true)
        for (const later of entities.slice(index + 1))
          expect(later.offset >= offset + length || later.offset + later.length <= offset + length).toBe(true)
      }
    }),
    { numRuns: 3_000 },
  )
})

test('a hostile text takes as long as any other', () => {
  const started = performance.now()
  for (const text of [
    '**a'.repeat(30_000),
    '_'.repeat(60_000),
    '[a'.repeat(30_000),
    '`\n'.repeat(30_000),
    '> '.repeat(30_000),
    '```\n'.repeat(9_000),
    '*_~~||'.repeat(10_000),
  ])
    format(text)
  expect(performance.now() - started).toBeLessThan(2_000)
})
