/**
 * Custom schemes. Chromium here knows none, so `app://studio/x` is served as http://studio.app.standin.localhost/x by a
 * server on loopback that hands each request to the handler given to `protocol.handle`. `*.localhost` is a secure
 * context, bodies stream both ways, Range and abort reach the handler. Addresses are translated at this border; inside
 * the page `location` shows the http form, so a page must use addresses relative to its origin.
 */
import { createServer } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { readFileSync } from 'node:fs'
import { extname } from 'node:path'

const SUFFIX = 'standin.localhost'
export const SCHEME_HOSTS = `*.${SUFFIX}`

const handlers = new Map()
const HOP_HEADERS = new Set([
  'host',
  'connection',
  'proxy-connection',
  'upgrade',
  'transfer-encoding',
  'content-length',
])

export const protocol = {
  registerSchemesAsPrivileged() {},
  handle(scheme, handler) {
    if (handlers.has(scheme)) throw new Error(`The scheme has been registered: ${scheme}`)
    handlers.set(scheme, handler)
  },
  unhandle(scheme) {
    handlers.delete(scheme)
  },
  isProtocolHandled(scheme) {
    return handlers.has(scheme)
  },
}

/** `app://studio/x` → the address Chromium is given; other addresses as they are. */
export function toBrowserUrl(url) {
  const [whole, scheme, host] = /^([a-z][\w+.-]*):\/\/([^/?#]*)/.exec(url) ?? []
  return whole && handlers.has(scheme) ? url.replace(whole, `http://${host || '_'}.${scheme}.${SUFFIX}`) : url
}

/** The address Chromium reports → `app://studio/x`. */
export function toAppUrl(url) {
  const [whole, host, scheme] = /^http:\/\/([^/?#]+)\.([^./]+)\.standin\.localhost(?=[/?#]|$)/.exec(url) ?? []
  return whole ? url.replace(whole, `${scheme}://${host === '_' ? '' : host}`) : url
}

/** Resolves with the port. Chromium is told to find every custom-scheme host there. */
export function startSchemeServer() {
  const server = createServer((request, response) => {
    serve(request, response).catch((error) => {
      if (error.code === 'ERR_STREAM_PREMATURE_CLOSE' || error.name === 'AbortError') return // the page went away
      console.error('electron stand-in: protocol handler failed:', error)
      response.destroy()
    })
  })
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server.address().port)).unref())
}

async function serve(incoming, outgoing) {
  const url = toAppUrl(`http://${incoming.headers.host}${incoming.url}`)
  const handler = handlers.get(url.slice(0, url.indexOf(':')))
  if (!handler) {
    outgoing.writeHead(404).end()
    return
  }
  const aborted = new AbortController()
  outgoing.once('close', () => aborted.abort())
  const response = await handler(toRequest(url, incoming, aborted.signal))
  if (response.type === 'error') {
    outgoing.destroy()
    return
  }
  outgoing.writeHead(response.status, [...response.headers].flat())
  if (response.body && incoming.method !== 'HEAD') await pipeline(Readable.fromWeb(response.body), outgoing)
  else outgoing.end()
}

function toRequest(url, incoming, signal) {
  const headers = new Headers()
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (!HOP_HEADERS.has(name)) headers.set(name, toAppUrl(String(value)))
  }
  const hasBody = incoming.method !== 'GET' && incoming.method !== 'HEAD'
  return new Request(url, {
    method: incoming.method,
    headers,
    signal,
    ...(hasBody && { body: Readable.toWeb(incoming), duplex: 'half' }),
  })
}

const TYPES = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.woff2': 'font/woff2',
}

export const net = {
  /** `file:` and http(s); custom schemes are answered by their handler. */
  async fetch(input, init) {
    const url = input instanceof Request ? input.url : String(input)
    const handler = handlers.get(url.slice(0, url.indexOf(':')))
    if (handler) return handler(new Request(input, init))
    if (!url.startsWith('file:')) return fetch(input, init)
    const type = TYPES[extname(new URL(url).pathname)] ?? 'application/octet-stream'
    return new Response(readFileSync(new URL(url)), { headers: { 'content-type': type } })
  },
  isOnline: () => true,
  request() {
    throw new Error('electron stand-in: net.request is not covered, use net.fetch')
  },
}
