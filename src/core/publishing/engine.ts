import type { Instant } from '../clock.ts'
import { clockJumped, sleepFor } from '../scheduling/decide.ts'
import { dueDeliveries, nextDue, tryAt, waitingForNetwork, type DeliveryRow } from '../store/deliveries.ts'
import type { PublishingDeps } from './deps.ts'
import { createNetworkReturn } from './network-return.ts'
import { reconcileDelivery, verifyHandOff } from './reconcile.ts'
import { recover, settleMissed } from './recover.ts'
import { runDelivery, type RunEnvironment } from './run.ts'
import type { Progress } from './view.ts'

/** How many deliveries of one workspace run side by side; of one account always one, in the order they were due. */
const atOnce = 8
/** The longest the loop sleeps: a clock that jumped is noticed within this. */
const longestSleepMs = 30_000
/** How long closing waits for requests that are under way. */
const graceMs = 20_000

/** Runs a workspace's queue. One per workspace, and one host per workspace (its lock). */
export interface Engine {
  start(): void
  /** Looks at the queue now: something was scheduled, unlocked or reconnected. */
  poke(): void
  /** The machine woke up: what was missed is settled by policy first. */
  wake(): void
  /** Looks at one `unknown` delivery now and waits for the result. */
  look(deliveryId: string): Promise<void>
  progress(deliveryId: string): Progress | null
  isRunning(deliveryId: string): boolean
  /** Lets requests under way end (up to 20 s), aborts what is repeatable, takes nothing new. */
  stop(): Promise<void>
}

export function createEngine(deps: PublishingDeps): Engine {
  const { store, clock, http, log, emit } = deps.context
  const running = new Map<string, { accountId: string; done: Promise<void> }>()
  const progress = new Map<string, Progress>()
  const stopping = new AbortController()
  const killing = new AbortController()
  let cancelTimer = () => {}
  let expected: Instant = clock.now()
  let started = false
  let lastTold = 0

  const environment: RunEnvironment = {
    stop: stopping.signal,
    kill: killing.signal,
    http: (id) => network.watched(id),
    progress(id, value) {
      const before = progress.get(id)
      if (value) progress.set(id, value)
      else progress.delete(id)
      const phaseChanged = before?.phase !== value?.phase
      if (!value || (!phaseChanged && clock.now() - lastTold < 250)) return
      lastTold = clock.now()
      emit({ type: 'delivery.changed', ids: { delivery: id } })
    },
  }

  const network = createNetworkReturn(
    http,
    clock,
    (ids) => new Set([...waitingForNetwork(store.read, ids), ...ids.filter((id) => running.has(id))]),
    (ids) => tryNow(waitingForNetwork(store.read, ids)),
  )

  function tryNow(ids: readonly string[]): void {
    if (ids.length === 0) return
    store.write((tx) => tryAt(tx, ids, clock.now()))
    for (const id of ids) emit({ type: 'delivery.changed', ids: { delivery: id } })
    pump()
  }

  function launch(row: DeliveryRow): void {
    const work =
      row.status === 'unknown' ? reconcileDelivery : row.status === 'handed_off' ? verifyHandOff : runDelivery
    const done = work(deps, row.id, environment)
      .catch((error: unknown) =>
        log.error('a delivery broke', {
          delivery: row.id,
          error: error instanceof Error ? (error.stack ?? error.message) : String(error),
        }),
      )
      .finally(() => {
        running.delete(row.id)
        pump()
      })
    running.set(row.id, { accountId: row.accountId, done })
  }

  function pump(): void {
    if (!started || stopping.signal.aborted) return
    try {
      const now = clock.now()
      while (running.size < atOnce) {
        const busy = [...new Set([...running.values()].map(({ accountId }) => accountId))]
        const [row] = dueDeliveries(store.read, now, busy, 1)
        if (!row || running.has(row.id)) break
        launch(row)
      }
    } catch (error) {
      log.error('the queue could not be read', { error: String(error) })
    }
    sleep()
  }

  function sleep(): void {
    cancelTimer()
    if (stopping.signal.aborted) return
    const due = running.size >= atOnce ? null : nextDue(store.read)
    // While an account is busy its next delivery is due already; its end pumps again, so there is no need to spin.
    const wait =
      due !== null && due <= clock.now() && running.size > 0
        ? longestSleepMs
        : sleepFor(due, clock.now(), longestSleepMs)
    expected = clock.now() + wait
    cancelTimer = clock.after(wait, tick)
  }

  function tick(): void {
    if (clockJumped(expected, clock.now())) return engine.wake()
    recover(deps, engine.isRunning)
    pump()
  }

  const engine: Engine = {
    start() {
      recover(deps, () => false)
      settleMissed(deps, 'closed')
      started = true
      // Whether the network came back meanwhile, only trying tells.
      tryNow(waitingForNetwork(store.read))
      pump()
    },
    poke: pump,
    wake() {
      if (!started || stopping.signal.aborted) return
      settleMissed(deps, 'asleep')
      pump()
    },
    async look(id) {
      await running.get(id)?.done
      const done = reconcileDelivery(deps, id, environment).finally(() => {
        running.delete(id)
        pump()
      })
      running.set(id, { accountId: '', done })
      await done
    },
    progress: (id) => progress.get(id) ?? null,
    isRunning: (id) => running.has(id),
    async stop() {
      cancelTimer()
      network.stop()
      stopping.abort()
      const patience = new AbortController()
      const all = Promise.all([...running.values()].map(({ done }) => done))
      const late = clock.sleep(graceMs, patience.signal).then(
        () => killing.abort(),
        () => {},
      )
      await all
      patience.abort()
      await late
    },
  }
  return engine
}
