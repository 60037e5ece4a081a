import type { Problem } from '../../contract/platforms/types.ts'
import type { ScheduleProblem } from '../../contract/schedules.ts'
import { problemSaid, said, spoken, type Said } from '../../contract/sentences/index.ts'
import type { AccountId } from '../../contract/vocabulary.ts'
import type { WrongField } from '../errors.ts'
import type { Checks } from '../posts/validate.ts'
import type { Slots } from '../scheduling/slots.ts'
import { connectedAccounts } from '../store/accounts.ts'
import { knownAssets } from '../store/posts.ts'
import type { WorkspaceContext } from '../workspace-context.ts'
import { graphOf } from './graph.ts'
import { fieldOf, planRow, type PlannedRow, type PlanLookup } from './plan.ts'
import type { ReadDocument, ReadRow } from './read.ts'

/** A document with everything that can be said of it before it is applied. */
export interface CheckedDocument {
  readonly document: ReadDocument
  /** Rows that could be read, parents before what goes under them. */
  readonly rows: readonly PlannedRow[]
  /** Problems of each account's version, by row and account. */
  readonly ofAccounts: ReadonlyMap<number, ReadonlyMap<string, readonly Problem[]>>
  readonly problems: readonly ScheduleProblem[]
}

export interface CheckDeps {
  readonly checks: Checks
  readonly slots: Slots
}

/** After this many rows others get their turn. */
const rowsAtOnce = 250

/** Every problem of every row, in the order of the document. Makes nothing. */
export async function checkDocument(
  { store, clock, settings }: WorkspaceContext,
  { checks, slots }: CheckDeps,
  document: ReadDocument,
  taken: ReadonlyMap<string, string> = new Map(),
): Promise<CheckedDocument> {
  const graph = graphOf(document.rows)
  const lookup = createLookup(store.read, taken)
  const planned = new Map<number, PlannedRow>()
  const ofAccounts = new Map<number, Map<string, readonly Problem[]>>()
  const found = new Map<number, ScheduleProblem[]>()
  const slotIsFree = new Map<string, boolean>()

  // A draft may be what no platform takes yet; publishing it asks again.
  const severityOf = ({ severity }: Problem) => (document.mode === 'draft' ? 'warning' : severity)

  const hasSlot = (accountIds: readonly string[]) => {
    const key = accountIds.toSorted().join(' ')
    const known = slotIsFree.get(key) ?? slots.next({ accountIds }) !== null
    slotIsFree.set(key, known)
    return known
  }

  function checkRow(row: ReadRow): void {
    const wrong = [...(graph.wrong.get(row.index) ?? [])]
    const parentIndex = graph.parentOf.get(row.index)
    const parent = parentIndex === undefined ? null : (planned.get(parentIndex) ?? null)
    const problems: ScheduleProblem[] = []
    if (row.value === null) wrong.push(...row.wrong)
    else {
      const plan = planRow(document, { ...row, value: row.value }, parent, lookup)
      planned.set(row.index, plan)
      wrong.push(...plan.wrong)
      if (parentIndex !== undefined && !parent && wrong.length === 0)
        wrong.push({ path: `${row.path}.parentStep`, says: said('schedule_parent_broken') })
      const accountIds = plan.accounts.map(({ id }) => id)
      if (plan.slot && accountIds.length > 0 && !hasSlot(accountIds))
        wrong.push({ path: `${row.path}.slot`, says: said('no_free_slot') })
      const each = new Map<string, readonly Problem[]>()
      for (const id of accountIds) {
        const one = checks.problemsOf(store.read, plan.content, plan.when?.at ?? null, id, null, plan.interaction)
        const judged = plan.whole ? one : one.filter(({ field }) => field !== 'media' && field !== 'text')
        each.set(id, judged)
        problems.push(
          ...judged.map((problem) =>
            toProblem(severityOf(problem), fieldOf(plan, id, problem), problemSaid(problem), row.index, id),
          ),
        )
      }
      ofAccounts.set(row.index, each)
      for (const { at } of plan.files)
        problems.push(toProblem('warning', at, said('schedule_file_checked_later'), row.index))
    }
    found.set(row.index, [...wrong.map((one) => wrongIn(one, row.index)), ...problems])
  }

  const inOrder = new Set(graph.order)
  const order = [...graph.order, ...document.rows.map(({ index }) => index).filter((index) => !inOrder.has(index))]
  for (const [done, index] of order.entries()) {
    const row = document.rows[index]
    if (row) checkRow(row)
    if (done % rowsAtOnce === rowsAtOnce - 1) await clock.sleep(0)
  }

  const ofDocument = [...document.wrong]
  if (document.mode === 'scheduled' && settings().approval)
    ofDocument.push({ path: 'mode', says: said('not_approved') })
  return {
    document,
    rows: [...planned.values()],
    ofAccounts,
    problems: [
      ...ofDocument.map((one) => wrongIn(one, null)),
      ...document.rows.flatMap(({ index }) => found.get(index) ?? []),
    ],
  }
}

function createLookup(db: WorkspaceContext['store']['read'], taken: ReadonlyMap<string, string>): PlanLookup {
  const accounts = connectedAccounts(db)
  const byName = new Map(accounts.flatMap((row) => [[row.id, row] as const, [row.handle, row] as const]))
  const files = new Map<string, boolean>()
  return {
    account: (name) => byName.get(name),
    hasFile(assetId) {
      const known = files.get(assetId) ?? knownAssets(db, [assetId]).has(assetId)
      files.set(assetId, known)
      return known
    },
    taken,
  }
}

function toProblem(
  severity: ScheduleProblem['severity'],
  path: string,
  says: Said,
  row: number | null,
  account: string | null = null,
): ScheduleProblem {
  return { severity, path, row, account: account as AccountId | null, ...spoken(says) }
}

function wrongIn({ path, says, message }: WrongField, row: number | null): ScheduleProblem {
  const problem = toProblem('error', path, says, row)
  return message === undefined ? problem : { ...problem, message }
}
