import { expect, test } from 'vitest'
import { defaultDataDir } from './data-dir.ts'

test('every host finds the same data where the system keeps such things', () => {
  expect(defaultDataDir('linux', {}, '/home/me')).toBe('/home/me/.local/share/broadside')
  expect(defaultDataDir('linux', { XDG_DATA_HOME: '' }, '/home/me')).toBe('/home/me/.local/share/broadside')
  expect(defaultDataDir('linux', { XDG_DATA_HOME: '/x' }, '/home/me')).toBe('/x/broadside')
  expect(defaultDataDir('darwin', {}, '/Users/me')).toBe('/Users/me/Library/Application Support/Broadside')
  expect(defaultDataDir('linux', { BROADSIDE_DATA_DIR: '/d', XDG_DATA_HOME: '/x' }, '/home/me')).toBe('/d')
})
