import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startCommandLine, type CommandLine } from '../../../test/cli/command-line.ts'

let line: CommandLine
beforeAll(async () => {
  line = await startCommandLine()
})
afterAll(() => line.close())

const broadside = (...args: string[]) => line.broadside(...args)

describe('what is typed wrongly ends with 2, makes nothing and says what to type', () => {
  test.each([
    [['posst', 'x'], 'Did you mean post?'],
    [['post', 'x', '--now', '--at', '2031-01-01T09:00'], 'one of --now, --at and --slot'],
    [['post', 'x', '--now'], '--account'],
    [['post', 'x', '--draft', '--now', '--account', 'feed'], 'A draft does not go out'],
    [['post', 'x', '--zone', 'Europe/Rome'], 'there is no --at'],
    [['post', 'x', '--account', 'nobody', '--now'], 'Practice Feed'],
    [['post', 'x', '--at', 'noon', '--account', 'feed'], 'Write 2026-11-26T09:00'],
    [['post', 'x', '--at', '2031-02-30T09:00', '--account', 'feed'], 'There is no time'],
    [['post', 'x', '--file', 'y'], 'not both'],
    [['post', '--file', 'not-there.md'], 'there is no such file'],
    [['post', 'x', '--media', 'not-there.png'], 'There is no file'],
    [['post', 'x', '--alt', 'a dot'], 'more --alt than --media'],
    [['post', 'x', '--set', 'mastodon.visibility=direct', '--account', 'feed'], 'no --account is of "mastodon"'],
    [['post', 'x', '--set', 'practice.mood=good', '--account', 'feed'], 'no such setting'],
    [['deliveries', 'retry', 'last'], 'It takes an id'],
    [['deliveries', '--status', 'lost'], 'none of scheduled'],
    [['deliveries', 'resolve', 'dlv_01M89HKE9T8KKAGH72G0W94MCY', 'maybe'], 'posted, not-posted, leave'],
    [['calendar', '--zone', 'Mars/Olympus'], 'not a time zone'],
    [['calendar', 'tomorrow'], 'not a day'],
    [['keys', 'make', 'x', '--scope', 'posts:everything'], 'none of posts:read'],
    [['keys', 'revoke', 'nobody'], 'There is no key'],
    [['accounts', 'connect', 'myspace'], 'There is no platform'],
    [['accounts', 'connect', 'wordpress'], 'several ways'],
    [['accounts', 'connect', 'practice', '--field', 'colour=red'], 'There is: name'],
    [['schedule', 'validate', 'not-there.json'], 'there is no such file'],
    [['--workspace', 'Nowhere', 'accounts'], 'Fernweh'],
    [['call', 'GET', 'posts'], 'begins with /v1/'],
    [['webhooks', 'test'], 'missing required argument'],
    [['export', '--as', 'folder'], 'Name the folder'],
  ])('%j', async (args, words) => {
    const before = line.host.studio.workspaces.list().length
    const { code, stdout, stderr } = await broadside(...args)
    expect(stderr).toContain(words)
    expect(stderr).not.toMatch(/^ {4}at /m)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(line.host.studio.workspaces.list()).toHaveLength(before)
  })
})

test('with --json an error is JSON, too, with its code and details', async () => {
  const usage = await broadside('accounts', 'disconnect', 'nobody', '--json')
  expect(JSON.parse(usage.stderr)).toMatchObject({ error: { code: 'usage' } })
  const refused = await broadside('post', 'a'.repeat(501), '--account', 'feed', '--now', '--json')
  expect(refused).toMatchObject({ code: 3, stdout: '' })
  expect(JSON.parse(refused.stderr)).toMatchObject({ error: { code: 'unprocessable', details: { fields: [{}] } } })
  const gone = await broadside('runs', 'show', 'run_01M89HKE9T8KKAGH72G0W94MCY', '--json')
  expect(gone.code).toBe(1)
  expect(JSON.parse(gone.stderr)).toMatchObject({ error: { code: 'not_found' } })
})

test('help and version are no errors, and a bare group of commands lists what it is about', async () => {
  expect(await broadside('--version')).toEqual({ code: 0, stdout: '0.0.0\n', stderr: '' })
  expect(await broadside('post', '--help')).toMatchObject({ code: 0, stderr: '' })
  const { code, stdout } = await broadside('accounts')
  expect(code).toBe(0)
  expect(stdout).toContain('Feed')
})

test('words of strangers reach no terminal as orders', async () => {
  const escape = String.fromCharCode(27)
  await broadside(
    'post',
    'x',
    '--title',
    `${escape}[2Jgone${escape}]0;title\u0007\u202e`,
    '--at',
    '2031-07-01T09:00',
    '--account',
    'feed',
  )
  const { stdout } = await broadside('calendar', '2031-07-01')
  expect(stdout).toContain('gone')
  expect(stdout).not.toMatch(/[\u001b\u0007\u202e]/)
})

test('a name that two accounts share is asked about', async () => {
  await broadside('accounts', 'connect', 'practice', '--field', 'name=Second')
  const { code, stderr } = await broadside('post', 'x', '--account', 'practice', '--now')
  expect(code).toBe(2)
  expect(stderr).toMatch(/Several accounts are "practice".*acct_\w+ \(Practice Feed\), acct_\w+ \(Practice Second\)/)
  const draft = await broadside('post', 'x', '--account', 'SECOND', '--json')
  const second = JSON.parse((await broadside('accounts', '--json')).stdout).find(
    ({ name }: { name: string }) => name === 'Second',
  )
  expect(JSON.parse(draft.stdout)).toMatchObject({ status: 'draft', variants: [{ accountId: second.id }] })
})
