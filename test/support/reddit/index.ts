import { createAuth, freshAuth } from '../sim/oauth.ts'
import { countUse } from '../sim/rate.ts'
import { Refused } from '../sim/refused.ts'
import { openSim, type SimSetup } from '../sim/server.ts'
import * as around from './around.ts'
import { status, worded } from './errors.ts'
import * as media from './media.ts'
import { kinds, type Community, type RedditState, type Requirements } from './state.ts'
import * as submit from './submit.ts'

/*
 * Reddit's Data API as its readers have written it down (Reddit has no document of it that tells more than names of fields): sign-in, communities with
 * their rules, leases and the storage behind them, posts, galleries, polls, films that show late, comments, limits. Shares nothing with the publisher
 * it tests.
 */

export type Reddit = Awaited<ReturnType<typeof startReddit>>

/** As a community that asks for nothing tells them. */
const free: Requirements = {
  is_flair_required: false,
  title_text_min_length: null,
  title_text_max_length: null,
  title_required_strings: [],
  title_blacklisted_strings: [],
  title_regexes: [],
  body_restriction_policy: 'none',
  body_text_min_length: null,
  body_text_max_length: null,
  body_required_strings: [],
  body_blacklisted_strings: [],
  body_regexes: [],
  link_restriction_policy: 'none',
  domain_whitelist: [],
  domain_blacklist: [],
  link_repost_age: null,
  gallery_min_items: null,
  gallery_max_items: null,
  gallery_captions_requirement: 'none',
  gallery_urls_requirement: 'none',
  guidelines_text: null,
  guidelines_display_policy: null,
}

const community = (name: string, more: Partial<Community> = {}): Community => ({
  name,
  takes: kinds,
  open: 'public',
  moderators: [],
  subscribers: [],
  banned: [],
  flairs: [],
  requirements: { ...free },
  ...more,
})

export interface RedditSetup extends SimSetup {
  /** Of requests; on unless told. */
  readonly rateLimits?: boolean
  /** How long Reddit works on a picture or a film; a second unless told. */
  readonly processingMs?: number
}

