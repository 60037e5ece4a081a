// Runs in an isolated world before the page's scripts: gives the real preload bundle what a sandboxed preload may use.
;(() => {
  if (window !== window.top) return // Electron's default: no preload in frames
  const channel = __CHANNEL__
  const config = __CONFIG__
  const { encode, decode } = globalThis.standinCodec
  const host = globalThis.standinHost
  delete globalThis.standinCodec
  const tell = (message) => host(encode(message))

  // ---- contextBridge: functions stay here, the page gets a description of them
  const functions = new Map()
  let lastId = 0
  const toPage = (detail) => document.dispatchEvent(new CustomEvent(`${channel}>page`, { detail }))
  const toError = (error) => ({ name: error?.name ?? 'Error', message: error?.message ?? String(error) })

  function describe(value) {
    if (typeof value === 'function') {
      functions.set(++lastId, value)
      return { type: 'function', id: lastId }
    }
    const plain = value && typeof value === 'object' && [Object.prototype, null].includes(Object.getPrototypeOf(value))
    if (!plain) return { type: 'value', value }
    return { type: 'object', entries: Object.entries(value).map(([key, item]) => [key, describe(item)]) }
  }

  const toArgument = ({ callback, value }) =>
    callback ? (...args) => toPage({ callback, args: args.map(describe) }) : value

  document.addEventListener(`${channel}>preload`, ({ detail: { id, fn, args, open } }) => {
    if (open) return tell({ kind: 'window-open', ...open })
    try {
      const result = functions.get(fn)(...args.map(toArgument))
      if (typeof result?.then !== 'function') return toPage({ id, result: describe(result) })
      toPage({ id, promise: true })
      result.then(
        (settled) => toPage({ id, result: describe(settled) }),
        (error) => toPage({ id, error: toError(error) }),
      )
    } catch (error) {
      toPage({ id, error: toError(error) })
    }
  })

  // ---- ipcRenderer
  const listeners = new Map()
  const pending = new Map()
  const ports = new Map()

  const ipcRenderer = {
    invoke(name, ...args) {
      const id = ++lastId
      return new Promise((resolve, reject) => {
        tell({ kind: 'invoke', id, name, args })
        pending.set(id, { resolve, reject, name })
      })
    },
    send(name, ...args) {
      tell({ kind: 'send', name, args })
    },
    sendSync() {
      throw new Error('electron stand-in: sendSync is not covered')
    },
    postMessage(name, message, transfer = []) {
      tell({ kind: 'send', name, args: [message], ports: transfer.map(keepPort) })
    },
    on(name, listener) {
      listeners.set(name, [...(listeners.get(name) ?? []), listener])
      return ipcRenderer
    },
    once(name, listener) {
      const once = (...args) => {
        ipcRenderer.off(name, once)
        listener(...args)
      }
      return ipcRenderer.on(name, once)
    },
    off(name, listener) {
      const kept = [...(listeners.get(name) ?? [])]
      const at = kept.lastIndexOf(listener)
      if (at >= 0) kept.splice(at, 1)
      listeners.set(name, kept)
      return ipcRenderer
    },
    removeAllListeners(name) {
      listeners.delete(name)
      return ipcRenderer
    },
  }
  ipcRenderer.addListener = ipcRenderer.on
  ipcRenderer.removeListener = ipcRenderer.off

  function keepPort(port) {
    const id = `port${++lastId}`
    ports.set(id, port)
    port.onmessage = (event) => tell({ kind: 'port-message', id, data: event.data })
    port.addEventListener('close', () => tell({ kind: 'port-close', id }))
    return id
  }

  globalThis.standinDeliver = (text) => {
    const message = decode(text)
    if (message.kind === 'reply') {
      const { resolve, reject, name } = pending.get(message.id)
      pending.delete(message.id)
      if ('error' in message) reject(new Error(`Error invoking remote method '${name}': ${message.error}`))
      else resolve(message.value)
    } else if (message.kind === 'send') {
      for (const listener of listeners.get(message.name) ?? [])
        listener({ sender: ipcRenderer, ports: [] }, ...message.args)
    } else if (message.kind === 'port-message') ports.get(message.id)?.postMessage(message.data)
    else if (message.kind === 'port-close') ports.get(message.id)?.close()
  }

  // ---- webUtils.getPathForFile: a path is asked for when files are chosen, and the event held until it is known.
  // A File is another object in each world, so it is recognised by what both show of it.
  const filePaths = new Map()
  const fileKey = (file) => `${file.name}/${file.size}/${file.lastModified}`
  const chosen = (globalThis.standinChosen = new Map())
  const released = new WeakSet()
  for (const type of ['input', 'change']) {
    window.addEventListener(
      type,
      (event) => {
        if (released.has(event) || event.target?.type !== 'file' || event.target.files.length === 0) return
        event.stopImmediatePropagation()
        const id = ++lastId
        chosen.set(id, { files: [...event.target.files], target: event.target, type })
        tell({ kind: 'files', id, count: event.target.files.length })
      },
      { capture: true },
    )
  }
  globalThis.standinRelease = (id, paths) => {
    const { files, target, type } = chosen.get(id)
    chosen.delete(id)
    for (const [index, path] of paths.entries()) if (path) filePaths.set(fileKey(files[index]), path)
    const event = new Event(type, { bubbles: true, composed: type === 'input' })
    released.add(event)
    target.dispatchEvent(event)
  }

  // ---- what the person does, for webContents' 'input-event'
  const inputs = { mousedown: 'mouseDown', mouseup: 'mouseUp', keydown: 'rawKeyDown', keyup: 'keyUp' }
  for (const [type, inputType] of Object.entries(inputs)) {
    const listener = (event) => event.isTrusted && tell({ kind: 'input', type: inputType })
    window.addEventListener(type, listener, { capture: true, passive: true })
  }

  const electron = {
    ipcRenderer,
    contextBridge: { exposeInMainWorld: (key, api) => toPage({ expose: key, api: describe(api) }) },
    webFrame: { setZoomFactor() {}, getZoomFactor: () => 1 },
    webUtils: { getPathForFile: (file) => filePaths.get(fileKey(file)) ?? '' },
  }
  const require = (name) => {
    if (/^electron(\/renderer|\/common)?$/.test(name)) return electron
    throw new Error(`module not found: ${name}`)
  }
  const process = { ...config, type: 'renderer', sandboxed: true, contextIsolated: true }
  const module = { exports: {} }
  const preload = function (require, module, exports, process, global) {
    __PRELOAD__
  }
  preload(require, module, module.exports, process, globalThis)
})()
