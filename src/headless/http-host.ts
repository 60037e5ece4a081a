import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { ORPCError } from '@orpc/server'
import { workspaceHeader } from '../contract/index.ts'
import { pageHeaders } from '../contract/page-policy.ts'
import type { Studio } from '../core/create-studio.ts'
import { answerPage, type PageServer } from '../core/hosting/page-server.ts'
import type { BadKey } from '../core/keys/keys.ts'
import { workspaceOfLink } from '../core/media/links.ts'
import { createRateLimit } from '../core/keys/rate-limit.ts'
import type { CallContext, Caller } from '../core/operations.ts'
import { sendError, sendJson, sendText } from './answers.ts'
import { maxBodyBytes, readCallBody, withBody } from './call-body.ts'
import { answerDocs } from './docs.ts'
import { describeApi } from './openapi/describe.ts'
import { createRest, createRpc } from './rest.ts'
import { refuse } from './request-guard.ts'
import { same, type Sessions } from './sessions.ts'
import { createMcpEndpoint } from './mcp/endpoint.ts'
import { isPart, putPart } from './streamed.ts'
import { isUpload, receiveUpload } from './uploads.ts'

export interface HttpHostOptions {
  readonly studio: Studio
  readonly sessions: Sessions
  /** Lets programs of the same person in; stands in host.json. */
  readonly token: string
  readonly port: number
  /** Folder of the built renderer. */
  readonly rendererDir: string
  /** Folder of the API reference's own files. */
  readonly docsDir: string
  /** A new sign-in link, for a program that may ask for one. */
  newLink(): string
}

export interface HttpHost {
  readonly url: string
  close(): Promise<void>
}

const everything: Pick<Caller, 'scopes'> = { scopes: 'all' }

const badKeys = {
  invalid_key:
    'This key is not valid. Make one in Automations; `broadside token` prints the token of the running studio',
  key_revoked: 'This key has been revoked. Make another in Automations',
  key_expired: 'This key has expired. Make another in Automations, or use its new secret',
} as const satisfies Record<BadKey, string>

