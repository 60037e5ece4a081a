/**
 * Puts the project's packages in place: exactly the lock file's, and Node 24 among them.
 * Plain Node 20 and no packages of its own: it runs before there are any.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = join(dirname(fileURLToPath(import.meta.url)), '..')

/** The Node the project runs on; the system's may be older than the packages allow. */
export const projectNode = join(root, 'node_modules/node/bin', process.platform === 'win32' ? 'node.exe' : 'node')

/** Environment in which `node` and every tool are the project's own. */
export function projectEnv() {
  const separator = process.platform === 'win32' ? ';' : ':'
  return { ...process.env, PATH: `${join(root, 'node_modules/.bin')}${separator}${process.env.PATH ?? ''}` }
}

/**
 * Whether node_modules holds what the lock file names.
 * @returns {'missing' | 'stale' | 'ready'}
 */
export function installState() {
  const installedLock = join(root, 'node_modules/.package-lock.json')
  if (!existsSync(installedLock)) return 'missing'
  const wanted = readPackages(join(root, 'package-lock.json'))
  const present = readPackages(installedLock)
  const differs = Object.entries(wanted).some(([path, entry]) => {
    if (path === '' || entry.link) return false
    const here = present[path]
    // Optional packages of other platforms are in the lock file and nowhere else.
    return here ? here.version !== entry.version : !entry.optional && !entry.devOptional
  })
  if (differs) return 'stale'
  return existsSync(projectNode) ? 'ready' : 'stale'
}

/** @returns {Record<string, { version?: string, link?: boolean, optional?: boolean, devOptional?: boolean }>} */
function readPackages(/** @type {string} */ file) {
  return JSON.parse(readFileSync(file, 'utf8')).packages
}

/**
 * Installs the lock file's packages; answers null, or what npm said when it could not.
 * Install scripts stay off (npm would compile better-sqlite3, which ships its binary); Node's own is then run by name.
 */
export function install() {
  return (
    npm(['ci', '--ignore-scripts', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error']) ??
    npm(['rebuild', 'node', '--ignore-scripts=false', '--loglevel=error'])
  )
}

function npm(/** @type {string[]} */ args) {
  // The Node that runs npm, not the project's own: that one is about to be replaced.
  const node = process.env.npm_node_execpath ?? process.execPath
  const separator = process.platform === 'win32' ? ';' : ':'
  const env = { ...process.env, PATH: `${dirname(node)}${separator}${process.env.PATH ?? ''}` }
  // Started by npm, its program is known; otherwise a shell finds it (npm.cmd on Windows).
  const cli = process.env.npm_execpath?.endsWith('.js') ? process.env.npm_execpath : undefined
  const { status, stdout, stderr, error } = cli
    ? spawnSync(node, [cli, ...args], { cwd: root, encoding: 'utf8', env })
    : spawnSync('npm', args, { cwd: root, encoding: 'utf8', env, shell: process.platform === 'win32' })
  if (error) return error.message
  return status === 0 ? null : `npm ${args[0]} failed:\n${stdout}${stderr}`
}
