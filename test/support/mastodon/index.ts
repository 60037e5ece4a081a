import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { close, listen } from '../chaos-proxy.ts'
import { FaultPlan } from '../faults.ts'
import type { Fault, FaultOdds, RequestMatch } from '../faults.ts'
import { Refusal, only, readAsk } from './exchange.ts'
import type { Ask, Reply } from './exchange.ts'
import * as media from './media.ts'
import * as oauth from './oauth.ts'
import { instanceV1, instanceV2, mastodonDefaults } from './options.ts'
import type { ServerOptions } from './options.ts'
import { RateLimits } from './rate-limits.ts'
import { Store, secret } from './state.ts'
import type { App, Media, Status } from './state.ts'
import * as statuses from './statuses.ts'

/*
 * A Mastodon as its documentation describes it (mastodon/documentation, 4.5), strict where the real one is lenient, with every
 * request open to failure. Shares nothing with the publisher it tests.
 */

export interface MastodonOptions extends Partial<ServerOptions> {
  readonly port?: number
  /** Keeps everything in this file, so that the server can be killed and started again. */
  readonly file?: string
  readonly seed?: number
  /**
   * Lets another process look and interfere: GET /_control/statuses, /_control/media and /_control/requests;
   * POST /_control/odds with FaultOdds[] (`path` as a string), /_control/next with `{match, fault, times, skip}`, /_control/heal.
   */
  readonly control?: boolean
}

export interface SeenRequest {
  readonly method: string
  /** Path and query. */
  readonly target: string
  readonly idempotencyKey: string | null
  readonly fault: Fault['kind'] | null
  /** What the server did, whether or not its answer arrived; null where it did nothing. */
  readonly status: number | null
}

export interface Mastodon {
  readonly url: string
  readonly plan: FaultPlan
  /** May be changed at any time. */
  readonly options: ServerOptions
  readonly requests: readonly SeenRequest[]
  /** What is there now, deleted ones left out, oldest first. */
  statuses(): readonly Status[]
  /** Every file ever uploaded, also those no status uses. */
  media(): readonly Media[]
  apps(): readonly App[]
  /** A token as made under Settings, Development; for account `ada` and everything unless told. */
  token(options?: { account?: string; scopes?: readonly string[] }): string
  addAccount(username: string): string
  /** The id of an account. */
  accountId(username?: string): string
  /** Ends one token, or all, as their owner would under Account, Authorized apps. */
  revokeTokens(token?: string): void
  disable(username: string): void
  /** Moves the server's clock, as when an hour passes. */
  advance(ms: number): void
  /** What a person does in the browser at the authorization page; returns where the server sends them. */
  approve(authorizeUrl: string, account?: string): Promise<string>
  deny(authorizeUrl: string): Promise<string>
  stop(): Promise<void>
}

