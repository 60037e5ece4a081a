import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { systemClock, type Instant } from '../clock.ts'
import { createHttp, type Http } from '../http.ts'
import {
  StepFailed,
  type CommitOutcome,
  type ImageTarget,
  type Outgoing,
  type OutgoingMedia,
  type PublishContext,
  type Publisher,
  type PublisherAccount,
  type Reconciled,
  type Remote,
  type Secrets,
} from './publisher.ts'

/**
 * What drives a publisher in the conformance suite: the publish protocol in small. Steps are kept as the store keeps them,
 * a delivery can be taken up again as after a restart, and single requests can be answered with words of our choice.
 */

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

/** One delivery on its way, and what is durable of it. */
export interface TestDelivery {
  readonly post: Outgoing
  readonly steps: Map<string, unknown>
  readonly landed: Remote[]
  /** When the newest commit began. */
  sentAt: Instant
}

export interface Driver {
  readonly http: Http
  newDelivery(
    parts: readonly { text: string; media?: readonly OutgoingMedia[] }[],
    extra?: { settings?: Record<string, unknown>; link?: string },
  ): TestDelivery
  /** One attempt: prepares from the stored steps, then commits the parts that are not out yet. Waits for what is `pending`. */
  attempt(delivery: TestDelivery): Promise<CommitOutcome>
  /** Attempts until it is out; waits for deferrals of up to 10 s. Throws when it ends otherwise. */
  publish(delivery: TestDelivery): Promise<void>
  reconcile(delivery: TestDelivery): Promise<Reconciled>
  context(delivery?: TestDelivery): PublishContext
  /** Every matching request from now on is answered so and never reaches the platform; the returned function ends it. */
  answer(match: RequestMatch, answer: CannedAnswer): () => void
  image(name: string, colour: string, alt: string): Promise<OutgoingMedia>
  /** Everything the publisher said in failures and evidence, to look for secrets in. */
  readonly said: string[]
  readonly quotas: { remaining: number; limit: number; resetsAt: Instant | null }[]
  readonly secrets: Secrets
  stop(): Promise<void>
}

