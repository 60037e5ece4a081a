import type { Instant } from '../clock.ts'
import { HttpFailure, type HttpAnswer } from '../http.ts'
import { objectOf } from './answers.ts'
import { graphCall, graphError, graphMeaning, graphVersion, graphWords, type GraphCaller } from './graph.ts'
import { beginSignIn, clientOf, codeOf, type OAuthClient, type OAuthServer } from './oauth.ts'
import { ConnectFailed, type ConnectContext, type Secrets } from './publisher.ts'

/*
 * Facebook Login, which brings Pages and the Instagram accounts linked to them. Sources: facebook-login/guides/advanced/manual-flow,
 * …/access-tokens/get-long-lived (a Page's token got with a long-lived one has no end), facebook-login-for-business (config_id).
 */

/** Where Facebook lives. */
export interface FacebookHosts {
  readonly dialog: string
  readonly graph: string
  /** For films of the feed, in chunks. */
  readonly video: string
  /** For reels, stories and Instagram's films, in one piece. */
  readonly upload: string
}

export function facebookHosts(origin?: string): FacebookHosts {
  const at = (host: string) => origin ?? `https://${host}.facebook.com`
  return { dialog: at('www'), graph: at('graph'), video: at('graph-video'), upload: at('rupload') }
}

export const graphUrl = ({ graph }: Pick<FacebookHosts, 'graph'>, path: string) => `${graph}/${graphVersion}/${path}`

/** What a person has granted an app. */
export interface FacebookGrant extends OAuthClient {
  readonly token: string
  /** When the token ends; null where it does not, or where nobody says. */
  readonly expiresAt: Instant | null
}

type Reach = Pick<ConnectContext, 'http' | 'clock' | 'signal'>

const platform = 'Facebook'

function serverAt(hosts: FacebookHosts): OAuthServer {
  return {
    platform,
    authorizeUrl: `${hosts.dialog}/${graphVersion}/dialog/oauth`,
    tokenUrl: graphUrl(hosts, 'oauth/access_token'),
    clientAuth: 'body',
    pkce: 'none',
    scopeSeparator: ',',
  }
}

/** Where to send the browser. Apps of Facebook Login for Business name a configuration in place of permissions. */
export function beginLogin(
  hosts: FacebookHosts,
  scopes: readonly string[],
  redirectUri: string,
  context: ConnectContext,
): { url: string; state: string; pending: Secrets } {
  const server = serverAt(hosts)
  const begun = beginSignIn(server, clientOf(server, context), scopes, redirectUri)
  const { configId = '' } = context.app
  if (configId === '') return begun
  const url = new URL(begun.url)
  url.searchParams.delete('scope')
  url.searchParams.set('config_id', configId)
  return { ...begun, url: url.href }
}

/** Redeems the code for a token of sixty days, which needs the app's secret. Throws ConnectFailed, HttpFailure. */
export async function finishLogin(
  hosts: FacebookHosts,
  query: URLSearchParams,
  pending: Secrets,
  redirectUri: string,
  context: Reach,
): Promise<FacebookGrant> {
  const { clientId, clientSecret } = pending as unknown as OAuthClient
  const client = { clientId, clientSecret }
  const code = codeOf(serverAt(hosts), query)
  const short = await redeem(hosts, { ...asForm(client), redirect_uri: redirectUri, code }, redirectUri, context)
  // A system user's token, which a configuration may give, has no end already.
  return short.expiresAt === null
    ? { ...client, ...short }
    : { ...client, ...(await prolong(hosts, client, short.token, context)) }
}

/** A token of sixty days for a short one. */
export function prolong(
  hosts: FacebookHosts,
  client: OAuthClient,
  token: string,
  context: Reach,
): Promise<{ token: string; expiresAt: Instant | null }> {
  const form = { ...asForm(client), grant_type: 'fb_exchange_token', fb_exchange_token: token }
  return redeem(hosts, form, '', context)
}

/** Shorter than any long-lived token: what is made from it ends with it. */
const shortLivedMs = 2 * 24 * 3_600_000

/** A pasted token made to last: a short one is exchanged where the app's id and secret were given with it. `endsAt` null where what is made from it does not end. */
export async function lasting(
  hosts: FacebookHosts,
  pasted: string,
  app: OAuthClient,
  endsAt: Instant | null,
  context: Reach,
): Promise<{ token: string; endsAt: Instant | null }> {
  const isShort = endsAt !== null && endsAt - context.clock.now() < shortLivedMs
  if (!isShort) return { token: pasted, endsAt: null }
  if (app.clientId === '' || app.clientSecret === '') return { token: pasted, endsAt }
  return { token: (await prolong(hosts, app, pasted, context)).token, endsAt: null }
}

/** Takes back all that the person granted the app. A Page's own token can only be ended where it was made. */
export async function revokeGrant(
  hosts: FacebookHosts,
  { userToken, clientSecret }: { readonly userToken: string | null; readonly clientSecret: string },
  context: Reach,
): Promise<boolean> {
  if (userToken === null) return false
  try {
    const url = graphUrl(hosts, 'me/permissions')
    const answer = await graphCall(context, url, { token: userToken, clientSecret }, { method: 'DELETE' })
    return answer.status === 200 && objectOf(answer)['success'] === true
  } catch (error) {
    if (error instanceof HttpFailure) return false
    throw error
  }
}

const asForm = ({ clientId, clientSecret }: OAuthClient) => ({ client_id: clientId, client_secret: clientSecret })

