import { knowledgeOf, platforms, type SupportedPlatform } from '../../contract/platforms/index.ts'
import {
  getDelivery,
  insertAttempt,
  platformsOf,
  openAttempt,
  postForDelivery,
  saveState,
  stateOf,
  type AttemptRow,
  type DeliveryRow,
} from '../store/deliveries.ts'
import type { WriteTx } from '../store/tx.ts'
import { fingerprint, freeze } from './content.ts'
import type { Frozen } from './frozen.ts'
import { next } from './delivery-state.ts'
import type { PublishingDeps } from './deps.ts'
import type { Failure } from '../publishers/publisher.ts'
import { createPhases, type Phases } from './phases.ts'
import { tell } from './settle.ts'
import { parentOf } from './under.ts'

export interface Claim {
  readonly row: DeliveryRow
  readonly attemptId: string
  readonly frozen: Frozen
  readonly phases: Phases
  /** The content was frozen by this very claim: our own checks are made once more. */
  readonly first: boolean
}

/**
 * Takes a due delivery for this run of the program, in one transaction: publishing, one attempt more, owner, content frozen.
 * Null where it is not to be tried after all; then it was settled as what it is (missed approval, post deleted).
 */
export function claim(deps: PublishingDeps, id: string): Claim | null {
  const { store, clock, ids } = deps.context
  return store.write((tx): Claim | null => {
    const now = clock.now()
    const row = getDelivery(tx, id)
    if (!row || row.nextAt === null || row.nextAt > now) return null
    if (stopsHere(deps, tx, row) || standsUnder(deps, tx, row)) return null
    const state = next(stateOf(row), { type: 'claimed' })
    if (!state) return null
    const frozen = (row.frozen as Frozen | null) ?? freeze(tx, row.postId, row.accountId, now)
    // While the platform processes, the attempt that sent it goes on.
    const earlier = row.handle === null ? undefined : openAttempt(tx, id)
    const attempt = earlier ? row.attempt : row.attempt + 1
    const attemptId = earlier?.id ?? ids('att')
    const phases = createPhases(clock, earlier?.phases)
    phases.enter(earlier ? 'confirm' : 'prepare')
    saveState(tx, id, state, now, { owner: deps.bootId, attempt, frozen })
    if (!earlier) insertAttempt(tx, newAttempt(deps, attemptId, id, attempt, frozen, phases))
    tell(tx, row, state.status, null)
    const claimed = getDelivery(tx, id)
    return claimed ? { row: claimed, attemptId, frozen, phases, first: row.frozen === null } : null
  })
}

/** Looks at what came between scheduling and now; settles and answers true when nothing is to be sent. */
function stopsHere(deps: PublishingDeps, tx: WriteTx, row: DeliveryRow): boolean {
  if (row.frozen !== null) return false
  const post = postForDelivery(tx, row.postId)
  const now = deps.context.clock.now()
  if (!post || post.deletedAt !== null) {
    const state = next(stateOf(row), { type: 'canceled' })
    if (state) saveState(tx, row.id, state, now)
    return true
  }
  if (deps.context.settings().approval && post.review !== 'approved') {
    const failure: Failure = { code: 'missed', says: 'due_unapproved' }
    const state = next(stateOf(row), { type: 'missed', failure })
    if (state) {
      saveState(tx, row.id, state, now)
      tell(tx, row, state.status, failure)
    }
    return true
  }
  return false
}

/** What waits under another delivery is looked at this often, besides when that settles. */
const lookAgainMs = 30_000

/** A reply or comment goes out at its time, and not before what it goes under is out. Answers true when it is not to be sent now. */
function standsUnder(deps: PublishingDeps, tx: WriteTx, row: DeliveryRow): boolean {
  if (row.frozen !== null) return false
  const now = deps.context.clock.now()
  const platform = platformsOf(tx, [row.accountId]).get(row.accountId)
  const parent = parentOf(tx, row.postId, row.accountId, platform)
  if (parent.is === 'lost') {
    const state = next(stateOf(row), { type: 'rejected', failure: parent.failure })
    if (!state) return false
    saveState(tx, row.id, state, now)
    tell(tx, row, state.status, state.reason)
    return true
  }
  if (parent.is === 'none' || (parent.is === 'out' && row.dueAt <= now)) return false
  const startAt = Math.max(row.dueAt, now + lookAgainMs)
  const state = next(stateOf(row), { type: 'scheduled', at: now, dueAt: row.dueAt, startAt })
  if (!state) return false
  const reason: Failure | null = parent.is === 'waits' ? { code: 'parent', says: 'parent_waits' } : null
  saveState(tx, row.id, { ...state, reason }, now)
  if (row.reasonCode !== 'parent') tell(tx, row, state.status, reason)
  return true
}

function newAttempt(
  deps: PublishingDeps,
  id: string,
  deliveryId: string,
  number: number,
  frozen: Frozen,
  phases: Phases,
): AttemptRow {
  return {
    id,
    deliveryId,
    number,
    owner: deps.bootId,
    fingerprint: fingerprint(frozen),
    startedAt: deps.context.clock.now(),
    endedAt: null,
    outcome: null,
    phases: phases.records,
    reasonCode: null,
    reasonSaid: null,
    reasonWords: null,
  }
}

/** Whether the platform itself can hold the schedule and the variant asks for it: then it is sent ahead of its time. */
export function handsOff(platform: string, settings: Readonly<Record<string, unknown>>): boolean {
  return (
    platform in platforms &&
    knowledgeOf(platform as SupportedPlatform).rules.nativeSchedule &&
    settings['handOff'] === true
  )
}
