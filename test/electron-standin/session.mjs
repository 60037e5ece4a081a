// `session`: one default session. Permission handlers decide what Chromium grants the page; cookies are not covered.
import { EventEmitter } from 'node:events'
import { browser } from './browser.mjs'
import { protocol } from './protocol.mjs'

/** Electron's permission → the descriptor Chromium is told. */
const PERMISSIONS = {
  geolocation: 'geolocation',
  notifications: 'notifications',
  midi: 'midi',
  'clipboard-read': 'clipboard-read',
  'idle-detection': 'idle-detection',
  'window-management': 'window-management',
}

class Session extends EventEmitter {
  protocol = protocol
  /** The app's handlers, so that a test can call them. */
  permissionRequestHandler = null
  permissionCheckHandler = null

  setPermissionRequestHandler(handler) {
    this.permissionRequestHandler = handler
  }
  setPermissionCheckHandler(handler) {
    this.permissionCheckHandler = handler
  }
  setDevicePermissionHandler() {}
  setDisplayMediaRequestHandler() {}
  setSpellCheckerLanguages() {}
  setSpellCheckerEnabled() {}
  async clearCache() {}
  async clearStorageData() {}
  async setProxy() {}
  async resolveProxy() {
    return 'DIRECT'
  }
  fetch(...args) {
    return fetch(...args)
  }

  /** Chromium asks nobody here, so the app's answer is given to it ahead, for each permission, when a document opens. */
  async standinApplyPermissions(contents, browserOrigin) {
    if (!browserOrigin.startsWith('http')) return
    for (const [name, descriptor] of Object.entries(PERMISSIONS)) {
      const setting = (await this.#allows(contents, name)) ? 'granted' : 'denied'
      await browser.cdp
        .send('Browser.setPermission', { permission: { name: descriptor }, setting, origin: browserOrigin })
        .catch(() => {}) // not known to this Chromium
    }
  }

  async #allows(contents, permission) {
    const origin = contents.mainFrame.origin
    const details = { requestingUrl: contents.getURL(), isMainFrame: true, securityOrigin: origin }
    if (this.permissionCheckHandler) return this.permissionCheckHandler(contents, permission, origin, details)
    if (!this.permissionRequestHandler) return true
    return new Promise((resolve) => this.permissionRequestHandler(contents, permission, resolve, details))
  }
}

const defaultSession = new Session()

export const session = { defaultSession, fromPartition: () => defaultSession, fromPath: () => defaultSession }
