import { renameSync } from 'node:fs'
import { join } from 'node:path'
import { WorkspaceId } from '../contract/vocabulary.ts'
import { makeBackup } from './backups.ts'
import type { Clock } from './clock.ts'
import { syncFolder } from './durable-file.ts'
import type { Ids } from './ids.ts'
import type { Log } from './log.ts'
import { openStore } from './store/open.ts'
import { readSettingRows, writeSettingRows } from './store/settings.ts'
import { addWorkspace, knownWorkspaces, type KnownWorkspace } from './store/studio.ts'
import type { Store } from './store/tx.ts'
import { readIdentity, removeSecrets, writeIdentity } from './store/workspace-copy.ts'
import { databaseName, foundWorkspaces, lockWorkspaceFolder, workspacesFolder } from './workspace-folder.ts'

interface AdoptOptions {
  readonly dataDir: string
  /** studio.db */
  readonly store: Store
  readonly migrationsFolder: string
  readonly clock: Clock
  readonly ids: Ids
  readonly log: Log
}

/**
 * Takes in workspace folders that studio.db does not know: brought from another machine, exported, copied, or left by a studio.db that was lost.
 * A copy (a folder whose database says it is another workspace) gets an id of its own and loses its sign-ins first, so that it cannot publish what
 * its original publishes. A folder that cannot be read is left as it is.
 */
export function adoptFoundWorkspaces(options: AdoptOptions): void {
  const known = new Set(knownWorkspaces(options.store.read).map(({ id }) => id))
  for (const name of foundWorkspaces(options.dataDir)) {
    if (known.has(name)) continue
    try {
      const adopted = adopt(name, options)
      if (!adopted) continue
      options.store.write((tx) => addWorkspace(tx, adopted))
      options.log.info('a workspace folder was adopted', { name, id: adopted.id })
    } catch (error) {
      options.log.warn('a workspace folder could not be adopted', {
        name,
        reason: error instanceof Error ? error.message : String(error),
      })
      // With an id of ours it is listed with its problem, so that it can be mended; any other folder is not ours to touch.
      if (isId(name)) options.store.write((tx) => addWorkspace(tx, { id: name, name, createdAt: options.clock.now() }))
    }
  }
}

function adopt(name: string, options: AdoptOptions): KnownWorkspace | null {
  const { dataDir, migrationsFolder, clock, ids } = options
  const folder = join(workspacesFolder(dataDir), name)
  const release = lockWorkspaceFolder(folder)
  if (!release) throw new Error('another process works in it')
  let adopted: KnownWorkspace
  try {
    const store = openStore({
      file: join(folder, databaseName),
      migrationsFolder,
      backup: (sqlite) => void makeBackup(sqlite, folder, clock.now(), 'before-update'),
    })
    try {
      adopted = takeIn(name, store, options)
    } finally {
      store.close()
    }
  } finally {
    release()
  }
  // Cut short here, the folder is taken for a copy again at the next start, which it is.
  if (adopted.id !== name) {
    renameSync(folder, join(workspacesFolder(dataDir), adopted.id))
    syncFolder(workspacesFolder(dataDir))
  }
  return adopted

  function takeIn(folderName: string, store: Store, { store: studio }: AdoptOptions): KnownWorkspace {
    const identity = readIdentity(store)
    const createdAt = identity?.createdAt ?? clock.now()
    const title = titleOf(store) ?? folderName
    if (identity?.id === folderName) return { id: folderName, name: title, createdAt }
    const id = isId(folderName) ? folderName : ids('ws')
    removeSecrets(store)
    writeIdentity(store, { id, createdAt })
    const taken = knownWorkspaces(studio.read).some((other) => other.name === title)
    const own = taken ? `${title.slice(0, 70)} (copy)` : title
    store.write((tx) => writeSettingRows(tx, 'workspace', { name: own }))
    return { id, name: own, createdAt }
  }
}

function titleOf(store: Store): string | null {
  try {
    const name: unknown = JSON.parse(readSettingRows(store.read, 'workspace').get('name') ?? 'null')
    return typeof name === 'string' && name !== '' ? name : null
  } catch {
    return null
  }
}

function isId(name: string): boolean {
  return WorkspaceId.safeParse(name).success
}
