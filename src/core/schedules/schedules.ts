import { createHash } from 'node:crypto'
import type { Problem } from '../../contract/platforms/types.ts'
import type { Run } from '../../contract/runs.ts'
import type { ScheduleCheck, SchedulePreview, SchedulePreviewStep } from '../../contract/schedules.ts'
import type { PostId } from '../../contract/vocabulary.ts'
import { idempotencyConflict, scopeMissing, unprocessable, type WrongField } from '../errors.ts'
import { canonical } from '../keys/idempotency.ts'
import type { Media } from '../media/media.ts'
import type { Posts } from '../posts/posts.ts'
import type { ScheduledBy, ScheduleInput } from '../publishing/commands.ts'
import { toWhen } from '../scheduling/slots.ts'
import { getPlan } from '../store/schedule.ts'
import { insertRun, insertRunStep, runOfKey, type RunRow } from '../store/runs.ts'
import type { Read, WriteTx } from '../store/tx.ts'
import type { WorkspaceContext } from '../workspace-context.ts'
import { checkDocument, type CheckDeps, type CheckedDocument } from './check.ts'
import { nameOf, type PlannedRow } from './plan.ts'
import { readDocument } from './read.ts'
import { refusedAt } from './refusals.ts'

/** Who applies a document. */
export interface AppliedBy {
  readonly key: ScheduledBy | null
  /** Whether files of this machine may be taken into the library. */
  readonly mayAddFiles: boolean
}

/** Schedule documents of a workspace. Throws the contract's errors. */
export interface Schedules {
  validate(input: unknown): Promise<ScheduleCheck>
  preview(input: unknown): Promise<SchedulePreview>
  /** All of it or nothing. `replayed`: the run had been made for this key and document before. */
  apply(input: unknown, by: AppliedBy): Promise<{ run: Run; replayed: boolean }>
}

export interface SchedulesDeps extends CheckDeps {
  readonly posts: Posts
  readonly media: Pick<Media, 'add'>
  readonly runs: { get(id: string): Run }
  scheduleIn(tx: WriteTx, postId: string, input: ScheduleInput, by: ScheduledBy | null): void
  queueChanged(): void
}

export function createSchedules(context: WorkspaceContext, deps: SchedulesDeps): Schedules {
  const { store, clock, ids, settings } = context
  /** Documents being applied right now, by key: the same one again waits for its answer. */
  const running = new Map<string, Promise<unknown>>()

  const check = (input: unknown, taken?: ReadonlyMap<string, string>) =>
    checkDocument(context, deps, readDocument(input, settings().zone), taken)

  function known(db: Read, key: string, fingerprint: string): RunRow | undefined {
    const row = runOfKey(db, key)
    if (row && row.fingerprint !== fingerprint) throw idempotencyConflict('other_call')
    return row
  }

  async function make(input: unknown, fingerprint: string, by: AppliedBy): Promise<{ id: string; replayed: boolean }> {
    const first = await check(input)
    refuse(first)
    const files = first.rows.flatMap((row) => row.files)
    if (files.length > 0 && !by.mayAddFiles) throw scopeMissing('media:write')
    const checked = files.length === 0 ? first : await check(input, await takeIn(deps.media, files, by))
    refuse(checked)
    return store.write((tx) => {
      const before = known(tx, checked.document.idempotencyKey, fingerprint)
      return before ? { id: before.id, replayed: true } : { id: insert(tx, checked, fingerprint, by), replayed: false }
    })
  }

  function insert(tx: WriteTx, { document, rows }: CheckedDocument, fingerprint: string, by: AppliedBy): string {
    const id = ids('run')
    const { mode, zone, name, idempotencyKey, lists } = document
    const at = clock.now()
    insertRun(tx, { id, name, mode, zone, idempotencyKey, fingerprint, keyId: by.key?.id ?? null, createdAt: at })
    const made = new Map<number, PostId>()
    const wrong: WrongField[] = []
    for (const row of rows) {
      try {
        const postId = deps.posts.createIn(tx, {
          ...row.content,
          ...(mode === 'draft' && { when: whenOf(row), review: row.review }),
        })
        made.set(row.index, postId)
        insertRunStep(tx, {
          postId,
          runId: id,
          row: row.index,
          campaign: lists[row.list]?.name ?? null,
          step: row.step,
          interaction: row.interaction,
          parentPostId: row.parent ? (made.get(row.parent.index) ?? null) : null,
          slot: row.slot,
        })
        if (mode === 'scheduled') deps.scheduleIn(tx, postId, { when: due(tx, row, made), skipProblems: false }, by.key)
      } catch (error) {
        wrong.push(...refusedAt(error, row.path))
      }
    }
    // Something changed between the checks and now: with the transaction all of it is gone again.
    if (wrong.length > 0) throw unprocessable(wrong)
    tx.emit({ type: 'run.changed', ids: { run: id } })
    return id
  }

  /** A step without a time of its own goes out when its parent does, whose slot may just have been chosen. */
  function due(tx: WriteTx, row: PlannedRow, made: ReadonlyMap<number, PostId>): ScheduleInput['when'] {
    if (row.slot) return { slot: 'next' }
    const when = whenOf(row)
    if (when) return when
    const plan = row.parent && getPlan(tx, made.get(row.parent.index) ?? '')
    if (!plan?.wallTime || !plan.zone) throw new Error(`row ${row.index} has no time`)
    return { wallTime: plan.wallTime, zone: plan.zone }
  }

  return {
    async validate(input) {
      return summaryOf(await check(input))
    },
    async preview(input) {
      const checked = await check(input)
      return { ...summaryOf(checked), campaigns: campaignsOf(checked) }
    },
    async apply(input, by) {
      const { idempotencyKey: key } = readDocument(input, settings().zone)
      const fingerprint = createHash('sha256').update(canonical(input)).digest('hex')
      // Without a key it is refused, with everything else that is wrong with it.
      for (let first = running.get(key); key !== '' && first; first = running.get(key)) await first.catch(() => {})
      const before = key === '' ? undefined : known(store.read, key, fingerprint)
      if (before) return { run: deps.runs.get(before.id), replayed: true }
      const work = make(input, fingerprint, by)
      running.set(key, work)
      try {
        const { id, replayed } = await work
        deps.queueChanged()
        return { run: deps.runs.get(id), replayed }
      } finally {
        if (running.get(key) === work) running.delete(key)
      }
    },
  }
}

