import { saidOf, type Failure } from '../publishers/publisher.ts'
import {
  publishingDeliveries,
  openAttempt,
  overdueUntried,
  saveAttempt,
  saveState,
  stateOf,
} from '../store/deliveries.ts'
import { decideMissed } from '../scheduling/decide.ts'
import { next } from './delivery-state.ts'
import type { PublishingDeps } from './deps.ts'
import { tell } from './settle.ts'

/**
 * What nobody works on any more and still stands as being sent (`isRunning` false): left by another run of the program, or by an outcome
 * that could not be written because the disk was full. With a commit begun it is unknown and looked for, without one it starts again.
 * Answers how many there were of each.
 */
export function recover(
  deps: PublishingDeps,
  isRunning: (deliveryId: string) => boolean,
): { unknown: number; restarted: number } {
  const { store, clock, log } = deps.context
  const found = { unknown: 0, restarted: 0 }
  const now = clock.now()
  for (const row of publishingDeliveries(store.read)) {
    if (isRunning(row.id)) continue
    store.write((tx) => {
      const state = next(stateOf(row), { type: 'owner_lost', at: now, lookAt: now })
      if (!state) return
      const left = openAttempt(tx, row.id)
      if (left && row.handle === null) {
        const phases = left.phases.map((phase) =>
          phase.state === 'running'
            ? { ...phase, state: state.status === 'unknown' ? ('unknown' as const) : ('failed' as const) }
            : phase,
        )
        saveAttempt(tx, left.id, {
          endedAt: now,
          outcome: 'owner_lost',
          phases,
          reasonCode: state.reason?.code ?? null,
          reasonSaid: state.reason && saidOf(state.reason),
        })
      }
      saveState(tx, row.id, state, now)
      tell(tx, row, state.status, state.reason)
      if (state.status === 'unknown') found.unknown++
      else found.restarted++
    })
  }
  if (found.unknown + found.restarted > 0) log.info('took up what was left in the middle', found)
  return found
}

const sentences = {
  skip: { closed: 'skipped_while_closed', asleep: 'skipped_while_asleep' },
  ask: { closed: 'due_while_closed', asleep: 'due_while_asleep' },
} as const

/** Deliveries that fell due while nothing was running, settled by the workspace's policy. Answers how many did not simply go out late. */
export function settleMissed(deps: PublishingDeps, away: 'closed' | 'asleep'): number {
  const { store, clock, settings } = deps.context
  const now = clock.now()
  let settled = 0
  for (const row of overdueUntried(store.read, now)) {
    const decision = decideMissed(row.dueAt, now, settings().missed)
    if (decision === 'publish') continue
    const failure: Failure = { code: 'missed', says: sentences[decision][away] }
    store.write((tx) => {
      const missed = next(stateOf(row), { type: 'missed', failure })
      const state = missed && decision === 'skip' ? next(missed, { type: 'canceled' }) : missed
      if (!state) return
      saveState(tx, row.id, { ...state, reason: failure }, now)
      tell(tx, row, state.status, failure)
      settled++
    })
  }
  return settled
}
