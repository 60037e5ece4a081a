import { app, dialog } from 'electron'
import { join } from 'node:path'
import { findDeepLink, linkScheme } from './deep-links.ts'
import { OwnedElsewhere } from './desktop-studio.ts'
import { createDesktop, type Desktop } from './desktop.ts'
import { handOver } from './handover.ts'
import { createKnownPaths } from './known-paths.ts'
import { chooseLanguage } from '../contract/language.ts'
import { openLogFile } from '../core/hosting/log-file.ts'
import { usualDataDir } from '../headless/serve-options.ts'
import { openStudio } from './open-studio.ts'
import { registerPageScheme } from './page-protocol.ts'
import { readStartOptions, type StartOptions } from './start-options.ts'
import { describeStartFailure } from './start-failure.ts'
import { appOrigin } from './window-policy.ts'
import { wordsOf } from './words.ts'

// The bundle is out/main/index.js; everything it reads lies beside it or at the program's root.
const out = join(import.meta.dirname, '..')
const options = readStartOptions(process.argv.slice(1), process.env, process.cwd())
const dataDir = options.dataDir ?? usualDataDir(process.env, process.platform)

registerPageScheme()
// As in electron-builder.config.cjs: Windows shows no notification of a program it does not know.
app.setAppUserModelId('app.broadside.studio')
// What Chromium keeps lies with the data, and one data folder has one window, wherever it was started from.
if (!app.commandLine.hasSwitch('user-data-dir')) app.setPath('userData', join(dataDir, 'window'))

if (app.requestSingleInstanceLock()) void run(options)
else app.quit() // the first instance has been told, and shows its window

async function run({ link, hidden, keyFile, demo, port }: StartOptions): Promise<void> {
  let desktop: Desktop | null = null
  let asked: { link: string | null } | null = hidden ? null : { link }
  const ask = (wanted: string | null) => {
    if (desktop) desktop.open(wanted)
    else asked = { link: wanted ?? asked?.link ?? null }
  }
  app.on('second-instance', (_, argv) => ask(findDeepLink(argv)))
  app.on('open-url', (event, url) => {
    event.preventDefault()
    ask(url)
  })

  const logsDir = join(dataDir, 'logs')
  const systemLanguage = () => chooseLanguage('system', app.getPreferredSystemLanguages())
  const systemWords = () => wordsOf(systemLanguage())
  try {
    const log = openLogFile(logsDir)
    await app.whenReady()
    catchTheUnexpected(log.error, systemWords)
    if (app.isPackaged) app.setAsDefaultProtocolClient(linkScheme)
    log.info('Starting', { version: app.getVersion(), platform: process.platform })
    const known = createKnownPaths(dataDir)
    const studio = await openStudio({ dataDir, out, keyFile, demo, port, log, known })
    desktop = await createDesktop({
      studio,
      log,
      known,
      logsDir,
      pageRoot: join(out, 'renderer'),
      preload: join(out, 'preload/index.cjs'),
      resources: join(app.getAppPath(), 'resources'),
      pageUrl: (!app.isPackaged && process.env['ELECTRON_RENDERER_URL']) || `${appOrigin}/`,
    })
    if (asked) desktop.open(asked.link)
  } catch (error) {
    await app.whenReady()
    if (error instanceof OwnedElsewhere) {
      await handOver(error.owner, systemWords())
      return app.exit(0)
    }
    dialog.showErrorBox(systemWords().startFailed, describeStartFailure(error, dataDir, systemLanguage()))
    app.exit(1)
  }
}

function catchTheUnexpected(
  report: (message: string, data: Record<string, unknown>) => void,
  words: () => ReturnType<typeof wordsOf>,
) {
  process.on('unhandledRejection', (error) => report('A promise nobody waited for failed', { error }))
  // What is in memory cannot be trusted any more; what is on disk can.
  process.on('uncaughtException', (error) => {
    report('Something unexpected happened', { error })
    dialog.showErrorBox(words().errorTitle, words().errorDetail)
    app.exit(1)
  })
}
