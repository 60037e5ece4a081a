// `ipcMain` and the main-process end of a MessagePort.
import { EventEmitter } from 'node:events'

class IpcMain extends EventEmitter {
  #handlers = new Map()

  handle(name, handler) {
    if (this.#handlers.has(name)) throw new Error(`Attempted to register a second handler for '${name}'`)
    this.#handlers.set(name, handler)
  }
  handleOnce(name, handler) {
    this.handle(name, (...args) => {
      this.removeHandler(name)
      return handler(...args)
    })
  }
  removeHandler(name) {
    this.#handlers.delete(name)
  }
  async standinInvoke(name, event, args) {
    const handler = this.#handlers.get(name)
    if (!handler) throw new Error(`No handler registered for '${name}'`)
    return handler(event, ...args)
  }
}

export const ipcMain = new IpcMain()

/** Queues until `start()`, as Electron's does. `sendToPage` takes `{ data }` or `{ close: true }`. */
export class MessagePortMain extends EventEmitter {
  #sendToPage
  #queue = []
  #started = false
  #closed = false

  constructor(sendToPage) {
    super()
    this.#sendToPage = sendToPage
  }

  postMessage(data) {
    if (!this.#closed) this.#sendToPage({ data })
  }
  start() {
    this.#started = true
    for (const data of this.#queue.splice(0)) this.standinReceive(data)
  }
  close() {
    if (this.#closed) return
    this.#sendToPage({ close: true })
    this.standinClosed()
  }
  standinReceive(data) {
    if (this.#started) this.emit('message', { data, ports: [] })
    else this.#queue.push(data)
  }
  standinClosed() {
    if (this.#closed) return
    this.#closed = true
    this.emit('close')
  }
}
