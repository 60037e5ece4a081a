import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createAppSettings } from './app-settings.ts'
import type { NewEvent } from './events.ts'
import { openStore } from './store/open.ts'
import type { Store } from './store/tx.ts'
import { studioMigrations } from './testing.ts'

const quiet = { info() {}, warn() {}, error() {} }
let folder: string
let store: Store
let events: NewEvent[]
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'broadside-settings-'))
  events = []
  store = openStore({
    file: join(folder, 'studio.db'),
    migrationsFolder: studioMigrations,
    publish: (event) => events.push(event),
  })
})
afterEach(() => {
  store.close()
  rmSync(folder, { recursive: true, force: true })
})

test('a new studio follows the system and keeps running, and asks for nothing at login', () => {
  expect(createAppSettings(store, quiet).get()).toEqual({
    language: 'system',
    theme: 'system',
    notifications: { published: true, failed: true, needsYou: true },
    keepRunning: true,
    startAtLogin: false,
    checkForUpdates: true,
  })
})

test('a change is kept over a restart, told once, and touches nothing else', () => {
  const settings = createAppSettings(store, quiet)
  expect(settings.update({ theme: 'dark', keepRunning: undefined })).toMatchObject({ theme: 'dark', keepRunning: true })
  expect(events).toEqual([{ type: 'settings.changed' }])
  expect(createAppSettings(store, quiet).get()).toEqual(settings.get())
})

test('a stored value that cannot be read gives way to its default with a warning, until it is set again', () => {
  createAppSettings(store, quiet).update({ theme: 'dark', language: 'de' })
  store.sqlite.exec(
    `update app_setting set value = '"purple"' where key = 'theme'; insert into app_setting (key, value) values ('keepRunning', '{broken')`,
  )
  const settings = createAppSettings(store, quiet)
  expect(settings.get()).toMatchObject({ theme: 'system', language: 'de', keepRunning: true })
  expect(settings.warnings().map(({ message }) => message)).toEqual([
    expect.stringContaining('theme'),
    expect.stringContaining('keepRunning'),
  ])
  settings.update({ theme: 'light', keepRunning: false })
  expect(settings.warnings()).toEqual([])
  expect(settings.get()).toMatchObject({ theme: 'light', keepRunning: false })
})

test('a setting of a newer version is left alone', () => {
  store.sqlite.exec(`insert into app_setting (key, value) values ('fromTheFuture', '1')`)
  const settings = createAppSettings(store, quiet)
  settings.update({ theme: 'dark' })
  expect(settings.warnings()).toEqual([])
  expect(store.sqlite.prepare(`select value from app_setting where key = 'fromTheFuture'`).pluck().get()).toBe('1')
})
