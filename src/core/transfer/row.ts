import type { Part, PostContent } from '../../contract/posts.ts'
import type { ScheduleAsset, ScheduleRow } from '../../contract/schedules.ts'

/** A post as a row of a schedule document: all of it that a person wrote, so that importing it makes the same again. */
export interface ExportedPost {
  readonly content: PostContent
  readonly review: 'idea' | 'draft'
  readonly when: { readonly wallTime: string; readonly zone: string } | null
  /** How it stood, for whoever reads it. */
  readonly about: Record<string, unknown>
}

/** `assetOf` says how a file is named: by its id in the library, or by its path in a folder. */
export function toRow(
  { content, review, when, about }: ExportedPost,
  handleOf: (accountId: string) => string,
  assetOf: (media: Part['media'][number]) => ScheduleAsset = byId,
): ScheduleRow {
  const [only] = content.parts
  const partOf = ({ text, media }: Part) => ({ text, ...(media.length > 0 && { assets: media.map(assetOf) }) })
  return {
    ...(content.title !== '' && { title: content.title }),
    ...(content.parts.length === 1 && only ? partOf(only) : { parts: content.parts.map(partOf) }),
    ...(content.link !== null && { link: content.link }),
    ...(content.labels.length > 0 && { labels: content.labels }),
    ...(content.variants.length > 0 && {
      targets: content.variants.map(({ accountId, parts, settings }) => ({
        account: handleOf(accountId),
        ...(parts && { parts: parts.map(partOf) }),
        ...(Object.keys(settings).length > 0 && { settings }),
      })),
    }),
    ...(when && { publishAt: when.wallTime, timezone: when.zone }),
    ...(review === 'idea' && { review }),
    about,
  }
}

function byId({ assetId, alt }: Part['media'][number]): ScheduleAsset {
  return alt === null ? assetId : { id: assetId, alt }
}

/** Columns of a CSV: a field each. Lists of words are separated by line breaks, everything deeper is JSON. */
export const columns = [
  'title',
  'text',
  'parts',
  'link',
  'account',
  'accounts',
  'targets',
  'publishAt',
  'timezone',
  'slot',
  'labels',
  'assets',
  'settings',
  'step',
  'interaction',
  'parentStep',
  'review',
  'about',
] as const satisfies readonly (keyof ScheduleRow)[]

const words = new Set<string>(['accounts', 'labels', 'assets'])
const json = new Set<string>(['parts', 'targets', 'settings', 'about'])

export function toCells(row: ScheduleRow): string[] {
  return columns.map((column) => {
    const value = row[column]
    if (value === undefined || value === null) return ''
    if (typeof value === 'string') return value
    const plain = words.has(column) && (value as unknown[]).every((one) => typeof one === 'string' && isPlain(one))
    return plain ? (value as string[]).join('\n') : JSON.stringify(value)
  })
}

const isPlain = (word: string) => word === word.trim() && !/[\r\n;|,]/.test(word) && !/^[[{"]/.test(word)

/** A cell as the field it stands for; what is no JSON where there should be some is left for the checks to name. */
export function fromCell(field: string, cell: string): unknown {
  if (json.has(field) || (words.has(field) && cell.trimStart().startsWith('['))) return jsonIn(cell)
  if (field === 'assets')
    return split(cell).map((word) =>
      /^https?:/.test(word) ? { url: word } : word.startsWith('/') || /^[A-Za-z]:\\/.test(word) ? { path: word } : word,
    )
  return words.has(field) ? split(cell) : cell
}

const split = (cell: string) =>
  cell
    .split(/[\r\n;|,]+/)
    .map((word) => word.trim())
    .filter((word) => word !== '')

function jsonIn(cell: string): unknown {
  try {
    return JSON.parse(cell)
  } catch {
    return cell
  }
}
