import { createReadStream } from 'node:fs'
import { isAbsolute } from 'node:path'
import type * as z from 'zod'
import type { Run } from '../../contract/runs.ts'
import { ScheduleRow, type ScheduleProblem } from '../../contract/schedules.ts'
import { said } from '../../contract/sentences/index.ts'
import type { ImportSource, imports as contract } from '../../contract/transfer.ts'
import { unprocessable, type WrongField } from '../errors.ts'
import type { Media } from '../media/media.ts'
import type { AppliedBy, Schedules } from '../schedules/schedules.ts'
import { meantBy } from '../schedules/names.ts'
import { readCsv, type Csv } from './csv.ts'
import { readFolder, readSmall } from './folder.ts'
import { resolveFiles } from './folder-files.ts'
import { fromCell } from './row.ts'

type Check = z.infer<NonNullable<(typeof contract.check)['~orpc']['outputSchema']>>

export interface ImportInput {
  readonly source: ImportSource
  readonly mapping?: Readonly<Record<string, string>> | undefined
  readonly accounts?: readonly string[] | undefined
  readonly timezone?: string | undefined
  readonly mode?: 'scheduled' | 'draft' | undefined
  readonly name?: string | undefined
}

/** Takes posts from files. Throws the contract's errors. */
export interface Imports {
  /** Makes nothing. `limit` is of the table; problems are told of all rows. */
  check(input: ImportInput & { limit: number }): Promise<Check>
  run(input: ImportInput & { idempotencyKey: string }, by: AppliedBy): Promise<{ run: Run; replayed: boolean }>
}

/** A source as a schedule document, and where its rows stand. */
interface ReadSource {
  readonly document: Record<string, unknown>
  readonly rows: readonly { readonly place: string; readonly value: unknown }[]
  readonly columns: Check['columns']
}

const fields = Object.keys(ScheduleRow.shape)
const mostJsonBytes = 30_000_000

export function createImports({
  schedules,
  media,
}: {
  schedules: Pick<Schedules, 'validate' | 'apply'>
  media: Pick<Media, 'add'>
}): Imports {
  /** `take` takes files into the library; without it they are only looked for. */
  async function read(
    input: ImportInput,
    idempotencyKey: string,
    take: Pick<Media, 'add'> | null,
  ): Promise<ReadSource> {
    const { source, accounts, timezone, mode = 'draft', name } = input
    const head = { mode, idempotencyKey, ...(timezone && { timezone }), ...(name && { name }) }
    const defaults = (value: unknown) =>
      accounts?.length && isObject(value) && !namesAccount(value) ? { ...value, accounts } : value
    if ('json' in source) return ofDocument(source.json, head, defaults)
    if ('csv' in source) return ofCsv(await readCsv(source.csv), input.mapping, head, defaults)
    if ('folder' in source) {
      const folder = await readFolder(source.folder)
      const wrong = folder.posts.flatMap(({ file, row }): WrongField[] =>
        row ? [] : [{ path: file, says: said('import_front_matter') }],
      )
      if (wrong.length > 0) throw unprocessable(wrong)
      const rows = await resolveFiles(folder, take)
      const posts = rows.map(({ value }) => defaults(value))
      return { document: { ...head, posts }, rows: rows.map((row, at) => ({ ...row, value: posts[at] })), columns: [] }
    }
    const { file } = source
    if (!isAbsolute(file)) throw unprocessable([{ path: 'source.file', says: said('path_absolute') }])
    if (/\.json$/i.test(file)) return ofDocument(await readJson(file), head, defaults)
    if (!/\.(csv|tsv|txt)$/i.test(file)) throw unprocessable([{ path: 'source.file', says: said('import_not_a_file') }])
    const csv = await readCsv(createReadStream(file)).catch((error: unknown) => {
      throw notThere(error)
    })
    return ofCsv(csv, input.mapping, head, defaults)
  }

  return {
    async check({ limit, ...input }) {
      const { document, rows, columns } = await read(input, 'check', null)
      const checked = await schedules.validate(document)
      const byRow = new Map<number, ScheduleProblem[]>()
      for (const problem of checked.problems) {
        if (problem.row === null) continue
        const list = byRow.get(problem.row) ?? []
        byRow.set(problem.row, list)
        list.push(problem)
      }
      const table = rows
        .slice(0, limit)
        .map(({ place, value }, row) => ({ row, place, values: shown(value), problems: byRow.get(row) ?? [] }))
      return { ...checked, columns, table }
    },
    async run({ idempotencyKey, ...input }, by) {
      if ('folder' in input.source) {
        // Nothing is taken into the library of an import that will be refused.
        const { errors, problems } = await schedules.validate((await read(input, idempotencyKey, null)).document)
        if (errors > 0)
          throw unprocessable(
            problems
              .filter(({ severity }) => severity === 'error')
              .map(({ path, says, params, inner, message }) => ({ path, says: { says, params, inner }, message })),
          )
      }
      return schedules.apply((await read(input, idempotencyKey, media)).document, by)
    },
  }
}

