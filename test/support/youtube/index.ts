import { createAuth, freshAuth } from '../sim/oauth.ts'
import { countUse } from '../sim/rate.ts'
import type { Refused, Reply } from '../sim/refused.ts'
import { openSim, type Ask, type Sim, type SimSetup } from '../sim/server.ts'
import { scopes } from './access.ts'
import * as around from './around.ts'
import * as comments from './comments.ts'
import { googleError } from './errors.ts'
import type { World, YouTubeState } from './state.ts'
import * as uploads from './uploads.ts'
import * as videos from './videos.ts'

/*
 * YouTube's Data API v3 as its reference describes it: resumable uploads, videos that are processed and released, thumbnails, captions,
 * playlists, comments, the two quotas, and Google's sign-in for desktop apps. Shares nothing with the publisher it tests.
 */

export type YouTube = Awaited<ReturnType<typeof startYouTube>>

export async function startYouTube(setup: SimSetup = {}) {
  const sim = openSim<YouTubeState>(setup, () => ({
    auth: freshAuth(),
    channels: [
      {
        id: 'UCada0000000000000000001',
        owner: 'ada',
        title: 'Ada',
        handle: '@ada',
        country: 'DE',
        longUploads: 'allowed',
      },
      {
        id: 'UCgrace00000000000000002',
        owner: 'grace',
        title: 'Grace',
        handle: '@grace',
        country: 'US',
        longUploads: 'eligible',
      },
    ],
    sessions: [],
    videos: [],
    playlists: [{ id: 'PLada1', channelId: 'UCada0000000000000000001', title: 'Engines', videoIds: [] }],
    comments: [],
    windows: {},
    options: {
      processing: { looks: 0, fails: false },
      quota: { uploads: 100, units: 10_000 },
      uploadsLeft: 1_000,
      verified: true,
      keepsPrivate: false,
      enabled: true,
    },
  }))
  const auth = createAuth(
    sim,
    {
      paths: { authorize: '/o/oauth2/v2/auth', token: '/token', revoke: '/revoke' },
      scopes: { known: Object.values(scopes), separator: ' ' },
      redirects: 'loopback',
      pkce: { mode: 'required' },
      clientAuth: ['body'],
      accessMs: 3_599_000,
      refresh: { ms: null, rotates: false },
      extra: { authorize: ['access_type', 'prompt', 'include_granted_scopes', 'login_hint'] },
      // Google grants without, and then gives no refresh token: who wants one must ask so.
      checkAuthorize: (query) =>
        query['access_type'] === 'offline' && String(query['prompt']).includes('consent')
          ? null
          : { error: 'invalid_request', description: 'Without offline access and consent there is no refresh token.' },
    },
    () => 'ada',
  )
  const world: World = { sim, auth }
  const routed =
    <Answer>(work: (world: World, ask: Ask) => Answer) =>
    (ask: Ask) => {
      if (!sim.state.options.enabled)
        throw googleError(403, 'accessNotConfigured', 'YouTube Data API v3 has not been used in project 1 before', {
          details: [{ '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason: 'SERVICE_DISABLED' }],
        })
      return work(world, ask)
    }
  await sim.serve({
    routes: {
      ...auth.routes,
      'POST /upload/youtube/v3/videos': routed(uploads.begin),
      'PUT /upload/youtube/v3/videos': { answer: routed(uploads.receive), raw: true, keep: true, partial: true },
      'POST /upload/youtube/v3/thumbnails/set': {
        answer: routed(around.setThumbnail),
        raw: true,
        maxFile: 50_000_000,
      },
      'POST /upload/youtube/v3/captions': { answer: routed(around.addCaptions), raw: true, keep: true },
      'GET /youtube/v3/captions': routed(around.listCaptions),
      'GET /youtube/v3/videos': routed(videos.list),
      'PUT /youtube/v3/videos': routed(videos.update),
      'DELETE /youtube/v3/videos': routed(videos.remove),
      'GET /youtube/v3/channels': routed(around.listChannels),
      'GET /youtube/v3/videoCategories': routed(around.listCategories),
      'GET /youtube/v3/playlists': routed(around.listPlaylists),
      'GET /youtube/v3/playlistItems': routed(around.listItems),
      'POST /youtube/v3/playlistItems': routed(around.addItem),
      'GET /youtube/v3/commentThreads': routed(comments.list),
      'POST /youtube/v3/commentThreads': routed(comments.add),
      'PUT /youtube/v3/comments': routed(comments.update),
      'DELETE /youtube/v3/comments': routed(comments.remove),
    },
    refuse,
    before: () => videos.release(sim.state, sim.now()),
    admit: (ask) => (admit(sim, ask), {}),
    alias: (method, path, headers) => comments.alias(method, path) ?? uploads.alias(method, path, headers),
    logged: ['content-range'],
    hide: (target) => target.replace(/(upload_id=)[^&]*/, '$1…'),
    views: { videos: () => videos.visible(sim.state) },
  })
  return { ...sim, url: sim.url, auth, visible: () => videos.visible(sim.state) }
}

/** Units by method; uploads have a quota of their own. Source: youtube/v3/determine_quota_cost. */
const costs: readonly (readonly [RegExp, number])[] = [
  [/^GET \/youtube\/v3\/captions$/, 50],
  [/^GET /, 1],
  [/^POST \/upload\/youtube\/v3\/captions$/, 400],
  [/^(POST|PUT|DELETE) /, 50],
]

function admit(sim: Sim<YouTubeState>, ask: Ask): void {
  const request = `${ask.method} ${ask.path}`
  if (!ask.path.includes('/youtube/v3/') || request === 'PUT /upload/youtube/v3/videos') return
  const isUpload = request === 'POST /upload/youtube/v3/videos'
  const { quota } = sim.state.options
  const used = countUse(
    sim.state.windows,
    isUpload ? 'uploads' : 'units',
    sim.now(),
    // Midnight of Pacific standard time.
    {
      limit: isUpload ? quota.uploads : quota.units,
      periodMs: 86_400_000,
      starts: 'aligned',
      offsetMs: 8 * 3_600_000,
    },
    isUpload ? 1 : (costs.find(([route]) => route.test(request))?.[1] ?? 1),
  )
  if (used.over)
    throw googleError(403, 'quotaExceeded', 'The request cannot be completed because you have exceeded your quota.')
}

/** Source: youtube/v3/docs/errors, developers.google.com/youtube/v3/docs/core_errors. */
function refuse({ status, code, message, details }: Refused): Reply {
  switch (code) {
    case 'invalid_token':
      return googleError(401, 'authError', 'Request had invalid authentication credentials.').reply
    case 'missing_scope':
      return googleError(403, 'insufficientPermissions', 'Request had insufficient authentication scopes.', {
        details: [{ reason: 'ACCESS_TOKEN_SCOPE_INSUFFICIENT' }],
      }).reply
    case 'rate_limited':
      return googleError(429, 'rateLimitExceeded', 'Rate Limit Exceeded').reply
    case 'busy':
      return googleError(status, 'backendError', 'Backend Error').reply
    case 'no_route':
      return googleError(404, 'notFound', message).reply
    case 'too_large':
      return googleError(413, 'uploadTooLarge', message).reply
    default:
      return googleError(400, 'invalidParameter', `${message}${details.field ? ` (${details.field})` : ''}`).reply
  }
}

/** As a process; see sim/run.ts. */
export async function runYouTube(setup: SimSetup) {
  const server = await startYouTube(setup)
  const client = server.auth.register({ redirectUris: ['http://127.0.0.1'] })
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
