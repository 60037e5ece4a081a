import { said, spoken, type Spoken } from '../contract/sentences/index.ts'
import { AppSettings } from '../contract/system.ts'
import type { Log } from './log.ts'
import { readSettingRows, writeSettingRows } from './store/settings.ts'
import type { Store } from './store/tx.ts'
import { parseSettings } from './stored-settings.ts'

const defaults: AppSettings = {
  language: 'system',
  theme: 'system',
  notifications: { published: true, failed: true, needsYou: true },
  keepRunning: true,
  startAtLogin: false,
  checkForUpdates: true,
}

/** Choices of the person for the whole studio. */
export interface AppSettingsStore {
  get(): AppSettings
  /** Changes what is given, leaves the rest, and tells it. */
  update(change: Partial<AppSettings>): AppSettings
  /** Stored settings that could not be read, for which the defaults stand. */
  warnings(): Spoken[]
}

export function createAppSettings(store: Store, log: Log): AppSettingsStore {
  const bad = new Set<string>()
  const read = () => {
    bad.clear()
    return parseSettings(AppSettings, defaults, readSettingRows(store.read, 'studio'), (key) => bad.add(key))
  }
  let now = read()
  if (bad.size > 0) log.warn('stored settings could not be read; their defaults are used', { keys: [...bad] })

  return {
    get: () => now,
    update(change) {
      store.write((tx) => {
        writeSettingRows(tx, 'studio', change)
        tx.emit({ type: 'settings.changed' })
      })
      now = read()
      return now
    },
    warnings: () => [...bad].map((key) => spoken(said('setting_unreadable', { key }))),
  }
}
