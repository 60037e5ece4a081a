import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { findDeepLink, parseDeepLink } from './deep-links.ts'

const id = '01J9ZZZZZZZZZZZZZZZZZZZZZZ'

test('a compose link starts a post with its text', () => {
  expect(parseDeepLink('broadside://compose?text=Hello%20there%0D%0Asecond%20line')).toEqual({
    type: 'compose',
    text: 'Hello there\nsecond line',
  })
  expect(parseDeepLink('broadside://compose')).toEqual({ type: 'compose', text: '' })
  // Windows hands links over with a slash.
  expect(parseDeepLink('broadside://compose/?text=%C3%9Cber')).toEqual({ type: 'compose', text: 'Über' })
})

test('a post link shows that post, in its workspace when it names one', () => {
  expect(parseDeepLink(`broadside://post/post_${id}`)).toEqual({ type: 'post', id: `post_${id}`, workspaceId: null })
  expect(parseDeepLink(`broadside://post/post_${id}/?workspace=ws_${id}`)).toEqual({
    type: 'post',
    id: `post_${id}`,
    workspaceId: `ws_${id}`,
  })
})

test.each([
  'broadside://publish?text=x',
  'broadside:compose?text=x',
  'broadside://compose/../post/x',
  'broadside://post/',
  'broadside://post/post_1',
  `broadside://post/post_${id}/delete`,
  `broadside://post/post_${id}?workspace=../../etc`,
  `broadside://user:pw@post/post_${id}`,
  `broadside://post:80/post_${id}`,
  'broadside://compose?text=a%00b',
  'broadside://compose?text=%1B%5B2J',
  'broadside://compose?text=%FF%FE',
  `broadside://compose?text=${'x'.repeat(10_001)}`,
  `broadside://compose?x=${'x'.repeat(100_000)}`,
  'http://compose?text=x',
  'BROADSIDE-evil://compose',
  '',
])('a link like %.60j is refused', (link) => {
  expect(parseDeepLink(link)).toBeNull()
})

test('no link makes the parser throw, and only text and ids come out', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (tail) => {
      const found = parseDeepLink(`broadside://${tail}`)
      expect([null, 'compose', 'post']).toContain(found && found.type)
    }),
  )
})

test('the link is found among the arguments the system adds', () => {
  expect(
    findDeepLink(['/opt/Broadside/broadside', '--no-sandbox', 'broadside://compose?text=a', 'broadside://post/x']),
  ).toBe('broadside://compose?text=a')
  expect(findDeepLink(['electron', '.', '--flag=broadside://compose'])).toBeNull()
})