export async function createDriver(publisher: Publisher, account: PublisherAccount, initial: Secrets): Promise<Driver> {
  const folder = mkdtempSync(join(tmpdir(), 'broadside-conformance-'))
  const real = createHttp()
  const canned = await createCannedPeer()
  const http: Http = {
    ...real,
    request: (url, request) => real.request(canned.reroute(new URL(url), request?.method ?? 'GET'), request),
  }
  const known = new Set<string>()
  const said: string[] = []
  const quotas: Driver['quotas'] = []
  let secrets = initial
  let count = 0
  let images = 0

  function context(delivery?: TestDelivery): PublishContext {
    const steps = delivery?.steps ?? new Map<string, unknown>()
    return {
      account,
      get secrets() {
        return secrets
      },
      saveSecrets: (next) => (secrets = JSON.parse(JSON.stringify(next)) as Secrets),
      http,
      clock: systemClock,
      signal: new AbortController().signal,
      async step<T>(name: string, work: () => Promise<T> | T) {
        if (!steps.has(name)) steps.set(name, JSON.parse(JSON.stringify((await work()) ?? null)))
        return steps.get(name) as T
      },
      recall: <T>(name: string) => steps.get(name) as T | undefined,
      forget: (prefix) =>
        [...steps.keys()].filter((name) => name.startsWith(prefix)).forEach((name) => steps.delete(name)),
      progress() {},
      isKnown: (remoteId) => known.has(remoteId),
      mediaHost: null,
      quota: (quota) => quotas.push(quota),
    }
  }

  function heard<T extends CommitOutcome>(outcome: T): T {
    said.push(JSON.stringify(outcome))
    return outcome
  }

  async function waitOut(outcome: CommitOutcome, delivery: TestDelivery): Promise<CommitOutcome> {
    for (let polls = 0; outcome.is === 'pending'; polls++) {
      if (polls === 50 || !publisher.poll) throw new Error('It stays pending')
      await systemClock.sleep(outcome.pollAt - systemClock.now())
      outcome = await publisher.poll(JSON.parse(JSON.stringify(outcome.handle)), context(delivery))
    }
    return outcome
  }

  async function attempt(delivery: TestDelivery): Promise<CommitOutcome> {
    const { post, landed } = delivery
    let prepared: unknown
    try {
      prepared = await publisher.prepare(post, context(delivery))
    } catch (error) {
      if (error instanceof StepFailed) return heard(error.outcome)
      throw error
    }
    let outcome: CommitOutcome | null = null
    while (landed.length < post.parts.length) {
      delivery.sentAt = systemClock.now()
      outcome = await waitOut(await publisher.commit(prepared, landed.length, landed, context(delivery)), delivery)
      if (outcome.is !== 'published' && outcome.is !== 'handed_off') return heard(outcome)
      landed.push(outcome.remote)
      known.add(outcome.remote.remoteId)
    }
    if (!outcome) throw new Error('Nothing was left to commit')
    return outcome
  }

  return {
    http,
    said,
    quotas,
    context,
    attempt,
    get secrets() {
      return secrets
    },
    newDelivery(parts, { settings = {}, link } = {}) {
      const now = systemClock.now()
      const post: Outgoing = {
        deliveryId: `dlv_${String(++count).padStart(26, '0')}`,
        title: '',
        parts: parts.map(({ text, media = [] }) => ({ text, media })),
        link: link ?? null,
        settings,
        dueAt: now,
        createdAt: now,
      }
      return { post, steps: new Map(), landed: [], sentAt: now }
    },
    async publish(delivery) {
      for (let tries = 0; tries < 20; tries++) {
        const outcome = await attempt(delivery)
        if (outcome.is === 'published' || outcome.is === 'handed_off') return
        if (outcome.is !== 'deferred' || outcome.until - systemClock.now() > 10_000)
          throw new Error(`It was not published: ${JSON.stringify(outcome)}`)
        await systemClock.sleep(outcome.until - systemClock.now())
      }
      throw new Error('It stays deferred')
    },
    reconcile: (delivery) =>
      publisher.reconcile(delivery.post, delivery.landed.length, delivery.landed, delivery.sentAt, context(delivery)),
    answer: canned.answer,
    image: (name, colour, alt) => makeImage(folder, name, colour, alt, ++images),
    async stop() {
      await real.close()
      await canned.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** A server on loopback that says what it is told, and the switch that sends requests there instead of to the platform. */
async function createCannedPeer() {
  let current: { match: RequestMatch; answer: CannedAnswer } | null = null
  const server: Server = createServer((request, response) => {
    request.resume().on('end', () => {
      if (!current) return void response.writeHead(500).end()
      const { status, headers, body } = current.answer
      const isText = typeof body === 'string'
      response.writeHead(status, { 'content-type': isText ? 'text/html' : 'application/json', ...headers })
      response.end(isText ? body : JSON.stringify(body))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    answer(match: RequestMatch, answer: CannedAnswer) {
      current = { match, answer }
      return () => void (current = null)
    },
    reroute(url: URL, method: string): URL {
      if (!current || !isMatch(current.match, method, url.pathname)) return url
      return new URL(url.pathname + url.search, origin)
    },
    async stop() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** An address on loopback that nothing listens on. */
export async function closedAddress(): Promise<string> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return `http://127.0.0.1:${port}`
}

export function isMatch({ method, path }: RequestMatch, actualMethod: string, actualPath: string): boolean {
  if (method !== undefined && method !== actualMethod) return false
  return path === undefined || (typeof path === 'string' ? path === actualPath : path.test(actualPath))
}

/** No two are the same file: a platform may know one again and not want it twice. */
async function makeImage(
  folder: string,
  name: string,
  colour: string,
  alt: string,
  number: number,
): Promise<OutgoingMedia> {
  const [width, height] = [64, 48 + number]
  const bytes = await sharp({ create: { width, height, channels: 3, background: colour } })
    .png()
    .toBuffer()
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const path = join(folder, `${sha256}.png`)
  writeFileSync(path, bytes)
  return {
    assetId: `asset_${sha256.slice(0, 26).toUpperCase()}`,
    kind: 'image',
    type: 'image/png',
    bytes: bytes.length,
    width,
    height,
    durationMs: null,
    animated: false,
    alt,
    sha256,
    name,
    path,
    async convert(target: ImageTarget) {
      const type = target.types.includes('image/png') ? 'image/png' : 'image/jpeg'
      if (!target.types.includes(type)) throw new Error(`No conversion to ${target.types.join(', ')}`)
      const converted = type === 'image/png' ? path : join(folder, `${sha256}.jpg`)
      if (type === 'image/jpeg') await sharp(path).jpeg().toFile(converted)
      return { path: converted, type, bytes: statSync(converted).size, width, height }
    },
  }
}
