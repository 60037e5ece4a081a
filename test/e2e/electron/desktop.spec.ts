import { expect, type ElectronApplication, type Page } from '@playwright/test'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { DesktopBridge } from '../../../src/contract/host-bridge.ts'
import { desktopArguments, desktopTest as test, electronProgram, makeFilesDir, onStandin } from '../support/desktop.ts'
import { clientInPage } from '../support/page-client.ts'
import { callOwner, makeWorkspace, readOwner } from '../support/owner.ts'

/** The route the page is at, without its origin: that is written differently under the stand-in. */
const routeOf = (page: Page) => page.evaluate(() => location.hash)

const menuClick = (app: ElectronApplication, id: string) =>
  app.evaluate(({ Menu }, item) => Menu.getApplicationMenu()?.getMenuItemById(item)?.click(), id)

/** Keeps what the program hands to the system from now on, in place of doing it. */
async function watchOpened(app: ElectronApplication): Promise<() => Promise<string[]>> {
  await app.evaluate(({ shell }) => {
    const opened: string[] = []
    Object.assign(globalThis, { opened })
    shell.openExternal = async (url) => void opened.push(url)
  })
  return () => app.evaluate(() => (globalThis as unknown as { opened: string[] }).opened)
}

test.describe('the window', () => {
  test('is shown with its menu, and a menu item takes the page to its view', async ({ dataDir, launch }) => {
    const { app, page } = await launch()
    await makeWorkspace(dataDir, 'Menu')
    await expect(page.getByRole('navigation').first()).toBeVisible()
    const state = await app.evaluate(({ BrowserWindow, app: program }) => {
      const [window] = BrowserWindow.getAllWindows()
      return {
        visible: window?.isVisible(),
        url: window?.webContents.getURL(),
        count: BrowserWindow.getAllWindows().length,
        name: program.getName(),
      }
    })
    expect(state).toMatchObject({ visible: true, count: 1, name: 'Broadside' })
    expect(state.url).toMatch(/^app:\/\/studio\//)
    // A view that is asked for while the page settles on its first, Today or the welcome, is not taken back.
    await expect(page.getByRole('heading').first()).toBeVisible()
    await expect.poll(() => routeOf(page)).toMatch(/\/(today|welcome)/)
    await menuClick(app, 'posts')
    await expect.poll(() => routeOf(page)).toContain('/posts')
    await menuClick(app, 'compose')
    await expect.poll(() => routeOf(page)).toContain('/compose')
  })

  test('opens where it was, and keeps what was written, after a relaunch', async ({ dataDir, launch }) => {
    const first = await launch()
    const workspace = await makeWorkspace(dataDir, 'Kept')
    await first.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.setBounds({ x: 40, y: 60, width: 1_010, height: 710 }),
    )
    await menuClick(first.app, 'new-post')
    const field = first.page.locator('textarea').first()
    await field.fill('Written just before the program ended')
    await first.quit() // at once: nothing has time to be saved by itself

    const second = await launch()
    const bounds = await second.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getNormalBounds())
    expect(bounds).toEqual({ x: 40, y: 60, width: 1_010, height: 710 })
    const { items } = await callOwner<{ items: { firstLine: string }[] }>(dataDir, 'GET', '/v1/posts', { workspace })
    expect(items.map((post) => post.firstLine)).toEqual(['Written just before the program ended'])
  })

  test('is brought to the front by a second start, which hands over its link and ends', async ({ dataDir, launch }) => {
    const { app, page } = await launch()
    await makeWorkspace(dataDir, 'One')
    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.minimize())
    const link = `broadside://compose?text=${encodeURIComponent('From a second start\nwith two lines')}`
    const second = spawn(electronProgram(), [...desktopArguments(dataDir), link], { stdio: 'ignore' })
    const [code] = (await once(second, 'exit')) as [number]
    expect(code).toBe(0)
    await expect
      .poll(() => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isMinimized()))
      .toBe(false)
    await expect(page.locator('textarea').first()).toHaveValue('From a second start\nwith two lines')
    expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1)
  })

  test('opens with the link it was started by', async ({ dataDir, launch }) => {
    const before = await launch()
    await makeWorkspace(dataDir, 'Link')
    await before.quit()
    const { page } = await launch('broadside://compose?text=Started%20by%20a%20link')
    await expect(page.locator('textarea').first()).toHaveValue('Started by a link')
  })

  test('is loaded again when its page crashes, and asks when it crashes again', async ({ dataDir, launch }) => {
    const { app } = await launch()
    await makeWorkspace(dataDir, 'Crash')
    await app.evaluate(({ dialog }) => {
      const asked: string[] = []
      Object.assign(globalThis, { asked })
      dialog.showMessageBox = (async (options: { message: string }) => {
        asked.push(options.message)
        return { response: 0, checkboxChecked: false }
      }) as never
    })
    const crash = () =>
      app.evaluate(async ({ BrowserWindow }) => {
        const contents = BrowserWindow.getAllWindows()[0]?.webContents
        const loaded = new Promise((resolve) => contents?.once('did-finish-load', () => resolve(null)))
        contents?.forcefullyCrashRenderer()
        await loaded
        return contents?.executeJavaScript('document.querySelector("#root") !== null') as Promise<boolean>
      })
    expect(await crash()).toBe(true)
    expect(await app.evaluate(() => (globalThis as unknown as { asked: string[] }).asked)).toEqual([])
    expect(await crash()).toBe(true)
    expect(await app.evaluate(() => (globalThis as unknown as { asked: string[] }).asked)).toEqual([
      'The window stopped working',
    ])
  })
})

