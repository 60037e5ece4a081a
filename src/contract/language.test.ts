import { expect, test } from 'vitest'
import { chooseLanguage } from './language.ts'

test('the chosen language wins, then the first of the wanted ones that there is', () => {
  expect(chooseLanguage('de', ['en-US'])).toBe('de')
  expect(chooseLanguage('system', ['fr-FR', 'de-AT', 'en-GB'])).toBe('de')
  expect(chooseLanguage('system', ['fr-FR'])).toBe('en')
  expect(chooseLanguage('system', ['constructor-x', 'toString', 'den'])).toBe('en')
})
