import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { problemCodes, problemText } from './problem-text.ts'

const folder = new URL('.', import.meta.url)

/** Codes as the checks write them: `problem('error', 'code', …)` and `wrong('code', …)`. */
const written = readdirSync(folder)
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && file !== 'problem-text.ts')
  .flatMap((file) => [
    ...readFileSync(new URL(file, folder), 'utf8').matchAll(
      /(?:problem\(\s*'(?:error|warning)',|wrong\(|\b(?:tell|at)\()\s*'([a-z_]+)'/g,
    ),
  ])
  .map(([, code]) => code ?? '')

test('every problem a check can find has a sentence, and there is no sentence nobody says', () => {
  expect(written.length).toBeGreaterThan(25)
  expect([...new Set(written)].sort()).toEqual([...problemCodes].sort())
})

test('a sentence has its numbers in it, names the part, and never shows a hole', () => {
  const params = {
    over: 20,
    max: 300,
    count: 5,
    parts: 3,
    position: 2,
    platform: 'Bluesky',
    type: 'video/avi',
    types: 'video/mp4',
    bytes: 12_345_678,
    maxBytes: 10_000_000,
    seconds: 200,
    account: 'Anna',
    date: '2026-12-01',
    minMinutes: 5,
    maxDays: 30,
    line: 2,
    min: 3,
    width: 200,
    height: 100,
    minWidth: 320,
    minHeight: 320,
    ratio: '21:9',
    fps: 120,
    codec: 'av1',
    codecs: 'avc',
    mbit: 30,
    pages: 301,
    setting: 'board',
  }
  for (const code of problemCodes) {
    const text = problemText({ code, params, part: 1 })
    expect(text).toMatch(/^Part 2: [A-Z].*[.]$/)
    expect(text).not.toMatch(/undefined|NaN|\{/)
  }
  expect(problemText({ code: 'text_too_long', params: { over: 1, max: 300 } })).toContain('1 character too long; 300')
  expect(problemText({ code: 'video_too_large', params })).toContain('12.3 MB; 10 MB')
})

test('a code this version does not know is still shown as words', () => {
  expect(problemText({ code: 'brand_new_thing', params: {} })).toBe('brand new thing')
  expect(problemText({ code: 'toString', params: {} })).toBe('toString')
})
