import { describe, expect, test } from 'vitest'
import { appOrigin, decide, originOf, permits, type Wish } from './window-policy.ts'

const after = (kind: Wish['kind'], url: string, sinceInput: number | null = 100) =>
  decide({ kind, url, sinceInput }, appOrigin)

describe('the page itself', () => {
  test('may move within its own origin, clicked or not', () => {
    expect(after('navigate', 'app://studio/index.html', null)).toBe('stay')
    expect(after('navigate', 'app://studio/media/x')).toBe('stay')
  })

  test.each([
    'app://studio.evil.example/',
    'app://studio@evil.example/',
    'app://other/',
    'app:studio',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'data:text/html,x',
    'blob:app://studio/1234',
    'about:blank',
    'broadside://post/1',
    'smb://server/share',
    'ms-settings:privacy',
    'https://user:secret@bank.example/',
    'https://',
    'mailto:',
    'mailto:a@b.example?attach=/etc/passwd',
    ' https://example.org',
    'https://example.org/\u0000',
    'not an address',
    '',
  ])('never goes to %j, and the system is not asked either', (url) => {
    expect(after('navigate', url)).toBe('refuse')
    expect(after('window', url)).toBe('refuse')
    expect(after('host', url)).toBe('refuse')
  })
})

test('links to the web and to mail open outside when the person clicked', () => {
  for (const url of ['https://example.org/a?b#c', 'http://localhost:8080/', 'mailto:someone@example.org?subject=x']) {
    expect(after('navigate', url)).toBe('open-outside')
    expect(after('window', url)).toBe('open-outside')
  }
})

test('a page cannot open the browser by itself', () => {
  expect(after('window', 'https://example.org/', null)).toBe('refuse')
  expect(after('window', 'https://example.org/', 5_001)).toBe('refuse')
  expect(after('navigate', 'https://example.org/', 5_001)).toBe('refuse')
})

test('a sign-in address may come a while after the click, not an hour', () => {
  expect(after('host', 'https://social.example/oauth', 20_000)).toBe('open-outside')
  expect(after('host', 'https://social.example/oauth', 3_600_000)).toBe('refuse')
})

test('frames load nothing, not even our own page', () => {
  expect(after('frame', 'app://studio/')).toBe('refuse')
  expect(after('frame', 'https://example.org/')).toBe('refuse')
})

test('our own page does not open in a second window or in the browser', () => {
  expect(after('window', 'app://studio/')).toBe('refuse')
  expect(decide({ kind: 'window', url: 'http://localhost:5173/', sinceInput: 1 }, 'http://localhost:5173')).toBe(
    'refuse',
  )
})

test('a file of the library that is opened by a click can be saved', () => {
  expect(after('window', 'app://studio/media/ws_1/asset_1/file')).toBe('save')
  expect(after('window', 'app://studio/media/ws_1/asset_1/file', null)).toBe('refuse')
  expect(after('host', 'app://studio/media/ws_1/asset_1/file')).toBe('refuse')
  expect(after('window', 'app://studio/mediation')).toBe('refuse')
})

test('origins are told apart by scheme, host and port', () => {
  expect(originOf('app://studio/x')).toBe('app://studio')
  expect(originOf('http://localhost:5173/a')).toBe('http://localhost:5173')
  expect(originOf('mailto:a@b.example')).toBeNull()
})

test('permissions are refused unless listed, and to every other origin', () => {
  expect(permits('clipboard-sanitized-write', 'app://studio/', appOrigin)).toBe(true)
  expect(permits('clipboard-sanitized-write', 'https://evil.example/', appOrigin)).toBe(false)
  for (const permission of [
    'media',
    'geolocation',
    'notifications',
    'openExternal',
    'clipboard-read',
    'fileSystem',
    'hid',
  ]) {
    expect(permits(permission, 'app://studio/', appOrigin)).toBe(false)
  }
})
