import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http'
import { close, listen } from './chaos-proxy.ts'
import { createAuth, freshAuth, type AuthState } from './sim/oauth.ts'
import { openSim } from './sim/server.ts'
import type { WordPress } from './wordpress.ts'

/*
 * WordPress.com as developer.wordpress.com describes it, in front of a real WordPress: its OAuth server (code flow, exact redirects, the app's
 * secret in the body, no PKCE, tokens that do not run out and are for one site, which the answer names) is simulated, and what comes with a
 * good token to /wp/v2/sites/<number>/… is passed on to the site's own REST API as the user who signed in.
 */

export interface WordPressCom {
  /** Stands for https://public-api.wordpress.com. */
  readonly url: string
  /** The site's number there. */
  readonly site: string
  readonly auth: ReturnType<typeof createAuth>
  stop(): Promise<void>
}

const redirectUri = 'http://localhost:47831/oauth/callback'
const site = '4242'

export async function startWordPressCom(wordpress: WordPress): Promise<WordPressCom> {
  const sim = openSim<{ auth: AuthState }>({}, () => ({ auth: freshAuth() }))
  const auth = createAuth(
    sim,
    {
      paths: { authorize: '/oauth2/authorize', token: '/oauth2/token' },
      scopes: { known: ['auth', 'global', 'posts', 'media'], separator: ' ', default: ['posts', 'media'] },
      redirects: 'exact',
      pkce: { mode: 'none' },
      clientAuth: ['body'],
      accessMs: null,
      refresh: null,
      answer: ({ access, scope }) => ({
        access_token: access,
        token_type: 'bearer',
        blog_id: site,
        blog_url: wordpress.url,
        scope,
      }),
    },
    () => wordpress.admin.user,
  )
  await sim.serve({
    routes: auth.routes,
    refuse: ({ status, message }) => ({ status, json: { error: 'invalid_request', message } }),
  })

  const server = createServer((incoming, outgoing) => {
    const [path = '/', query] = (incoming.url ?? '/').split('?')
    if (path.startsWith('/oauth2/')) return pass(sim.url, incoming.url ?? '/', incoming, outgoing, {})
    const [, number, route] = /^\/wp\/v2\/sites\/(\d+)\/(.*)$/.exec(path) ?? []
    if (number !== site || route === undefined) return refuse(outgoing, 404, 'unknown_blog', 'Unknown blog')
    const given = /^Bearer (.+)$/.exec(incoming.headers.authorization ?? '')?.[1]
    if (!given || !auth.find(given))
      return refuse(outgoing, 401, 'rest_not_logged_in', 'The required "token" parameter is missing or not valid.')
    const { user, password } = wordpress.admin
    const authorization = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`
    const target = `/wp-json/wp/v2/${route}${query === undefined ? '' : `?${query}`}`
    pass(wordpress.url, target, incoming, outgoing, { authorization })
  })
  return {
    url: await listen(server),
    site,
    auth,
    async stop() {
      await close(server)
      await sim.stop()
    },
  }
}

/** An app as made at developer.wordpress.com/apps. */
export const registerApp = ({ auth }: WordPressCom) => auth.register({ redirectUris: [redirectUri] })

function pass(
  to: string,
  path: string,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  more: Record<string, string>,
): void {
  const { host, hostname, port } = new URL(to)
  const headers = { ...incoming.headers, ...more, host }
  const onward = httpRequest({ hostname, port, path, method: incoming.method, headers, agent: false }, (answer) => {
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
    answer.pipe(outgoing)
  })
  // Who breaks off on one side breaks off on the other.
  onward.on('error', () => outgoing.destroy())
  incoming.on('aborted', () => onward.destroy())
  incoming.pipe(onward)
}

function refuse(outgoing: ServerResponse, status: number, code: string, message: string): void {
  outgoing
    .writeHead(status, { 'content-type': 'application/json' })
    .end(JSON.stringify({ code, message, data: { status } }))
}
