import { placeName } from '../../../contract/platforms/reddit.ts'
import { said } from '../../../contract/sentences/index.ts'
import { type Http, type HttpAnswer } from '../../http.ts'
import { notAsked, objectOf } from '../answers.ts'
import {
  beginSignIn,
  clientOf,
  freshToken,
  oauthSecrets,
  redeemCode,
  revokeToken,
  signInEnds,
  type OAuthSecrets,
} from '../oauth.ts'
import {
  ConnectFailed,
  saidOf,
  StepFailed,
  type ConnectContext,
  type ConnectedIdentity,
  type Connector,
  type PublishContext,
} from '../publisher.ts'
import { ask, call, name, serverAt, userAgent, userOf, type RedditHosts } from './api.ts'
import { lacksScope, refusal, wordsOf } from './outcome.ts'

/** What each request asks for, as Reddit's list of endpoints says it; nothing to read others with. Source: reddit.com/dev/api/oauth. */
const scopes = ['identity', 'submit', 'edit', 'history', 'flair', 'mysubreddits']

export function createConnector(hosts: RedditHosts): Connector {
  return {
    platform: 'reddit',

    authorize(_method, _fields, redirectUri, context) {
      return Promise.resolve(beginSignIn(serverAt(hosts), appOf(hosts, context), scopes, redirectUri))
    },

    async finish(query, pending, redirectUri, context) {
      const { raw: _raw, ...tokens } = await asApp(context, (asking) =>
        redeemCode(serverAt(hosts), query, pending, redirectUri, asking),
      )
      for (const needed of scopes)
        if (!tokens.scopes.includes('*') && tokens.scopes.length > 0 && !tokens.scopes.includes(needed))
          throw new ConnectFailed('permission_not_granted', { platform: name, permission: needed })
      return identify(hosts, tokens, context)
    },

    async connect(_method, fields, context) {
      const refreshToken = (fields['refreshToken'] ?? '').trim()
      if (refreshToken === '') throw new ConnectFailed('field_missing', {}, 'refreshToken')
      const held: OAuthSecrets = {
        ...appOf(hosts, context),
        accessToken: '',
        refreshToken,
        expiresAt: 0,
        refreshExpiresAt: null,
        scopes: [],
      }
      return identify(hosts, await asApp(context, (asking) => renewed(hosts, held, asking)), context)
    },

    async health(context) {
      try {
        const answer = await call(hosts, context, '/api/v1/me')
        if (answer.status === 200)
          return objectOf(answer)['is_suspended'] === true
            ? { state: 'broken', reason: said('account_suspended', { platform: name }) }
            : { state: 'ok', expiresAt: signInEnds(oauthSecrets(context)) }
        if (answer.status === 401) return { state: 'broken', reason: said('signed_out', { platform: name }) }
        if (answer.status === 403)
          return { state: 'broken', reason: said('let_in_refused', { platform: name, words: wordsOf(answer) }) }
        return { state: 'unreachable', reason: said('answered', { platform: name, words: wordsOf(answer) }) }
      } catch (error) {
        return notAsked(name, error)
      }
    },

    /** Ending a refresh token ends what came of it. Source: reddit-archive/reddit wiki, OAuth2. */
    revoke: (context) => revokeToken(serverAt(hosts, context.account.displayHandle), context),

    actions: {
      subreddits: (context) => places(hosts, context),
      flairs: (context, subreddit) => (subreddit === '' ? Promise.resolve([]) : flairs(hosts, subreddit, context)),
    },
  }
}

/** Installed apps have no secret. */
function appOf(hosts: RedditHosts, context: ConnectContext): Pick<OAuthSecrets, 'clientId' | 'clientSecret'> {
  return clientOf({ ...serverAt(hosts), clientAuth: 'none' }, context)
}

/** Asks for tokens. To an app it does not know, Reddit says nothing but 401. */
async function asApp<T>(context: ConnectContext, work: (context: ConnectContext) => Promise<T>): Promise<T> {
  let status = 0
  const http: Http = {
    ...context.http,
    async request(url, request) {
      const answer = await context.http.request(url, request)
      status = answer.status
      return answer
    },
  }
  try {
    return await work({ ...context, http })
  } catch (error) {
    if (error instanceof ConnectFailed && status === 401)
      throw new ConnectFailed('wrong_app_credentials', { platform: name }, 'clientSecret')
    throw error
  }
}

