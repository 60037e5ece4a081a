import { Temporal } from 'temporal-polyfill'
import type * as z from 'zod'
import { postStatus } from '../../contract/post-status.ts'
import type { Run, RunLine, RunStatus, runs as contract } from '../../contract/runs.ts'
import { said, sentence } from '../../contract/sentences/index.ts'
import type { DeliveryStatus } from '../../contract/vocabulary.ts'
import { toIso } from '../clock.ts'
import { conflict, notFound, unprocessable, type WrongField } from '../errors.ts'
import type { ScheduledBy, ScheduleInput } from '../publishing/commands.ts'
import { readTime } from '../schedules/plan.ts'
import { refusedAt } from '../schedules/refusals.ts'
import { toWhen } from '../scheduling/slots.ts'
import { wallTimeAt } from '../scheduling/wall-time.ts'
import { decodeCursor, encodeCursor } from '../store/cursor.ts'
import { deliveriesOfPost, partsOf } from '../store/deliveries.ts'
import {
  campaignsOf,
  countsOf,
  getRun,
  linesOf,
  listRuns,
  markRunPublished,
  stepsOf,
  type RunRow,
} from '../store/runs.ts'
import { getPlan } from '../store/schedule.ts'
import type { Read, WriteTx } from '../store/tx.ts'
import type { WorkspaceContext } from '../workspace-context.ts'

type Output<K extends 'list' | 'status' | 'table' | 'campaign'> = z.infer<
  NonNullable<(typeof contract)[K]['~orpc']['outputSchema']>
>
interface Page {
  readonly cursor?: string | undefined
  readonly limit: number
}

/** What schedule documents made. Throws the contract's errors. */
export interface Runs {
  list(page: Page): Output<'list'>
  get(id: string): Run
  status(id: string): Output<'status'>
  table(id: string, page: Page): Output<'table'>
  campaign(id: string): Output<'campaign'>
  /** Its posts as they stand, those in the bin aside. */
  revisions(id: string): { id: string; revision: number }[]
  /** Schedules what is still a draft, all of it or nothing. */
  publish(id: string, startAt: string | undefined, by: ScheduledBy | null): Run
}

export interface RunsDeps {
  scheduleIn(tx: WriteTx, postId: string, input: ScheduleInput, by: ScheduledBy | null): void
  queueChanged(): void
}

