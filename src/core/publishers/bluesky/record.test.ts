import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { buildFacets, buildRecord, mentionedHandles } from './record.ts'
import { nextTid } from './tid.ts'

const dids: Record<string, string> = { 'ada.test': 'did:plc:ada' }
const facets = (text: string) => buildFacets(text, (handle) => dids[handle] ?? null)
/** What a facet covers, cut out of the bytes as a reader does it. */
const covered = (text: string) =>
  facets(text).map(({ index }) => Buffer.from(text).subarray(index.byteStart, index.byteEnd).toString())

describe('facets', () => {
  test('cover exactly what was written, after characters of many bytes', () => {
    const text = '👩🏽‍🚀 naïve @ada.test 日本 #tag https://example.com/ü …'
    expect(covered(text)).toEqual(['@ada.test', '#tag', 'https://example.com/ü'])
    expect(facets(text).map(({ features }) => features[0].$type.split('#')[1])).toEqual(['mention', 'tag', 'link'])
  })

  test('cover what was written, whatever stands around it', () => {
    const piece = fc.oneof(
      fc.constantFrom('@ada.test', '#tag', 'https://example.com/x', ' ', '\n'),
      fc.string({ unit: 'grapheme', maxLength: 3 }),
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 10 }), (pieces) => {
        const text = pieces.join('')
        for (const cut of covered(text)) expect(text).toContain(cut)
        for (const [index, { index: at }] of facets(text).entries())
          expect(at.byteStart).toBeGreaterThanOrEqual(facets(text)[index - 1]?.index.byteEnd ?? 0)
      }),
    )
  })

  test('a handle nobody has stays text, and so does one of another network', () => {
    expect(facets('@nobody.test and @ada@social.example')).toEqual([])
    expect(mentionedHandles('@Ada.test @ada.test @you@social.example @word')).toEqual(['ada.test'])
  })

  test('a tag longer than 64 characters stays text', () => {
    expect(facets(`#${'a'.repeat(64)}`)).toHaveLength(1)
    expect(facets(`#${'a'.repeat(65)}`)).toEqual([])
  })
})

describe('the record', () => {
  const plain = {
    text: 'hello',
    createdAt: '2026-11-24T09:00:00.000Z',
    facets: [],
    languages: [],
    contentWarning: null,
    images: [],
    card: null,
  }
  const card = { uri: 'https://example.com/', title: 'A page', description: '', thumb: null }

  test('has nothing in it that is not needed', () => {
    expect(buildRecord(plain)).toEqual({
      $type: 'app.bsky.feed.post',
      text: 'hello',
      createdAt: '2026-11-24T09:00:00.000Z',
    })
  })

  test('has pictures rather than a card, since it can have one of them', () => {
    const image = { blob: { $type: 'blob' }, alt: 'A card', width: 4, height: 3 }
    expect(buildRecord({ ...plain, images: [image], card })['embed']).toEqual({
      $type: 'app.bsky.embed.images',
      images: [{ image: { $type: 'blob' }, alt: 'A card', aspectRatio: { width: 4, height: 3 } }],
    })
    expect(buildRecord({ ...plain, card })['embed']).toEqual({
      $type: 'app.bsky.embed.external',
      external: { uri: 'https://example.com/', title: 'A page', description: '' },
    })
  })
})

test('keys have the form of a TID, are never the same and sort by time, also when the clock stands or goes back', () => {
  const keys = [1_000, 1_000, 1_000, 2_000, 1_500, 1_785_000_000_000].map((now) => nextTid(now))
  for (const key of keys) expect(key).toMatch(/^[234567abcdefghij][234567abcdefghijklmnopqrstuvwxyz]{12}$/)
  expect(new Set(keys).size).toBe(keys.length)
  expect([...keys].sort()).toEqual(keys)
})
