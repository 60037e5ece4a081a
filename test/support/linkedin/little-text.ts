/*
 * How LinkedIn reads little text: what is not text, mention or hashtag ends the text there, and nobody is told. Source: little-text-format (its
 * grammar); activepieces issue 3058 and Composio issue 3185 (that the rest is lost).
 */

const reserved = '|{}@[]()<>#*_~'

/** The text readers see. */
export function shown(little: string): string {
  let seen = ''
  let at = 0
  while (at < little.length) {
    const rest = little.slice(at)
    const special =
      /^\{hashtag\|(?:\\#|#|＃)\|((?:\\.|[^\\|{}@[\]()<>#*_~])+)\}/su.exec(rest) ??
      /^@\[((?:\\.|[^\\[\]])+)\]\(urn:li:(?:person|organization):[\w-]+\)/su.exec(rest)
    if (special) {
      const words = (special[1] ?? '').replaceAll(/\\(.)/gsu, '$1')
      seen += rest.startsWith('{') ? (rest.includes('＃') && rest[9] === '＃' ? `＃${words}` : `#${words}`) : words
      at += special[0].length
      continue
    }
    const character = rest[0] ?? ''
    if (character === '\\') {
      if (rest.length < 2) return seen
      seen += rest[1]
      at += 2
      continue
    }
    // A plain hashtag is one as well.
    const tag = character === '#' ? /^#[\p{L}\p{N}]+/u.exec(rest)?.[0] : undefined
    if (tag !== undefined) {
      seen += tag
      at += tag.length
      continue
    }
    if (reserved.includes(character)) return seen
    seen += character
    at += 1
  }
  return seen
}
