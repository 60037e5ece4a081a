import type { FaultPlan } from '../faults.ts'
import { only } from '../sim/params.ts'
import type { Token } from '../sim/oauth.ts'
import { Refused } from '../sim/refused.ts'
import { openSim } from '../sim/server.ts'
import type { Ask, Handler, Routes, SeenRequest, SimSetup } from '../sim/server.ts'
import { worded } from './exchange.ts'
import * as media from './media.ts'
import * as oauth from './oauth.ts'
import { instanceV1, instanceV2, mastodonDefaults } from './options.ts'
import type { ServerOptions } from './options.ts'
import { countRequest } from './rate-limits.ts'
import { freshState } from './state.ts'
import type { App, Media, State, Status } from './state.ts'
import * as statuses from './statuses.ts'
import type { World } from './world.ts'

/*
 * A Mastodon as its documentation describes it (mastodon/documentation, 4.5), strict where the real one is lenient, with every
 * request open to failure. Shares nothing with the publisher it tests.
 */

/** `_control` tells /statuses and /media besides what every simulator does. */
export interface MastodonOptions extends Partial<ServerOptions>, SimSetup {}

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
  const store = openSim<State>({ port, file, seed, control }, freshState)
  const { state } = store
  const auth = oauth.mastodonAuth(store)
  const world: World = {
    store,
    auth,
    options,
    get url() {
      return store.url
    },
  }
  const addAccount = (username: string) => {
    const account = { id: store.id(), username, displayName: username, disabled: false }
    state.accounts.push(account)
    store.save()
    return account.id
  }
  if (state.accounts.length === 0) addAccount('ada')
  const accountId = (username = 'ada') => {
    const account = state.accounts.find((known) => known.username === username)
    if (!account) throw new Error(`No account ${username}`)
    return account.id
  }
  const standing = () => state.statuses.filter(({ deleted }) => !deleted)

  await store.serve({
    routes: routesOf(world),
    refuse: worded,
    logged: ['idempotency-key'],
    views: { statuses: standing, media: () => state.media },
    admit(ask) {
      statuses.releaseScheduled(world)
      return options.rateLimits && ask.path.startsWith('/api/')
        ? countRequest(state.windows, ask, store.now(), options.rateLimits)
        : {}
    },
  })
  return {
    ...store,
    options,
    statuses: standing,
    media: () => state.media,
    apps: () => state.apps,
    token({ account = 'ada', scopes = ['profile', 'read', 'write'] } = {}) {
      const client = auth.register({ redirectUris: [], scopes })
      state.apps.push({
        id: store.id(),
        name: 'By hand',
        website: null,
        redirectUris: [],
        scopes,
        clientId: client.id,
      })
      return auth.issue({ account: accountId(account), clientId: client.id, scopes }).access
    },
    addAccount,
    accountId,
    revokeTokens(token) {
      const isMeant = ({ access }: Token) => token === undefined || access === token
      for (const known of state.auth.tokens.filter(isMeant)) known.revoked = true
      store.save()
    },
    disable: (username) =>
      state.accounts.filter((account) => account.username === username).forEach((account) => (account.disabled = true)),
    approve: (authorizeUrl, account = 'ada') => auth.approve(authorizeUrl, { account: accountId(account) }),
    deny: auth.deny,
  }
}

/** As a process of its own (test/support/sim/run.ts). */
export async function runMastodon(options: MastodonOptions) {
  const server = await startMastodon(options)
  return {
    hello: { url: server.url, token: server.token(), accountId: server.accountId() },
    stop: server.stop,
  }
}

function routesOf(world: World): Routes {
  const { store, auth, options } = world
  const missing = () => new Refused(404, 'no_route', 'Not Found')
  const withId = (answer: (world: World, ask: Ask, id: string) => ReturnType<Handler>): Handler => {
    return (ask) => answer(world, ask, ask.at['id'] ?? '')
  }
  return {
    ...auth.routes,
    'POST /oauth/revoke': oauth.revokeToken(store),
    'GET /.well-known/oauth-authorization-server': () => {
      if (!options.announcesOAuth) throw missing()
      return oauth.metadata(world.url)
    },
    'POST /api/v1/apps': (ask) => oauth.registerApp(store, auth, ask),
    'GET /api/v1/apps/verify_credentials': (ask) => {
      auth.caller(ask)
      return { status: 200, json: { name: 'app' } }
    },
    'GET /api/v1/accounts/verify_credentials': (ask) => {
      const { account } = oauth.callerOf(world, ask, 'read:accounts', 'profile')
      const source = { privacy: 'public', sensitive: false, language: null, note: '' }
      return { status: 200, json: { ...statuses.accountJson(account, world.url), source } }
    },
    'GET /api/v2/instance': () => {
      if (options.instanceApi !== 'v2') throw missing()
      return { status: 200, json: instanceV2(options, world.url) }
    },
    'GET /api/v1/instance': () => ({ status: 200, json: instanceV1(options, world.url) }),
    'POST /api/v2/media': (ask) => media.upload(world, ask),
    'GET /api/v1/media/:id': withId(media.show),
    'PUT /api/v1/media/:id': withId(media.update),
    'DELETE /api/v1/media/:id': withId(media.remove),
    'POST /api/v1/statuses': (ask) => statuses.create(world, ask),
    'GET /api/v1/statuses/:id': withId(statuses.show),
    'PUT /api/v1/statuses/:id': withId(statuses.edit),
    'DELETE /api/v1/statuses/:id': withId((_, ask, id) => {
      only(ask.query, 'delete_media')
      return statuses.remove(world, ask, id)
    }),
    'GET /api/v1/statuses/:id/source': withId(statuses.source),
    'GET /api/v1/accounts/:id/statuses': withId(statuses.ofAccount),
  }
}
