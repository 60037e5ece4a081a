import { createAuth, freshAuth } from '../sim/oauth.ts'
import { countUse } from '../sim/rate.ts'
import { Refused, type Reply } from '../sim/refused.ts'
import { openSim, type SimSetup } from '../sim/server.ts'
import * as media from './media.ts'
import * as people from './people.ts'
import * as posts from './posts.ts'
import { refused, type Organization, type State } from './world.ts'

/*
 * LinkedIn as its pages describe it: the versioned REST API with its headers and months, little text that is cut where it is not escaped, files by
 * addresses that run out, a member's posts that nobody may list, Pages by roles, limits of a day. Shares nothing with the publisher it tests.
 */

const member = ['openid', 'profile', 'email', 'w_member_social']
const page = [
  'r_basicprofile',
  'w_member_social',
  'w_organization_social',
  'r_organization_social',
  'rw_organization_admin',
]
/** What an app may ask for: by its products. */
export const products = { selfServe: member, communityManagement: page } as const

const organizations = (): Organization[] => [
  { id: '2414183', name: 'Engines & Sons', vanity: 'engines', roles: { ada: 'ADMINISTRATOR' } },
  { id: '2414184', name: 'Tea House', vanity: 'tea', roles: { ada: 'CONTENT_ADMINISTRATOR', grace: 'ANALYST' } },
  { id: '2414185', name: 'Looms', vanity: 'looms', roles: { ada: 'ANALYST' } },
]

export type LinkedIn = Awaited<ReturnType<typeof startLinkedIn>>

