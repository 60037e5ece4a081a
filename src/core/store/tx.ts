import type Database from 'better-sqlite3'
import { drizzle, type BetterSQLite3Database } from 'drizzle-orm/better-sqlite3'
import type { NewEvent } from '../events.ts'

type Drizzle = BetterSQLite3Database<Record<string, never>>

/** A handle that reads. It has no way to write. */
export type Read = Pick<Drizzle, 'select' | 'selectDistinct' | 'all' | 'get' | 'values' | '$count' | 'with'>

declare const writing: unique symbol

/** A handle inside a write transaction; only `Store.write` makes one. */
export type WriteTx = Drizzle & {
  readonly [writing]: true
  /** Tells the event once the transaction has committed; never if it is rolled back. */
  emit(event: NewEvent): void
}

/** One database. */
export interface Store {
  readonly read: Read
  /**
   * Runs `work` in BEGIN IMMEDIATE … COMMIT and rolls back when it throws. Synchronous and short: a promise is a compile error,
   * so nothing can be awaited while the lock is held. Does not nest.
   */
  write<T>(work: (tx: WriteTx) => T & (T extends PromiseLike<unknown> ? never : unknown)): T
  /** For the query plans' test and for maintenance. */
  readonly sqlite: Database.Database
  close(): void
}

export function createStore(
  sqlite: Database.Database,
  publish: (event: NewEvent) => void,
  /** Hears each event before its transaction commits, and may write what must not be lost of it. */
  keep: (tx: WriteTx, event: NewEvent) => void = () => {},
): Store {
  const db = drizzle(sqlite) as Drizzle
  let pending: NewEvent[] = []
  const tx = Object.assign(Object.create(db) as Drizzle, {
    emit(event: NewEvent) {
      pending.push(event)
    },
  }) as WriteTx

  return {
    read: db,
    sqlite,
    write(work) {
      if (sqlite.inTransaction) throw new Error('A write transaction is open already')
      sqlite.exec('BEGIN IMMEDIATE')
      try {
        const result = work(tx)
        for (const event of [...pending]) keep(tx, event)
        sqlite.exec('COMMIT')
        const events = pending
        pending = []
        for (const event of events) publish(event)
        return result
      } catch (error) {
        pending = []
        if (sqlite.inTransaction) sqlite.exec('ROLLBACK')
        throw error
      }
    },
    close() {
      if (sqlite.open) sqlite.close()
    },
  }
}
