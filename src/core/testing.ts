import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { WorkspaceSettings } from '../contract/workspaces.ts'
import type { Clock } from './clock.ts'
import type { NewEvent } from './events.ts'
import { createHttp } from './http.ts'
import { createIds } from './ids.ts'
import { createFfmpeg } from './media/video/ffmpeg.ts'
import { openStore } from './store/open.ts'
import type { Vault } from './vault/vault.ts'
import type { Platforms } from './publishers/registry.ts'
import type { WorkspaceContext } from './workspace-context.ts'
import { openWorkspace, type Workspace } from './workspace.ts'

/** Time a test drives by hand. `to` and `by` run what falls due on the way, in order, letting promises settle in between. */
export interface TestClock extends Clock {
  to(instant: number): Promise<void>
  by(ms: number): Promise<void>
  /** Time that passes while nothing runs: no timer fires. */
  set(instant: number): void
}

export function createTestClock(start = Date.UTC(2026, 10, 24, 9, 0)): TestClock {
  let now = start
  let waiting: { at: number; work: () => void }[] = []
  const settle = async () => {
    for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve))
  }
  const clock: TestClock = {
    now: () => now,
    after(ms, work) {
      const entry = { at: now + Math.max(ms, 0), work }
      waiting.push(entry)
      return () => {
        waiting = waiting.filter((other) => other !== entry)
      }
    },
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason)
        const stop = clock.after(ms, resolve)
        signal?.addEventListener('abort', () => (stop(), reject(signal.reason)), { once: true })
      }),
    async to(instant) {
      await settle()
      for (;;) {
        const next = waiting.filter((entry) => entry.at <= instant).sort((a, b) => a.at - b.at)[0]
        if (!next) break
        waiting = waiting.filter((entry) => entry !== next)
        now = Math.max(now, next.at)
        next.work()
        await settle()
      }
      now = instant
      await settle()
    },
    by: (ms) => clock.to(now + ms),
    set: (instant) => void (now = instant),
  }
  return clock
}

/** Stand-in for the vault: keeps the binding check, hides nothing. For tests that are not about secrets. */
export const openVault: Vault = {
  status: () => ({ state: 'ready', kind: 'key_file', reason: null, keychainAvailable: false }),
  seal: (plain, binding) => JSON.stringify({ binding, plain }),
  open(sealed, binding) {
    const read = JSON.parse(sealed) as { binding: string; plain: string }
    if (read.binding !== binding) throw new Error('sealed for another binding')
    return read.plain
  },
}

export const workspaceMigrations = new URL('./store/migrations/workspace', import.meta.url).pathname
export const studioMigrations = new URL('./store/migrations/studio', import.meta.url).pathname

export interface TestContext extends WorkspaceContext {
  readonly clock: TestClock
  readonly events: NewEvent[]
  /** Changes workspace settings for the test. */
  configure(settings: Partial<WorkspaceSettings>): void
  dispose(): Promise<void>
}

/** A real workspace database in a temporary folder, with a clock driven by hand. */
export function createTestContext(overrides: Partial<Omit<WorkspaceContext, 'clock'>> = {}): TestContext {
  const folder = mkdtempSync(join(tmpdir(), 'broadside-test-'))
  const clock = createTestClock()
  const events: NewEvent[] = []
  const store = openStore({
    file: join(folder, 'workspace.db'),
    migrationsFolder: workspaceMigrations,
    publish: (event) => events.push(event),
  })
  const http = createHttp()
  let settings: WorkspaceSettings = {
    name: 'Test',
    zone: 'Europe/Berlin',
    missed: { then: 'publish', withinMinutes: 60 },
    approval: false,
    weekStart: 'monday',
  }
  return {
    id: 'ws_00000000000000000000000001',
    folder,
    store,
    clock,
    ids: createIds(() => clock.now()),
    http,
    vault: openVault,
    ffmpeg: createFfmpeg({ clock }),
    log: { info() {}, warn() {}, error: (message, data) => console.error(message, data) },
    emit: (event) => events.push(event),
    settings: () => settings,
    language: () => 'system',
    events,
    configure: (change) => (settings = { ...settings, ...change }),
    async dispose() {
      store.close()
      await http.close()
      rmSync(folder, { recursive: true, force: true })
    },
    ...overrides,
  }
}

export interface TestWorkspace extends Workspace {
  readonly clock: TestClock
  readonly events: NewEvent[]
  configure(settings: Partial<WorkspaceSettings>): void
  /** A connected practice account's id. */
  practiceAccount(name?: string): Promise<string>
  /** A draft for these accounts. */
  draft(text: string | readonly string[], accountIds: readonly string[], more?: object): string
  /** Closes, and opens again at `at` as another run of the program. */
  restart(at?: number): Promise<TestWorkspace>
  dispose(): Promise<void>
}

/** A whole workspace on disk with real parts; only the clock and the vault are stand-ins. Its queue runs. */
export function openTestWorkspace(
  options: { folder?: string; clock?: TestClock; platforms?: Platforms; settings?: Partial<WorkspaceSettings> } = {},
): TestWorkspace {
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), 'broadside-test-'))
  const clock = options.clock ?? createTestClock()
  const events: NewEvent[] = []
  const http = createHttp()
  const ids = createIds(() => clock.now())
  let settings: WorkspaceSettings = {
    name: 'Test',
    zone: 'Europe/Berlin',
    missed: { then: 'publish', withinMinutes: 60 },
    approval: false,
    weekStart: 'monday',
    ...options.settings,
  }
  const workspace = openWorkspace({
    id: 'ws_00000000000000000000000001',
    folder,
    migrationsFolder: workspaceMigrations,
    backup: () => {},
    bootId: ids('boot'),
    clock,
    ids,
    http,
    vault: openVault,
    ffmpeg: createFfmpeg({ clock }),
    log: { info() {}, warn() {}, error: (message, data) => console.error(message, data) },
    emit: (event) => events.push(event),
    settings: () => settings,
    language: () => 'system',
    platforms: options.platforms ?? [],
  })
  workspace.start()
  const close = async () => {
    const closing = workspace.close()
    await clock.by(0)
    await closing
    await http.close()
  }
  return {
    ...workspace,
    clock,
    events,
    configure: (change) => (settings = { ...settings, ...change }),
    async practiceAccount(name = 'Practice') {
      const { accounts, error } = await workspace.accounts.startConnection({
        platform: 'practice',
        method: 'practice',
        fields: { name },
      })
      if (!accounts[0]) throw new Error(error?.message ?? 'not connected')
      return accounts[0]
    },
    draft(text, accountIds, more = {}) {
      const parts = (typeof text === 'string' ? [text] : text).map((part) => ({ text: part, media: [] }))
      const variants = accountIds.map((accountId) => ({ accountId: accountId as never, parts: null, settings: {} }))
      return workspace.posts.create({ parts, variants, ...more }).id
    },
    async restart(at) {
      await close()
      if (at !== undefined) clock.set(at)
      return openTestWorkspace({ ...options, settings, folder, clock })
    },
    async dispose() {
      await close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