test.describe('posts', () => {
  test('a published post is told by a notification, and a click on it shows that post', async ({ dataDir, launch }) => {
    const { app, page } = await launch()
    const workspace = await makeWorkspace(dataDir, 'Notify')
    await app.evaluate(({ Notification }) => {
      const shown: Electron.Notification[] = []
      Object.assign(globalThis, { shown })
      Notification.prototype.show = function (this: Electron.Notification) {
        shown.push(this)
      }
    })
    const shown = () =>
      app.evaluate(() =>
        (globalThis as unknown as { shown: { title: string; body: string }[] }).shown.map(({ title, body }) => ({
          title,
          body,
        })),
      )
    const postId = await publishNow(dataDir, workspace, 'Out into the practice feed')
    await expect.poll(shown, { timeout: 30_000 }).toHaveLength(1)
    expect((await shown())[0]?.title).toBe('Published')
    await app.evaluate(() =>
      (globalThis as unknown as { shown: { emit(name: string): void }[] }).shown[0]?.emit('click'),
    )
    await expect.poll(() => routeOf(page)).toContain(postId)
  })

  test('closing the window while something is scheduled keeps the program in the tray, else ends it', async ({
    dataDir,
    launch,
  }) => {
    const { app } = await launch()
    const workspace = await makeWorkspace(dataDir, 'Tray')
    const accounts = await callOwner<{ id: string }[]>(dataDir, 'GET', '/v1/accounts', { workspace })
    const post = await makePost(dataDir, workspace, 'Later', accounts[0]?.id ?? '')
    const at = new Date(Date.now() + 3_600_000).toISOString()
    await callOwner(dataDir, 'POST', `/v1/posts/${post}/schedule`, { workspace, body: { when: { at } } })
    if (onStandin) {
      const labels = () =>
        app.evaluate(() =>
          (
            globalThis as unknown as { standin: { trays: { menu: { items: { label: string }[] } }[] } }
          ).standin.trays[0]?.menu.items.map((item) => item.label),
        )
      await expect.poll(labels).toContainEqual(expect.stringMatching(/^Next: .* · Later$/))
    } else await new Promise((resolve) => setTimeout(resolve, 2_000))
    const closeWindow = () => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close())
    await closeWindow()
    await expect
      .poll(() => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible()))
      .toBe(false)
    expect((await readOwner(dataDir)).host).toBe('desktop')

    await callOwner(dataDir, 'POST', `/v1/posts/${post}/cancel`, { workspace })
    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.show())
    await new Promise((resolve) => setTimeout(resolve, 1_000))
    const ended = app.waitForEvent('close')
    await closeWindow().catch(() => {}) // it may be gone before it answers
    await ended
  })

  test('the studio hears when the machine wakes up', async ({ launch }) => {
    const { app } = await launch()
    const listening = await app.evaluate(({ powerMonitor }) =>
      ['resume', 'unlock-screen'].map((event) => powerMonitor.listenerCount(event)),
    )
    expect(listening).toEqual([1, 1])
  })
})

