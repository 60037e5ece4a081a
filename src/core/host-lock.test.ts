import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { HostInfo } from './host-info.ts'
import { acquireHostLock, type HostLock } from './host-lock.ts'

let dataDir: string
const children: ChildProcess[] = []
const locks: HostLock[] = []
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'broadside-host-'))
})
afterEach(async () => {
  for (const lock of locks.splice(0)) if (lock.owner) lock.release()
  for (const child of children.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue
    child.kill('SIGKILL')
    await once(child, 'exit')
  }
  rmSync(dataDir, { recursive: true, force: true })
})

const acquire = () => {
  const lock = acquireHostLock(dataDir)
  locks.push(lock)
  return lock
}

/** A host in a process of its own that takes the lock, announces itself and stays; resolves with what it says. */
async function startHost(): Promise<{ child: ChildProcess; said: { owner: boolean; info: HostInfo | null } }> {
  const script = `
    const { acquireHostLock } = await import(${JSON.stringify(new URL('./host-lock.ts', import.meta.url).href)})
    const lock = acquireHostLock(${JSON.stringify(dataDir)})
    if (lock.owner) lock.announce({ bootId: 'boot_' + process.pid, pid: process.pid, host: 'headless', url: 'http://127.0.0.1:1', token: 't', startedAt: 1 })
    console.log(JSON.stringify({ owner: lock.owner, info: lock.owner ? null : lock.info }))
    process.stdin.resume()
    process.stdin.on('end', () => { if (lock.owner) lock.release(); process.exit(0) })`
  const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', script], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  children.push(child)
  const [line] = (await once(child.stdout!, 'data')) as [Buffer]
  return { child, said: JSON.parse(String(line)) as { owner: boolean; info: HostInfo | null } }
}

test('a second host in another process is told where the first one is', async () => {
  const { child, said } = await startHost()
  expect(said.owner).toBe(true)
  const lock = acquire()
  expect(lock).toMatchObject({
    owner: false,
    info: { bootId: `boot_${child.pid}`, pid: child.pid, url: 'http://127.0.0.1:1' },
  })
  expect((await startHost()).said).toMatchObject({ owner: false, info: { pid: child.pid } })
  expect(statSync(join(dataDir, 'host.json')).mode & 0o777).toBe(0o600)
})

test('the lock of a host that was killed is free at once, and nobody is sent to the dead one', async () => {
  const { child } = await startHost()
  child.kill('SIGKILL')
  await once(child, 'exit')
  expect(existsSync(join(dataDir, 'host.json'))).toBe(true)
  const lock = acquire()
  expect(lock.owner).toBe(true)
  expect((await startHost()).said).toEqual({ owner: false, info: null })
})

test('a host that closes lets the next one in and leaves no address behind', async () => {
  const { child } = await startHost()
  child.stdin!.end()
  await once(child, 'exit')
  expect(existsSync(join(dataDir, 'host.json'))).toBe(false)
  expect(acquire().owner).toBe(true)
})

test('one process cannot hold the lock twice either', () => {
  const first = acquire()
  expect(acquire()).toEqual({ owner: false, info: null })
  if (first.owner) first.release()
  expect(acquire().owner).toBe(true)
})

test('of many hosts started at once exactly one owns the folder', async () => {
  const hosts = await Promise.all(Array.from({ length: 6 }, startHost))
  expect(hosts.filter((host) => host.said.owner)).toHaveLength(1)
})

test('a host.json that is not whole is no address', async () => {
  await startHost()
  writeFileSync(join(dataDir, 'host.json'), '{"bootId":"boot_')
  expect(acquire()).toEqual({ owner: false, info: null })
})

test('the address is written whole or not at all, over one that is there', () => {
  const lock = acquire()
  if (!lock.owner) throw new Error('not the owner')
  const info: HostInfo = { bootId: 'boot_1', pid: 1, host: 'desktop', url: null, token: null, startedAt: 1 }
  lock.announce(info)
  lock.announce({ ...info, url: 'http://127.0.0.1:2' })
  expect(acquireHostLock(dataDir)).toEqual({ owner: false, info: { ...info, url: 'http://127.0.0.1:2' } })
})
