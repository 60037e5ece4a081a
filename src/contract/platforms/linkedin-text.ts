import { findEntities } from './text.ts'

/*
 * LinkedIn takes the words of a post as "little text": a mark-up in which fifteen characters mean something. One that is left as it is cuts the
 * post off there, without an error. Source: learn.microsoft.com/linkedin, community-management/shares/little-text-format (2024-11); that it
 * cuts: activepieces issue 3058, Composio issue 3185. Comments are plain text (postiz issue 1847).
 */

const reserved = /[\\|{}@[\]()<>#*_~]/g
/** A mention as little text has it; people may write one, and it goes out as a mention. */
const mention = /@\[([^[\]\n]{1,100})\]\((urn:li:(?:person|organization):[\w-]+)\)/g
/** An escaped character, a hashtag, or a mention. */
const little =
  /\\(?<plain>.)|\{hashtag\|\\?(?<sign>[#＃])\|(?<tag>(?:\\.|[^}\\])*)\}|@\[(?<name>(?:\\.|[^\]\\])*)\]\(urn:[^)]*\)/gsu

const escaped = (text: string) => text.replaceAll(reserved, '\\$&')

/** Words as they are written, as little text: hashtags and mentions stay what they are, everything else is escaped. */
export function toLittleText(text: string): string {
  let sent = ''
  let from = 0
  for (const { start, end, as } of marks(text)) {
    sent += escaped(text.slice(from, start)) + as
    from = end
  }
  return sent + escaped(text.slice(from))
}

/** Little text as readers see it. */
export function fromLittleText(text: string): string {
  return text.replaceAll(little, (...matched: unknown[]) => {
    const { plain, sign, tag, name } = matched.at(-1) as Readonly<Record<string, string | undefined>>
    if (plain !== undefined) return plain
    return sign === undefined ? unescaped(name ?? '') : sign + unescaped(tag ?? '')
  })
}

/** What was written as readers will see it: a mention is its name. */
export function shownOnLinkedIn(text: string): string {
  return text.replaceAll(mention, (_, name: string) => name)
}

const unescaped = (text: string) => text.replaceAll(/\\(.)/gsu, '$1')

interface Mark {
  readonly start: number
  readonly end: number
  readonly as: string
}

function marks(text: string): Mark[] {
  const mentions = [...text.matchAll(mention)].map(({ index, 0: whole, 1: name = '', 2: urn = '' }): Mark => ({
    start: index,
    end: index + whole.length,
    as: `@[${escaped(name)}](${urn})`,
  }))
  const hashtags = findEntities(text)
    .filter(({ kind, start, end }) => kind === 'hashtag' && !mentions.some((one) => start < one.end && end > one.start))
    .map(({ start, end, text: written, value }): Mark => ({
      start,
      end,
      as: `{hashtag|${escaped(written.slice(0, 1))}|${escaped(value)}}`,
    }))
  return [...mentions, ...hashtags].sort((a, b) => a.start - b.start)
}
