import type { Instant } from '../../clock.ts'
import { notAsked, notListed } from '../answers.ts'
import { graphError, graphHealth, type GraphCaller } from '../graph.ts'
import {
  beginLogin,
  endOf,
  finishLogin,
  look,
  pagesOf,
  permissionsOf,
  revokeGrant,
  lasting,
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
import { apiOf, call, instagramGraph, secretsOf, type InstagramHosts, type InstagramSecrets } from './api.ts'
import { beginDirect, connectDirect, finishDirect, renewIfOld } from './direct-login.ts'
import { toIdentity, type Profile } from './identity.ts'

/*
 * Connecting professional accounts, in two ways that have nothing in common but the result: through Facebook Login, which brings every account linked to a
 * Page, and at Instagram itself (direct-login.ts), which brings one.
 */

/** To list Pages and their accounts, to publish, to comment, to delete. Nothing of analytics. */
const scopes = [
  'pages_show_list',
  'pages_read_engagement',
  'instagram_basic',
  'instagram_content_publish',
  'instagram_manage_comments',
  'instagram_manage_contents',
] as const
const needed = ['instagram_basic', 'instagram_content_publish'] as const
const pageFields = 'id,name,access_token,instagram_business_account{id,username,name,profile_picture_url}'
const platform = instagramGraph.name

export function createConnector(hosts: InstagramHosts): Connector {
  return {
    platform: 'instagram',

    authorize: (method, _fields, redirectUri, context) =>
      Promise.resolve(
        method === 'instagram'
          ? beginDirect(hosts, redirectUri, context)
          : beginLogin(hosts.facebook, scopes, redirectUri, context),
      ),

    async finish(query, pending, redirectUri, context) {
      if (pending['login'] === 'instagram') return await finishDirect(hosts, query, pending, redirectUri, context)
      const { token, clientId, clientSecret } = await finishLogin(hosts.facebook, query, pending, redirectUri, context)
      const caller = { token, clientSecret }
      await checkPermissions(hosts, caller, context, null)
      return await accountsFor(hosts, caller, { clientId, endsAt: null }, context, null)
    },

    async connect(method, fields, context) {
      const field = method === 'token' ? 'token' : 'facebookToken'
      const token = (fields[field] ?? '').trim()
      if (token === '') throw new ConnectFailed('field_missing', {}, field)
      if (method === 'token') return await connectDirect(hosts, token, context)
      const app = { clientId: (fields['appId'] ?? '').trim(), clientSecret: (fields['appSecret'] ?? '').trim() }
      return await connectToken(hosts, token, app, context)
    },

    health: (context) => health(hosts, context),
    revoke: (context) => revokeGrant(hosts.facebook, secretsOf(context), context),

    async destinations(context) {
      const { userToken, clientId, clientSecret } = secretsOf(context)
      if (userToken === null) return []
      try {
        return await accountsFor(hosts, { token: userToken, clientSecret }, { clientId, endsAt: null }, context, null)
      } catch (error) {
        throw notListed(platform, error)
      }
    },
  }
}

interface Origin {
  readonly clientId: string
  readonly endsAt: Instant | null
}
type Reach = Pick<ConnectContext, 'http' | 'clock' | 'signal'>

async function checkPermissions(
  hosts: InstagramHosts,
  caller: GraphCaller,
  context: Reach,
  field: string | null,
): Promise<void> {
  const granted = await permissionsOf(hosts.facebook, caller, context, field)
  const missing = needed.filter((scope) => !granted.includes(scope)).join(', ')
  if (missing === '') return
  if (field !== null) throw new ConnectFailed('token_lacks_permission', { permission: missing }, field)
  throw new ConnectFailed('permission_not_granted', { platform, permission: missing })
}

/** A token of a person or a system user at Facebook, made by hand. With the app's id and secret a short one is made to last. */
async function connectToken(
  hosts: InstagramHosts,
  pasted: string,
  { clientId, clientSecret }: { clientId: string; clientSecret: string },
  context: ConnectContext,
): Promise<readonly ConnectedIdentity[]> {
  const field = 'facebookToken'
  const caller = { token: pasted, clientSecret }
  await checkPermissions(hosts, caller, context, field)
  const endsAt = await endOf(hosts.facebook, caller, clientId, context)
  const made = await lasting(hosts.facebook, pasted, { clientId, clientSecret }, endsAt, context)
  return await accountsFor(
    hosts,
    { token: made.token, clientSecret },
    { clientId, endsAt: made.endsAt },
    context,
    field,
  )
}

/** Every professional account that is linked to a Page the token reaches. */
async function accountsFor(
  hosts: InstagramHosts,
  caller: GraphCaller,
  { clientId, endsAt }: Origin,
  context: Reach,
  field: string | null,
): Promise<readonly ConnectedIdentity[]> {
  const { id: userId } = await look(hosts.facebook, 'me', caller, { fields: 'id' }, context, field)
  const pages = await pagesOf(hosts.facebook, caller, pageFields, context, field)
  const found = pages.flatMap((page) => {
    const linked = linkedTo(page)
    if (!linked) return []
    const secrets: InstagramSecrets = {
      login: 'facebook',
      accountId: linked.id,
      token: page.access_token,
      expiresAt: null,
      renewedAt: null,
      userToken: caller.token,
      clientId,
      clientSecret: caller.clientSecret,
    }
    const grant = typeof userId === 'string' ? { grant: userId } : {}
    return [{ ...toIdentity(linked, secrets, {}, endsAt), ...grant }]
  })
  if (found.length === 0)
    throw new ConnectFailed(pages.length === 0 ? 'graph_no_pages' : 'instagram_none_linked', {}, field)
  return found
}

function linkedTo({ instagram_business_account: linked }: PageRecord): Profile | null {
  const { id, username, name, profile_picture_url: picture } = (linked ?? {}) as Record<string, unknown>
  if (typeof id !== 'string' || typeof username !== 'string') return null
  return {
    id,
    username,
    name: typeof name === 'string' && name !== '' ? name : null,
    picture: typeof picture === 'string' ? picture : null,
  }
}

/** A token of Instagram's own that is some days old is renewed here, long before it ends. */
async function health(hosts: InstagramHosts, context: PublishContext): Promise<HealthReport> {
  try {
    const { login, accountId } = secretsOf(context)
    const expiresAt = login === 'instagram' ? await renewIfOld(hosts, context) : null
    const api = apiOf(hosts, context)
    const answer = await call(api, login === 'instagram' ? 'me' : accountId, { query: { fields: 'id,username' } })
    if (answer.status === 200 && !graphError(answer)) return { state: 'ok', expiresAt }
    return graphHealth(platform, answer, context.account.displayHandle, instagramGraph.codes)
  } catch (error) {
    return notAsked(platform, error)
  }
}
