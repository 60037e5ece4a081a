import sharp from 'sharp'
import type { Http, HttpAnswer } from '../../http.ts'

/** What a page says of itself. */
export interface PageFacts {
  readonly title: string
  readonly description: string
  readonly image: { readonly bytes: Uint8Array<ArrayBuffer>; readonly type: string } | null
}

const pageLimits = { timeoutMs: 8_000, maxBytes: 3_000_000 }
const imageLimits = { timeoutMs: 8_000, maxBytes: 8_000_000 }
const maxRedirects = 4
/** Source: lexicons/app/bsky/embed/external.json, thumb. */
const maxThumbBytes = 1_000_000

/**
 * Reads what a linked page says of itself, for its card. Only public http(s) addresses are asked, each hop anew, with limits on time and size.
 * Never fails: where nothing can be read, the host's name is the title.
 */
export async function readPage(
  http: Http,
  link: string,
  { privateToo = false, signal }: { privateToo?: boolean; signal?: AbortSignal } = {},
): Promise<PageFacts> {
  const get = (url: string, limits: typeof pageLimits, accept: string) =>
    follow(http, url, { ...limits, accept, privateToo, signal })
  const page = await get(link, pageLimits, 'text/html,application/xhtml+xml')
  const nothing = { title: new URL(link).hostname, description: '', image: null }
  if (!page || !/^(text\/html|application\/xhtml\+xml)/i.test(page.headers.get('content-type') ?? '')) return nothing
  const html = decode(page)
  const meta = metaOf(html)
  const title = meta.get('og:title') ?? meta.get('twitter:title') ?? titleOf(html)
  const imageUrl = meta.get('og:image') ?? meta.get('twitter:image')
  const image =
    imageUrl !== undefined && URL.canParse(imageUrl, page.url)
      ? await get(new URL(imageUrl, page.url).href, imageLimits, 'image/*')
      : null
  return {
    title: cut(title || nothing.title, 300),
    description: cut(meta.get('og:description') ?? meta.get('description') ?? '', 1_000),
    image: image && (await toThumb(image)),
  }
}

interface FollowOptions {
  readonly timeoutMs: number
  readonly maxBytes: number
  readonly accept: string
  readonly privateToo: boolean
  readonly signal: AbortSignal | undefined
}

/** A page, through its redirects; null where there is none to be had. */
async function follow(
  http: Http,
  start: string,
  { accept, privateToo, ...limits }: FollowOptions,
): Promise<HttpAnswer | null> {
  let url = start
  for (let hop = 0; hop <= maxRedirects; hop++) {
    if (!URL.canParse(url) || !isPlainWebAddress(new URL(url))) return null
    const headers = { accept, 'user-agent': 'Broadside (link card)' }
    const answer = await http.request(url, { ...limits, headers, publicOnly: !privateToo }).catch(() => null)
    if (!answer) return null
    const location = answer.headers.get('location')
    if (answer.status >= 300 && answer.status < 400 && location !== null && URL.canParse(location, url)) {
      url = new URL(location, url).href
      continue
    }
    return answer.status === 200 ? answer : null
  }
  return null
}

const isPlainWebAddress = ({ protocol, username, password }: URL) =>
  /^https?:$/.test(protocol) && username === '' && password === ''

function decode(page: HttpAnswer): string {
  const start = new TextDecoder('latin1').decode(page.bytes.subarray(0, 2_048))
  const charset =
    /charset=["']?([\w-]+)/i.exec(page.headers.get('content-type') ?? '')?.[1] ??
    /<meta[^>]+charset=["']?([\w-]+)/i.exec(start)?.[1]
  try {
    return new TextDecoder(charset ?? 'utf-8').decode(page.bytes)
  } catch {
    return page.text()
  }
}

/** The first of each `<meta>` by its property or name, with a content that is not empty. */
function metaOf(html: string): Map<string, string> {
  const found = new Map<string, string>()
  for (const [tag] of html.matchAll(/<meta\s[^>]{0,5000}>/gi)) {
    const name = (attribute(tag, 'property') ?? attribute(tag, 'name'))?.toLowerCase()
    const content = attribute(tag, 'content')?.replace(/\s+/g, ' ').trim()
    if (name !== undefined && content && !found.has(name)) found.set(name, content)
  }
  return found
}

function attribute(tag: string, name: string): string | null {
  const match = new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s"'>]+))`, 'i').exec(tag)
  return match ? unescape(match[1] ?? match[2] ?? match[3] ?? '') : null
}

function titleOf(html: string): string {
  return unescape(/<title[^>]*>([^<]{1,2000})<\/title>/i.exec(html)?.[1] ?? '')
    .replace(/\s+/g, ' ')
    .trim()
}

const named: Record<string, string> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  ndash: '–',
  mdash: '—',
  hellip: '…',
  rsquo: '’',
  lsquo: '‘',
  rdquo: '”',
  ldquo: '“',
}

function unescape(text: string): string {
  return text.replace(
    /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]+));/gi,
    (whole, decimal: string | undefined, hex: string | undefined, name: string | undefined) => {
      if (name !== undefined) return named[name.toLowerCase()] ?? whole
      const code = decimal !== undefined ? Number(decimal) : Number.parseInt(hex ?? '', 16)
      return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole
    },
  )
}

const cut = (text: string, max: number) => (text.length <= max ? text : `${text.slice(0, max - 1)}…`)

/** A picture within the limit, whatever the page sent; null where it is not a picture. */
async function toThumb(answer: HttpAnswer): Promise<PageFacts['image']> {
  try {
    const small = await sharp(answer.bytes, { limitInputPixels: 50_000_000 })
      .rotate()
      .resize({ width: 1_200, height: 1_200, fit: 'inside', withoutEnlargement: true })
      .jpeg({ quality: 82 })
      .toBuffer()
    return small.length <= maxThumbBytes ? { bytes: new Uint8Array(small), type: 'image/jpeg' } : null
  } catch {
    return null
  }
}
