import type { Problem } from '../../contract/platforms/types.ts'
import { asWritten, problemSaid, said } from '../../contract/sentences/index.ts'
import type { WhenInput } from '../../contract/posts.ts'
import type { Instant } from '../clock.ts'
import { conflict, notFound, unprocessable } from '../errors.ts'
import { planTime, startOfDay, type PlannedTime } from '../scheduling/wall-time.ts'
import type { Slots } from '../scheduling/slots.ts'
import {
  clearParts,
  deliveriesOfPost,
  forgetSteps,
  getDelivery,
  insertAttempt,
  insertDelivery,
  leaveToRecord,
  partsOf,
  removeDelivery,
  saveState,
  stateOf,
  type DeliveryRow,
} from '../store/deliveries.ts'
import { scheduledByKey } from '../store/keys.ts'
import { accountsOfPost, getPlan, savePlan, unapprove } from '../store/schedule.ts'
import type { Read, WriteTx } from '../store/tx.ts'
import { handsOff } from './claim.ts'
import { isResettable, next, patienceMs, type DeliveryEvent } from './delivery-state.ts'
import type { PublishingDeps } from './deps.ts'
import type { Engine } from './engine.ts'
import { createPhases } from './phases.ts'
import { tell } from './settle.ts'
import { mayBeOut } from './view.ts'

type Refusal = 'not_to_cancel' | 'not_to_try_again' | 'not_to_move' | 'not_to_answer'

export type ScheduleWhen = WhenInput | { slot: 'next' } | { now: true }

export interface ScheduleInput {
  readonly when: ScheduleWhen
  /** Only these of the post's accounts. */
  readonly accounts?: readonly string[] | undefined
  /** Leave accounts with problems out instead of refusing the whole. */
  readonly skipProblems: boolean
}

/** The program's key that schedules, and how many deliveries it may make in a day of the workspace. */
export interface ScheduledBy {
  readonly id: string
  readonly dailyPublishes: number | null
}

export interface Skipped {
  readonly accountId: string
  readonly problems: Problem[]
}

/** What people and programs say of a post's deliveries. Each answers after it is durable. */
export interface Commands {
  /** One delivery per chosen account, made or moved. Answers the accounts left out. */
  schedule(postId: string, input: ScheduleInput, by?: ScheduledBy | null): Skipped[]
  /** The same, in the transaction that makes the post or many of them; `queueChanged` is the caller's then. */
  scheduleIn(tx: WriteTx, postId: string, input: ScheduleInput, by?: ScheduledBy | null): Skipped[]
  cancelPost(postId: string): Promise<void>
  /** In the transaction of a deletion or disconnection: cancels what has not started. Answers how many. */
  cancelWaiting(tx: WriteTx, rows: readonly DeliveryRow[]): number
  /** In the transaction that moves a post's plan: what waits moves along. */
  moveWaiting(tx: WriteTx, postId: string, when: PlannedTime): void
  retry(id: string): void
  cancel(id: string): Promise<void>
  reschedule(id: string, when: { wallTime: string; zone?: string | undefined }): void
  resolve(id: string, answer: 'posted' | 'not_posted' | 'leave', url: string | null): void
  /** Leaves it to the record, and the post to its account as a draft. */
  reset(id: string): void
  remove(id: string): void
}

