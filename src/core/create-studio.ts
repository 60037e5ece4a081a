import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { createAppSettings } from './app-settings.ts'
import { keepDailyBackups, makeBackup } from './backups.ts'
import { systemClock, type Clock } from './clock.ts'
import { createEventHub } from './events.ts'
import { readHostInfo } from './host-info.ts'
import { createHttp } from './http.ts'
import { createIds } from './ids.ts'
import type { Log } from './log.ts'
import { authenticateKey } from './keys/authenticate.ts'
import { createIdempotency } from './keys/idempotency.ts'
import { createFfmpeg } from './media/video/ffmpeg.ts'
import type { Platforms } from './publishers/registry.ts'
import { createRouter, type StudioRouter } from './router.ts'
import type { StudioParts } from './studio.ts'
import { openStore } from './store/open.ts'
import { createVault } from './vault/create-vault.ts'
import type { Keychain } from './vault/keychain.ts'
import { openWorkspace } from './workspace.ts'
import { createWorkspaces } from './workspaces.ts'

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

/** The studio, as hosts hold it: its parts and the router over them. */
export interface Studio extends StudioParts {
  readonly router: StudioRouter
}

/** The only composition root of core. Damaged workspaces do not stop it; a studio.db that cannot be opened does (StoreRefused). */
export async function createStudio(options: StudioOptions): Promise<Studio> {
  const { dataDir, migrationsDir, version, bootId, log, clock = systemClock } = options
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const ids = createIds(() => clock.now())
  const events = createEventHub(clock, bootId)
  const http = createHttp()
  const ffmpeg = createFfmpeg({ clock })
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
        ffmpeg,
        log,
        platforms: options.platforms,
        language: () => settings.get().language,
        emit: (event) => events.emit(opening.id, event),
      }),
  })

  const parts: StudioParts = {
    version,
    dataDir,
    log,
    clock,
    events,
    settings,
    vault,
    workspaces,
    idempotency: createIdempotency({ store, clock, bootId }),
    authenticate: (secret) => authenticateKey(workspaces, secret),
    info: async () => ({
      version,
      host: options.host,
      platform: process.platform,
      dataDir,
      url: readHostInfo(dataDir)?.url ?? null,
      zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      demo: options.demo ?? false,
      ffmpeg: await ffmpeg.status(),
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
  return { ...parts, router: createRouter(parts) }
}
