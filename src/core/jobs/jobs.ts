import type { Job, JobKind, JobState } from '../../contract/jobs.ts'
import { said, sentence, spoken, type Said } from '../../contract/sentences/index.ts'
import { toIso } from '../clock.ts'
import { notFound } from '../errors.ts'
import { keepCalling } from '../keys/calling.ts'
import { decodeCursor, encodeCursor } from '../store/cursor.ts'
import { getJob, insertJob, interruptJobs, listJobs, updateJob, type JobRow } from '../store/jobs.ts'
import type { WorkspaceContext } from '../workspace-context.ts'

/** How many jobs of a kind run side by side; the others wait their turn. Converting takes this machine's strength, the rest mostly waits. */
const atOnce: Readonly<Record<JobKind, number>> = { convert: 2, ai_post: 4, ai_image: 4, ai_video: 8, export: 1 }
/** How often listeners hear of progress, at most. */
const tellEveryMs = 250

export interface JobContext {
  readonly id: string
  /** Aborted when somebody cancels it and when the program ends; its reason is a JobStopped. */
  readonly signal: AbortSignal
  /** 0–1; null while it cannot be told. */
  progress(done: number | null): void
}

/** What a job does; answers its result. Leaves nothing behind when it throws. Throws JobFailed for what it expects. */
export type JobWork = (context: JobContext) => Promise<Record<string, unknown>>

/** Why a job came to nothing, for a person. */
export class JobFailed extends Error {
  override readonly name = 'JobFailed'
  readonly said: Said
  constructor(why: Said) {
    super(sentence(why))
    this.said = why
  }
}

/** Why a job's signal was aborted. */
export class JobStopped extends Error {
  override readonly name = 'JobStopped'
  readonly as: 'canceled' | 'interrupted'
  constructor(as: JobStopped['as']) {
    super(`The job was ${as}`)
    this.as = as
  }
}

export interface NewJob {
  readonly kind: JobKind
  /** Ids of what it works on. */
  readonly about: Readonly<Record<string, string>>
  /** Two jobs with the same key are the same work: while one is open, starting the other answers it. */
  readonly key: string
  readonly work: JobWork
}

/** Long work of a workspace. What runs is in memory; that it was begun and how it ended is kept. */
export interface Jobs {
  start(job: NewJob): Job
  /** Goes on with a job that another run of the program left: it is queued again under its id. */
  resume(id: string, job: NewJob): void
  /** Keeps work that needed no time: what it would have made was there. */
  done(job: Omit<NewJob, 'key' | 'work'>, result: Record<string, unknown>): Job
  /** With `waitMs`, when it has ended or that time has passed. Throws `not_found`. */
  get(id: string, waitMs?: number, signal?: AbortSignal): Promise<Job>
  /** As it stands, undefined where there is none. */
  find(id: string): Job | undefined
  list(input: { state?: JobState[] | undefined; cursor?: string | undefined; limit: number }): {
    items: Job[]
    nextCursor: string | null
  }
  /** Ends when it has stopped. One that has ended stays as it is. */
  cancel(id: string): Promise<Job>
  /** Stops everything; what ran is `interrupted`. */
  close(): Promise<void>
}

interface OpenJob {
  readonly job: NewJob
  readonly stop: AbortController
  readonly ended: Promise<void>
  end(): void
  /** What it becomes once stopped. */
  stoppedAs: 'canceled' | 'interrupted'
  started: boolean
  progress: number | null
  toldAt: number
}

