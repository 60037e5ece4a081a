import { copyFileSync, existsSync, mkdirSync, readdirSync, realpathSync, renameSync, rmSync, statSync } from 'node:fs'
import { copyFile, mkdir, readdir, rename, rm, stat } from 'node:fs/promises'
import { isAbsolute, join, relative } from 'node:path'
import { said, type Said } from '../contract/sentences/index.ts'
import { backupPath, syncFile } from './backups.ts'
import { toIso, type Instant } from './clock.ts'
import { syncFolder } from './durable-file.ts'
import { unprocessable } from './errors.ts'
import { takeFileLock } from './store/file-lock.ts'
import { copyDatabase, openStore } from './store/open.ts'
import { problemOf } from './store/store-problem.ts'
import type { Store } from './store/tx.ts'
import { distrustBackup, lastWordsOf, removeSecrets, settleIntoOneFile } from './store/workspace-copy.ts'

export const databaseName = 'workspace.db'
const erasingPrefix = '.erasing-'

export function workspacesFolder(dataDir: string): string {
  return join(dataDir, 'workspaces')
}

/** Makes this process the one owner of a workspace's folder, or null where another is. The lock is not in the file: a copied folder is free. */
export function lockWorkspaceFolder(folder: string): (() => void) | null {
  return takeFileLock(join(folder, 'owner.lock'))
}

/** Removes a workspace's folder. It is renamed first, so that half of a folder is never taken for a workspace; `finishErasing` does the rest after a crash. */
export function eraseFolder(dataDir: string, id: string): void {
  const parent = workspacesFolder(dataDir)
  const doomed = join(parent, `${erasingPrefix}${id}`)
  if (existsSync(join(parent, id))) {
    rmSync(doomed, { recursive: true, force: true })
    renameSync(join(parent, id), doomed)
    syncFolder(parent)
  }
  rmSync(doomed, { recursive: true, force: true })
}

/** Ends erasures that were cut short; answers the ids that are gone. */
export function finishErasing(dataDir: string): string[] {
  const parent = workspacesFolder(dataDir)
  const doomed = namesIn(parent).filter((name) => name.startsWith(erasingPrefix))
  for (const name of doomed) rmSync(join(parent, name), { recursive: true, force: true })
  return doomed.map((name) => name.slice(erasingPrefix.length)).filter((id) => !existsSync(join(parent, id)))
}

/** Names of folders that hold a workspace's database. */
export function foundWorkspaces(dataDir: string): string[] {
  const parent = workspacesFolder(dataDir)
  return namesIn(parent).filter((name) => !name.startsWith('.') && existsSync(join(parent, name, databaseName)))
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name)
      .sort()
  } catch {
    return []
  }
}

/**
 * Puts a backup in place of the database. It is checked, migrated and made safe to go on from before anything is moved; the old file stays beside it
 * as `workspace.damaged-<time>.db`. Throws `unprocessable` at `backup` where it is damaged itself, and errors of SQLite or the system.
 */
export function restoreBackup(folder: string, backup: string, migrationsFolder: string, now: Instant): void {
  const database = join(folder, databaseName)
  const fresh = join(folder, 'workspace.restoring.db')
  const dropFresh = () => {
    for (const end of ['', '-wal', '-shm', '-journal']) rmSync(fresh + end, { force: true })
  }
  dropFresh()
  try {
    copyFileSync(backupPath(folder, backup), fresh)
    const store = openStore({ file: fresh, migrationsFolder })
    try {
      distrustBackup(store, now, lastWordsOf(database))
      settleIntoOneFile(store)
    } finally {
      store.close()
    }
    syncFile(fresh)
  } catch (error) {
    dropFresh()
    const found = problemOf(error, folder)?.code
    if (found === 'damaged') throw unprocessable([{ path: 'backup', says: said('backup_damaged') }])
    if (found === 'newer') throw unprocessable([{ path: 'backup', says: said('backup_newer') }])
    throw error
  }
  const aside = join(folder, `workspace.damaged-${toIso(now).replaceAll(':', '-')}.db`)
  // The database before its write-ahead log: a database without its log would open, and lack what was written last.
  for (const end of ['', '-wal', '-shm']) if (existsSync(database + end)) renameSync(database + end, aside + end)
  renameSync(fresh, database)
  syncFolder(folder)
}

