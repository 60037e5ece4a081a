import { createServer, request as httpRequest } from 'node:http'
import type { ClientRequest, IncomingMessage, Server, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { pipeline } from 'node:stream/promises'
import { FaultPlan } from './faults.ts'
import type { Fault } from './faults.ts'
import { exchange } from './faulty-exchange.ts'
import type { RawReply } from './faulty-exchange.ts'

export interface ProxiedRequest {
  readonly method: string
  /** Path and query. */
  readonly target: string
  readonly fault: Fault['kind'] | null
  /** What the peer answered; null where it was never asked. */
  readonly status: number | null
}

export interface ChaosProxy {
  readonly url: string
  readonly plan: FaultPlan
  /** Every request seen, in the order they arrived. */
  readonly requests: readonly ProxiedRequest[]
  /** Points the same address at another peer, as when a server restarts on another port. */
  retarget(url: string): void
  stop(): Promise<void>
}

/**
 * A proxy in front of a real peer that breaks requests by plan. `path` in the plan is matched without the query.
 * The Host header is passed on as it came, so a peer that builds its own address from it stays behind the proxy.
 */
export async function startChaosProxy(target: string, { seed = 1 }: { seed?: number } = {}): Promise<ChaosProxy> {
  const plan = new FaultPlan(seed)
  const requests: ProxiedRequest[] = []
  let peer = new URL(target)

  async function handle(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const method = incoming.method ?? 'GET'
    const target = incoming.url ?? '/'
    const fault = plan.pick(method, target.split('?')[0] ?? target)
    const entry = { method, target, fault: fault?.kind ?? null, status: null as number | null }
    requests.push(entry)
    await exchange(fault, incoming, outgoing, {
      answer: (share) => forward(peer, incoming, share),
      busy: (moment, status = moment === 'before' ? 502 : 504) => gatewayError(status),
      tooMany,
      done: (status) => (entry.status = status),
    })
  }

  const server = createServer((incoming, outgoing) => {
    handle(incoming, outgoing).catch(() => incoming.socket.destroy())
  })
  return {
    url: await listen(server),
    plan,
    requests,
    retarget: (url) => (peer = new URL(url)),
    stop: () => close(server),
  }
}

/** Passes a request on as it comes, so that a large one is never held; or a share of it, after which the line to the peer breaks. */
async function forward(peer: URL, incoming: IncomingMessage, share: number | null): Promise<RawReply | null> {
  const { connection: _hop, ...headers } = incoming.headers
  const request = httpRequest({
    host: peer.hostname,
    port: peer.port,
    method: incoming.method,
    path: incoming.url,
    agent: false,
    headers,
  })
  const answered = new Promise<IncomingMessage>((resolve, reject) =>
    request.on('response', resolve).on('error', reject),
  )
  // Who breaks off while sending breaks off at the peer as well.
  answered.catch(() => incoming.destroy())
  if (share !== null) {
    await sendShare(incoming, request, share)
    return null
  }
  pipeline(incoming, request).catch(() => undefined)
  const answer = await answered
  const body = await readAll(answer)
  const { 'transfer-encoding': _chunked, connection: _alsoHop, ...answerHeaders } = answer.headers
  return { status: answer.statusCode ?? 502, headers: answerHeaders, body }
}

async function sendShare(incoming: IncomingMessage, request: ClientRequest, share: number): Promise<void> {
  let left = Math.floor(Number(incoming.headers['content-length'] ?? 0) * share)
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    const sent = chunk.subarray(0, left)
    if (sent.length > 0) await new Promise<void>((resolve) => request.write(sent, () => resolve()))
    left -= sent.length
    if (left === 0) break
  }
  request.destroy()
}

export async function readAll(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(chunk)
  return Buffer.concat(chunks)
}

/** Listens on a free port of loopback, or on `port`. */
export async function listen(server: Server, port = 0): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

export async function close(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()))
  server.closeAllConnections()
  await closed
}

function gatewayError(status: number): RawReply {
  const body = Buffer.from(`<html><body><h1>${status}</h1></body></html>`)
  return { status, headers: { 'content-type': 'text/html' }, body }
}

function tooMany(resetMs: number): RawReply {
  const headers = { 'retry-after': String(Math.ceil(resetMs / 1_000)), 'content-type': 'text/plain' }
  return { status: 429, headers, body: Buffer.from('Too many requests') }
}
