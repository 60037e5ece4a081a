import { createAuth, freshAuth } from '../sim/oauth.ts'
import { only, required } from '../sim/params.ts'
import { countUse } from '../sim/rate.ts'
import { Refused, type Reply } from '../sim/refused.ts'
import { openSim, type Ask, type SimSetup } from '../sim/server.ts'
import * as posts from './posts.ts'
import { envelope, type TikTokState, type TikTokUser } from './state.ts'

/*
 * TikTok's Login Kit for Desktop and its Content Posting API v2, as developers.tiktok.com describes them in November 2026: what a creator may
 * choose, videos in chunks, pictures by address, drafts for the inbox, and what became of each. Shares nothing with the publisher it tests.
 * It fetches pictures over http, since what is tested stands on loopback; the real one wants https.
 */

export type TikTok = Awaited<ReturnType<typeof startTikTok>>

const user = (account: string, name: string): TikTokUser => ({
  account,
  openId: `open-${account}`,
  name,
  username: `${account}.makes`,
  isPrivate: false,
  off: { comment: false, duet: false, stitch: false },
  maxSeconds: 600,
  mayPost: true,
})

export async function startTikTok(setup: SimSetup & { rateLimits?: boolean } = {}) {
  const { rateLimits = true, ...rest } = setup
  const sim = openSim<TikTokState>(rest, () => ({
    auth: freshAuth(),
    users: [user('ada', 'Ada'), user('grace', 'Grace')],
    posts: [],
    windows: {},
    options: {
      audited: true,
      processing: { looks: 0, fails: null },
      reviewLooks: 0,
      verified: ['http://127.0.0.1:'],
      capped: rateLimits,
    },
  }))
  const auth = createAuth(
    sim,
    {
      paths: { authorize: '/v2/auth/authorize/', token: '/v2/oauth/token/' },
      scopes: { known: ['user.info.basic', 'video.upload', 'video.publish', 'video.list'], separator: ',' },
      redirects: 'loopback',
      pkce: { mode: 'required', challenge: 'hex' },
      clientAuth: ['body'],
      clientIdName: 'client_key',
      // Source: oauth-refresh-a-user-access-token (2026-11-02).
      accessMs: 7_200_000,
      refresh: { ms: 180 * 86_400_000, rotates: true },
      answer: (issued) => ({
        open_id: `open-${issued.account}`,
        scope: issued.scope,
        access_token: issued.access,
        expires_in: issued.accessSeconds,
        refresh_token: issued.refresh,
        refresh_expires_in: issued.refreshSeconds,
        token_type: 'Bearer',
      }),
      // Refusals of the token endpoint come with 200 (seen by several clients; the documentation names no status).
      refuse: (_status, error, description) => ({
        status: 200,
        json: { error, error_description: description, log_id: '20261125101010ABCDEF' },
      }),
    },
    () => 'ada',
  )
  const world = { sim, auth }
  /** By the access token alone. Source: oauth-user-access-token-management. */
  const revoke = (ask: Ask): Reply => {
    only(ask.body, 'client_key', 'client_secret', 'token')
    const client = auth.client(ask)
    const found = auth.find(required(ask.body, 'token'))
    if (found?.clientId !== client.id)
      return { status: 200, json: { error: 'invalid_request', error_description: 'The token is invalid.' } }
    auth.revoke(found.access)
    return { status: 200, json: {} }
  }
  await sim.serve({
    routes: {
      ...auth.routes,
      'POST /v2/oauth/revoke/': revoke,
      'GET /v2/user/info/': (ask) => posts.userInfo(world, ask),
      'POST /v2/post/publish/creator_info/query/': (ask) => posts.creatorInfo(world, ask),
      'POST /v2/post/publish/video/init/': (ask) => posts.startVideo(world, ask),
      'POST /v2/post/publish/inbox/video/init/': (ask) => posts.startDraft(world, ask),
      'POST /v2/post/publish/content/init/': (ask) => posts.startPhotos(world, ask),
      'POST /v2/post/publish/status/fetch/': (ask) => posts.status(world, ask),
      'PUT /video/': { answer: (ask) => posts.put(world, ask), raw: true, keep: true, maxFile: 128_000_000 },
    },
    refuse,
    admit: (ask): Record<string, string> => {
      const most = limits[ask.path]
      if (!rateLimits || most === undefined) return {}
      const bucket = `${ask.path} ${ask.headers.authorization ?? ''}`
      const rule = { limit: most, periodMs: 60_000, starts: 'first_use' } as const
      const used = countUse(sim.state.windows, bucket, sim.now(), rule)
      if (used.over) throw new Refused(429, 'rate_limited', 'The API rate limit was exceeded.')
      return {}
    },
    logged: ['content-range'],
    views: { posts: () => sim.state.posts },
  })
  return {
    ...sim,
    url: sim.url,
    auth,
    /** Everything that is out, or lies in an inbox. */
    posts: () => sim.state.posts.filter(({ state }) => state === 'out' || state === 'in_inbox'),
  }
}

/** A minute, for each token. Sources: the pages of each endpoint. */
const limits: Readonly<Record<string, number>> = {
  '/v2/post/publish/creator_info/query/': 20,
  '/v2/post/publish/video/init/': 6,
  '/v2/post/publish/inbox/video/init/': 6,
  '/v2/post/publish/content/init/': 6,
  '/v2/post/publish/status/fetch/': 30,
}

/** Source: doc/tiktok-api-v2-error-handling. */
function refuse({ status, code, message }: Refused): Reply {
  const known: Partial<Record<Refused['code'], readonly [number, string]>> = {
    bad_input: [400, 'invalid_params'],
    bad_json: [400, 'invalid_params'],
    invalid_token: [401, 'access_token_invalid'],
    missing_scope: [401, 'scope_not_authorized'],
    rate_limited: [429, 'rate_limit_exceeded'],
    busy: [status, 'internal_error'],
  }
  const [answered, name] = known[code] ?? [status, 'invalid_params']
  return { status: answered, json: envelope({}, name, message) }
}

/** As a process; see sim/run.ts. */
export async function runTikTok(setup: SimSetup) {
  const server = await startTikTok({ ...setup, rateLimits: false })
  const client = server.auth.register({ redirectUris: ['http://127.0.0.1:*/oauth/callback'] })
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
