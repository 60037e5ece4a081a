import Database from 'better-sqlite3'
import { createRouterClient } from '@orpc/server'
import type { StudioClient } from '../../src/contract/index.ts'
import { systemClock } from '../../src/core/clock.ts'
import { createStudio } from '../../src/core/create-studio.ts'
import { createIds } from '../../src/core/ids.ts'
import { createPlatforms } from '../../src/core/publishers/platforms.ts'

/*
 * A studio that runs until everything it has to send is settled, or until it is killed: by itself right after its n-th
 * commit to the database (`killAtCommit`), or from outside at any moment. Prints one line of JSON when it settled.
 */
const options = JSON.parse(process.argv[2] ?? '{}') as {
  dataDir: string
  migrationsDir: string
  keyFile: string
  plcUrl: string
  workspace: string
  killAtCommit: number | null
}

let started = false
let commits = 0
const exec = Database.prototype.exec
Database.prototype.exec = function (this: Database.Database, sql: string) {
  const result = exec.call(this, sql)
  if (sql === 'COMMIT' && started && ++commits === options.killAtCommit) process.kill(process.pid, 'SIGKILL')
  return result
}
// Backoff without jitter is its shortest: the test waits for the protocol, not for politeness.
Math.random = () => 0

/** The key comes from a file; nothing may ask a keychain. */
const noKeychain = { get: async () => null, set: async () => {}, available: async () => false }

const studio = await createStudio({
  dataDir: options.dataDir,
  migrationsDir: options.migrationsDir,
  host: 'headless',
  version: 'test',
  bootId: createIds(systemClock.now)('boot'),
  keychain: noKeychain,
  keyFile: options.keyFile,
  log: { info() {}, warn() {}, error: (message, data) => console.error(message, JSON.stringify(data)) },
  // Peers on this machine answer at once: what is not there after half a second was never sent.
  platforms: createPlatforms({ bluesky: options.plcUrl }).map((driver) => ({
    ...driver,
    publisher: { ...driver.publisher, settleMs: Math.min(driver.publisher.settleMs, 500) },
  })),
})
const client: StudioClient = createRouterClient(studio.router, {
  context: { caller: { kind: 'script', scopes: 'all' }, workspaceId: options.workspace },
})
started = true
process.stdout.write('started\n')
studio.start()

for (;;) {
  const { items } = await client.deliveries.list({
    status: ['scheduled', 'publishing', 'retrying', 'unknown', 'handed_off'],
    limit: 200,
  })
  const moving = items.filter(
    ({ status, can, reason }) => status !== 'unknown' || can.resolve === false || reason?.says !== 'cannot_tell',
  )
  if (moving.length === 0) break
  await new Promise((resolve) => setTimeout(resolve, 50))
}
started = false
await studio.stop()
process.stdout.write(`${JSON.stringify({ commits })}\n`)
process.exit(0)
