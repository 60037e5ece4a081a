/**
 * `npm start`: from a fresh clone to a running studio, one line a step. Installs and builds what is missing, opens the desktop
 * window, and where there can be none serves the same studio to the browser. Plain Node 20, no packages.
 */
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { install, installState, projectEnv, projectNode, root } from './install.mjs'
import { findElectron } from './peers.mjs'

const help = `npm start [-- options]

Opens Broadside: in its own window where Electron can run, else in your browser.

  --headless        serve the browser, open no window of our own
  --data-dir DIR    keep everything in DIR (made if it is not there)
  --port N          the port on 127.0.0.1; 0 takes a free one
  --demo            a sample workspace, filled
  --help            this text`

const say = (/** @type {string} */ line) => console.log(line)
const seconds = (/** @type {number} */ since) => `${((performance.now() - since) / 1000).toFixed(1)} s`

/** @returns {never} */
function stop(/** @type {string} */ message, code = 1) {
  console.error(message)
  process.exit(code)
}

function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        headless: { type: 'boolean', default: false },
        'data-dir': { type: 'string' },
        port: { type: 'string' },
        demo: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    })
    return values
  } catch (error) {
    const message = error instanceof Error ? error.message.split('. ')[0] : String(error)
    return stop(`${message}.\n\n${help}`, 2)
  }
}

/** What is passed on to either host. */
function hostArguments(/** @type {ReturnType<typeof readOptions>} */ options) {
  const args = []
  if (options['data-dir'] !== undefined) {
    const dir = resolve(process.env.INIT_CWD ?? process.cwd(), options['data-dir'])
    if (options['data-dir'] === '') stop('--data-dir needs a folder, for example --data-dir ~/broadside', 2)
    if (existsSync(dir) && !statSync(dir).isDirectory()) stop(`--data-dir must be a folder; ${dir} is a file.`, 2)
    args.push('--data-dir', dir)
  }
  if (options.port !== undefined) {
    const port = Number(options.port)
    if (!/^\d+$/.test(options.port) || port > 65_535)
      stop(`--port takes a number from 0 to 65535, not "${options.port}".`, 2)
    args.push('--port', String(port))
  }
  if (options.demo) args.push('--demo')
  return args
}

/** The newest change in `path`, in milliseconds; tests are not part of a build. */
function newestChange(/** @type {string} */ path) {
  const stat = statSync(path)
  if (!stat.isDirectory()) return stat.mtimeMs
  let newest = 0
  for (const name of readdirSync(path))
    if (!/\.test\.tsx?$/.test(name)) newest = Math.max(newest, newestChange(join(path, name)))
  return newest
}

function isBuilt() {
  const outputs = ['main/index.js', 'preload/index.cjs', 'headless/serve.js', 'renderer/index.html']
  const files = outputs.map((file) => join(root, 'out', file))
  if (!files.every((file) => existsSync(file))) return false
  const built = Math.min(...files.map((file) => statSync(file).mtimeMs))
  return ['src', 'electron.vite.config.ts', 'package-lock.json'].every((path) => newestChange(join(root, path)) < built)
}

function build() {
  const cli = join(root, 'node_modules/electron-vite/bin/electron-vite.js')
  const { status, stdout, stderr } = spawnSync(projectNode, [cli, 'build'], {
    cwd: root,
    env: projectEnv(),
    encoding: 'utf8',
  })
  if (status !== 0) stop(`The build failed:\n${stdout}${stderr}`)
}

/** Why no window can be opened here, or null. An Electron named by ELECTRON_OVERRIDE_DIST_PATH is taken at its word. */
function reasonForNoWindow() {
  if (process.env.ELECTRON_OVERRIDE_DIST_PATH || process.platform !== 'linux') return null
  if (!process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) return 'There is no display here.'
  if (process.getuid?.() === 0) return 'Electron refuses to run as root with its sandbox on, and Broadside keeps it on.'
  return null
}

