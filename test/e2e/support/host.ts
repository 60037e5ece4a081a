import { expect, test, type Page } from '@playwright/test'
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { clockFile, setPageClock, type RunOptions, type Stage } from './run.ts'

export interface HostOptions extends RunOptions {
  /** 0, unless told: a free one. A page keeps what it holds only at the port it came from. */
  readonly port?: number
  readonly args?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
}

/** A headless studio as a process of its own, as `npm start -- --headless` runs it. */
export interface Host {
  readonly url: string
  readonly port: number
  /** Signs one browser in, once. */
  readonly link: string
  readonly pid: number
  /** Everything it said so far. */
  output(): string
  /** Ends it as a person would, with SIGTERM, and waits until it has. */
  stop(): Promise<void>
}

/** What a start ended with before it served anything. */
export interface Ended {
  readonly code: number
  readonly output: string
}

const serveFile = join(import.meta.dirname, '../../../out/headless/serve.js')

function start(dataDir: string, { port = 0, args = [], env = {}, clockAhead = 0 }: HostOptions) {
  if (!existsSync(serveFile)) throw new Error('There is no build: run `npm run build` first')
  const options = ['--data-dir', dataDir, '--key-file', join(dataDir, 'test.key'), '--port', String(port), ...args]
  const node = clockAhead > 0 ? ['--import', clockFile] : []
  const child = spawn(process.execPath, [...node, serveFile, ...options], {
    env: { ...process.env, TZ: 'UTC', CLOCK_AHEAD_MS: String(clockAhead), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  const keep = (chunk: Buffer) => void (output += chunk.toString('utf8'))
  child.stdout.on('data', keep)
  child.stderr.on('data', keep)
  const ended = once(child, 'exit').then(([code]) => ({ code: Number(code), output }))
  return { child, ended, output: () => output }
}

/** Runs a start that is meant to end by itself. */
export async function runHost(dataDir: string, options: HostOptions = {}): Promise<Ended> {
  return start(dataDir, options).ended
}

async function startHost(dataDir: string, options: HostOptions): Promise<Host> {
  const { child, ended, output } = start(dataDir, options)
  const link = await new Promise<string>((resolve, reject) => {
    const look = () => {
      const found = /Sign in once with (\S+)/.exec(output())?.[1]
      if (found) resolve(found)
    }
    child.stdout.on('data', look)
    void ended.then(({ code }) => reject(new Error(`The host ended with ${code}: ${output()}`)))
  })
  const { origin, port } = new URL(link)
  return {
    url: origin,
    port: Number(port),
    link,
    pid: child.pid ?? 0,
    output,
    async stop() {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM')
      const late = setTimeout(() => child.kill('SIGKILL'), 20_000)
      await ended
      clearTimeout(late)
    },
  }
}

interface HostFixtures extends Stage {
  readonly start: (options?: HostOptions) => Promise<Host>
}

/** A test with a data folder; every host it starts is ended, and the folder removed. */
export const hostTest = test.extend<HostFixtures>({
  locale: 'en-GB',
  timezoneId: 'Europe/Berlin',
  page: async ({ page }, use) => {
    page.setDefaultTimeout(15_000)
    await use(page)
  },
  // oxlint-disable-next-line eslint/no-empty-pattern -- Playwright reads from the pattern what a fixture needs
  dataDir: async ({}, use) => {
    const dataDir = await mkdtemp(join(tmpdir(), 'broadside-host-'))
    await writeFile(join(dataDir, 'test.key'), randomBytes(32).toString('base64'), { mode: 0o600 })
    await use(dataDir)
    await rm(dataDir, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
  },
  start: async ({ dataDir }, use) => {
    const hosts: Host[] = []
    await use(async (options = {}) => {
      const host = await startHost(dataDir, options)
      hosts.push(host)
      return host
    })
    for (const host of hosts) await host.stop()
  },
  run: async ({ start, context }, use) => {
    context.setDefaultTimeout(15_000)
    await use(async ({ clockAhead = 0 } = {}) => {
      const host = await start({ clockAhead })
      return {
        async look() {
          const page = await context.newPage()
          await setPageClock(page, clockAhead)
          await signIn(page, host)
          return page
        },
        stop: () => host.stop(),
      }
    })
  },
})

/** Signs the page in by the host's link, which opens the studio. */
export async function signIn(page: Page, host: Pick<Host, 'link'>): Promise<void> {
  await page.goto(host.link)
  await expect(page.locator('#root > *').first()).toBeVisible()
}

/** Goes to a view by its address. */
export async function visit(page: Page, path: `/${string}`): Promise<void> {
  await page.evaluate((to) => {
    location.hash = to
  }, path)
}
