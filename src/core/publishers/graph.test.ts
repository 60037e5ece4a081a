import { describe, expect, test } from 'vitest'
import type { HttpAnswer } from '../http.ts'
import { graphDoubt, graphMeaning, graphRefusal, graphWords, withoutSecrets } from './graph.ts'

const answer = (status: number, json?: unknown, headers: Record<string, string> = {}): HttpAnswer => ({
  status,
  headers: new Headers(headers),
  bytes: new Uint8Array(),
  url: '',
  text: () => JSON.stringify(json),
  json: () => json,
})
const refused = (code: number, more: Record<string, unknown> = {}) =>
  answer(400, { error: { message: 'No', type: 'OAuthException', code, fbtrace_id: 'A', ...more } })
const platform = { name: 'Facebook', codes: { '9/2207042': 'quota', '100/2018': 'file' } } as const

describe('a refusal of Graph', () => {
  test.each([
    [refused(190, { error_subcode: 463 }), 'token'],
    [refused(190, { error_subcode: 459 }), 'checkpoint'],
    [refused(10), 'permission'],
    [refused(283), 'permission'],
    [refused(4), 'throttled'],
    [refused(80_001), 'throttled'],
    [refused(100), 'content'],
    [refused(100, { error_subcode: 33 }), 'gone'],
    [refused(100, { error_subcode: 2018 }), 'file'],
    [refused(9, { error_subcode: 2207042 }), 'quota'],
    [refused(506), 'duplicate'],
    [refused(99_999, { is_transient: true }), 'trouble'],
    [refused(99_999), 'content'],
    [answer(401), 'token'],
    [answer(429), 'throttled'],
    [answer(503, undefined), 'trouble'],
    [answer(302), 'trouble'],
  ])('%#: is about what its code says, else its status', (given, meaning) => {
    expect(graphMeaning(given, platform.codes)).toBe(meaning)
  })

  test('of a commit leaves a doubt where it may have been done all the same', () => {
    expect(
      [answer(500), refused(2), refused(1), answer(200, { error: { code: 2 } })].map((one) => graphDoubt(one)),
    ).toEqual([true, true, true, true])
    expect([answer(200, { id: '1' }), refused(100), refused(190), refused(4)].map((one) => graphDoubt(one))).toEqual([
      false,
      false,
      false,
      false,
    ])
  })

  test('for too many requests says until when, in the minutes Meta counts', () => {
    const usage = { 7: [{ type: 'pages', call_count: 100, estimated_time_to_regain_access: 20 }], 8: [{ type: 'x' }] }
    const told = answer(400, { error: { code: 32 } }, { 'x-business-use-case-usage': JSON.stringify(usage) })
    expect(graphRefusal(platform, told, 0)).toMatchObject({ is: 'deferred', until: 1_200_000 })
    const broken = answer(400, { error: { code: 32 } }, { 'x-business-use-case-usage': '{' })
    expect(graphRefusal(platform, broken, 0)).toMatchObject({ is: 'deferred', until: 300_000 })
  })

  test('about a file names it', () => {
    expect(graphRefusal(platform, refused(100), 0, { file: 2 })).toMatchObject({
      is: 'rejected',
      failure: { code: 'media', says: 'file_refused', params: { position: 3 } },
    })
  })
})

test('the words are those for people where there are some, and never a token', () => {
  const token = `EAAB${'x1Y'.repeat(40)}`
  expect(graphWords(refused(190, { message: `Malformed access token ${token}` }))).toBe(
    '400 (190) Malformed access token …',
  )
  expect(graphWords(refused(36003, { error_user_title: 'Ratio', error_user_msg: 'Too wide' }))).toBe(
    '400 (36003) Ratio: Too wide',
  )
  expect(graphWords(answer(502))).toBe('502')
  expect(withoutSecrets('app 123|abc and Page 1234567890123456')).toBe('app 123|abc and Page 1234567890123456')
})
