import { createServer } from 'node:http'
import type { Server } from 'node:http'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { close, listen, readAll, startChaosProxy } from './chaos-proxy.ts'
import type { ChaosProxy } from './chaos-proxy.ts'
import { FaultPlan } from './faults.ts'
import type { FaultKind } from './faults.ts'

let peer: Server
let proxy: ChaosProxy
let did: string[]

beforeEach(async () => {
  did = []
  peer = createServer((incoming, outgoing) => {
    void readAll(incoming).then((body) => {
      did.push(`${incoming.method} ${incoming.url} ${body.toString()} for ${incoming.headers.host}`)
      outgoing.end('x'.repeat(1_000))
    })
  })
  proxy = await startChaosProxy(await listen(peer))
})
afterEach(() => Promise.all([proxy.stop(), close(peer)]))

const ask = async (path = '/do') => {
  const answer = await fetch(proxy.url + path, { method: 'POST', body: 'it' })
  return { status: answer.status, size: (await answer.text()).length }
}

test('a healthy proxy changes nothing and keeps the host it was asked by', async () => {
  expect(await ask('/do?now=1')).toEqual({ status: 200, size: 1_000 })
  expect(did).toEqual([`POST /do?now=1 it for ${new URL(proxy.url).host}`])
})

test.each([
  ['drop_before', 0],
  ['drop_after', 1],
  ['cut_body', 1],
] as const)('%s loses the answer and the peer did it %i times', async (kind, times) => {
  proxy.plan.next({ method: 'POST', path: '/do' }, { kind })
  await expect(ask()).rejects.toThrow(/fetch failed|terminated/)
  expect(did).toHaveLength(times)
  expect(await ask()).toEqual({ status: 200, size: 1_000 })
  expect(proxy.plan.counts).toEqual({ [kind]: 1 })
})

test('errors of a gateway come before or after the peer did it', async () => {
  proxy.plan.next({}, { kind: 'error_before' })
  expect((await ask()).status).toBe(502)
  expect(did).toHaveLength(0)
  proxy.plan.next({}, { kind: 'error_after' })
  expect((await ask()).status).toBe(504)
  expect(did).toHaveLength(1)
})

test('faults by chance are the same for the same seed and about as many as asked for', () => {
  const run = (seed: number) => {
    const plan = new FaultPlan(seed)
    plan.odds([{ match: { method: 'POST' }, odds: { drop_before: 0.2, drop_after: 0.3 } }])
    return Array.from({ length: 2_000 }, () => plan.pick('POST', '/x')?.kind ?? null)
  }
  expect(run(7)).toEqual(run(7))
  expect(run(7)).not.toEqual(run(8))
  const share = (kind: FaultKind) => run(7).filter((picked) => picked === kind).length / 2_000
  expect(share('drop_before')).toBeCloseTo(0.2, 1)
  expect(share('drop_after')).toBeCloseTo(0.3, 1)
  const other = new FaultPlan(7)
  other.odds([{ match: { method: 'POST' }, odds: { drop_before: 1 } }])
  expect(other.pick('GET', '/x')).toBeNull()
})
