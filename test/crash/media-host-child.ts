import Database from 'better-sqlite3'
import { createTestClock, openTestWorkspace } from '../../src/core/testing.ts'
import { fetchingDriver } from '../support/fetching-platform.ts'

/*
 * A workspace that runs until its deliveries are settled and nothing of theirs is left at its media host, or until it is killed: by itself right
 * after its n-th commit to the database (`killAtCommit`), or from outside.
 */
const options = JSON.parse(process.argv[2] ?? '{}') as { folder: string; platform: string; killAtCommit: number | null }

let commits = 0
const exec = Database.prototype.exec
Database.prototype.exec = function (this: Database.Database, sql: string) {
  const result = exec.call(this, sql)
  if (sql === 'COMMIT' && ++commits === options.killAtCommit) process.kill(process.pid, 'SIGKILL')
  return result
}

const clock = createTestClock(Date.now())
const workspace = openTestWorkspace({ folder: options.folder, clock, platforms: [fetchingDriver(options.platform)] })
const isSettled = () =>
  workspace.publishing.list({ limit: 10 }).items.every(({ status }) => status === 'published') &&
  workspace.mediaHost.get().left.files === 0

while (!isSettled()) {
  await new Promise((resolve) => setTimeout(resolve, 10))
  await clock.by(1_000)
}
process.stdout.write(String(commits))
process.exit(0)
