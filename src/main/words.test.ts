import { expect, test } from 'vitest'
import { chooseLanguage, fill, wordsOf, type Words } from './words.ts'

test('the chosen language wins, then the first of the system that there is', () => {
  expect(chooseLanguage('de', ['en-US'])).toBe('de')
  expect(chooseLanguage('system', ['fr-FR', 'de-AT', 'en-GB'])).toBe('de')
  expect(chooseLanguage('system', ['fr-FR'])).toBe('en')
  expect(chooseLanguage('system', ['constructor-x', 'toString'])).toBe('en')
})

test('every language keeps the places that values go into', () => {
  const places = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(String).toSorted()
  for (const key of Object.keys(wordsOf('en')) as (keyof Words)[]) {
    expect([key, places(wordsOf('de')[key])]).toEqual([key, places(wordsOf('en')[key])])
  }
})

test('a title with braces or dollars in it is shown as it is', () => {
  expect(fill('Next: {when} · {title}', { when: '9:00', title: '{when} $& {x}' })).toBe('Next: 9:00 · {when} $& {x}')
})
