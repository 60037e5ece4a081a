import { Temporal } from 'temporal-polyfill'
import { Automation, type Cadence, type CadenceInput, type CadenceRun } from '../../contract/ai/cadence.ts'
import { problemSaid, said, spoken, type Said } from '../../contract/sentences/index.ts'
import type { AccountId, PostId } from '../../contract/vocabulary.ts'
import { toIso, type Instant } from '../clock.ts'
import { notFound, unprocessable } from '../errors.ts'
import { JobStopped, type Jobs } from '../jobs/jobs.ts'
import type { Posts } from '../posts/posts.ts'
import type { Publishing } from '../publishing/publishing.ts'
import type { Slots } from '../scheduling/slots.ts'
import { resolveWallTime, wallTimeAt } from '../scheduling/wall-time.ts'
import {
  cadenceRunsSince,
  getCadence,
  insertCadence,
  insertCadenceRun,
  listCadenceRuns,
  listCadences,
  updateCadence,
  updateCadenceRun,
  type CadenceRow,
  type CadenceRunRow,
} from '../store/ai.ts'
import { decodeCursor, encodeCursor } from '../store/cursor.ts'
import { accountExists } from '../store/schedule.ts'
import type { WorkspaceContext } from '../workspace-context.ts'
import { createSetting } from './setting.ts'
import { saidIn, working } from './working.ts'
import type { Writing } from './writing.ts'

/** Later than this it is not written any more: nobody waits for Monday's draft on Thursday. */
const lateMs = 6 * 3_600_000
/** Looked at this often at least, so that a clock that was set does not matter. */
const lookMs = 3_600_000

type Fields = CadenceRow['fields']
type Changes = Partial<Omit<CadenceInput, 'contentType'>> & { contentType?: CadenceInput['contentType'] | null }

/** The next of a week's times after a moment, as wall times of the zone. */
export function nextTime({ times, zone }: Pick<Fields, 'times' | 'zone'>, after: Instant): Instant {
  const first = Temporal.PlainDate.from(wallTimeAt(after, zone).slice(0, 10))
  const found: Instant[] = []
  for (let day = 0; day <= 8; day++) {
    const date = first.add({ days: day })
    for (const { weekday, time } of times)
      if (date.dayOfWeek === weekday) found.push(resolveWallTime(`${date.toString()}T${time}`, zone))
  }
  return Math.min(...found.filter((at) => at > after))
}

