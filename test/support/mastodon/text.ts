/*
 * How the server reads a status. Written from Mastodon's validator and formatter as they behave, by hand and without regular
 * expressions of the publisher's: what counts, what becomes a link, what becomes a paragraph.
 */

export type Entity =
  | { kind: 'url'; start: number; end: number; url: string }
  | { kind: 'mention'; start: number; end: number; username: string; domain: string | null }
  | { kind: 'tag'; start: number; end: number; tag: string }

const schemes = ['https://', 'http://', 'gemini://', 'gopher://', 'dat://', 'dweb://', 'ipfs://', 'ipns://', 'ssb://']
const joined = (text: readonly string[], start: number, end?: number) => text.slice(start, end).join('')
const isWord = (char: string | undefined) => char !== undefined && /[\p{L}\p{M}\p{N}_]/u.test(char)
const isAscii = (char: string | undefined) => char !== undefined && /[A-Za-z0-9_]/.test(char)

/** Places are counted in code points. */
export function entitiesOf(written: string, { tags = true } = {}): Entity[] {
  const text = [...written]
  const found: Entity[] = []
  for (let at = 0; at < text.length;) {
    const entity = urlAt(text, at) ?? mentionAt(text, at) ?? (tags ? tagAt(text, at) : null)
    if (entity) found.push(entity)
    at = entity ? entity.end : at + 1
  }
  return found
}

