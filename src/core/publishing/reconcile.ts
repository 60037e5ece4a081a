import { platformName } from '../../contract/platforms/index.ts'
import { said, type Said } from '../../contract/sentences/index.ts'
import type { Failure, Reconciled, Remote } from '../publishers/publisher.ts'
import { saidOf, StepFailed } from '../publishers/publisher.ts'
import { getDelivery, insertAttempt, partsOf, type DeliveryRow } from '../store/deliveries.ts'
import { VaultLocked } from '../vault/vault.ts'
import { toOutgoing } from './content.ts'
import { offsetOf, type Frozen } from './frozen.ts'
import type { DeliveryEvent } from './delivery-state.ts'
import type { PublishingDeps } from './deps.ts'
import { createPhases } from './phases.ts'
import { publishContext } from './publish-context.ts'
import type { RunEnvironment } from './run.ts'
import { settle } from './settle.ts'

const patience = { leastMs: 5_000, mostMs: 15 * 60_000 }

/**
 * Looks at the platform whether the part in doubt is there. Sends nothing. Found: recorded, and the rest of the thread goes on;
 * shown absent, and looked at late enough to believe it: scheduled again; otherwise the person is asked or it looks again later.
 */
export async function reconcileDelivery(deps: PublishingDeps, id: string, environment: RunEnvironment): Promise<void> {
  const { store, clock } = deps.context
  const row = getDelivery(store.read, id)
  if (!row || row.status !== 'unknown') return
  if (row.commitStartedAt === null || row.frozen === null)
    throw new Error(`delivery ${id} is unknown and nothing of it was sent`)
  const startedAt = clock.now()
  const look = await lookUp(deps, row, row.commitStartedAt, environment)
  const frozen = row.frozen as Frozen
  const last = row.commitPart === frozen.parts.length - 1
  const event = toEvent(row, look, last, startedAt)
  record(deps, row, look, startedAt)
  if (look.is !== 'there') settle(deps, { row, event })
  else if (look.handle !== undefined) settle(deps, { row, event, more: { handle: look.handle } })
  else settle(deps, { row, event, landed: { part: row.commitPart, remote: look.remote } })
}

type Look = (Reconciled | { is: 'failed'; failure: Failure; retry: boolean }) & { settleMs: number; platform: string }

async function lookUp(
  deps: PublishingDeps,
  row: DeliveryRow,
  sentAt: number,
  environment: RunEnvironment,
): Promise<Look> {
  try {
    const opened = deps.accounts.openAccount(row.accountId)
    const publisher = deps.publisher(opened.account.platform)
    if (!publisher) throw new Error(`no publisher for ${opened.account.platform}`)
    const frozen = row.frozen as Frozen
    const post = toOutgoing(row, opened.account.platform, frozen, deps.media)
    const own: Remote[] = partsOf(deps.context.store.read, [row.id]).map(({ remoteId, url, data }) => ({
      remoteId,
      url,
      data,
    }))
    const context = publishContext(deps, row, opened, environment.stop, {
      progress: () => {},
      http: environment.http(row.id),
    })
    const landed = [...(frozen.above?.remotes ?? []), ...own]
    const found = await publisher.reconcile(post, offsetOf(frozen) + row.commitPart, landed, sentAt, context)
    return { ...found, settleMs: publisher.settleMs, platform: platformName(publisher.platform) }
  } catch (error) {
    return { ...lookFailed(deps, row, error), settleMs: 0, platform: '' }
  }
}

function lookFailed(
  deps: PublishingDeps,
  row: DeliveryRow,
  error: unknown,
): { is: 'failed'; failure: Failure; retry: boolean } {
  if (error instanceof VaultLocked) {
    return {
      is: 'failed',
      retry: true,
      failure: { code: 'vault_locked', says: 'not_looked_up_locked' },
    }
  }
  if (error instanceof StepFailed) {
    const { failure, is } = error.outcome
    if (failure.code === 'reconnect') deps.accounts.markBroken(row.accountId, saidOf(failure))
    const { code, says, params = {}, inner = { says, params }, words } = failure
    return { is: 'failed', retry: is !== 'rejected', failure: { code, says: 'not_looked_up', inner, words } }
  }
  deps.context.log.error('a look broke', {
    delivery: row.id,
    error: error instanceof Error ? (error.stack ?? error.message) : String(error),
  })
  return {
    is: 'failed',
    retry: false,
    failure: { code: 'internal', says: 'mistake_looking' },
  }
}

