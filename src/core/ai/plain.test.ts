import { describe, expect, test } from 'vitest'
import { guessLanguage, isOtherLanguage } from './language.ts'
import { linksIn, toPlain } from './plain.ts'

describe('the plain text of an answer', () => {
  test.each([
    ['```\nHello\n```', 'Hello'],
    ['“Hello there.”', 'Hello there.'],
    ['He said "yes" and "no"', 'He said "yes" and "no"'],
    ['"yes" or "no"', '"yes" or "no"'],
    ['**Bold** and *light* and __strong__', 'Bold and light and strong'],
    ['2 * 3 * 4 = 24', '2 * 3 * 4 = 24'],
    ['snake_case_name and __init__.py', 'snake_case_name and init.py'],
    ['# Title\n#hashtag stays', 'Title\n#hashtag stays'],
    ['[Shop](https://example.com)', 'Shop https://example.com'],
    ['a < b and c > d', 'a < b and c > d'],
    ['I <3 coffee', 'I <3 coffee'],
    ['one<br>two', 'one\ntwo'],
    ['👩‍👩‍👧 family', '👩‍👩‍👧 family'],
    ['a\n\n\n\nb   \nc', 'a\n\nb\nc'],
  ])('of %j is %j', (answer, text) => {
    expect(toPlain(answer)).toBe(text)
  })

  test('names its links without what ends a sentence', () => {
    expect(linksIn('See https://Example.com/a. And (https://example.com/b)!')).toEqual([
      'https://example.com/a',
      'https://example.com/b',
    ])
  })
})

describe('the language of a text', () => {
  test.each([
    ['We are open on Monday and you are welcome to have a cup with us.', 'en'],
    ['Wir sind am Montag für euch da und freuen uns auf den Kaffee mit euch.', 'de'],
    ['Nous sommes là pour vous le lundi et le café est prêt dans la boutique.', 'fr'],
    ['Estamos abiertos los lunes para ti y con el café más rico del barrio.', 'es'],
    ['新しいコーヒーが届きました。ぜひお試しください。', 'ja'],
    ['Новый кофе уже в магазине, заходите попробовать.', 'ru'],
  ])('of %j is told', (text, language) => {
    expect(guessLanguage(text)).toBe(language)
  })

  test('is not guessed of what is short or mixed', () => {
    expect(guessLanguage('Café Lumen, Berlin')).toBeNull()
    expect(guessLanguage('#coffee #monday https://example.com')).toBeNull()
  })

  test('is no other where two share a script, or where it is not known well enough', () => {
    expect(isOtherLanguage('Нова кава вже в магазині, заходьте скуштувати.', 'uk')).toBe(false)
    expect(isOtherLanguage('We are open on Monday and you are welcome with us.', 'fi')).toBe(false)
    expect(isOtherLanguage('We are open on Monday and you are welcome with us.', 'de-AT')).toBe(true)
  })
})
