import type { DeliveryStatus } from '../../contract/vocabulary.ts'
import type { Instant } from '../clock.ts'
import type { Failure } from '../publishers/publisher.ts'

/** The part of a delivery that decides what may happen to it. */
export interface DeliveryState {
  readonly status: DeliveryStatus
  readonly dueAt: Instant
  readonly nextAt: Instant | null
  readonly deadlineAt: Instant
  /** Attempts that count against the retry policy. */
  readonly tries: number
  readonly commitStartedAt: Instant | null
  readonly reason: Failure | null
}

/** What happens to a delivery. `at` is the moment it happens; `jitter` in [0, 1) is drawn by the caller. */
export type DeliveryEvent =
  | { readonly type: 'claimed' }
  | { readonly type: 'commit_started'; readonly at: Instant }
  | { readonly type: 'part_landed'; readonly at: Instant; readonly last: boolean }
  | { readonly type: 'not_sent'; readonly at: Instant; readonly failure: Failure; readonly jitter: number }
  | { readonly type: 'rejected'; readonly failure: Failure }
  | { readonly type: 'deferred'; readonly at: Instant; readonly until: Instant; readonly failure: Failure }
  | { readonly type: 'pending'; readonly pollAt: Instant; readonly failure: Failure }
  | { readonly type: 'handed_off'; readonly until: Instant }
  | { readonly type: 'no_answer'; readonly lookAt: Instant; readonly failure: Failure }
  | { readonly type: 'owner_lost'; readonly at: Instant; readonly lookAt: Instant }
  | { readonly type: 'look_failed'; readonly at: Instant; readonly failure: Failure; readonly again: Instant | null }
  | { readonly type: 'found_there'; readonly at: Instant; readonly last: boolean }
  | { readonly type: 'found_working'; readonly at: Instant; readonly failure: Failure }
  | { readonly type: 'shown_absent'; readonly at: Instant }
  | { readonly type: 'cannot_tell'; readonly failure: Failure }
  | { readonly type: 'said_posted' }
  | { readonly type: 'said_not_posted'; readonly at: Instant }
  | { readonly type: 'said_leave'; readonly failure: Failure }
  | { readonly type: 'scheduled'; readonly at: Instant; readonly dueAt: Instant; readonly startAt: Instant }
  | { readonly type: 'retried'; readonly at: Instant }
  | { readonly type: 'canceled' }
  | { readonly type: 'missed'; readonly failure: Failure }
  | { readonly type: 'deleted_remotely'; readonly failure: Failure }

/** How long transient failures are tried again before a delivery fails with `gave_up`. */
export const patienceMs = 6 * 60 * 60 * 1_000

const backoff = { firstMs: 5_000, mostMs: 15 * 60 * 1_000 }

/** Exponential backoff with full jitter: when try number `tries` (from 1) is repeated. */
export function backoffMs(tries: number, jitter: number): number {
  const ceiling = Math.min(backoff.mostMs, backoff.firstMs * 2 ** Math.min(tries - 1, 20))
  return Math.round(1_000 + jitter * ceiling)
}

/**
 * What `event` does to a delivery in `state`; null where it means nothing there. The only place that knows.
 * Two rules above all: from `unknown` nothing leads to a second commit but the platform showing it absent or the person saying so,
 * and what is `published` is never un-published by later bookkeeping.
 */
export function next(state: DeliveryState, event: DeliveryEvent): DeliveryState | null {
  switch (state.status) {
    case 'scheduled':
    case 'retrying':
      return fromWaiting(state, event)
    case 'publishing':
      return fromPublishing(state, event)
    case 'unknown':
      return fromUnknown(state, event)
    case 'handed_off':
      return fromHandedOff(state, event)
    case 'published':
      return event.type === 'deleted_remotely' ? { ...resting(state, 'canceled'), reason: event.failure } : null
    case 'failed':
    case 'missed':
    case 'canceled':
      if (event.type === 'deleted_remotely') return { ...resting(state, 'canceled'), reason: event.failure }
      return fromResting(state, event)
  }
}

function fromWaiting(state: DeliveryState, event: DeliveryEvent): DeliveryState | null {
  switch (event.type) {
    case 'claimed':
      return { ...state, status: 'publishing', tries: state.tries + 1, nextAt: null }
    case 'scheduled':
      return waiting(event)
    case 'canceled':
      return { ...resting(state, 'canceled'), reason: null }
    case 'missed':
      return { ...resting(state, 'missed'), reason: event.failure }
    case 'rejected':
      return { ...resting(state, 'failed'), reason: event.failure }
    default:
      return null
  }
}

function fromPublishing(state: DeliveryState, event: DeliveryEvent): DeliveryState | null {
  switch (event.type) {
    case 'commit_started':
      return { ...state, commitStartedAt: event.at }
    case 'part_landed':
      return landed(state, event.last)
    case 'not_sent':
      return again(state, event.at, event.at + backoffMs(Math.max(state.tries, 1), event.jitter), event.failure)
    case 'deferred':
      return { ...again(state, event.at, event.until, event.failure), tries: Math.max(0, state.tries - 1) }
    case 'pending':
      return {
        ...state,
        status: 'retrying',
        nextAt: event.pollAt,
        commitStartedAt: null,
        reason: event.failure,
        tries: Math.max(0, state.tries - 1),
      }
    case 'rejected':
      return { ...resting(state, 'failed'), reason: event.failure }
    case 'handed_off':
      return { ...state, status: 'handed_off', nextAt: event.until, commitStartedAt: null, reason: null }
    case 'no_answer':
      return { ...state, status: 'unknown', nextAt: event.lookAt, reason: event.failure }
    case 'owner_lost':
      return state.commitStartedAt === null
        ? { ...state, status: 'scheduled', nextAt: event.at, tries: Math.max(0, state.tries - 1) } // our stop is not the platform's failure
        : { ...state, status: 'unknown', nextAt: event.lookAt, reason: stoppedWhileSending }
    default:
      return null
  }
}

