import { Readable } from 'node:stream'
import { parse, type CsvError } from 'csv-parse'
import { stringify } from 'csv-stringify/sync'
import { maxRows } from '../../contract/schedules.ts'
import { said } from '../../contract/sentences/index.ts'
import { unprocessable } from '../errors.ts'

const mostColumns = 200
/** Of one record: what two texts of the largest size and their settings need. */
const mostRecordBytes = 1_000_000

export interface CsvRecord {
  /** Line of the file it ends on. */
  readonly line: number
  readonly cells: readonly string[]
}

export interface Csv {
  readonly columns: readonly string[]
  readonly records: readonly CsvRecord[]
}

/** Reads CSV as it comes, in any of the usual separators. Throws `unprocessable` for what is malformed or too much. */
export async function readCsv(source: AsyncIterable<string | Buffer> | string): Promise<Csv> {
  const input = typeof source === 'string' ? Readable.from([source]) : Readable.from(source)
  const { first, rest } = await peek(input)
  const parser = parse({
    bom: true,
    delimiter: separatorOf(first),
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: mostRecordBytes,
  })
  const feeding = Readable.from(rest).on('error', (error) => parser.destroy(error))
  feeding.pipe(parser)
  let columns: readonly string[] | null = null
  const records: CsvRecord[] = []
  try {
    for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: { lines: number } }>) {
      if (record.length > mostColumns)
        throw unprocessable([{ path: 'source', says: said('csv_columns', { max: mostColumns }) }])
      if (!columns) columns = record.map((name) => name.trim())
      else if (records.length >= maxRows)
        throw unprocessable([{ path: 'source', says: said('schedule_too_many_rows', { max: maxRows }) }])
      else if (record.some((cell) => cell !== '')) records.push({ line: info.lines, cells: record.map(unguarded) })
    }
  } catch (error) {
    const { code, lines } = error as Partial<CsvError> & { lines?: number }
    if (!code?.startsWith('CSV_')) throw error
    throw unprocessable([{ path: 'source', says: said('csv_malformed', { line: lines ?? 0 }) }])
  } finally {
    feeding.destroy()
  }
  if (!columns) throw unprocessable([{ path: 'source', says: said('csv_empty') }])
  return { columns, records }
}

/** The beginning, to see how it is separated, and all of it again. */
async function peek(input: AsyncIterable<string | Buffer>): Promise<{ first: string; rest: AsyncIterable<Buffer> }> {
  const source = input[Symbol.asyncIterator]()
  const start = await source.next()
  const chunk = start.done ? Buffer.alloc(0) : Buffer.from(start.value)
  return {
    first: chunk.subarray(0, 10_000).toString('utf8').split(/\r?\n/, 1)[0] ?? '',
    rest: (async function* () {
      yield chunk
      for (let next = await source.next(); !next.done; next = await source.next()) yield Buffer.from(next.value)
    })(),
  }
}

/** The separator that the first line has most of. */
function separatorOf(line: string): string {
  const count = (mark: string) => line.split(mark).length
  return [',', ';', '\t'].reduce((best, mark) => (count(mark) > count(best) ? mark : best))
}

/** Spreadsheets run a cell that begins so as a formula. */
const formula = /^'*[=+\-@\t\r＝＋－＠]/

/** A row a spreadsheet shows as text: what looks like a formula has an apostrophe before it, which reading takes off again. */
export function writeCsv(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  return stringify([[...columns], ...rows.map((row) => row.map(guarded))], { quoted_match: /[\r\n;\t]/ })
}

const guarded = (cell: string) => (formula.test(cell) ? `'${cell}` : cell)
const unguarded = (cell: string) => (cell.startsWith("'") && formula.test(cell) ? cell.slice(1) : cell)
