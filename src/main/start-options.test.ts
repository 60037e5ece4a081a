import { expect, test } from 'vitest'
import { readStartOptions } from './start-options.ts'

test('the data directory comes from the argument, else from the environment, and is absolute', () => {
  const env = { BROADSIDE_DATA_DIR: '/env' }
  expect(readStartOptions(['--data-dir=/a'], env, '/cwd').dataDir).toBe('/a')
  expect(readStartOptions(['--data-dir', 'b/c'], env, '/cwd').dataDir).toBe('/cwd/b/c')
  expect(readStartOptions([], env, '/cwd').dataDir).toBe('/env')
  expect(readStartOptions([], {}, '/cwd').dataDir).toBeNull()
})

test('a start by the system at login and a start by a link are recognised', () => {
  expect(readStartOptions(['.', '--hidden'], {}, '/')).toMatchObject({ hidden: true, link: null })
  expect(readStartOptions(['broadside://compose?text=a'], {}, '/')).toMatchObject({
    hidden: false,
    link: 'broadside://compose?text=a',
  })
})