const stoppedWhileSending: Failure = {
  code: 'no_answer',
  says: 'stopped_while_sending',
}

function fromUnknown(state: DeliveryState, event: DeliveryEvent): DeliveryState | null {
  switch (event.type) {
    case 'found_there':
      return landed(state, event.last)
    // Found, and still worked on: from now on it is only asked about.
    case 'found_working':
      return { ...state, status: 'retrying', nextAt: event.at, commitStartedAt: null, reason: event.failure }
    case 'shown_absent':
      return event.at >= state.deadlineAt
        ? {
            ...resting(state, 'failed'),
            reason: { code: 'gave_up', says: 'absent_too_late' },
          }
        : { ...state, status: 'scheduled', nextAt: event.at, commitStartedAt: null, reason: null }
    case 'cannot_tell':
      return { ...state, nextAt: null, reason: event.failure }
    case 'look_failed':
      return { ...state, nextAt: event.again, reason: event.failure }
    case 'said_posted':
      return { ...resting(state, 'published'), reason: null }
    case 'said_not_posted':
      return {
        ...state,
        status: 'scheduled',
        nextAt: event.at,
        commitStartedAt: null,
        reason: null,
        tries: 0,
        deadlineAt: event.at + patienceMs,
      }
    case 'said_leave':
      return { ...resting(state, 'canceled'), reason: event.failure }
    default:
      return null
  }
}

function fromHandedOff(state: DeliveryState, event: DeliveryEvent): DeliveryState | null {
  switch (event.type) {
    case 'part_landed':
      return landed(state, event.last)
    case 'handed_off':
      return { ...state, nextAt: event.until }
    case 'rejected':
      return { ...resting(state, 'failed'), reason: event.failure }
    case 'look_failed':
      return { ...state, nextAt: event.again ?? state.nextAt, reason: event.failure }
    case 'canceled':
      return { ...resting(state, 'canceled'), reason: null }
    default:
      return null
  }
}

function fromResting(state: DeliveryState, event: DeliveryEvent): DeliveryState | null {
  switch (event.type) {
    case 'scheduled':
      return waiting(event)
    case 'retried':
      return {
        ...state,
        status: 'scheduled',
        nextAt: event.at,
        tries: 0,
        deadlineAt: event.at + patienceMs,
        commitStartedAt: null,
        reason: null,
      }
    case 'canceled':
      return state.status === 'canceled' ? null : { ...resting(state, 'canceled'), reason: null }
    default:
      return null
  }
}

function waiting({ dueAt, startAt }: { dueAt: Instant; startAt: Instant }): DeliveryState {
  return {
    status: 'scheduled',
    dueAt,
    nextAt: startAt,
    deadlineAt: Math.max(dueAt, startAt) + patienceMs,
    tries: 0,
    commitStartedAt: null,
    reason: null,
  }
}

function resting(state: DeliveryState, status: DeliveryStatus): DeliveryState {
  return { ...state, status, nextAt: null, commitStartedAt: null }
}

/** After a part is out: done, or on to the next part (at once; the engine goes on itself while it owns the delivery). */
function landed(state: DeliveryState, last: boolean): DeliveryState {
  if (last) return { ...resting(state, 'published'), reason: null }
  const goesOn = state.status === 'publishing'
  return {
    ...state,
    status: goesOn ? 'publishing' : 'scheduled',
    nextAt: goesOn ? null : state.dueAt,
    commitStartedAt: null,
    reason: null,
  }
}

function again(state: DeliveryState, now: Instant, at: Instant, failure: Failure): DeliveryState {
  if (at > state.deadlineAt && now >= state.dueAt) {
    return {
      ...resting(state, 'failed'),
      reason: { code: 'gave_up', says: 'gave_up', inner: innermost(failure), words: failure.words },
    }
  }
  return { ...state, status: 'retrying', nextAt: at, commitStartedAt: null, reason: failure }
}

/** One sentence goes into another; what is deeper is what happened. */
function innermost({ says, params = {}, inner }: Failure): Failure['inner'] {
  return inner ?? { says, params }
}

/** What a person can do with a delivery now. */
export function abilities(state: {
  status: DeliveryStatus
  /** Something of it is out. */
  published: boolean
  /** Something of it may be out, and only the same keys sent again keep it from being there twice. */
  inDoubt: boolean
  reset: boolean
  canEdit: boolean
  canDelete: boolean
}) {
  if (state.reset) return noAbilities
  const { status } = state
  const waits = status === 'scheduled' || status === 'retrying'
  return {
    cancel: waits || status === 'missed' || status === 'handed_off',
    retry: status === 'failed' || status === 'missed' || status === 'canceled',
    reconcile: status === 'unknown',
    resolve: status === 'unknown',
    reschedule: waits || status === 'missed' || status === 'failed' || status === 'canceled',
    reset: isResettable(status) && !state.published && !state.inDoubt,
    remove: (waits || status === 'failed' || status === 'missed' || status === 'canceled') && !state.published,
    deleteRemote: (status === 'published' || status === 'failed') && state.published && state.canDelete,
    editRemote: status === 'published' && state.published && state.canEdit,
  }
}

export function isResettable(status: DeliveryStatus): boolean {
  return status === 'failed' || status === 'missed' || status === 'canceled'
}

const noAbilities = {
  cancel: false,
  retry: false,
  reconcile: false,
  resolve: false,
  reschedule: false,
  reset: false,
  remove: false,
  deleteRemote: false,
  editRemote: false,
}
