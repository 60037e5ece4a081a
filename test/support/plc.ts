import { createServer } from 'node:http'
import type { ServerResponse } from 'node:http'
import { PlcError, assureValidNextOp, formatDidDoc, getLastOpWithCid, opToData } from '@did-plc/lib'
import type { CompatibleOpOrTombstone, IndexedOperation } from '@did-plc/lib'
import { close, listen, readAll } from './chaos-proxy.ts'

export interface PlcDirectory {
  readonly url: string
  stop(): Promise<void>
}

/**
 * A did:plc directory in memory: takes signed operations, checks each against the log before it as plc.directory does (the same library),
 * and serves documents and logs. Source: did-method-plc, website/spec/v0.1/did-plc.md.
 */
export async function startPlcDirectory(): Promise<PlcDirectory> {
  const logs = new Map<string, IndexedOperation[]>()

  async function append(did: string, operation: CompatibleOpOrTombstone): Promise<void> {
    const log = logs.get(did) ?? []
    await assureValidNextOp(did, log, operation)
    const { cid } = await getLastOpWithCid([operation])
    logs.set(did, [...log, { did, operation, cid, nullified: false, createdAt: new Date() }])
  }

  function read(did: string, rest: string, response: ServerResponse): void {
    const log = logs.get(did)
    const last = log?.at(-1)?.operation
    const data = last && opToData(did, last)
    if (!log || !last) return say(response, 404, { message: `DID not registered: ${did}` })
    if (!data) return say(response, 410, { message: `DID not available: ${did}` })
    if (rest === '') return say(response, 200, formatDidDoc(data))
    if (rest === 'data') return say(response, 200, data)
    if (rest === 'log')
      return say(
        response,
        200,
        log.map((entry) => entry.operation),
      )
    if (rest === 'log/last') return say(response, 200, last)
    say(response, 404, { message: 'Not found' })
  }

  const server = createServer((request, response) => {
    void (async () => {
      const [did = '', ...rest] = decodeURIComponent(request.url ?? '/')
        .slice(1)
        .split('/')
      if (request.method !== 'POST') return read(did, rest.join('/'), response)
      try {
        await append(did, JSON.parse((await readAll(request)).toString()) as CompatibleOpOrTombstone)
        say(response, 200, {})
      } catch (error) {
        say(response, error instanceof PlcError ? 400 : 500, { message: String(error) })
      }
    })()
  })
  // By name: the PDS asks no server that is a bare IP address.
  const url = (await listen(server)).replace('127.0.0.1', 'localhost')
  return { url, stop: () => close(server) }
}

function say(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}
