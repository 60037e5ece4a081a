import Database from 'better-sqlite3'

/**
 * Takes the OS lock that `path` stands for, or answers null where another process (or this one) holds it. The system lets go of it when the
 * process ends, however it ends. The returned function lets go of it before.
 *
 * It is an exclusive transaction in an empty SQLite file: SQLite knows the locking of every system, and minds locks within one process too.
 * No other code may open `path`: on POSIX systems closing any handle on a file drops the locks its process holds there.
 * Throws SQLite's errors where the file cannot be made.
 */
export function takeFileLock(path: string): (() => void) | null {
  const sqlite = new Database(path, { timeout: 0 })
  try {
    sqlite.pragma('journal_mode = MEMORY')
    sqlite.exec('BEGIN EXCLUSIVE')
    return () => sqlite.close()
  } catch (error) {
    sqlite.close()
    if (error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY')) return null
    throw error
  }
}
