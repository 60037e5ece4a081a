import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { drizzle } from 'drizzle-orm/better-sqlite3'
import { migrate } from 'drizzle-orm/better-sqlite3/migrator'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { copyDatabase, openStore } from '../../src/core/store/open.ts'
import { studioMigrations, workspaceMigrations } from '../../src/core/testing.ts'
import { countRows, seedEveryTable, tablesOf } from './seed.ts'

/** Tables that a migration took away or renamed on purpose: `old: 'where its rows went, or why they are not needed'`. */
const leftOnPurpose: Record<string, string> = {}

interface Journal {
  entries: { idx: number; when: number; tag: string; version: string; breakpoints: boolean }[]
}

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'broadside-migrations-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const journalOf = (migrations: string) =>
  JSON.parse(readFileSync(join(migrations, 'meta/_journal.json'), 'utf8')) as Journal

/** The migrations folder as it was when only the first `count` existed. */
function asOf(migrations: string, count: number): string {
  const old = join(folder, `version-${count}`)
  cpSync(migrations, old, { recursive: true })
  const journal = journalOf(migrations)
  writeFileSync(
    join(old, 'meta/_journal.json'),
    JSON.stringify({ ...journal, entries: journal.entries.slice(0, count) }),
  )
  return old
}

/** The migrations folder with one more, newer than all. */
function withNext(migrations: string, sql: string): string {
  const next = join(folder, 'with-next')
  cpSync(migrations, next, { recursive: true })
  const journal = journalOf(migrations)
  const last = journal.entries.at(-1)!
  journal.entries.push({ ...last, idx: last.idx + 1, when: last.when + 1_000, tag: '9999_next' })
  writeFileSync(join(next, 'meta/_journal.json'), JSON.stringify(journal))
  writeFileSync(join(next, '9999_next.sql'), sql)
  return next
}

/** How drizzle-kit changes a column: a new table, the rows copied over, the old one dropped. Its pragmas do nothing inside its transaction. */
function rebuildOf(table: string, file: string): string {
  const sqlite = new Database(file, { readonly: true })
  const create = sqlite.prepare(`select sql from sqlite_master where name = ?`).pluck().get(table) as string
  sqlite.close()
  return [
    'PRAGMA foreign_keys=OFF;',
    `${create.replace(/(CREATE TABLE\s+)[`"]?\w+[`"]?/i, `$1\`__new_${table}\``)};`,
    `INSERT INTO \`__new_${table}\` SELECT * FROM \`${table}\`;`,
    `DROP TABLE \`${table}\`;`,
    `ALTER TABLE \`__new_${table}\` RENAME TO \`${table}\`;`,
    'PRAGMA foreign_keys=ON;',
  ].join('\n--> statement-breakpoint\n')
}

describe.each([
  ['studio', studioMigrations],
  ['workspace', workspaceMigrations],
])('the %s database', (_name, migrations) => {
  const versions = journalOf(migrations).entries.map((entry, index) => [index + 1, entry.tag] as const)

  test.each(versions)('keeps every row of version %i (%s) when it is brought up to date', (count) => {
    const file = join(folder, 'old.db')
    const old = openStore({ file, migrationsFolder: asOf(migrations, count) })
    seedEveryTable(old.sqlite)
    const before = countRows(old.sqlite)
    old.close()
    expect(Object.values(before).every((rows) => rows === 2)).toBe(true)

    let backup: Record<string, number> | null = null
    const now = openStore({ file, migrationsFolder: migrations, backup: (sqlite) => (backup = countRows(sqlite)) })
    const after = countRows(now.sqlite)
    for (const [table, rows] of Object.entries(before))
      if (!(table in leftOnPurpose)) expect([table, after[table]]).toEqual([table, rows])
    expect(now.sqlite.pragma('foreign_key_check')).toEqual([])
    expect(now.sqlite.pragma('integrity_check', { simple: true })).toBe('ok')
    expect(now.sqlite.pragma('foreign_keys', { simple: true })).toBe(1)
    expect(backup).toEqual(count === versions.length ? null : before)
    now.close()
  })

  test('every table is STRICT, so that no text lands in a column of numbers', () => {
    const store = openStore({ file: join(folder, 'new.db'), migrationsFolder: migrations })
    const loose = store.sqlite
      .prepare(`select name from pragma_table_list where schema = 'main' and type = 'table' and strict = 0`)
      .pluck()
      .all() as string[]
    expect(loose.filter((name) => !name.startsWith('sqlite_') && !name.startsWith('__'))).toEqual([])
    store.close()
  })

  test('every SQL file is in the journal, and the journal names no file that is missing', () => {
    const files = readdirSync(migrations).filter((name) => name.endsWith('.sql'))
    expect(files.sort()).toEqual(
      journalOf(migrations)
        .entries.map(({ tag }) => `${tag}.sql`)
        .sort(),
    )
  })
})

