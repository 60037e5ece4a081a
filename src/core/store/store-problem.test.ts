import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { said } from '../../contract/sentences/index.ts'
import { studioMigrations } from '../testing.ts'
import { openStore } from './open.ts'
import { problemOf, studioProblemOf } from './store-problem.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'broadside-problem-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function failureOf(work: () => unknown): unknown {
  try {
    work()
  } catch (error) {
    return error
  }
  throw new Error('It did not fail')
}

test('a studio.db that is damaged says how to go on without losing a workspace', () => {
  const file = join(folder, 'studio.db')
  writeFileSync(file, 'no database'.repeat(1_000))
  const error = failureOf(() => openStore({ file, migrationsFolder: studioMigrations }))
  expect(studioProblemOf(error, folder)).toEqual(said('studio_damaged', { dataDir: folder }))
})

test('a database somebody else holds is in use', () => {
  const file = join(folder, 'a.db')
  const [holder, other] = [new Database(file), new Database(file, { timeout: 0 })]
  holder.exec('create table t (x); begin exclusive')
  expect(
    problemOf(
      failureOf(() => other.exec('insert into t values (1)')),
      folder,
    ),
  ).toMatchObject({ code: 'in_use' })
  other.close()
  holder.close()
})

test('a folder in the place of the database, and a folder that is gone, are not taken for damage', () => {
  expect(
    problemOf(
      failureOf(() => new Database(folder)),
      folder,
    )?.code,
  ).toBe('unknown')
  const gone = join(folder, 'gone')
  // What SQLite itself would say; better-sqlite3 looks for the folder first.
  const cantOpen = new Database.SqliteError('unable to open database file', 'SQLITE_CANTOPEN')
  expect(problemOf(cantOpen, gone)).toMatchObject({ code: 'missing' })
})

test.each([
  ['SQLITE_CORRUPT', 'damaged'],
  ['SQLITE_CORRUPT_INDEX', 'damaged'],
  ['SQLITE_NOTADB', 'damaged'],
  ['SQLITE_FULL', 'disk_full'],
  ['SQLITE_READONLY', 'read_only'],
  ['SQLITE_READONLY_DIRECTORY', 'read_only'],
  ['SQLITE_BUSY', 'in_use'],
  ['SQLITE_BUSY_SNAPSHOT', 'in_use'],
  ['SQLITE_IOERR_WRITE', 'unknown'],
])('%s, on a disk that is well, is told as %s', (code, told) => {
  expect(problemOf(new Database.SqliteError('as told', code), folder)).toMatchObject({ code: told })
})

test('a broken rule of the schema or a mistake of ours is no problem of storage', () => {
  expect(problemOf(new Database.SqliteError('as told', 'SQLITE_CONSTRAINT_UNIQUE'), folder)).toBeNull()
  expect(problemOf(new TypeError('x is not a function'), folder)).toBeNull()
  expect(problemOf(null, folder)).toBeNull()
})
