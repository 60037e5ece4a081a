import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openLogFile, rotatingFile } from './log-file.ts'

let dir: string
beforeEach(() => (dir = mkdtempSync(join(tmpdir(), 'broadside-log-'))))
afterEach(() => rmSync(dir, { recursive: true, force: true }))

test('no secret reaches the log, by its name, by its look, or inside an error', () => {
  const log = openLogFile(join(dir, 'logs'))
  const cause = new Error('GET https://social.example/callback?code=s3cret1&state=s3cret2 failed')
  log.error('refresh failed with Bearer s3cret3abcdef', {
    accessToken: 's3cret4',
    request: { headers: { Authorization: 'DPoP s3cret5' }, list: [{ app_password: 's3cret6' }] },
    error: new Error('answered eyJhbGciOiJI.s3cret7.sig', { cause }),
    account: 'acct_1',
  })
  log.close()
  const text = readFileSync(join(dir, 'logs/broadside.log'), 'utf8')
  expect(text).not.toContain('s3cret')
  expect(JSON.parse(text)).toMatchObject({ level: 50, account: 'acct_1', error: { name: 'Error' } })
})

test('full log files are put aside and the oldest let go', () => {
  const file = rotatingFile(dir, 'x', 10, 3)
  for (const line of ['aaaaaa\n', 'bbbbbb\n', 'cccccc\n', 'dddddd\n']) file.write(line)
  file.close()
  const found = Object.fromEntries(readdirSync(dir).map((name) => [name, readFileSync(join(dir, name), 'utf8')]))
  expect(found).toEqual({ 'x.log': 'dddddd\n', 'x.1.log': 'cccccc\n', 'x.2.log': 'bbbbbb\n' })
})

test('a log goes on where the last run ended', () => {
  for (const line of ['one\n', 'two\n']) {
    const file = rotatingFile(dir, 'x', 100, 3)
    file.write(line)
    file.close()
  }
  expect(readFileSync(join(dir, 'x.log'), 'utf8')).toBe('one\ntwo\n')
})
