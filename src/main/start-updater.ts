import { app } from 'electron'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { UpdaterState } from '../contract/host.ts'
import type { Log } from '../core/log.ts'
import { createUpdater, offUpdater, type Updater } from './updater.ts'

/**
 * The updater of this build: electron-updater where the program is packaged with a feed (app-update.yml) and the person
 * wants it, else one that is off and says why.
 */
export function startUpdater({ log, onChange }: { log: Log; onChange: (state: UpdaterState) => void }) {
  let current: Updater & { stop?(): void } = offUpdater(whyNot() ?? 'setting')
  let wanted = false

  function whyNot() {
    if (!app.isPackaged) return 'development'
    return existsSync(join(process.resourcesPath, 'app-update.yml')) ? null : 'no_feed'
  }

  async function turnOn() {
    const { default: updater } = await import('electron-updater')
    if (!wanted) return
    current = createUpdater({ source: updater.autoUpdater, log, onChange })
    await current.check()
  }

  return {
    state: () => current.state(),
    check: () => current.check(),
    install: () => current.install(),
    stop: () => current.stop?.(),
    setWanted(on: boolean) {
      if (on === wanted || whyNot() !== null) return
      wanted = on
      current.stop?.()
      current = offUpdater('setting')
      onChange(current.state())
      if (on) turnOn().catch((error: unknown) => log.warn('The updater could not start', { error }))
    },
  }
}
