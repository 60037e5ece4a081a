import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { createMachine, ownerOf, type Machine } from './support.ts'

/** A studio is started and ended for each command, which a busy machine takes its time for. */
vi.setConfig({ testTimeout: 90_000 })

let machine: Machine

beforeAll(async () => {
  machine = createMachine()
  await machine.done(['workspaces', 'make', 'Alone'])
  await machine.done(['accounts', 'connect', 'practice', '--field', 'name=Feed'])
})
afterAll(() => machine.remove())

test('where nothing runs a studio is started for the call, says so beside the answer, publishes, and is gone after it', async () => {
  const { code, stderr, json } = await machine.broadside(['post', 'Alone', '--account', 'practice', '--now', '--json'])
  expect({ code, stderr }).toEqual({
    code: 0,
    stderr: `No Broadside runs with ${machine.dataDir}: one is started for this call and ended after it.\n`,
  })
  expect(json()).toMatchObject({ status: 'published' })
  expect(machine.isRunning()).toBe(false)
})

test('what is planned for later is said to wait for a studio that runs', async () => {
  const { stderr } = await machine.broadside(['post', 'Later', '--account', 'practice', '--at', '2031-01-01T09:00'])
  expect(stderr).toContain('It goes out only while Broadside runs')
})

test('commands that come at once take turns, and all are done', async () => {
  const ended = await Promise.all(
    ['One', 'Two', 'Three'].map((text) =>
      machine.broadside(['post', text, '--account', 'practice', '--now', '--json']),
    ),
  )
  expect(ended.map(({ code }) => code)).toEqual([0, 0, 0])
  expect(ended.map(({ json }) => json().status)).toEqual(['published', 'published', 'published'])
})

test('a studio that stays waits for the command that has the folder, and then has it', async () => {
  const post = machine.broadside(['post', 'First', '--account', 'practice', '--now', '--json'])
  await expect.poll(() => machine.isRunning(), { timeout: 30_000 }).toBe(true)
  const passing = ownerOf(machine)
  await machine.serve()
  expect((await post).json()).toMatchObject({ status: 'published' })
  const status = (await machine.done(['status', '--json'])).json()
  expect(status.pid).not.toBe(passing)
  await machine.stop()
})

test('a command that is killed leaves no studio behind', async () => {
  const account = (await machine.broadside(['accounts', '--json'])).json()[0].id
  await machine.broadside(['call', 'PUT', `/v1/practice/${account}/failure`, '{"failure":"slow","times":1}'])
  let owner = 0
  const looked = setInterval(() => {
    if (owner === 0 && machine.isRunning()) owner = ownerOf(machine)
  }, 20)
  const killed = await machine.broadside(['post', 'Killed', '--account', 'practice', '--now'], {
    onOutput: (_output, child) => {
      const kill = setInterval(() => {
        if (owner === 0) return
        clearInterval(kill)
        child.kill('SIGKILL')
      }, 20)
    },
  })
  clearInterval(looked)
  expect(killed.code).toBeNull()
  await expect.poll(() => isAlive(owner), { timeout: 25_000 }).toBe(false)
  expect(machine.isRunning()).toBe(false)
})

test('the state, the token, a link and a listener need a studio that runs, and end with 4', async () => {
  for (const args of [['status'], ['token'], ['open'], ['unlock'], ['webhooks', 'listen']])
    expect(await machine.broadside(args), args.join(' ')).toMatchObject({
      code: 4,
      stdout: '',
      stderr: expect.stringContaining('broadside serve'),
    })
})

test('a studio that cannot start is told in a sentence', async () => {
  const { code, stdout, stderr } = await machine.broadside(['accounts', '--data-dir', join(machine.folder, 'key')])
  expect({ code, stdout }).toEqual({ code: 4, stdout: '' })
  expect(stderr).toContain(join(machine.folder, 'key'))
  expect(stderr).not.toMatch(/^ {4}at /m)
})

test('the doctor says that nothing runs, and whether it would', async () => {
  const { code, stdout } = await machine.broadside(['doctor'])
  expect(code).toBe(0)
  expect(stdout).toContain('it does not run; it starts well, though')
  const locked = await machine.broadside(['doctor'], { env: { BROADSIDE_KEY_FILE: '/dev/null' } })
  expect(locked).toMatchObject({ code: 1, stdout: expect.stringContaining('bad') })
})

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