export async function startReddit({ rateLimits = true, processingMs = 1_000, ...setup }: RedditSetup = {}) {
  const sim = openSim<RedditState>(setup, () => ({
    auth: freshAuth(),
    users: [
      { id: 'a1', name: 'ada', suspended: false },
      { id: 'g2', name: 'grace', suspended: false },
    ],
    communities: [
      community('engines', {
        moderators: ['ada'],
        subscribers: ['ada', 'grace'],
        flairs: [
          { id: 'f1', text: 'Brass', editable: false },
          { id: 'f2', text: 'Other', editable: true },
        ],
      }),
      community('notes', { subscribers: ['ada'], takes: ['self'] }),
      community('strict', {
        subscribers: ['ada'],
        flairs: [{ id: 's1', text: 'Paper', editable: false }],
        requirements: { ...free, is_flair_required: true, title_text_min_length: 10, link_repost_age: 30 },
      }),
      community('closed', { open: 'private' }),
      community('trusted', { open: 'restricted', subscribers: ['ada'] }),
      community('hostile', { banned: ['ada'], subscribers: ['ada'] }),
      community('u_ada', { moderators: ['ada'] }),
      community('u_grace', { moderators: ['grace'], subscribers: ['ada'] }),
    ],
    assets: [],
    posts: [],
    comments: [],
    windows: {},
    options: {
      processing: { ms: processingMs, fails: false },
      usualProcessingMs: processingMs,
      throttleSeconds: 0,
      clockAheadMs: 0,
      keepsAssetIds: true,
    },
  }))
  const auth = createAuth(
    sim,
    {
      paths: { authorize: '/api/v1/authorize', token: '/api/v1/access_token', revoke: '/api/v1/revoke_token' },
      scopes: {
        known: ['identity', 'submit', 'edit', 'history', 'flair', 'mysubreddits', 'read'],
        separator: ' ',
      },
      redirects: 'exact',
      pkce: { mode: 'none' },
      clientAuth: ['basic', 'none'],
      accessMs: 3_600_000,
      refresh: { ms: null, rotates: false },
      extra: { authorize: ['duration'] },
      checkAuthorize: ({ duration }) =>
        duration === 'temporary' || duration === 'permanent'
          ? null
          : { error: 'invalid_request', description: 'duration is temporary or permanent' },
      answer: ({ access, refresh, accessSeconds, scope }) => ({
        access_token: access,
        token_type: 'bearer',
        expires_in: accessSeconds,
        refresh_token: refresh,
        scope,
      }),
      // Not as RFC 6749 words it: a code that is wrong is told with 200, everything else like any other error.
      refuse: (code, error, description) =>
        error === 'invalid_grant' && !description.includes('refresh token')
          ? { status: 200, json: { error } }
          : { status: code, json: { message: code === 401 ? 'Unauthorized' : 'Bad Request', error: code } },
    },
    () => 'ada',
  )
  const world = { sim, auth }
  await sim.serve({
    routes: {
      ...auth.routes,
      'GET /api/v1/me': (ask) => around.me(world, ask),
      'GET /api/v1/:sr/post_requirements': (ask) => around.requirements(world, ask),
      'GET /subreddits/mine/:where': (ask) => around.mine(world, ask),
      'GET /r/:sr/api/link_flair_v2': (ask) => around.flairs(world, ask),
      'GET /user/:name/submitted': (ask) => around.submitted(world, ask),
      'GET /user/:name/comments': (ask) => around.commented(world, ask),
      'POST /api/media/asset.json': (ask) => media.lease(world, ask),
      'POST /reddit-uploaded-media': { answer: (ask) => media.store(world, ask), maxFile: 100_000_000 },
      'POST /reddit-uploaded-video': { answer: (ask) => media.store(world, ask), maxFile: 2_200_000_000 },
      'POST /api/submit': (ask) => submit.submit(world, ask),
      'POST /api/submit_gallery_post.json': (ask) => submit.submitGallery(world, ask),
      'POST /api/submit_poll_post': (ask) => submit.submitPoll(world, ask),
      'POST /api/comment': (ask) => around.comment(world, ask),
      'POST /api/editusertext': (ask) => around.edit(world, ask),
      'POST /api/del': (ask) => around.remove(world, ask),
    },
    refuse: (why) => worded(why, sim.now()),
    logged: ['user-agent'],
    admit({ path, headers }) {
      const date = { date: new Date(sim.now() + sim.state.options.clockAheadMs).toUTCString() }
      if (path === '/api/v1/authorize' || path.startsWith('/reddit-uploaded-')) return date
      // One that does not say what asks, in which version, is turned away. Source: reddit-archive/reddit wiki, API.
      if (!/^[\w-]+:[\w.-]+:v[\w.-]+( \(by \/u\/[\w-]+\))?$/.test(headers['user-agent'] ?? '')) throw status(403)
      if (!rateLimits || path.startsWith('/api/v1/access') || path.startsWith('/api/v1/revoke')) return date
      // 100 a minute, averaged over ten.
      const used = countUse(sim.state.windows, 'all', sim.now(), { limit: 1_000, periodMs: 600_000, starts: 'aligned' })
      if (used.over) throw new Refused(429, 'rate_limited', 'limit', { resetsAt: used.resetsAt })
      return {
        ...date,
        'x-ratelimit-used': String(used.used),
        'x-ratelimit-remaining': `${used.remaining}.0`,
        'x-ratelimit-reset': String(Math.ceil((used.resetsAt - sim.now()) / 1_000)),
      }
    },
    views: { posts: () => shown(), comments: () => sim.state.comments.filter((one) => !one.deleted) },
  })

  /** What others see by now. */
  const shown = () =>
    sim.state.posts.filter(({ deleted, visibleAt }) => !deleted && visibleAt !== null && visibleAt <= sim.now())

  return { ...sim, url: sim.url, auth, posts: shown }
}

/** As a process; see sim/run.ts. */
export async function runReddit(setup: SimSetup) {
  const server = await startReddit({ ...setup, rateLimits: false })
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
