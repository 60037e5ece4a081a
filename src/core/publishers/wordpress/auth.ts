import { notAsked } from '../answers.ts'
import { said } from '../../../contract/sentences/index.ts'
import { HttpFailure } from '../../http.ts'
import type { HttpAnswer, HttpRequest } from '../../http.ts'
import type {
  ConnectContext,
  ConnectedIdentity,
  Connector,
  HealthReport,
  PublishContext,
  Secrets,
} from '../publisher.ts'
import { ConnectFailed, StepFailed } from '../publisher.ts'
import { ask, authorization, call, objectOf, routeUrl, secretsOf } from './api.ts'
import type { OwnSiteSecrets } from './api.ts'
import { discover, siteOf } from './discovery.ts'
import type { Site } from './discovery.ts'
import { siteName, wordsOf } from './outcome.ts'
import { dotCom } from './dot-com.ts'
import { listTerms } from './terms.ts'

/*
 * Connecting a self-hosted site with an application password (since 5.6; made under Users, Profile). It is sent to no other host than the site's.
 * Sites on WordPress.com sign in there (dot-com.ts).
 */

/** `origin`: where WordPress.com lives, when not at its public addresses. */
export function createWordPressConnector(origin?: string): Connector {
  return { ...ownSites, ...dotCom(origin) }
}

const ownSites: Connector = {
  platform: 'wordpress',

  async connect(_method, fields, context) {
    const user = (fields['user'] ?? '').trim()
    const password = (fields['password'] ?? '').trim()
    const address = siteOf(fields['site'] ?? '')
    if (user === '') throw new ConnectFailed('wordpress_user_missing', {}, 'user')
    if (password === '') throw new ConnectFailed('wordpress_password_missing', {}, 'password')
    const site = await discover(address, context)
    const secrets: OwnSiteSecrets = { user, password, root: site.root }
    const answer = await reach(routeUrl(site.server, site.root, 'wp/v2/users/me', { context: 'edit' }), context, {
      headers: { authorization: authorization(secrets) },
    })
    if (answer.status !== 200) throw refused(answer, site)
    return toIdentity(objectOf(answer), site, secrets)
  },

  health,
  revoke,

  actions: {
    categories: (context) => listTerms('categories', context),
    tags: (context) => listTerms('tags', context),
  },
}

export const wordpressConnector = createWordPressConnector()

function toIdentity(me: Readonly<Record<string, unknown>>, site: Site, secrets: OwnSiteSecrets): ConnectedIdentity {
  const { id, slug, capabilities, avatar_urls: avatars } = me
  if (typeof id !== 'number') throw new ConnectFailed('not_an_account', { platform: siteName(site) }, 'site')
  const may = typeof capabilities === 'object' && capabilities !== null ? (capabilities as Record<string, unknown>) : {}
  if (may['edit_posts'] !== true) {
    throw new ConnectFailed('wordpress_reader_only', {}, 'user')
  }
  const place = site.server.replace(/^https?:\/\//, '')
  const pictures =
    typeof avatars === 'object' && avatars !== null ? Object.values(avatars as Record<string, unknown>) : []
  return {
    kind: 'site',
    // A user of a site: the same site may be connected as two people.
    externalId: `${place}#${id}`,
    name: site.name || place,
    displayHandle: typeof slug === 'string' && slug !== '' ? `${slug} · ${place}` : place,
    url: site.server,
    avatar: site.icon ?? pictures.filter((url): url is string => typeof url === 'string').at(-1) ?? null,
    server: site.server,
    limits: {},
    expiresAt: null,
    secrets: { ...secrets } satisfies Secrets,
  }
}

/** Why the site does not let the user in, by the code of its error (wp-includes/user.php, rest-api.php). */
function refused(answer: HttpAnswer, site: Site): ConnectFailed {
  const { code, words } = wordsOf(answer)
  switch (code) {
    case 'invalid_username':
    case 'invalid_email':
      return new ConnectFailed('wordpress_no_such_user', {}, 'user')
    case 'incorrect_password':
      return new ConnectFailed('wordpress_wrong_password', {}, 'password')
    case 'application_passwords_disabled':
    case 'application_passwords_disabled_for_user':
      return new ConnectFailed('wordpress_passwords_off_for_user', {}, 'site')
    case 'rest_not_logged_in':
      // WordPress by itself says no more than this, whether the password is wrong or never arrived.
      return site.takesApplicationPasswords
        ? new ConnectFailed('wordpress_not_signed_in', {}, 'password')
        : new ConnectFailed('wordpress_passwords_off', {}, 'site')
  }
  if (answer.status === 404 || answer.status < 400)
    return new ConnectFailed('wordpress_api_elsewhere', { words }, 'site')
  if (answer.status >= 500 || answer.status === 429)
    return new ConnectFailed('server_trouble', { platform: siteName(site), words }, 'site')
  return new ConnectFailed('wordpress_user_refused', { words }, 'site')
}

async function reach(url: URL, context: ConnectContext, request: HttpRequest): Promise<HttpAnswer> {
  try {
    return await context.http.request(url, { signal: context.signal, ...request })
  } catch (error) {
    if (!(error instanceof HttpFailure)) throw error
    throw new ConnectFailed('not_reached', { host: url.host, code: error.code }, 'site')
  }
}

async function health(context: PublishContext): Promise<HealthReport> {
  const platform = siteName(context.account)
  try {
    const answer = await call(context, 'wp/v2/users/me', { query: { context: 'edit', _fields: 'id' } })
    if (answer.status === 200 && typeof objectOf(answer)['id'] === 'number') return { state: 'ok', expiresAt: null }
    const { code, words } = wordsOf(answer)
    if (answer.status === 401) return { state: 'broken', reason: said('wordpress_password_dead', { platform }) }
    // A refusal without a code is not WordPress's word: something in front of it.
    if (answer.status === 403 && code !== '')
      return { state: 'broken', reason: said('let_in_refused', { platform, words }) }
    return { state: 'unreachable', reason: said('answered', { platform, words }) }
  } catch (error) {
    return notAsked(platform, error)
  }
}

/** Deletes the very password we use (its own UUID through `introspect`, since 5.7), so that nothing of us stays at the site. */
async function revoke(context: PublishContext): Promise<boolean> {
  // WordPress.com has no address to end a token at: its owner does so under Security, Connected apps.
  if ('accessToken' in secretsOf(context)) return false
  try {
    const { uuid } = objectOf(await ask(context, 'wp/v2/users/me/application-passwords/introspect'))
    if (typeof uuid !== 'string') return false
    await ask(context, `wp/v2/users/me/application-passwords/${encodeURIComponent(uuid)}`, { method: 'DELETE' })
    return true
  } catch (error) {
    if (error instanceof StepFailed || error instanceof HttpFailure) return false
    throw error
  }
}
