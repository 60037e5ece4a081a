import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { countGraphemes } from './text.ts'
import { wordpress, wordpressSettings, wordpressTitle } from './wordpress.ts'

const from = (text: string, title = '') => wordpressTitle({ title, parts: [{ text, media: [] }] })

describe('the title of a page', () => {
  test('is the post’s own, and the whole text is its body', () => {
    expect(from('One\nTwo', ' Mine ')).toEqual({ title: 'Mine', body: 'One\nTwo' })
  })

  test('else the first line, which is then not repeated', () => {
    expect(from('A headline\n\nThe story.\nIt goes on.')).toEqual({
      title: 'A headline',
      body: 'The story.\nIt goes on.',
    })
  })

  test('else the beginning of the text, cut between words', () => {
    expect(from('Just a line')).toEqual({ title: 'Just a line', body: 'Just a line' })
    const long = 'word '.repeat(100).trim()
    expect(from(long).body).toBe(long)
    expect(from(long).title).toMatch(/^(word )+word…$/)
  })

  test('is never longer than a headline and loses nothing, whatever the text', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme', maxLength: 200 }), { maxLength: 4 }), (lines) => {
        const text = lines.join('\n')
        const { title, body } = from(text)
        expect(countGraphemes(title)).toBeLessThanOrEqual(120)
        const bare = (value: string) => value.replace(/\s+/g, '')
        expect([bare(body), bare(title + body)]).toContain(bare(text))
      }),
    )
  })
})

describe('settings', () => {
  test('of any shape are read without harm', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom('status', 'categories', 'tags', 'excerpt', 'handOff'), fc.anything()),
        (settings) => {
          const read = wordpressSettings(settings)
          expect(['publish', 'draft', 'pending', 'private']).toContain(read.status)
          expect(new Set(read.tags.map((tag) => tag.toLowerCase())).size).toBe(read.tags.length)
        },
      ),
    )
  })

  test('name a term once, whatever its case', () => {
    expect(wordpressSettings({ tags: ['News', ' news ', '', 'Tea'] }).tags).toEqual(['News', 'Tea'])
  })

  test('hand over only what is to be public', () => {
    expect(wordpressSettings({ handOff: true }).handOff).toBe(true)
    expect(wordpressSettings({ handOff: true, status: 'draft' }).handOff).toBe(false)
  })
})

test('a text may be as long as it likes, but not be missing', () => {
  const check = (text: string) =>
    wordpress.check({ title: '', link: null, settings: {}, parts: [{ text, media: [] }] }, wordpress.rules)
  expect(check('x'.repeat(200_000))).toEqual([])
  expect(check(' ').map(({ code }) => code)).toEqual(['text_empty'])
})
