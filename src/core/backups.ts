import { closeSync, fsyncSync, openSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { toIso, type Clock, type Instant } from './clock.ts'
import { syncFolder } from './durable-file.ts'
import type { Log } from './log.ts'
import { copyDatabase } from './store/open.ts'
import type { Store } from './store/tx.ts'

const kept = 7
const dayMs = 24 * 60 * 60 * 1_000
const hourMs = 60 * 60 * 1_000
const firstLookMs = 60 * 1_000

/** `2026-11-24T09-00-00.000Z-daily.db`: sorts by time, and is a name on every system. */
const pattern = /^(\d{4}-\d\d-\d\dT)(\d\d)-(\d\d)-(\d\d\.\d{3}Z)-(daily|before-update)\.db$/

const backupsOf = (folder: string) => join(folder, 'backups')

export function backupPath(folder: string, name: string): string {
  return join(backupsOf(folder), name)
}

/** Names of the whole backups in `folder`/backups, newest first; empty where there are none or they cannot be listed. */
export function listBackups(folder: string): string[] {
  try {
    return readdirSync(backupsOf(folder))
      .filter((name) => pattern.test(name))
      .sort()
      .reverse()
  } catch {
    return []
  }
}

/** Copies a database as it stands into `folder`/backups, durably, and keeps the newest seven. Throws what SQLite throws; then no new backup is there and no old one is gone. */
export function makeBackup(
  sqlite: Store['sqlite'],
  folder: string,
  now: Instant,
  why: 'daily' | 'before-update',
): string {
  const name = `${toIso(now).replaceAll(':', '-')}-${why}.db`
  const path = backupPath(folder, name)
  const partial = `${path}.partial`
  rmSync(partial, { force: true })
  try {
    copyDatabase(sqlite, partial)
    syncFile(partial)
    renameSync(partial, path)
  } catch (error) {
    rmSync(partial, { force: true })
    throw error
  }
  syncFolder(backupsOf(folder))
  for (const old of listBackups(folder).slice(kept)) rmSync(backupPath(folder, old), { force: true })
  return name
}

/** Makes a backup once a day while the database is open. Answers how to stop. A backup that fails is logged and tried again in an hour. */
export function keepDailyBackups({
  store,
  folder,
  clock,
  log,
}: {
  store: Store
  folder: string
  clock: Clock
  log: Log
}): () => void {
  let stop = clock.after(firstLookMs, look)
  function look() {
    stop = clock.after(hourMs, look)
    const [newest] = listBackups(folder)
    // A clock that was set back would otherwise stop backups until that day comes again.
    if (newest && Math.abs(clock.now() - timeOf(newest)) < dayMs) return
    try {
      makeBackup(store.sqlite, folder, clock.now(), 'daily')
    } catch (error) {
      log.warn('the daily backup could not be made', {
        folder,
        reason: error instanceof Error ? error.message : String(error),
      })
    }
  }
  return () => stop()
}

function timeOf(name: string): Instant {
  const [, day, hour, minute, rest] = pattern.exec(name) ?? []
  return Date.parse(`${day}${hour}:${minute}:${rest}`)
}

export function syncFile(path: string): void {
  const file = openSync(path, 'r+')
  try {
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}
