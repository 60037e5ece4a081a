import { app, dialog, Menu, nativeTheme, powerMonitor, session, shell } from 'electron'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { chooseLanguage } from '../contract/language.ts'
import type { StudioEvent } from '../contract/events.ts'
import type { HostCommand, HostEvent } from '../contract/host.ts'
import type { AppSettings } from '../contract/system.ts'
import type { Log } from '../core/log.ts'
import { parseDeepLink } from './deep-links.ts'
import type { DesktopStudio } from './desktop-studio.ts'
import { answerHostCall } from './host-calls.ts'
import { createHostHandlers } from './host-handlers.ts'
import { openDoor } from './ipc.ts'
import type { KnownPaths } from './known-paths.ts'
import { setStartAtLogin } from './login-item.ts'
import { menuTemplate } from './menu.ts'
import { noticeOf } from './notices.ts'
import { createNotifier } from './notifications.ts'
import { servePages } from './page-protocol.ts'
import { createOrderlyQuit } from './quit.ts'
import { guardSession } from './session-guard.ts'
import { createTray } from './tray.ts'
import { nothingUpcoming, readUpcoming } from './upcoming.ts'
import { startUpdater } from './start-updater.ts'
import { originOf } from './window-policy.ts'
import { createAppWindow } from './window.ts'
import { wordsOf } from './words.ts'

export interface DesktopOptions {
  readonly studio: DesktopStudio
  readonly log: Log
  readonly known: KnownPaths
  readonly logsDir: string
  /** Folders of the build: the page, the preload, pictures. */
  readonly pageRoot: string
  readonly preload: string
  readonly resources: string
  readonly pageUrl: string
}

export interface Desktop {
  /** Brings the window to the front, and follows the link if there is one. */
  open(link: string | null): void
}

/** How long the page has to save, and everything to close, when the program ends. */
const flushPatience = 3_000
const closePatience = 25_000
/** The tray's times move on even when nothing happens. */
const refreshEvery = 5 * 60_000

