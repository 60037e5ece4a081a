// What the stand-in claims, shown on a small app of its own. With a real Electron these hold as well, save where noted.
import { expect, test, _electron, type ElectronApplication, type Page } from '@playwright/test'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const standin = join(import.meta.dirname, '../../electron-standin')
const fixture = join(standin, 'fixture')

interface Bridge {
  echo(value: unknown): Promise<{ value: unknown; from: string }>
  fail(): Promise<void>
  onEvent(listener: (value: unknown) => void): void
  pathOf(file: File): string
}
declare const bridge: Bridge

let userData: string
let app: ElectronApplication
let page: Page

async function launch() {
  const env = { ...process.env, ELECTRON_OVERRIDE_DIST_PATH: standin } as Record<string, string>
  process.env.ELECTRON_OVERRIDE_DIST_PATH = standin
  app = await _electron.launch({ args: [fixture, `--user-data-dir=${userData}`], env, colorScheme: null })
  page = await app.firstWindow()
  await expect(page.getByRole('heading', { name: 'Fixture' })).toBeVisible()
}

const seen = () => app.evaluate(() => (globalThis as unknown as { seen: unknown[] }).seen)

test.beforeEach(async () => {
  userData = await mkdtemp(join(tmpdir(), 'standin-'))
  await launch()
})

test.afterEach(async () => {
  await app.close()
  await rm(userData, { recursive: true, force: true })
})

test('calls, errors and values cross between page and main process', async () => {
  const echoed = await page.evaluate(async () => {
    const value = { at: new Date(5), bytes: new Uint8Array([1, 2, 255]), missing: undefined, map: new Map([[1, 'a']]) }
    const answer = (await bridge.echo(value)) as { value: typeof value; from: string }
    return [answer.value.at.getTime(), [...answer.value.bytes], answer.value.map.get(1), answer.from]
  })
  expect(echoed).toEqual([5, [1, 2, 255], 'a', 'app://studio/'])
  const failed = await page.evaluate(() => bridge.fail().catch((error: Error) => error.message))
  expect(failed).toContain("Error invoking remote method 'fail': Error: boom")
  await expect(page.evaluate(() => bridge.echo(() => {}))).rejects.toThrow()
})

test('messages and ports work in both directions', async () => {
  await page.evaluate(() => bridge.onEvent((value) => (document.querySelector('output')!.textContent = String(value))))
  // Sent until it arrives: a page that says it listens is heard by its process a moment later.
  const sent = async () => {
    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.webContents.send('event', 'hello'))
    return page.locator('output').textContent()
  }
  await expect.poll(sent).toBe('hello')

  const echoed = await page.evaluate(async () => {
    const { port1, port2 } = new MessageChannel()
    window.postMessage('port', location.origin, [port2])
    port1.postMessage({ big: 10n })
    return new Promise((resolve) => (port1.onmessage = ({ data }) => resolve(String((data as { big: bigint }).big))))
  })
  expect(echoed).toBe('10')
})

test('the preload runs apart from the page and leaves one frozen object', async () => {
  const found = await page.evaluate(() => [
    Object.isFrozen(bridge),
    typeof (globalThis as Record<string, unknown>)['require'],
    typeof (globalThis as Record<string, unknown>)['process'],
    Object.keys(globalThis).filter((key) => /standin|electron/i.test(key)),
  ])
  expect(found).toEqual([true, 'undefined', 'undefined', []])
})

test('a custom scheme streams, hands over Range and applies its headers', async () => {
  const range = await page.evaluate(async () => (await fetch('/range', { headers: { range: 'bytes=2-5' } })).text())
  expect(range).toBe('bytes=2-5')
  const first = await page.evaluate(async () => {
    const reader = (await fetch('/slow')).body!.getReader()
    const { value } = await reader.read()
    return new TextDecoder().decode(value)
  })
  expect(first).toBe('first\n')
  await app.evaluate(() => (globalThis as unknown as { releaseSlow(): void }).releaseSlow())
  const ran = await page.evaluate(() => {
    const script = document.createElement('script')
    script.textContent = 'window.inlineRan = true'
    document.body.append(script)
    return 'inlineRan' in window
  })
  expect(ran).toBe(false)
})

test('navigation and window.open ask the app first', async () => {
  await page.getByText('away').click()
  await page.getByText('popup').click()
  await page.getByText('mail').click()
  expect(await page.evaluate(() => window.open('/by-script'))).toBeNull()
  await expect.poll(seen).toEqual([
    ['will-navigate', 'https://elsewhere.example/'],
    ['window-open', 'https://popup.example/'],
    ['will-navigate', 'mailto:someone@example.org'],
    ['window-open', 'app://studio/by-script'],
  ])
  await expect(page.getByRole('heading', { name: 'Fixture' })).toBeVisible()
  expect(app.windows()).toHaveLength(1)
})

test('refused permissions are refused in the page', async () => {
  const state = () => page.evaluate(async () => (await navigator.permissions.query({ name: 'geolocation' })).state)
  await expect.poll(state).toBe('denied')
})

test('the chosen theme is the one the page sees', async () => {
  const dark = () => page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches)
  await app.evaluate(({ nativeTheme }) => (nativeTheme.themeSource = 'dark'))
  await expect.poll(dark).toBe(true)
  await app.evaluate(({ nativeTheme }) => (nativeTheme.themeSource = 'light'))
  await expect.poll(dark).toBe(false)
})

test('a chosen file has a path', async () => {
  const path = join(userData, 'picture.txt')
  await writeFile(path, 'x')
  await page.evaluate(() => {
    const input = document.querySelector('input')!
    input.addEventListener(
      'change',
      () => (document.querySelector('output')!.textContent = bridge.pathOf(input.files![0]!)),
    )
  })
  await page.getByLabel('File').setInputFiles(path)
  // Under the real contextBridge a File crosses as itself; here it is recognised by name, size and time.
  await expect(page.locator('output')).toHaveText(path)
})

test('a crashed page is reported and can be loaded again', async () => {
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.webContents.forcefullyCrashRenderer())
  await expect.poll(seen).toEqual([['gone', 'crashed']])
  const title = await app.evaluate(async ({ BrowserWindow }) => {
    const { webContents } = BrowserWindow.getAllWindows()[0]!
    const loaded = new Promise((resolve) => webContents.once('did-finish-load', () => resolve(undefined)))
    webContents.reload()
    await loaded
    return webContents.executeJavaScript('document.title') as Promise<string>
  })
  expect(title).toBe('Fixture')
})

test('a second start hands its arguments to the first and ends', async () => {
  const second = spawn(join(standin, 'electron'), [fixture, `--user-data-dir=${userData}`, 'app-link://x'])
  const [code] = await once(second, 'exit')
  expect(code).toBe(0)
  await expect.poll(seen).toEqual([['second-instance', 'app-link://x']])
})

test('what a page stores is there after a relaunch, and the window is a picture of its page', async () => {
  await page.evaluate(() => localStorage.setItem('kept', 'yes'))
  expect((await page.screenshot()).length).toBeGreaterThan(1_000)
  await app.close()
  await launch()
  expect(await page.evaluate(() => localStorage.getItem('kept'))).toBe('yes')
})
