import { parse, stringify } from 'yaml'
import type { ScheduleRow } from '../../contract/schedules.ts'

/** What stands between the parts of a thread. A line of a text that looks like it gets a backslash before it. */
const between = '<!-- next part -->'
const looksLike = /^\\*<!-- next part -->$/
const open = '---\n'
const close = '\n---\n'

/**
 * A row as a Markdown file: what is no text stands in the front matter, the text below it as it is. Of a thread the front matter keeps each
 * part's files.
 */
export function toMarkdown({ text = '', parts, ...head }: ScheduleRow): string {
  const texts = parts ? parts.map((part) => part.text) : [text]
  const files = parts?.map(({ assets = [] }) => ({ assets }))
  const front = stringify(
    { ...head, ...(files && { parts: files }) },
    {
      lineWidth: 0,
      version: '1.2',
      doubleQuotedAsJSON: true,
      defaultStringType: 'QUOTE_DOUBLE',
      defaultKeyType: 'PLAIN',
    },
  )
  return `${open}${front.trimEnd()}${close}${texts.map(escaped).join(`\n${between}\n`)}\n`
}

/** A Markdown file as a row of any shape; what is wrong with it the checks tell. Null where there is no front matter that can be read. */
export function fromMarkdown(file: string): Record<string, unknown> | null {
  const source = file.startsWith('\uFEFF') ? file.slice(1) : file
  if (!/^---\r?\n/.test(source)) return { text: source.replace(/\r?\n$/, '') }
  const end = /\r?\n---(?:\r?\n|$)/.exec(source.slice(3))
  if (!end) return null
  const head = readYaml(source.slice(4, 3 + end.index + 1))
  if (!head) return null
  const body = source.slice(3 + end.index + end[0].length).replace(/\r?\n$/, '')
  const texts = splitParts(body)
  const { parts } = head
  if (!Array.isArray(parts) && texts.length === 1) return body === '' ? head : { ...head, text: texts[0] }
  const files = Array.isArray(parts) ? (parts as { assets?: unknown }[]) : []
  return {
    ...head,
    parts: Array.from({ length: Math.max(texts.length, files.length) }, (_, index) => ({
      text: texts[index] ?? '',
      ...(Array.isArray(files[index]?.assets) && files[index].assets.length > 0 && { assets: files[index].assets }),
    })),
  }
}

/** Only plain data: aliases that repeat each other could fill the memory. */
function readYaml(text: string): Record<string, unknown> | null {
  try {
    const head: unknown = parse(text, { version: '1.2', maxAliasCount: 0, schema: 'core' })
    if (head === null) return {}
    return typeof head === 'object' && !Array.isArray(head) ? (head as Record<string, unknown>) : null
  } catch {
    return null
  }
}

const escaped = (text: string) =>
  text
    .split('\n')
    .map((line) => (looksLike.test(line) ? `\\${line}` : line))
    .join('\n')

function splitParts(body: string): string[] {
  const texts: string[][] = [[]]
  for (const line of body.split('\n')) {
    if (line.replace(/\r$/, '') === between) texts.push([])
    else texts.at(-1)?.push(looksLike.test(line) ? line.slice(1) : line)
  }
  return texts.map((lines) => lines.join('\n'))
}
