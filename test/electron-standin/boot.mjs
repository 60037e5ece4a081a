// What Electron's binary does before the app's own code: read the arguments, find the app, run preloaded modules, start.
import { createRequire } from 'node:module'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

const require = createRequire(import.meta.url)

process.argv = process.argv.slice(2) // [electron, ...arguments], as under Electron
const { version } = JSON.parse(
  readFileSync(new URL('../../node_modules/electron/package.json', import.meta.url), 'utf8'),
)
Object.defineProperty(process.versions, 'electron', { value: version, enumerable: true })
process.type = 'browser'
process.defaultApp = true
process.resourcesPath = resolve('resources')

const { app } = await import('./app.mjs')
await import('./electron.mjs')
const { startBrowser } = await import('./start.mjs')

const { modules, appPath } = readArguments(process.argv.slice(1))
const { main, root } = findApp(resolve(appPath ?? '.'))
app.standinRoot(root)
for (const module of modules) require(module)

// Chromium's profile lies in userData, which the app may still move: start only once the app waits for readiness.
const start = startBrowser()
for (const name of ['whenReady', 'on', 'once']) {
  const inner = app[name].bind(app)
  app[name] = (...args) => {
    if (name === 'whenReady' || args[0] === 'ready') start()
    return inner(...args)
  }
}
try {
  await import(pathToFileURL(main).href)
} catch (error) {
  console.error('App threw an error during load', error)
  app.exit(1)
}
start()

/** Playwright's `-r module`, switches, and the path of the app. */
function readArguments(args) {
  const modules = []
  let appPath
  for (let index = 0; index < args.length; index++) {
    const arg = args[index]
    const switched = /^--([^=]+)(?:=(.*))?$/.exec(arg)
    if (arg === '-r' || arg === '--require') modules.push(args[++index])
    else if (switched) app.commandLine.appendSwitch(switched[1], switched[2] ?? '')
    else appPath ??= arg
  }
  return { modules, appPath }
}

function findApp(path) {
  if (statSync(path).isDirectory()) {
    const { main = 'index.js' } = JSON.parse(readFileSync(join(path, 'package.json'), 'utf8'))
    return { root: path, main: resolve(path, main) }
  }
  let root = dirname(path)
  while (!existsSync(join(root, 'package.json')) && root !== dirname(root)) root = dirname(root)
  return { root, main: path }
}
