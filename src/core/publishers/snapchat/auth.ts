import { said } from '../../../contract/sentences/index.ts'
import { type HttpAnswer } from '../../http.ts'
import { notAsked, notListed, objectOf } from '../answers.ts'
import { beginSignIn, clientOf, freshToken, oauthSecrets, redeemCode, signInEnds, type OAuthSecrets } from '../oauth.ts'
import {
  ConnectFailed,
  type ConnectContext,
  type ConnectedIdentity,
  type Connector,
  type HealthReport,
  type PublishContext,
  type Secrets,
} from '../publisher.ts'
import { call, itemsOf, name, nextPage, profilePath, serverAt, type SnapchatHosts } from './api.ts'
import { codeOf, isOk, isOwnWord, wordsOf } from './outcome.ts'

/*
 * A sign-in reaches the profile its person hosts, and those of the organization that belongs to, as far as they have a role there
 * (Public-Profile-API/Profiles). Which other organizations somebody is in only the advertising API tells, whose permission publishing does not
 * need: the id of one can be entered instead.
 */

/** The one permission there is for it. Source: Public-Profile-API/GetStarted. */
const scope = 'snapchat-profile-api'
const pages = { size: 50, most: 10 }

/** What an account keeps besides its tokens. */
interface SnapchatSecrets extends OAuthSecrets {
  /** Organizations that were entered or found. */
  readonly organizations: readonly string[]
}

export function createConnector(hosts: SnapchatHosts): Connector {
  const server = serverAt(hosts)
  return {
    platform: 'snapchat',

    authorize(_method, fields, redirectUri, context) {
      const organization = organizationIn(fields)
      const begun = beginSignIn(server, clientOf(server, context), [scope], redirectUri)
      return Promise.resolve({ ...begun, pending: { ...begun.pending, organization } })
    },

    async finish(query, pending, redirectUri, context) {
      const { raw: _raw, ...tokens } = await redeemCode(server, query, pending, redirectUri, context)
      const { organization } = pending
      return await reached(hosts, tokens, typeof organization === 'string' ? [organization] : [], context, null)
    },

    async connect(_method, fields, context) {
      const organization = organizationIn(fields)
      const tokens: OAuthSecrets = {
        ...clientOf(server, context),
        accessToken: (fields['accessToken'] ?? '').trim(),
        refreshToken: (fields['refreshToken'] ?? '').trim(),
        // An hour at the most; nobody knows how much of it is left.
        expiresAt: context.clock.now() + 10 * 60_000,
        refreshExpiresAt: null,
        scopes: [],
      }
      if (tokens.accessToken === '') throw new ConnectFailed('field_missing', {}, 'accessToken')
      if (tokens.refreshToken === '') throw new ConnectFailed('field_missing', {}, 'refreshToken')
      return await reached(hosts, tokens, organization === null ? [] : [organization], context, 'accessToken')
    },

    health: (context) => health(hosts, context),

    /** Nothing that ends a sign-in is documented: a person does that in the settings of their Snapchat account. */
    revoke: () => Promise.resolve(false),

    async destinations(context) {
      await freshToken(server, context)
      const held = context.secrets as unknown as SnapchatSecrets
      const { organizations, ...tokens } = held
      return await reached(hosts, tokens, organizations, context, null).catch((error: unknown): never => {
        throw notListed(name, error)
      })
    },
  }
}

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
const example = '40d6719b-da09-410b-9185-0cc9c0dfed1d'

function organizationIn(fields: Readonly<Record<string, string>>): string | null {
  const typed = (fields['organizationId'] ?? '').trim()
  if (typed === '') return null
  if (!uuid.test(typed)) throw new ConnectFailed('snapchat_organization_shape', { example }, 'organizationId')
  return typed
}

type Reach = Pick<ConnectContext, 'http' | 'signal'>

/** The profiles that these tokens reach. `field`: where a token that was pasted stands. Throws ConnectFailed. */
async function reached(
  hosts: SnapchatHosts,
  tokens: OAuthSecrets,
  entered: readonly string[],
  context: Reach,
  field: string | null,
): Promise<readonly ConnectedIdentity[]> {
  const look = (path: string) => lookedUp(hosts, tokens, path, context, field)
  const own = await ownProfile(look)
  const organizations = [...new Set([...entered, ...(own?.organization ? [own.organization] : [])])]
  const found = new Map(own ? [[own.id, own]] : [])
  for (const organization of organizations)
    for (const profile of await profilesOf(look, organization, entered.includes(organization)))
      if (!found.has(profile.id)) found.set(profile.id, profile)
  if (found.size === 0) throw new ConnectFailed('snapchat_no_profile', {}, field)
  const secrets: Secrets = { ...tokens, organizations } satisfies SnapchatSecrets
  return [...found.values()].map(({ id, shown, username, avatar }): ConnectedIdentity => {
    const displayHandle = username === null ? shown : `@${username}`
    return {
      kind: 'profile',
      externalId: id,
      name: shown,
      displayHandle,
      url: profileAddress(displayHandle),
      avatar,
      server: '',
      limits: {},
      expiresAt: signInEnds(tokens),
      secrets,
    }
  })
}

