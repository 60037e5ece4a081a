import { createAuth, freshAuth } from '../sim/oauth.ts'
import { countUse } from '../sim/rate.ts'
import { Refused, type Reply } from '../sim/refused.ts'
import { openSim, type SimSetup } from '../sim/server.ts'
import * as media from './media.ts'
import * as pins from './pins.ts'
import type { PinterestState } from './state.ts'

/*
 * Pinterest's API v5 as its OpenAPI document describes it, to an app with Standard access unless told: boards and sections, pins with pictures
 * and films, the storage that takes films, the daily limit of Trial access. Shares nothing with the publisher it tests.
 */

export type Pinterest = Awaited<ReturnType<typeof startPinterest>>

const dayMs = 86_400_000

export async function startPinterest(setup: SimSetup = {}) {
  const sim = openSim<PinterestState>(setup, () => ({
    auth: freshAuth(),
    users: [
      { id: '7001', username: 'ada', business: 'Analytical Engines' },
      { id: '7002', username: 'grace', business: null },
    ],
    boards: [
      { id: '8001', owner: 'ada', name: 'Engines', privacy: 'PUBLIC', sections: [{ id: '9001', name: 'Brass' }] },
      { id: '8002', owner: 'ada', name: 'Notes', privacy: 'PUBLIC', sections: [] },
      { id: '8003', owner: 'ada', name: 'Hidden', privacy: 'SECRET', sections: [] },
      { id: '8004', owner: 'grace', name: 'Ships', privacy: 'PUBLIC', sections: [] },
    ],
    media: [],
    pins: [],
    windows: {},
    options: { processing: { looks: 0, fails: false }, access: 'standard', newestFirst: true },
  }))
  const auth = createAuth(
    sim,
    {
      paths: { authorize: '/oauth/', token: '/v5/oauth/token' },
      scopes: {
        known: ['boards:read', 'boards:write', 'pins:read', 'pins:write', 'user_accounts:read'],
        separator: ',',
      },
      redirects: 'exact',
      pkce: { mode: 'none' },
      clientAuth: ['basic'],
      accessMs: 30 * dayMs,
      refresh: { ms: 60 * dayMs, rotates: true },
      extra: { token: ['continuous_refresh'] },
      answer: (issued) => ({
        response_type: issued.renewed ? 'refresh_token' : 'authorization_code',
        access_token: issued.access,
        token_type: 'bearer',
        expires_in: issued.accessSeconds,
        refresh_token: issued.refresh,
        refresh_token_expires_in: issued.refreshSeconds,
        scope: issued.scopes.join(' '),
      }),
      // Not as RFC 6749 words it: like every other error.
      refuse: (status, _error, message) => ({ status, json: { code: status, message } }),
    },
    () => 'ada',
  )
  const world = { sim, auth }
  await sim.serve({
    routes: {
      ...auth.routes,
      'GET /v5/user_account': (ask) => pins.me(world, ask),
      'POST /v5/pins': { answer: (ask) => pins.create(world, ask), maxBody: 100_000_000 },
      'PATCH /v5/pins/:id': (ask) => pins.update(world, ask),
      'DELETE /v5/pins/:id': (ask) => pins.remove(world, ask),
      'GET /v5/boards': (ask) => pins.boards(world, ask),
      'GET /v5/boards/:id/pins': (ask) => pins.listed(world, ask),
      'GET /v5/boards/:id/sections': (ask) => pins.sections(world, ask),
      'GET /v5/boards/:id/sections/:section/pins': (ask) => pins.listed(world, ask),
      'POST /v5/media': (ask) => media.register(world, ask),
      'GET /v5/media/:id': (ask) => media.status(world, ask),
      'POST /pinterest-media-upload/': { answer: (ask) => media.store(world, ask), maxFile: 2_000_000_000 },
    },
    refuse,
    admit: (ask): Record<string, string> => {
      if (!ask.path.startsWith('/v5/') || ask.path === '/v5/oauth/token') return {}
      const isTrial = sim.state.options.access === 'trial'
      const [limit, window] = isTrial ? [1_000, 86_400] : [100, 1]
      const rule = { limit, periodMs: window * 1_000, starts: 'first_use' } as const
      const used = countUse(sim.state.windows, 'all', sim.now(), rule)
      if (used.over) throw new Refused(429, 'rate_limited', 'limit', { resetsAt: used.resetsAt })
      return {
        'x-ratelimit-limit': isTrial ? '1000, 1000;w=86400' : '100, 100;w=1, 1000;w=60',
        'x-ratelimit-remaining': String(used.remaining),
        'x-ratelimit-reset': String(Math.ceil((used.resetsAt - sim.now()) / 1_000)),
      }
    },
    views: { pins: () => sim.state.pins.filter((pin) => !pin.deleted) },
  })

  /** Errors are `{code, message}`: the numbers of the document's examples, and those seen of tokens. */
  function refuse({ status, code, message, details }: Refused): Reply {
    if (code === 'invalid_token') return { status: 401, json: { code: 2, message: 'Authentication failed.' } }
    if (code === 'missing_scope')
      return {
        status: 401,
        json: { code: 3, message: 'Your token does not have sufficient permissions to perform this operation.' },
      }
    if (details.resetsAt !== undefined)
      return {
        status: 429,
        json: { code: 8, message: 'You have exceeded your rate limit. Try again later.' },
        headers: { 'x-ratelimit-reset': String(Math.ceil((details.resetsAt - sim.now()) / 1_000)) },
      }
    return { status, json: { code: status === 400 ? 1 : status, message } }
  }

  return { ...sim, url: sim.url, auth, pins: () => sim.state.pins.filter((pin) => !pin.deleted) }
}

/** As a process; see sim/run.ts. */
export async function runPinterest(setup: SimSetup) {
  const server = await startPinterest(setup)
  const client = server.auth.register({ redirectUris: ['http://localhost:47831/oauth/callback'] })
  const token = server.auth.issue({ clientId: client.id, account: 'ada' })
  return {
    hello: {
      url: server.url,
      clientId: client.id,
      clientSecret: client.secret,
      accessToken: token.access,
      refreshToken: token.refresh,
    },
    stop: () => server.stop(),
  }
}