export function createRuns({ store, clock }: WorkspaceContext, deps: RunsDeps): Runs {
  const need = (id: string, db: Read = store.read): RunRow => {
    const row = getRun(db, id)
    if (!row) throw notFound('run', id)
    return row
  }

  function views(rows: readonly RunRow[]): Run[] {
    const counts = countsOf(
      store.read,
      rows.map(({ id }) => id),
    )
    return rows.map((row) => {
      const { posts = 0, byStatus = new Map<DeliveryStatus, number>() } = counts.get(row.id) ?? {}
      return {
        id: row.id as Run['id'],
        name: row.name,
        mode: row.mode,
        status: runStatus(byStatus),
        idempotencyKey: row.idempotencyKey,
        zone: row.zone,
        campaigns: campaignsOf(store.read, row.id),
        counts: {
          posts,
          deliveries: [...byStatus.values()].reduce((sum, count) => sum + count, 0),
          byStatus: Object.fromEntries(byStatus),
        },
        createdAt: toIso(row.createdAt),
        publishedAt: row.publishedAt === null ? null : toIso(row.publishedAt),
      }
    })
  }

  const get = (id: string): Run => views([need(id)])[0]!

  return {
    get,
    list({ cursor, limit }) {
      const after =
        cursor === undefined ? undefined : decodeCursor<{ createdAt: number; id: string }>(cursor, { of: 'runs' })
      const rows = listRuns(store.read, after, limit + 1)
      const page = rows.slice(0, limit)
      const last = rows.length > limit ? page.at(-1) : undefined
      return {
        items: views(page),
        nextCursor: last ? encodeCursor({ createdAt: last.createdAt, id: last.id }, { of: 'runs' }) : null,
      }
    },
    status(id) {
      const { status, counts } = get(id)
      return { id: id as Run['id'], status, counts }
    },
    table(id, { cursor, limit }) {
      need(id)
      const after = cursor === undefined ? undefined : decodeCursor<{ row: number; position: number }>(cursor, { id })
      const rows = linesOf(store.read, id, after, limit + 1)
      const page = rows.slice(0, limit)
      const parts = partsOf(
        store.read,
        page.flatMap(({ delivery }) => (delivery ? [delivery.id] : [])),
      )
      const last = rows.length > limit ? page.at(-1) : undefined
      return {
        items: page.map((line) =>
          lineView(line, parts.find(({ deliveryId }) => deliveryId === line.delivery?.id)?.url ?? null),
        ),
        nextCursor: last ? encodeCursor({ row: last.step.row, position: last.position }, { id }) : null,
      }
    },
    campaign(id) {
      need(id)
      const steps = stepsOf(store.read, id)
      const rowOf = new Map(steps.map(({ step }) => [step.postId, step.row]))
      const byName = new Map<string | null, Output<'campaign'>['campaigns'][number]['steps']>()
      for (const { step, post } of steps) {
        const list = byName.get(step.campaign) ?? []
        byName.set(step.campaign, list)
        list.push({
          row: step.row,
          step: step.step,
          parentRow: step.parentPostId === null ? null : (rowOf.get(step.parentPostId) ?? null),
          interaction: step.interaction,
          postId: post.id as RunLine['postId'],
          title: post.title || firstLine(post.parts),
          status: postStatus(
            post.review,
            deliveriesOfPost(store.read, post.id).map(({ status }) => status),
          ),
          when:
            post.plannedAt === null || post.wallTime === null || post.zone === null
              ? null
              : toWhen({ at: post.plannedAt, wallTime: post.wallTime, zone: post.zone }),
        })
      }
      return { campaigns: [...byName].map(([name, list]) => ({ name, steps: list })) }
    },
    revisions: (id) =>
      stepsOf(store.read, need(id).id)
        .filter(({ post }) => post.deletedAt === null)
        .map(({ post }) => ({ id: post.id, revision: post.revision })),
    publish(id, startAt, by) {
      store.write((tx) => {
        const row = need(id, tx)
        if (row.mode !== 'draft') throw conflict('not_draft', said('run_not_draft'))
        if (row.publishedAt !== null) throw conflict('published', said('run_published'))
        publishIn(tx, row, startAt, by)
        markRunPublished(tx, id, clock.now())
        tx.emit({ type: 'run.changed', ids: { run: id } })
      })
      deps.queueChanged()
      return get(id)
    },
  }

  function publishIn(tx: WriteTx, run: RunRow, startAt: string | undefined, by: ScheduledBy | null): void {
    const start = startAt === undefined ? null : readTime(startAt, run.zone)
    if (startAt !== undefined && !start) throw unprocessable([{ path: 'startAt', says: said('schedule_time_wrong') }])
    const steps = stepsOf(tx, run.id).filter(({ post }) => post.deletedAt === null)
    const first = Math.min(...steps.flatMap(({ post }) => (post.plannedAt === null ? [] : [post.plannedAt])))
    const shift = start && Number.isFinite(first) ? distance(first, start.at, run.zone) : null
    const wrong: WrongField[] = []
    for (const { step, post } of parentsFirst(steps)) {
      // Scheduled by hand meanwhile: it stays as it is.
      if (deliveriesOfPost(tx, post.id).length > 0) continue
      const time = (): ScheduleInput['when'] | null => {
        if (step.slot) return { slot: 'next' }
        if (post.wallTime !== null && post.zone !== null)
          return { wallTime: shift ? moved(post.wallTime, shift) : post.wallTime, zone: post.zone }
        const parent = step.parentPostId === null ? undefined : getPlan(tx, step.parentPostId)
        if (parent?.wallTime && parent.zone) return { wallTime: parent.wallTime, zone: parent.zone }
        return start && { wallTime: start.wallTime, zone: start.zone }
      }
      const when = time()
      if (!when) wrong.push({ path: `rows.${step.row}`, says: said('run_row_needs_time') })
      else
        try {
          deps.scheduleIn(tx, post.id, { when, skipProblems: false }, by)
        } catch (error) {
          wrong.push(...refusedAt(error, `rows.${step.row}`))
        }
    }
    if (wrong.length > 0) throw unprocessable(wrong)
  }
}

