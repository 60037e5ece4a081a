import { expect, test } from 'vitest'
import { readStartOptions } from './start-options.ts'

test('data directory and key file are absolute, whichever way they are written', () => {
  const env = { BROADSIDE_KEY_FILE: '/env.key', BROADSIDE_DATA_DIR: '/env' }
  expect(readStartOptions(['--data-dir=/a'], env, '/cwd')).toMatchObject({ dataDir: '/a', keyFile: '/env.key' })
  expect(readStartOptions(['--data-dir', 'b/c', '--key-file', 'k'], env, '/cwd')).toMatchObject({
    dataDir: '/cwd/b/c',
    keyFile: '/cwd/k',
  })
  expect(readStartOptions([], env, '/cwd').dataDir).toBe('/env')
  expect(readStartOptions([], {}, '/cwd')).toMatchObject({ dataDir: null, keyFile: undefined, demo: false, port: null })
})

test('a start by the system at login and a start by a link are recognised', () => {
  expect(readStartOptions(['.', '--hidden'], {}, '/')).toMatchObject({ hidden: true, link: null })
  expect(readStartOptions(['broadside://compose?text=a'], {}, '/')).toMatchObject({
    hidden: false,
    link: 'broadside://compose?text=a',
  })
})

test('a port that is none is left to chance', () => {
  const portOf = (...args: string[]) => readStartOptions(args, {}, '/').port
  expect([portOf('--port', '0'), portOf('--port=8080'), portOf('--port', 'x'), portOf('--port', '99999')]).toEqual([
    0,
    8_080,
    null,
    null,
  ])
})
