import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Outgoing } from '../publisher.ts'
import { render, slugOf } from './render.ts'
import type { LibraryItem } from './render.ts'

const post = (text: string, more: Partial<Outgoing> = {}): Outgoing => ({
  deliveryId: 'dlv_1',
  title: 'Title',
  link: null,
  settings: {},
  assets: {},
  parts: [{ role: 'post', text, media: [] }],
  dueAt: 0,
  createdAt: 0,
  ...more,
})
const item = (id: number, kind: 'image' | 'video' = 'image'): LibraryItem => ({
  id,
  kind,
  url: `https://x.example/${id}`,
  alt: `no. ${id}`,
})

test('paragraphs and lines become blocks, links become links', () => {
  expect(render(post('One\ntwo https://x.example/?a=1&b=2.\n \n\nThree'), []).content).toBe(
    '<!-- wp:paragraph -->\n<p>One<br>two <a href="https://x.example/?a=1&amp;b=2">https://x.example/?a=1&amp;b=2</a>.</p>\n<!-- /wp:paragraph -->\n\n' +
      '<!-- wp:paragraph -->\n<p>Three</p>\n<!-- /wp:paragraph -->',
  )
})

test('the first image is the featured one, the others follow the text with their descriptions', () => {
  const { content, featured_media: featured } = render(post('x'), [
    item(1, 'video'),
    item(2),
    { ...item(3), alt: '"quoted" & <b>' },
  ])
  expect(featured).toBe(2)
  expect(content).toContain('<!-- wp:video {"id":1} -->')
  expect(content).toContain(
    '<img src="https://x.example/3" alt="&quot;quoted&quot; &amp; &lt;b&gt;" class="wp-image-3"/>',
  )
  expect(content).not.toContain('/2"')
})

test('a chosen link stands at the end, once', () => {
  const link = 'https://x.example/a'
  expect(render(post('See', { link }), []).content.match(/<a /g)).toHaveLength(1)
  expect(render(post(`See ${link}`, { link }), []).content.match(/<a /g)).toHaveLength(1)
})

test('no text breaks out of its paragraph, opens a block or runs a shortcode', () => {
  const hostile = fc.oneof(
    fc.constantFrom(
      '<script>',
      '</p>',
      '<!-- wp:html -->',
      '-->',
      '[gallery ids="1"]',
      '[',
      ']',
      '&lt;',
      '" onload="',
      "'",
      'javascript:alert(1)',
      'https://x.example/"><b>',
      '\n\n',
      '\u0000',
    ),
    fc.string({ unit: 'binary', maxLength: 10 }),
  )
  fc.assert(
    fc.property(fc.array(hostile, { maxLength: 12 }), (pieces) => {
      const { title, content, excerpt } = render(
        post(pieces.join(''), { title: pieces.join(''), settings: { excerpt: pieces.join('') } }),
        [],
      )
      const bare = content.replace(
        /<!-- wp:paragraph -->\n<p>|<\/p>\n<!-- \/wp:paragraph -->|<br>|<a href="https?:\/\/[^"<>]*">|<\/a>/g,
        '',
      )
      // eslint-disable-next-line no-control-regex
      for (const html of [bare, title, excerpt]) expect(html).not.toMatch(/[<>[\]\u0000]/)
    }),
    { numRuns: 1_000 },
  )
})

describe('the address', () => {
  test('is readable and ends with what is this delivery’s alone', () => {
    expect(slugOf(post('x', { title: 'Über Café & Co: [new]' }))).toMatch(/^uber-cafe-co-new-[a-z2-9]{10}$/)
    expect(slugOf(post('x', { title: '日本語' }))).toMatch(/^post-[a-z2-9]{10}$/)
    expect(slugOf(post('x', { title: 'x '.repeat(200) })).length).toBeLessThan(75)
  })

  test('is the same for every try, another for another delivery or a fresh start', () => {
    expect(slugOf(post('x'))).toBe(slugOf(post('x')))
    expect(slugOf(post('x', { deliveryId: 'dlv_2' }))).not.toBe(slugOf(post('x')))
    expect(slugOf(post('x', { createdAt: 1 }))).not.toBe(slugOf(post('x')))
  })
})