function whenOf({ when }: PlannedRow) {
  return when && { wallTime: when.wallTime, zone: when.zone }
}

/** Takes files of this machine into the library. All that cannot be used are named. */
async function takeIn(
  media: Pick<Media, 'add'>,
  files: PlannedRow['files'],
  { key }: AppliedBy,
): Promise<ReadonlyMap<string, string>> {
  const taken = new Map<string, string>()
  const wrong: WrongField[] = []
  for (const { given, at, alt } of files) {
    const name = nameOf(given)
    if (taken.has(name)) continue
    try {
      taken.set(name, (await media.add({ ...given, alt }, { key: key !== null })).id)
    } catch (error) {
      wrong.push(...refusedAt(error, at))
    }
  }
  if (wrong.length > 0) throw unprocessable(wrong)
  return taken
}

function refuse({ problems }: CheckedDocument): void {
  const errors = problems.filter(({ severity }) => severity === 'error')
  if (errors.length === 0) return
  throw unprocessable(
    errors.map(({ path, says, params, inner, message }) => ({ path, says: { says, params, inner }, message })),
  )
}

function summaryOf({ document, rows, problems }: CheckedDocument): ScheduleCheck {
  const errors = problems.filter(({ severity }) => severity === 'error').length
  return {
    valid: errors === 0,
    rows: document.rows.length,
    deliveries: rows.reduce((sum, { accounts }) => sum + accounts.length, 0),
    errors,
    warnings: problems.length - errors,
    problems: [...problems],
  }
}

function campaignsOf({ document, rows, ofAccounts }: CheckedDocument): SchedulePreview['campaigns'] {
  const steps = rows.toSorted((a, b) => a.index - b.index)
  return document.lists.map(({ name }, list) => ({
    name,
    steps: steps.filter((row) => row.list === list).map((row) => stepView(row, ofAccounts.get(row.index))),
  }))
}

function stepView(row: PlannedRow, problems: ReadonlyMap<string, readonly Problem[]> | undefined): SchedulePreviewStep {
  return {
    row: row.index,
    path: row.path,
    step: row.step,
    parentRow: row.parent?.index ?? null,
    interaction: row.interaction,
    title: row.content.title,
    firstLine: (row.content.parts[0]?.text.split(/\r?\n|\r/, 1)[0] ?? '').trimEnd(),
    when: row.when && toWhen(row.when),
    slot: row.slot,
    accounts: row.accounts.map(({ id, handle, platform }) => ({
      accountId: id as SchedulePreviewStep['accounts'][number]['accountId'],
      handle,
      platform,
      problems: (problems?.get(id) ?? []).map((one) => ({ ...one, params: { ...one.params }, fixes: [...one.fixes] })),
    })),
  }
}
