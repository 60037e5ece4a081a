/**
 * Programs that tests need and npm cannot give: a browser, a keychain, a real WordPress. One list, used by `npm test` to install
 * them and by CONTRIBUTING.md's readers. Plain Node 20.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { projectEnv, projectNode, root } from './install.mjs'

/**
 * @typedef {object} Peer
 * @property {string} name
 * @property {string[]} packages Debian packages
 * @property {() => boolean} present
 */

/** @type {Peer[]} */
export const peers = [
  { name: 'browser', packages: ['chromium', 'fonts-dejavu-core'], present: () => findChromium() !== undefined },
  {
    name: 'keychain',
    packages: ['gnome-keyring', 'dbus', 'libsecret-1-0'],
    present: () => ['/usr/bin/gnome-keyring-daemon', '/usr/bin/dbus-run-session'].every(existsSync),
  },
  { name: 'ffmpeg', packages: ['ffmpeg'], present: () => onPath('ffmpeg') },
  {
    name: 'wordpress',
    packages: ['wordpress', 'php-cli', 'php-mysql', 'php-gd', 'php-xml', 'php-mbstring', 'php-curl', 'mariadb-server'],
    present: () => ['/usr/share/wordpress/wp-load.php', '/usr/bin/php', '/usr/sbin/mariadbd'].every(existsSync),
  },
  {
    name: 's3',
    packages: ['python3-swift', 'python3-lxml'],
    present: () => ['/usr/bin/python3', '/usr/lib/python3/dist-packages/swift'].every(existsSync),
  },
]

function onPath(/** @type {string} */ program) {
  return spawnSync(program, ['-version'], { stdio: 'ignore' }).error === undefined
}

/** Where a Chromium is: named by BROADSIDE_CHROMIUM, the system's, or the one Playwright downloaded. */
export function findChromium() {
  const named = process.env.BROADSIDE_CHROMIUM
  if (named) return existsSync(named) ? named : undefined
  const usual = [
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  ].find((path) => existsSync(path))
  if (usual) return usual
  if (!existsSync(join(root, 'node_modules/playwright-core'))) return undefined
  /** @type {string} */
  const downloaded = createRequire(import.meta.url)('playwright-core').chromium.executablePath()
  return existsSync(downloaded) ? downloaded : undefined
}

/** The Electron program that its package has downloaded, or undefined; ELECTRON_OVERRIDE_DIST_PATH names another. */
export function findElectron() {
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH
  const folder = join(root, 'node_modules/electron')
  const pathFile = join(folder, 'path.txt')
  const program = existsSync(pathFile) ? readFileSync(pathFile, 'utf8') : undefined
  const path = override ? join(override, program ?? platformElectron()) : program && join(folder, 'dist', program)
  return path && existsSync(path) ? path : undefined
}

function platformElectron() {
  if (process.platform === 'win32') return 'electron.exe'
  return process.platform === 'darwin' ? 'Electron.app/Contents/MacOS/Electron' : 'electron'
}

/**
 * Installs what is missing where that can be done without asking anybody: Debian packages as root, else Playwright's own browser.
 * @returns {string[]} names of the peers that are still missing
 */
export function ensurePeers() {
  const missing = peers.filter((peer) => !peer.present())
  if (missing.length > 0 && canInstallDebianPackages()) installDebianPackages(missing)
  if (!findChromium() && existsSync(projectNode)) {
    const cli = join(root, 'node_modules/playwright/cli.js')
    spawnSync(projectNode, [cli, 'install', 'chromium'], { env: projectEnv(), stdio: 'ignore', timeout: 300_000 })
  }
  return peers.filter((peer) => !peer.present()).map((peer) => peer.name)
}

function canInstallDebianPackages() {
  return process.platform === 'linux' && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')
}

function installDebianPackages(/** @type {Peer[]} */ missing) {
  // Packages start their services unless this file says no; the tests start their own, with private folders and sockets.
  const policy = '/usr/sbin/policy-rc.d'
  const ours = !existsSync(policy)
  if (ours) writeFileSync(policy, '#!/bin/sh\nexit 101\n', { mode: 0o755 })
  try {
    aptGet(['update'])
    const together = aptGet(['install', ...missing.flatMap((peer) => peer.packages)])
    // One package that cannot be had must not take the others with it.
    if (!together) for (const peer of missing) aptGet(['install', ...peer.packages])
  } finally {
    if (ours) rmSync(policy, { force: true })
  }
}

function aptGet(/** @type {string[]} */ args) {
  const { status } = spawnSync('apt-get', ['-y', '-q', '--no-install-recommends', ...args], {
    stdio: 'ignore',
    timeout: 600_000,
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  })
  return status === 0
}