/** Puts the desktop around a running studio: window, menu, tray, notices, power, updates. Ends with the program. */
export async function createDesktop(options: DesktopOptions): Promise<Desktop> {
  const { studio, log, known, logsDir, resources } = options
  const pageOrigin = originOf(options.pageUrl) ?? ''
  let settings = await studio.client.system.settings()
  let upcoming = nothingUpcoming
  const language = () => chooseLanguage(settings.language, app.getPreferredSystemLanguages())
  const words = () => wordsOf(language())
  const openOutside = (url: string) =>
    void shell.openExternal(url).catch((error: unknown) => log.warn('No program took an address', { error }))
  const openLogs = () => void shell.openPath(logsDir)

  const window = createAppWindow({
    pageUrl: options.pageUrl,
    pageOrigin,
    preload: options.preload,
    icon: join(resources, 'icon.png'),
    stateFile: join(app.getPath('userData'), 'window.json'),
    log,
    words,
    openOutside,
    onClose: closeOrHide,
    onCrashedTwice: (reload) => void askAfterCrash(reload),
    onLoadFailed: (error) => {
      log.error('The page could not be loaded', { error })
      dialog.showErrorBox(words().startFailed, error instanceof Error ? error.message : String(error))
    },
  })
  const quitting = createOrderlyQuit({ close, patience: closePatience, log })
  const tell = (event: HostEvent) => {
    window.show()
    window.tell(event)
  }
  const command = (name: HostCommand) => tell({ type: 'command', command: name })
  const notifier = createNotifier(({ target }) => (target ? tell(target) : window.show()))
  const updater = startUpdater({ log, onChange: (state) => window.tell({ type: 'updater', updater: state }) })
  const trayActions = {
    open: window.show,
    newPost: () => command('new-post'),
    needsYou: () => command('today'),
    quit: quitting.quit,
  }
  const tray = createTray(resources, trayActions, (error) => log.warn('There is no tray here', { error }))

  async function close() {
    await window.flush(flushPatience)
    window.destroy()
    updater.stop()
    await studio.stop()
    tray.destroy()
  }

  function closeOrHide(): 'hide' | 'stay' {
    if (quitting.isQuitting) return 'stay'
    const goesOn = settings.keepRunning && upcoming.scheduled > 0 && tray.exists
    if (process.platform === 'darwin') return 'hide'
    if (!goesOn) {
      quitting.quit()
      return 'stay'
    }
    tellKeepsRunningOnce()
    return 'hide'
  }

  function tellKeepsRunningOnce() {
    const told = join(app.getPath('userData'), 'keeps-running.told')
    if (existsSync(told)) return
    writeFileSync(told, '')
    notifier.show({ key: 'keeps-running', title: words().keepsRunning, body: words().keepsRunningDetail, target: null })
  }

  async function askAfterCrash(reload: () => void) {
    const { crashTitle, crashDetail, crashReload, crashLogs, crashQuit } = words()
    const buttons = [crashReload, crashLogs, crashQuit]
    const { response } = await dialog.showMessageBox({
      type: 'error',
      message: crashTitle,
      detail: crashDetail,
      buttons,
      cancelId: 0,
    })
    if (response === 2) return quitting.quit()
    if (response === 1) openLogs()
    reload()
  }

  function applySettings(before: AppSettings | null) {
    nativeTheme.themeSource = settings.theme
    updater.setWanted(settings.checkForUpdates)
    if (app.isPackaged && settings.startAtLogin !== before?.startAtLogin) setStartAtLogin(settings.startAtLogin)
    const menu = menuTemplate({
      words: words(),
      mac: process.platform === 'darwin',
      development: !app.isPackaged,
      actions: { command, openLogs, checkForUpdates: () => void updater.check(), about: () => app.showAboutPanel() },
    })
    Menu.setApplicationMenu(Menu.buildFromTemplate(menu))
    showTray()
  }

  const showTray = () => tray.update({ upcoming, language: language(), words: words() })
  const refreshTray = coalesced(async () => {
    upcoming = await readUpcoming(studio.client, Date.now())
    showTray()
  }, log)
  const refreshSettings = coalesced(async () => {
    const before = settings
    settings = await studio.client.system.settings()
    applySettings(before)
  }, log)

  function hear(event: StudioEvent) {
    const notice = noticeOf(event, settings.notifications, language())
    if (notice) notifier.show(notice)
    if (event.type === 'settings.changed') refreshSettings()
    if (/^(post|delivery|workspace)\.|^resync$/.test(event.type)) refreshTray()
  }

  const handlers = createHostHandlers({
    window,
    pageOrigin,
    known,
    logsDir,
    words,
    updater: () => updater,
    installUpdate: () => {
      if (updater.state().state === 'downloaded') quitting.quitWith(updater.install)
    },
  })
  openDoor({
    pageOrigin,
    onPort: studio.serve,
    onCall: (name, input) =>
      answerHostCall(handlers, name, input, (call, error) => log.error('A call of the window failed', { call, error })),
    onStranger: (url) => log.warn('A message that is not from our page was refused', { origin: originOf(url) }),
  })
  servePages({ root: options.pageRoot, findMedia: studio.findMedia }, (error) =>
    log.error('A file could not be served', { error }),
  )
  guardSession(session.defaultSession, pageOrigin)
  studio.onEvent(hear)
  applySettings(null)
  refreshTray()
  setInterval(refreshTray, refreshEvery).unref()

  powerMonitor.on('resume', studio.wake)
  powerMonitor.on('unlock-screen', studio.wake)
  powerMonitor.on('shutdown', quitting.quit)
  app.on('activate', window.show)
  app.on('window-all-closed', () => {}) // ending is decided where the window is closed

  return {
    open(link) {
      const event = link === null ? null : parseDeepLink(link)
      if (link !== null && !event) log.warn('A link was refused', { length: link.length })
      if (event) tell(event)
      else window.show()
    },
  }
}

/** Runs `work` now, or once more after the run that is under way. */
function coalesced(work: () => Promise<void>, log: Log): () => void {
  let running = false
  let again = false
  async function run() {
    running = true
    do {
      again = false
      await work().catch((error: unknown) => log.warn('The desktop could not be brought up to date', { error }))
    } while (again)
    running = false
  }
  return () => {
    if (running) again = true
    else void run()
  }
}
