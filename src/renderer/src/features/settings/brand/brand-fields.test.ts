import { expect, test } from 'vitest'
import { Brand } from '../../../../../contract/ai/brand.ts'
import { brandOf, errorsByField, isBlank, textOf } from './brand-fields.ts'

const empty = Brand.parse({})

test('lists are one entry a line: blank lines and repeats are left out', () => {
  const brand = brandOf({ ...textOf(empty), topics: ' Roasting \n\nCupping\nRoasting' }, [])
  expect(brand.topics).toEqual(['Roasting', 'Cupping'])
  expect(textOf(brand).topics).toBe('Roasting\nCupping')
})

test('a website written without its scheme is taken, and what is none is left for the studio to refuse', () => {
  const website = (text: string) => brandOf({ ...textOf(empty), website: text }, []).website
  expect(website('fernweh.example/shop')).toBe('https://fernweh.example/shop')
  expect(website('http://a.example')).toBe('http://a.example')
  expect(website('our shop')).toBe('our shop')
})

test('an empty sample of writing is not kept, and a profile is blank until something is said', () => {
  const brand = brandOf(textOf(empty), [{ postId: null, text: '  ' }])
  expect(isBlank(brand)).toBe(true)
  expect(isBlank({ ...brand, avoidWords: ['cheap'] })).toBe(false)
})

test('an error of one line is shown at its field, the first of several', () => {
  expect(errorsByField({ 'topics.1': 'one', 'topics.4': 'two', website: 'three' })).toEqual({
    topics: 'one',
    website: 'three',
  })
})
