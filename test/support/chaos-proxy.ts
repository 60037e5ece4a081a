import { createServer, request as httpRequest } from 'node:http'
import type { IncomingHttpHeaders, IncomingMessage, Server, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { FaultPlan } from './faults.ts'
import type { Fault } from './faults.ts'

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
    const path = incoming.url ?? '/'
    const fault = plan.pick(method, path.split('?')[0] ?? path)
    const entry = { method, target: path, fault: fault?.kind ?? null, status: null as number | null }
    requests.push(entry)
    if (fault?.kind === 'drop_before') return void incoming.socket.destroy()
    if (fault?.kind === 'error_before') return gatewayError(outgoing, fault.status ?? 502)
    if (fault?.kind === 'rate_limited') return tooMany(outgoing, fault.resetMs)

    const answer = await forward(peer, incoming)
    entry.status = answer.status
    if (fault?.kind === 'drop_after') return void incoming.socket.destroy()
    if (fault?.kind === 'error_after') return gatewayError(outgoing, fault.status ?? 504)
    if (fault?.kind === 'delay') await sleep(fault.ms)
    const { 'transfer-encoding': _chunked, connection: _hop, ...headers } = answer.headers
    outgoing.writeHead(answer.status, { ...headers, 'content-length': answer.body.length })
    if (fault?.kind !== 'cut_body') return void outgoing.end(answer.body)
    outgoing.write(answer.body.subarray(0, Math.floor(answer.body.length / 2)), () => incoming.socket.destroy())
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

async function forward(
  peer: URL,
  incoming: IncomingMessage,
): Promise<{ status: number; headers: IncomingHttpHeaders; body: Buffer }> {
  const body = await readAll(incoming)
  return await new Promise((resolve, reject) => {
    const { connection: _hop, 'transfer-encoding': _chunked, ...headers } = incoming.headers
    const request = httpRequest(
      {
        host: peer.hostname,
        port: peer.port,
        method: incoming.method,
        path: incoming.url,
        agent: false,
        headers: { ...headers, 'content-length': body.length },
      },
      (answer) => {
        readAll(answer).then(
          (read) => resolve({ status: answer.statusCode ?? 502, headers: answer.headers, body: read }),
          reject,
        )
      },
    )
    request.on('error', reject)
    request.end(body)
  })
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

function gatewayError(outgoing: ServerResponse, status: number): void {
  outgoing.writeHead(status, { 'content-type': 'text/html' }).end(`<html><body><h1>${status}</h1></body></html>`)
}

function tooMany(outgoing: ServerResponse, resetMs: number): void {
  outgoing
    .writeHead(429, { 'retry-after': String(Math.ceil(resetMs / 1_000)), 'content-type': 'text/plain' })
    .end('Too many requests')
}
