import { createReadStream } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { basename, extname } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { DeliveryMediaHost, HostableFile } from './publisher.ts'

/** What stands on loopback for the conformance suite besides the peer. */

/** Which requests are meant; as the fault plan of test/support reads it. */
export interface RequestMatch {
  readonly method?: string
  /** Path without the query. */
  readonly path?: string | RegExp
}

/** An answer a platform documents. */
export interface CannedAnswer {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  /** Text as it is; anything else as JSON. */
  readonly body: unknown
}

export interface CannedPeer {
  /** Every matching request from now on is answered so and never reaches the platform; the returned function ends it. */
  answer(match: RequestMatch, answer: CannedAnswer): () => void
  /** Where a request really goes. */
  reroute(url: URL, method: string): URL
  stop(): Promise<void>
}

/** A server on loopback that says what it is told, and the switch that sends requests there instead of to the platform. */
export async function createCannedPeer(): Promise<CannedPeer> {
  let current: { match: RequestMatch; answer: CannedAnswer } | null = null
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      if (!current) return void response.writeHead(500).end()
      const { status, headers, body } = current.answer
      const isText = typeof body === 'string'
      response.writeHead(status, { 'content-type': isText ? 'text/html' : 'application/json', ...headers })
      response.end(isText ? body : JSON.stringify(body))
    })
  })
  const origin = await listen(server)
  return {
    answer(match, answer) {
      current = { match, answer }
      return () => void (current = null)
    },
    reroute(url, method) {
      if (!current || !isMatch(current.match, method, url.pathname)) return url
      return new URL(url.pathname + url.search, origin)
    },
    stop: () => close(server),
  }
}

/** The person's media host in small: the same address for the same file, http because it stands on loopback. */
export interface TestMediaHost extends DeliveryMediaHost {
  stop(): Promise<void>
}

export async function createTestMediaHost(): Promise<TestMediaHost> {
  const files = new Map<string, HostableFile>()
  const server = createServer((request, response) => {
    const file = files.get(basename(request.url ?? ''))
    if (!file || request.method !== 'GET') return void response.writeHead(file ? 405 : 404).end()
    response.writeHead(200, { 'content-type': file.type, 'content-length': file.bytes })
    pipeline(createReadStream(file.path), response).catch(() => undefined)
  })
  const origin = await listen(server)
  return {
    hosted(file) {
      const name = basename(file.path, extname(file.path)) + (extensions[file.type] ?? extname(file.path))
      files.set(name, file)
      return Promise.resolve(`${origin}/${name}`)
    },
    stop: () => close(server),
  }
}

const extensions: Readonly<Record<string, string>> = { 'image/jpeg': '.jpg', 'image/png': '.png', 'video/mp4': '.mp4' }

/** An address on loopback that nothing listens on. */
export async function closedAddress(): Promise<string> {
  const server = createServer()
  const origin = await listen(server)
  await close(server)
  return origin
}

export function isMatch({ method, path }: RequestMatch, actualMethod: string, actualPath: string): boolean {
  if (method !== undefined && method !== actualMethod) return false
  return path === undefined || (typeof path === 'string' ? path === actualPath : path.test(actualPath))
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

async function close(server: Server): Promise<void> {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
}
