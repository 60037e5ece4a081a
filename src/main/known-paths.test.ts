import { describe, expect, test } from 'vitest'
import { createKnownPaths, unknownPath } from './known-paths.ts'

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

describe('a call of the page', () => {
  const known = { has: (path: string) => path === '/chosen' }

  test.each([
    ['assets.add', { path: '/etc/passwd' }],
    ['assets.allowFolders', { folders: ['/chosen', '/'] }],
    ['workspaces.export', { id: 'ws_1', folder: '/tmp' }],
    ['exports.folder', { folder: '/tmp' }],
    ['imports.check', { source: { file: '/etc/passwd' } }],
    ['imports.run', { source: { folder: '/home' } }],
    ['schedules.apply', { posts: [{ text: 'x', assets: [{ path: '/etc/passwd' }] }] }],
  ])('%s names nothing on the disk that was not chosen', (route, input) => {
    expect(unknownPath(route, input, known)).toMatch(/^\//)
    const chosen = JSON.parse(JSON.stringify(input).replaceAll(/"\/[^"]*"/g, '"/chosen"')) as unknown
    expect(unknownPath(route, chosen, known)).toBeUndefined()
  })

  test('that names no paths may say what it likes', () => {
    expect(unknownPath('posts.create', { settings: { path: '/somewhere' } }, known)).toBeUndefined()
  })
})