function ofDocument(
  json: Record<string, unknown>,
  head: Record<string, unknown>,
  defaults: (value: unknown) => unknown,
): ReadSource {
  const { posts, campaigns } = json
  const rows: { place: string; value: unknown }[] = []
  const listed = (list: unknown, path: string) => {
    if (!Array.isArray(list)) return list
    return (list as unknown[]).map((one, at) => {
      const value = defaults(one)
      rows.push({ place: `${path}.${at}`, value })
      return value
    })
  }
  const document = {
    ...json,
    ...head,
    ...(posts !== undefined && { posts: listed(posts, 'posts') }),
    ...(Array.isArray(campaigns) && {
      campaigns: (campaigns as unknown[]).map((one, at) =>
        isObject(one) ? { ...one, steps: listed(one['steps'], `campaigns.${at}.steps`) } : one,
      ),
    }),
  }
  return { document, rows, columns: [] }
}

function ofCsv(
  { columns, records }: Csv,
  mapping: ImportInput['mapping'] = {},
  head: Record<string, unknown>,
  defaults: (value: unknown) => unknown,
): ReadSource {
  const wrong = Object.entries(mapping)
    .filter(([, field]) => field !== '' && !fields.includes(field))
    .map(([column]) => ({ path: `mapping.${column}`, says: said('import_mapping', { fields: fields.join(', ') }) }))
  if (wrong.length > 0) throw unprocessable(wrong)
  const chosen = columns.map((column) => ({
    column,
    field: Object.hasOwn(mapping, column) ? mapping[column] || null : (meantBy(column, fields) ?? null),
  }))
  const rows = records.map(({ line, cells }) => ({
    place: String(line),
    value: defaults(
      Object.fromEntries(
        chosen.flatMap(({ field }, at) => {
          const cell = cells[at] ?? ''
          return field === null || cell === '' ? [] : [[field, fromCell(field, cell)]]
        }),
      ),
    ),
  }))
  return { document: { ...head, posts: rows.map(({ value }) => value) }, rows, columns: chosen }
}

async function readJson(file: string): Promise<Record<string, unknown>> {
  const text = await readSmall(file, mostJsonBytes).catch((error: unknown) => {
    throw notThere(error)
  })
  try {
    const json: unknown = JSON.parse(text)
    if (isObject(json)) return json
  } catch {
    // told below
  }
  throw unprocessable([{ path: 'source', says: said('import_not_json') }])
}

/** What the system says of a file that cannot be read. */
function notThere(error: unknown): unknown {
  const { code } = error as NodeJS.ErrnoException
  const isSystem = code === 'ENOENT' || code === 'EACCES' || code === 'EISDIR' || code === 'EPERM' || code === 'ENXIO'
  return isSystem ? unprocessable([{ path: 'source.file', says: said('file_not_found', { name: '' }) }]) : error
}

function namesAccount(row: Record<string, unknown>): boolean {
  return row['account'] !== undefined || row['accounts'] !== undefined || row['targets'] !== undefined
}

/** What was read, for a table. */
function shown(value: unknown): Record<string, string> {
  if (!isObject(value)) return {}
  return Object.fromEntries(
    Object.entries(value).map(([field, one]) => [
      field,
      (typeof one === 'string' ? one : JSON.stringify(one)).slice(0, 500),
    ]),
  )
}

function isObject(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
}
