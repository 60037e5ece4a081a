// `webContents`: one Chromium tab, its loading, navigation guards, crash and ipc.
import { EventEmitter } from 'node:events'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { app } from './app.mjs'
import { browser } from './browser.mjs'
import { nativeImage } from './native-image.mjs'
import { nativeTheme } from './native-theme.mjs'
import { guardNavigation, guardWindowOpen } from './navigation.mjs'
import { linkPage } from './page-link.mjs'
import { toAppUrl, toBrowserUrl } from './protocol.mjs'
import { session } from './session.mjs'
import { standin } from './standin.mjs'

const live = new Map()

export class WebContents extends EventEmitter {
  static #lastId = 0
  id = ++WebContents.#lastId
  session = session.defaultSession
  mainFrame = new Frame(this)
  #window
  #targetId
  #sessionId
  #link
  #url = ''
  #title = ''
  #loading = false
  #crashed = false
  #destroyed = false
  #zoom = 1
  #openHandler
  #navigation

  constructor(window, options) {
    super()
    this.#window = window
    this.standinAttached = this.#attach(options)
    this.standinAttached.catch((error) => {
      if (!this.#destroyed) console.error('electron stand-in:', error)
    })
  }

  async #attach({ webPreferences = {}, width = 800, height = 600 }) {
    const target = await browser.cdp.send('Target.createTarget', { url: 'about:blank', width, height, newWindow: true })
    this.#targetId = target.targetId
    live.set(target.targetId, this)
    const { sessionId } = await browser.cdp.send('Target.attachToTarget', { targetId: target.targetId, flatten: true })
    this.#sessionId = sessionId
    const send = (method, params) => this.#send(method, params)
    const on = (method, listener) => browser.cdp.on(`${sessionId}:${method}`, listener)
    this.#follow(on)
    await Promise.all([send('Page.enable'), send('DOM.enable'), send('Inspector.enable')])
    const windowOpen = guardWindowOpen({
      on,
      mainFrameId: target.targetId,
      ask: (details) => this.#openHandler?.(details) ?? { action: 'allow' },
    })
    this.#link = await linkPage({
      send,
      on,
      mainFrameId: target.targetId,
      webPreferences,
      makeEvent: (extra) => this.#ipcEvent(extra),
      onMessage: (name, args) => this.emit('ipc-message', {}, name, ...args),
      onInput: (type) => this.emit('input-event', {}, { type }),
      onWindowOpen: (details) => windowOpen.fromScript(details),
    })
    this.#navigation = await guardNavigation({ contents: this, send, on, mainFrameId: target.targetId })
    await this.standinApplyTheme()
    await send('Runtime.runIfWaitingForDebugger')
  }

  #follow(on) {
    const outsideBlank = () => this.#url !== '' && this.#url !== 'about:blank'
    on('Page.frameNavigated', ({ frame }) => {
      if (frame.parentId) return
      this.#url = toAppUrl(frame.url)
      this.#crashed = false
      if (!outsideBlank()) return
      void this.session.standinApplyPermissions(this, new URL(frame.url).origin)
      void this.standinApplyTheme()
      this.emit('did-navigate', {}, this.#url, 200, 'OK')
    })
    on('Page.navigatedWithinDocument', ({ frameId, url }) => {
      if (frameId !== this.#targetId) return
      this.#url = toAppUrl(url)
      this.emit('did-navigate-in-page', {}, this.#url, true)
    })
    on('Page.frameStartedLoading', ({ frameId }) => {
      if (frameId !== this.#targetId) return
      this.#loading = true
      this.emit('did-start-loading')
    })
    on('Page.frameStoppedLoading', ({ frameId }) => {
      if (frameId !== this.#targetId) return
      this.#loading = false
      this.emit('did-stop-loading')
    })
    on('Page.domContentEventFired', () => outsideBlank() && this.emit('dom-ready', {}))
    on('Page.loadEventFired', () => {
      if (!outsideBlank()) return
      this.emit('did-finish-load')
      this.#window.standinFirstPaint()
    })
    on('Inspector.targetCrashed', () => {
      this.#crashed = true
      this.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 5 })
    })
    on('Runtime.consoleAPICalled', ({ type, args }) => {
      const message = args.map((arg) => arg.value ?? arg.description).join(' ')
      const level = { error: 'error', warning: 'warning', debug: 'debug' }[type] ?? 'info'
      this.emit('console-message', { level, message, lineNumber: 0, sourceId: '', frame: this.mainFrame })
    })
  }

  #send(method, params) {
    return browser.cdp.send(method, params, this.#sessionId)
  }

  #ipcEvent({ ports }) {
    const { mainFrame } = this
    const reply = (name, ...args) => this.send(name, ...args)
    return { type: 'frame', sender: this, senderFrame: mainFrame, frameId: 1, processId: 1, ports, reply }
  }

  send(name, ...args) {
    if (!this.#destroyed) this.#link?.deliver(name, args)
  }

  async loadURL(url) {
    await this.standinAttached
    const finished = new Promise((settle) => this.once('did-finish-load', settle))
    this.#navigation.allowNext()
    const { errorText } = await this.#send('Page.navigate', { url: toBrowserUrl(url) })
    if (errorText) {
      this.emit('did-fail-load', {}, -2, errorText, url, true)
      throw Object.assign(new Error(`${errorText} (-2) loading '${url}'`), { code: errorText, errno: -2, url })
    }
    await finished
  }
  loadFile(path, { query = {}, hash } = {}) {
    const url = pathToFileURL(resolve(app.getAppPath(), path))
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value)
    if (hash) url.hash = hash
    return this.loadURL(url.href)
  }
  reload() {
    this.#navigation.allowNext()
    // A crashed tab does not answer Page.reload; navigating to the same place gives it a new renderer.
    const again = this.#crashed ? ['Page.navigate', { url: toBrowserUrl(this.#url) }] : ['Page.reload']
    this.#send(...again).catch(() => {})
  }
  reloadIgnoringCache() {
    this.reload()
  }

  getURL() {
    return this.#url
  }
  getTitle() {
    return this.#title
  }
  isLoading() {
    return this.#loading
  }
  isDestroyed() {
    return this.#destroyed
  }
  isCrashed() {
    return this.#crashed
  }
  isFocused() {
    return this.#window.isFocused()
  }
  focus() {}
  getOSProcessId() {
    return browser.child.pid
  }
  getType() {
    return 'window'
  }
  setWindowOpenHandler(handler) {
    this.#openHandler = handler
  }
  forcefullyCrashRenderer() {
    this.#send('Page.crash').catch(() => {})
  }

  async executeJavaScript(code, userGesture = false) {
    const options = { expression: code, awaitPromise: true, returnByValue: true, userGesture }
    const { result, exceptionDetails } = await this.#send('Runtime.evaluate', options)
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text)
    return result.value
  }
  async capturePage() {
    const { data } = await this.#send('Page.captureScreenshot', { format: 'png' })
    return nativeImage.createFromBuffer(Buffer.from(data, 'base64'))
  }
  async printToPDF(options = {}) {
    const { data } = await this.#send('Page.printToPDF', options)
    return Buffer.from(data, 'base64')
  }

  downloadURL(url) {
    standin.record('downloadURL', url)
  }

  setZoomFactor(factor) {
    this.#zoom = factor
  }
  getZoomFactor() {
    return this.#zoom
  }
  setVisualZoomLevelLimits() {}
  setBackgroundThrottling() {}
  openDevTools() {}
  closeDevTools() {}
  isDevToolsOpened() {
    return false
  }
  toggleDevTools() {}

  close() {
    if (!this.#destroyed) this.#window.close()
  }

  get standinWindow() {
    return this.#window
  }
  async standinApplyTheme() {
    if (!this.#sessionId) return
    const value = nativeTheme.shouldUseDarkColors ? 'dark' : 'light'
    await this.#send('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-color-scheme', value }] }).catch(
      () => {},
    )
  }
  standinTitle(title) {
    if (title === this.#title) return
    this.#title = title
    this.emit('page-title-updated', {}, title, true)
    this.#window.standinPageTitle(title)
  }
  standinCloseTarget() {
    return this.standinAttached
      .then(() => browser.cdp.send('Target.closeTarget', { targetId: this.#targetId }))
      .catch(() => {}) // already closed
  }
  standinDestroyed() {
    if (this.#destroyed) return
    this.#destroyed = true
    live.delete(this.#targetId)
    this.emit('destroyed')
  }
}

/** Frames below the main one exist in Chromium but are not shown to the app. */
class Frame {
  #contents
  parent = null
  processId = 1
  routingId = 1
  frames = []
  constructor(contents) {
    this.#contents = contents
  }
  get url() {
    return this.#contents.getURL()
  }
  get origin() {
    const [, origin] = /^([a-z][\w+.-]*:\/\/[^/?#]*)/.exec(this.url) ?? []
    return origin ?? 'null'
  }
  get top() {
    return this
  }
  isDestroyed() {
    return this.#contents.isDestroyed()
  }
  executeJavaScript(code, userGesture) {
    return this.#contents.executeJavaScript(code, userGesture)
  }
}

export const webContents = {
  getAllWebContents: () => [...live.values()],
  getFocusedWebContents: () => [...live.values()].find((contents) => contents.isFocused()) ?? null,
  fromId: (id) => [...live.values()].find((contents) => contents.id === id),
  fromDevToolsTargetId: (targetId) => live.get(targetId),
}

/** Called once Chromium runs: tabs that went away by themselves, and titles. */
export function followTargets() {
  browser.cdp.on('Target.targetDestroyed', ({ targetId }) => live.get(targetId)?.standinWindow.destroy())
  browser.cdp.on('Target.targetInfoChanged', ({ targetInfo }) => {
    if (targetInfo.url !== 'about:blank') live.get(targetInfo.targetId)?.standinTitle(targetInfo.title)
  })
  nativeTheme.on('updated', () => {
    for (const contents of live.values()) void contents.standinApplyTheme()
  })
}
