import { expect, test } from 'vitest'
import fc from 'fast-check'
import { countGraphemes } from '../../../../contract/platforms/index.ts'
import { overflowAt, shorten, splitIntoThread } from './split.ts'

const within = (max: number) => (text: string) => countGraphemes(text) <= max

test('a text is split between its paragraphs before anywhere else', () => {
  const text = 'The kiln is open.\n\nNine bowls, one crack, no regrets.\n\nCome on Saturday.'
  expect(splitIntoThread(text, within(55))).toEqual([
    'The kiln is open.\n\nNine bowls, one crack, no regrets.',
    'Come on Saturday.',
  ])
})

test('a long paragraph is split between sentences, a long sentence between words', () => {
  expect(splitIntoThread('One two. Three four. Five six.', within(20))).toEqual(['One two. Three four.', 'Five six.'])
  expect(splitIntoThread('one two three four five', within(10))).toEqual(['one two', 'three four', 'five'])
})

test('a link is not torn apart while it fits into a part', () => {
  const parts = splitIntoThread('We wrote it all down at https://fernweh.example/bensa for you', within(34))
  expect(parts.some((part) => part.includes('https://fernweh.example/bensa'))).toBe(true)
})

test('whatever is split, every part fits and no letter is lost', () => {
  const text = fc
    .array(fc.oneof(fc.lorem({ maxCount: 6 }), fc.constantFrom('👩‍🍳', 'naïve', 'ﬁn.', '日本語', 'https://a.example/b')))
    .map((words) => words.join(' '))
  fc.assert(
    fc.property(text, fc.integer({ min: 1, max: 60 }), (whole, max) => {
      const parts = splitIntoThread(whole, within(max))
      for (const part of parts) expect(countGraphemes(part)).toBeLessThanOrEqual(max)
      expect(parts.join('').replace(/\s/g, '')).toBe(whole.replace(/\s/g, ''))
    }),
  )
})

test('shortening ends after a word with an ellipsis and uses the room there is', () => {
  expect(shorten('Forty bags of washed Sidama from the hillside', within(24))).toBe('Forty bags of washed…')
})

test('shortening ends after a sentence where that keeps most of the text', () => {
  expect(shorten('Nine bowls and a jug came out whole. Sorry.', within(40))).toBe(
    'Nine bowls and a jug came out whole.',
  )
})

test('shortening always fits, also a single endless word', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), fc.integer({ min: 1, max: 80 }), (text, max) => {
      expect(countGraphemes(shorten(text, within(max)))).toBeLessThanOrEqual(max)
    }),
  )
})

test('what is past the limit starts after the last character that fits', () => {
  expect(overflowAt('👩‍🍳👩‍🍳ab', within(3))).toBe('👩‍🍳👩‍🍳a'.length)
  expect(overflowAt('ab', within(3))).toBeNull()
})