/** Parents stand before what goes under them, however the document had it. */
function parentsFirst<T extends { step: { postId: string; parentPostId: string | null } }>(steps: readonly T[]): T[] {
  const waiting = new Map<string, T[]>()
  const roots: T[] = []
  const ids = new Set(steps.map(({ step }) => step.postId))
  for (const one of steps) {
    const { parentPostId } = one.step
    if (parentPostId === null || !ids.has(parentPostId)) roots.push(one)
    else waiting.set(parentPostId, [...(waiting.get(parentPostId) ?? []), one])
  }
  const sorted: T[] = []
  for (const queue = [...roots]; queue.length > 0;) {
    const one = queue.shift()!
    sorted.push(one)
    queue.push(...(waiting.get(one.step.postId) ?? []))
  }
  return sorted
}

/** From one moment to another as a clock in the zone shows it: nine o'clock stays nine o'clock over a change of the clocks. */
function distance(from: number, to: number, zone: string): Temporal.Duration {
  return Temporal.PlainDateTime.from(wallTimeAt(from, zone)).until(Temporal.PlainDateTime.from(wallTimeAt(to, zone)))
}

function moved(wallTime: string, shift: Temporal.Duration): string {
  const wall = Temporal.PlainDateTime.from(wallTime).add(shift)
  return wall.toString({ smallestUnit: wall.second === 0 ? 'minute' : 'second' })
}

function runStatus(byStatus: ReadonlyMap<DeliveryStatus, number>): RunStatus {
  const count = (...statuses: DeliveryStatus[]) => statuses.reduce((sum, one) => sum + (byStatus.get(one) ?? 0), 0)
  const all = [...byStatus.values()].reduce((sum, one) => sum + one, 0)
  if (all === 0) return 'draft'
  if (count('unknown', 'missed') > 0) return 'attention'
  const waits = count('scheduled', 'handed_off')
  if (count('publishing', 'retrying') > 0) return 'processing'
  if (waits === all - count('canceled') && waits > 0) return 'pending'
  if (waits > 0) return 'processing'
  const [out, failed] = [count('published'), count('failed')]
  if (out > 0) return failed > 0 ? 'partial' : 'completed'
  return failed > 0 ? 'failed' : 'canceled'
}

function lineView(line: ReturnType<typeof linesOf>[number], url: string | null): RunLine {
  const { step, delivery } = line
  return {
    row: step.row,
    campaign: step.campaign,
    step: step.step,
    interaction: step.interaction,
    postId: step.postId as RunLine['postId'],
    title: line.title || firstLine(line.parts),
    accountId: line.accountId as RunLine['accountId'],
    platform: line.platform,
    handle: line.handle,
    deliveryId: (delivery?.id ?? null) as RunLine['deliveryId'],
    status: delivery?.status ?? null,
    dueAt: delivery ? toIso(delivery.dueAt) : null,
    url,
    reason: delivery?.reasonSaid ? sentence(delivery.reasonSaid) : null,
  }
}

function firstLine(parts: readonly { text: string }[]): string {
  return (parts[0]?.text.split(/\r?\n|\r/, 1)[0] ?? '').trimEnd().slice(0, 200)
}
