import { existsSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type * as z from 'zod'
import { said, spoken } from '../contract/sentences/index.ts'
import type { WorkspaceId } from '../contract/vocabulary.ts'
import { WorkspaceSettings, type Workspace as WorkspaceView } from '../contract/workspaces.ts'
import { adoptFoundWorkspaces } from './adopt.ts'
import { keepDailyBackups, listBackups, makeBackup } from './backups.ts'
import { toIso, type Clock } from './clock.ts'
import { conflict, invalidRequest, notFound, unprocessable, workspaceUnavailable } from './errors.ts'
import type { NewEvent } from './events.ts'
import type { Ids } from './ids.ts'
import type { Log } from './log.ts'
import { readSettingRows, writeSettingRows } from './store/settings.ts'
import { problem, problemOf, type StoreProblem } from './store/store-problem.ts'
import { addWorkspace, forgetWorkspace, knownWorkspaces, renameWorkspace, type KnownWorkspace } from './store/studio.ts'
import type { Store } from './store/tx.ts'
import { writeIdentity } from './store/workspace-copy.ts'
import { parseSettings, warnOnce } from './stored-settings.ts'
import {
  databaseName,
  eraseFolder,
  exportWorkspace,
  finishErasing,
  lockWorkspaceFolder,
  restoreBackup,
  workspacesFolder,
  type Exported,
} from './workspace-folder.ts'
import type { Workspace } from './workspace.ts'

/** What is needed of an open workspace to keep it. */
export interface WorkspaceHandle {
  readonly store: Store
  isPublishing(): boolean
  start(): void
  close(): Promise<void>
}

/** What opening a workspace needs that is not the same for all. */
export interface Opening {
  readonly id: string
  readonly folder: string
  /** Copies the database before pending migrations. */
  backup(sqlite: Store['sqlite']): void
  /** The workspace's settings as they are now. */
  settings(store: Store): WorkspaceSettings
}

export interface WorkspacesOptions<W extends WorkspaceHandle> {
  readonly dataDir: string
  /** studio.db */
  readonly store: Store
  readonly migrationsFolder: string
  readonly clock: Clock
  readonly ids: Ids
  readonly log: Log
  emit(workspaceId: string, event: NewEvent): void
  /** Throws StoreRefused, or errors of SQLite or the system. */
  open(opening: Opening): W
}

export interface Workspaces<W extends WorkspaceHandle = Workspace> {
  list(): WorkspaceView[]
  get(id: string): WorkspaceView
  create(input: Partial<WorkspaceSettings> & { name: string }): WorkspaceView
  update(id: string, change: Partial<WorkspaceSettings>): WorkspaceView
  export(id: string, folder: string): Promise<Exported>
  erase(id: string, confirm: string): Promise<{ erased: WorkspaceId }>
  restore(id: string, backup: string): WorkspaceView
  /** The open workspace. Throws `invalid_request` without an id, `not_found`, or `workspace_unavailable`. */
  need(id: string | null): W
  each(work: (workspace: W) => void): void
  /** Runs the queues of all that are open, and of those that open later. */
  start(): void
  close(): Promise<void>
  /** What an error of storage means for a caller; null for other errors. */
  storageProblem(error: unknown): Error | null
}

/** One workspace the studio knows: open, or with what keeps it from being opened. */
interface Entry<W> {
  known: KnownWorkspace
  settings: WorkspaceSettings | null
  is: { open: W; letGo: () => Promise<void> } | { problem: StoreProblem }
}

/** These go away by themselves; such workspaces are looked at again. */
const passing = new Set<StoreProblem['code']>(['read_only', 'disk_full', 'missing', 'in_use'])
const lookAgainMs = 30_000

/** Keeps all workspaces of a data folder, each by itself: one that cannot be opened is listed with its problem and stops no other. */
export function createWorkspaces<W extends WorkspaceHandle>(options: WorkspacesOptions<W>): Workspaces<W> {
  const { dataDir, store: studio, migrationsFolder, clock, ids, log, emit } = options
  const entries = new Map<string, Entry<W>>()
  const busy = new Set<string>()
  let started = false
  let stopLooking = () => {}
  const warn = warnOnce(log, 'workspace')
  const folderOf = (id: string) => join(workspacesFolder(dataDir), id)

  mkdirSync(workspacesFolder(dataDir), { recursive: true, mode: 0o700 })
  for (const id of finishErasing(dataDir)) studio.write((tx) => forgetWorkspace(tx, id))
  adoptFoundWorkspaces({ dataDir, store: studio, migrationsFolder, clock, ids, log })
  for (const known of knownWorkspaces(studio.read)) openKnown(known)

  function openKnown(known: KnownWorkspace, made = false): Entry<W> {
    const entry: Entry<W> = { known, settings: null, is: { problem: problem('missing', folderOf(known.id)) } }
    entries.set(known.id, entry)
    entry.is = tryOpen(entry, made)
    if ('problem' in entry.is)
      log.warn('a workspace could not be opened', { id: known.id, problem: entry.is.problem.code })
    return entry
  }

  /** Opens it, without a word of its own where that is not possible. A missing database is never made anew unless `made` says that there was none. */
  function tryOpen(entry: Entry<W>, made: boolean): Entry<W>['is'] {
    const { id } = entry.known
    const folder = folderOf(id)
    let release: (() => void) | null = null
    let workspace: W | null = null
    try {
      if (!made && !existsSync(join(folder, databaseName))) return { problem: problem('missing', folder) }
      release = lockWorkspaceFolder(folder)
      if (!release) return { problem: problem('in_use', folder) }
      entry.settings = null
      workspace = options.open({
        id,
        folder,
        backup: (sqlite) => void makeBackup(sqlite, folder, clock.now(), 'before-update'),
        settings: (store) => (entry.settings ??= readSettings(entry, store)),
      })
      if (!made) keepName(entry, workspace.store)
      if (started) workspace.start()
      return { open: workspace, letGo: holdOpen(workspace, folder, release) }
    } catch (error) {
      if (workspace)
        void holdOpen(workspace, folder, release ?? (() => {}))().catch((reason: unknown) =>
          log.error('a workspace did not close', { error: String(reason) }),
        )
      else release?.()
      const found = problemOf(error, folder)
      if (!found)
        log.error('a workspace did not open', {
          id,
          error: error instanceof Error ? (error.stack ?? error.message) : String(error),
        })
      return {
        problem: found ?? { code: 'unknown', says: said('workspace_not_opened') },
      }
    }
  }

  function holdOpen(workspace: W, folder: string, release: () => void): () => Promise<void> {
    const stopBackups = keepDailyBackups({ store: workspace.store, folder, clock, log })
    return async () => {
      stopBackups()
      try {
        await workspace.close()
      } finally {
        release()
      }
    }
  }

  function readSettings({ known }: Entry<W>, store: Store): WorkspaceSettings {
    return parseSettings(WorkspaceSettings, defaultsFor(known.name), readSettingRows(store.read, 'workspace'), warn)
  }

  /** The workspace's own name is the true one; studio.db keeps it for when the workspace cannot be opened. */
  function keepName(entry: Entry<W>, store: Store): void {
    const { name } = (entry.settings ??= readSettings(entry, store))
    if (name === entry.known.name) return
    studio.write((tx) => renameWorkspace(tx, entry.known.id, name))
    entry.known = { ...entry.known, name }
  }

  function entryOf(id: string): Entry<W> {
    const entry = entries.get(id)
    if (!entry) throw notFound('workspace', id)
    return entry
  }

  function opened(id: string): W {
    const { is } = entryOf(id)
    if ('problem' in is) throw workspaceUnavailable(is.problem.code, is.problem.says)
    return is.open
  }

  function view({ known, is, settings }: Entry<W>): WorkspaceView {
    const found =
      'problem' in is
        ? { code: is.problem.code, ...spoken(is.problem.says), backups: listBackups(folderOf(known.id)) }
        : null
    const shown = 'problem' in is ? defaultsFor(known.name) : (settings ?? defaultsFor(known.name))
    return {
      ...shown,
      id: known.id as WorkspaceId,
      createdAt: toIso(known.createdAt),
      state: found ? 'unavailable' : 'open',
      problem: found,
    }
  }

  function change(entry: Entry<W>, store: Store, values: Partial<WorkspaceSettings>): void {
    store.write((tx) => {
      writeSettingRows(tx, 'workspace', values)
      tx.emit({ type: 'workspace.changed', ids: { workspace: entry.known.id } })
    })
    entry.settings = readSettings(entry, store)
    keepName(entry, store)
  }

  /** Long or drastic work on a workspace, one at a time. */
  async function alone<T>(id: string, work: () => Promise<T>): Promise<T> {
    if (busy.has(id)) throw conflict('busy', said('workspace_busy'))
    busy.add(id)
    try {
      return await work()
    } finally {
      busy.delete(id)
    }
  }

  function lookAgain(): void {
    stopLooking = clock.after(lookAgainMs, lookAgain)
    for (const entry of entries.values()) {
      if (!('problem' in entry.is) || !passing.has(entry.is.problem.code) || busy.has(entry.known.id)) continue
      const before = entry.is.problem.code
      entry.is = tryOpen(entry, false)
      if ('open' in entry.is || entry.is.problem.code !== before)
        emit(entry.known.id, { type: 'workspace.changed', ids: { workspace: entry.known.id } })
    }
  }

  async function erase(entry: Entry<W>): Promise<void> {
    const { id } = entry.known
    if ('open' in entry.is) {
      if (entry.is.open.isPublishing()) throw conflict('publishing', said('workspace_publishing'))
      const { letGo } = entry.is
      // From here on nobody gets it any more, and nothing new is begun.
      entry.is = { problem: { code: 'unknown', says: said('workspace_erasing') } }
      await letGo()
    } else if (existsSync(folderOf(id))) {
      const release = lockWorkspaceFolder(folderOf(id))
      if (!release) throw conflict('in_use', problem('in_use', folderOf(id)).says)
      release()
    }
    try {
      eraseFolder(dataDir, id)
    } catch (error) {
      entry.is = tryOpen(entry, false)
      throw error
    }
    studio.write((tx) => forgetWorkspace(tx, id))
    entries.delete(id)
  }

  return {
    list: () => [...entries.values()].map(view),
    get: (id) => view(entryOf(id)),

    create(input) {
      const known = { id: ids('ws'), name: input.name, createdAt: clock.now() }
      mkdirSync(folderOf(known.id), { mode: 0o700 })
      const entry = openKnown(known, true)
      if ('problem' in entry.is) {
        entries.delete(known.id)
        rmSync(folderOf(known.id), { recursive: true, force: true })
        throw workspaceUnavailable(entry.is.problem.code, entry.is.problem.says)
      }
      writeIdentity(entry.is.open.store, { id: known.id, createdAt: known.createdAt })
      studio.write((tx) => addWorkspace(tx, known))
      change(entry, entry.is.open.store, { ...defaultsFor(input.name), ...input })
      return view(entry)
    },

    update(id, values) {
      const { store } = opened(id)
      change(entryOf(id), store, values)
      return view(entryOf(id))
    },

    export: (id, folder) =>
      alone(id, () => {
        const { store } = opened(id)
        return exportWorkspace(
          { store, folder: folderOf(id), name: entryOf(id).known.name, dataDir },
          folder,
          migrationsFolder,
          clock.now(),
        )
      }),

    erase: (id, confirm) =>
      alone(id, async () => {
        const entry = entryOf(id)
        if (confirm !== entry.known.name)
          throw unprocessable([{ path: 'confirm', says: said('confirm_name', { name: entry.known.name }) }])
        await erase(entry)
        emit(id, { type: 'workspace.changed', ids: { workspace: id } })
        return { erased: id as WorkspaceId }
      }),

    restore(id, backup) {
      const entry = entryOf(id)
      const folder = folderOf(id)
      if ('open' in entry.is) throw conflict('not_damaged', said('workspace_opens'))
      if (!listBackups(folder).includes(backup)) throw unprocessable([{ path: 'backup', says: said('not_a_backup') }])
      const release = lockWorkspaceFolder(folder)
      if (!release) throw conflict('in_use', problem('in_use', folder).says)
      try {
        restoreBackup(folder, backup, migrationsFolder, clock.now())
      } finally {
        release()
      }
      entry.is = tryOpen(entry, false)
      log.warn('a backup was restored', { id, backup })
      emit(id, { type: 'workspace.changed', ids: { workspace: id } })
      return view(entry)
    },

    need(id) {
      if (id === null) throw invalidRequest('Say which workspace, in the broadside-workspace header')
      return opened(id)
    },

    each(work) {
      for (const { is } of entries.values()) if ('open' in is) work(is.open)
    },

    start() {
      started = true
      for (const entry of entries.values()) if ('open' in entry.is) startOne(entry, entry.is)
      stopLooking = clock.after(lookAgainMs, lookAgain)
    },

    async close() {
      stopLooking()
      const closing = [...entries.values()].map(async ({ is }) => {
        if ('open' in is) await is.letGo()
      })
      entries.clear()
      const failed = (await Promise.allSettled(closing)).filter((each) => each.status === 'rejected')
      for (const { reason } of failed) log.error('a workspace did not close', { error: String(reason) })
    },

    storageProblem(error) {
      // Of files alone these say nothing about the database: a media file that is gone, a path that may not be read.
      if (['ENOENT', 'ENOTDIR', 'EACCES', 'EPERM'].includes(String((error as { code?: unknown } | null)?.code)))
        return null
      const found = problemOf(error, dataDir)
      return found && workspaceUnavailable(found.code, found.says)
    },
  }

  /** One that cannot start is put aside with its problem. */
  function startOne(entry: Entry<W>, is: { open: W; letGo: () => Promise<void> }): void {
    try {
      is.open.start()
    } catch (error) {
      const found = problemOf(error, folderOf(entry.known.id))
      log.error('a workspace did not start', {
        id: entry.known.id,
        error: error instanceof Error ? (error.stack ?? error.message) : String(error),
      })
      entry.is = {
        problem: found ?? { code: 'unknown', says: said('workspace_not_started') },
      }
      void is.letGo().catch((reason: unknown) => log.error('a workspace did not close', { error: String(reason) }))
    }
  }
}

function defaultsFor(name: string): z.output<typeof WorkspaceSettings> {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
  return { name, zone, missed: { then: 'publish', withinMinutes: 60 }, approval: false, weekStart: 'monday' }
}
