/** A stretch of a message that Telegram draws differently; offsets in UTF-16 code units (Bot API, MessageEntity). */
export interface TextEntity {
  readonly type: EntityType | 'code' | 'pre' | 'text_link' | 'blockquote'
  readonly offset: number
  readonly length: number
  readonly url?: string
  readonly language?: string
}

type EntityType = 'bold' | 'italic' | 'strikethrough' | 'spoiler'

/** A text without its marks, and what they said. Sent as entities, so that nothing in the text is ever read as markup by Telegram. */
export interface FormattedText {
  readonly text: string
  readonly entities: readonly TextEntity[]
}

const marks: readonly (readonly [mark: string, type: EntityType])[] = [
  ['**', 'bold'],
  ['~~', 'strikethrough'],
  ['||', 'spoiler'],
  ['*', 'italic'],
  ['_', 'italic'],
]
const fence = /^```([A-Za-z0-9+#-]*)[ \t]*\n([^]*?)\n```[ \t]*$/gm
const link = /\[([^[\]\n]{1,300})\]\((https?:\/\/[^\s()<>]{1,1000})\)/y
const address = /https?:\/\/[^\s*|]+/y
const wordCharacter = /[\p{L}\p{N}_]/u

/** A text as it is written, nothing marked. */
export function plain(text: string): FormattedText {
  return { text: text.trim(), entities: [] }
}

/**
 * Reads the marks people know from Telegram itself: `**bold**`, `_italic_` or `*italic*`, `~~struck~~`, `||spoiler||`, `` `code` ``, fenced blocks,
 * `[label](https://…)` and lines that begin with `> `. Whatever opens and never closes stays as it was written; a backslash keeps a mark a character.
 */
export function format(written: string): FormattedText {
  const blocks: FormattedText[] = []
  let at = 0
  for (const match of written.matchAll(fence)) {
    blocks.push(...quoted(written.slice(at, match.index)))
    const [whole, language = '', code = ''] = match
    const length = code.length
    blocks.push({
      text: code,
      entities: length > 0 ? [{ type: 'pre', offset: 0, length, ...(language !== '' && { language }) }] : [],
    })
    at = match.index + whole.length
  }
  blocks.push(...quoted(written.slice(at)))
  return trimmed(joined(blocks))
}

/** Lines of a stretch without code blocks: runs that begin with `>` are one quotation each. */
function quoted(written: string): FormattedText[] {
  const found: FormattedText[] = []
  const lines = written.split('\n')
  let from = 0
  while (from < lines.length) {
    const isQuote = isQuoted(lines[from] ?? '')
    let to = from + 1
    while (to < lines.length && isQuoted(lines[to] ?? '') === isQuote) to++
    const run = lines.slice(from, to)
    const inner = inline((isQuote ? run.map((line) => line.replace(/^> ?/, '')) : run).join('\n'))
    const { length } = inner.text
    found.push(
      isQuote && length > 0
        ? { text: inner.text, entities: [{ type: 'blockquote', offset: 0, length }, ...inner.entities] }
        : inner,
    )
    if (to < lines.length) found.push({ text: '\n', entities: [] })
    from = to
  }
  return found
}

const isQuoted = (line: string) => line.startsWith('> ')

interface Opened {
  readonly mark: string
  readonly type: EntityType
  readonly at: number
}

/** What stands between two offsets of the source, and what becomes of it. */
interface Piece {
  readonly from: number
  readonly to: number
  /** Shown instead; marks show nothing. */
  readonly text: string
  readonly entity?: Pick<TextEntity, 'type' | 'url'>
}

