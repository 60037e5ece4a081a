import { accessSync, constants, existsSync, statfsSync } from 'node:fs'
import { said, type Said } from '../../contract/sentences/index.ts'
import { StoreRefused } from './open.ts'
import Database from 'better-sqlite3'

export type ProblemCode = 'damaged' | 'newer' | 'read_only' | 'disk_full' | 'missing' | 'in_use' | 'unknown'

/** What keeps a database from being used, and what the person can do about it. */
export interface StoreProblem {
  readonly code: ProblemCode
  readonly says: Said
}

/** Says for each problem what to do. `folder` is where the database lies. */
export function problem(code: Exclude<ProblemCode, 'unknown'>, folder: string): StoreProblem {
  switch (code) {
    case 'damaged':
      return { code, says: said('database_damaged') }
    case 'newer':
      return { code, says: said('database_newer') }
    default:
      return { code, says: said(`database_${code}`, { folder }) }
  }
}

/**
 * What an error of SQLite or of the file system means for the database in `folder`; null for errors that are not about storage.
 * The one place that knows their codes. Source: sqlite.org/rescode.html
 */
export function problemOf(error: unknown, folder: string): StoreProblem | null {
  if (error instanceof StoreRefused)
    return error.code === 'newer' ? problem('newer', folder) : problem('damaged', folder)
  const code = codeOf(error)
  if (error instanceof Database.SqliteError) return sqliteProblem(code, folder)
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return problem('disk_full', folder)
    case 'EROFS':
    case 'EACCES':
    case 'EPERM':
      return problem('read_only', folder)
    case 'ENOENT':
    case 'ENOTDIR':
      return problem('missing', folder)
    default:
      return null
  }
}

/** Why studio.db in `dataDir` cannot be used, and what to do. Null for errors that are not about storage. */
export function studioProblemOf(error: unknown, dataDir: string): Said | null {
  // A file lies where the folder should be.
  if (codeOf(error) === 'EEXIST') return said('studio_missing', { dataDir })
  const found = problemOf(error, dataDir)
  if (!found) return null
  return found.code === 'unknown' ? found.says : said(`studio_${found.code}`, { dataDir })
}

function sqliteProblem(code: string, folder: string): StoreProblem | null {
  // Extended codes begin with their primary code: SQLITE_IOERR_WRITE, SQLITE_READONLY_DIRECTORY …
  const primary = code.split('_').slice(0, 2).join('_')
  switch (primary) {
    case 'SQLITE_CORRUPT':
    case 'SQLITE_NOTADB':
    case 'SQLITE_FORMAT':
      return problem('damaged', folder)
    case 'SQLITE_FULL':
      return problem('disk_full', folder)
    case 'SQLITE_READONLY':
    case 'SQLITE_PERM':
      return problem('read_only', folder)
    case 'SQLITE_BUSY':
    case 'SQLITE_LOCKED':
      return problem('in_use', folder)
    case 'SQLITE_CANTOPEN':
    case 'SQLITE_IOERR':
      return fromTheDisk(code, folder)
    default:
      return null
  }
}

/** SQLite only says that the system refused; the file system knows why. */
function fromTheDisk(code: string, folder: string): StoreProblem {
  if (!existsSync(folder)) return problem('missing', folder)
  if (!isWritable(folder)) return problem('read_only', folder)
  if (isFull(folder)) return problem('disk_full', folder)
  return { code: 'unknown', says: said('disk_odd', { folder, code }) }
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK)
    return true
  } catch {
    return false
  }
}

/** Less room than SQLite's shared memory file needs. */
function isFull(folder: string): boolean {
  const { bavail, bsize } = statfsSync(folder)
  return bavail * bsize < 64 * 1024
}

function codeOf(error: unknown): string {
  const code = (error as { code?: unknown } | null)?.code
  return typeof code === 'string' ? code : ''
}
