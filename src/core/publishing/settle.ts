import { saidOf, type Failure, type Remote, type StepFailure } from '../publishers/publisher.ts'
import {
  getDelivery,
  insertPart,
  postForDelivery,
  saveAttempt,
  saveState,
  stateOf,
  type DeliveryRow,
} from '../store/deliveries.ts'
import { wakeUnder } from '../store/runs.ts'
import type { WriteTx } from '../store/tx.ts'
import type { delivery } from '../store/workspace-schema.ts'
import { fingerprint, freeze } from './content.ts'
import type { Frozen } from './frozen.ts'
import { next, type DeliveryEvent } from './delivery-state.ts'
import type { PublishingDeps } from './deps.ts'
import type { Phases } from './phases.ts'

/** Platform's words as they are kept: one line's worth, no control characters. */
export function shorten(words: string): string {
  // eslint-disable-next-line no-control-regex
  return words.replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, ' ').slice(0, 500)
}

interface Settlement {
  readonly row: DeliveryRow
  readonly event: DeliveryEvent
  readonly attemptId?: string | undefined
  /** Closes the attempt with this outcome. */
  readonly outcome?: string
  readonly phases?: Phases | undefined
  /** A part that came out in this very step. */
  readonly landed?: { readonly part: number; readonly remote: Remote }
  readonly more?: Partial<typeof delivery.$inferInsert>
}

/**
 * Writes what an event does to a delivery, its attempt and its parts in one transaction, and tells it.
 * Only while the delivery is still what the caller saw (`owner` and `attempt`): a late outcome of a lost owner changes nothing,
 * except that a part that is live is always recorded.
 */
export function settle(deps: PublishingDeps, settlement: Settlement): DeliveryRow {
  const { store, clock } = deps.context
  return store.write((tx) => {
    const now = clock.now()
    const { row, event, landed, more } = settlement
    const fresh = getDelivery(tx, row.id)
    if (!fresh) throw new Error(`delivery ${row.id} is gone`)
    if (landed) insertPart(tx, { deliveryId: row.id, accountId: row.accountId, ...landed, at: now })
    const mine = fresh.owner === row.owner && fresh.attempt === row.attempt
    const state = mine ? next(stateOf(fresh), event) : null
    if (settlement.attemptId) closeAttempt(tx, settlement, now)
    if (!state) {
      deps.context.log.warn('an outcome came too late to count', {
        delivery: row.id,
        event: event.type,
        status: fresh.status,
      })
      return fresh
    }
    const reason =
      state.reason?.words === undefined ? state.reason : { ...state.reason, words: shorten(state.reason.words) }
    const publishedAt = state.status === 'published' && fresh.publishedAt === null ? now : fresh.publishedAt
    saveState(tx, row.id, { ...state, reason }, now, { ...more, publishedAt })
    if (state.status === 'published') keepWhatWasSent(deps, tx, fresh)
    if (state.status === 'published' || state.status === 'failed') wakeUnder(tx, row.postId, row.accountId, now)
    tell(tx, fresh, state.status, reason)
    return getDelivery(tx, row.id) ?? fresh
  })
}

/** Keeps the published content as a version; edited since, it is in an earlier version and in the delivery itself. */
function keepWhatWasSent(deps: PublishingDeps, tx: WriteTx, row: DeliveryRow): void {
  const sent = row.frozen as Frozen | null
  if (!sent || fingerprint(sent) !== fingerprint(freeze(tx, row.postId, row.accountId, sent.createdAt, sent.above)))
    return
  deps.posts.keepVersion(tx, row.postId, 'published')
}

function closeAttempt(tx: WriteTx, { attemptId, outcome, phases, event }: Settlement, now: number): void {
  if (!attemptId) return
  const failure = 'failure' in event ? event.failure : null
  saveAttempt(tx, attemptId, {
    ...(phases && { phases: phases.records }),
    ...(outcome && {
      endedAt: now,
      outcome,
      reasonCode: failure?.code ?? null,
      reasonSaid: failure && saidOf(failure),
      reasonWords: failure?.words === undefined ? null : shorten(failure.words),
    }),
  })
}

/** One event per change; those people want to hear of carry a line for the notification. */
export function tell(tx: WriteTx, row: DeliveryRow, status: DeliveryRow['status'], reason: Failure | null): void {
  const ids = { delivery: row.id, post: row.postId, account: row.accountId }
  const title = postForDelivery(tx, row.postId)?.title ?? ''
  const detail = reason && saidOf(reason)
  switch (status) {
    case 'published':
      return tx.emit({ type: 'delivery.published', ids, summary: { title, detail } })
    case 'failed':
      return tx.emit({ type: 'delivery.failed', ids, summary: { title, detail } })
    case 'unknown':
      return tx.emit({ type: 'delivery.unknown', ids, summary: { title, detail } })
    case 'missed':
      return tx.emit({ type: 'delivery.missed', ids, summary: { title, detail } })
    case 'scheduled':
    case 'publishing':
    case 'retrying':
    case 'handed_off':
    case 'canceled':
      return tx.emit({ type: 'delivery.changed', ids })
  }
}

/** A step's expected failure as an event of the machine. */
export function failureEvent(outcome: StepFailure, now: number): DeliveryEvent {
  switch (outcome.is) {
    case 'not_sent':
      return { type: 'not_sent', at: now, failure: outcome.failure, jitter: Math.random() }
    case 'rejected':
      return { type: 'rejected', failure: outcome.failure }
    case 'deferred':
      return { type: 'deferred', at: now, until: outcome.until, failure: outcome.failure }
  }
}
