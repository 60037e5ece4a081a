import { expect, test } from 'vitest'
import { problemCodes } from '../../../contract/platforms/problem-text.ts'
import { de } from './de/index.ts'
import { en } from './en/index.ts'

test('every problem a check can find has words in every language', () => {
  for (const { problems } of [en, de]) {
    const known = new Set(Object.keys(problems).map((key) => key.replace(/_(one|other)$/, '')))
    expect(problemCodes.filter((code) => !known.has(code))).toEqual([])
  }
})
