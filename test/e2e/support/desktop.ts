import { _electron, expect, test, type ElectronApplication, type Page } from '@playwright/test'
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { visit } from './host.ts'
import { clockFile, setPageClock, type RunOptions, type Running, type Stage } from './run.ts'

export const root = join(import.meta.dirname, '../../..')
const standin = join(root, 'test/electron-standin')

// A real Electron where its package has downloaded one or the environment names one, else the stand-in.
if (!process.env['ELECTRON_OVERRIDE_DIST_PATH'] && !existsSync(join(root, 'node_modules/electron/path.txt'))) {
  process.env['ELECTRON_OVERRIDE_DIST_PATH'] = standin
}
/** Whether the stand-in runs the desktop. A spec may look into it only behind this. */
export const onStandin = process.env['ELECTRON_OVERRIDE_DIST_PATH'] === standin

export interface Desktop {
  readonly app: ElectronApplication
  readonly page: Page
  /** Ends it as a person would, with its own orderly end. */
  quit(): Promise<void>
}

/** A data folder of its own, with a key file so that no keychain is asked. Removed after the test. */
export async function makeDataDir(): Promise<string> {
  const dataDir = await mkdtemp(join(tmpdir(), 'broadside-desktop-'))
  await writeFile(join(dataDir, 'test.key'), randomBytes(32).toString('base64'), { mode: 0o600 })
  return dataDir
}

export function desktopArguments(dataDir: string): string[] {
  return [root, `--data-dir=${dataDir}`, `--key-file=${join(dataDir, 'test.key')}`, '--lang=en-US']
}

interface LaunchOptions extends RunOptions {
  readonly args?: readonly string[]
}

/** Starts the built desktop on `dataDir` and waits until its page speaks to it. */
async function launchDesktop(dataDir: string, { args = [], clockAhead = 0 }: LaunchOptions): Promise<Desktop> {
  if (!existsSync(join(root, 'out/main/index.js'))) throw new Error('There is no build: run `npm run build` first')
  const clock = clockAhead > 0 ? ['-r', clockFile] : []
  const app = await _electron.launch({
    args: [...clock, ...desktopArguments(dataDir), ...args],
    env: {
      ...(process.env as Record<string, string>),
      LANGUAGE: 'en',
      LANG: 'C.UTF-8',
      TZ: 'Europe/Berlin',
      CLOCK_AHEAD_MS: String(clockAhead),
    },
    colorScheme: null,
    timeout: 60_000,
  })
  const page = await app.firstWindow()
  await expect(page.locator('#root > *').first()).toBeVisible({ timeout: 30_000 })
  return { app, page, quit: () => app.close() }
}

interface DesktopFixtures extends Stage {
  readonly launch: (...args: string[]) => Promise<Desktop>
}

/** A test with a data folder; every desktop it launches is ended, and the folder removed. */
export const desktopTest = test.extend<DesktopFixtures & { opened: Desktop[] }>({
  // oxlint-disable-next-line eslint/no-empty-pattern -- Playwright reads from the pattern what a fixture needs
  dataDir: async ({}, use) => {
    const dataDir = await makeDataDir()
    await use(dataDir)
    await rm(dataDir, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
  },
  // What runs on the data folder ends before that is removed.
  opened: async ({ dataDir: _folder }, use) => {
    const opened: Desktop[] = []
    await use(opened)
    for (const { app } of opened) await app.close().catch(() => {}) // ended by the test
  },
  launch: async ({ dataDir, opened }, use) => {
    await use(async (...args) => {
      const desktop = await launchDesktop(dataDir, { args })
      opened.push(desktop)
      return desktop
    })
  },
  run: async ({ dataDir, opened }, use) => {
    await use(async (options = {}) => {
      const desktop = await launchDesktop(dataDir, options)
      opened.push(desktop)
      await setPageClock(desktop.page, options.clockAhead ?? 0)
      return asRunning(desktop)
    })
  },
})

function asRunning({ page, quit }: Desktop): Running {
  page.setDefaultTimeout(15_000)
  return {
    async look() {
      // It was open while scripts made what the test needs: drawn anew, it is where it would be had it opened now.
      await page.reload()
      await expect(page.locator('#root > *').first()).toBeVisible()
      await visit(page, '/today')
      return page
    },
    stop: quit,
  }
}

/** The main process's program, for starting a second one beside it. */
export function electronProgram(): string {
  if (onStandin) return join(standin, 'electron')
  const folder = process.env['ELECTRON_OVERRIDE_DIST_PATH'] ?? join(root, 'node_modules/electron/dist')
  const name =
    process.platform === 'darwin'
      ? 'Electron.app/Contents/MacOS/Electron'
      : process.platform === 'win32'
        ? 'electron.exe'
        : 'electron'
  return join(folder, name)
}

/** A folder inside the data folder for files of the test. */
export async function makeFilesDir(dataDir: string): Promise<string> {
  const folder = join(dataDir, 'test-files')
  await mkdir(folder, { recursive: true })
  return folder
}