/** Where a profile, and every story of it, is seen; null for one without a name on Snapchat. */
export function profileAddress(displayHandle: string): string | null {
  return displayHandle.startsWith('@') ? `https://www.snapchat.com/${displayHandle}` : null
}

interface Profile {
  readonly id: string
  readonly shown: string
  readonly username: string | null
  readonly avatar: string | null
  readonly organization: string | null
}

function toProfile(json: Readonly<Record<string, unknown>>): Profile[] {
  const { id, organization_id: organization, display_name: shown, snap_user_name: username, logo_urls: logos } = json
  if (typeof id !== 'string' || id === '') return []
  const { manage_profile_logo_url: logo } = (logos ?? {}) as Readonly<Record<string, unknown>>
  const given = (value: unknown) => (typeof value === 'string' && value !== '' ? value : null)
  return [
    {
      id,
      shown: given(shown) ?? given(username) ?? id,
      username: given(username),
      avatar: given(logo),
      organization: given(organization),
    },
  ]
}

type Look = (path: string) => Promise<HttpAnswer>

/** The profile that the person hosts, if there is one: what is answered otherwise is not documented, so any other refusal is taken for none. */
async function ownProfile(look: Look): Promise<Profile | null> {
  const answer = await look('/v1/public_profiles/my_profile')
  // Apps that are not on Snap's list are told so here, without a word.
  if (answer.status === 403) throw new ConnectFailed('snapchat_not_listed')
  const profile = objectOf(answer)['public_profile']
  if (!isOk(answer) || typeof profile !== 'object' || profile === null) return null
  return toProfile(profile as Readonly<Record<string, unknown>>)[0] ?? null
}

/** Profiles of an organization. One that was only found is left out where its person has no role there. */
async function profilesOf(look: Look, organization: string, wasEntered: boolean): Promise<Profile[]> {
  const found: Profile[] = []
  let cursor: string | null = null
  for (let page = 0; page < pages.most; page++) {
    const query = new URLSearchParams({ limit: String(pages.size), ...(cursor !== null && { cursor }) })
    const answer = await look(
      `/v1/organizations/${encodeURIComponent(organization)}/public_profiles?${query.toString()}`,
    )
    if (!isOk(answer)) {
      if (wasEntered) throw new ConnectFailed('snapchat_organization_refused', {}, 'organizationId')
      return found
    }
    found.push(...itemsOf(answer, 'public_profiles', 'public_profile').flatMap(toProfile))
    cursor = nextPage(answer)
    if (cursor === null) return found
  }
  return found
}

/** What is at `path`, refused or not. Throws ConnectFailed where the token is dead or Snapchat does not answer for itself. */
async function lookedUp(
  { api }: SnapchatHosts,
  { accessToken }: OAuthSecrets,
  path: string,
  { http, signal }: Reach,
  field: string | null,
): Promise<HttpAnswer> {
  const answer = await http.request(`${api}${path}`, { headers: { authorization: `Bearer ${accessToken}` }, signal })
  if (answer.status === 401) throw new ConnectFailed('bad_token', { platform: name }, field)
  if (answer.status === 429) throw new ConnectFailed('takes_no_requests', { platform: name })
  if (answer.status >= 500 || !isOwnWord(answer))
    throw new ConnectFailed('server_trouble', { platform: name, words: wordsOf(answer) })
  return answer
}

async function health(hosts: SnapchatHosts, context: PublishContext): Promise<HealthReport> {
  const { externalId, displayHandle } = context.account
  try {
    const answer = await call(hosts, context, profilePath(externalId))
    if (isOk(answer) && itemsOf(answer, 'public_profiles', 'public_profile').some(({ id }) => id === externalId))
      return { state: 'ok', expiresAt: signInEnds(oauthSecrets(context)) }
    if (answer.status === 401) return { state: 'broken', reason: said('signed_out', { platform: name }) }
    if (!isOwnWord(answer)) return { state: 'unreachable', reason: said('answered_in_its_place', { platform: name }) }
    if (answer.status === 403 && codeOf(answer) === '') return { state: 'broken', reason: said('snapchat_not_listed') }
    if (answer.status === 403 || answer.status === 404 || isOk(answer))
      return { state: 'broken', reason: said('snapchat_profile_gone', { name: displayHandle }) }
    return { state: 'unreachable', reason: said('answered', { platform: name, words: wordsOf(answer) }) }
  } catch (error) {
    return notAsked(name, error)
  }
}
