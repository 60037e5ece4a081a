// From "the app waits for readiness" to "ready": the scheme server, Chromium, and the line Playwright looks for.
import { app } from './app.mjs'
import { browser, openBrowser } from './browser.mjs'
import { SCHEME_HOSTS, startSchemeServer } from './protocol.mjs'
import { followTargets } from './web-contents.mjs'

/** Returns a function that starts Chromium the first time it is called. */
export function startBrowser() {
  let started = false
  return () => {
    if (started || app.standinEnding) return
    started = true
    void open().catch((error) => {
      console.error('electron stand-in:', error)
      process.exit(1)
    })
  }
}

async function open() {
  const schemePort = await startSchemeServer()
  // The app's own synchronous start (setPath, single-instance lock) comes first.
  await new Promise((resolve) => setImmediate(resolve))
  if (app.standinEnding) return
  await openBrowser({ userData: app.getPath('userData'), schemeHosts: SCHEME_HOSTS, schemePort })
  followTargets()
  process.stderr.write(`DevTools listening on ${browser.address}\n`)
  app.standinReady()
}
