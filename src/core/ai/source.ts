import { said } from '../../contract/sentences/index.ts'
import type { Http, HttpAnswer } from '../http.ts'
import { AiFailed } from './failed.ts'

/** More of a page than this is not what it is about. */
const mostCharacters = 12_000

/** Texts of web pages that posts are made from. Only public addresses are asked: what is typed here must not reach into the person's own network. */
export interface Sources {
  /** Throws AiFailed. */
  textOf(url: string, signal: AbortSignal): Promise<string>
}

export function createSources(http: Http, publicOnly = true): Sources {
  return {
    async textOf(url, signal) {
      const page = await http
        .request(url, {
          headers: { accept: 'text/html,text/plain;q=0.8' },
          ...{ timeoutMs: 15_000, maxBytes: 3_000_000, follow: true, publicOnly, signal },
        })
        .catch(() => null)
      signal.throwIfAborted()
      const type = page?.headers.get('content-type') ?? ''
      if (page?.status !== 200 || !/^(text\/(html|plain)|application\/xhtml\+xml)/i.test(type))
        throw new AiFailed('source', said('ai_page_unreadable', { url }))
      const text = /plain/i.test(type) ? page.text() : textOfHtml(decode(page))
      if (text.trim() === '') throw new AiFailed('source', said('ai_page_empty', { url }))
      return text.trim().slice(0, mostCharacters)
    },
  }
}

function decode(page: HttpAnswer): string {
  const charset = /charset=["']?([\w-]+)/i.exec(page.headers.get('content-type') ?? '')?.[1]
  try {
    return new TextDecoder(charset ?? 'utf-8').decode(page.bytes)
  } catch {
    return page.text()
  }
}

/** What a reader sees of a page, roughly: without scripts, styles, navigation and what is hidden on purpose. */
export function textOfHtml(html: string): string {
  const title = /<title[^>]*>([^<]{1,500})<\/title>/i.exec(html)?.[1] ?? ''
  const main = /<(article|main)\b[^>]*>([\s\S]*?)<\/\1>/i.exec(html)?.[2] ?? html
  const body = main
    .replaceAll(/<!--[\s\S]*?-->/g, ' ')
    .replaceAll(/<(script|style|noscript|template|svg|nav|header|footer|form|iframe|head)\b[\s\S]*?<\/\1\s*>/gi, ' ')
    .replaceAll(/<[^>]{1,2000}\b(?:hidden|aria-hidden="true"|display:\s*none)[^>]{0,2000}>[^<]*/gi, ' ')
    .replaceAll(/<(?:\/?(?:p|div|h[1-6]|li|tr|section|article|blockquote)|br)\b[^>]*>/gi, '\n')
    .replaceAll(/<[^>]*>/g, ' ')
  return unescape(`${title}\n${body}`)
    .replaceAll(/[ \t\u00a0]+/g, ' ')
    .replaceAll(/ ?\n ?/g, '\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim()
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' }

function unescape(text: string): string {
  return text.replaceAll(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|(\w{2,8}));/gi, (whole, decimal, hex, name) => {
    const code = decimal ? Number(decimal) : hex ? Number.parseInt(String(hex), 16) : null
    if (code !== null) return code <= 0x10ffff ? String.fromCodePoint(code) : ''
    return entities[String(name).toLowerCase()] ?? whole
  })
}
