import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { createMachine, type Ended, type Machine } from './support.ts'

/** Some twenty processes in a row, on a machine that does other things. */
vi.setConfig({ testTimeout: 90_000 })

let machine: Machine

beforeAll(async () => {
  machine = createMachine()
  await machine.serve()
  await machine.done(['workspaces', 'make', 'Fernweh', '--zone', 'Europe/Berlin'])
  await machine.done(['accounts', 'connect', 'practice', '--field', 'name=Feed'])
})
afterAll(() => machine.remove())

async function feed(): Promise<string[]> {
  return (await machine.done(['call', 'GET', '/v1/practice/posts']))
    .json()
    .items.map(({ text }: { text: string }) => text)
}

describe('a post', () => {
  test('goes out now, and is told with its account and its state', async () => {
    const { stdout, stderr } = await machine.done(['post', 'Hello', '--account', 'practice', '--now'])
    expect(stdout).toMatch(/^post_\w+ {2}published .*Europe\/Berlin\n {2}dlv_\w+ {2}published {2}Practice Feed\n$/)
    expect(stderr).toBe('')
    expect(await feed()).toContain('Hello')
  })

  test('takes its text from an argument, a file or the input, to the letter', async () => {
    const text = 'Zeile eins\n\nZeile drei ☕ "quoted" $HOME'
    const file = join(machine.folder, 'note.md')
    writeFileSync(file, `${text}\n`)
    const made = [
      await machine.done(['post', text, '--json']),
      await machine.done(['post', '--file', file, '--json']),
      await machine.done(['post', '--json'], { input: `${text}\n` }),
      await machine.done(['post', '-', '--json'], { input: text }),
    ]
    for (const one of made) expect(one.json()).toMatchObject({ status: 'draft', parts: [{ text }] })
  })

  test('is parted into a thread, with pictures and what they show', async () => {
    const picture = join(machine.folder, 'dot.png')
    writeFileSync(picture, Buffer.from(onePixel, 'base64'))
    const args = [
      'post',
      '--thread',
      '--media',
      picture,
      '--alt',
      'A dot',
      '--account',
      'all',
      '--label',
      'dots',
      '--json',
    ]
    const post = (await machine.done(args, { input: 'One\n---\nTwo\n' })).json()
    expect(post.parts.map(({ text }: { text: string }) => text)).toEqual(['One', 'Two'])
    expect(post.parts[0].media).toMatchObject([{ alt: 'A dot' }])
    expect(post).toMatchObject({ labels: ['dots'], variants: [{ settings: {} }] })
  })

  test('is planned on the wall clock of the workspace, or at a moment', async () => {
    const wall = await machine.done(['post', 'x', '--account', 'feed', '--at', '2031-07-01 09:00', '--json'])
    expect(wall.json()).toMatchObject({
      status: 'scheduled',
      when: { at: '2031-07-01T07:00:00.000Z', zone: 'Europe/Berlin' },
    })
    const moment = await machine.done(['post', 'y', '--account', 'feed', '--at', '2031-07-01T09:00-04:00', '--json'])
    expect(moment.json()).toMatchObject({ when: { at: '2031-07-01T13:00:00.000Z' } })
    const { stdout } = await machine.done(['calendar', '2031-07-01'])
    expect(stdout).toContain('2031-06-30 to 2031-07-06, times in Europe/Berlin (UTC+02:00)')
    expect(stdout).toMatch(
      /Tue 2031-07-01 {2}09:00 {2}scheduled {2}practice {2}x\n {16}15:00 {2}scheduled {2}practice {2}y/,
    )
  })

  test('that a check refuses ends with 3 and makes nothing', async () => {
    const long = 'a'.repeat(501)
    const before = (await machine.done(['call', 'GET', '/v1/posts/counts'])).json().all
    const refused = await machine.broadside(['post', long, '--account', 'practice', '--now'])
    expect(refused).toMatchObject({ code: 3, stdout: '' })
    expect(refused.stderr).toContain('1 character too long')
    const checked = await machine.broadside(['post', long, '--account', 'practice', '--check'])
    expect(checked).toMatchObject({ code: 3 })
    expect(checked.stdout).toContain('1 character too long')
    expect((await machine.done(['call', 'GET', '/v1/posts/counts'])).json().all).toBe(before)
  })

  test('sent again with the same key is the same post', async () => {
    const args = ['post', 'Once', '--json', '--idempotency-key', 'cron-2026-11-26']
    expect((await machine.done(args)).json().id).toBe((await machine.done(args)).json().id)
  })

  test('that fails ends with 1, and its delivery is tried again', async () => {
    const { id } = (await machine.done(['accounts', '--json'])).json()[0]
    await machine.done(['call', 'PUT', `/v1/practice/${id}/failure`, '{"failure":"rejected","times":1}'])
    const failed = await machine.broadside(['post', 'Twice', '--account', id, '--now', '--json'])
    expect(failed.code).toBe(1)
    const [delivery] = failed.json().deliveries
    expect(delivery.status).toBe('failed')
    expect((await machine.done(['deliveries', '--status', 'failed', '--json'])).json()).toMatchObject([
      { id: delivery.id },
    ])
    expect((await machine.done(['deliveries', 'retry', delivery.id])).stdout).toContain('published')
    expect(await feed()).toContain('Twice')
  })
})

