import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Fault } from './faults.ts'

/** An answer as it goes over the wire. */
export interface RawReply {
  readonly status: number
  readonly headers: OutgoingHttpHeaders
  readonly body: Buffer
}

/** The two who answer with faults: a proxy before a real peer, and a simulated platform. */
export interface Answerer {
  /**
   * Does what was asked. `share`: the connection is about to break once that share of the body was read; what was asked is then done
   * only where the peer works with half of a body, and null says it was not.
   */
  answer(share: number | null): Promise<RawReply | null>
  /** A 5xx of the peer or of what stands before it. */
  busy(moment: 'before' | 'after', status: number | undefined): RawReply
  tooMany(resetMs: number): RawReply
  /** Called with the status of what was done, before anybody can see an answer. */
  done(status: number): void
}

/** One request from its head to the end of its answer, broken at the moment `fault` names. */
export async function exchange(
  fault: Fault | null,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  { answer, busy, tooMany, done }: Answerer,
): Promise<void> {
  // Kept now: a request that was left in the middle has none any more.
  const { socket } = incoming
  const drop = () => void socket.destroy()
  if (fault?.kind === 'drop_before') return drop()
  if (fault?.kind === 'error_before') return await refuse(incoming, outgoing, busy('before', fault.status))
  if (fault?.kind === 'rate_limited') return await refuse(incoming, outgoing, tooMany(fault.resetMs))
  if (fault?.kind === 'stall' && !fault.done) return await untilGivenUp(incoming, outgoing)

  const reply = await answer(fault?.kind === 'drop_during' ? (fault.at ?? 0.5) : null)
  if (reply) done(reply.status)
  if (!reply || fault?.kind === 'drop_during' || fault?.kind === 'drop_after') return drop()
  if (fault?.kind === 'error_after') return send(outgoing, busy('after', fault.status))
  if (fault?.kind === 'stall') return await untilGivenUp(incoming, outgoing)
  if (fault?.kind === 'delay') await sleep(fault.ms)
  if (fault?.kind === 'slow_body') return await sendSlowly(outgoing, reply, fault.ms)
  if (fault?.kind !== 'cut_body') return send(outgoing, reply)
  outgoing.writeHead(reply.status, lengthOf(reply))
  outgoing.write(reply.body.subarray(0, Math.floor(reply.body.length / 2)), drop)
}

const lengthOf = ({ headers, body }: RawReply): OutgoingHttpHeaders => ({ ...headers, 'content-length': body.length })

function send(outgoing: ServerResponse, reply: RawReply): void {
  outgoing.writeHead(reply.status, lengthOf(reply)).end(reply.body)
}

/** The body is read all the same: who is still sending would meet a closed connection instead of the answer. */
async function refuse(incoming: IncomingMessage, outgoing: ServerResponse, reply: RawReply): Promise<void> {
  await drain(incoming)
  send(outgoing, reply)
}

async function untilGivenUp(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const gone = new Promise<void>((resolve) => outgoing.once('close', resolve))
  incoming.resume()
  await gone
}

async function sendSlowly(outgoing: ServerResponse, reply: RawReply, ms: number): Promise<void> {
  const pieces = 8
  outgoing.writeHead(reply.status, lengthOf(reply))
  for (let piece = 0; piece < pieces; piece++) {
    const [from, to] = [piece, piece + 1].map((at) => Math.floor((reply.body.length * at) / pieces))
    outgoing.write(reply.body.subarray(from, to))
    await sleep(ms / pieces)
  }
  outgoing.end()
}

/** Reads a body to its end and keeps nothing; one that breaks off is at its end too. */
export async function drain(incoming: IncomingMessage): Promise<void> {
  if (incoming.readableEnded || incoming.destroyed) return
  const ended = new Promise<void>((resolve) => incoming.once('close', resolve))
  incoming.resume()
  await ended
}
