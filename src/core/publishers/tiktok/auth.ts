import { notAsked } from '../answers.ts'
import type { AccountLimits } from '../../../contract/platforms/types.ts'
import { said } from '../../../contract/sentences/index.ts'
import { HttpFailure, type HttpAnswer } from '../../http.ts'
import { beginSignIn, clientOf, freshToken, oauthSecrets, redeemCode, signInEnds, type OAuthSecrets } from '../oauth.ts'
import {
  ConnectFailed,
  StepFailed,
  type ConnectContext,
  type ConnectedIdentity,
  type Connector,
  type PublishContext,
} from '../publisher.ts'
import { call, dataOf, isOk, name, serverAt, type TikTokHosts } from './api.ts'
import { creatorInfoPath, limitsOf, readCreator, type Creator } from './creator.ts'
import { codeOf, wordsOf } from './outcome.ts'

/** Drafts for the inbox need no more. Source: doc/tiktok-api-scopes. */
const draftScopes = ['user.info.basic', 'video.upload']
const directScope = 'video.publish'

export function createConnector(hosts: TikTokHosts): Connector {
  const server = serverAt(hosts)
  return {
    platform: 'tiktok',

    authorize(method, _fields, redirectUri, context) {
      const scopes = method === 'oauth_direct' ? [...draftScopes, directScope] : draftScopes
      const { url, state, pending } = beginSignIn(server, clientOf(server, context), scopes, redirectUri)
      return Promise.resolve({ url, state, pending: { ...pending, asked: scopes } })
    },

    async finish(query, pending, redirectUri, context) {
      const { raw: _raw, ...tokens } = await redeemCode(server, query, pending, redirectUri, context)
      // People may allow a part of what is asked.
      for (const needed of (pending['asked'] as readonly string[] | undefined) ?? draftScopes)
        if (!tokens.scopes.includes(needed))
          throw new ConnectFailed('permission_not_granted', { platform: name, permission: needed })
      return identify(hosts, tokens, context)
    },

    async connect(_method, fields, context) {
      const tokens: OAuthSecrets = {
        ...clientOf(server, context),
        accessToken: (fields['accessToken'] ?? '').trim(),
        refreshToken: (fields['refreshToken'] ?? '').trim(),
        // Two hours at the most; nobody knows how much of them is left.
        expiresAt: context.clock.now() + 30 * 60_000,
        refreshExpiresAt: null,
        scopes: [],
      }
      if (tokens.accessToken === '') throw new ConnectFailed('field_missing', {}, 'accessToken')
      if (tokens.refreshToken === '') throw new ConnectFailed('field_missing', {}, 'refreshToken')
      return identify(hosts, tokens, context)
    },

    async health(context) {
      try {
        const answer = await call(hosts, context, me)
        const words = wordsOf(answer)
        if (isOk(answer)) {
          const limits = await limitsNow(hosts, context)
          return { state: 'ok', expiresAt: signInEnds(oauthSecrets(context)), ...(limits && { limits }) }
        }
        if (codeOf(answer).startsWith('scope_'))
          return {
            state: 'broken',
            reason: said('permission_missing', { platform: name, permission: draftScopes.join(', ') }),
          }
        if (answer.status === 401) return { state: 'broken', reason: said('signed_out', { platform: name }) }
        return { state: 'unreachable', reason: said('answered', { platform: name, words }) }
      } catch (error) {
        return notAsked(name, error)
      }
    },

    /** TikTok ends a sign-in by its access token, so one that has run out is renewed first. Source: oauth-user-access-token-management. */
    async revoke(context) {
      try {
        const token = await freshToken(server, context)
        const { clientId, clientSecret } = oauthSecrets(context)
        const body = new URLSearchParams({ client_key: clientId, client_secret: clientSecret, token })
        const headers = { 'content-type': 'application/x-www-form-urlencoded' }
        const request = { method: 'POST', headers, body: body.toString(), signal: context.signal } as const
        const answer = await context.http.request(`${hosts.api}/v2/oauth/revoke/`, request)
        // A refusal may come with 200, as at the token endpoint.
        return answer.status < 300 && !/"error"\s*:\s*"\w/.test(answer.text())
      } catch (error) {
        if (error instanceof HttpFailure || error instanceof StepFailed) return false
        throw error
      }
    },
  }
}

const me = '/v2/user/info/?fields=open_id,union_id,avatar_url,display_name'

async function identify(
  hosts: TikTokHosts,
  tokens: OAuthSecrets,
  { http, signal }: Pick<ConnectContext, 'http' | 'signal'>,
): Promise<ConnectedIdentity> {
  const headers = { authorization: `Bearer ${tokens.accessToken}` }
  const answer = await http.request(`${hosts.api}${me}`, { headers, signal })
  const words = wordsOf(answer)
  if (codeOf(answer).startsWith('scope_'))
    throw new ConnectFailed('token_lacks_permission', { permission: 'user.info.basic' }, 'accessToken')
  if (answer.status === 401) throw new ConnectFailed('bad_token', { platform: name }, 'accessToken')
  if (answer.status === 429) throw new ConnectFailed('takes_no_requests', { platform: name })
  if (answer.status >= 500) throw new ConnectFailed('server_trouble', { platform: name, words })
  if (!isOk(answer)) throw new ConnectFailed('let_in_refused', { platform: name, words })
  const { user } = dataOf(answer)
  const { open_id: id, display_name: shown, avatar_url: avatar } = (user ?? {}) as Readonly<Record<string, unknown>>
  if (typeof id !== 'string' || id === '') throw new ConnectFailed('not_an_account', { platform: name })
  // A pasted token does not say what it may do: TikTok is asked.
  const mayPost = tokens.scopes.length === 0 || tokens.scopes.includes(directScope)
  const request = {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json; charset=UTF-8' },
    body: '{}',
    signal,
  } as const
  const creator = mayPost ? creatorIn(await http.request(`${hosts.api}${creatorInfoPath}`, request)) : null
  const { username } = creator ?? {}
  const display = typeof shown === 'string' && shown !== '' ? shown : id
  return {
    kind: 'profile',
    externalId: id,
    name: display,
    displayHandle: username ? `@${username}` : display,
    url: username ? `https://www.tiktok.com/@${username}` : null,
    avatar: typeof avatar === 'string' ? avatar : null,
    server: '',
    limits: creator === undefined ? {} : limitsOf(creator),
    expiresAt: signInEnds(tokens),
    secrets: { ...tokens },
  }
}

/** What a creator may choose now; undefined where TikTok does not say just now. Throws HttpFailure, StepFailed. */
async function limitsNow(hosts: TikTokHosts, context: PublishContext): Promise<AccountLimits | undefined> {
  const { scopes } = oauthSecrets(context)
  if (scopes.length > 0 && !scopes.includes(directScope)) return limitsOf(null)
  const creator = creatorIn(await call(hosts, context, creatorInfoPath, { method: 'POST', json: {} }))
  return creator === undefined ? undefined : limitsOf(creator)
}

/** Null where the sign-in may not post at once; undefined where nothing can be told, as when the day's posts are used up. */
function creatorIn(answer: HttpAnswer): Creator | null | undefined {
  if (isOk(answer)) return readCreator(dataOf(answer))
  return codeOf(answer).startsWith('scope_') ? null : undefined
}