/** The tokens that a refresh token brings. Throws ConnectFailed. */
async function renewed(hosts: RedditHosts, held: OAuthSecrets, context: ConnectContext): Promise<OAuthSecrets> {
  let secrets = held
  const asAccount = {
    ...context,
    account: { id: held.refreshToken ?? '' },
    get secrets() {
      return secrets
    },
    saveSecrets: (next: OAuthSecrets) => (secrets = next),
  } as unknown as PublishContext
  try {
    await freshToken(serverAt(hosts), asAccount)
    return secrets
  } catch (error) {
    if (!(error instanceof StepFailed)) throw error
    if (error.outcome.is !== 'rejected') throw ConnectFailed.because(saidOf(error.outcome.failure))
    throw new ConnectFailed('bad_token', { platform: name }, 'refreshToken')
  }
}

async function identify(
  hosts: RedditHosts,
  tokens: OAuthSecrets,
  { http, signal }: ConnectContext,
): Promise<ConnectedIdentity> {
  const answer = await http.request(`${hosts.api}/api/v1/me?raw_json=1`, {
    headers: { authorization: `Bearer ${tokens.accessToken}`, 'user-agent': userAgent(null) },
    signal,
  })
  if (answer.status !== 200) throw refused(answer)
  const { id, name: user, icon_img: icon, subreddit, is_suspended: suspended } = objectOf(answer)
  if (typeof id !== 'string' || typeof user !== 'string') throw new ConnectFailed('not_an_account', { platform: name })
  if (suspended === true) throw ConnectFailed.because(said('account_suspended', { platform: name }))
  const { title } = (subreddit ?? {}) as { title?: unknown }
  return {
    kind: 'profile',
    externalId: id,
    name: typeof title === 'string' && title !== '' ? title : user,
    displayHandle: `u/${user}`,
    url: `https://www.reddit.com/user/${encodeURIComponent(user)}/`,
    avatar: typeof icon === 'string' && icon !== '' ? icon : null,
    server: '',
    limits: {},
    expiresAt: signInEnds(tokens),
    secrets: { ...tokens },
  }
}

function refused(answer: HttpAnswer): ConnectFailed {
  const words = wordsOf(answer)
  if (lacksScope(answer)) return new ConnectFailed('token_lacks_permission', { permission: 'identity' })
  if (answer.status === 401) return new ConnectFailed('bad_token', { platform: name })
  if (answer.status === 403) return new ConnectFailed('let_in_refused', { platform: name, words })
  if (answer.status === 429) return new ConnectFailed('takes_no_requests', { platform: name })
  return new ConnectFailed('server_trouble', { platform: name, words })
}

const mostPages = 5

/** The profile, what one looks after, and what one has joined; by name. */
async function places(hosts: RedditHosts, context: PublishContext): Promise<{ value: string; label: string }[]> {
  const user = userOf(context)
  const found = new Map<string, string>()
  for (const where of ['moderator', 'subscriber']) {
    let after: string | null = null
    for (let page = 0; page < mostPages; page++) {
      const query = { limit: '100', ...(after !== null && { after }) }
      const { data } = objectOf(await ask(hosts, context, `/subreddits/mine/${where}`, { query })) as {
        data?: { children?: { data?: Record<string, unknown> }[]; after?: unknown }
      }
      for (const { data: one = {} } of data?.children ?? []) {
        const { display_name: place, user_is_banned: banned } = one
        // Profiles of others can be followed, not posted to.
        if (typeof place === 'string' && banned !== true && !/^u_/i.test(place)) found.set(place, `r/${place}`)
      }
      after = typeof data?.after === 'string' ? data.after : null
      if (after === null) break
    }
  }
  const sorted = [...found].sort(([one], [other]) => one.localeCompare(other, 'en', { sensitivity: 'base' }))
  return [{ value: `u_${user}`, label: `u/${user}` }, ...sorted.map(([value, label]) => ({ value, label }))]
}

/** Those one may give to one's own posts. Reddit forbids the question where there are none. */
async function flairs(
  hosts: RedditHosts,
  subreddit: string,
  context: PublishContext,
): Promise<{ value: string; label: string }[]> {
  const path = `/r/${encodeURIComponent(subreddit)}/api/link_flair_v2`
  const answer = await ask(hosts, context, path, { accepted: [200, 403, 404] })
  if (lacksScope(answer)) throw new StepFailed(refusal(answer, placeName(subreddit), context.clock.now()))
  const list = answer.json()
  if (answer.status !== 200 || !Array.isArray(list)) return []
  return (list as { id?: unknown; text?: unknown }[]).flatMap(({ id, text }) =>
    typeof id === 'string' ? [{ value: id, label: typeof text === 'string' && text.trim() !== '' ? text : id }] : [],
  )
}
