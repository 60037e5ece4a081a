// `BrowserWindow`: state a window manager would keep (nothing is drawn) around one webContents.
import { EventEmitter } from 'node:events'
import { app } from './app.mjs'
import { screen } from './screen.mjs'
import { preventable } from './standin.mjs'
import { WebContents } from './web-contents.mjs'
import { openWindows } from './windows.mjs'

let focused = null

export class BrowserWindow extends EventEmitter {
  static #lastId = 0
  id = ++BrowserWindow.#lastId
  #bounds
  #title
  #visible
  #state = { minimized: false, maximized: false, fullScreen: false }
  #destroyed = false
  #painted = false

  static getAllWindows() {
    return [...openWindows]
  }
  static getFocusedWindow() {
    return focused
  }
  static fromWebContents(contents) {
    return contents?.standinWindow ?? null
  }
  static fromId(id) {
    return [...openWindows].find((window) => window.id === id) ?? null
  }

  constructor(options = {}) {
    super()
    if (!app.isReady()) throw new Error('Cannot create BrowserWindow before app is ready')
    const { width = 800, height = 600, title = app.name, show = true } = options
    const { workArea } = screen.getPrimaryDisplay()
    const x = options.x ?? workArea.x + Math.round((workArea.width - width) / 2)
    const y = options.y ?? workArea.y + Math.round((workArea.height - height) / 2)
    this.#bounds = { x, y, width, height }
    this.#title = title
    this.#visible = show
    openWindows.add(this)
    this.webContents = new WebContents(this, options)
    if (show) this.focus()
    app.emit('browser-window-created', {}, this)
    app.emit('web-contents-created', {}, this.webContents)
  }

  loadURL(url, options) {
    return this.webContents.loadURL(url, options)
  }
  loadFile(path, options) {
    return this.webContents.loadFile(path, options)
  }
  reload() {
    this.webContents.reload()
  }

  show() {
    this.showInactive()
    this.focus()
  }
  showInactive() {
    if (this.#visible) return
    this.#visible = true
    this.emit('show')
  }
  hide() {
    if (!this.#visible) return
    this.#visible = false
    this.blur()
    this.emit('hide')
  }
  isVisible() {
    return this.#visible && !this.#destroyed
  }
  focus() {
    if (focused === this) return
    focused?.blur()
    focused = this
    this.emit('focus')
  }
  blur() {
    if (focused !== this) return
    focused = null
    this.emit('blur')
  }
  isFocused() {
    return focused === this
  }
  moveTop() {}

  minimize() {
    this.#set('minimized', true, 'minimize')
    this.blur()
  }
  restore() {
    this.#set('minimized', false, 'restore')
    this.#visible = true
  }
  isMinimized() {
    return this.#state.minimized
  }
  maximize() {
    this.#set('maximized', true, 'maximize')
    this.#visible = true
  }
  unmaximize() {
    this.#set('maximized', false, 'unmaximize')
  }
  isMaximized() {
    return this.#state.maximized
  }
  setFullScreen(on) {
    this.#set('fullScreen', on, on ? 'enter-full-screen' : 'leave-full-screen')
  }
  isFullScreen() {
    return this.#state.fullScreen
  }
  isNormal() {
    return !Object.values(this.#state).some(Boolean)
  }
  #set(name, value, event) {
    if (this.#state[name] === value) return
    this.#state[name] = value
    this.emit(event)
  }

  getBounds() {
    return this.isMaximized() ? { ...screen.getDisplayMatching(this.#bounds).workArea } : { ...this.#bounds }
  }
  getNormalBounds() {
    return { ...this.#bounds }
  }
  getContentBounds() {
    return this.getBounds()
  }
  setBounds(bounds) {
    const before = this.#bounds
    this.#bounds = { ...before, ...bounds }
    const { x, y, width, height } = this.#bounds
    if (x !== before.x || y !== before.y) this.emit('move')
    if (width !== before.width || height !== before.height) this.emit('resize')
  }
  getSize() {
    return [this.#bounds.width, this.#bounds.height]
  }
  setSize(width, height) {
    this.setBounds({ width, height })
  }
  getPosition() {
    return [this.#bounds.x, this.#bounds.y]
  }
  setPosition(x, y) {
    this.setBounds({ x, y })
  }
  center() {}
  setMinimumSize() {}
  isResizable() {
    return true
  }

  getTitle() {
    return this.#title
  }
  setTitle(title) {
    this.#title = title
  }
  setMenu() {}
  removeMenu() {}
  setMenuBarVisibility() {}
  setAutoHideMenuBar() {}
  setAlwaysOnTop() {}
  setIcon() {}
  setBackgroundColor() {}
  setTitleBarOverlay() {}
  setProgressBar() {}
  setOverlayIcon() {}
  flashFrame() {}

  close() {
    if (this.#destroyed) return
    const event = preventable()
    this.emit('close', event)
    if (!event.defaultPrevented) this.destroy()
  }
  destroy() {
    if (this.#destroyed) return
    this.blur()
    this.#destroyed = true
    openWindows.delete(this)
    void this.webContents.standinCloseTarget()
    this.webContents.standinDestroyed()
    this.emit('closed')
    if (openWindows.size > 0 || app.standinQuitting) return
    if (app.listenerCount('window-all-closed') > 0) app.emit('window-all-closed')
    else app.quit()
  }
  isDestroyed() {
    return this.#destroyed
  }

  standinFirstPaint() {
    if (this.#painted) return
    this.#painted = true
    this.emit('ready-to-show')
  }
  standinPageTitle(title) {
    const event = preventable()
    this.emit('page-title-updated', event, title, true)
    if (!event.defaultPrevented) this.#title = title
  }
}
