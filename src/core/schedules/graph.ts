import { said } from '../../contract/sentences/index.ts'
import type { WrongField } from '../errors.ts'
import type { ReadRow } from './read.ts'

export interface Graph {
  /** For a reply or comment: the row it goes under. */
  readonly parentOf: ReadonlyMap<number, number>
  /** Rows with each parent before what goes under it. Rows in a circle are left out. */
  readonly order: readonly number[]
  readonly wrong: ReadonlyMap<number, readonly WrongField[]>
}

/** Which row goes under which: names that come twice, parents that are not there, circles. */
export function graphOf(rows: readonly ReadRow[]): Graph {
  const wrong = new Map<number, WrongField[]>()
  const tell = (row: ReadRow, field: string, says: WrongField['says']) =>
    wrong.set(row.index, [...(wrong.get(row.index) ?? []), { path: `${row.path}.${field}`, says }])

  const named = new Map<string, ReadRow>()
  for (const row of rows) {
    if (row.value?.step === undefined) continue
    const name = nameIn(row.list, row.value.step)
    if (named.has(name)) tell(row, 'step', said('schedule_step_twice'))
    else named.set(name, row)
  }

  const parentOf = new Map<number, number>()
  for (const row of rows) {
    const { parentStep, interaction } = row.value ?? {}
    if (parentStep === undefined) {
      if (interaction === 'reply' || interaction === 'comment')
        tell(row, 'parentStep', said('schedule_parent_needed', { interaction }))
      continue
    }
    if (interaction === 'post') tell(row, 'parentStep', said('schedule_parent_unused'))
    const parent = named.get(nameIn(row.list, parentStep))
    if (parent) parentOf.set(row.index, parent.index)
    else tell(row, 'parentStep', said('schedule_parent_missing'))
  }

  const { order, circles } = sorted(rows, parentOf)
  for (const circle of circles) {
    const steps = circle
      .map((index) => rows[index]?.value?.step ?? String(index))
      .slice(0, 20)
      .join(' → ')
    for (const index of circle) {
      const row = rows[index]
      if (row) tell(row, 'parentStep', said('schedule_parent_circle', { steps }))
    }
  }
  return { parentOf, order, wrong }
}

const nameIn = (list: number, name: string) => `${list}\n${name}`

/** Each row has one parent at most, so walking up from every row once finds every circle. */
function sorted(rows: readonly ReadRow[], parentOf: ReadonlyMap<number, number>) {
  const order: number[] = []
  const circles: number[][] = []
  const state = new Map<number, 'walking' | 'fine' | 'lost'>()
  for (const { index } of rows) {
    const walk: number[] = []
    let at: number | undefined = index
    while (at !== undefined && !state.has(at)) {
      state.set(at, 'walking')
      walk.push(at)
      at = parentOf.get(at)
    }
    const met = at === undefined ? undefined : state.get(at)
    if (met === 'walking' && at !== undefined) circles.push(walk.slice(walk.indexOf(at)))
    const end = met === 'walking' || met === 'lost' ? 'lost' : 'fine'
    for (const one of walk.reverse()) {
      state.set(one, end)
      if (end === 'fine') order.push(one)
    }
  }
  return { order, circles }
}
