import { said } from '../../../contract/sentences/index.ts'
import type { Instant } from '../../clock.ts'
import { type HttpAnswer } from '../../http.ts'
import { notAsked, notListed, objectOf } from '../answers.ts'
import {
  beginSignIn,
  clientOf,
  oauthSecrets,
  redeemCode,
  revokeToken,
  signInEnds,
  type OAuthSecrets,
} from '../oauth.ts'
import {
  ConnectFailed,
  type ConnectContext,
  type ConnectedIdentity,
  type Connector,
  type HealthReport,
  type PublishContext,
  type Secrets,
} from '../publisher.ts'
import { call, headersOf, serverAt, type LinkedInHosts } from './api.ts'
import { isPage, name, wordsOf } from './outcome.ts'

/*
 * A sign-in reaches the member and, with an app that has the Community Management API, the Pages they may publish for. An app has either the
 * self-serve products or that one, never both (community-management-app-review), so there are two ways in; a token made by hand may be of either.
 */

/** The least that publishing needs. Nothing of analytics. */
const scopes = {
  /** Products "Share on LinkedIn" and "Sign In with LinkedIn using OpenID Connect". */
  member: ['openid', 'profile', 'w_member_social'],
  /** Product "Community Management API": who it is, posts of both, a Page's posts read back, and which Pages there are. */
  page: [
    'r_basicprofile',
    'w_member_social',
    'w_organization_social',
    'r_organization_social',
    'rw_organization_admin',
  ],
} as const

/** Roles that may post. Sources: posts-api (permissions), organization-access-control-by-role. */
const mayPost = new Set(['ADMINISTRATOR', 'CONTENT_ADMIN', 'CONTENT_ADMINISTRATOR', 'DIRECT_SPONSORED_CONTENT_POSTER'])
/** How long a token lives. Source: authorization-code-flow. */
const tokenMs = 60 * 24 * 3_600_000
const pagesAtOnce = 100

export function createConnector(hosts: LinkedInHosts): Connector {
  const server = serverAt(hosts)
  return {
    platform: 'linkedin',

    authorize(method, _fields, redirectUri, context) {
      const wanted = scopes[method === 'page' ? 'page' : 'member']
      const begun = beginSignIn(server, clientOf(server, context), wanted, redirectUri)
      return Promise.resolve({ ...begun, pending: { ...begun.pending, method } })
    },

    async finish(query, pending, redirectUri, context) {
      const { raw: _raw, ...tokens } = await redeemCode(server, query, pending, redirectUri, context)
      const needed = pending['method'] === 'page' ? 'w_organization_social' : 'w_member_social'
      if (tokens.scopes.length > 0 && !tokens.scopes.includes(needed))
        throw new ConnectFailed('permission_not_granted', { platform: name, permission: needed })
      return await reach(hosts, tokens, context, null)
    },

    async connect(_method, fields, context) {
      const [accessToken = '', clientId = '', clientSecret = ''] = ['accessToken', 'clientId', 'clientSecret'].map(
        (key) => (fields[key] ?? '').trim(),
      )
      if (accessToken === '') throw new ConnectFailed('field_missing', {}, 'accessToken')
      const told = clientId !== '' && clientSecret !== '' ? await introspect(hosts, fields, context) : null
      const tokens: OAuthSecrets = {
        clientId,
        clientSecret,
        accessToken,
        refreshToken: null,
        // Taken as fresh where nobody says when it was made.
        expiresAt: told?.endsAt ?? context.clock.now() + tokenMs,
        refreshExpiresAt: null,
        scopes: told?.scopes ?? [],
      }
      return await reach(hosts, tokens, context, 'accessToken')
    },

    health: (context) => health(hosts, context),

    async revoke(context) {
      const { clientId, clientSecret } = oauthSecrets(context)
      return clientId !== '' && clientSecret !== '' && (await revokeToken(server, context))
    },

    async destinations(context) {
      try {
        return await reach(hosts, oauthSecrets(context), context, null)
      } catch (error) {
        throw notListed(name, error)
      }
    },
  }
}

type Reach = Pick<ConnectContext, 'http' | 'clock' | 'signal'>

