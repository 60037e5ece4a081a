import { createAuth, freshAuth } from '../sim/oauth.ts'
import { countUse } from '../sim/rate.ts'
import { Refused, type Reply } from '../sim/refused.ts'
import { openSim, type Ask, type SimSetup } from '../sim/server.ts'
import { createMedia, upload } from './media.ts'
import * as posts from './posts.ts'
import { envelope, memberOf, type SnapchatState } from './state.ts'

/*
 * Snap's sign-in and its Public Profile API, as developers.snap.com describes them until October 2026: profiles of organizations, encrypted files in
 * parts, stories, saved stories, and Spotlights that are looked at before others see them. Shares nothing with the publisher it tests.
 */

export type Snapchat = Awaited<ReturnType<typeof startSnapchat>>

const hourMs = 3_600_000
const harbour = '0d1b7a3e-2f35-4c0e-9a5b-6f1f6f2b7c10'
const engines = '5e0c9b52-7a3d-4e6f-8c1a-3b9d2f4e6a80'
/** Of Ada, who hosts the first herself; Grace has a role with her organization and hosts none. */
export const profileIds = {
  harbour: '1f4a2c60-8b7e-4d3a-9c52-0a6e7d1b3f91',
  bakery: '2a5b3d71-9c8f-4e4b-8d63-1b7f8e2c4a02',
  engines: '3b6c4e82-0d90-4f5c-9e74-2c8a9f3d5b13',
} as const
export const organizationIds = { harbour, engines } as const

const fresh = (): SnapchatState => ({
  auth: freshAuth(),
  profiles: [
    { id: profileIds.harbour, organization: harbour, name: 'Harbour', username: 'harbour.snaps' },
    { id: profileIds.bakery, organization: harbour, name: 'Harbour Bakery', username: null },
    { id: profileIds.engines, organization: engines, name: 'Analytical Engines', username: 'engines' },
  ],
  members: [
    { account: 'ada', organizations: [harbour], own: profileIds.harbour },
    { account: 'grace', organizations: [engines], own: null },
  ],
  media: [],
  posts: [],
  windows: {},
  options: {
    listed: true,
    processing: { looks: 0, fails: false },
    review: { looks: 0, fails: false },
    listsSubmitted: true,
  },
})

export async function startSnapchat(setup: SimSetup & { rateLimits?: boolean } = {}) {
  const { rateLimits = true, ...rest } = setup
  const sim = openSim<SnapchatState>(rest, fresh)
  const auth = createAuth(
    sim,
    {
      paths: { authorize: '/login/oauth2/authorize', token: '/login/oauth2/access_token' },
      scopes: { known: ['snapchat-profile-api', 'snapchat-marketing-api'], separator: ' ' },
      // Ads-API/faq: an address with https that one controls.
      redirects: 'https',
      pkce: { mode: 'none' },
      clientAuth: ['body'],
      // Ads-API/authentication; that the refresh token is replaced is what clients saw.
      accessMs: hourMs,
      refresh: { ms: null, rotates: true },
    },
    () => 'ada',
  )
  const world = { sim, auth }
  const profile = '/v1/public_profiles/:profile'
  await sim.serve({
    routes: {
      ...auth.routes,
      'GET /v1/public_profiles/my_profile': (ask) => posts.myProfile(world, ask, memberOf(world, ask)),
      'GET /v1/organizations/:organization/public_profiles': (ask) =>
        posts.listProfiles(world, ask, memberOf(world, ask)),
      [`GET ${profile}`]: (ask) => posts.getProfile(world, ask),
      [`POST ${profile}/media`]: (ask) => createMedia(world, ask),
      [`POST /us${profile}/media/:media/multipart-upload`]: {
        answer: (ask) => upload(world, ask),
        keep: true,
        maxFile: 64_000_000,
      },
      [`POST ${profile}/stories`]: (ask) => posts.postStory(world, ask),
      [`POST ${profile}/saved_stories`]: (ask) => posts.postSavedStory(world, ask),
      [`POST ${profile}/spotlights`]: (ask) => posts.postSpotlight(world, ask),
      [`GET ${profile}/spotlights`]: (ask) => posts.listSpotlights(world, ask),
      [`GET ${profile}/spotlights/:spotlight`]: (ask) => posts.getSpotlight(world, ask),
    },
    refuse,
    admit: (ask) => admit(sim, ask, rateLimits),
    views: { posts: () => sim.state.posts },
  })
  return {
    ...sim,
    url: sim.url,
    auth,
    /** Everything others can see, with the file it is made of. */
    posts: () =>
      sim.state.posts
        .filter(({ status }) => status === 'LIVE')
        .map((post) => ({ ...post, media: sim.state.media.find(({ id }) => id === post.mediaId) })),
  }
}

/** Ten requests a second on average for each token, and no header tells of it. Source: Ads-API/rate-limits. */
function admit(sim: { state: SnapchatState; now(): number }, ask: Ask, limited: boolean): Record<string, string> {
  if (!limited || !ask.path.includes('/v1/')) return {}
  const rule = { limit: 600, periodMs: 60_000, starts: 'first_use' } as const
  const used = countUse(sim.state.windows, ask.headers.authorization ?? '', sim.now(), rule)
  if (used.over) throw new Refused(429, 'rate_limited', 'Too many requests')
  return {}
}

function refuse({ status, code, message }: Refused): Reply {
  const known: Partial<Record<Refused['code'], number>> = { bad_input: 400, bad_json: 400, no_route: 404 }
  const words = { request_status: 'ERROR', debug_message: message, display_message: message }
  return { status: known[code] ?? status, json: { ...envelope(), ...words } }
}

/** As a process; see sim/run.ts. */
export async function runSnapchat(setup: SimSetup) {
  const server = await startSnapchat({ ...setup, rateLimits: false })
  const client = server.auth.register({ redirectUris: ['https://example.com/'] })
  const token = server.auth.issue({ account: 'ada', clientId: client.id })
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