/** What is written by itself, when, and what became of it. */
export function createCadences(
  context: WorkspaceContext,
  parts: { writing: Writing; jobs: Jobs; posts: Posts; publishing(): Publishing; slots: Slots },
) {
  const { store, clock, ids, log } = context
  const { writing, jobs, posts, publishing, slots } = parts
  const automation = createSetting(context, 'ai.automation', Automation)
  let cancel = () => {}
  let running = false

  function view({ id, fields, nextAt, createdAt }: CadenceRow): Cadence {
    return {
      ...fields,
      id: id as Cadence['id'],
      nextAt: nextAt === null ? null : toIso(nextAt),
      createdAt: toIso(createdAt),
    }
  }

  function need(id: string): CadenceRow {
    const row = getCadence(store.read, id)
    if (!row || row.removedAt !== null) throw notFound('cadence', id)
    return row
  }

  function checkAccounts(accounts: readonly AccountId[]): void {
    const wrong = accounts.flatMap((id, index) =>
      accountExists(store.read, id) ? [] : [{ path: `accounts.${index}`, says: said('account_not_connected') }],
    )
    if (wrong.length > 0) throw unprocessable(wrong)
  }

  const nextOf = (fields: Fields) => (fields.on ? nextTime(fields, clock.now()) : null)

  /** Waits for whichever is due next. */
  function arm(): void {
    cancel()
    if (!running) return
    const due = listCadences(store.read).flatMap(({ nextAt }) => (nextAt === null ? [] : [nextAt]))
    if (due.length > 0) cancel = clock.after(Math.min(Math.max(0, Math.min(...due) - clock.now()), lookMs), tick)
  }

  function tick(): void {
    for (const row of listCadences(store.read))
      if (row.nextAt !== null && row.nextAt <= clock.now()) {
        try {
          begin(row, row.nextAt)
        } catch (error) {
          log.error('a cadence could not begin', { id: row.id, error: String(error) })
        }
      }
    arm()
  }

  /** Notes the run and moves on in one go: a crash right after writes nothing twice. */
  function begin(row: CadenceRow, dueAt: Instant): void {
    const { fields, turn } = row
    const topic = fields.topics[turn % fields.topics.length] ?? ''
    const missed = clock.now() - dueAt > lateMs
    const id = ids('run')
    store.write((tx) => {
      updateCadence(tx, row.id, { turn: missed ? turn : turn + 1, nextAt: nextOf(fields) })
      insertCadenceRun(tx, {
        ...{ id, topic, dueAt, cadenceId: row.id, at: clock.now() },
        outcome: missed ? 'skipped' : 'running',
        told: missed ? said('ai_cadence_missed') : null,
      })
      tx.emit({ type: 'ai.changed' })
    })
    if (missed) return
    const job = jobs.start({
      ...{ kind: 'ai_post', about: { cadence: row.id }, key: id },
      work: working(async (job) => {
        const { accounts, contentType, length } = fields
        try {
          const asked = { from: { topic }, accounts, contentType, length, hashtags: false }
          const postId = await writing.write(asked, job)
          settle(id, { postId, ...publish(fields, postId) })
          return { postId }
        } catch (error) {
          const { reason } = job.signal
          if (!(reason instanceof JobStopped && reason.as === 'interrupted'))
            settle(id, { outcome: 'failed', told: job.signal.aborted ? said('ai_canceled') : saidIn(error) })
          throw error
        }
      }),
    })
    note(id, { jobId: job.id })
  }

  function note(id: string, change: Partial<Pick<CadenceRunRow, 'jobId'>>): void {
    store.write((tx) => updateCadenceRun(tx, id, change))
  }

  function settle(id: string, change: Partial<Pick<CadenceRunRow, 'outcome' | 'postId' | 'told'>>): void {
    store.write((tx) => {
      updateCadenceRun(tx, id, change)
      tx.emit({ type: 'ai.changed' })
    })
    log.info('a cadence has run', { id, outcome: change.outcome, post: change.postId })
  }

  /** Schedules the draft where the workspace lets it; otherwise it stays one, and why is said. */
  function publish(fields: Fields, postId: PostId): Pick<CadenceRunRow, 'outcome' | 'told'> {
    const kept = (told: Said | null) => ({ outcome: 'drafted' as const, told })
    if (!fields.publish) return kept(null)
    const { publishByItself, dailyLimit } = automation.get()
    if (!publishByItself) return kept(said('ai_cadence_not_allowed'))
    if (fields.accounts.length === 0) return kept(said('ai_cadence_no_account'))
    const { zone, approval } = context.settings()
    const today = resolveWallTime(`${wallTimeAt(clock.now(), zone).slice(0, 10)}T00:00`, zone)
    if (cadenceRunsSince(store.read, ['scheduled'], today).length >= dailyLimit)
      return kept(said('ai_cadence_limit', { limit: dailyLimit }))
    if (approval) {
      posts.submit(postId)
      return kept(said('ai_cadence_review'))
    }
    const problem = fields.accounts
      .flatMap((account) => posts.problemsOf(postId, account))
      .find(({ severity }) => severity === 'error')
    if (problem) return kept({ says: 'ai_cadence_problem', params: {}, inner: problemSaid(problem) })
    if (!slots.next({ accountIds: fields.accounts, exceptPost: postId })) return kept(said('ai_cadence_no_slot'))
    publishing().schedule(postId, { when: { slot: 'next' }, skipProblems: false })
    return { outcome: 'scheduled', told: null }
  }

  return {
    list: () => ({ cadences: listCadences(store.read).map(view), automation: automation.get() }),
    add(input: CadenceInput): Cadence {
      checkAccounts(input.accounts)
      const fields: Fields = { ...input, zone: input.zone ?? context.settings().zone }
      const id = ids('cad')
      store.write((tx) => {
        insertCadence(tx, { id, fields, nextAt: nextOf(fields), createdAt: clock.now() })
        tx.emit({ type: 'ai.changed' })
      })
      arm()
      return view(need(id))
    },
    change(id: string, change: Changes): Cadence {
      const row = need(id)
      const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined))
      const { contentType, ...rest } = { ...row.fields, ...given } as Fields & { contentType?: Changes['contentType'] }
      const fields: Fields = { ...rest, ...(contentType && { contentType }) }
      if (change.accounts) checkAccounts(change.accounts)
      store.write((tx) => {
        updateCadence(tx, id, { fields, nextAt: nextOf(fields) })
        tx.emit({ type: 'ai.changed' })
      })
      arm()
      return view(need(id))
    },
    remove(id: string): { id: Cadence['id'] } {
      need(id)
      store.write((tx) => {
        updateCadence(tx, id, { removedAt: clock.now(), nextAt: null })
        tx.emit({ type: 'ai.changed' })
      })
      arm()
      return { id: id as Cadence['id'] }
    },
    runs({ cursor, limit, cadence }: { cursor?: string | undefined; limit: number; cadence?: string | undefined }) {
      const filter = { cadence }
      const after = cursor === undefined ? undefined : decodeCursor<{ at: number; id: string }>(cursor, filter)
      const rows = listCadenceRuns(store.read, cadence, after, limit + 1)
      const page = rows.slice(0, limit)
      const last = rows.length > limit ? page.at(-1) : undefined
      return {
        items: page.map((row): CadenceRun => ({
          id: row.id,
          cadence: {
            id: row.cadenceId as Cadence['id'],
            name: getCadence(store.read, row.cadenceId)?.fields.name ?? '',
          },
          topic: row.topic,
          dueAt: toIso(row.dueAt),
          at: toIso(row.at),
          outcome: row.outcome,
          post: row.postId as PostId | null,
          job: row.jobId as CadenceRun['job'],
          told: row.told && spoken(row.told),
        })),
        nextCursor: last ? encodeCursor({ at: last.at, id: last.id }, filter) : null,
      }
    },
    setAutomation: (next: Automation) => automation.set(next),
    start(): void {
      running = true
      for (const { id } of cadenceRunsSince(store.read, ['running'], 0))
        settle(id, { outcome: 'failed', told: said('ai_interrupted') })
      tick()
    },
    close(): void {
      running = false
      cancel()
    },
  }
}