/** Electron's program, downloaded if it is not here yet; or why it could not be had. */
async function obtainElectron() {
  const present = findElectron()
  if (present) return { path: present }
  if (process.env.ELECTRON_OVERRIDE_DIST_PATH)
    return { reason: `There is no Electron in ${process.env.ELECTRON_OVERRIDE_DIST_PATH}.` }
  const { version } = JSON.parse(readFileSync(join(root, 'node_modules/electron/package.json'), 'utf8'))
  const host = process.env.ELECTRON_MIRROR ?? 'https://github.com/electron/electron/releases/download/'
  // Asked first with a short deadline, so that a closed network costs seconds. A proxy would not show in this question.
  if (!process.env.ELECTRON_GET_USE_PROXY) {
    try {
      await fetch(new URL(`v${version}/SHASUMS256.txt`, host), { method: 'HEAD', signal: AbortSignal.timeout(6_000) })
    } catch {
      return { reason: `Electron's program is not on this machine and ${new URL(host).host} cannot be reached.` }
    }
  }
  const start = performance.now()
  const script = join(root, 'node_modules/electron/install.js')
  const { status } = spawnSync(projectNode, [script], {
    cwd: root,
    env: projectEnv(),
    stdio: 'ignore',
    timeout: 600_000,
  })
  const path = status === 0 ? findElectron() : undefined
  if (!path)
    return { reason: `Electron's program (version ${version}) could not be downloaded from ${new URL(host).host}.` }
  say(`Electron ${version} downloaded in ${seconds(start)}.`)
  return { path }
}

/** Runs a host until it ends, passing on our own end. */
function run(/** @type {string} */ program, /** @type {string[]} */ args, watchOutput = false) {
  const child = spawn(program, args, {
    cwd: root,
    env: projectEnv(),
    stdio: ['inherit', watchOutput ? 'pipe' : 'inherit', 'inherit'],
  })
  // On a terminal Ctrl-C reaches the child by itself.
  process.on('SIGINT', () => process.stdin.isTTY || child.kill('SIGINT'))
  process.on('SIGTERM', () => child.kill('SIGTERM'))
  /** @type {Promise<{ code: number | null, signal: string | null }>} */
  const ended = new Promise((done) => {
    child.on('error', () => done({ code: 127, signal: null }))
    child.on('exit', (code, signal) => done({ code, signal }))
  })
  return { child, ended }
}

/** Opens the desktop window; false when Electron itself could not start (a missing system library, a forbidden sandbox). */
async function openWindow(/** @type {string} */ electron, /** @type {string[]} */ args) {
  say('Opening the window.')
  const start = performance.now()
  const { code, signal } = await run(electron, [root, ...args]).ended
  const crashedAtOnce =
    performance.now() - start < 10_000 &&
    (code === 127 || ['SIGTRAP', 'SIGABRT', 'SIGSEGV', 'SIGILL'].includes(signal ?? ''))
  if (crashedAtOnce) return false
  process.exit(code ?? 0)
}

async function serveBrowser(/** @type {string[]} */ args) {
  const { child, ended } = run(projectNode, [join(root, 'out/headless/serve.js'), ...args], true)
  let opened = false
  let seen = ''
  child.stdout?.setEncoding('utf8').on('data', (text) => {
    process.stdout.write(text)
    if (opened) return
    seen += text
    // The host prints its address and the one-time link; the link is the longer.
    const link = seen.match(/https?:\/\/(?:127\.0\.0\.1|localhost|\[::1\]):\d+\/[^\s"']*[?#/][^\s"']+/)?.[0]
    if (link) {
      opened = true
      openBrowser(link)
    }
  })
  const { code } = await ended
  process.exit(code ?? 0)
}

function openBrowser(/** @type {string} */ link) {
  const noDisplay = process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY
  if (noDisplay) return say('There is no display here: open the link above in a browser on this machine.')
  /** @type {[string, string[]]} */
  const [program, args] =
    process.platform === 'darwin'
      ? ['open', [link]]
      : process.platform === 'win32'
        ? ['rundll32', ['url.dll,FileProtocolHandler', link]]
        : ['xdg-open', [link]]
  const opener = spawn(program, args, { stdio: 'ignore', detached: true })
  opener.on('error', () => say('No browser could be opened from here: open the link above.'))
  opener.unref()
}

const options = readOptions()
if (options.help) {
  say(help)
  process.exit(0)
}
const args = hostArguments(options)
if (Number(process.versions.node.split('.')[0]) < 20)
  stop(`Broadside needs Node 20 or newer; this is ${process.versions.node}. Get it from https://nodejs.org`)

const state = installState()
if (state === 'ready') say('Packages are in place.')
else {
  say(state === 'missing' ? 'Installing packages (about a minute) …' : 'Installing packages that changed …')
  const start = performance.now()
  const problem = install()
  if (problem) stop(problem)
  say(`Packages installed in ${seconds(start)}.`)
}

if (isBuilt()) say('The build is up to date.')
else {
  const start = performance.now()
  build()
  say(`Built in ${seconds(start)}.`)
}

if (!options.headless) {
  let reason = reasonForNoWindow()
  if (!reason) {
    const electron = await obtainElectron()
    if (electron.path && (await openWindow(electron.path, args)) === false) reason = 'Electron could not start here.'
    reason ??= electron.reason ?? null
  }
  say(`${reason} The same studio is served to the browser instead.`)
}
await serveBrowser(args)
