import type { AccountLimits } from '../../../contract/platforms/types.ts'
import { said } from '../../../contract/sentences/index.ts'
import { type HttpAnswer } from '../../http.ts'
import { notAsked, objectOf } from '../answers.ts'
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
  type PublishContext,
} from '../publisher.ts'
import { itemsOf } from './afterwork.ts'
import { api, ask, call, name, serverAt, type YouTubeHosts } from './api.ts'
import { reasonOf, wordsOf } from './outcome.ts'

/**
 * The one permission that publishing needs: it uploads, changes, deletes and comments. `youtube.upload` alone can neither delete nor comment,
 * and asking for one leaves nothing to uncheck. Source: the scopes each method lists.
 */
const scope = 'https://www.googleapis.com/auth/youtube.force-ssl'
const shortScope = 'youtube.force-ssl'

export function createConnector(hosts: YouTubeHosts): Connector {
  const server = serverAt(hosts)
  return {
    platform: 'youtube',

    authorize(_method, _fields, redirectUri, context) {
      return Promise.resolve(beginSignIn(server, clientOf(server, context), [scope], redirectUri))
    },

    async finish(query, pending, redirectUri, context) {
      const { raw: _raw, ...tokens } = await redeemCode(server, query, pending, redirectUri, context)
      if (tokens.scopes.length > 0 && !tokens.scopes.includes(scope))
        throw new ConnectFailed('permission_not_granted', { platform: name, permission: shortScope })
      return identify(hosts, tokens, null, context)
    },

    async connect(_method, fields, context) {
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
      return identify(hosts, tokens, 'accessToken', context)
    },

    async health(context) {
      try {
        const answer = await call(hosts, context, mine)
        if (answer.status === 200) {
          const own = itemsOf(objectOf(answer)).find(({ id }) => id === context.account.externalId)
          if (!own) return { state: 'broken', reason: said('youtube_no_channel') }
          return { state: 'ok', expiresAt: signInEnds(oauthSecrets(context)), limits: limitsOf(own) }
        }
        if (answer.status === 401) return { state: 'broken', reason: said('signed_out', { platform: name }) }
        if (answer.status === 403 && blocked.has(reasonOf(answer)))
          return { state: 'broken', reason: said('let_in_refused', { platform: name, words: wordsOf(answer) }) }
        return { state: 'unreachable', reason: said('answered', { platform: name, words: wordsOf(answer) }) }
      } catch (error) {
        return notAsked(name, error)
      }
    },

    revoke: (context) => revokeToken(server, context),

    async destinations(context) {
      const answer = await ask(hosts, context, mine)
      return channelsIn(answer, oauthSecrets(context))
    },

    actions: {
      categories: (context) => categories(hosts, context),
      playlists: (context) => playlists(hosts, context),
    },
  }
}

const mine = api('channels', { part: 'snippet,status', mine: 'true' })

/** A quota that is used up disconnects nobody. */
const blocked = new Set([
  'forbidden',
  'insufficientPermissions',
  'accessNotConfigured',
  'authenticatedUserAccountClosed',
  'authenticatedUserAccountSuspended',
  'channelClosed',
  'channelSuspended',
])

/** The channel that was chosen on Google's page, or all of them where a sign-in reaches several. */
async function identify(
  hosts: YouTubeHosts,
  tokens: OAuthSecrets,
  field: string | null,
  { http, signal }: Pick<ConnectContext, 'http' | 'signal'>,
): Promise<readonly ConnectedIdentity[]> {
  const headers = { authorization: `Bearer ${tokens.accessToken}` }
  const answer = await http.request(`${hosts.api}${mine}`, { headers, signal })
  const noChannel = () => new ConnectFailed('youtube_no_channel')
  const reason = reasonOf(answer)
  if (reason === 'youtubeSignupRequired') throw noChannel()
  if (reason === 'accessNotConfigured') throw new ConnectFailed('youtube_api_off')
  if (reason === 'insufficientPermissions')
    throw field === null
      ? new ConnectFailed('permission_not_granted', { platform: name, permission: shortScope })
      : new ConnectFailed('token_lacks_permission', { permission: shortScope }, field)
  if (answer.status === 401) throw new ConnectFailed('bad_token', { platform: name }, field)
  if (answer.status === 403 || answer.status === 400)
    throw new ConnectFailed('let_in_refused', { platform: name, words: wordsOf(answer) })
  if (answer.status !== 200) throw new ConnectFailed('server_trouble', { platform: name, words: wordsOf(answer) })
  const channels = channelsIn(answer, tokens)
  if (channels.length === 0) throw noChannel()
  return channels
}

