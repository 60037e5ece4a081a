import { expect, test } from 'vitest'
import fc from 'fast-check'
import { piecesOf } from './highlight.ts'

test('links, mentions and hashtags stand out, the text around them does not', () => {
  expect(piecesOf('At fernweh.com/bensa with @cafelumen #sidama').filter((piece) => piece.kind)).toEqual([
    { text: 'fernweh.com/bensa', kind: 'link', over: false },
    { text: '@cafelumen', kind: 'mention', over: false },
    { text: '#sidama', kind: 'hashtag', over: false },
  ])
})

test('a link that crosses the limit is drawn in two, the second part as too much', () => {
  expect(piecesOf('see a.com/bensa', 10)).toEqual([
    { text: 'see ', kind: null, over: false },
    { text: 'a.com/', kind: 'link', over: false },
    { text: 'bensa', kind: 'link', over: true },
  ])
})

test('a marked stretch is drawn apart, also within a link', () => {
  const mark = { start: 6, end: 9, current: true }
  expect(piecesOf('see a.com/bensa', null, [mark])).toEqual([
    { text: 'see ', kind: null, over: false },
    { text: 'a.', kind: 'link', over: false },
    { text: 'com', kind: 'link', over: false, mark },
    { text: '/bensa', kind: 'link', over: false },
  ])
})

test('whatever is typed, what is drawn behind it is the same text, so that letters stay aligned', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 120 }), fc.option(fc.nat(120)), (text, overAt) => {
      expect(
        piecesOf(text, overAt)
          .map((piece) => piece.text)
          .join(''),
      ).toBe(text)
    }),
  )
})