export function createCommands(
  deps: PublishingDeps,
  slots: Slots,
  engine: Engine,
  withdraw: (row: DeliveryRow) => Promise<void>,
): Commands {
  const { store, clock, ids, settings } = deps.context

  const need = (id: string) => {
    const row = getDelivery(store.read, id)
    if (!row) throw notFound('delivery', id)
    return row
  }

  /** Applies an event or says why it cannot be. */
  function apply(
    tx: WriteTx,
    row: DeliveryRow,
    event: DeliveryEvent,
    refusal: Refusal,
    more: Parameters<typeof saveState>[4] = {},
  ): void {
    const fresh = getDelivery(tx, row.id) ?? row
    const state = next(stateOf(fresh), event)
    if (fresh.occurrence < 0) throw conflict('reset', said('was_reset'))
    if (!state)
      throw conflict(fresh.status, { says: refusal, params: {}, inner: { says: `stands_${fresh.status}`, params: {} } })
    saveState(tx, row.id, state, clock.now(), more)
    tell(tx, fresh, state.status, state.reason)
  }

  function planned(postId: string, when: ScheduleWhen, accountIds: readonly string[]): PlannedTime {
    if ('now' in when) return planTime({ at: new Date(clock.now()).toISOString() }, settings().zone)
    if (!('slot' in when)) return planTime(when, settings().zone)
    const free = slots.next({ accountIds, exceptPost: postId })
    if (!free) throw unprocessable([{ path: 'when', says: said('no_free_slot') }])
    return free
  }

  function place(
    tx: WriteTx,
    postId: string,
    account: { accountId: string; platform: string; settings: Record<string, unknown> },
    when: PlannedTime,
    keyId: string | null = null,
  ): void {
    const now = clock.now()
    // What the platform itself holds until its time is sent to it at once, when it is not too near.
    const startAt = handsOff(account.platform, account.settings) && when.at > now + 60_000 ? now : when.at
    const existing = deliveriesOfPost(tx, postId).find(
      ({ accountId, occurrence }) => accountId === account.accountId && occurrence === 0,
    )
    const fresh = { wallTime: when.wallTime, zone: when.zone }
    if (!existing) {
      insertDelivery(tx, {
        id: ids('dlv'),
        postId,
        accountId: account.accountId,
        keyId,
        status: 'scheduled',
        dueAt: when.at,
        nextAt: startAt,
        deadlineAt: Math.max(when.at, now) + patienceMs,
        createdAt: now,
        updatedAt: now,
        ...fresh,
      })
      return
    }
    const state = next(stateOf(existing), { type: 'scheduled', at: now, dueAt: when.at, startAt })
    // Published, unknown, handed off or going out now: what is out stays as it is.
    if (!state) return
    saveState(tx, existing.id, state, now, { ...fresh, ...startOver(tx, existing) })
  }

  /** In the transaction that made them: with it they are gone again. */
  function refuseTooMany(tx: WriteTx, { id, dailyPublishes: limit }: ScheduledBy, now: Instant): void {
    if (limit === null) return
    const used = scheduledByKey(tx, id, startOfDay(now, settings().zone))
    if (used > limit) throw conflict('daily_publishes', said('key_publishes_spent', { limit }))
  }

  /** Where nobody approves, scheduling did; with nothing scheduled any more it is a draft again. */
  function becomesDraft(tx: WriteTx, postId: string): void {
    if (!settings().approval && deliveriesOfPost(tx, postId).length === 0) unapprove(tx, postId)
  }

  const isOut = (db: Read, { id }: DeliveryRow) => partsOf(db, [id]).some((part) => part.removedAt === null)

  /** Forgets what belonged to the old content, unless a part of it is out already or may be (then the same keys must be used again). */
  function startOver(tx: WriteTx, row: DeliveryRow): { frozen?: null; handle?: null } {
    if (mayBeOut(row) || isOut(tx, row)) return {}
    forgetSteps(tx, row.id, '')
    clearParts(tx, row.id)
    return { frozen: null, handle: null }
  }

  const scheduleIn: Commands['scheduleIn'] = (tx, postId, { when, accounts, skipProblems }, by = null) => {
    const post = getPlan(tx, postId)
    if (!post || post.deletedAt !== null) throw notFound('post', postId)
    if (settings().approval && post.review !== 'approved') throw conflict('not_approved', said('not_approved'))
    const chosen = accountsOfPost(tx, postId).filter(({ accountId }) => !accounts || accounts.includes(accountId))
    if (chosen.length === 0) throw unprocessable([{ path: 'accounts', says: said('choose_account') }])
    const now = clock.now()
    const time = planned(
      postId,
      when,
      chosen.map(({ accountId }) => accountId),
    )
    // Before the checks: some of them look at the time it is to go out.
    savePlan(tx, postId, time, now, !settings().approval)
    const checked = chosen.map((account) => ({
      ...account,
      problems: deps.posts.problemsOf(postId, account.accountId).filter(({ severity }) => severity === 'error'),
    }))
    const skipped = checked.filter(({ problems }) => problems.length > 0)
    const going = checked.filter(({ problems }) => problems.length === 0)
    if (going.length === 0 || (skipped.length > 0 && !skipProblems)) throw unprocessable(describe(skipped))
    for (const account of going) place(tx, postId, account, time, by?.id)
    if (by) refuseTooMany(tx, by, now)
    deps.posts.keepVersion(tx, postId, 'scheduled')
    tx.emit({ type: 'post.changed', ids: { post: postId } })
    return skipped.map(({ accountId, problems }) => ({ accountId, problems }))
  }

  const schedule: Commands['schedule'] = (postId, input, by) => {
    const skipped = store.write((tx) => scheduleIn(tx, postId, input, by))
    engine.poke()
    return skipped
  }

  const cancelWaiting: Commands['cancelWaiting'] = (tx, rows) => {
    const waiting = rows.filter(({ status }) => status === 'scheduled' || status === 'retrying' || status === 'missed')
    for (const row of waiting) apply(tx, row, { type: 'canceled' }, 'not_to_cancel')
    return waiting.length
  }

  const moveWaiting: Commands['moveWaiting'] = (tx, postId, when) => {
    const going = accountsOfPost(tx, postId)
    for (const row of deliveriesOfPost(tx, postId)) {
      const account = going.find(({ accountId }) => accountId === row.accountId)
      if (account && (row.status === 'scheduled' || row.status === 'retrying')) place(tx, postId, account, when)
    }
  }

  return {
    schedule,
    scheduleIn,
    moveWaiting,
    async cancelPost(postId) {
      if (!getPlan(store.read, postId)) throw notFound('post', postId)
      const rows = deliveriesOfPost(store.read, postId)
      for (const row of rows.filter(({ status }) => status === 'handed_off')) await withdraw(row)
      store.write((tx) => {
        cancelWaiting(tx, rows)
        tx.emit({ type: 'post.changed', ids: { post: postId } })
      })
    },
    cancelWaiting,
    retry(id) {
      const row = need(id)
      store.write((tx) => apply(tx, row, { type: 'retried', at: clock.now() }, 'not_to_try_again', startOver(tx, row)))
      engine.poke()
    },
    async cancel(id) {
      const row = need(id)
      if (row.status === 'handed_off') await withdraw(row)
      else store.write((tx) => apply(tx, row, { type: 'canceled' }, 'not_to_cancel'))
    },
    reschedule(id, input) {
      const row = need(id)
      const when = planTime(input, settings().zone)
      const event: DeliveryEvent = { type: 'scheduled', at: clock.now(), dueAt: when.at, startAt: when.at }
      store.write((tx) =>
        apply(tx, row, event, 'not_to_move', { wallTime: when.wallTime, zone: when.zone, ...startOver(tx, row) }),
      )
      engine.poke()
    },
    resolve(id, answer, url) {
      const row = need(id)
      if (engine.isRunning(id)) throw conflict('looking', said('looking_now'))
      const now: Instant = clock.now()
      store.write((tx) => {
        apply(
          tx,
          row,
          answered(answer, now),
          'not_to_answer',
          answer === 'posted' ? { publishedAt: row.commitStartedAt ?? now } : {},
        )
        const phases = createPhases(clock)
        insertAttempt(tx, {
          id: ids('att'),
          deliveryId: id,
          number: row.attempt,
          owner: 'person',
          startedAt: now,
          endedAt: now,
          outcome: `resolved:${answer}`,
          phases: phases.records,
          reasonSaid: url === null ? null : asWritten(url),
        })
      })
      engine.poke()
    },
    reset(id) {
      store.write((tx) => {
        const row = getDelivery(tx, id)
        if (!row) throw notFound('delivery', id)
        if (row.occurrence < 0) throw conflict('reset', said('was_reset'))
        if (!isResettable(row.status))
          throw conflict(row.status, {
            says: 'not_to_reset',
            params: {},
            inner: { says: `stands_${row.status}`, params: {} },
          })
        if (isOut(tx, row)) throw conflict('partly_out', said('partly_out_reset'))
        if (mayBeOut(row)) throw conflict('in_doubt', said('in_doubt_reset'))
        const now = clock.now()
        insertAttempt(tx, {
          id: ids('att'),
          deliveryId: id,
          number: row.attempt,
          owner: deps.bootId,
          startedAt: now,
          endedAt: now,
          outcome: 'reset',
          phases: createPhases(clock).records,
        })
        leaveToRecord(tx, row, now)
        becomesDraft(tx, row.postId)
        tx.emit({ type: 'delivery.changed', ids: { delivery: id, post: row.postId, account: row.accountId } })
      })
    },
    remove(id) {
      const row = need(id)
      if (row.occurrence < 0) throw conflict('reset', said('was_reset'))
      const removable = ['scheduled', 'retrying', 'failed', 'missed', 'canceled']
      if (!removable.includes(row.status)) throw conflict(row.status, said('record_stays'))
      if (isOut(store.read, row)) throw conflict('partly_out', said('partly_out'))
      store.write((tx) => {
        removeDelivery(tx, id)
        becomesDraft(tx, row.postId)
        tx.emit({ type: 'delivery.changed', ids: { delivery: id, post: row.postId, account: row.accountId } })
      })
    },
  }
}

function answered(answer: 'posted' | 'not_posted' | 'leave', at: Instant): DeliveryEvent {
  switch (answer) {
    case 'posted':
      return { type: 'said_posted' }
    case 'not_posted':
      return { type: 'said_not_posted', at }
    case 'leave':
      return {
        type: 'said_leave',
        failure: { code: 'no_answer', says: 'left_out' },
      }
  }
}

function describe(skipped: readonly Skipped[]) {
  return skipped.flatMap(({ accountId, problems }) =>
    problems.map((problem) => ({ path: `accounts.${accountId}.${problem.field}`, says: problemSaid(problem) })),
  )
}
