// The one Chromium behind all windows: its process, its connection, and the end of both.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { Cdp, findChromium, launchChromium } from './cdp.mjs'

const SWITCHES = [
  '--no-sandbox', // Chromium refuses to run as root otherwise; the real sandbox is not what this proves
  '--no-startup-window',
  '--remote-debugging-port=0',
  '--no-first-run',
  '--disable-background-timer-throttling',
  '--disable-backgrounding-occluded-windows',
  '--disable-renderer-backgrounding',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-dev-shm-usage',
  '--disable-sync',
  '--password-store=basic',
  '--force-color-profile=srgb',
  '--disable-features=HttpsUpgrades,HttpsFirstBalancedModeAutoEnable,PaintHolding,Translate',
]

/** Set once Chromium runs; `send` is `cdp.send` of its connection. */
export const browser = { cdp: null, child: null, address: '', ending: false }

/** Starts Chromium with its profile in `userData`, sending every custom-scheme address to `schemePort` on loopback. */
export async function openBrowser({ userData, schemeHosts, schemePort }) {
  const profile = join(userData, 'standin-chromium')
  mkdirSync(profile, { recursive: true })
  const headless = process.env.STANDIN_HEADFUL === '1' ? [] : ['--headless']
  const { child, address } = await launchChromium(await findChromium(), [
    ...headless,
    ...SWITCHES,
    `--user-data-dir=${profile}`,
    `--host-resolver-rules=MAP ${schemeHosts} 127.0.0.1:${schemePort}`,
  ])
  child.once('exit', () => {
    if (!browser.ending) process.exit(1)
  })
  Object.assign(browser, { child, address, cdp: await Cdp.connect(address) })
  await browser.cdp.send('Target.setDiscoverTargets', { discover: true })
}

/** Closes Chromium in order, so that what pages stored is on disk, and by force if it lingers. */
export async function closeBrowser() {
  if (browser.ending) return
  browser.ending = true
  if (!browser.cdp) return
  const gone = new Promise((resolve) => browser.child.once('exit', resolve))
  browser.cdp.send('Browser.close').catch(() => {})
  const killed = setTimeout(() => browser.child.kill('SIGKILL'), 3_000)
  await gone
  clearTimeout(killed)
}

process.on('exit', () => browser.child?.kill('SIGKILL'))
