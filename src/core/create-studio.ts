import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { z } from 'zod'
import type { SystemInfo } from '../contract/system.ts'
import { createAppSettings, type AppSettingsStore } from './app-settings.ts'
import { keepDailyBackups, makeBackup } from './backups.ts'
import { systemClock, type Clock } from './clock.ts'
import { createEventHub, type EventHub } from './events.ts'
import { createHttp } from './http.ts'
import { createIds } from './ids.ts'
import type { Log } from './log.ts'
import type { Platforms } from './publishers/registry.ts'
import { createRouter, type StudioRouter } from './router.ts'
import { openStore } from './store/open.ts'
import { createVault, type VaultControl } from './vault/create-vault.ts'
import type { Keychain } from './vault/keychain.ts'
import { openWorkspace, type Workspace } from './workspace.ts'
import { createWorkspaces, type Workspaces } from './workspaces.ts'

export interface StudioOptions {
  /** Absolute path; made when it is missing. The caller holds its lock (host-lock.ts). */
  readonly dataDir: string
  /** Folder that holds `studio` and `workspace`, the SQL of all migrations. */
  readonly migrationsDir: string
  readonly host: 'desktop' | 'headless'
  readonly version: string
  readonly bootId: string
  readonly keychain: Keychain
  readonly keyFile?: string | undefined
  readonly log: Log
  readonly clock?: Clock
  readonly demo?: boolean
  /** The real platforms; the practice platform comes with every workspace. */
  readonly platforms: Platforms
}

/** The studio, as hosts hold it: a router to serve, events to tell, and a life. */
export interface Studio {
  readonly version: string
  readonly dataDir: string
  readonly log: Log
  readonly router: StudioRouter
  readonly events: EventHub
  readonly settings: AppSettingsStore
  readonly vault: VaultControl
  readonly workspaces: Workspaces
  info(): z.infer<typeof SystemInfo>
  /** An open workspace. Throws `workspace_unavailable` or `not_found`. */
  workspace(id: string): Workspace
  /** Runs the queues. */
  start(): void
  /** Looks at every queue now. */
  poke(): void
  /** The machine woke up, or its clock was set. */
  wake(): void
  /** Lets what is being sent end, closes everything. */
  stop(): Promise<void>
}

/** The only composition root of core. Damaged workspaces do not stop it; a studio.db that cannot be opened does (StoreRefused). */
export async function createStudio(options: StudioOptions): Promise<Studio> {
  const { dataDir, migrationsDir, version, bootId, log, clock = systemClock } = options
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const ids = createIds(() => clock.now())
  const events = createEventHub(clock, bootId)
  const http = createHttp()
  const store = openStore({
    file: join(dataDir, 'studio.db'),
    migrationsFolder: join(migrationsDir, 'studio'),
    publish: (event) => events.emit(null, event),
    backup: (sqlite) => void makeBackup(sqlite, dataDir, clock.now(), 'before-update'),
  })
  const stopBackups = keepDailyBackups({ store, folder: dataDir, clock, log })
  const settings = createAppSettings(store, log)
  const vault = await createVault({
    dataDir,
    keychain: options.keychain,
    keyFile: options.keyFile,
    clock,
    log,
    changed: () => events.emit(null, { type: 'vault.changed' }),
  })
  const workspaces = createWorkspaces({
    dataDir,
    store,
    migrationsFolder: join(migrationsDir, 'workspace'),
    clock,
    ids,
    log,
    emit: (id, event) => events.emit(id, event),
    open: (opening) =>
      openWorkspace({
        ...opening,
        migrationsFolder: join(migrationsDir, 'workspace'),
        bootId,
        clock,
        ids,
        http,
        vault: vault.vault,
        log,
        platforms: options.platforms,
        emit: (event) => events.emit(opening.id, event),
      }),
  })

  const studio: Omit<Studio, 'router'> & { router?: StudioRouter } = {
    version,
    dataDir,
    log,
    events,
    settings,
    vault,
    workspaces,
    info: () => ({
      version,
      host: options.host,
      platform: process.platform,
      dataDir,
      zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      demo: options.demo ?? false,
      warnings: settings.warnings(),
    }),
    workspace: (id) => workspaces.need(id),
    start: () => workspaces.start(),
    poke: () => workspaces.each((workspace) => workspace.publishing.engine.poke()),
    wake: () => workspaces.each((workspace) => workspace.publishing.engine.wake()),
    async stop() {
      stopBackups()
      await workspaces.close()
      vault.lock()
      store.close()
      await http.close()
    },
  }
  return Object.assign(studio as Studio, { router: createRouter(studio as Studio) })
}
