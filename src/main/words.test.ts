import { expect, test } from 'vitest'
import { fill, wordsOf, type Words } from './words.ts'

test('every language keeps the places that values go into', () => {
  const places = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(String).toSorted()
  for (const key of Object.keys(wordsOf('en')) as (keyof Words)[]) {
    expect([key, places(wordsOf('de')[key])]).toEqual([key, places(wordsOf('en')[key])])
  }
})

test('a title with braces or dollars in it is shown as it is', () => {
  expect(fill('Next: {when} · {title}', { when: '9:00', title: '{when} $& {x}' })).toBe('Next: 9:00 · {when} $& {x}')
})