test('what the first version said of failures and accounts is kept, to be shown as it was written', () => {
  const file = join(folder, 'old.db')
  const old = openStore({ file, migrationsFolder: asOf(workspaceMigrations, 1) })
  seedEveryTable(old.sqlite)
  old.sqlite.exec(`update delivery set reason_message = null where reason_code like '% 2'`)
  old.close()
  const now = openStore({ file, migrationsFolder: workspaceMigrations })
  const written = (text: string) => ({ says: 'as_written', params: { text } })
  const column = (sql: string) =>
    now.sqlite
      .prepare<[], string | null>(sql)
      .pluck()
      .all()
      .map((text) => text && (JSON.parse(text) as unknown))
  expect(column('select reason_said from delivery order by id')).toEqual([written('delivery reason_message 1'), null])
  expect(column('select reason_said from attempt order by id')).toEqual(
    [1, 2].map((n) => written(`attempt reason_message ${n}`)),
  )
  expect(column('select health_reason from account order by id')).toEqual(
    [1, 2].map((n) => written(`account health_reason ${n}`)),
  )
  now.close()
})

describe('a migration that rebuilds a table', () => {
  const parents = ['post', 'account', 'delivery', 'asset']

  test.each(parents)('of %s takes no row of the tables that point to it', (table) => {
    const file = join(folder, 'old.db')
    const old = openStore({ file, migrationsFolder: workspaceMigrations })
    seedEveryTable(old.sqlite)
    const before = countRows(old.sqlite)
    old.close()
    const now = openStore({ file, migrationsFolder: withNext(workspaceMigrations, rebuildOf(table, file)) })
    expect(countRows(now.sqlite)).toEqual(before)
    expect(now.sqlite.pragma('foreign_key_check')).toEqual([])
    now.close()
  })

  test('would take them if foreign keys were on, as they are after opening: the trap is real', () => {
    const file = join(folder, 'old.db')
    const old = openStore({ file, migrationsFolder: workspaceMigrations })
    seedEveryTable(old.sqlite)
    old.sqlite.exec(`delete from attempt; delete from delivery_step; delete from delivery_part; delete from delivery`) // these would stop the rebuild
    const before = countRows(old.sqlite)
    old.close()
    const sqlite = new Database(file)
    sqlite.pragma('foreign_keys = ON')
    migrate(drizzle(sqlite), { migrationsFolder: withNext(workspaceMigrations, rebuildOf('post', file)) })
    expect(countRows(sqlite)['post']).toBe(before['post'])
    expect(countRows(sqlite)['post_version']).toBe(0)
    sqlite.close()
  })
})

describe('a migration that fails', () => {
  test('leaves the database as it was, with a copy made before, and the older program still opens it', () => {
    const file = join(folder, 'old.db')
    const old = openStore({ file, migrationsFolder: workspaceMigrations })
    seedEveryTable(old.sqlite)
    const before = countRows(old.sqlite)
    old.close()
    const broken = withNext(
      workspaceMigrations,
      'DELETE FROM setting;\n--> statement-breakpoint\nALTER TABLE nothing ADD COLUMN x text;',
    )
    const copy = join(folder, 'copy.db')
    expect(() =>
      openStore({ file, migrationsFolder: broken, backup: (sqlite) => copyDatabase(sqlite, copy) }),
    ).toThrow()

    const again = openStore({ file, migrationsFolder: workspaceMigrations })
    expect(countRows(again.sqlite)).toEqual(before)
    again.close()
    const kept = new Database(copy, { readonly: true })
    expect(countRows(kept)).toEqual(before)
    kept.close()
  })

  test('because the copy before it could not be made changes nothing', () => {
    const file = join(folder, 'old.db')
    const old = openStore({ file, migrationsFolder: workspaceMigrations })
    seedEveryTable(old.sqlite)
    const tables = tablesOf(old.sqlite)
    old.close()
    const next = withNext(workspaceMigrations, 'CREATE TABLE `later` (`id` text PRIMARY KEY NOT NULL) STRICT;')
    mkdirSync(join(folder, 'full'))
    const full = () => {
      throw Object.assign(new Error('no room'), { code: 'ENOSPC' })
    }
    expect(() => openStore({ file, migrationsFolder: next, backup: full })).toThrow('no room')
    const again = openStore({ file, migrationsFolder: workspaceMigrations })
    expect(tablesOf(again.sqlite)).toEqual(tables)
    again.close()
  })
})
