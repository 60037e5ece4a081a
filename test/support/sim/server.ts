import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { IncomingHttpHeaders, IncomingMessage, Server, ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { close, listen } from '../chaos-proxy.ts'
import { FaultPlan } from '../faults.ts'
import type { Fault } from '../faults.ts'
import { exchange } from '../faulty-exchange.ts'
import type { RawReply } from '../faulty-exchange.ts'
import { readBody } from './body.ts'
import type { Body } from './body.ts'
import { answerControl } from './control.ts'
import { nest } from './params.ts'
import type { Params } from './params.ts'
import { Refusal, Refused } from './refused.ts'
import type { Reply } from './refused.ts'
import { Store } from './store.ts'

/** A request as handlers see it. */
export interface Ask extends Body {
  readonly method: string
  readonly path: string
  /** What `:name` in the route stands for here. */
  readonly at: Readonly<Record<string, string>>
  readonly query: Params
  readonly headers: IncomingHttpHeaders
}

/** Runs to its end without a pause where it can: what it does is then done as a whole, or not at all. */
export type Handler = (ask: Ask) => Reply | Promise<Reply>

/** A handler, and how its body is read where that is out of the ordinary. */
export interface Route {
  readonly answer: Handler
  /** Bytes of fields; 1 MB unless told. */
  readonly maxBody?: number
  /** Bytes of one file; 200 MB unless told. */
  readonly maxFile?: number
  /** Keeps what it gets in a file (`Received.path`), for bodies whose bytes matter later. */
  readonly keep?: boolean
  /** Takes the body as bytes whatever its type says. */
  readonly raw?: boolean
  /** Is also called for a raw body that broke off: a resumable upload keeps what came. */
  readonly partial?: boolean
}

/** By `METHOD /path/:id`; `:id` stands for one segment. The first that matches answers. */
export type Routes = Readonly<Record<string, Handler | Route>>

/** What every simulator can be started with. */
export interface SimSetup {
  readonly port?: number
  /** Keeps everything in this file, so that the simulator can be killed and started again. */
  readonly file?: string
  /** Of the faults by chance. */
  readonly seed?: number
  /** Answers /_control/ (control.ts), for another process that looks and interferes. */
  readonly control?: boolean
}

/** What makes a simulator one platform over HTTP. */
export interface Face {
  readonly routes: Routes
  /** Words what the base refuses as the platform does. */
  refuse(why: Refused): Reply
  /** Before each request: releases what is due, say. */
  before?(): void
  /** Once the body is read, before the route: counts limits. Headers go into the answer; throws to refuse. */
  admit?(ask: Ask): Readonly<Record<string, string>>
  /** Request headers worth logging, in lower case. None with a secret. */
  readonly logged?: readonly string[]
  /** Takes secrets out of a logged path and query, where they are not in a parameter named like one. */
  hide?(target: string): string
  /** What a request is called in faults and in the log, where method and path do not tell what it asks: the pieces of an upload and its last. */
  alias?(method: string, path: string, headers: IncomingHttpHeaders): string | null
  /** More of /_control/: `GET /_control/<name>` tells what the function gives. */
  readonly views?: Readonly<Record<string, () => unknown>>
}

export interface SeenRequest {
  readonly method: string
  /** Path and query, without secrets. */
  readonly target: string
  readonly headers: Readonly<Record<string, string>>
  readonly fault: Fault['kind'] | null
  /** What the platform did, whether or not its answer arrived; null where it did nothing. */
  readonly status: number | null
}

export interface Sim<State> {
  /** '' until it serves. */
  readonly url: string
  readonly plan: FaultPlan
  readonly state: State
  /** Every request, in the order they came. */
  readonly requests: readonly SeenRequest[]
  now(): number
  /** Moves the platform's clock, as when an hour passes. */
  advance(ms: number): void
  /** A long number, greater than all before. */
  id(): string
  /** After a test changed the state by hand; after a request it is done before the answer. */
  save(): void
  /** Begins to answer, as this face. */
  serve(face: Face): Promise<void>
  stop(): Promise<void>
}

const mega = 1_000_000

/**
 * Opens a simulator: its state, clock and plan of faults. What builds on them (createAuth, handlers) is made next, and then it serves.
 * test/support/sim/README.md shows a whole one.
 */
export function openSim<State>(setup: SimSetup, fresh: () => State): Sim<State> {
  const store = new Store<State>(setup.file ?? null, fresh)
  const plan = new FaultPlan(setup.seed)
  const requests: SeenRequest[] = []
  const folder = createFolder(setup.file)
  let url = ''
  let server: Server | null = null
  const sim: Sim<State> = {
    get url() {
      return url
    },
    plan,
    state: store.state,
    requests,
    now: () => store.now(),
    advance: (ms) => store.advance(ms),
    id: () => store.id(),
    save: () => store.save(),
    async serve(face) {
      const handle = createHandler(face, { sim, requests, bodies: folder.path, control: setup.control ?? false })
      server = createServer((incoming, outgoing) => {
        handle(incoming, outgoing).catch((error: unknown) => {
          // A bug of the simulator must be seen, not taken for a fault of the network.
          console.error(error)
          if (outgoing.headersSent) return void incoming.socket.destroy()
          outgoing.writeHead(500, { 'content-type': 'text/plain' }).end(`simulator: ${String(error)}`)
        })
      })
      url = await listen(server, setup.port)
    },
    async stop() {
      if (server) await close(server)
      folder.remove()
    },
  }
  return sim
}

interface Running {
  readonly sim: Sim<unknown>
  readonly requests: SeenRequest[]
  /** The folder of kept bodies. */
  bodies(): string
  readonly control: boolean
}

function createHandler(face: Face, { sim, requests, bodies, control }: Running) {
  const { plan } = sim
  const find = createFinder(face.routes)
  const views = face.views ?? {}

  async function serve(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const method = incoming.method ?? 'GET'
    const target = incoming.url ?? '/'
    const path = target.split('?')[0] ?? '/'
    if (control && path.startsWith('/_control/'))
      return await answerControl(incoming, outgoing, { sim, plan, requests, views })
    const alias = face.alias?.(method, path, incoming.headers) ?? null
    const fault = plan.pick(method, alias ?? path)
    const seen = {
      method,
      target: alias ?? hidden(target),
      headers: logged(incoming.headers),
      fault: fault?.kind ?? null,
    }
    const entry = { ...seen, status: null as number | null }
    requests.push(entry)
    await exchange(fault, incoming, outgoing, {
      async answer(share) {
        const reply = await answer(incoming, new URL(target, 'http://platform'), share)
        return reply && dated(reply)
      },
      busy: (_, status = 503) =>
        dated(face.refuse(new Refused(status, 'busy', 'The platform has a problem of its own'))),
      tooMany: (resetMs) =>
        dated(face.refuse(new Refused(429, 'rate_limited', 'Too many requests', { resetsAt: sim.now() + resetMs }))),
      done: (status) => (entry.status = status),
    })
  }

  /** By the platform's clock, as its posts are dated. */
  const dated = (reply: Reply) =>
    rendered({ ...reply, headers: { date: new Date(sim.now()).toUTCString(), ...reply.headers } })

  /** Null where the body broke off and nothing came of it. */
  async function answer(incoming: IncomingMessage, target: URL, share: number | null): Promise<Reply | null> {
    const method = incoming.method ?? 'GET'
    const found = find(method, target.pathname)
    let extra: Readonly<Record<string, string>> = {}
    try {
      const length = Number(incoming.headers['content-length'] ?? 0)
      const body = await readBody(incoming, {
        maxBody: found?.route.maxBody ?? mega,
        maxFile: found?.route.maxFile ?? 200 * mega,
        keepIn: found?.route.keep ? bodies() : null,
        raw: found?.route.raw ?? false,
        partial: found?.route.partial ?? false,
        upTo: share === null ? null : Math.floor(length * share),
      })
      if (!body) return null
      face.before?.()
      const ask: Ask = {
        method,
        path: target.pathname,
        at: found?.at ?? {},
        query: nest([...target.searchParams]),
        headers: incoming.headers,
        ...body,
      }
      extra = face.admit?.(ask) ?? {}
      if (!found) throw new Refused(404, 'no_route', `${method} ${target.pathname} is not there`)
      const reply = await found.route.answer(ask)
      return { ...reply, headers: { ...extra, ...reply.headers } }
    } catch (error) {
      const reply = error instanceof Refusal ? error.reply : error instanceof Refused ? face.refuse(error) : null
      if (!reply) throw error
      return { ...reply, headers: { ...extra, ...reply.headers } }
    } finally {
      sim.save()
    }
  }

  function logged(headers: IncomingHttpHeaders): Record<string, string> {
    const scheme = headers.authorization?.split(' ')[0]
    const chosen = (face.logged ?? []).flatMap((name) => {
      const value = headers[name]
      return typeof value === 'string' ? [[name, value] as const] : []
    })
    return { ...Object.fromEntries(chosen), ...(scheme && { authorization: `${scheme} …` }) }
  }

  function hidden(target: string): string {
    const named = target.replace(/([?&](?:\w*token|\w*secret|code|password|key)=)[^&]*/g, '$1…')
    return face.hide?.(named) ?? named
  }

  return serve
}

interface Found {
  readonly route: Route
  readonly at: Readonly<Record<string, string>>
}

function createFinder(routes: Routes): (method: string, path: string) => Found | null {
  const compiled = Object.entries(routes).map(([name, given]) => {
    const [method = '', path = ''] = name.split(' ')
    const keys = [...path.matchAll(/:(\w+)/g)].map(([, key = '']) => key)
    const pattern = path.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/:\w+/g, '([^/]+)')
    const route = typeof given === 'function' ? { answer: given } : given
    return { method, route, keys, pattern: new RegExp(`^${pattern}$`) }
  })
  return (method, path) => {
    for (const candidate of compiled) {
      const match = candidate.method === method ? candidate.pattern.exec(path) : null
      if (!match) continue
      const at = candidate.keys.map((key, index) => [key, decodeURIComponent(match[index + 1] ?? '')] as const)
      return { route: candidate.route, at: Object.fromEntries(at) }
    }
    return null
  }
}

/** Where kept bodies lie: beside the state's file, or for the life of the process. Made when first asked for. */
function createFolder(file: string | undefined): { path(): string; remove(): void } {
  let made: string | null = null
  return {
    path() {
      made ??= file === undefined ? mkdtempSync(join(tmpdir(), 'broadside-sim-')) : `${file}.bodies`
      if (!existsSync(made)) mkdirSync(made)
      return made
    },
    remove() {
      if (made !== null && file === undefined) rmSync(made, { recursive: true, force: true })
    },
  }
}

function rendered({ status, json, html, text, headers }: Reply): RawReply {
  const [type, body] =
    json !== undefined
      ? ['application/json; charset=utf-8', JSON.stringify(json)]
      : html !== undefined
        ? ['text/html; charset=utf-8', html]
        : text !== undefined
          ? ['text/plain; charset=utf-8', text]
          : [null, '']
  return { status, headers: { ...(type !== null && { 'content-type': type }), ...headers }, body: Buffer.from(body) }
}