/** When a pasted token ends and what it may do, as its app may ask. Source: shared/authentication/token-introspection. */
async function introspect(
  { www }: LinkedInHosts,
  fields: Readonly<Record<string, string>>,
  { http, signal }: Reach,
): Promise<{ readonly endsAt: Instant | null; readonly scopes: readonly string[] }> {
  const [token = '', clientId = '', secret = ''] = ['accessToken', 'clientId', 'clientSecret'].map((key) =>
    (fields[key] ?? '').trim(),
  )
  const answer = await http.request(`${www}/oauth/v2/introspectToken`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ token, client_id: clientId, client_secret: secret }).toString(),
    signal,
  })
  if (answer.status === 429) throw new ConnectFailed('takes_no_requests', { platform: name })
  if (answer.status >= 500) throw new ConnectFailed('server_trouble', { platform: name, words: wordsOf(answer) })
  if (answer.status !== 200) throw new ConnectFailed('wrong_app_credentials', { platform: name }, 'clientSecret')
  const { active, expires_at: endsAt, scope } = objectOf(answer)
  if (active !== true) throw new ConnectFailed('token_runs_out', {}, 'accessToken')
  return {
    endsAt: typeof endsAt === 'number' ? endsAt * 1_000 : null,
    scopes: typeof scope === 'string' ? scope.split(/[\s,]+/).filter(Boolean) : [],
  }
}

/** The member and the Pages that these tokens may post for. Throws ConnectFailed. */
async function reach(
  hosts: LinkedInHosts,
  tokens: OAuthSecrets,
  context: Reach,
  field: string | null,
): Promise<readonly ConnectedIdentity[]> {
  // What a token made by hand may do is not known: everything is tried.
  const may = (scope: string) => tokens.scopes.length === 0 || tokens.scopes.includes(scope)
  const look = async (path: string) => lookedUp(hosts, tokens, context, path, field)
  const person = await personOf(look)
  const organizations = may('w_organization_social') ? await organizationsOf(look) : []
  // Nobody has these scopes, or Pages to show, but an app that LinkedIn has looked at.
  const reviewed = organizations.length > 0 || tokens.scopes.includes('w_organization_social')
  const shared = { ...(person && { grant: person.urn }), server: '', expiresAt: signInEnds(tokens) }
  const secrets: Secrets = { ...tokens }
  const member: ConnectedIdentity[] =
    person && may('w_member_social')
      ? [
          {
            ...shared,
            kind: 'profile',
            externalId: person.urn,
            name: person.name,
            displayHandle: person.name,
            url: person.url,
            avatar: person.avatar,
            limits: { flags: { reviewed } },
            secrets,
          },
        ]
      : []
  const pages = organizations.map(({ urn, name: shown, vanity }): ConnectedIdentity => ({
    ...shared,
    kind: 'page',
    externalId: urn,
    name: shown,
    displayHandle: shown,
    url: `https://www.linkedin.com/company/${vanity ?? urn.split(':').at(-1)}`,
    avatar: null,
    limits: { flags: { page: true, reviewed } },
    secrets,
  }))
  if (member.length + pages.length === 0) throw new ConnectFailed('nothing_to_choose', { platform: name }, field)
  return [...member, ...pages]
}

type Look = (path: string) => Promise<HttpAnswer | null>

/** What is at `path`; null where this token may not see it. Throws ConnectFailed for everything else. */
async function lookedUp(
  hosts: LinkedInHosts,
  { accessToken }: OAuthSecrets,
  { http, signal }: Reach,
  path: string,
  field: string | null,
): Promise<HttpAnswer | null> {
  const answer = await http.request(`${hosts.api}${path}`, { headers: headersOf(hosts, accessToken), signal })
  if (answer.status === 200) return answer
  if (answer.status === 403) return null
  const { version } = hosts
  if (answer.status === 401) throw new ConnectFailed('bad_token', { platform: name }, field)
  if (answer.status === 426) throw new ConnectFailed('linkedin_version_retired', { version })
  if (answer.status === 429) throw new ConnectFailed('takes_no_requests', { platform: name })
  throw new ConnectFailed('server_trouble', { platform: name, words: wordsOf(answer) })
}

interface Person {
  readonly urn: string
  readonly name: string
  readonly url: string | null
  readonly avatar: string | null
}

