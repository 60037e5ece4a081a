import { systemClock, type Clock, type Instant } from '../clock.ts'
import { createHttp, type Http, type HttpRequest } from '../http.ts'
import { createTestFiles, type TestFiles } from './conformance-files.ts'
import { createCannedPeer, createTestMediaHost, type CannedPeer } from './conformance-network.ts'
import {
  StepFailed,
  type CommitOutcome,
  type Outgoing,
  type OutgoingMedia,
  type OutgoingPart,
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

/** One delivery on its way, and what is durable of it. */
export interface TestDelivery {
  readonly post: Outgoing
  readonly steps: Map<string, unknown>
  readonly landed: Remote[]
  /** When the newest commit began. */
  sentAt: Instant
  /** A commit began, and what came of it is not known: to be looked for. `attempt` sends it again all the same. */
  inDoubt: boolean
  /** Of what the platform accepted and still works on. */
  handle: { readonly value: unknown } | null
  /** The studio dies once this many more steps are kept, or before it keeps the answer to a commit. */
  diesAt: number | 'answer' | null
}

export interface PartSpec {
  readonly text: string
  readonly media?: readonly OutgoingMedia[]
  /** The first is a post, the others reply, unless told. */
  readonly role?: OutgoingPart['role']
}

export interface DeliverySpec {
  readonly title?: string
  readonly settings?: Record<string, unknown>
  readonly link?: string
  readonly dueAt?: Instant
  readonly assets?: Outgoing['assets']
}

export interface Driver extends Pick<TestFiles, 'image' | 'video' | 'file'>, Pick<CannedPeer, 'answer'> {
  readonly http: Http
  readonly clock: Clock
  newDelivery(parts: readonly PartSpec[], extra?: DeliverySpec): TestDelivery
  /**
   * One attempt: prepares from the stored steps, then commits the parts that are not out yet. Waits for what is `pending` unless told.
   * Rejects with `Died` where the delivery says so.
   */
  attempt(delivery: TestDelivery, options?: { wait?: boolean }): Promise<CommitOutcome>
  /** Attempts until it is out; waits for deferrals of up to 10 s, or 10 min on a clock that is moved by hand. Throws when it ends otherwise. */
  publish(delivery: TestDelivery): Promise<void>
  /** `aheadMs`: how much later than the platform's our own clock is, when it was sent and now. */
  reconcile(delivery: TestDelivery, aheadMs?: number): Promise<Reconciled>
  context(delivery?: TestDelivery): PublishContext
  /** Goes on with this one, as a studio that was started again. */
  restart(publisher: Publisher): void
  /** Everything the publisher said in failures and evidence, to look for secrets in. */
  readonly said: string[]
  readonly quotas: { remaining: number; limit: number; resetsAt: Instant | null }[]
  readonly secrets: Secrets
  /** Requests that carried a token which was not saved when they were sent. */
  readonly unsaved: string[]
  /** How often something was waited for. */
  readonly waits: number
  stop(): Promise<void>
}

/** The studio was killed. */
export class Died extends Error {
  override readonly name = 'Died'
}

export interface DriverOptions {
  /** The system's unless told. */
  readonly clock?: Clock
  /** Waiting costs no real time, so longer deferrals are waited for. */
  readonly patienceMs?: number
}

export async function createDriver(
  publisher: Publisher,
  account: PublisherAccount,
  initial: Secrets,
  { clock: base = systemClock, patienceMs = 10_000 }: DriverOptions = {},
): Promise<Driver> {
  const files = createTestFiles()
  const real = createHttp()
  const canned = await createCannedPeer()
  const mediaHost = await createTestMediaHost()
  const known = new Set<string>()
  const said: string[] = []
  const quotas: Driver['quotas'] = []
  const unsaved: string[] = []
  let current = publisher
  let secrets = initial
  let count = 0
  let waits = 0

  const clock: Clock = {
    ...base,
    sleep(ms, signal) {
      waits++
      return base.sleep(Math.max(0, ms), signal)
    },
  }
  const http: Http = {
    ...real,
    request(url, request) {
      const target = new URL(url)
      noteToken(target, request)
      return real.request(canned.reroute(target, request?.method ?? 'GET'), request)
    },
  }

  function noteToken(url: URL, request: HttpRequest | undefined): void {
    const given = Object.entries(request?.headers ?? {}).find(([name]) => name.toLowerCase() === 'authorization')?.[1]
    const token = /^(?:Bearer|OAuth|DPoP) (.+)$/.exec(given ?? '')?.[1] ?? url.searchParams.get('access_token')
    if (token && !JSON.stringify(secrets).includes(JSON.stringify(token).slice(1, -1)))
      unsaved.push(`${request?.method ?? 'GET'} ${url.pathname}`)
  }

  function context(delivery?: TestDelivery, aheadMs = 0): PublishContext {
    const steps = delivery?.steps ?? new Map<string, unknown>()
    return {
      account,
      get secrets() {
        return secrets
      },
      saveSecrets: (next) => (secrets = JSON.parse(JSON.stringify(next)) as Secrets),
      http,
      clock: { ...clock, now: () => clock.now() + aheadMs },
      signal: new AbortController().signal,
      async step<T>(name: string, work: () => Promise<T> | T) {
        if (steps.has(name)) return steps.get(name) as T
        steps.set(name, JSON.parse(JSON.stringify((await work()) ?? null)))
        if (typeof delivery?.diesAt === 'number' && --delivery.diesAt <= 0) throw new Died(`after ${name}`)
        return steps.get(name) as T
      },
      recall: <T>(name: string) => steps.get(name) as T | undefined,
      forget: (prefix) =>
        [...steps.keys()].filter((name) => name.startsWith(prefix)).forEach((name) => steps.delete(name)),
      progress() {},
      isKnown: (remoteId) => known.has(remoteId),
      mediaHost,
      quota: (quota) => quotas.push(quota),
    }
  }

  function heard<T extends CommitOutcome>(outcome: T): T {
    said.push(JSON.stringify(outcome))
    return outcome
  }

  async function poll(delivery: TestDelivery): Promise<CommitOutcome> {
    if (!current.poll || !delivery.handle) throw new Error('There is nothing to ask about')
    const handle: unknown = JSON.parse(JSON.stringify(delivery.handle.value))
    const outcome = await current.poll(handle, context(delivery)).catch(expected)
    return keep(delivery, outcome)
  }

  /** What is durable of an outcome. */
  function keep(delivery: TestDelivery, outcome: CommitOutcome): CommitOutcome {
    if (delivery.diesAt === 'answer') throw new Died('before the answer was kept')
    delivery.inDoubt = outcome.is === 'unknown'
    if (outcome.is === 'pending') delivery.handle = { value: outcome.handle }
    else if (outcome.is === 'published' || outcome.is === 'handed_off' || outcome.is === 'rejected')
      delivery.handle = null
    return heard(outcome)
  }

  async function waitOut(delivery: TestDelivery, first: CommitOutcome): Promise<CommitOutcome> {
    let outcome = first
    for (let polls = 0; outcome.is === 'pending'; polls++) {
      if (polls === 50) throw new Error('It stays pending')
      await clock.sleep(outcome.pollAt - clock.now())
      outcome = await poll(delivery)
    }
    return outcome
  }

  async function attempt(delivery: TestDelivery, { wait = true } = {}): Promise<CommitOutcome> {
    const { post, landed } = delivery
    let prepared: { readonly value: unknown } | null = null
    let outcome: CommitOutcome | null = null
    while (landed.length < post.parts.length) {
      if (delivery.handle) outcome = await poll(delivery)
      else {
        try {
          prepared ??= { value: await current.prepare(post, context(delivery)) }
        } catch (error) {
          return heard(expected(error))
        }
        delivery.sentAt = clock.now()
        delivery.inDoubt = true
        outcome = keep(delivery, await current.commit(prepared.value, landed.length, landed, context(delivery)))
      }
      if (wait) outcome = await waitOut(delivery, outcome)
      if (outcome.is !== 'published' && outcome.is !== 'handed_off') return outcome
      landed.push(outcome.remote)
      known.add(outcome.remote.remoteId)
    }
    if (!outcome) throw new Error('Nothing was left to commit')
    return outcome
  }

  async function reconcile(delivery: TestDelivery, aheadMs = 0): Promise<Reconciled> {
    const { landed } = delivery
    const { createdAt, dueAt } = delivery.post
    const post = { ...delivery.post, createdAt: createdAt + aheadMs, dueAt: dueAt + aheadMs }
    const sentAt = delivery.sentAt + aheadMs
    const seen = await current.reconcile(post, landed.length, landed, sentAt, context(delivery, aheadMs))
    if (seen.is !== 'cannot_tell') delivery.inDoubt = false
    return seen
  }

  return {
    http,
    clock,
    said,
    quotas,
    unsaved,
    context,
    attempt,
    reconcile,
    answer: canned.answer,
    image: files.image,
    video: files.video,
    file: files.file,
    restart: (next) => void (current = next),
    get secrets() {
      return secrets
    },
    get waits() {
      return waits
    },
    newDelivery(parts, { title = '', settings = {}, link, dueAt, assets = {} } = {}) {
      const now = clock.now()
      const post: Outgoing = {
        deliveryId: `dlv_${String(++count).padStart(26, '0')}`,
        title,
        parts: parts.map(({ text, media = [], role }, index) => ({
          role: role ?? (index === 0 ? 'post' : 'reply'),
          text,
          media,
        })),
        link: link ?? null,
        settings,
        assets,
        dueAt: dueAt ?? now,
        createdAt: now,
      }
      return { post, steps: new Map(), landed: [], sentAt: now, inDoubt: false, handle: null, diesAt: null }
    },
    async publish(delivery) {
      for (let tries = 0; tries < 20; tries++) {
        const outcome = await attempt(delivery)
        if (outcome.is === 'published' || outcome.is === 'handed_off') return
        if (outcome.is !== 'deferred' || outcome.until - clock.now() > patienceMs)
          throw new Error(`It was not published: ${JSON.stringify(outcome)}`)
        await clock.sleep(outcome.until - clock.now())
      }
      throw new Error('It stays deferred')
    },
    async stop() {
      await real.close()
      await Promise.all([canned.stop(), mediaHost.stop()])
      files.remove()
    },
  }
}

function expected(error: unknown): CommitOutcome {
  if (error instanceof StepFailed) return error.outcome
  throw error
}

/** A clock that stands still until it is moved, and moves the peer's with it: what is waited for costs no time. */
export function movedClock(movePeer: (ms: number) => void): Clock {
  let ahead = 0
  return {
    ...systemClock,
    now: () => systemClock.now() + ahead,
    sleep(ms) {
      const moved = Math.max(0, Math.ceil(ms))
      ahead += moved
      movePeer(moved)
      return Promise.resolve()
    },
  }
}
