import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '../..')

function start(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, 'tools/start.mjs'), ...args], {
    encoding: 'utf8',
    env: { ...process.env, INIT_CWD: root },
  })
  return { status, stdout, stderr }
}

test.each([
  [['--port', 'many'], '--port takes a number from 0 to 65535, not "many"'],
  [['--port', '70000'], '--port takes a number from 0 to 65535, not "70000"'],
  [['--port'], "Option '--port <value>' argument missing"],
  [['--prot', '1'], "Unknown option '--prot'"],
  [['--data-dir', 'package.json'], `--data-dir must be a folder; ${join(root, 'package.json')} is a file`],
  [['--data-dir='], '--data-dir needs a folder'],
])('starting with %j says what is wrong and starts nothing', (args, message) => {
  const { status, stdout, stderr } = start(...args)
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
  expect(stderr).toContain(message)
})

test('help names every option', () => {
  const { status, stdout } = start('--help')
  expect(status).toBe(0)
  for (const option of ['--headless', '--data-dir', '--port', '--demo']) expect(stdout).toContain(option)
})