export async function startMastodon(given: MastodonOptions = {}): Promise<Mastodon> {
  const { port, file, seed, control, ...setup } = given
  const options: ServerOptions = { ...mastodonDefaults, ...setup }
  const store = new Store(file ?? null)
  const plan = new FaultPlan(seed)
  const requests: SeenRequest[] = []
  const limits = new RateLimits()
  const addAccount = (username: string) => {
    const account = { id: store.id(), username, displayName: username, disabled: false }
    store.state.accounts.push(account)
    store.save()
    return account.id
  }
  if (store.state.accounts.length === 0) addAccount('ada')

  let url = ''
  const server = createServer((incoming, outgoing) => {
    serve(incoming, outgoing).catch((error: unknown) => {
      // A bug of the simulator must be seen, not taken for a fault of the network.
      outgoing
        .writeHead(500, { 'content-type': 'application/json' })
        .end(JSON.stringify({ error: `simulator: ${String(error)}` }))
    })
  })

  async function serve(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const path = (incoming.url ?? '/').split('?')[0] ?? '/'
    const method = incoming.method ?? 'GET'
    const key = incoming.headers['idempotency-key']
    const fault = path.startsWith('/_control/') ? null : plan.pick(method, path)
    const entry = {
      method,
      target: incoming.url ?? '/',
      idempotencyKey: typeof key === 'string' ? key : null,
      fault: fault?.kind ?? null,
      status: null as number | null,
    }
    if (!path.startsWith('/_control/')) requests.push(entry)
    if (fault?.kind === 'drop_before') return void incoming.socket.destroy()
    if (fault?.kind === 'error_before') return send(outgoing, busy(fault.status))
    if (fault?.kind === 'rate_limited') return send(outgoing, tooMany(store.now() + fault.resetMs))
    const reply = await answer(incoming)
    entry.status = reply.status
    if (fault?.kind === 'drop_after') return void incoming.socket.destroy()
    if (fault?.kind === 'error_after') return send(outgoing, busy(fault.status))
    if (fault?.kind === 'delay') await sleep(fault.ms)
    send(outgoing, reply, fault?.kind === 'cut_body' ? incoming : undefined)
  }

  async function answer(incoming: IncomingMessage): Promise<Reply> {
    try {
      const ask = await readAsk(incoming)
      statuses.releaseScheduled({ store, options, url })
      const limited =
        options.rateLimits && ask.path.startsWith('/api/') ? limits.count(ask, store.now(), options.rateLimits) : null
      if (limited?.over) return tooMany(limited.resetsAt, limited.limit)
      const reply = route(ask)
      store.save()
      return limited ? { ...reply, headers: { ...reply.headers, ...RateLimits.headers(limited) } } : reply
    } catch (error) {
      if (error instanceof Refusal) return error.reply
      throw error
    }
  }

  function route(ask: Ask): Reply {
    const world = { store, options, url }
    const at = `${ask.method} ${ask.path}`
    const fixed: Record<string, () => Reply> = {
      'GET /.well-known/oauth-authorization-server': () => (options.announcesOAuth ? oauth.metadata(url) : missing),
      'POST /api/v1/apps': () => oauth.registerApp(store, ask),
      'GET /oauth/authorize': () => oauth.authorizePage(store, ask),
      'POST /oauth/authorize': () => oauth.decide(store, ask),
      'POST /oauth/token': () => oauth.issueToken(store, ask),
      'POST /oauth/revoke': () => oauth.revokeToken(store, ask),
      'GET /api/v1/apps/verify_credentials': () => {
        oauth.tokenOf(store, ask)
        return { status: 200, json: { name: 'app' } }
      },
      'GET /api/v1/accounts/verify_credentials': () => {
        const { account } = oauth.callerOf(store, ask, 'read:accounts', 'profile')
        return {
          status: 200,
          json: {
            ...statuses.accountJson(account, url),
            source: { privacy: 'public', sensitive: false, language: null, note: '' },
          },
        }
      },
      'GET /api/v2/instance': () =>
        options.instanceApi === 'v2' ? { status: 200, json: instanceV2(options, url) } : missing,
      'GET /api/v1/instance': () => ({ status: 200, json: instanceV1(options, url) }),
      'POST /api/v2/media': () => media.upload(store, options, url, ask),
      'POST /api/v1/statuses': () => statuses.create(world, ask),
    }
    const found = fixed[at] ?? (control ? controls(ask)[at] : undefined)
    if (found) return found()
    const [, kind, id = '', rest] = /^\/api\/v1\/(media|statuses|accounts)\/([^/]+)(?:\/(\w+))?$/.exec(ask.path) ?? []
    const byId: Record<string, () => Reply> = {
      'GET media': () => media.show(store, options, url, ask, id),
      'PUT media': () => media.update(store, options, url, ask, id),
      'DELETE media': () => media.remove(store, ask, id),
      'GET statuses': () => statuses.show(world, ask, id),
      'PUT statuses': () => statuses.edit(world, ask, id),
      'DELETE statuses': () => {
        only(ask.query, 'delete_media')
        return statuses.remove(world, ask, id)
      },
      'GET statuses source': () => statuses.source(world, ask, id),
      'GET accounts statuses': () => statuses.ofAccount(world, ask, id),
    }
    return byId[[ask.method, kind, rest].filter(Boolean).join(' ')]?.() ?? missing
  }

  function controls({ body }: Ask): Record<string, () => Reply> {
    const done = (work: () => void): Reply => {
      work()
      return { status: 200, json: plan.counts }
    }
    return {
      'GET /_control/statuses': () => ({ status: 200, json: store.state.statuses.filter(({ deleted }) => !deleted) }),
      'GET /_control/media': () => ({ status: 200, json: store.state.media }),
      'GET /_control/requests': () => ({ status: 200, json: requests }),
      'POST /_control/odds': () => done(() => plan.odds(body as unknown as FaultOdds[])),
      'POST /_control/next': () =>
        done(() =>
          plan.next(
            body['match'] as RequestMatch,
            body['fault'] as unknown as Fault,
            body as { times?: number; skip?: number },
          ),
        ),
      'POST /_control/heal': () => done(() => plan.heal()),
    }
  }

  async function decide(authorizeUrl: string, decision: 'approve' | 'deny', account: string): Promise<string> {
    const page = await fetch(authorizeUrl, { redirect: 'manual' })
    if (page.status === 302) return page.headers.get('location') ?? ''
    if (page.status !== 200) throw new Error(`The authorization page answered ${page.status}: ${await page.text()}`)
    const form = new URLSearchParams(new URL(authorizeUrl).searchParams)
    form.set('decision', decision)
    form.set('account', account)
    const answered = await fetch(`${url}/oauth/authorize`, { method: 'POST', body: form, redirect: 'manual' })
    return answered.headers.get('location') ?? /value="([^"]+)"/.exec(await answered.text())?.[1] ?? ''
  }

  const accountId = (username = 'ada') => {
    const account = store.state.accounts.find((known) => known.username === username)
    if (!account) throw new Error(`No account ${username}`)
    return account.id
  }

  url = await listen(server, port)
  return {
    url,
    plan,
    options,
    requests,
    statuses: () => store.state.statuses.filter(({ deleted }) => !deleted),
    media: () => store.state.media,
    apps: () => store.state.apps,
    token({ account = 'ada', scopes = ['profile', 'read', 'write'] } = {}) {
      const app = {
        id: store.id(),
        name: 'By hand',
        website: null,
        redirectUris: [],
        scopes,
        clientId: secret(),
        clientSecret: secret(),
      }
      store.state.apps.push(app)
      const { token } = oauth.grant(store, app, accountId(account), scopes)
      store.save()
      return token
    },
    addAccount,
    accountId,
    revokeTokens(only) {
      for (const token of store.state.tokens) if (only === undefined || token.token === only) token.revoked = true
    },
    disable: (username) =>
      store.state.accounts
        .filter((account) => account.username === username)
        .forEach((account) => (account.disabled = true)),
    advance: (ms) => void (store.state.aheadMs += ms),
    approve: (authorizeUrl, account = 'ada') => decide(authorizeUrl, 'approve', account),
    deny: (authorizeUrl) => decide(authorizeUrl, 'deny', 'ada'),
    stop: () => close(server),
  }
}

const missing: Reply = { status: 404, json: { error: 'Not Found' } }
const busy = (status = 503): Reply => ({
  status,
  json: { error: 'There was a temporary problem serving your request, please try again' },
})
const tooMany = (resetsAt: number, limit = 300): Reply => ({
  status: 429,
  json: { error: 'Too many requests' },
  headers: {
    'x-ratelimit-limit': String(limit),
    'x-ratelimit-remaining': '0',
    'x-ratelimit-reset': new Date(resetsAt).toISOString(),
  },
})

function send(outgoing: ServerResponse, { status, json, html, headers }: Reply, cut?: IncomingMessage): void {
  const body = Buffer.from(html ?? JSON.stringify(json ?? {}))
  outgoing.writeHead(status, {
    'content-type': html === undefined ? 'application/json; charset=utf-8' : 'text/html; charset=utf-8',
    'content-length': body.length,
    ...headers,
  })
  if (!cut) outgoing.end(body)
  else outgoing.write(body.subarray(0, Math.floor(body.length / 2)), () => cut.socket.destroy())
}
