// A Chrome DevTools Protocol connection: commands answered by promise, events by `<sessionId>:<method>`.
import { spawn, spawnSync } from 'node:child_process'
import { EventEmitter } from 'node:events'
import { existsSync } from 'node:fs'

/** Starts Chromium and resolves with its process and DevTools address. It dies with this process, killed or not. */
export async function launchChromium(executable, args) {
  const tether = canTether() ? ['setpriv', '--pdeathsig', 'KILL'] : []
  const [command, ...rest] = [...tether, executable, ...args]
  const child = spawn(command, rest, { stdio: ['ignore', 'ignore', 'pipe'] })
  const address = await new Promise((resolve, reject) => {
    let said = ''
    child.once('error', reject)
    child.once('exit', (code) => reject(new Error(`Chromium ended with ${code} before it listened\n${said}`)))
    child.stderr.on('data', (data) => {
      said += data
      const found = /DevTools listening on (ws:\/\/\S+)/.exec(said)
      if (found) resolve(found[1])
    })
  })
  child.stderr.removeAllListeners('data').resume()
  return { child, address }
}

function canTether() {
  return process.platform === 'linux' && spawnSync('setpriv', ['--version']).status === 0
}

/** Where a Chromium is: STANDIN_CHROMIUM, the system's, or the one Playwright has downloaded. */
export async function findChromium() {
  const named = process.env.STANDIN_CHROMIUM
  if (named) return named
  for (const path of ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'])
    if (existsSync(path)) return path
  const { chromium } = await import('playwright-core')
  const path = chromium.executablePath()
  if (existsSync(path)) return path
  throw new Error(
    'No Chromium found: install the package `chromium`, run `npx playwright install chromium`, or set STANDIN_CHROMIUM',
  )
}

export class Cdp extends EventEmitter {
  #socket
  #lastId = 0
  #waiting = new Map()

  static async connect(address) {
    const connection = new Cdp()
    connection.setMaxListeners(0)
    connection.#socket = new WebSocket(address)
    connection.#socket.onmessage = (message) => connection.#receive(JSON.parse(message.data))
    await new Promise((resolve, reject) => {
      connection.#socket.onopen = resolve
      connection.#socket.onerror = reject
    })
    return connection
  }

  send(method, params = {}, sessionId) {
    const id = ++this.#lastId
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject, method })
      this.#socket.send(JSON.stringify({ id, method, params, sessionId }))
    })
  }

  close() {
    this.#socket.close()
  }

  #receive({ id, result, error, method, params, sessionId }) {
    if (!id) {
      this.emit(sessionId ? `${sessionId}:${method}` : method, params)
      return
    }
    const waiting = this.#waiting.get(id)
    this.#waiting.delete(id)
    if (error) waiting.reject(new Error(`${waiting.method}: ${error.message}`))
    else waiting.resolve(result)
  }
}
