import { BrowserWindow, nativeTheme, screen, type WebContents } from 'electron'
import { hostChannel } from '../contract/host-bridge.ts'
import type { HostEvent } from '../contract/host.ts'
import type { Log } from '../core/log.ts'
import { minimumSize, placeWindow, type Rectangle } from './bounds.ts'
import { showContextMenu } from './context-menu.ts'
import { afterCrash } from './crash-policy.ts'
import { createEventQueue } from './event-queue.ts'
import { decide, type Wish } from './window-policy.ts'
import { readWindowState, writeWindowState } from './window-state.ts'
import type { Words } from './words.ts'

export interface WindowOptions {
  readonly pageUrl: string
  readonly pageOrigin: string
  readonly preload: string
  readonly icon: string
  /** Where its place is kept. */
  readonly stateFile: string
  readonly log: Log
  words(): Words
  /** The person closes the window: hide it, or leave it to whoever ends the program. It is never just closed. */
  onClose(): 'hide' | 'stay'
  openOutside(url: string): void
  /** The page crashed again right after it was loaded again; `reload` tries once more. */
  onCrashedTwice(reload: () => void): void
  onLoadFailed(error: unknown): void
}

export interface AppWindow {
  /** Opens it if there is none, and brings it to the front. */
  show(): void
  /** Tells the page, now or when it listens; opens nothing. */
  tell(event: HostEvent): void
  pageListens(): void
  pageFlushed(): void
  /** Lets the page save what is being edited, at most `within` ms. */
  flush(within: number): Promise<void>
  /** Milliseconds since the person last did something in it; null: never. */
  sinceInput(): number | null
  current(): BrowserWindow | null
  destroy(): void
}

/** The studio's one window: made when needed, remembered, guarded, and mended when its page crashes. */
export function createAppWindow(options: WindowOptions): AppWindow {
  let window: BrowserWindow | null = null
  let lastInput: number | null = null
  let lastReload: number | null = null
  let flushed: (() => void) | null = null
  let savePlace = () => {}
  const queue = createEventQueue((event) => window?.webContents.send(hostChannel.event, event))
  const sinceInput = () => (lastInput === null ? null : performance.now() - lastInput)

  function open(): BrowserWindow {
    const saved = readWindowState(options.stateFile)
    const made = new BrowserWindow({
      ...placeWindow(saved?.bounds ?? null, workAreas()),
      minWidth: minimumSize.width,
      minHeight: minimumSize.height,
      show: false,
      title: 'Broadside',
      icon: options.icon,
      backgroundColor: nativeTheme.shouldUseDarkColors ? '#171513' : '#faf7f2',
      webPreferences: {
        preload: options.preload,
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        nodeIntegrationInWorker: false,
        nodeIntegrationInSubFrames: false,
        webSecurity: true,
        webviewTag: false,
        // On Linux Chromium would fetch dictionaries from its maker; elsewhere the system's own are used.
        spellcheck: process.platform !== 'linux',
      },
    })
    if (saved?.maximized) made.maximize()
    made.once('ready-to-show', () => made.show())
    savePlace = keepPlace(made, options.stateFile)
    guard(made.webContents, { ...options, sinceInput })
    watch(made)
    made.loadURL(options.pageUrl).catch(options.onLoadFailed)
    return made
  }

  function watch(made: BrowserWindow) {
    made.on('close', (event) => {
      event.preventDefault()
      if (options.onClose() === 'hide') made.hide()
    })
    made.on('closed', () => {
      window = null
      queue.stop()
      flushed?.()
    })
    made.webContents.on('input-event', (_, { type }) => {
      if (/^(mouseDown|mouseUp|rawKeyDown|keyDown|touchEnd|gestureTap)$/.test(type)) lastInput = performance.now()
    })
    // Another document: not one that was refused, nor a move within the page.
    made.webContents.on('did-navigate', () => queue.stop())
    made.webContents.on('context-menu', (_, params) => showContextMenu(made, params, options.words()))
    made.webContents.on('render-process-gone', (_, { reason, exitCode }) => {
      if (reason === 'clean-exit') return
      queue.stop()
      options.log.error('The page is gone', { reason, exitCode })
      const reload = () => {
        lastReload = performance.now()
        if (!made.isDestroyed()) made.webContents.reload()
      }
      if (afterCrash(lastReload, performance.now()) === 'reload') reload()
      else options.onCrashedTwice(reload)
    })
  }

  return {
    show() {
      if (!window) {
        window = open()
        return
      }
      if (window.isMinimized()) window.restore()
      window.show()
      window.focus()
    },
    tell: (event) => queue.tell(event),
    pageListens: () => queue.listen(),
    pageFlushed: () => flushed?.(),
    async flush(within) {
      if (!window || !queue.isListening) return
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, within)
        flushed = () => {
          clearTimeout(timer)
          resolve()
        }
        queue.tell({ type: 'flush' })
      })
      flushed = null
    },
    sinceInput,
    current: () => window,
    destroy() {
      savePlace()
      window?.destroy()
    },
  }
}

function workAreas(): readonly [Rectangle, ...Rectangle[]] {
  const primary = screen.getPrimaryDisplay()
  const others = screen.getAllDisplays().filter((display) => display.id !== primary.id)
  return [primary.workArea, ...others.map((display) => display.workArea)]
}

/** Keeps the window's place while it moves; the returned function does so at once, for when it is about to go. */
function keepPlace(window: BrowserWindow, file: string): () => void {
  let timer: NodeJS.Timeout | undefined
  const save = () => {
    clearTimeout(timer)
    if (!window.isDestroyed())
      writeWindowState(file, { bounds: window.getNormalBounds(), maximized: window.isMaximized() })
  }
  const soon = () => {
    clearTimeout(timer)
    timer = setTimeout(save, 400)
  }
  window.on('resize', soon)
  window.on('move', soon)
  window.on('maximize', soon)
  window.on('unmaximize', soon)
  window.on('hide', save)
  return save
}

interface Guard {
  readonly pageOrigin: string
  readonly log: Log
  sinceInput(): number | null
  openOutside(url: string): void
}

/** Applies the window policy to everything a page can try. */
function guard(contents: WebContents, { pageOrigin, log, sinceInput, openOutside }: Guard) {
  /** Whether the page may go there; what is to be opened outside or saved is. */
  function allows(kind: Wish['kind'], url: string): boolean {
    const verdict = decide({ kind, url, sinceInput: sinceInput() }, pageOrigin)
    if (verdict === 'open-outside') openOutside(url)
    if (verdict === 'save') contents.downloadURL(url)
    if (verdict === 'refuse') log.warn('Refused to go there', { kind, scheme: URL.parse(url)?.protocol ?? null })
    return verdict === 'stay'
  }
  contents.on('will-frame-navigate', (event) => {
    if (!event.isMainFrame && !allows('frame', event.url)) event.preventDefault()
  })
  contents.on('will-navigate', (event) => {
    if (!allows('navigate', event.url)) event.preventDefault()
  })
  contents.on('will-redirect', (event) => {
    if (!event.isMainFrame || !allows('navigate', event.url)) event.preventDefault()
  })
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.setWindowOpenHandler(({ url }) => {
    allows('window', url)
    return { action: 'deny' }
  })
}
