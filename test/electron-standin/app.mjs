// `app`: life of the program, paths, command line, single instance, and the things it only has to remember.
import { EventEmitter } from 'node:events'
import { mkdirSync, readFileSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { closeBrowser } from './browser.mjs'
import { takeInstanceLock } from './single-instance.mjs'
import { preventable, standin } from './standin.mjs'
import { openWindows } from './windows.mjs'

class CommandLine {
  #switches = new Map()
  appendSwitch(name, value = '') {
    this.#switches.set(name, value)
  }
  appendArgument() {}
  hasSwitch(name) {
    return this.#switches.has(name)
  }
  getSwitchValue(name) {
    return this.#switches.get(name) ?? ''
  }
  removeSwitch(name) {
    this.#switches.delete(name)
  }
}

class App extends EventEmitter {
  commandLine = new CommandLine()
  isPackaged = false
  name = 'Electron'
  standinEnding = false
  #package = {}
  #root = process.cwd()
  #paths = {}
  #ready = false
  #becomeReady
  #whenReady = new Promise((resolve) => (this.#becomeReady = resolve))
  #quitting = false
  #lock = null
  #login = { openAtLogin: false, executableWillLaunchAtLogin: false, openAsHidden: false }
  #badge = 0

  standinRoot(root) {
    this.#root = root
    this.#package = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
    this.name = this.#package.productName ?? this.#package.name
  }

  standinReady() {
    this.emit('will-finish-launching')
    this.#ready = true
    this.#becomeReady({})
    this.emit('ready', {}, {})
  }

  whenReady() {
    return this.#whenReady
  }
  isReady() {
    return this.#ready
  }
  get standinQuitting() {
    return this.#quitting
  }

  getName() {
    return this.name
  }
  setName(name) {
    this.name = name
  }
  getVersion() {
    return this.#package.version
  }
  getAppPath() {
    return this.#root
  }
  getLocale() {
    return this.commandLine.getSwitchValue('lang') || 'en-US'
  }
  getSystemLocale() {
    return this.getLocale()
  }
  getPreferredSystemLanguages() {
    return [this.getLocale()]
  }

  setPath(name, path) {
    this.#paths[name] = path
  }
  getPath(name) {
    const appData = process.env.XDG_CONFIG_HOME ?? join(homedir(), '.config')
    const userData =
      this.#paths.userData ?? (this.commandLine.getSwitchValue('user-data-dir') || join(appData, this.name))
    const known = {
      home: homedir(),
      appData,
      userData,
      sessionData: userData,
      temp: tmpdir(),
      exe: process.argv[0],
      logs: join(userData, 'logs'),
      crashDumps: join(userData, 'Crashpad'),
      downloads: join(homedir(), 'Downloads'),
      documents: join(homedir(), 'Documents'),
      pictures: join(homedir(), 'Pictures'),
      desktop: join(homedir(), 'Desktop'),
    }
    const path = this.#paths[name] ?? known[name]
    if (!path) throw new Error(`Failed to get '${name}' path`)
    return path
  }
  setAppLogsPath(path) {
    this.setPath('logs', path ?? this.getPath('logs'))
  }

  requestSingleInstanceLock(additionalData = {}) {
    if (this.#lock) return true
    const userData = this.getPath('userData')
    mkdirSync(userData, { recursive: true })
    const call = { argv: process.argv, cwd: process.cwd(), data: additionalData }
    this.#lock = takeInstanceLock(userData, call, (other) =>
      this.emit('second-instance', {}, other.argv, other.cwd, other.data),
    )
    return this.#lock !== null
  }
  hasSingleInstanceLock() {
    return this.#lock !== null
  }
  releaseSingleInstanceLock() {
    this.#lock?.release()
    this.#lock = null
  }

  /** before-quit, close of every window, will-quit, quit: a listener may stop it at each of the first three. */
  quit() {
    if (this.#quitting) return
    const beforeQuit = preventable()
    this.emit('before-quit', beforeQuit)
    if (beforeQuit.defaultPrevented) return
    this.#quitting = true
    for (const window of [...openWindows]) window.close()
    if (openWindows.size > 0) {
      this.#quitting = false
      return
    }
    setImmediate(() => {
      const willQuit = preventable()
      this.emit('will-quit', willQuit)
      if (willQuit.defaultPrevented) this.#quitting = false
      else this.exit(0)
    })
  }
  exit(code = 0) {
    if (this.standinEnding) return
    this.standinEnding = true
    this.#quitting = true
    for (const window of [...openWindows]) window.destroy()
    this.emit('quit', {}, code)
    this.releaseSingleInstanceLock()
    void closeBrowser().finally(() => process.exit(code))
  }
  relaunch(options = {}) {
    standin.record('relaunch', options)
  }

  setLoginItemSettings(settings) {
    Object.assign(this.#login, settings)
    standin.record('setLoginItemSettings', settings)
  }
  getLoginItemSettings() {
    return { ...this.#login }
  }
  setAsDefaultProtocolClient(scheme, path, args) {
    standin.record('setAsDefaultProtocolClient', { scheme, path, args })
    return true
  }
  removeAsDefaultProtocolClient() {
    return true
  }
  isDefaultProtocolClient(scheme) {
    return standin.of('setAsDefaultProtocolClient').some((entry) => entry.scheme === scheme)
  }
  setBadgeCount(count = 0) {
    this.#badge = count
    return true
  }
  getBadgeCount() {
    return this.#badge
  }
  showAboutPanel() {
    standin.record('showAboutPanel', {})
  }
  setAboutPanelOptions() {}
  setAppUserModelId() {}
  enableSandbox() {}
  disableHardwareAcceleration() {}
  focus() {}
  getGPUFeatureStatus() {
    return {}
  }
  getAppMetrics() {
    return []
  }
}

export const app = new App()

for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => app.quit())
