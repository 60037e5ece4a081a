/** Where the window's own page lives. In development it is Vite's server instead. */
export const appScheme = 'app'
export const appHost = 'studio'
export const appOrigin = `${appScheme}://${appHost}`

/** What to do about an address a page wants to go to. `save`: offer it as a file to keep. */
export type Verdict = 'stay' | 'open-outside' | 'save' | 'refuse'

export interface Wish {
  readonly url: string
  /** `navigate`: the page itself; `frame`: inside it; `window`: a new one; `host`: our page asks the host to open it. */
  readonly kind: 'navigate' | 'frame' | 'window' | 'host'
  /** Milliseconds since the person last pressed a key or button in this window; null: never. */
  readonly sinceInput: number | null
}

/** Chromium's own span for "because the person clicked". */
const clickSpan = 5_000
/** Connecting an account asks its server before there is an address to open. */
const hostSpan = 60_000

/**
 * The one rule for navigation, new windows and links out. Our own origin may navigate to itself; web and mail addresses
 * go to the system's programs when the person just did something, files of the library can then be saved; everything else is
 * refused.
 */
export function decide({ url, kind, sinceInput }: Wish, pageOrigin: string): Verdict {
  if (kind === 'navigate' && originOf(url) === pageOrigin) return 'stay'
  if (kind === 'frame') return 'refuse'
  const span = kind === 'host' ? hostSpan : clickSpan
  if (sinceInput === null || sinceInput > span) return 'refuse'
  if (originOf(url) === pageOrigin)
    return kind === 'window' && URL.parse(url)?.pathname.startsWith('/media/') ? 'save' : 'refuse'
  return isOutsideAddress(url) ? 'open-outside' : 'refuse'
}

/** Scheme, host and port of an address; null for what is not one. (URL.origin is 'null' for our own scheme.) */
export function originOf(address: string): string | null {
  const url = parse(address)
  return url && url.host !== '' ? `${url.protocol}//${url.host}` : null
}

/** Addresses the system may be handed: web without a name and password in it, or mail to somebody. */
function isOutsideAddress(address: string): boolean {
  const url = parse(address)
  if (!url || url.username !== '' || url.password !== '') return false
  if (url.protocol === 'https:' || url.protocol === 'http:') return url.hostname !== ''
  // A mail program must not be told to attach files.
  return url.protocol === 'mailto:' && url.pathname.includes('@') && !/[?&](attach|attachment)=/i.test(url.search)
}

function parse(address: string): URL | null {
  if (/[\p{Cc}\s]/u.test(address)) return null
  return URL.parse(address)
}

/** What a page may do without anybody being asked: write to the clipboard after a click, and fill the screen with a video. */
const permitted = new Set(['clipboard-sanitized-write', 'fullscreen'])

/** Deny by default; `origin` is who asks. */
export function permits(permission: string, origin: string, pageOrigin: string): boolean {
  return permitted.has(permission) && originOf(origin) === pageOrigin
}