export async function startLinkedIn(setup: SimSetup & { rateLimits?: boolean } = {}) {
  const { rateLimits = true, ...rest } = setup
  const sim = openSim<State>(rest, () => ({
    auth: freshAuth(),
    people: [
      { id: 'aDa1815x', account: 'ada', first: 'Ada', last: 'Lovelace' },
      { id: 'gRace_06', account: 'grace', first: 'Grace', last: 'Hopper' },
    ],
    organizations: organizations(),
    uploads: [],
    posts: [],
    comments: [],
    windows: {},
    options: {
      versions: ['202608', '202609', '202610'],
      processing: { looks: 0, fails: false },
      showsVideos: true,
      comments: 'rest',
      partner: false,
    },
  }))
  const auth = createAuth(
    sim,
    {
      paths: {
        authorize: '/oauth/v2/authorization',
        token: '/oauth/v2/accessToken',
        revoke: '/oauth/v2/revoke',
      },
      scopes: { known: [...new Set([...member, ...page])], separator: ' ' },
      redirects: 'exact',
      pkce: { mode: 'none' },
      clientAuth: ['body'],
      codeMs: 30 * 60_000,
      accessMs: 60 * 86_400_000,
      refresh: { ms: 365 * 86_400_000, rotates: false },
      answer: ({ access, refresh, scopes, accessSeconds, refreshSeconds }) => ({
        access_token: access,
        expires_in: accessSeconds,
        ...(sim.state.options.partner && { refresh_token: refresh, refresh_token_expires_in: refreshSeconds }),
        scope: scopes.join(','),
        token_type: 'Bearer',
      }),
    },
    () => 'ada',
  )
  const world = { sim, auth }
  await sim.serve({
    routes: {
      ...auth.routes,
      'POST /oauth/v2/introspectToken': (ask) => people.introspect(world, ask),
      'GET /v2/userinfo': (ask) => people.userinfo(world, ask),
      'GET /rest/me': (ask) => people.me(world, ask),
      'GET /rest/organizationAcls': (ask) => people.access(world, ask),
      'GET /rest/organizationsLookup': (ask) => people.lookup(world, ask),
      'POST /rest/images': (ask) => media.initialize(world, ask, 'image'),
      'POST /rest/documents': (ask) => media.initialize(world, ask, 'document'),
      'POST /rest/videos': (ask) => media.videos(world, ask),
      'GET /rest/videos/:urn': (ask) => media.showVideo(world, ask),
      'PUT /dms-uploads/:id/:part': { answer: (ask) => media.put(world, ask), raw: true, keep: true },
      'POST /rest/posts': (ask) => posts.create(world, ask),
      'GET /rest/posts': (ask) => posts.byAuthor(world, ask),
      'POST /rest/posts/:urn': (ask) => posts.update(world, ask),
      'DELETE /rest/posts/:urn': (ask) => posts.remove(world, ask),
      'POST /rest/socialActions/:urn/comments': (ask) => posts.addComment(world, ask, 'rest'),
      'POST /v2/socialActions/:urn/comments': (ask) => posts.addComment(world, ask, 'v2'),
      'GET /rest/socialActions/:urn/comments': (ask) => posts.comments(world, ask),
      'POST /rest/socialActions/:urn/comments/:id': (ask) => posts.changeComment(world, ask),
      'DELETE /rest/socialActions/:urn/comments/:id': (ask) => posts.changeComment(world, ask),
    },
    refuse,
    admit(ask): Record<string, string> {
      if (ask.path.startsWith('/rest/')) {
        const { 'linkedin-version': version, 'x-restli-protocol-version': protocol } = ask.headers
        if (typeof version !== 'string') throw refused(400, 'VERSION_MISSING', 'A version must be present')
        if (!sim.state.options.versions.includes(version))
          throw refused(426, 'NONEXISTENT_VERSION', `Requested version ${version}01 is not active`)
        if (protocol !== '2.0.0') throw refused(400, 'ILLEGAL_ARGUMENT', 'X-Restli-Protocol-Version must be 2.0.0')
      }
      const caller = /^Bearer (.+)$/.exec(ask.headers.authorization ?? '')?.[1]
      const token = caller === undefined ? null : auth.find(caller)
      if (!rateLimits || !token || !/^\/(?:rest|v2)\//.test(ask.path)) return {}
      const rule = { limit: 150, periodMs: 86_400_000, starts: 'aligned' } as const
      const used = countUse(sim.state.windows, `${token.account} ${token.clientId}`, sim.now(), rule)
      if (used.over) throw new Refused(429, 'rate_limited', 'Too many requests', { resetsAt: used.resetsAt })
      return {}
    },
    logged: ['linkedin-version'],
    hide: (target) => target.replace(/(\/dms-uploads\/)[^/]+/, '$1…'),
    views: { posts: () => sim.state.posts.filter((post) => !post.deleted) },
  })
  return { ...sim, url: sim.url, auth, posts: () => sim.state.posts.filter((post) => !post.deleted) }
}

/** Source: shared/api-guide/concepts/error-handling. Of limits nothing is told but that they are reached. */
function refuse({ status, code, message, details }: Refused): Reply {
  const codes: Readonly<Record<string, string>> = {
    invalid_token:
      details.token === 'expired'
        ? 'EXPIRED_ACCESS_TOKEN'
        : details.token === 'revoked'
          ? 'REVOKED_ACCESS_TOKEN'
          : 'INVALID_ACCESS_TOKEN',
    missing_scope: 'ACCESS_DENIED',
    rate_limited: 'TOO_MANY_REQUESTS',
    no_route: 'RESOURCE_NOT_FOUND',
    too_large: 'MEDIA_TOO_LARGE',
    busy: 'SERVICE_UNAVAILABLE',
  }
  const numbers: Readonly<Record<string, number>> = { invalid_token: 65_600, missing_scope: 100, rate_limited: 101 }
  return {
    status,
    json: { status, serviceErrorCode: numbers[code] ?? 0, code: codes[code] ?? 'ILLEGAL_ARGUMENT', message },
  }
}

/** As a process; see sim/run.ts. */
export async function runLinkedIn(setup: SimSetup) {
  const server = await startLinkedIn({ ...setup, rateLimits: false })
  const client = server.auth.register({ redirectUris: ['http://localhost:47831/oauth/callback'] })
  const token = server.auth.issue({ clientId: client.id, account: 'ada', refresh: false })
  return {
    hello: { url: server.url, clientId: client.id, clientSecret: client.secret, accessToken: token.access },
    stop: () => server.stop(),
  }
}