/** Marks within a line or paragraph. One pass to find pairs, one to write: linear in the text, whatever is in it. */
function inline(source: string): FormattedText {
  const pieces: Piece[] = []
  const pairs: { readonly open: Opened; readonly end: number }[] = []
  let open: Opened[] = []
  let at = 0
  while (at < source.length) {
    const piece = pieceAt(source, at)
    if (piece) {
      pieces.push(piece)
      at = piece.to
      continue
    }
    // A mark never reaches past an empty line.
    if (source.startsWith('\n\n', at)) open = []
    const [mark, type] = marks.find(([known]) => source.startsWith(known, at)) ?? ['', 'bold' as const]
    if (mark === '') {
      at++
      continue
    }
    const before = source[at - 1] ?? ' '
    const after = source[at + mark.length] ?? ' '
    const opened = open.findLastIndex((one) => one.mark === mark)
    if (opened >= 0 && closes(mark, before, after) && at > (open[opened]?.at ?? 0) + mark.length) {
      const [partner] = open.splice(opened)
      if (partner) pairs.push({ open: partner, end: at })
    } else if (opened < 0 && opens(mark, before, after)) open.push({ mark, type, at })
    at += mark.length
  }
  return write(source, pieces, pairs)
}

const opens = (mark: string, before: string, after: string) =>
  !/\s/.test(after) && !(mark === '_' && wordCharacter.test(before))
const closes = (mark: string, before: string, after: string) =>
  !/\s/.test(before) && !(mark === '_' && wordCharacter.test(after))

/** Code, links, addresses and escaped marks: nothing inside them is a mark. */
function pieceAt(source: string, at: number): Piece | null {
  switch (source[at]) {
    case '\\': {
      const next = source[at + 1] ?? ''
      return '*_~|`[]\\>'.includes(next) && next !== '' ? { from: at, to: at + 2, text: next } : null
    }
    case '`': {
      const end = source.indexOf('`', at + 1)
      const line = source.indexOf('\n', at)
      if (end <= at + 1 || (line >= 0 && line < end)) return { from: at, to: at + 1, text: '`' }
      return { from: at, to: end + 1, text: source.slice(at + 1, end), entity: { type: 'code' } }
    }
    case '[': {
      link.lastIndex = at
      const match = link.exec(source)
      if (!match) return null
      const [whole, label = '', url = ''] = match
      return { from: at, to: at + whole.length, text: label, entity: { type: 'text_link', url } }
    }
    case 'h': {
      address.lastIndex = at
      const found = address.exec(source)?.[0].replace(/[_~]+$/, '')
      return found ? { from: at, to: at + found.length, text: found } : null
    }
    default:
      return null
  }
}

function write(
  source: string,
  pieces: readonly Piece[],
  pairs: readonly { readonly open: Opened; readonly end: number }[],
): FormattedText {
  const gone = pairs.flatMap(({ open: { at, mark }, end }): Piece[] => [
    { from: at, to: at + mark.length, text: '' },
    { from: end, to: end + mark.length, text: '' },
  ])
  const offsets = new Map<number, number>()
  const entities: TextEntity[] = []
  let text = ''
  let at = 0
  for (const piece of [...pieces, ...gone].sort((a, b) => a.from - b.from)) {
    text += source.slice(at, piece.from)
    offsets.set(piece.from, text.length)
    if (piece.entity) entities.push({ ...piece.entity, offset: text.length, length: piece.text.length })
    text += piece.text
    at = piece.to
  }
  text += source.slice(at)
  for (const { open, end } of pairs) {
    const offset = offsets.get(open.at) ?? 0
    entities.push({ type: open.type, offset, length: (offsets.get(end) ?? 0) - offset })
  }
  return { text, entities: ordered(entities) }
}

function joined(blocks: readonly FormattedText[]): FormattedText {
  let text = ''
  const entities: TextEntity[] = []
  for (const block of blocks) {
    const { length } = text
    entities.push(...block.entities.map((entity) => ({ ...entity, offset: entity.offset + length })))
    text += block.text
  }
  return { text, entities }
}

/** Telegram trims a message before it looks at entities, so that offsets would be off: trimmed here. */
function trimmed({ text, entities }: FormattedText): FormattedText {
  const start = text.length - text.trimStart().length
  const kept = text.trim()
  return {
    text: kept,
    entities: ordered(
      entities.flatMap((entity) => {
        const from = Math.max(0, entity.offset - start)
        const to = Math.min(kept.length, entity.offset + entity.length - start)
        return to > from ? [{ ...entity, offset: from, length: to - from }] : []
      }),
    ),
  }
}

/** Outer before inner. */
function ordered(entities: readonly TextEntity[]): TextEntity[] {
  return entities.toSorted((a, b) => a.offset - b.offset || b.length - a.length)
}
