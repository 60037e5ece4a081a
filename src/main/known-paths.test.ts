import { expect, test } from 'vitest'
import { createKnownPaths } from './known-paths.ts'

test('a page can name what the person chose and nothing else', () => {
  const known = createKnownPaths('/data')
  known.add('/home/me/cat.jpg')
  expect(known.has('/home/me/cat.jpg')).toBe(true)
  for (const path of [
    '/etc/passwd',
    '/home/me/cat.jpg.key',
    '/home/me',
    '/home/me/cat.jpg/../dog.jpg',
    'cat.jpg',
    '',
  ]) {
    expect([path, known.has(path)]).toEqual([path, false])
  }
})

test('what lies in a chosen folder or in our own can be shown, what lies beside cannot', () => {
  const known = createKnownPaths('/data')
  known.add('/home/me/export')
  expect([known.covers('/home/me/export/ws_1/media/a.png'), known.covers('/data/logs')]).toEqual([true, true])
  for (const path of ['/home/me/export2', '/home/me/export/../x', '/data2', '/data/../etc', 'relative']) {
    expect([path, known.covers(path)]).toEqual([path, false])
  }
})