test('a schedule document comes by the pipe, names every problem, and is made once', async () => {
  const account = 'practice:profile:feed'
  const document = {
    mode: 'draft',
    idempotencyKey: 'week-48',
    name: 'Week 48',
    posts: [1, 2, 3].map((day) => ({ account, text: `Row ${day}`, publishAt: `2032-03-0${day}T09:00` })),
  }
  const broken = {
    ...document,
    posts: [
      { acount: account, text: 'x' },
      { account: 'practice:profile:gone', text: 'y' },
    ],
  }
  const checked = await machine.broadside(['schedule', 'validate', '-'], { input: JSON.stringify(broken) })
  expect(checked).toMatchObject({ code: 3 })
  expect(checked.stdout).toContain('posts.0.acount')
  expect(checked.stdout).toContain('posts.1')

  const file = join(machine.folder, 'week.json')
  writeFileSync(file, JSON.stringify(document))
  await machine.done(['schedule', 'validate', file])
  const run = (await machine.done(['schedule', 'apply', file, '--json'])).json()
  expect((await machine.done(['schedule', 'apply', file, '--json'])).json().id).toBe(run.id)
  await machine.done(['runs', 'publish', run.id, '--start-at', '2032-04-01T09:00'])
  const { stdout } = await machine.done(['runs', 'show', run.id])
  expect(stdout).toMatch(/2032-04-01 09:00 Europe\/Berlin {2}scheduled {2}practice:profile:feed {2}Row 1/)
  expect((await machine.broadside(['schedule', 'validate', '-'], { input: 'posts:' })).code).toBe(2)
})

test('posts come in as CSV and go out as JSON', async () => {
  const csv = 'text,publishAt,accounts\n"From a sheet, with a comma",2033-05-01T10:00,practice:profile:feed\n'
  const checked = await machine.done(['import', '-', '--as', 'csv', '--check'], { input: csv })
  expect(checked.stdout).toContain('1 row, 1 delivery: 0 errors')
  const run = (await machine.done(['import', '-', '--as', 'csv', '--json'], { input: csv })).json()
  expect((await machine.done(['import', '-', '--as', 'csv', '--json'], { input: csv })).json().id).toBe(run.id)
  const file = join(machine.folder, 'all.json')
  await machine.done(['export', file])
  expect(readFileSync(file, 'utf8')).toContain('From a sheet, with a comma')
  expect((await machine.done(['export'])).json().posts.length).toBeGreaterThan(3)
})

