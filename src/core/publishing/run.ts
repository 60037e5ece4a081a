import { platformName } from '../../contract/platforms/index.ts'
import { asWritten, problemSaid, said } from '../../contract/sentences/index.ts'
import type { Http } from '../http.ts'
import type { CommitOutcome, Failure, PublishContext, Publisher, Remote, StepFailure } from '../publishers/publisher.ts'
import { saidOf, StepFailed } from '../publishers/publisher.ts'
import { getDelivery, partsOf, type DeliveryRow } from '../store/deliveries.ts'
import { VaultLocked } from '../vault/vault.ts'
import { claim, type Claim } from './claim.ts'
import { toOutgoing } from './content.ts'
import { offsetOf } from './frozen.ts'
import type { OpenedAccount, PublishingDeps } from './deps.ts'
import { publishContext } from './publish-context.ts'
import { failureEvent, settle } from './settle.ts'
import type { Progress } from './view.ts'

/** Signals and progress of the running engine. */
export interface RunEnvironment {
  /** Aborts what is repeatable when the studio closes. */
  readonly stop: AbortSignal
  /** Aborts everything; only after the grace for commits has passed. */
  readonly kill: AbortSignal
  /** The network for one delivery's requests: when what it could not reach answers again, it is due. */
  http(deliveryId: string): Http
  progress(deliveryId: string, progress: Progress | null): void
}

/** First look for a post whose answer was lost comes this soon; an `absent` is believed only after the publisher's settleMs. */
export const firstLookMs = 2_000

/**
 * One attempt at a delivery: claim, prepare, then for each part a durable checkpoint and the one request that makes it exist.
 * Settles every outcome; throws only for bugs, after writing what is known.
 */
export async function runDelivery(deps: PublishingDeps, id: string, environment: RunEnvironment): Promise<void> {
  const claimed = claim(deps, id)
  if (!claimed) return
  const run: Run = { deps, claimed, environment, row: claimed.row }
  try {
    const opened = open(run)
    if (!opened) return
    if (claimed.row.handle !== null) await pollHandle(run, opened)
    else await publish(run, opened)
  } catch (error) {
    settleUnexpected(run, error)
  } finally {
    environment.progress(id, null)
  }
}

interface Run {
  readonly deps: PublishingDeps
  readonly claimed: Claim
  readonly environment: RunEnvironment
  row: DeliveryRow
}

function open(run: Run): OpenedAccount | null {
  try {
    return run.deps.accounts.openAccount(run.row.accountId)
  } catch (error) {
    if (!(error instanceof VaultLocked)) throw error
    const now = run.deps.context.clock.now()
    const failure: Failure = { code: 'vault_locked', says: 'vault_locked_waits' }
    end(run, { is: 'deferred', until: now + 60_000, failure })
    return null
  }
}

function contextOf(run: Run, opened: OpenedAccount, signal: AbortSignal): PublishContext {
  const { phases } = run.claimed
  const progress = (done: number | null) => run.environment.progress(run.row.id, { phase: phases.current(), done })
  return publishContext(run.deps, run.row, opened, signal, {
    phases,
    progress,
    http: run.environment.http(run.row.id),
  })
}

async function publish(run: Run, opened: OpenedAccount): Promise<void> {
  const { deps, claimed, environment } = run
  const publisher = deps.publisher(opened.account.platform)
  if (!publisher) throw new Error(`no publisher for ${opened.account.platform}`)
  environment.progress(run.row.id, { phase: 'prepare', done: null })
  const problem = firstError(run)
  if (problem) return end(run, { is: 'rejected', failure: problem })

  const post = toOutgoing(run.row, opened.account.platform, claimed.frozen, deps.media)
  const prepared = await publisher.prepare(post, contextOf(run, opened, environment.stop))
  const committing = contextOf(run, opened, environment.kill)
  const above = claimed.frozen.above?.remotes ?? []
  const own: Remote[] = partsOf(deps.context.store.read, [run.row.id]).map(({ remoteId, url, data }) => ({
    remoteId,
    url,
    data,
  }))
  const count = claimed.frozen.parts.length
  for (let index = own.length; index < count; index++) {
    if (environment.stop.aborted) throw new Stopped()
    const remote = await commitPart(
      run,
      publisher,
      prepared,
      index,
      [...above, ...own],
      index === count - 1,
      committing,
    )
    if (!remote) return
    own.push(remote)
  }
}

/** Commits one part of the delivery's own. Answers what landed, or null when the attempt has ended. */
async function commitPart(
  run: Run,
  publisher: Publisher,
  prepared: unknown,
  index: number,
  landed: readonly Remote[],
  last: boolean,
  context: PublishContext,
): Promise<Remote | null> {
  const { deps, claimed } = run
  claimed.phases.enter('commit')
  run.environment.progress(run.row.id, { phase: 'commit', done: null })
  const at = deps.context.clock.now()
  // Durable before the request: after a crash, a delivery with this mark is looked for, never sent again unseen.
  run.row = settle(deps, {
    row: run.row,
    event: { type: 'commit_started', at },
    attemptId: claimed.attemptId,
    phases: claimed.phases,
    more: { commitPart: index },
  })
  if (run.row.commitStartedAt !== at) throw new Error('the checkpoint was not written')
  const outcome = await publisher
    .commit(prepared, offsetOf(claimed.frozen) + index, landed, context)
    .catch((error: unknown): CommitOutcome => {
      deps.context.log.error('a publisher threw while committing', { delivery: run.row.id, error: String(error) })
      return { is: 'unknown', evidence: error instanceof Error ? error.message : 'the publisher failed' }
    })
  return settleCommit(run, publisher, outcome, index, last)
}

