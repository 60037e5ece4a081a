import { HttpFailure } from '../../http.ts'
import type { HttpAnswer, HttpRequest } from '../../http.ts'
import type { ConnectContext } from '../publisher.ts'
import { ConnectFailed } from '../publisher.ts'
import { objectOf } from './api.ts'

/** A WordPress site whose REST API was found. */
export interface Site {
  /** Address of the site, without a slash at its end. */
  readonly server: string
  /** Where its REST API begins, relative to `server`. */
  readonly root: string
  readonly name: string
  readonly icon: string | null
  readonly takesApplicationPasswords: boolean
}

const maxPageBytes = 20_000_000

/** The address of a site as people name it: `example.com`, `https://example.com/blog/`, `…/wp-admin/`. Throws ConnectFailed. */
export function siteOf(input: string): URL {
  const typed = input.trim()
  if (typed === '') throw new ConnectFailed('wordpress_site_missing', {}, 'site')
  const full = /^[a-z][a-z0-9+.-]*:\/\//i.test(typed) ? typed : `https://${typed}`
  const url = URL.canParse(full) ? new URL(full) : null
  if (!url || !/^https?:$/.test(url.protocol) || (!url.hostname.includes('.') && url.hostname !== 'localhost')) {
    throw new ConnectFailed('not_a_server', { typed: typed.slice(0, 80), example: 'https://example.com' }, 'site')
  }
  url.search = ''
  url.hash = ''
  url.username = ''
  url.password = ''
  url.pathname = url.pathname.replace(/\/(wp-admin|wp-login\.php|wp-json)(\/.*)?$/, '/')
  requireSecure(url)
  return url
}

function requireSecure({ protocol, hostname }: URL): void {
  if (protocol === 'https:' || /^(localhost|127(\.\d+){3}|.*\.localhost)$/.test(hostname)) return
  throw new ConnectFailed('wordpress_insecure', {}, 'site')
}

/**
 * Finds a site's REST API: by the Link header its pages carry (WP-API docs using-the-rest-api/discovery.md), else where it usually is,
 * else by the parameter that works without pretty addresses. Follows the site's own redirects, never to an insecure address.
 */
export async function discover(address: URL, context: ConnectContext): Promise<Site> {
  const page = await get(address, context, { follow: true, maxBytes: maxPageBytes })
  const landed = new URL(page.url || address)
  requireSecure(landed)
  const server = `${landed.origin}${sitePath(address, landed)}`
  const announced = linkedRoot(page, landed)
  const roots = [announced, 'wp-json/', '?rest_route=/'].filter((root) => root !== null)
  let last: HttpAnswer | null = null
  for (const root of new Set(roots)) {
    const url = new URL(root, `${server}/`)
    // Credentials go where the root points: to the site's own host and nowhere else.
    if (url.origin !== landed.origin) continue
    const answer = await get(url, context)
    if (isIndex(answer)) return toSite(server, url, objectOf(answer))
    if (last === null || answer.status === 401 || answer.status === 403) last = answer
  }
  throw noApi(page, last, landed.host)
}

/** The site's path: what was asked for, or where that led. */
function sitePath(asked: URL, landed: URL): string {
  return (landed.origin === asked.origin && landed.pathname === asked.pathname ? asked : landed).pathname.replace(
    /\/+$/,
    '',
  )
}

function linkedRoot({ headers }: HttpAnswer, base: URL): string | null {
  for (const link of (headers.get('link') ?? '').split(/,(?=\s*<)/)) {
    const [, target, params] = /^\s*<([^>]*)>(.*)$/s.exec(link) ?? []
    if (
      target !== undefined &&
      /;\s*rel="?https:\/\/api\.w\.org\/"?/.test(params ?? '') &&
      URL.canParse(target, base.href)
    )
      return new URL(target, base).href
  }
  return null
}

function isIndex(answer: HttpAnswer): boolean {
  const { namespaces } = objectOf(answer)
  return answer.status === 200 && Array.isArray(namespaces) && namespaces.includes('wp/v2')
}

function toSite(server: string, root: URL, index: Readonly<Record<string, unknown>>): Site {
  const { name, authentication, site_icon_url: icon } = index
  const base = `${server}/`
  const offered =
    typeof authentication === 'object' && authentication !== null && 'application-passwords' in authentication
  return {
    server,
    root: root.href.startsWith(base) ? root.href.slice(base.length) : root.href,
    name: typeof name === 'string' ? name.trim() : '',
    icon: typeof icon === 'string' && icon !== '' ? icon : null,
    takesApplicationPasswords: offered,
  }
}

function noApi(page: HttpAnswer, last: HttpAnswer | null, platform: string): ConnectFailed {
  if (last && (last.status === 401 || last.status === 403)) {
    return new ConnectFailed('wordpress_api_closed', {}, 'site')
  }
  if (page.status >= 500) return new ConnectFailed('server_trouble', { platform, words: page.status }, 'site')
  return new ConnectFailed('wordpress_no_api', {}, 'site')
}

async function get(url: URL, { http, signal }: ConnectContext, request: HttpRequest = {}): Promise<HttpAnswer> {
  try {
    return await http.request(url, { signal, headers: { accept: 'application/json, text/html;q=0.9' }, ...request })
  } catch (error) {
    if (!(error instanceof HttpFailure)) throw error
    throw new ConnectFailed('not_reached', { host: url.host, code: error.code }, 'site')
  }
}