function urlAt(text: readonly string[], start: number): Entity | null {
  const scheme = schemes.find((name) => joined(text, start, start + name.length).toLowerCase() === name)
  const before = text[start - 1]
  if (!scheme || (before !== undefined && /[A-Za-z0-9@＠$#＃]/.test(before))) return null
  const hostStart = start + scheme.length
  let at = hostEnd(text, hostStart)
  if (at === hostStart) return null
  const port = /^:\d+/.exec(joined(text, at))
  if (port) at += port[0].length
  if (text[at] === '/') at = pathEnd(text, at)
  if (text[at] === '?') at = queryEnd(text, at)
  return { kind: 'url', start, end: at, url: joined(text, start, at) }
}

/** The end of the longest domain from `start`: labels joined by dots, the last of letters alone; `start` where there is none. */
function hostEnd(text: readonly string[], start: number): number {
  let run = start
  while (run < text.length && /[\p{L}\p{N}\p{M}._-]/u.test(text[run] ?? '')) run++
  const labels = joined(text, start, run).split('.')
  for (let count = labels.length; count >= 2; count--) {
    const before = labels.slice(0, count - 1)
    const top = /^(?:xn--[a-z0-9-]+|\p{L}{2,})(?=_|$)/iu.exec(labels[count - 1] ?? '')?.[0]
    if (!top || before.some((label) => !/^[\p{L}\p{N}]([\p{L}\p{N}\p{M}_-]*[\p{L}\p{N}\p{M}])?$/u.test(label))) continue
    const end = start + [...before, top].join('.').length - astral([...before, top].join('.'))
    if (text[end] !== '@' && text[end] !== '+') return end
  }
  return start
}

const astral = (text: string) => text.length - [...text].length

/** Path characters, balanced parentheses included, without the punctuation that ends a sentence. */
function pathEnd(text: readonly string[], start: number): number {
  let end = start + 1
  for (let at = start; at < text.length; at++) {
    const char = text[at] ?? ''
    if (char === '(') {
      const close = text.indexOf(')', at)
      if (close < 0 || /[\s<>(?]/.test(joined(text, at + 1, close))) break
      at = close
      end = at + 1
      continue
    }
    if (/[\s<>)?]/.test(char)) break
    if (!/[!*"'「」;:=,.$%[\]~&|@]/.test(char)) end = at + 1
  }
  return end
}

function queryEnd(text: readonly string[], start: number): number {
  let end = start
  for (
    let at = start + 1;
    at < text.length && /[a-z0-9!?*'();:&=+$/%#[\]\-_.,~|@^\u00a0-\u{10ffff}]/iu.test(text[at] ?? '');
    at++
  ) {
    if (/[a-z0-9_&=#/\-\u00a0-\u{10ffff}]/iu.test(text[at] ?? '')) end = at + 1
  }
  return end
}

function mentionAt(text: readonly string[], start: number): Entity | null {
  const before = text[start - 1]
  if (text[start] !== '@' || isWord(before) || before === '/' || before === '=') return null
  const [username, afterName] = dotted(text, start + 1, isAscii)
  if (username === '') return null
  if (text[afterName] !== '@') return { kind: 'mention', start, end: afterName, username, domain: null }
  const [domain, afterDomain] = dotted(text, afterName + 1, isWord)
  return domain === ''
    ? { kind: 'mention', start, end: afterName, username, domain: null }
    : { kind: 'mention', start, end: afterDomain, username, domain }
}

/** Runs of `part` joined by dots and dashes, not ending in one. */
function dotted(text: readonly string[], start: number, part: (char: string | undefined) => boolean): [string, number] {
  let at = start
  let end = start
  while (part(text[at]) || (at > start && (text[at] === '.' || text[at] === '-'))) {
    if (part(text[at])) end = at + 1
    at++
  }
  return [joined(text, start, end), end]
}

function tagAt(text: readonly string[], start: number): Entity | null {
  const before = text[start - 1]
  if ((text[start] !== '#' && text[start] !== '＃') || isWord(before) || before === '/' || before === ')') return null
  let end = start + 1
  while (isWord(text[end])) end++
  const tag = joined(text, start + 1, end)
  return /[\p{L}_]/u.test(tag) ? { kind: 'tag', start, end, tag } : null
}

/** The length the server holds against its limit: graphemes, each link as `perUrl`, mentions without their domain, the warning added. */
export function countable(written: string, spoiler: string, perUrl: number): number {
  const text = [...written]
  let counted = ''
  let at = 0
  for (const entity of entitiesOf(written, { tags: false })) {
    counted += joined(text, at, entity.start)
    if (entity.kind === 'url') counted += 'x'.repeat(perUrl)
    else if (entity.kind === 'mention') counted += `@${entity.username}`
    else counted += joined(text, entity.start, entity.end)
    at = entity.end
  }
  return [...new Intl.Segmenter().segment(spoiler + counted + joined(text, at))].length
}

const escape = (text: string) =>
  text.replace(
    /[&<>"']/g,
    (char) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' })[char] ?? char,
  )

/** The HTML other clients see. `isLocal` says whether a mention's account exists here; others stay text. */
export function toHtml(
  written: string,
  server: string,
  isLocal: (username: string, domain: string | null) => boolean,
): string {
  const text = [...written]
  let html = ''
  let at = 0
  for (const entity of entitiesOf(written)) {
    html +=
      escape(joined(text, at, entity.start)) +
      entityHtml(entity, joined(text, entity.start, entity.end), server, isLocal)
    at = entity.end
  }
  html += escape(joined(text, at))
  return html
    .replace(/\r\n?/g, '\n')
    .split(/\n\n+/)
    .map((paragraph) => `<p>${paragraph.replace(/\n/g, '<br />')}</p>`)
    .join('')
}

function entityHtml(
  entity: Entity,
  written: string,
  server: string,
  isLocal: (username: string, domain: string | null) => boolean,
): string {
  if (entity.kind === 'tag')
    return `<a href="${server}/tags/${encodeURIComponent(entity.tag)}" class="mention hashtag" rel="tag">#<span>${escape(entity.tag)}</span></a>`
  if (entity.kind === 'mention') {
    if (!isLocal(entity.username, entity.domain)) return escape(written)
    return `<span class="h-card" translate="no"><a href="${server}/@${entity.username}" class="u-url mention">@<span>${escape(entity.username)}</span></a></span>`
  }
  const prefix = /^https?:\/\/(www\.)?/.exec(entity.url)?.[0] ?? ''
  const shown = entity.url.slice(prefix.length, prefix.length + 30)
  const rest = entity.url.slice(prefix.length + 30)
  return (
    `<a href="${escape(entity.url)}" target="_blank" rel="nofollow noopener noreferrer" translate="no">` +
    `<span class="invisible">${escape(prefix)}</span><span class="${rest ? 'ellipsis' : ''}">${escape(shown)}</span><span class="invisible">${escape(rest)}</span></a>`
  )
}