export function createJobs({ store, clock, ids, emit, log }: WorkspaceContext): Jobs {
  /** Queued and running, oldest first. */
  const open = new Map<string, OpenJob>()
  let closing = false
  store.write((tx) => interruptJobs(tx, clock.now()))

  function view(row: JobRow): Job {
    const running = open.get(row.id)
    return {
      id: row.id as Job['id'],
      kind: row.kind,
      state: row.state,
      progress: row.state === 'done' ? 1 : running ? running.progress : null,
      about: row.about,
      result: row.result,
      error: row.error && spoken(row.error),
      createdAt: toIso(row.createdAt),
      startedAt: row.startedAt === null ? null : toIso(row.startedAt),
      endedAt: row.endedAt === null ? null : toIso(row.endedAt),
    }
  }

  function need(id: string): JobRow {
    const row = getJob(store.read, id)
    if (!row) throw notFound('job', id)
    return row
  }

  const change = (id: string, fields: Parameters<typeof updateJob>[2]) =>
    store.write((tx) => {
      updateJob(tx, id, fields)
      tx.emit({ type: 'job.changed', ids: { job: id } })
    })

  function pump(): void {
    for (const [id, one] of open) {
      const running = [...open.values()].filter(({ job, started }) => started && job.kind === one.job.kind)
      if (one.started || running.length >= atOnce[one.job.kind]) continue
      one.started = true
      change(id, { state: 'running', startedAt: clock.now() })
      run(id, one).catch((error: unknown) => log.error('a job could not be recorded', { id, error: String(error) }))
    }
  }

  async function run(id: string, one: OpenJob): Promise<void> {
    const ended = await one.job.work({ id, signal: one.stop.signal, progress: (done) => progress(id, one, done) }).then(
      (result) => ({ state: 'done' as const, result }),
      (error: unknown) => failed(one, error),
    )
    settle(id, one, ended)
    if (!closing) pump()
  }

  function failed({ job, stop, stoppedAs }: OpenJob, error: unknown): { state: JobState; error?: Said } {
    if (stop.signal.aborted) return { state: stoppedAs }
    if (error instanceof JobFailed) return { state: 'failed', error: error.said }
    log.error('a job broke', { kind: job.kind, error: error instanceof Error ? (error.stack ?? '') : String(error) })
    return { state: 'failed', error: said('job_broke') }
  }

  function settle(id: string, one: OpenJob, fields: Parameters<typeof updateJob>[2]): void {
    open.delete(id)
    try {
      change(id, { ...fields, endedAt: clock.now() })
    } finally {
      one.end()
    }
  }

  function progress(id: string, one: OpenJob, done: number | null): void {
    one.progress = done === null ? null : Math.min(1, Math.max(0, done))
    if (clock.now() - one.toldAt < tellEveryMs) return
    one.toldAt = clock.now()
    emit({ type: 'job.changed', ids: { job: id } })
  }

  function enter({ kind, about }: Pick<NewJob, 'kind' | 'about'>, result: Record<string, unknown> | null): string {
    const id = ids('job')
    const at = clock.now()
    const ended = result && { state: 'done' as const, result, startedAt: at, endedAt: at }
    store.write((tx) => {
      insertJob(tx, { id, kind, about, createdAt: at, state: 'queued', ...ended })
      tx.emit({ type: 'job.changed', ids: { job: id } })
    })
    return id
  }

  function queue(id: string, job: NewJob): void {
    let end = () => {}
    const ended = new Promise<void>((resolve) => (end = resolve))
    open.set(id, {
      job: { ...job, work: keepCalling(job.work) },
      stop: new AbortController(),
      ended,
      end,
      stoppedAs: 'canceled',
      started: false,
      progress: null,
      toldAt: 0,
    })
    pump()
  }

  async function stop(id: string, as: OpenJob['stoppedAs']): Promise<void> {
    const one = open.get(id)
    if (!one) return
    one.stoppedAs = as
    one.stop.abort(new JobStopped(as))
    if (one.started) await one.ended
    else settle(id, one, { state: as })
  }

  return {
    start(job) {
      const same = [...open].find(([, one]) => one.job.key === job.key && !one.stop.signal.aborted)
      if (same) return view(need(same[0]))
      const id = enter(job, null)
      queue(id, job)
      return view(need(id))
    },
    resume(id, job) {
      change(id, { state: 'queued', endedAt: null })
      queue(id, job)
    },
    done: (job, result) => view(need(enter(job, result))),
    find(id) {
      const row = getJob(store.read, id)
      return row && view(row)
    },
    async get(id, waitMs = 0, signal) {
      need(id)
      const running = open.get(id)
      if (running && waitMs > 0) {
        const enough = new AbortController()
        const late = clock.sleep(waitMs, signal ? AbortSignal.any([enough.signal, signal]) : enough.signal)
        await Promise.race([running.ended, late.catch(() => {})])
        enough.abort()
      }
      return view(need(id))
    },
    list({ state, cursor, limit }) {
      const filter = { state }
      const after = cursor === undefined ? undefined : decodeCursor<{ createdAt: number; id: string }>(cursor, filter)
      const rows = listJobs(store.read, state, after, limit + 1)
      const page = rows.slice(0, limit)
      const last = rows.length > limit ? page.at(-1) : undefined
      return {
        items: page.map(view),
        nextCursor: last ? encodeCursor({ createdAt: last.createdAt, id: last.id }, filter) : null,
      }
    },
    async cancel(id) {
      need(id)
      await stop(id, 'canceled')
      return view(need(id))
    },
    async close() {
      closing = true
      await Promise.all([...open.keys()].map((id) => stop(id, 'interrupted')))
    },
  }
}
