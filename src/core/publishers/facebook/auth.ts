import type { Instant } from '../../clock.ts'
import { notAsked, notListed } from '../answers.ts'
import { graphCall, graphError, graphHealth, type GraphCaller } from '../graph.ts'
import {
  beginLogin,
  endOf,
  finishLogin,
  graphUrl,
  look,
  notShown,
  pagesOf,
  permissionsOf,
  revokeGrant,
  lasting,
  type FacebookHosts,
  type PageRecord,
} from '../graph-login.ts'
import {
  ConnectFailed,
  type ConnectContext,
  type ConnectedIdentity,
  type Connector,
  type HealthReport,
  type PublishContext,
} from '../publisher.ts'
import { apiOf, call, facebookGraph, secretsOf, type PageSecrets } from './api.ts'

/*
 * Connecting Pages: one sign-in brings all that were chosen in Facebook's own window, or a token that somebody made by hand does: of a person, of a
 * system user (business settings), or of one Page.
 */

/** To list Pages, to publish, to read back what was published, and to comment as the Page. Nothing of analytics. */
const scopes = ['pages_show_list', 'pages_read_engagement', 'pages_manage_posts', 'pages_manage_engagement'] as const
/** Without these nothing can be published; comments can be done without. */
const needed = ['pages_read_engagement', 'pages_manage_posts'] as const
const pageFields = 'id,name,username,link,access_token,tasks,picture{url}'
const ownFields = 'id,name,username,link,picture{url}'

/** Classic Pages and those of the new experience name what a person may do there differently. */
const mayPublish = new Set(['CREATE_CONTENT', 'MANAGE', 'PROFILE_PLUS_CREATE_CONTENT', 'PROFILE_PLUS_FULL_CONTROL'])
const platform = facebookGraph.name

export function createConnector(hosts: FacebookHosts): Connector {
  return {
    platform: 'facebook',

    authorize: (_method, _fields, redirectUri, context) =>
      Promise.resolve(beginLogin(hosts, scopes, redirectUri, context)),

    async finish(query, pending, redirectUri, context) {
      const { token, clientId, clientSecret } = await finishLogin(hosts, query, pending, redirectUri, context)
      const caller = { token, clientSecret }
      const granted = await permissionsOf(hosts, caller, context, null)
      const missing = needed.filter((scope) => !granted.includes(scope))
      if (missing.length > 0)
        throw new ConnectFailed('permission_not_granted', { platform, permission: missing.join(', ') })
      return await pagesFor(hosts, caller, { clientId, endsAt: null }, context, null)
    },

    async connect(_method, fields, context) {
      const [pasted = '', clientId = '', clientSecret = ''] = ['token', 'appId', 'appSecret'].map((key) =>
        (fields[key] ?? '').trim(),
      )
      if (pasted === '') throw new ConnectFailed('field_missing', {}, 'token')
      return await connectToken(hosts, pasted, { clientId, clientSecret }, context)
    },

    health: (context) => health(hosts, context),
    revoke: (context) => revokeGrant(hosts, secretsOf(context), context),

    async destinations(context) {
      const { userToken, clientId, clientSecret } = secretsOf(context)
      if (userToken === null) return []
      try {
        return await pagesFor(hosts, { token: userToken, clientSecret }, { clientId, endsAt: null }, context, null)
      } catch (error) {
        throw notListed(platform, error)
      }
    },
  }
}

interface Origin {
  readonly clientId: string
  /** When the Pages' tokens end; null where they do not. */
  readonly endsAt: Instant | null
}
type Reach = Pick<ConnectContext, 'http' | 'clock' | 'signal'>

/** A token made by hand. With the app's id and secret a short one is made to last. */
async function connectToken(
  hosts: FacebookHosts,
  pasted: string,
  { clientId, clientSecret }: { clientId: string; clientSecret: string },
  context: ConnectContext,
): Promise<readonly ConnectedIdentity[]> {
  const caller = { token: pasted, clientSecret }
  const endsAt = await endOf(hosts, caller, clientId, context)
  const known = await graphCall(context, graphUrl(hosts, 'me/accounts'), caller, {
    query: { fields: 'id', limit: '1' },
  })
  // A Page has no Pages (100: there is no such edge): then it is a Page's own token.
  if (graphError(known)?.code === 100) {
    const own = await look(hosts, 'me', caller, { fields: ownFields }, context, 'token')
    const { id } = own
    if (typeof id !== 'string') throw new ConnectFailed('not_an_account', { platform }, 'token')
    const secrets: PageSecrets = { pageId: id, token: pasted, userToken: null, clientId, clientSecret }
    return [toIdentity({ ...own, id, access_token: pasted }, secrets, endsAt)]
  }
  if (known.status !== 200) throw notShown(platform, known, 'token')
  const granted = await permissionsOf(hosts, caller, context, 'token')
  const missing = needed.filter((scope) => !granted.includes(scope))
  if (missing.length > 0) throw new ConnectFailed('token_lacks_permission', { permission: missing.join(', ') }, 'token')
  const made = await lasting(hosts, pasted, { clientId, clientSecret }, endsAt, context)
  return await pagesFor(hosts, { token: made.token, clientSecret }, { clientId, endsAt: made.endsAt }, context, 'token')
}

/** Every Page a person's token may publish to. */
async function pagesFor(
  hosts: FacebookHosts,
  caller: GraphCaller,
  { clientId, endsAt }: Origin,
  context: Reach,
  field: string | null,
): Promise<readonly ConnectedIdentity[]> {
  const { id: userId } = await look(hosts, 'me', caller, { fields: 'id' }, context, field)
  const pages = (await pagesOf(hosts, caller, pageFields, context, field)).filter(publishable)
  if (pages.length === 0) throw new ConnectFailed('graph_no_pages', {}, field)
  return pages.map((page) => {
    const secrets: PageSecrets = {
      pageId: page.id,
      token: page.access_token,
      userToken: caller.token,
      clientId,
      clientSecret: caller.clientSecret,
    }
    const grant = typeof userId === 'string' ? { grant: userId } : {}
    return { ...toIdentity(page, secrets, endsAt), ...grant }
  })
}

function publishable({ tasks }: PageRecord): boolean {
  return !Array.isArray(tasks) || tasks.some((task) => mayPublish.has(String(task)))
}

function toIdentity(page: PageRecord, secrets: PageSecrets, expiresAt: Instant | null): ConnectedIdentity {
  const text = (key: string) => (typeof page[key] === 'string' && page[key] !== '' ? page[key] : null)
  const { data } = (page['picture'] ?? {}) as { data?: { url?: unknown } }
  const [name, username] = [text('name') ?? page.id, text('username')]
  return {
    kind: 'page',
    externalId: page.id,
    name,
    displayHandle: username === null ? name : `@${username}`,
    url: text('link') ?? `https://www.facebook.com/${page.id}`,
    avatar: typeof data?.url === 'string' ? data.url : null,
    server: '',
    limits: {},
    expiresAt,
    secrets: { ...secrets },
  }
}

async function health(hosts: FacebookHosts, context: PublishContext): Promise<HealthReport> {
  try {
    const api = apiOf(hosts, context)
    const answer = await call(api, api.page.pageId, { query: { fields: 'id' } })
    if (answer.status === 200 && !graphError(answer)) return { state: 'ok', expiresAt: null }
    return graphHealth(platform, answer, context.account.displayHandle)
  } catch (error) {
    return notAsked(platform, error)
  }
}
