import { createHash } from 'node:crypto'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What the browser tab says in the end. */
export interface TabMessage {
  readonly ok: boolean
  readonly title: string
  readonly text: string
}

export interface RedirectListener {
  /** Where the platform must send the browser back to: `http://127.0.0.1:<free port>/oauth/callback`. */
  readonly redirectUri: string
  /** Idempotent. */
  close(): void
}

const callbackPath = '/oauth/callback'

/**
 * Listens on loopback for a browser that comes back from a platform. `onRedirect` says what the tab shows; null when the query belongs to no
 * sign-in of ours: it is refused and listening goes on, so that a stranger knocking at the port cannot end a sign-in.
 * Source: RFC 8252, 7.3 and 8.3 (loopback IP literal, any port, open only while a request runs).
 */
export async function listenForRedirect(
  onRedirect: (query: URLSearchParams) => Promise<TabMessage | null>,
): Promise<RedirectListener> {
  let host = ''
  const server = createServer((request, response) => {
    request.resume()
    const url = new URL(request.url ?? '/', `http://${host}`)
    // A page elsewhere can point its own name at 127.0.0.1, but cannot make the browser send our Host.
    if (request.headers.host !== host || url.pathname !== callbackPath || request.method !== 'GET')
      return say(response, 404, notHere)
    onRedirect(url.searchParams).then(
      (message) => say(response, message ? 200 : 400, message ?? notOurs),
      () => say(response, 500, broken),
    )
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    redirectUri: `http://${host}${callbackPath}`,
    close() {
      server.close()
      server.closeIdleConnections()
    },
  }
}

const notHere: TabMessage = {
  ok: false,
  title: 'Nothing here',
  text: 'Broadside only waits here for a sign-in to come back.',
}
const notOurs: TabMessage = {
  ok: false,
  title: 'This sign-in was not started here',
  text: 'It may be an old tab, or a link from somebody else. Nothing was connected. Start again in Broadside, under Accounts.',
}
const broken: TabMessage = {
  ok: false,
  title: 'Something went wrong',
  text: 'Broadside could not end the sign-in. Look under Accounts, and start again there.',
}

const style = `
:root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif;background:Canvas;color:CanvasText}
body{min-height:100vh;margin:0;display:grid;place-items:center}
main{max-width:26rem;padding:2rem;border-top:3px solid #c2410c}
h1{font:600 1.5rem/1.2 Georgia,serif;margin:.5rem 0}
p{margin:.5rem 0}small{letter-spacing:.08em;text-transform:uppercase;opacity:.7}`
const policy = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`

function say(response: ServerResponse, status: number, { title, text }: TabMessage): void {
  const page = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${escape(title)} · Broadside</title><style>${style}</style></head>
<body><main><small>Broadside</small><h1>${escape(title)}</h1><p>${escape(text)}</p></main></body></html>`
  response
    .writeHead(status, {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': policy,
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      connection: 'close',
    })
    .end(page)
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
const escape = (text: string) => text.replace(/[&<>"']/g, (character) => entities[character] ?? '')