function settleCommit(
  run: Run,
  publisher: Publisher,
  outcome: CommitOutcome,
  index: number,
  last: boolean,
): Remote | null {
  const { deps, claimed } = run
  const { phases, attemptId } = claimed
  const now = deps.context.clock.now()
  switch (outcome.is) {
    case 'published': {
      phases.enter('confirm')
      if (last || outcome.note) phases.end('done', outcome.note)
      const landed = { part: index, remote: outcome.remote }
      run.row = settle(deps, {
        row: run.row,
        event: { type: 'part_landed', at: now, last },
        attemptId,
        phases,
        landed,
        more: { handle: null },
        ...(last && { outcome: 'published' }),
      })
      return outcome.remote
    }
    case 'handed_off': {
      phases.end('done', outcome.note)
      const landed = { part: index, remote: outcome.remote }
      settle(deps, {
        row: run.row,
        event: { type: 'handed_off', until: outcome.until },
        attemptId,
        phases,
        landed,
        more: { handle: outcome.remote },
        outcome: 'handed_off',
      })
      return null
    }
    case 'pending': {
      phases.enter('confirm')
      const failure: Failure = {
        code: 'processing',
        ...said('still_processing', { platform: platformName(publisher.platform) }),
      }
      settle(deps, {
        row: run.row,
        event: { type: 'pending', pollAt: outcome.pollAt, failure },
        attemptId,
        phases,
        more: { handle: outcome.handle },
      })
      return null
    }
    case 'unknown': {
      phases.end('unknown', asWritten(outcome.evidence))
      const lookAt = now + Math.min(firstLookMs, publisher.settleMs)
      const failure: Failure = { code: 'no_answer', says: 'no_answer', words: outcome.evidence }
      settle(deps, {
        row: run.row,
        event: { type: 'no_answer', lookAt, failure },
        attemptId,
        phases,
        outcome: 'unknown',
      })
      return null
    }
    case 'not_sent':
    case 'rejected':
    case 'deferred':
      end(run, outcome)
      return null
  }
}

/** Asks how processing stands. Never commits; a part that landed may be followed by the next in a new attempt. */
async function pollHandle(run: Run, opened: OpenedAccount): Promise<void> {
  const { deps, claimed } = run
  const publisher = deps.publisher(opened.account.platform)
  if (!publisher?.poll) throw new Error(`${opened.account.platform} gave a handle and cannot be polled`)
  const index = claimed.row.commitPart
  const last = index === claimed.frozen.parts.length - 1
  const answer = await publisher.poll(claimed.row.handle, contextOf(run, opened, run.environment.stop))
  // A poll that was not answered made nothing: it is asked again.
  const outcome: CommitOutcome =
    answer.is === 'unknown'
      ? { is: 'pending', handle: claimed.row.handle, pollAt: deps.context.clock.now() + 30_000 }
      : answer
  const remote = settleCommit(run, publisher, outcome, index, last)
  if (remote && !last) await publish(run, opened)
}

/** Ends the attempt with an expected failure. */
function end(run: Run, outcome: StepFailure): void {
  const { deps, claimed } = run
  if (outcome.is === 'rejected' && outcome.failure.code === 'reconnect')
    deps.accounts.markBroken(run.row.accountId, saidOf(outcome.failure))
  if (outcome.is === 'deferred' && outcome.failure.code === 'rate_limited')
    deps.accounts.pause(run.row.accountId, outcome.until)
  claimed.phases.end('failed', saidOf(outcome.failure))
  const event = failureEvent(outcome, deps.context.clock.now())
  // A rejection while polling means that what was accepted came to nothing: the handle is spent.
  settle(deps, {
    row: run.row,
    event,
    attemptId: claimed.attemptId,
    outcome: outcome.is,
    phases: claimed.phases,
    ...(outcome.is === 'rejected' && { more: { handle: null } }),
  })
}

class Stopped extends Error {}

function settleUnexpected(run: Run, error: unknown): void {
  const { deps, claimed, environment } = run
  if (error instanceof StepFailed) return end(run, error.outcome)
  if (error instanceof VaultLocked || environment.stop.aborted) {
    // Nothing was being committed: the next start takes it up where its steps left off.
    claimed.phases.end('failed', said('was_closing'))
    const at = deps.context.clock.now()
    settle(deps, {
      row: run.row,
      event: { type: 'owner_lost', at, lookAt: at },
      attemptId: claimed.attemptId,
      outcome: 'owner_lost',
      phases: claimed.phases,
    })
    return
  }
  const sent = getDelivery(deps.context.store.read, run.row.id)?.commitStartedAt ?? null
  deps.context.log.error('an attempt broke', {
    delivery: run.row.id,
    error: error instanceof Error ? (error.stack ?? error.message) : String(error),
  })
  if (sent !== null) {
    const at = deps.context.clock.now()
    const failure: Failure = { code: 'no_answer', says: 'outcome_not_recorded' }
    claimed.phases.end('unknown', said('outcome_not_recorded'))
    settle(deps, {
      row: run.row,
      event: { type: 'no_answer', lookAt: at + firstLookMs, failure },
      attemptId: claimed.attemptId,
      outcome: 'unknown',
      phases: claimed.phases,
    })
    return
  }
  end(run, {
    is: 'rejected',
    failure: { code: 'internal', says: 'mistake' },
  })
}

/** Our own checks once more, on what is about to be sent. */
function firstError(run: Run): Failure | null {
  if (!run.claimed.first) return null
  const problem = run.deps.posts
    .problemsOf(run.row.postId, run.row.accountId)
    .find(({ severity }) => severity === 'error')
  return problem
    ? { code: problem.code === 'account_broken' ? 'reconnect' : 'preflight', ...problemSaid(problem) }
    : null
}