test('a key may do what it may: files are sent, secrets are not managed, and what asks first waits', async () => {
  const scopes = 'posts:read,posts:write,accounts:read,media:write'
  const made = await machine.done(['keys', 'make', 'planner', '--scope', scopes, '--asks-first'])
  const env = { BROADSIDE_KEY: made.stdout.trim() }
  expect(made.stderr).toContain('shown once')
  const picture = join(machine.folder, 'key-dot.png')
  writeFileSync(picture, Buffer.from(onePixel, 'base64'))
  const draft = await machine.done(['post', 'By key', '--media', picture, '--json'], { env })
  expect(draft.json().parts[0].media).toHaveLength(1)
  expect(await machine.broadside(['keys'], { env })).toMatchObject({ code: 3 })
  const asks = await machine.broadside(['post', 'By key', '--account', 'feed', '--now'], { env })
  expect(asks).toMatchObject({ code: 3, stderr: expect.stringContaining('allow this in the window') })

  const second = (await machine.done(['keys', 'rotate', 'planner', '--overlap', '0'])).stdout.trim()
  expect(await machine.broadside(['accounts'], { env })).toMatchObject({ code: 1 })
  await machine.done(['accounts'], { env: { BROADSIDE_KEY: second } })
  await machine.done(['keys', 'revoke', 'planner'])
  expect(await machine.broadside(['accounts'], { env: { BROADSIDE_KEY: second } })).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('revoked'),
  })
})

test('webhooks are heard while somebody listens, with a good signature, and are gone after', async () => {
  const sent: Promise<Ended>[] = []
  const heard = await machine.broadside(['webhooks', 'listen', '--topic', 'post.published', '--count', '1'], {
    onOutput: (output) => {
      if (output.includes('Listening at') && sent.length === 0)
        sent.push(machine.broadside(['post', 'Heard', '--account', 'feed', '--now']))
    },
  })
  expect(await Promise.all(sent)).toMatchObject([{ code: 0 }])
  expect(heard).toMatchObject({ code: 0 })
  expect(heard.json()).toMatchObject({ type: 'post.published' })
  expect((await machine.done(['webhooks', '--json'])).json()).toEqual([])
})

test('the doctor finds a studio well, and says what to do about an account that is not', async () => {
  const well = await machine.done(['doctor', '--json'])
  expect(well.json().map(({ check }: { check: string }) => check)).toEqual(
    expect.arrayContaining(['versions', 'data folder', 'disk', 'studio', 'vault', 'ffmpeg', 'workspace Fernweh']),
  )
  const elsewhere = await machine.broadside(['doctor', '--data-dir', join(machine.folder, 'key')])
  expect(elsewhere).toMatchObject({ code: 1, stdout: expect.stringContaining('is a file') })
})

test('a backup is a folder of its own', async () => {
  const { path, files } = (await machine.done(['backup', join(machine.folder, 'copies'), '--json'])).json()
  expect(files).toBeGreaterThan(0)
  expect(readFileSync(join(path, 'workspace.db')).subarray(0, 15).toString()).toBe('SQLite format 3')
  expect((await machine.done(['restore'])).stdout).toContain('opens as it is')
  expect(await machine.broadside(['restore', 'x.db'])).toMatchObject({ code: 1 })
})

describe('in a shell', () => {
  test('a pipe that has enough is no error', async () => {
    const { code, stdout, stderr } = await machine.shell(
      'set -o pipefail; broadside call GET /v1/platforms | head -n 1',
    )
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: '[\n', stderr: '' })
  })

  test('there are colours where they are wanted, and none where NO_COLOR is set', async () => {
    const escape = String.fromCharCode(27)
    expect((await machine.done(['accounts'])).stdout).not.toContain(escape)
    expect((await machine.done(['accounts'], { env: { FORCE_COLOR: '1' } })).stdout).toContain(escape)
    expect((await machine.done(['accounts'], { env: { FORCE_COLOR: '1', NO_COLOR: '1' } })).stdout).not.toContain(
      escape,
    )
  })

  test('bash completes commands, options and their words', async () => {
    const complete = (line: string) => `
      COMP_WORDS=(${line}); COMP_CWORD=$((\${#COMP_WORDS[@]} - 1)); _broadside; echo "\${COMPREPLY[*]}"`
    const { stdout } = await machine.shell(
      [
        'source <(broadside completion bash)',
        complete('broadside acc'),
        complete('broadside deliveries --status fa'),
        complete('broadside ai tone hu'),
        complete('broadside schedule "" '),
      ].join('\n'),
    )
    expect(stdout.split('\n')).toEqual(['accounts', 'failed', 'humorous', 'validate preview apply help', ''])
  })
})

/** A picture of one pixel, PNG. */
const onePixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
