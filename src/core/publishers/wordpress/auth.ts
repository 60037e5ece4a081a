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
import { ask, authorization, call, objectOf, routeUrl } from './api.ts'
import type { WordPressSecrets } from './api.ts'
import { discover, siteOf } from './discovery.ts'
import type { Site } from './discovery.ts'
import { wordsOf } from './outcome.ts'
import { listTerms } from './terms.ts'

/*
 * Connecting a self-hosted site with an application password (since 5.6; made under Users, Profile). It is sent to no other host than the site's.
 */

export const wordpressConnector: Connector = {
  platform: 'wordpress',

  async connect(_method, fields, context) {
    const user = (fields['user'] ?? '').trim()
    const password = (fields['password'] ?? '').trim()
    const address = siteOf(fields['site'] ?? '')
    if (user === '')
      throw new ConnectFailed(
        'field_missing',
        'Name the user as you sign in to the site, or their e-mail address.',
        'user',
      )
    if (password === '')
      throw new ConnectFailed(
        'field_missing',
        'Paste an application password: on the site under Users, Profile, Application Passwords.',
        'password',
      )
    const site = await discover(address, context)
    const secrets: WordPressSecrets = { user, password, root: site.root }
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

function toIdentity(me: Readonly<Record<string, unknown>>, site: Site, secrets: WordPressSecrets): ConnectedIdentity {
  const { id, slug, capabilities, avatar_urls: avatars } = me
  if (typeof id !== 'number')
    throw new ConnectFailed('no_rest_api', 'The site answered something that is not WordPress.', 'site')
  const may = typeof capabilities === 'object' && capabilities !== null ? (capabilities as Record<string, unknown>) : {}
  if (may['edit_posts'] !== true) {
    throw new ConnectFailed(
      'not_allowed',
      'This user may read the site but not write posts. Connect one with the role Author, or higher.',
      'user',
    )
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
      return new ConnectFailed(
        'bad_user',
        'The site has no such user. Use the name or e-mail address you sign in with.',
        'user',
      )
    case 'incorrect_password':
      return new ConnectFailed(
        'bad_password',
        'The site does not know this application password. It is not the one you sign in with: make one under Users, Profile, Application Passwords, and paste it whole.',
        'password',
      )
    case 'application_passwords_disabled':
    case 'application_passwords_disabled_for_user':
      return new ConnectFailed(
        'application_passwords_disabled',
        'Application passwords are switched off for this user. A plugin or the site’s administrator can switch them on.',
        'site',
      )
    case 'rest_not_logged_in':
      return site.takesApplicationPasswords ? notSignedIn() : noApplicationPasswords()
  }
  if (answer.status === 404 || answer.status < 400)
    return new ConnectFailed('no_rest_api', `The site's REST API is not where it says: ${words}.`, 'site')
  if (answer.status >= 500 || answer.status === 429)
    return new ConnectFailed('site_trouble', `The site has a problem of its own: ${words}. Try again later.`, 'site')
  return new ConnectFailed(
    'not_allowed',
    `The site does not let this user in: ${words}. A security plugin may be in the way.`,
    'site',
  )
}

/** WordPress by itself says no more than this, whether the password is wrong or never arrived. */
function notSignedIn(): ConnectFailed {
  return new ConnectFailed(
    'not_signed_in',
    'The site does not accept this user with this application password. It is not the one you sign in with: make one under Users, Profile, Application Passwords, and paste it whole. If both are right, the host of the site drops the Authorization header: ask it to pass it on to PHP.',
    'password',
  )
}

function noApplicationPasswords(): ConnectFailed {
  return new ConnectFailed(
    'application_passwords_disabled',
    'The site does not offer application passwords. It needs WordPress 5.6, https, and no plugin that switches them off.',
    'site',
  )
}

async function reach(url: URL, context: ConnectContext, request: HttpRequest): Promise<HttpAnswer> {
  try {
    return await context.http.request(url, { signal: context.signal, ...request })
  } catch (error) {
    if (!(error instanceof HttpFailure)) throw error
    throw new ConnectFailed(
      'unreachable',
      `${url.host} could not be reached (${error.code}). Look for a typing mistake and at your connection.`,
      'site',
    )
  }
}

async function health(context: PublishContext): Promise<HealthReport> {
  try {
    const answer = await call(context, 'wp/v2/users/me', { query: { context: 'edit', _fields: 'id' } })
    if (answer.status === 200 && typeof objectOf(answer)['id'] === 'number') return { state: 'ok', expiresAt: null }
    const { code, words } = wordsOf(answer)
    if (answer.status === 401)
      return {
        state: 'broken',
        reason: 'The site does not accept the application password any more. Connect it again with a new one.',
      }
    // A refusal without a code is not WordPress's word: something in front of it.
    if (answer.status === 403 && code !== '')
      return { state: 'broken', reason: `The site does not let this user in: ${words}.` }
    return { state: 'unreachable', reason: `The site answered ${words}.` }
  } catch (error) {
    if (error instanceof HttpFailure)
      return { state: 'unreachable', reason: `The site could not be reached (${error.code}).` }
    if (error instanceof StepFailed) return { state: 'broken', reason: error.message }
    throw error
  }
}

/** Deletes the very password we use (its own UUID through `introspect`, since 5.7), so that nothing of us stays at the site. */
async function revoke(context: PublishContext): Promise<boolean> {
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
