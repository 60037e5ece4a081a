import Database from 'better-sqlite3'
import { sql } from 'drizzle-orm'
import { said } from '../../contract/sentences/index.ts'
import type { Store } from './tx.ts'

/** Where a database says which workspace it is. */
const identityKey = 'identity'

export interface WorkspaceIdentity {
  readonly id: string
  readonly createdAt: number
}

/** Null for a database that does not say, or not in a readable way. */
export function readIdentity(store: Store): WorkspaceIdentity | null {
  const row = store.read.get<{ value: string } | undefined>(sql`select value from setting where key = ${identityKey}`)
  try {
    const found = JSON.parse(row?.value ?? 'null') as Partial<WorkspaceIdentity> | null
    return typeof found?.id === 'string' && typeof found.createdAt === 'number'
      ? { id: found.id, createdAt: found.createdAt }
      : null
  } catch {
    return null
  }
}

export function writeIdentity(store: Store, identity: WorkspaceIdentity): void {
  const value = JSON.stringify(identity)
  store.write((tx) => {
    tx.run(
      sql`insert into setting (key, value) values (${identityKey}, ${value}) on conflict (key) do update set value = excluded.value`,
    )
  })
}

/**
 * Takes every sealed secret out of a copy and says so at its accounts. A copy that could still sign in would publish what its original publishes.
 * The file is rewritten, so that nothing of them stays in unused pages.
 */
export function removeSecrets(store: Store): void {
  store.write((tx) => {
    tx.run(sql`delete from secret`)
    tx.run(sql`delete from setting where key in ('media_link_secret', 'calendar_feed')`)
    // Their parts are not copied.
    tx.run(sql`delete from upload`)
    const why = JSON.stringify(said('copied_without_sign_in'))
    tx.run(
      sql`update account set health = 'broken', health_reason = ${why}
          where disconnected_at is null and platform <> 'practice'`,
    )
  })
  store.sqlite.pragma('wal_checkpoint(TRUNCATE)')
  store.sqlite.exec('VACUUM')
  store.sqlite.pragma('wal_checkpoint(TRUNCATE)')
}

/** Makes a database one file without companions, so that it can be copied or moved by itself. */
export function settleIntoOneFile(store: Store): void {
  store.sqlite.pragma('journal_mode = DELETE')
}

/** What a database that is replaced by its backup still tells of its deliveries. */
export interface LastWords {
  /** Not waiting for their time any more. */
  readonly wentOn: readonly string[]
  /** Waiting; null where not every row could be read. */
  readonly waiting: readonly string[] | null
}

/**
 * Makes a backup safe to go on from. Since it was made, its deliveries may have gone out, or have been canceled or deleted, and only the database
 * it replaces knew: what was due by `now`, or does not wait any more by its `last` words, waits for the person instead of being sent.
 * What was being sent is looked for at the platform before anything else.
 */
export function distrustBackup(store: Store, now: number, last: LastWords): void {
  const why = JSON.stringify(said('backup_restored'))
  const wentOn = JSON.stringify(last.wentOn)
  const waiting = JSON.stringify(last.waiting ?? [])
  store.write((tx) => {
    // With a handle the platform is only asked how it stands; nothing is sent again.
    tx.run(
      sql`update delivery set status = 'missed', next_at = null, reason_code = 'missed', reason_said = ${why}, reason_words = null, updated_at = ${now}
          where status in ('scheduled', 'retrying') and handle is null
            and (due_at <= ${now} or next_at <= ${now} or id in (select value from json_each(${wentOn}))
                 or (${last.waiting ? 1 : 0} and id not in (select value from json_each(${waiting}))))`,
    )
    tx.run(
      sql`update delivery set commit_started_at = coalesce(commit_started_at, updated_at) where status = 'publishing'`,
    )
  })
}

/** Reads what a database still tells of its deliveries, as far as it can be read. Changes nothing. */
export function lastWordsOf(file: string): LastWords {
  const wentOn: string[] = []
  const waiting: string[] = []
  try {
    const sqlite = new Database(file, { readonly: true, fileMustExist: true })
    try {
      const rows = sqlite.prepare<[], { id: string; status: string }>('select id, status from delivery').iterate()
      for (const { id, status } of rows) (status === 'scheduled' || status === 'retrying' ? waiting : wentOn).push(id)
    } finally {
      sqlite.close()
    }
    return { wentOn, waiting }
  } catch {
    return { wentOn, waiting: null }
  }
}