async function redeem(
  hosts: FacebookHosts,
  form: Record<string, string>,
  redirectUri: string,
  { http, clock, signal }: Reach,
): Promise<{ token: string; expiresAt: Instant | null }> {
  const answer = await http.request(graphUrl(hosts, 'oauth/access_token'), {
    method: 'POST',
    signal,
    headers: { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(form).toString(),
  })
  const { access_token: token, expires_in: seconds } = objectOf(answer)
  if (answer.status === 200 && typeof token === 'string' && token !== '') {
    const lasts = Number(seconds)
    return { token, expiresAt: Number.isFinite(lasts) && lasts > 0 ? clock.now() + lasts * 1_000 : null }
  }
  throw notRedeemed(answer, redirectUri)
}

/** 101: no such app; 1 without more: the secret; 191 and 100/36008: the redirect address. Everything else is about the code. */
function notRedeemed(answer: HttpAnswer, redirectUri: string): ConnectFailed {
  const error = graphError(answer)
  if (answer.status >= 500 || !error)
    return new ConnectFailed('server_trouble', { platform, words: graphWords(answer) })
  if (error.code === 101) return new ConnectFailed('wrong_app_credentials', { platform }, 'clientId')
  if (error.code === 1 && error.subcode === null && !error.transient)
    return new ConnectFailed('wrong_app_credentials', { platform }, 'clientSecret')
  if (error.code === 191 || error.subcode === 36_008)
    return new ConnectFailed('redirect_not_registered', { platform, redirect: redirectUri })
  return new ConnectFailed('code_refused', { platform, words: graphWords(answer) })
}

/** An object of Graph while connecting. Throws ConnectFailed at `field` where it is refused; HttpFailure. */
export async function look(
  hosts: FacebookHosts,
  path: string,
  caller: GraphCaller,
  query: Readonly<Record<string, string>>,
  context: Reach,
  field: string | null,
): Promise<Readonly<Record<string, unknown>>> {
  const answer = await graphCall(context, graphUrl(hosts, path), caller, { query })
  if (answer.status === 200 && !graphError(answer)) return objectOf(answer)
  throw notShown(platform, answer, field)
}

/** Why something was not shown while connecting. */
export function notShown(name: string, answer: HttpAnswer, field: string | null): ConnectFailed {
  const words = graphWords(answer)
  switch (graphMeaning(answer)) {
    case 'token':
      return field === 'token'
        ? new ConnectFailed('bad_token', { platform: name }, field)
        : new ConnectFailed('let_in_refused', { platform: name, words }, field)
    case 'checkpoint':
      return new ConnectFailed('graph_checkpoint', { platform: name }, field)
    case 'throttled':
      return new ConnectFailed('takes_no_requests', { platform: name }, field)
    case 'trouble':
      return new ConnectFailed('server_trouble', { platform: name, words }, field)
    case 'permission':
    case 'app':
    case 'quota':
    case 'content':
    case 'file':
    case 'not_fetched':
    case 'duplicate':
    case 'blocked':
    case 'restricted':
    case 'gone':
      return new ConnectFailed('let_in_refused', { platform: name, words }, field)
  }
}

/** A Page as `me/accounts` tells it, with the fields that were asked for. */
export type PageRecord = Readonly<Record<string, unknown>> & { readonly id: string; readonly access_token: string }

const pageSize = 100
const mostPages = 20

/** Every Page a person's token reaches. Throws ConnectFailed, HttpFailure. */
export async function pagesOf(
  hosts: FacebookHosts,
  caller: GraphCaller,
  fields: string,
  context: Reach,
  field: string | null,
): Promise<PageRecord[]> {
  const found: PageRecord[] = []
  let after = ''
  for (let turn = 0; turn < mostPages; turn++) {
    const query = { fields, limit: String(pageSize), ...(after !== '' && { after }) }
    const { data, paging } = await look(hosts, 'me/accounts', caller, query, context, field)
    for (const page of Array.isArray(data) ? (data as unknown[]) : []) if (isPage(page)) found.push(page)
    const { cursors, next } = (paging ?? {}) as { cursors?: { after?: unknown }; next?: unknown }
    if (typeof next !== 'string' || typeof cursors?.after !== 'string') break
    after = cursors.after
  }
  return found
}

/** A Page that this token may not publish to has no token of its own. */
function isPage(value: unknown): value is PageRecord {
  if (typeof value !== 'object' || value === null) return false
  const { id, access_token: token } = value as Record<string, unknown>
  return typeof id === 'string' && typeof token === 'string'
}

/** What a person's token was granted. */
export async function permissionsOf(
  hosts: FacebookHosts,
  caller: GraphCaller,
  context: Reach,
  field: string | null,
): Promise<string[]> {
  const { data } = await look(hosts, 'me/permissions', caller, {}, context, field)
  return (Array.isArray(data) ? (data as unknown[]) : []).flatMap((one) => {
    const { permission, status } = (one ?? {}) as Record<string, unknown>
    return typeof permission === 'string' && status === 'granted' ? [permission] : []
  })
}

/**
 * When a pasted token ends; null where it never does or Facebook does not say. It says so to the app, or to a token of one of the app's own
 * people (debug_token).
 */
export async function endOf(
  hosts: FacebookHosts,
  { token, clientSecret }: GraphCaller,
  clientId: string,
  context: Reach,
): Promise<Instant | null> {
  const asking =
    clientId !== '' && clientSecret !== ''
      ? { token: `${clientId}|${clientSecret}`, clientSecret: '' }
      : { token, clientSecret: '' }
  const answer = await graphCall(context, graphUrl(hosts, 'debug_token'), asking, { query: { input_token: token } })
  const { data } = objectOf(answer)
  const { expires_at: at } = (typeof data === 'object' && data !== null ? data : {}) as Record<string, unknown>
  return typeof at === 'number' && at > 0 ? at * 1_000 : null
}