interface ChannelSnippet {
  readonly title?: unknown
  readonly customUrl?: unknown
  readonly country?: unknown
  readonly thumbnails?: { readonly default?: { readonly url?: unknown } }
}

function channelsIn(answer: HttpAnswer, tokens: OAuthSecrets): ConnectedIdentity[] {
  return itemsOf(objectOf(answer)).flatMap((channel) => {
    const { id } = channel
    if (typeof id !== 'string') return []
    const { title, customUrl, thumbnails } = (channel['snippet'] ?? {}) as ChannelSnippet
    const avatar = thumbnails?.default?.url
    const shown = typeof title === 'string' && title !== '' ? title : id
    return [
      {
        kind: 'channel',
        externalId: id,
        name: shown,
        displayHandle: typeof customUrl === 'string' && customUrl !== '' ? customUrl : shown,
        url: `https://www.youtube.com/channel/${id}`,
        avatar: typeof avatar === 'string' ? avatar : null,
        server: '',
        limits: limitsOf(channel),
        expiresAt: signInEnds(tokens),
        secrets: { ...tokens },
      },
    ]
  })
}

/** Source: reference of `channels`, status.longUploadsStatus: only `allowed` may send more than a quarter of an hour. */
function limitsOf(channel: Readonly<Record<string, unknown>>): AccountLimits {
  const { longUploadsStatus: long } = (channel['status'] ?? {}) as { longUploadsStatus?: unknown }
  return typeof long === 'string' ? { flags: { longVideos: long === 'allowed' } } : {}
}

/** What may be chosen in the channel's country. */
async function categories(hosts: YouTubeHosts, context: PublishContext): Promise<{ value: string; label: string }[]> {
  const [channel] = itemsOf(objectOf(await ask(hosts, context, mine)))
  const { country } = (channel?.['snippet'] ?? {}) as ChannelSnippet
  const regionCode = typeof country === 'string' && /^[A-Z]{2}$/.test(country) ? country : 'US'
  const list = objectOf(await ask(hosts, context, api('videoCategories', { part: 'snippet', regionCode })))
  return itemsOf(list).flatMap(({ id, snippet }) => {
    const { title, assignable } = (snippet ?? {}) as { title?: unknown; assignable?: unknown }
    return typeof id === 'string' && typeof title === 'string' && assignable === true
      ? [{ value: id, label: title }]
      : []
  })
}

const playlistPages = 4

async function playlists(hosts: YouTubeHosts, context: PublishContext): Promise<{ value: string; label: string }[]> {
  const found: { value: string; label: string }[] = []
  let pageToken = ''
  for (let page = 0; page < playlistPages; page++) {
    const query = { part: 'snippet', mine: 'true', maxResults: '50', ...(pageToken !== '' && { pageToken }) }
    const list = objectOf(await ask(hosts, context, api('playlists', query)))
    for (const { id, snippet } of itemsOf(list)) {
      const { title } = (snippet ?? {}) as { title?: unknown }
      if (typeof id === 'string') found.push({ value: id, label: typeof title === 'string' ? title : id })
    }
    if (typeof list['nextPageToken'] !== 'string') break
    pageToken = list['nextPageToken']
  }
  return found
}