/** Who signed in: by OpenID Connect, else by their basic profile. Null where the token may see neither. */
async function personOf(look: Look): Promise<Person | null> {
  const openid = await look('/v2/userinfo')
  if (openid) {
    const { sub, name: shown, picture } = objectOf(openid)
    if (typeof sub !== 'string') throw new ConnectFailed('not_an_account', { platform: name })
    return {
      urn: `urn:li:person:${sub}`,
      name: typeof shown === 'string' && shown !== '' ? shown : sub,
      url: null,
      avatar: typeof picture === 'string' ? picture : null,
    }
  }
  const basic = await look('/rest/me')
  if (!basic) return null
  const { id, localizedFirstName, localizedLastName, vanityName } = objectOf(basic)
  if (typeof id !== 'string') throw new ConnectFailed('not_an_account', { platform: name })
  const shown = [localizedFirstName, localizedLastName].filter((one) => typeof one === 'string').join(' ')
  return {
    urn: `urn:li:person:${id}`,
    name: shown === '' ? id : shown,
    url: typeof vanityName === 'string' ? `https://www.linkedin.com/in/${vanityName}` : null,
    avatar: null,
  }
}

const accessPath = `/rest/organizationAcls?q=roleAssignee&state=APPROVED&count=${pagesAtOnce}`

/** URNs of the Pages that somebody may post for. */
function postable(access: HttpAnswer): string[] {
  const { elements } = objectOf(access)
  const rows = (Array.isArray(elements) ? elements : []) as readonly Readonly<Record<string, unknown>>[]
  const urns = rows
    .filter(({ role, state }) => mayPost.has(String(role)) && (state === undefined || state === 'APPROVED'))
    .map(({ organization, organizationTarget }) => organization ?? organizationTarget)
    .filter((urn): urn is string => typeof urn === 'string' && isPage(urn))
  return [...new Set(urns)]
}

async function organizationsOf(look: Look): Promise<{ urn: string; name: string; vanity: string | null }[]> {
  const access = await look(accessPath)
  const urns = access ? postable(access) : []
  if (urns.length === 0) return []
  const ids = urns.map((urn) => urn.split(':').at(-1) ?? '')
  const names = await look(`/rest/organizationsLookup?ids=List(${ids.join(',')})`)
  const results = (names ? (objectOf(names)['results'] ?? {}) : {}) as Readonly<
    Record<string, { localizedName?: unknown; vanityName?: unknown } | undefined>
  >
  return urns.map((urn, at) => {
    const id = ids[at] ?? ''
    const { localizedName, vanityName } = results[id] ?? {}
    return {
      urn,
      name: typeof localizedName === 'string' ? localizedName : id,
      vanity: typeof vanityName === 'string' ? vanityName : null,
    }
  })
}

async function health(hosts: LinkedInHosts, context: PublishContext): Promise<HealthReport> {
  const { externalId, displayHandle } = context.account
  try {
    const answer = isPage(externalId) ? await call(hosts, context, accessPath) : await member(hosts, context)
    if (answer.status === 401) return { state: 'broken', reason: said('signed_out', { platform: name }) }
    if (isPage(externalId)) {
      if (answer.status === 403 || (answer.status === 200 && !postable(answer).includes(externalId)))
        return { state: 'broken', reason: said('linkedin_page_refused', { name: displayHandle }) }
    } else if (answer.status === 403)
      return { state: 'broken', reason: said('let_in_refused', { platform: name, words: wordsOf(answer) }) }
    if (answer.status === 200) return { state: 'ok', expiresAt: signInEnds(oauthSecrets(context)) }
    return answer.status === 426
      ? { state: 'unreachable', reason: said('linkedin_version_retired', { version: hosts.version }) }
      : { state: 'unreachable', reason: said('answered', { platform: name, words: wordsOf(answer) }) }
  } catch (error) {
    return notAsked(name, error)
  }
}

async function member(hosts: LinkedInHosts, context: PublishContext): Promise<HttpAnswer> {
  const answer = await call(hosts, context, '/v2/userinfo')
  return answer.status === 403 ? await call(hosts, context, '/rest/me') : answer
}
