// `Menu` and `MenuItem`: the tree, look-up by id, and clicks. Nothing is drawn; accelerators are kept, not listened to.
import { EventEmitter } from 'node:events'
import { app } from './app.mjs'
import { BrowserWindow } from './browser-window.mjs'
import { standin } from './standin.mjs'

/** What a role does when its item is clicked; the others are only recorded. */
const ROLES = {
  quit: () => app.quit(),
  close: (window) => window?.close(),
  minimize: (window) => window?.minimize(),
  reload: (window) => window?.reload(),
  togglefullscreen: (window) => window?.setFullScreen(!window.isFullScreen()),
}

export class MenuItem {
  constructor({ click, submenu, ...options }) {
    const type = options.type ?? (submenu ? 'submenu' : 'normal')
    Object.assign(this, { id: '', label: '', enabled: true, visible: true, checked: false }, options, { type })
    if (submenu) this.submenu = submenu instanceof Menu ? submenu : Menu.buildFromTemplate(submenu)
    this.click = (event = {}, window = BrowserWindow.getFocusedWindow()) => {
      if (!this.enabled) return
      if (type === 'checkbox') this.checked = !this.checked
      if (type === 'radio') this.checked = true
      if (click) return click(this, window ?? undefined, event)
      if (this.role) standin.record('menu role', this.role)
      ROLES[this.role?.toLowerCase()]?.(window)
    }
  }
}

export class Menu extends EventEmitter {
  static #application = null
  items = []

  static buildFromTemplate(template) {
    const menu = new Menu()
    for (const item of template) menu.append(item instanceof MenuItem ? item : new MenuItem(item))
    return menu
  }
  static setApplicationMenu(menu) {
    Menu.#application = menu
  }
  static getApplicationMenu() {
    return Menu.#application
  }
  static sendActionToFirstResponder() {}

  append(item) {
    this.items.push(item)
  }
  insert(position, item) {
    this.items.splice(position, 0, item)
  }
  popup({ callback } = {}) {
    standin.record(
      'menu popup',
      this.items.map((item) => item.label),
    )
    callback?.()
  }
  closePopup() {}
  getMenuItemById(id) {
    for (const item of this.items) {
      const found = item.id === id ? item : item.submenu?.getMenuItemById(id)
      if (found) return found
    }
    return null
  }
}
