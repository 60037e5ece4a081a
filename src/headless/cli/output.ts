import { stripVTControlCharacters, styleText } from 'node:util'

/** How lines look on this output: colours only on a terminal, and never where NO_COLOR is set. */
export interface Output {
  line(text?: string): void
  /** What a person should know but a pipe should not carry. */
  note(text: string): void
  json(value: unknown): void
  /** Rows under their names, as wide as they need. Says `none` where there is no row. */
  table(columns: readonly string[], rows: readonly (readonly (string | null)[])[], none: string): void
  good(text: string): string
  bad(text: string): string
  odd(text: string): string
  faint(text: string): string
}

type Style = Parameters<typeof styleText>[0]

export function createOutput(
  stdout: NodeJS.WriteStream = process.stdout,
  stderr: NodeJS.WriteStream = process.stderr,
  env: NodeJS.ProcessEnv = process.env,
): Output {
  const coloured = wantsColour(stdout, env)
  const paint = (style: Style) => (text: string) =>
    coloured ? styleText(style, text, { validateStream: false }) : text
  const line = (text = '') => void stdout.write(`${text}\n`)
  const faint = paint('dim')
  return {
    line,
    note: (text) => void stderr.write(`${text}\n`),
    json: (value) => line(JSON.stringify(value, null, 2)),
    table(columns, rows, none) {
      if (rows.length === 0) return line(none)
      const cells = rows.map((row) => row.map((cell) => cell ?? ''))
      const widths = columns.map((name, at) => Math.max(widthOf(name), ...cells.map((row) => widthOf(row[at] ?? ''))))
      const write = (row: readonly string[]) =>
        row
          .map((cell, at) => cell + ' '.repeat(Math.max(0, (widths[at] ?? 0) - widthOf(cell))))
          .join('  ')
          .trimEnd()
      line(faint(write(columns)))
      for (const row of cells) line(write(row))
    },
    good: paint('green'),
    bad: paint('red'),
    odd: paint('yellow'),
    faint,
  }
}

function wantsColour(stdout: NodeJS.WriteStream, env: NodeJS.ProcessEnv): boolean {
  if (env['NO_COLOR']) return false
  return Boolean(env['FORCE_COLOR']) || (stdout.isTTY && env['TERM'] !== 'dumb')
}

const segments = new Intl.Segmenter()
const wide =
  /\p{Emoji_Presentation}|[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/u

/** Columns a text takes on a terminal. */
function widthOf(text: string): number {
  let width = 0
  for (const { segment } of segments.segment(stripVTControlCharacters(text))) width += wide.test(segment) ? 2 : 1
  return width
}

/** Words of people or platforms, on one line and without what a terminal would take for an order. */
export function plain(text: string, most = Infinity): string {
  const said = stripVTControlCharacters(text)
    .replace(/\s+/g, ' ')
    .replace(/[\p{Cc}\p{Bidi_Control}]/gu, '')
    .trim()
  const letters = Array.from(segments.segment(said), ({ segment }) => segment)
  return letters.length <= most ? said : `${letters.slice(0, most - 1).join('')}…`
}

/** The same for a text of several lines. */
export function plainLines(text: string): string {
  return text
    .split('\n')
    .map((line) => stripVTControlCharacters(line).replace(/[\p{Cc}\p{Bidi_Control}]/gu, ''))
    .join('\n')
}

/** Many as one: pages of a list, or the first that were asked for. */
export async function allOf<T>(
  page: (cursor: string | undefined) => Promise<{ items: readonly T[]; nextCursor: string | null }>,
  most: number,
): Promise<T[]> {
  const found: T[] = []
  let cursor: string | undefined
  do {
    const { items, nextCursor } = await page(cursor)
    found.push(...items)
    cursor = nextCursor ?? undefined
  } while (cursor !== undefined && found.length < most)
  return found.slice(0, most)
}

export function countOf(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`
}
