// The border between one page's preload world and the main process: ipc both ways, ports, chosen files.
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { ipcMain, MessagePortMain } from './ipc.mjs'

const source = (name) => readFileSync(new URL(name, import.meta.url), 'utf8')
const codecSource = source('./codec.js')
const mainWorldSource = source('./page-main-world.js')
const preloadWorldSource = source('./page-preload-world.js')
;(0, eval)(codecSource)
const { encode, decode } = globalThis.standinCodec
delete globalThis.standinCodec

const WORLD = 'Electron Isolated Context'
const BINDING = 'standinHost'

/**
 * Puts the preload into every document of the page behind `send` (its CDP session) and returns what main needs:
 * `deliver(name, args)` for webContents.send.
 */
export async function linkPage({
  send,
  on,
  mainFrameId,
  webPreferences = {},
  makeEvent,
  onMessage,
  onInput,
  onWindowOpen,
}) {
  let world
  const ports = new Map()

  on('Runtime.executionContextCreated', ({ context }) => {
    if (context.name === WORLD && context.auxData?.frameId === mainFrameId) world = context.id
  })
  on('Runtime.executionContextDestroyed', ({ executionContextId }) => {
    if (executionContextId === world) forgetDocument()
  })
  on('Runtime.executionContextsCleared', forgetDocument)
  on('Runtime.bindingCalled', ({ name, payload }) => {
    if (name === BINDING) void receive(decode(payload))
  })

  const channel = JSON.stringify(`standin-${randomUUID()}`)
  await send('Runtime.enable')
  await send('Runtime.addBinding', { name: BINDING, executionContextName: WORLD })
  await send('Page.addScriptToEvaluateOnNewDocument', { source: fill(mainWorldSource, { CHANNEL: channel }) })
  if (webPreferences.preload) {
    const preload = readFileSync(webPreferences.preload, 'utf8').replace(/\n\/\/# sourceMappingURL=.*$/, '')
    const config = JSON.stringify(preloadProcess(webPreferences))
    const filled = fill(preloadWorldSource, { CHANNEL: channel, CONFIG: config, PRELOAD: preload })
    await send('Page.addScriptToEvaluateOnNewDocument', { worldName: WORLD, source: `${codecSource}\n${filled}` })
  }

  function forgetDocument() {
    world = undefined
    for (const port of ports.values()) port.standinClosed()
    ports.clear()
  }

  function toPage(message) {
    if (world === undefined) return
    const expression = `standinDeliver(${JSON.stringify(encode(message))})`
    send('Runtime.evaluate', { expression, contextId: world }).catch(() => {}) // the document is gone
  }

  async function receive(message) {
    switch (message.kind) {
      case 'invoke':
        return toPage(await answer(message))
      case 'send': {
        const event = makeEvent({ ports: (message.ports ?? []).map(openPort) })
        ipcMain.emit(message.name, event, ...message.args)
        return onMessage(message.name, message.args)
      }
      case 'port-message':
        return ports.get(message.id)?.standinReceive(message.data)
      case 'port-close':
        ports.get(message.id)?.standinClosed()
        return ports.delete(message.id)
      case 'input':
        return onInput(message.type)
      case 'window-open':
        return onWindowOpen(message)
      case 'files':
        return releaseFiles(message, world)
    }
  }

  async function answer({ id, name, args }) {
    try {
      const reply = { kind: 'reply', id, value: await ipcMain.standinInvoke(name, makeEvent({ ports: [] }), args) }
      encode(reply) // throws what Electron throws for a value that cannot be cloned
      return reply
    } catch (error) {
      return { kind: 'reply', id, error: String(error) }
    }
  }

  function openPort(id) {
    const port = new MessagePortMain(({ close, data }) =>
      toPage(close ? { kind: 'port-close', id } : { kind: 'port-message', id, data }),
    )
    ports.set(id, port)
    return port
  }

  async function releaseFiles({ id, count }, contextId) {
    const paths = []
    for (let index = 0; index < count; index++) {
      const expression = `standinChosen.get(${id}).files[${index}]`
      const { result } = await send('Runtime.evaluate', { expression, contextId })
      const info = await send('DOM.getFileInfo', { objectId: result.objectId }).catch(() => ({ path: '' }))
      paths.push(info.path)
    }
    await send('Runtime.evaluate', { expression: `standinRelease(${id}, ${JSON.stringify(paths)})`, contextId })
  }

  return { deliver: (name, args) => toPage({ kind: 'send', name, args }) }
}

const fill = (text, values) => text.replace(/__(CHANNEL|CONFIG|PRELOAD)__/g, (whole, key) => values[key] ?? whole)

function preloadProcess({ additionalArguments = [] }) {
  const { platform, arch, versions, env, argv } = process
  return { platform, arch, versions: { ...versions }, env: { ...env }, argv: [...argv, ...additionalArguments] }
}
