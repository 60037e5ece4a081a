import type { UpdaterState } from '../contract/host.ts'
import type { Log } from '../core/log.ts'

/** The part of electron-updater's autoUpdater that is used. */
export interface UpdateSource {
  autoDownload: boolean
  autoInstallOnAppQuit: boolean
  logger: unknown
  on(event: 'checking-for-update' | 'update-not-available', listener: () => void): unknown
  on(event: 'update-available' | 'update-downloaded', listener: (info: { version: string }) => void): unknown
  on(event: 'download-progress', listener: (info: { percent: number }) => void): unknown
  on(event: 'error', listener: (error: Error) => void): unknown
  checkForUpdates(): Promise<unknown>
  quitAndInstall(isSilent?: boolean, isForceRunAfter?: boolean): void
}

export interface Updater {
  state(): UpdaterState
  /** Looks now; while it looks already, nothing more happens. Errors become the state. */
  check(): Promise<UpdaterState>
  /** Only after `downloaded`; ends the program. */
  install(): void
}

const everyHours = 6

/** An updater that is off, and says why. */
export function offUpdater(why: Extract<UpdaterState, { state: 'off' }>['why']): Updater {
  const state = { state: 'off', why } as const
  return { state: () => state, check: async () => state, install: () => {} }
}

/**
 * Looks for updates at the feed of the build (app-update.yml) at once and every few hours, fetches them, and installs
 * when the program ends or when asked. `onChange` hears every change of state.
 */
export function createUpdater({
  source,
  log,
  onChange,
}: {
  source: UpdateSource
  log: Log
  onChange: (state: UpdaterState) => void
}): Updater & { stop(): void } {
  let state: UpdaterState = { state: 'idle' }
  const become = (next: UpdaterState) => {
    state = next
    onChange(next)
  }
  const fail = (error: unknown) => {
    log.warn('Looking for an update failed', { error })
    become({ state: 'error', message: error instanceof Error ? error.message : String(error) })
  }

  source.autoDownload = true
  source.autoInstallOnAppQuit = true
  source.logger = null
  source.on('checking-for-update', () => become({ state: 'checking' }))
  source.on('update-not-available', () => become({ state: 'none' }))
  source.on('update-available', ({ version }) => become({ state: 'available', version, percent: null }))
  source.on('download-progress', ({ percent }) => {
    if (state.state === 'available') become({ ...state, percent: Math.round(percent) })
  })
  source.on('update-downloaded', ({ version }) => become({ state: 'downloaded', version }))
  source.on('error', fail)

  async function check(): Promise<UpdaterState> {
    if (state.state === 'checking' || state.state === 'available' || state.state === 'downloaded') return state
    // Its errors are told by the event as well; one of the two is enough.
    await source.checkForUpdates().catch((error: unknown) => {
      if (state.state !== 'error') fail(error)
    })
    return state
  }

  const timer = setInterval(() => void check(), everyHours * 3_600_000)
  timer.unref()
  return {
    state: () => state,
    check,
    install: () => {
      if (state.state === 'downloaded') source.quitAndInstall(false, true)
    },
    stop: () => clearInterval(timer),
  }
}
