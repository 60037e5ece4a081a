import { mkdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import Database from 'better-sqlite3'
import { drizzle } from 'drizzle-orm/better-sqlite3'
import { migrate } from 'drizzle-orm/better-sqlite3/migrator'
import type { NewEvent } from '../events.ts'
import { createStore, type Store, type WriteTx } from './tx.ts'

export interface OpenOptions {
  readonly file: string
  /** Folder with drizzle's SQL files and meta/_journal.json. */
  readonly migrationsFolder: string
  readonly publish?: (event: NewEvent) => void
  /** Hears each event before its transaction commits, and may write what must not be lost of it. */
  readonly keep?: (tx: WriteTx, event: NewEvent) => void
  /** Called before pending migrations touch a database that holds data; makes the copy (VACUUM INTO). */
  readonly backup?: (sqlite: Database.Database) => void
}

/** A database this program must not touch: damaged, or written by a newer version. Nothing was changed. */
export class StoreRefused extends Error {
  override readonly name = 'StoreRefused'
  readonly code: 'damaged' | 'newer'
  constructor(code: StoreRefused['code'], message: string) {
    super(message)
    this.code = code
  }
}

/**
 * Opens a database: checks it, copies it before migrating, migrates. Throws StoreRefused, or SQLite's own errors (read-only, full disk, locked).
 * WAL with synchronous=FULL: what was committed before a commit request must survive power loss.
 */
export function openStore({ file, migrationsFolder, publish = () => {}, keep, backup }: OpenOptions): Store {
  mkdirSync(dirname(file), { recursive: true })
  const sqlite = new Database(file)
  try {
    sqlite.pragma('journal_mode = WAL')
    sqlite.pragma('synchronous = FULL')
    sqlite.pragma('busy_timeout = 5000')
    sqlite.pragma('cache_size = -16000')
    refuseDamaged(sqlite)
    migrateSafely(sqlite, migrationsFolder, backup)
    sqlite.pragma('foreign_keys = ON')
    sqlite.pragma('optimize = 0x10002')
    keepStatements(sqlite)
    return createStore(sqlite, publish, keep)
  } catch (error) {
    sqlite.close()
    throw error
  }
}

/** How many compiled statements are kept; lists of ids make many texts, so the oldest go. */
const keptStatements = 300

/** The query builder compiles its SQL anew for every call; compiled once, the same text is ready. A third of the time of sending was spent there. */
function keepStatements(sqlite: Database.Database): void {
  const compile = sqlite.prepare.bind(sqlite) as (sql: string) => Database.Statement
  const kept = new Map<string, Database.Statement>()
  sqlite.prepare = ((sql: string) => {
    const known = kept.get(sql)
    if (known && !known.busy) {
      kept.delete(sql)
      kept.set(sql, known)
      // As new: whoever had it before may have asked for rows as arrays or single values.
      return known.reader ? known.raw(false).pluck(false) : known
    }
    const compiled = compile(sql)
    kept.set(sql, compiled)
    const [oldest] = kept.keys()
    if (kept.size > keptStatements && oldest !== undefined) kept.delete(oldest)
    return compiled
  }) as typeof sqlite.prepare
}

function refuseDamaged(sqlite: Database.Database): void {
  const found = sqlite.pragma('quick_check(1)', { simple: true })
  if (found !== 'ok') throw new StoreRefused('damaged', `The database is damaged: ${String(found)}`)
}

/** Stands in `user_version` from before a migration until what it left was checked: a database that failed the check is refused at every later open too. */
const unchecked = 1

/**
 * Foreign keys are off while migrating: a table rebuild would otherwise cascade child rows away, and inside a transaction the pragma does nothing.
 * What the migrations leave is checked before they are switched on again.
 */
function migrateSafely(sqlite: Database.Database, migrationsFolder: string, backup: OpenOptions['backup']): void {
  const applied = appliedMigrations(sqlite)
  const known = readJournal(migrationsFolder)
  const newest = known.at(-1)?.when ?? 0
  if (applied.some((when) => when > newest)) {
    throw new StoreRefused(
      'newer',
      'The database was written by a newer Broadside. Update Broadside to open it; nothing was changed',
    )
  }
  const pending = applied.length < known.length
  if (!pending && sqlite.pragma('user_version', { simple: true }) !== unchecked) return
  if (pending && applied.length > 0) backup?.(sqlite)
  sqlite.pragma('foreign_keys = OFF')
  sqlite.pragma(`user_version = ${unchecked}`)
  if (pending) migrate(drizzle(sqlite), { migrationsFolder })
  const orphans = sqlite.pragma('foreign_key_check') as unknown[]
  if (orphans.length > 0) throw new StoreRefused('damaged', `After migrating, ${orphans.length} rows point to nothing`)
  sqlite.pragma('user_version = 0')
}

/** `created_at` of every applied migration, oldest first; empty for a new database. */
function appliedMigrations(sqlite: Database.Database): number[] {
  const table = sqlite
    .prepare(`select 1 from sqlite_master where type = 'table' and name = '__drizzle_migrations'`)
    .get()
  if (!table) return []
  return sqlite.prepare('select created_at from __drizzle_migrations order by created_at').pluck().all() as number[]
}

function readJournal(migrationsFolder: string): { when: number; tag: string }[] {
  const journal = JSON.parse(readFileSync(join(migrationsFolder, 'meta/_journal.json'), 'utf8')) as {
    entries: { when: number; tag: string }[]
  }
  return journal.entries
}

/** Copies a database as it stands, whole and consistent, while it is open. `target` must not exist. */
export function copyDatabase(sqlite: Database.Database, target: string): void {
  mkdirSync(dirname(target), { recursive: true })
  sqlite.prepare('VACUUM INTO ?').run(target)
}
