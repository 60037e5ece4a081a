import { describe, expect, test } from 'vitest'
import { de } from './de/index.ts'
import { en } from './en/index.ts'

type Words = { readonly [key: string]: string | Words }

function flatten(words: Words, prefix = ''): Map<string, string> {
  const flat = new Map<string, string>()
  for (const [key, value] of Object.entries(words)) {
    if (typeof value === 'string') flat.set(prefix + key, value)
    else for (const [inner, text] of flatten(value, `${prefix}${key}.`)) flat.set(inner, text)
  }
  return flat
}

const placeholders = (text: string) =>
  [...new Set([...text.matchAll(/{{\s*([\w.]+)[^}]*}}/g)].map((match) => match[1] ?? ''))].sort()

describe('German and English say the same things', () => {
  const english = flatten(en)
  const german = flatten(de)

  test('every text of one language is there in the other', () => {
    expect([...german.keys()].sort()).toEqual([...english.keys()].sort())
  })

  test('every text has the same placeholders, so that no name or number is lost', () => {
    const wrong = [...english]
      .filter(([key, text]) => placeholders(text).join() !== placeholders(german.get(key) ?? '').join())
      .map(([key]) => key)
    expect(wrong).toEqual([])
  })

  test('no text is empty, and a text that counts has both its forms', () => {
    const bad = [...english, ...german].filter(([, text]) => text.trim() === '').map(([key]) => key)
    const half = [...english.keys()].filter(
      (key) => key.endsWith('_one') && !english.has(key.replace(/_one$/, '_other')),
    )
    expect([...bad, ...half]).toEqual([])
  })
})
