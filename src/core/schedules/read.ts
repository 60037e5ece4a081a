import type * as z from 'zod'
import { DocumentKey, maxRows, ScheduleRow, scheduleHead } from '../../contract/schedules.ts'
import { said } from '../../contract/sentences/index.ts'
import { ZoneId } from '../../contract/vocabulary.ts'
import { wrongFields } from '../call-errors.ts'
import type { WrongField } from '../errors.ts'
import { meantBy, unknownNames } from './names.ts'

/** A row of a document as it was read; `value` null where it is no row at all. */
export interface ReadRow {
  /** Counted from 0 over all rows. */
  readonly index: number
  readonly path: string
  /** Which list it stands in: parents are looked for there. */
  readonly list: number
  readonly value: ScheduleRow | null
  /** Fields that were given and could not be read: `value` is without them, and nobody is told that they are missing. */
  readonly broken: ReadonlySet<string>
  readonly wrong: readonly WrongField[]
}

export interface ReadDocument {
  readonly zone: string
  readonly mode: 'scheduled' | 'draft'
  /** Empty where it is wrong. */
  readonly idempotencyKey: string
  readonly name: string
  /** The campaigns; one without a name for `posts`. */
  readonly lists: readonly { readonly name: string | null }[]
  readonly rows: readonly ReadRow[]
  /** What is wrong with the document itself; what is wrong with a row stands at the row. */
  readonly wrong: readonly WrongField[]
}

/** What one row may have wrong with it before the rest is not told: more is noise, and a hostile document could fill the memory. */
const mostPerRow = 100

const rowFields = Object.keys(ScheduleRow.shape)
const headFields = [...Object.keys(scheduleHead), 'posts', 'campaigns']

/** Reads a document of any shape, row by row. Never throws: whatever it is, what is wrong with it is told. */
export function readDocument(input: unknown, defaultZone: string): ReadDocument {
  const head = isObject(input) ? input : {}
  const wrong: WrongField[] = isObject(input)
    ? unknownNames(head, headFields, '').slice(0, mostPerRow)
    : [{ path: '', says: said('schedule_not_object') }]
  const { lists, wrong: wrongLists } = listsOf(head)
  wrong.push(...wrongLists)

  const zone = head['timezone'] === undefined ? defaultZone : head['timezone']
  const zoneIsKnown = typeof zone === 'string' && zone.length <= 100 && ZoneId.safeParse(zone).success
  if (!zoneIsKnown) wrong.push({ path: 'timezone', says: said('input_zone') })
  const { mode, idempotencyKey, name } = head
  if (mode !== 'scheduled' && mode !== 'draft') wrong.push({ path: 'mode', says: said('schedule_mode') })
  const key = DocumentKey.safeParse(idempotencyKey)
  if (!key.success) wrong.push({ path: 'idempotencyKey', says: said('schedule_key_missing') })
  const named = scheduleHead.name.safeParse(name)
  if (!named.success) wrong.push(...under('name', named.error))

  const count = lists.reduce((sum, { rows }) => sum + rows.length, 0)
  if (count > maxRows) wrong.push({ path: '', says: said('schedule_too_many_rows', { max: maxRows }) })
  let index = 0
  const rows = lists.flatMap(({ rows: inList, path }, list) =>
    count > maxRows ? [] : inList.map((value, at) => readRow(value, { index: index++, path: `${path}.${at}`, list })),
  )
  return {
    zone: zoneIsKnown ? zone : defaultZone,
    mode: mode === 'draft' ? 'draft' : 'scheduled',
    idempotencyKey: key.success ? key.data : '',
    name: (named.success && named.data) || '',
    lists,
    rows,
    wrong,
  }
}

interface ReadList {
  readonly name: string | null
  readonly path: string
  readonly rows: readonly unknown[]
}

function listsOf({ posts, campaigns }: Record<string, unknown>): { lists: ReadList[]; wrong: WrongField[] } {
  if ((posts === undefined) === (campaigns === undefined))
    return { lists: [], wrong: [{ path: 'posts', says: said('schedule_posts_or_campaigns') }] }
  if (posts !== undefined) return listIn(posts, 'posts', null)
  if (!Array.isArray(campaigns)) return { lists: [], wrong: [{ path: 'campaigns', says: said('input_wrong') }] }
  if (campaigns.length === 0)
    return { lists: [], wrong: [{ path: 'campaigns', says: said('input_too_few', { min: 1 }) }] }
  const all = (campaigns as unknown[]).slice(0, maxRows).map((campaign, at) => {
    const path = `campaigns.${at}`
    if (!isObject(campaign)) return { lists: [], wrong: [{ path, says: said('schedule_not_object') }] }
    const { name, steps } = campaign
    const wrong = unknownNames(campaign, ['name', 'steps'], path).slice(0, mostPerRow)
    const named = scheduleHead.name.unwrap().safeParse(name)
    if (!named.success) wrong.push(...under(`${path}.name`, named.error))
    const read = listIn(steps, `${path}.steps`, named.success ? named.data : '')
    return { lists: read.lists, wrong: [...wrong, ...read.wrong] }
  })
  return { lists: all.flatMap(({ lists }) => lists), wrong: all.flatMap(({ wrong }) => wrong) }
}

function listIn(rows: unknown, path: string, name: string | null): { lists: ReadList[]; wrong: WrongField[] } {
  if (!Array.isArray(rows)) return { lists: [], wrong: [{ path, says: said('input_missing') }] }
  if (rows.length === 0) return { lists: [], wrong: [{ path, says: said('input_too_few', { min: 1 }) }] }
  return { lists: [{ name, path, rows }], wrong: [] }
}

function readRow(value: unknown, place: { index: number; path: string; list: number }): ReadRow {
  const { path } = place
  if (!isObject(value))
    return { ...place, value: null, broken: new Set(), wrong: [{ path, says: said('schedule_not_object') }] }
  const wrong = unknownNames(value, rowFields, path)
  const broken = new Set<string>()
  for (const name of Object.keys(value)) if (!rowFields.includes(name)) broken.add(meantBy(name, rowFields) ?? name)
  const readable = () =>
    Object.fromEntries(Object.entries(value).filter(([name]) => rowFields.includes(name) && !broken.has(name)))
  const read = ScheduleRow.safeParse(broken.size === 0 ? value : readable())
  if (read.success) return { ...place, value: read.data, broken, wrong: wrong.slice(0, mostPerRow) }
  wrong.push(...under(path, read.error).map(timeSaid))
  for (const { path: at } of read.error.issues) broken.add(String(at[0]))
  // The rest of the row is looked at all the same: all of its problems are told at once.
  return {
    ...place,
    value: ScheduleRow.safeParse(readable()).data ?? null,
    broken,
    wrong: wrong.slice(0, mostPerRow),
  }
}

/** What a shape found wrong, with paths below `path`. */
function under(path: string, { issues }: z.ZodError): WrongField[] {
  return wrongFields(issues).map((one) => ({ ...one, path: [path, one.path].filter(Boolean).join('.') }))
}

const timeSaid = (one: WrongField): WrongField =>
  one.path.endsWith('.publishAt') ? { path: one.path, says: said('schedule_time_wrong') } : one

function isObject(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
}
