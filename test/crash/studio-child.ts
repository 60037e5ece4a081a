import Database from 'better-sqlite3'
import { createRouterClient } from '@orpc/server'
import type { StudioClient } from '../../src/contract/index.ts'
import { systemClock } from '../../src/core/clock.ts'
import { createStudio } from '../../src/core/create-studio.ts'
import { createIds } from '../../src/core/ids.ts'
import { createPlatforms, type PlatformAddresses } from '../../src/core/publishers/platforms.ts'
import type { CommitOutcome, Publisher } from '../../src/core/publishers/publisher.ts'

/*
 * A studio that runs until everything it has to send is settled, or until it is killed: by itself right after its n-th
 * commit to the database (`killAtCommit`), or from outside at any moment. Prints one line of JSON when it settled.
 */
const options = JSON.parse(process.argv[2] ?? '{}') as {
  dataDir: string
  migrationsDir: string
  keyFile: string
  addresses: PlatformAddresses
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

/** Peers on this machine answer at once: what is not there after half a second was never sent, and what they work on is asked about soon. */
function hurried(publisher: Publisher): Publisher {
  const { poll } = publisher
  const soon = (outcome: CommitOutcome): CommitOutcome =>
    outcome.is === 'pending' ? { ...outcome, pollAt: systemClock.now() + 50 } : outcome
  return {
    ...publisher,
    settleMs: Math.min(publisher.settleMs, 500),
    commit: async (...given) => soon(await publisher.commit(...given)),
    ...(poll && { poll: async (...given) => soon(await poll(...given)) }),
  }
}

const studio = await createStudio({
  dataDir: options.dataDir,
  migrationsDir: options.migrationsDir,
  host: 'headless',
  version: 'test',
  bootId: createIds(systemClock.now)('boot'),
  keychain: noKeychain,
  keyFile: options.keyFile,
  log: { info() {}, warn() {}, error: (message, data) => console.error(message, JSON.stringify(data)) },
  platforms: createPlatforms(options.addresses).map((driver) => ({ ...driver, publisher: hurried(driver.publisher) })),
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
  const moving = items.filter(({ status, reason }) => status !== 'unknown' || reason?.says !== 'cannot_tell')
  if (moving.length === 0) break
  // A look that failed comes again after five seconds; who sits in front of it presses the button.
  for (const { id, status, reason } of moving)
    if (status === 'unknown' && reason?.says === 'not_looked_up') await client.deliveries.reconcile({ id })
  await new Promise((resolve) => setTimeout(resolve, 75))
}
started = false
await studio.stop()
process.stdout.write(`${JSON.stringify({ commits })}\n`)
process.exit(0)