function toEvent(row: DeliveryRow, look: Look, last: boolean, now: number): DeliveryEvent {
  const sentAt = row.commitStartedAt ?? now
  // Waiting grows with the age of the doubt: a few seconds at first, a quarter of an hour at most.
  const later = now + Math.min(patience.mostMs, Math.max(patience.leastMs, now - sentAt))
  switch (look.is) {
    case 'there':
      return look.handle === undefined
        ? { type: 'found_there', at: now, last }
        : {
            type: 'found_working',
            at: now,
            failure: { code: 'processing', ...said('still_processing', { platform: look.platform }) },
          }
    case 'absent':
      return now >= sentAt + look.settleMs
        ? { type: 'shown_absent', at: now }
        : {
            type: 'look_failed',
            at: now,
            again: sentAt + look.settleMs,
            failure: { code: 'no_answer', says: 'not_there_yet' },
          }
    case 'cannot_tell':
      return {
        type: 'cannot_tell',
        failure: { code: 'no_answer', says: 'cannot_tell', inner: look.why },
      }
    case 'failed':
      return { type: 'look_failed', at: now, failure: look.failure, again: look.retry ? later : null }
  }
}

/** A look is an attempt of its own in the ledger. */
function record(deps: PublishingDeps, row: DeliveryRow, look: Look, startedAt: number): void {
  const isClear = look.is === 'there' || look.is === 'absent'
  const confirmed = {
    state: isClear ? 'done' : 'unknown',
    note: look.is === 'cannot_tell' ? look.why : undefined,
  } as const
  enter(deps, row, startedAt, `reconciled:${look.is}`, confirmed, look.is === 'failed' ? look.failure : null)
}

/** An entry of the ledger that is all confirmation. */
function enter(
  deps: PublishingDeps,
  row: DeliveryRow,
  startedAt: number,
  outcome: string,
  { state, note }: { readonly state: 'done' | 'unknown'; readonly note: Said | undefined },
  failure: Failure | null,
): void {
  const { store, clock, ids } = deps.context
  const phases = createPhases(clock)
  phases.enter('confirm')
  phases.end(state, note)
  store.write((tx) =>
    insertAttempt(tx, {
      id: ids('att'),
      deliveryId: row.id,
      number: row.attempt,
      owner: deps.bootId,
      startedAt,
      endedAt: clock.now(),
      outcome,
      phases: phases.records,
      reasonCode: failure?.code ?? null,
      reasonSaid: failure && saidOf(failure),
    }),
  )
}

/** Asks the platform that holds the schedule how a handed-off delivery stands. */
export async function verifyHandOff(deps: PublishingDeps, id: string, environment: RunEnvironment): Promise<void> {
  const { store, clock } = deps.context
  const row = getDelivery(store.read, id)
  if (!row || row.status !== 'handed_off') return
  const now = clock.now()
  try {
    const opened = deps.accounts.openAccount(row.accountId)
    const publisher = deps.publisher(opened.account.platform)
    if (!publisher?.poll) throw new Error(`${opened.account.platform} cannot be asked about what it holds`)
    const outcome = await publisher.poll(
      row.handle,
      publishContext(deps, row, opened, environment.stop, { progress: () => {}, http: environment.http(row.id) }),
    )
    if (outcome.is === 'published') {
      // What the platform did of its own accord is known only now.
      if (outcome.note) enter(deps, row, now, 'published', { state: 'done', note: outcome.note }, null)
      settle(deps, {
        row,
        event: { type: 'part_landed', at: now, last: row.commitPart === (row.frozen as Frozen).parts.length - 1 },
        landed: { part: row.commitPart, remote: outcome.remote },
        more: { handle: null },
      })
    } else if (outcome.is === 'handed_off') {
      settle(deps, { row, event: { type: 'handed_off', until: Math.max(outcome.until, now + 30_000) } })
    } else if (outcome.is === 'rejected') {
      settle(deps, { row, event: { type: 'rejected', failure: outcome.failure } })
    } else {
      const failure =
        'failure' in outcome ? outcome.failure : ({ code: 'no_answer', says: 'not_said_whether_out' } as const)
      settle(deps, { row, event: { type: 'look_failed', at: now, failure, again: now + patience.mostMs } })
    }
  } catch (error) {
    const { failure } = lookFailed(deps, row, error)
    settle(deps, { row, event: { type: 'look_failed', at: now, failure, again: now + patience.mostMs } })
  }
}
