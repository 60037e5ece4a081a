import fc from 'fast-check'
import { expect, test } from 'vitest'
import { toHtml } from '../../../../test/support/mastodon/text.ts'
import type { Outgoing } from '../publisher.ts'
import { comparable, plainText, toStatus } from './render.ts'

const post = (settings: Record<string, unknown>, texts = ['Hello'], link: string | null = null): Outgoing => ({
  deliveryId: 'dlv_1',
  title: '',
  link,
  settings,
  assets: {},
  parts: texts.map((text, index) => ({ role: index === 0 ? 'post' : 'reply', text, media: [] })),
  dueAt: 0,
  createdAt: 0,
})

test('a status says all that was chosen, and nothing that was not', () => {
  expect(toStatus(post({}), 0, [])).toEqual({ status: 'Hello', sensitive: false, visibility: 'public' })
  const settings = {
    visibility: 'unlisted',
    contentWarning: 'Food',
    language: ['de'],
    poll: { options: ['Tea', 'Coffee'], expiresInSeconds: 600, multiple: true, hideTotals: true },
  }
  expect(toStatus(post(settings), 0, ['7'])).toEqual({
    status: 'Hello',
    sensitive: true,
    visibility: 'unlisted',
    spoiler_text: 'Food',
    language: 'de',
    media_ids: ['7'],
    poll: { options: ['Tea', 'Coffee'], expires_in: 600, multiple: true, hide_totals: true },
  })
})

test('the poll goes out with the first part alone, the warning with each', () => {
  const settings = { contentWarning: 'Food', poll: { options: ['a', 'b'], expiresInSeconds: 600 } }
  expect(toStatus(post(settings, ['1', '2']), 1, [])).toEqual({
    status: '2',
    sensitive: true,
    visibility: 'public',
    spoiler_text: 'Food',
  })
})

test('a chosen link stands at the end of the first part, once', () => {
  const link = 'https://example.com/a'
  expect(toStatus(post({}, ['See', 'more'], link), 0, []).status).toBe(`See\n\n${link}`)
  expect(toStatus(post({}, ['See', 'more'], link), 1, []).status).toBe('more')
  expect(toStatus(post({}, [`See ${link}.`], link), 0, []).status).toBe(`See ${link}.`)
})

test('any text is known again in the HTML that a server makes of it', () => {
  const piece = fc.oneof(
    fc.constantFrom(
      '\n',
      '\n\n\n',
      ' ',
      '#tag ',
      ' @ada',
      '@ada@here.example',
      '@bob@there.example',
      ' https://www.example.com/a-very-long/path?with=1&more=2#x ',
      '<b>&amp;</b>',
      '&#39;',
      '"',
    ),
    fc.string({ unit: 'grapheme', maxLength: 10 }),
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 10 }), (pieces) => {
      const text = pieces.join('')
      const html = toHtml(text.trim(), 'https://here.example', (name) => name === 'ada')
      expect(comparable(plainText(html))).toBe(comparable(text))
    }),
    { numRuns: 2_000 },
  )
})

test('different texts stay different', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 20 }), fc.string({ maxLength: 20 }), (one, other) => {
      fc.pre(one.replace(/\s+/g, '') !== other.replace(/\s+/g, '') && !`${one}${other}`.includes('@'))
      expect(comparable(one)).not.toBe(comparable(other))
    }),
  )
})
