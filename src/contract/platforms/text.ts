import { LinkifyIt } from 'linkify-it'
import tlds from 'tlds' with { type: 'json' }

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })
// Platforms that make links of bare names know every ending there is (IANA's list), not the old few.
const linkify = new LinkifyIt({ fuzzyEmail: false, fuzzyLink: true }).tlds(tlds)

/** User-perceived characters, as Unicode's extended grapheme clusters (UAX #29). */
export function countGraphemes(text: string): number {
  // ASCII without CR has exactly one cluster per code unit; most posts never need the segmenter.
  if (/^[\x00-\x0c\x0e-\x7f]*$/.test(text)) return text.length
  let count = 0
  for (const _ of graphemes.segment(text)) count++
  return count
}

/** Length in UTF-8 bytes. */
export function countBytes(text: string): number {
  let bytes = 0
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4
  }
  return bytes
}

/** The first `max` user-perceived characters. */
export function takeGraphemes(text: string, max: number): string {
  let count = 0
  for (const { index } of graphemes.segment(text)) {
    if (count++ === max) return text.slice(0, index)
  }
  return text
}

/** A stretch of a text that means something; `start` and `end` are UTF-16 offsets. */
export interface Entity {
  readonly kind: 'link' | 'mention' | 'hashtag'
  readonly start: number
  readonly end: number
  /** The text as written. */
  readonly text: string
  /** Where a link leads, or the name behind `@` or `#`. */
  readonly value: string
}

const hashtag = /(?<=^|[\s(["'“])[#＃]([\p{L}\p{M}\p{N}_]+)/gu
const mention = /(?<=^|[\s(["'“])@([A-Za-z0-9_][A-Za-z0-9_.-]*(?:@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)?)/g

/** Links, mentions and hashtags of a text in the order they stand, never overlapping. */
export function findEntities(text: string): Entity[] {
  const links = (linkify.match(text) ?? [])
    .filter((match) => match.schema === '' || match.schema === 'http:' || match.schema === 'https:')
    .map((match): Entity => ({
      kind: 'link',
      start: match.index,
      end: match.lastIndex,
      text: match.raw,
      value: match.schema === '' ? match.url.replace(/^http:/, 'https:') : match.url,
    }))
  const mentions = [...text.matchAll(mention)].map((match) => named('mention', match))
  const hashtags = [...text.matchAll(hashtag)]
    .filter((match) => !/^\p{N}+$/u.test(match[1] ?? ''))
    .map((match) => named('hashtag', match))
  // Where two overlap, what starts first is meant: the host inside a handle is no link, the @ inside an address no mention.
  const found: Entity[] = []
  for (const entity of [...links, ...mentions, ...hashtags].sort((a, b) => a.start - b.start)) {
    if (entity.start >= (found.at(-1)?.end ?? 0)) found.push(entity)
  }
  return found
}

function named(kind: 'mention' | 'hashtag', match: RegExpExecArray): Entity {
  const value = (match[1] ?? '').replace(/[.-]+$/, '')
  const end = match.index + 1 + value.length
  return { kind, start: match.index, end, text: match.input.slice(match.index, end), value }
}

/** The first link of a text, or null: what a link card is made from when none was chosen. */
export function firstLink(text: string): string | null {
  return findEntities(text).find((entity) => entity.kind === 'link')?.value ?? null
}

/** Platforms that make their card from a link in the text: a link chosen for the post goes out at its end, unless it is there. */
export function withLink(text: string, link: string | null): string {
  return link === null || link === '' || text.includes(link) ? text : `${text.trimEnd()}\n\n${link}`.trim()
}
