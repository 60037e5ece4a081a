import { createAuth, freshAuth } from '../sim/oauth.ts'
import { countUse } from '../sim/rate.ts'
import { Refused, type Reply } from '../sim/refused.ts'
import { openSim, type SimSetup } from '../sim/server.ts'
import * as media from './media.ts'
import * as posts from './posts.ts'
import type { XState } from './state.ts'

/*
 * X's API v2 as its OpenAPI document (v2.167) and its pages describe it, through an app on pay-per-use: media in one request or in segments,
 * posts with what self-serve plans refuse, the own timeline, rate limits and credits. Shares nothing with the publisher it tests.
 */

export type X = Awaited<ReturnType<typeof startX>>

export async function startX(setup: SimSetup & { rateLimits?: boolean } = {}) {
  const { rateLimits = true, ...rest } = setup
  const sim = openSim<XState>(rest, () => ({
    auth: freshAuth(),
    users: [
      { id: '1001', username: 'ada', name: 'Ada', subscription: 'None' },
      { id: '1002', username: 'grace', name: 'Grace', subscription: 'Premium' },
    ],
    media: [],
    posts: [],
    windows: {},
    options: { processing: { looks: 0, fails: false }, credits: 1_000_000, refusesMentions: false },
  }))
  const auth = createAuth(
    sim,
    {
      paths: { authorize: '/i/oauth2/authorize', token: '/2/oauth2/token', revoke: '/2/oauth2/revoke' },
      scopes: {
        known: ['tweet.read', 'tweet.write', 'users.read', 'media.write', 'offline.access', 'tweet.moderate.write'],
        separator: ' ',
      },
      redirects: 'exact',
      pkce: { mode: 'required' },
      clientAuth: ['basic', 'none'],
      codeMs: 30_000,
      accessMs: 7_200_000,
      refresh: { ms: null, rotates: true, only: 'offline.access' },
    },
    () => 'ada',
  )
  const world = { sim, auth }
  await sim.serve({
    routes: {
      ...auth.routes,
      'GET /2/users/me': (ask) => posts.me(world, ask),
      'GET /2/users/by': (ask) => posts.usersBy(world, ask),
      'GET /2/users/:id/tweets': (ask) => posts.timeline(world, ask),
      'GET /2/tweets/:id': (ask) => posts.show(world, ask),
      'POST /2/tweets': (ask) => posts.create(world, ask),
      'DELETE /2/tweets/:id': (ask) => posts.remove(world, ask),
      'POST /2/media/upload': { answer: (ask) => media.uploadOnce(world, ask), maxFile: 6_000_000 },
      'GET /2/media/upload': (ask) => media.status(world, ask),
      'POST /2/media/upload/initialize': (ask) => media.initialize(world, ask),
      'POST /2/media/upload/:id/append': { answer: (ask) => media.append(world, ask), maxFile: 5_300_000, keep: true },
      'POST /2/media/upload/:id/finalize': (ask) => media.finalize(world, ask),
      'POST /2/media/metadata': (ask) => media.describe(world, ask),
    },
    refuse: (why) => refuse(why, sim.now()),
    admit: (ask): Record<string, string> => {
      const limit = limits.find(({ route }) => route.test(`${ask.method} ${ask.path}`))
      if (!rateLimits || !limit) return {}
      const used = countUse(sim.state.windows, limit.route.source, sim.now(), {
        limit: limit.most,
        periodMs: 900_000,
        starts: 'first_use',
      })
      if (used.over) throw new Refused(429, 'rate_limited', 'Too Many Requests', { resetsAt: used.resetsAt })
      return {
        'x-rate-limit-limit': String(used.limit),
        'x-rate-limit-remaining': String(used.remaining),
        'x-rate-limit-reset': String(Math.ceil(used.resetsAt / 1_000)),
      }
    },
    views: { posts: () => sim.state.posts.filter((post) => !post.deleted) },
  })
  return { ...sim, url: sim.url, auth, posts: () => sim.state.posts.filter((post) => !post.deleted) }
}

/** Per user and 15 minutes. Source: x-api/fundamentals/rate-limits.mdx. */
const limits = [
  { route: /^POST \/2\/tweets$/, most: 100 },
  { route: /^DELETE \/2\/tweets\//, most: 50 },
  { route: /^GET \/2\/users\/\d+\/tweets$/, most: 900 },
  { route: /^POST \/2\/media\/upload$/, most: 500 },
  { route: /^POST \/2\/media\/upload\//, most: 1_875 },
  { route: /^POST \/2\/media\/metadata$/, most: 500 },
]

const titles: Record<number, string> = {
  400: 'Invalid Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found Error',
  413: 'Payload Too Large',
  415: 'Unsupported Media Type',
  429: 'Too Many Requests',
  503: 'Service Unavailable',
}

/** Problem documents. Source: x-api/fundamentals/response-codes-and-errors.mdx. */
function refuse({ status, message, details }: Refused, now: number): Reply {
  const kinds: Record<number, string> = {
    400: 'https://api.x.com/2/problems/invalid-request',
    404: 'https://api.x.com/2/problems/resource-not-found',
    429: 'https://api.x.com/2/problems/rate-limit-exceeded',
  }
  return {
    status,
    json: { title: titles[status] ?? 'Error', detail: message, type: kinds[status] ?? 'about:blank', status },
    ...(details.resetsAt !== undefined && {
      headers: {
        'x-rate-limit-reset': String(Math.ceil(details.resetsAt / 1_000)),
        date: new Date(now).toUTCString(),
      },
    }),
  }
}

/** As a process; see sim/run.ts. */
export async function runX(setup: SimSetup) {
  const server = await startX({ ...setup, rateLimits: false })
  const client = server.auth.register({ public: true, redirectUris: ['http://127.0.0.1:47831/oauth/callback'] })
  const token = server.auth.issue({ clientId: client.id, account: 'ada' })
  return {
    hello: { url: server.url, clientId: client.id, accessToken: token.access, refreshToken: token.refresh },
    stop: () => server.stop(),
  }
}