test('theme and language of the settings reach the page and the menu at once', async ({ dataDir, launch }) => {
  const { app, page } = await launch()
  const dark = () => page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches)
  const newPost = () => app.evaluate(({ Menu }) => Menu.getApplicationMenu()?.getMenuItemById('new-post')?.label)
  await callOwner(dataDir, 'PATCH', '/v1/settings', { body: { theme: 'dark', language: 'de' } })
  await expect.poll(dark).toBe(true)
  await expect.poll(newPost).toBe('Neuer Beitrag')
  await callOwner(dataDir, 'PATCH', '/v1/settings', { body: { theme: 'light', language: 'en' } })
  await expect.poll(dark).toBe(false)
  await expect.poll(newPost).toBe('New post')
})

test.describe('what a page may not do', () => {
  test('it sees one frozen bridge, no Node, and strict headers', async ({ launch }) => {
    const { page } = await launch()
    const seen = await page.evaluate(async () => {
      const { broadside } = globalThis as unknown as { broadside: DesktopBridge }
      const answer = await fetch(location.pathname)
      const script = document.createElement('script')
      script.textContent = 'globalThis.inlineRan = true'
      document.body.append(script)
      return {
        keys: Object.keys(broadside).toSorted(),
        frozen: Object.isFrozen(broadside),
        node: ['require', 'process', 'Buffer', 'module', 'electron', 'ipcRenderer'].filter(
          (name) => name in globalThis,
        ),
        csp: answer.headers.get('content-security-policy'),
        nosniff: answer.headers.get('x-content-type-options'),
        inlineRan: 'inlineRan' in globalThis,
      }
    })
    expect(seen).toMatchObject({
      keys: ['call', 'on', 'pathOf', 'platform'],
      frozen: true,
      node: [],
      nosniff: 'nosniff',
      inlineRan: false,
    })
    expect(seen.csp).toContain("default-src 'none'")
    expect(seen.csp).toContain("script-src 'self'")
    expect(seen.csp).not.toMatch(/script-src[^;]*(unsafe|http|\*)/)
  })

  test('navigation away and new windows are refused; a clicked link opens in the browser', async ({ launch }) => {
    const { app, page } = await launch()
    const opened = await watchOpened(app)
    const at = () =>
      app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().map((window) => window.webContents.getURL()))
    const before = await at()
    await page.evaluate(() => {
      window.open('https://unasked.example/')
      location.href = 'https://unasked.example/'
    })
    await page.evaluate(() => {
      for (const href of ['https://asked.example/', 'file:///etc/passwd', 'javascript:void(globalThis.ran = true)']) {
        const link = Object.assign(document.createElement('a'), {
          href,
          target: href.startsWith('https') ? '_blank' : '',
          textContent: href,
        })
        link.style.cssText = 'position:fixed;top:0;left:0;z-index:99999;background:white'
        document.body.append(link)
      }
    })
    for (const text of ['javascript:void', 'file:///', 'https://asked']) {
      const link = page.locator('a', { hasText: text })
      await link.click()
      await link.evaluate((node) => node.remove())
    }
    await expect.poll(opened).toEqual(['https://asked.example/'])
    expect((await at()).map((url) => url.split('#')[0])).toEqual(before.map((url) => url.split('#')[0]))
    expect(await page.evaluate(() => 'ran' in globalThis)).toBe(false)
  })

  test('frames stay empty', async ({ launch }) => {
    const { page } = await launch()
    const loaded = await page.evaluate(async () => {
      const frame = Object.assign(document.createElement('iframe'), { src: '/index.html' })
      document.body.append(frame)
      await new Promise((resolve) => setTimeout(resolve, 500))
      return frame.contentDocument?.querySelector('#root') != null
    })
    expect(loaded).toBe(false)
  })

  test('no device, place or notification is granted to it', async ({ launch }) => {
    const { page } = await launch()
    const states = () =>
      page.evaluate(async () => {
        const names = ['geolocation', 'notifications', 'midi'] as const
        return Promise.all(
          names.map(async (name) => (await navigator.permissions.query({ name: name as PermissionName })).state),
        )
      })
    await expect.poll(states).toEqual(['denied', 'denied', 'denied'])
  })

  test('calls it should not make are refused', async ({ launch }) => {
    const { page } = await launch()
    const codes = await page.evaluate(async () => {
      const { broadside } = globalThis as unknown as {
        broadside: { call(name: string, input: unknown): Promise<{ error?: { code: string } }> }
      }
      const codeOf = async (name: string, input: unknown) => (await broadside.call(name, input)).error?.code
      return [
        await codeOf('quit', null),
        await codeOf('__proto__', null),
        await codeOf('openExternal', 'https://unasked.example/'),
        await codeOf('openExternal', { url: 'https://unasked.example/' }),
        await codeOf('openExternal', { url: 'file:///etc/passwd' }),
        await codeOf('showInFolder', { path: '/etc/passwd' }),
      ]
    })
    expect(codes).toEqual(['unknown_call', 'unknown_call', 'invalid_input', 'refused', 'refused', 'refused'])
    const claimed = page.evaluate(() =>
      (globalThis as unknown as { broadside: { call(name: string, input: unknown): unknown } }).broadside.call(
        'fileChosen',
        { path: '/etc/passwd' },
      ),
    )
    await expect(claimed).rejects.toThrow('not for the page')
  })

  test('it can add a file the person chose, and no other', async ({ dataDir, launch }) => {
    const { app, page } = await launch()
    const folder = await makeFilesDir(dataDir)
    const chosen = join(folder, 'chosen.png')
    await writeFile(
      chosen,
      Buffer.from(
        'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
        'base64',
      ),
    )
    await app.evaluate(({ dialog }, path) => {
      dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [path] })
    }, chosen)
    const workspace = await makeWorkspace(dataDir, 'Files')
    const client = await clientInPage(page, workspace)
    const reasonOf = (path: string) =>
      client.assets.add({ path }).then(
        () => 'added',
        (error: { code: string }) => error.code,
      )
    expect(await reasonOf(chosen)).toBe('file_refused')
    const picked = await page.evaluate(() =>
      (globalThis as unknown as { broadside: DesktopBridge }).broadside.call('pickFiles', {
        kind: 'media',
        multiple: false,
      }),
    )
    expect(picked).toEqual({ ok: true, value: [{ path: chosen, name: 'chosen.png' }] })
    expect(await reasonOf(chosen)).toBe('added')
    expect(await reasonOf(join(dataDir, 'test.key'))).toBe('file_refused')
    expect(await reasonOf(join(dataDir, 'studio.db'))).toBe('file_refused')

    const [asset] = (await client.assets.list({})).items
    const media = await page.evaluate(async (path) => {
      const answer = await fetch(path, { headers: { range: 'bytes=1-3' } })
      return [answer.status, await answer.text(), answer.headers.get('content-security-policy')]
    }, `/media/${workspace}/${asset?.paths.file}`)
    expect(media).toEqual([206, 'PNG', expect.stringContaining('sandbox')])
    const outside = await page.evaluate(
      async (id) => (await fetch(`/media/${id}/..%2f..%2ftest.key/file`)).status,
      workspace,
    )
    expect(outside).toBe(404)
  })

  test('nothing secret is in the log', async ({ dataDir, launch }) => {
    const { quit } = await launch()
    const { token } = await readOwner(dataDir)
    const key = (await readFile(join(dataDir, 'test.key'), 'utf8')).trim()
    await quit()
    const log = await readFile(join(dataDir, 'logs/broadside.log'), 'utf8')
    expect(log).toContain('Starting')
    expect(log).not.toContain(token)
    expect(log).not.toContain(key)
    if (process.platform !== 'win32') expect((await stat(join(dataDir, 'logs/broadside.log'))).mode & 0o077).toBe(0)
  })
})

async function makePost(dataDir: string, workspace: string, text: string, accountId: string): Promise<string> {
  const body = { title: '', parts: [{ text, media: [] }], variants: [{ accountId, parts: null, settings: {} }] }
  const { id } = await callOwner<{ id: string }>(dataDir, 'POST', '/v1/posts', { workspace, body })
  return id
}

async function publishNow(dataDir: string, workspace: string, text: string): Promise<string> {
  const [account] = await callOwner<{ id: string }[]>(dataDir, 'GET', '/v1/accounts', { workspace })
  const id = await makePost(dataDir, workspace, text, account?.id ?? '')
  await callOwner(dataDir, 'POST', `/v1/posts/${id}/schedule`, { workspace, body: { when: { now: true } } })
  return id
}