export interface Exported {
  readonly path: string
  readonly bytes: number
  readonly files: number
}

/**
 * Copies a workspace into a new folder in `into`: the database as it stands, without secrets, and all media. The new folder appears whole or not
 * at all, and nothing that is there is touched. Throws `unprocessable` at `folder`.
 */
export async function exportWorkspace(
  source: { store: Store; folder: string; name: string; dataDir: string },
  into: string,
  migrationsFolder: string,
  now: Instant,
): Promise<Exported> {
  checkTarget(into, source.dataDir)
  const partial = join(into, `.${folderName(source.name, now)}.${process.pid}-${now}.partial`)
  try {
    mkdirSync(partial)
    const database = join(partial, databaseName)
    copyDatabase(source.store.sqlite, database)
    const copy = openStore({ file: database, migrationsFolder })
    try {
      removeSecrets(copy)
      settleIntoOneFile(copy)
    } finally {
      copy.close()
    }
    const media = await copyTree(join(source.folder, 'media'), join(partial, 'media'), ['incoming', 'uploads'])
    const path = await giveName(partial, into, folderName(source.name, now))
    return { path, bytes: media.bytes + statSync(join(path, databaseName)).size, files: media.files + 1 }
  } catch (error) {
    await rm(partial, { recursive: true, force: true })
    const found = problemOf(error, into)
    throw found
      ? unprocessable([
          {
            path: 'folder',
            says: said(found.code === 'disk_full' ? 'folder_too_small' : 'folder_read_only'),
          },
        ])
      : error
  }
}

function checkTarget(into: string, dataDir: string): void {
  const refuse = (says: Said) => unprocessable([{ path: 'folder', says }])
  if (!isAbsolute(into) || into.includes('\0')) throw refuse(said('folder_absolute'))
  const found = statSync(into, { throwIfNoEntry: false })
  if (!found) throw refuse(said('folder_missing'))
  if (!found.isDirectory()) throw refuse(said('folder_not_one'))
  const inside = relative(realpathSync(dataDir), realpathSync(into))
  if (inside === '' || (!inside.startsWith('..') && !isAbsolute(inside))) throw refuse(said('folder_in_data'))
}

/** A name every file system takes: letters and digits of any script, the rest as dashes. */
function folderName(name: string, now: Instant): string {
  const slug = name
    .normalize('NFC')
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .replaceAll(/^-+|-+$/g, '')
  return `Broadside ${slug.slice(0, 60) || 'workspace'} ${toIso(now).slice(0, 10)}`
}

/** Renames onto a name that is free. An empty folder made at the last moment may be replaced; one with anything in it is not. */
async function giveName(partial: string, into: string, name: string): Promise<string> {
  for (let count = 1; ; count++) {
    const path = join(into, count === 1 ? name : `${name} (${count})`)
    if (existsSync(path)) continue
    await rename(partial, path)
    return path
  }
}

/** Plain files and folders alone: a link could lead anywhere. */
async function copyTree(
  from: string,
  to: string,
  except: readonly string[] = [],
): Promise<{ bytes: number; files: number }> {
  const total = { bytes: 0, files: 0 }
  if (!existsSync(from)) return total
  await mkdir(to, { recursive: true })
  for (const entry of await readdir(from, { withFileTypes: true })) {
    if (except.includes(entry.name)) continue
    const [source, target] = [join(from, entry.name), join(to, entry.name)]
    if (entry.isDirectory()) {
      const inner = await copyTree(source, target)
      total.bytes += inner.bytes
      total.files += inner.files
    } else if (entry.isFile()) {
      await copyFile(source, target)
      total.bytes += (await stat(target)).size
      total.files++
    }
  }
  return total
}
