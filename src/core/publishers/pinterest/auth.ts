import { said } from '../../../contract/sentences/index.ts'
import { type HttpAnswer } from '../../http.ts'
import { notAsked, objectOf } from '../answers.ts'
import { beginSignIn, clientOf, oauthSecrets, redeemCode, signInEnds, type OAuthSecrets } from '../oauth.ts'
import {
  ConnectFailed,
  type ConnectContext,
  type ConnectedIdentity,
  type Connector,
  type PublishContext,
} from '../publisher.ts'
import { apiOf, call, name, page, serverAt, type PinterestHosts } from './api.ts'
import { codeOf, scopeCode, wordsOf } from './outcome.ts'

/** What POST /pins asks for, all four, and who it is. Secret boards would need more, and are left alone. Source: openapi, security of each operation. */
const scopes = ['boards:read', 'boards:write', 'pins:read', 'pins:write', 'user_accounts:read']

export function createConnector(hosts: PinterestHosts): Connector {
  const server = serverAt(hosts)
  return {
    platform: 'pinterest',

    authorize(_method, _fields, redirectUri, context) {
      return Promise.resolve(beginSignIn(server, clientOf(server, context), scopes, redirectUri))
    },

    async finish(query, pending, redirectUri, context) {
      const { raw: _raw, ...tokens } = await redeemCode(server, query, pending, redirectUri, context)
      for (const needed of scopes)
        if (tokens.scopes.length > 0 && !tokens.scopes.includes(needed))
          throw new ConnectFailed('permission_not_granted', { platform: name, permission: needed })
      return identify(hosts, 'oauth', tokens, context)
    },

    async connect(method, fields, context) {
      const accessToken = (fields['accessToken'] ?? '').trim()
      if (accessToken === '') throw new ConnectFailed('field_missing', {}, 'accessToken')
      const tokens: OAuthSecrets = {
        clientId: '',
        clientSecret: '',
        accessToken,
        // The developer portal makes none, and tells the end of the token nowhere but there.
        refreshToken: null,
        expiresAt: null,
        refreshExpiresAt: null,
        scopes: [],
      }
      return identify(hosts, method, tokens, context)
    },

    async health(context) {
      try {
        const answer = await call(hosts, context, '/user_account')
        if (answer.status === 200) return { state: 'ok', expiresAt: signInEnds(oauthSecrets(context)) }
        if (answer.status === 401) return { state: 'broken', reason: said('signed_out', { platform: name }) }
        if (answer.status === 403)
          return { state: 'broken', reason: said('let_in_refused', { platform: name, words: wordsOf(answer) }) }
        return { state: 'unreachable', reason: said('answered', { platform: name, words: wordsOf(answer) }) }
      } catch (error) {
        return notAsked(name, error)
      }
    },

    /** Pinterest revokes tokens of its own system users only; a person ends the connection in its settings. */
    revoke: () => Promise.resolve(false),

    actions: {
      boards: (context) => choices(hosts, context, '/boards'),
      sections: (context, board) =>
        board === '' ? Promise.resolve([]) : choices(hosts, context, `/boards/${encodeURIComponent(board)}/sections`),
    },
  }
}

const mostPages = 8

async function choices(hosts: PinterestHosts, context: PublishContext, path: string) {
  const found: { value: string; label: string }[] = []
  let bookmark: string | null = null
  for (let count = 0; count < mostPages; count++) {
    const listed = await page(hosts, context, path, bookmark)
    for (const { id, name: label } of listed.items)
      if (typeof id === 'string') found.push({ value: id, label: typeof label === 'string' ? label : id })
    bookmark = listed.bookmark
    if (bookmark === null) break
  }
  return found
}

async function identify(
  hosts: PinterestHosts,
  method: string,
  tokens: OAuthSecrets,
  { http, signal }: ConnectContext,
): Promise<ConnectedIdentity> {
  const answer = await http.request(`${apiOf(hosts, method)}/v5/user_account`, {
    headers: { authorization: `Bearer ${tokens.accessToken}` },
    signal,
  })
  if (answer.status !== 200) throw refused(answer)
  const { id, username, business_name: business, profile_image: avatar } = objectOf(answer)
  if (typeof username !== 'string' || username === '') throw new ConnectFailed('not_an_account', { platform: name })
  const shown = typeof business === 'string' && business !== '' ? business : username
  const own = typeof id === 'string' && id !== '' ? id : username
  const isSandbox = method === 'sandbox'
  return {
    kind: 'profile',
    // The same person has two of them: what is in the sandbox is not on Pinterest.
    externalId: isSandbox ? `sandbox:${own}` : own,
    name: isSandbox ? `${shown} · Sandbox` : shown,
    displayHandle: `@${username}`,
    url: `https://www.pinterest.com/${encodeURIComponent(username)}/`,
    avatar: typeof avatar === 'string' && avatar !== '' ? avatar : null,
    server: '',
    limits: {},
    expiresAt: signInEnds(tokens),
    secrets: { ...tokens },
  }
}

function refused(answer: HttpAnswer): ConnectFailed {
  if (answer.status === 401 && codeOf(answer) === scopeCode)
    return new ConnectFailed('token_lacks_permission', { permission: 'user_accounts:read' }, 'accessToken')
  if (answer.status === 401) return new ConnectFailed('bad_token', { platform: name }, 'accessToken')
  if (answer.status === 403) return new ConnectFailed('let_in_refused', { platform: name, words: wordsOf(answer) })
  if (answer.status === 429) return new ConnectFailed('takes_no_requests', { platform: name })
  return new ConnectFailed('server_trouble', { platform: name, words: wordsOf(answer) })
}
