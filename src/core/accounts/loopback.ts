import { createHash } from 'node:crypto'
import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { chooseLanguage, type Language } from '../../contract/language.ts'
import { redirectPath } from '../../contract/platforms/types.ts'
import { said, sentence, type Said } from '../../contract/sentences/index.ts'
import type { AppSettings } from '../../contract/system.ts'
import { ConnectFailed } from '../publishers/publisher.ts'

/** What the browser tab says in the end. */
export interface TabMessage {
  readonly title: Said
  readonly text: Said
}

export interface RedirectListener {
  /** Where the platform must send the browser back to. */
  readonly redirectUri: string
  /** Idempotent. */
  close(): void
}

/** Says what the tab shows; null when the query belongs to no sign-in of its own. */
export type OnRedirect = (query: URLSearchParams) => Promise<TabMessage | null>

type ChosenLanguage = () => AppSettings['language']

/**
 * Listens on a free port of 127.0.0.1 for a browser that comes back from a platform. A query that is nobody's is refused and listening goes on,
 * so that a stranger knocking at the port cannot end a sign-in.
 * Source: RFC 8252, 7.3 and 8.3 (loopback IP literal, any port, open only while a request runs).
 */
export async function listenForRedirect(
  onRedirect: OnRedirect,
  chosenLanguage: ChosenLanguage,
): Promise<RedirectListener> {
  const server = createServer()
  const { port } = await listen(server, { host: '127.0.0.1', port: 0 })
  const host = `127.0.0.1:${port}`
  serve(server, { hosts: [host], onRedirect, chosenLanguage })
  return { redirectUri: `http://${host}${redirectPath}`, close: () => close(server) }
}

/** A registered port, while sign-ins of any workspace in this process wait at it. */
interface Shared {
  readonly open: Promise<{ readonly waiting: Set<OnRedirect>; readonly servers: readonly Server[] }>
  users: number
}
const shared = new Map<number, Shared>()

/**
 * Listens where a platform was told to the letter to send the browser back to. Sign-ins that wait at the same time share the port; each knows
 * its own by the state. Throws ConnectFailed when another program has the port.
 */
export async function shareRedirect(
  host: '127.0.0.1' | 'localhost',
  port: number,
  onRedirect: OnRedirect,
  chosenLanguage: ChosenLanguage,
): Promise<RedirectListener> {
  const door = shared.get(port) ?? { open: openShared(port, chosenLanguage), users: 0 }
  shared.set(port, door)
  door.users++
  try {
    ;(await door.open).waiting.add(onRedirect)
  } catch (error) {
    leave(port, door)
    throw error
  }
  let isOpen = true
  return {
    redirectUri: `http://${host}:${port}${redirectPath}`,
    close() {
      if (isOpen) leave(port, door, onRedirect)
      isOpen = false
    },
  }
}

/** The last one out closes the port. */
function leave(port: number, door: Shared, onRedirect?: OnRedirect): void {
  door.users--
  if (door.users === 0) shared.delete(port)
  door.open.then(
    ({ waiting, servers }) => {
      if (onRedirect) waiting.delete(onRedirect)
      if (door.users === 0) servers.forEach(close)
    },
    // That it did not open was told to whoever wanted it.
    () => undefined,
  )
}

async function openShared(port: number, chosenLanguage: ChosenLanguage) {
  const waiting = new Set<OnRedirect>()
  const servers: Server[] = []
  const onRedirect: OnRedirect = async (query) => {
    for (const one of [...waiting]) {
      const message = await one(query)
      if (message) return message
    }
    return null
  }
  try {
    // A browser may take `localhost` for either; whoever has the other one would get the code.
    for (const host of ['127.0.0.1', '::1']) {
      const server = createServer()
      try {
        await listen(server, { host, port })
      } catch (error) {
        if (host === '::1' && noSuchAddress.has(codeOf(error))) continue
        throw error
      }
      serve(server, { hosts: [`127.0.0.1:${port}`, `localhost:${port}`], onRedirect, chosenLanguage })
      servers.push(server)
    }
  } catch (error) {
    servers.forEach(close)
    // Windows says EACCES for ports it has set aside for others.
    if (['EADDRINUSE', 'EACCES'].includes(codeOf(error))) throw new ConnectFailed('redirect_port_taken', { port })
    throw error
  }
  return { waiting, servers }
}

/** A machine without IPv6. */
const noSuchAddress = new Set(['EADDRNOTAVAIL', 'EAFNOSUPPORT'])
const codeOf = (error: unknown) => String((error as { code?: unknown } | null)?.code ?? '')

async function listen(server: Server, at: { host: string; port: number }): Promise<AddressInfo> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen({ ...at, exclusive: true }, resolve)
  })
  return server.address() as AddressInfo
}

/** Frees the port at once; an answer that is on its way still gets there. */
function close(server: Server): void {
  server.close()
  server.closeIdleConnections()
}

interface Serving {
  readonly hosts: readonly string[]
  readonly onRedirect: OnRedirect
  readonly chosenLanguage: ChosenLanguage
}

function serve(server: Server, { hosts, onRedirect, chosenLanguage }: Serving): void {
  server.on('request', (request, response) => {
    request.resume()
    const url = URL.parse(request.url ?? '/', `http://${hosts[0]}`)
    const wanted = (request.headers['accept-language'] ?? '').split(',').map((tag) => tag.trim())
    const language = chooseLanguage(chosenLanguage(), wanted)
    const say = (status: number, message: TabMessage) => answer(response, status, message, language)
    // A page elsewhere can point its own name at 127.0.0.1, but cannot make the browser send our Host.
    if (!hosts.includes(request.headers.host ?? '') || url?.pathname !== redirectPath || request.method !== 'GET')
      return say(404, notHere)
    onRedirect(url.searchParams).then(
      (message) => say(message ? 200 : 400, message ?? notOurs),
      () => say(500, broken),
    )
  })
}

const notHere: TabMessage = { title: said('tab_nothing_here'), text: said('tab_nothing_here_text') }
const notOurs: TabMessage = { title: said('tab_not_ours'), text: said('tab_not_ours_text') }
const broken: TabMessage = { title: said('tab_broken'), text: said('tab_broken_text') }

const style = `
:root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif;background:Canvas;color:CanvasText}
body{min-height:100vh;margin:0;display:grid;place-items:center}
main{max-width:26rem;padding:2rem;border-top:3px solid #c2410c}
h1{font:600 1.5rem/1.2 Georgia,serif;margin:.5rem 0}
p{margin:.5rem 0}small{letter-spacing:.08em;text-transform:uppercase;opacity:.7}`
const policy = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`

function answer(response: ServerResponse, status: number, message: TabMessage, language: Language): void {
  const [title, text] = [message.title, message.text].map((part) => escape(sentence(part, language)))
  const page = `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><title>${title} · Broadside</title><style>${style}</style></head>
<body><main><small>Broadside</small><h1>${title}</h1><p>${text}</p></main></body></html>`
  response
    .writeHead(status, {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': policy,
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      connection: 'close',
    })
    .end(page)
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
const escape = (text: string) => text.replace(/[&<>"']/g, (character) => entities[character] ?? '')