/** Serves the studio on 127.0.0.1: the page, its calls, REST, the reference. Throws the system's error for a taken port (EADDRINUSE). */
export async function openHttpHost(options: HttpHostOptions): Promise<HttpHost> {
  const { studio } = options
  // Takes longer to write than the rest of the host takes to start, and few ask for it.
  let document: Promise<object> | undefined
  const rest = createRest(studio.router)
  const rpc = createRpc(studio.router)
  const answerAgent = createMcpEndpoint(studio)
  const rateLimit = createRateLimit(studio.clock)
  const server = createServer({ requestTimeout: 0, headersTimeout: 20_000 })
  await listen(server, options.port)
  const { port } = server.address() as AddressInfo

  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    answer(request, response).catch((error: unknown) => {
      studio.log.error('a request broke', {
        path: pathOf(request),
        error: error instanceof Error ? (error.stack ?? error.message) : String(error),
      })
      if (!response.headersSent)
        sendError(response, 500, 'internal', 'Broadside made a mistake. The details are in the log')
      else response.destroy()
    })
  })

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const bearer = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1]
    const why = refuse(
      {
        method: request.method ?? 'GET',
        host: request.headers.host,
        origin: request.headers.origin,
        fetchSite: request.headers['sec-fetch-site'] as string | undefined,
        opensPage: request.headers['sec-fetch-mode'] === 'navigate' && request.headers['sec-fetch-dest'] === 'document',
        bearer: bearer !== undefined,
      },
      port,
    )
    if (why) return sendError(response, 403, 'refused', why)
    response.setHeader('broadside-version', studio.version)
    const path = pathOf(request)
    if (path === '/sign-in') return signIn(request, response)
    const caller = callerOf(request, bearer)
    if (typeof caller === 'string') return sendError(response, 401, caller, badKeys[caller])
    if (caller?.key && !letIn(caller.key.id, response)) return
    if (path === '/sign-in-link' && request.method === 'POST' && caller?.kind === 'script')
      return sendJson(response, 201, { link: options.newLink() })
    if (path.startsWith('/calendar/')) return calendar(path, response)
    if (path === '/v1/openapi.json') return sendJson(response, 200, await (document ??= describeApi(studio.version)))
    if (path === '/docs' || path.startsWith('/docs/')) return answerDocs(path, response, options.docsDir)
    if (path.startsWith('/v1/') || path.startsWith('/rpc/')) return call(request, response, caller)
    if (path === '/mcp') return answerAgent(request, response, { caller, workspaceId: workspaceOf(request) })
    // Where a program looks how to sign in: not by OAuth.
    if (path.startsWith('/.well-known/')) return sendError(response, 404, 'not_found', 'There is nothing here')
    if (!caller && !path.startsWith('/media/asset_')) return sendSignedOut(response)
    return page(request, response, caller)
  }

  function callerOf(request: IncomingMessage, bearer: string | undefined): Caller | null | BadKey {
    if (bearer === undefined)
      return options.sessions.isSignedIn(request.headers.cookie) ? { kind: 'browser', ...everything } : null
    if (same(bearer, options.token)) return { kind: 'script', ...everything }
    const key = studio.authenticate(bearer)
    return typeof key === 'string' ? key : { kind: 'key', scopes: key.scopes, key }
  }

  /** Counts a key's call. Answers it when there were too many. */
  function letIn(keyId: string, response: ServerResponse): boolean {
    const { allowed, limit, remaining, resetSeconds } = rateLimit.take(keyId)
    response.setHeader('x-ratelimit-limit', limit)
    response.setHeader('x-ratelimit-remaining', remaining)
    response.setHeader('x-ratelimit-reset', resetSeconds)
    if (allowed) return true
    response.setHeader('retry-after', resetSeconds)
    const message = `This key may make ${limit} calls a minute. Wait ${resetSeconds} seconds`
    sendError(response, 429, 'rate_limited', message, { retryAfterSeconds: resetSeconds })
    return false
  }

  /** The token in the address is all that a calendar program can show. */
  function calendar(path: string, response: ServerResponse): void {
    const [, workspaceId = '', token = ''] = /^\/calendar\/([^/]+)\/([\w-]+)\.ics$/.exec(path) ?? []
    const isOpen = studio.workspaces.list().some(({ id, state }) => id === workspaceId && state === 'open')
    const feed = isOpen ? studio.workspaces.need(workspaceId).calendarFeed.open(token) : null
    if (feed === null) return sendError(response, 404, 'not_found', 'There is no such calendar')
    sendText(response, 200, { 'content-type': 'text/calendar; charset=utf-8', 'cache-control': 'no-store' }, feed)
  }

  async function call(request: IncomingMessage, response: ServerResponse, caller: Caller | null): Promise<void> {
    const idempotencyKey = request.headers['idempotency-key']
    const context: CallContext = {
      caller,
      workspaceId: workspaceOf(request),
      idempotencyKey: typeof idempotencyKey === 'string' ? idempotencyKey : null,
    }
    if (isUpload(request)) return upload(request, response, context)
    if (isPart(request)) return void (await answered(response, 200, () => putPart(request, studio.router, context)))
    const body = await readCallBody(request)
    if (body === 'broken_off') return
    if (body === 'too_large')
      return sendError(response, 413, 'payload_too_large', 'That is too large for one call', { maxBytes: maxBodyBytes })
    const read = withBody(request, body)
    const { matched } = pathOf(request).startsWith('/rpc/')
      ? await rpc.handle(read, response, { prefix: '/rpc', context })
      : await rest.handle(read, response, { prefix: '/v1', context })
    if (!matched) sendError(response, 404, 'not_found', 'There is no such operation. /docs lists them all')
  }

  async function upload(
    request: IncomingMessage,
    response: ServerResponse,
    { caller, workspaceId }: CallContext,
  ): Promise<void> {
    if (!caller) return sendError(response, 401, 'unauthenticated', 'Sign in first, or send a key')
    if (caller.scopes !== 'all' && !caller.scopes.has('media:write'))
      return sendError(response, 403, 'scope_missing', 'This key may not do that: it needs media:write', {
        scope: 'media:write',
      })
    const { key } = caller
    const from = studio.clock.now()
    const { status, code } = await answered(response, 201, async () =>
      receiveUpload(request, studio.workspaces.need(key?.workspaceId ?? workspaceId).media),
    )
    if (!key) return
    const call = { operation: 'assets.upload', status, code, ms: studio.clock.now() - from, about: null, changes: true }
    studio.workspaces.need(key.workspaceId).keys.note(key.id, call)
  }

  /** Sends what comes of a call whose body is streamed past the router. Answers what its caller was told. */
  async function answered(
    response: ServerResponse,
    status: number,
    work: () => Promise<unknown>,
  ): Promise<{ status: number; code: string | null }> {
    try {
      sendJson(response, status, await work())
      return { status, code: null }
    } catch (error) {
      if (!(error instanceof ORPCError)) throw error
      sendError(response, error.status, error.code, error.message, error.data)
      return error
    }
  }

  function signIn(request: IncomingMessage, response: ServerResponse): void {
    const token = new URL(request.url ?? '/', 'http://localhost').searchParams.get('token') ?? ''
    const cookie = options.sessions.redeem(token)
    if (!cookie) return sendSignedOut(response)
    response.writeHead(303, { ...pageHeaders, location: '/', 'set-cookie': cookie, 'cache-control': 'no-store' }).end()
  }

  /** The page's own files, and the library as far as its caller may see it: with a link, one file without being signed in. */
  const pagesFor = (caller: Caller | null): PageServer => ({
    host: '127.0.0.1',
    root: options.rendererDir,
    async findMedia([first = '', second = '', ...rest]) {
      if (first.startsWith('asset_')) return linked(first, second, rest)
      const [variant = ''] = rest
      return maySee(caller, first) ? (openWorkspace(first)?.media.file(second, variant) ?? null) : null
    },
  })

  function openWorkspace(id: string) {
    const isOpen = studio.workspaces.list().some((one) => one.id === id && one.state === 'open')
    return isOpen ? studio.workspaces.need(id) : null
  }

  function maySee(caller: Caller | null, workspaceId: string): boolean {
    if (!caller?.key) return caller !== null
    return caller.key.workspaceId === workspaceId && caller.key.scopes.has('posts:read')
  }

  /** What a link leads to: `<asset>/<token>/<file>`, or `…/previews/small.webp`. */
  async function linked(assetId: string, token: string, rest: readonly string[]) {
    const workspace = openWorkspace(workspaceOfLink(token))
    if (!workspace?.media.links.opens(assetId, token)) return null
    const [, preview] = rest[0] === 'previews' ? (/^(small|large)\.webp$/.exec(rest[1] ?? '') ?? []) : []
    if (rest.length === 2) return preview === undefined ? null : workspace.media.file(assetId, preview)
    return rest.length === 1 ? workspace.media.file(assetId, 'file') : null
  }

  async function page(request: IncomingMessage, response: ServerResponse, caller: Caller | null): Promise<void> {
    const headers = new Headers()
    if (typeof request.headers.range === 'string') headers.set('range', request.headers.range)
    const asked = new Request(new URL(request.url ?? '/', 'http://127.0.0.1'), {
      method: request.method ?? 'GET',
      headers,
    })
    const found = await answerPage(asked, pagesFor(caller))
    response.writeHead(found.status, Object.fromEntries(found.headers))
    if (!found.body) return void response.end()
    await pipeline(Readable.fromWeb(found.body as never), response).catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error
    })
  }

  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject)
      resolve()
    })
  })
}

function workspaceOf(request: IncomingMessage): string | null {
  const id = request.headers[workspaceHeader]
  return typeof id === 'string' ? id : null
}

function pathOf(request: IncomingMessage): string {
  return (request.url ?? '/').split('?')[0] ?? '/'
}

function sendSignedOut(response: ServerResponse): void {
  const body = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Broadside</title>
<body style="font:16px/1.5 Georgia,serif;max-width:34em;margin:18vh auto;padding:0 1.5em;color:#1d1a17;background:#faf7f2">
<h1 style="font-weight:500">This browser is not signed in.</h1>
<p>Open the link that Broadside printed when it started. A link works once, for ten minutes; <code>broadside open</code> makes a new one.</p>`
  const headers = {
    ...pageHeaders,
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
  }
  sendText(response, 401, headers, body)
}
