import { createHash, randomBytes } from 'node:crypto'
import { said } from '../../contract/sentences/index.ts'
import type { Instant } from '../clock.ts'
import { HttpFailure, type HttpAnswer } from '../http.ts'
import { objectOf, rateLimited, retryAfter } from './answers.ts'
import {
  ConnectFailed,
  failure,
  StepFailed,
  type ConnectContext,
  type PublishContext,
  type Secrets,
  type StepFailure,
} from './publisher.ts'
import { oneAtATime } from './refresh-lock.ts'

/*
 * OAuth 2.0 as platforms speak it (RFC 6749, 7636, 7009), with what they do differently as data. Own code and no library: those that check
 * the standard refuse answers that several of these platforms give (docs/adr/0005-oauth.md).
 */

/** A platform's authorization server. */
export interface OAuthServer {
  /** Its name, as sentences say it. */
  readonly platform: string
  readonly authorizeUrl: string
  readonly tokenUrl: string
  readonly revokeUrl?: string
  /** How it calls itself in a redirect (`iss`, RFC 9207). A redirect that names another is refused; one that names none passes. */
  readonly issuer?: string
  /** Where the app's secret goes: in a Basic header, in the body, or there is none. */
  readonly clientAuth: 'basic' | 'body' | 'none'
  /** `S256-hex` is TikTok's: the digest in hexadecimal. */
  readonly pkce: 'S256' | 'S256-hex' | 'none'
  readonly scopeSeparator?: ' ' | ','
  /** What the platform calls `client_id`. */
  readonly clientIdName?: string
  readonly authorizeExtra?: Readonly<Record<string, string>>
  /** Added to every request to the token endpoint. */
  readonly tokenHeaders?: Readonly<Record<string, string>>
  readonly redeemExtra?: Readonly<Record<string, string>>
  readonly refreshExtra?: Readonly<Record<string, string>>
}

/** The person's own app. */
export interface OAuthClient {
  readonly clientId: string
  readonly clientSecret: string
}

/** What an account of such a platform keeps sealed; publishers add what else they need. */
export interface OAuthSecrets extends OAuthClient {
  readonly accessToken: string
  readonly refreshToken: string | null
  /** When the access token ends; null where it does not. */
  readonly expiresAt: Instant | null
  /** When the refresh token ends, where the platform says. */
  readonly refreshExpiresAt: Instant | null
  /** Granted, as far as the platform says. */
  readonly scopes: readonly string[]
}

export type Tokens = Omit<OAuthSecrets, keyof OAuthClient>

/** What is kept while the browser is away. */
export interface PendingSignIn extends OAuthClient {
  readonly verifier: string | null
}

/** A token is renewed this long before it ends, so that none ends on the way. */
const aheadMs = 5 * 60_000

/** When somebody must sign in again, as identities and health say it: with a refresh token at that one's end, if it has any. */
export function signInEnds({ refreshToken, refreshExpiresAt, expiresAt }: Tokens): Instant | null {
  return refreshToken === null ? expiresAt : refreshExpiresAt
}

/** The app as the person entered it. Throws ConnectFailed at the field that is empty. */
export function clientOf(server: OAuthServer, { app }: ConnectContext): OAuthClient {
  const { clientId = '', clientSecret = '' } = app
  if (clientId === '') throw new ConnectFailed('app_credentials_missing', { platform: server.platform }, 'clientId')
  if (clientSecret === '' && server.clientAuth !== 'none')
    throw new ConnectFailed('app_credentials_missing', { platform: server.platform }, 'clientSecret')
  return { clientId, clientSecret }
}

/** Where to send the browser, and what to keep until it is back. */
export function beginSignIn(
  server: OAuthServer,
  client: OAuthClient,
  scopes: readonly string[],
  redirectUri: string,
): { url: string; state: string; pending: Secrets } {
  const state = randomBytes(24).toString('base64url')
  // 43 to 128 unreserved characters (RFC 7636, 4.1).
  const verifier = server.pkce === 'none' ? null : randomBytes(48).toString('base64url')
  const url = new URL(server.authorizeUrl)
  const query: Record<string, string> = {
    response_type: 'code',
    [server.clientIdName ?? 'client_id']: client.clientId,
    redirect_uri: redirectUri,
    ...(scopes.length > 0 && { scope: scopes.join(server.scopeSeparator ?? ' ') }),
    state,
    ...(verifier !== null && {
      code_challenge: createHash('sha256')
        .update(verifier)
        .digest(server.pkce === 'S256-hex' ? 'hex' : 'base64url'),
      code_challenge_method: 'S256',
    }),
    ...server.authorizeExtra,
  }
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value)
  const pending: PendingSignIn = { ...client, verifier }
  return { url: url.href, state, pending: { ...pending } }
}

/** The code the browser came back with. Throws ConnectFailed where the person or the platform said no, or where another server answers. */
export function codeOf({ platform, issuer }: OAuthServer, query: URLSearchParams): string {
  const answering = query.get('iss')
  if (issuer !== undefined && answering !== null && answering !== issuer)
    throw new ConnectFailed('sign_in_mismatch', { platform })
  const error = query.get('error')
  if (error === 'access_denied' || error === 'user_cancelled_login' || error === 'user_cancelled_authorize')
    throw new ConnectFailed('sign_in_denied', { platform })
  if (error !== null)
    throw new ConnectFailed('sign_in_refused', {
      platform,
      words: (query.get('error_description') ?? error).slice(0, 300),
    })
  const code = query.get('code')
  if (code === null || code === '') throw new ConnectFailed('sign_in_without_code', { platform })
  return code
}

/** Redeems a code. Throws ConnectFailed; HttpFailure where the platform could not be reached. */
export async function redeemCode(
  server: OAuthServer,
  query: URLSearchParams,
  pending: Secrets,
  redirectUri: string,
  { http, clock, signal }: Pick<ConnectContext, 'http' | 'clock' | 'signal'>,
): Promise<OAuthSecrets & { readonly raw: Readonly<Record<string, unknown>> }> {
  const { verifier, clientId, clientSecret } = pending as unknown as PendingSignIn
  const client = { clientId, clientSecret }
  const fields = {
    grant_type: 'authorization_code',
    code: codeOf(server, query),
    redirect_uri: redirectUri,
    ...(verifier !== null && { code_verifier: verifier }),
    ...server.redeemExtra,
  }
  const answer = await http.request(server.tokenUrl, { ...tokenRequest(server, client, fields), signal })
  const tokens = answer.status < 300 ? readTokens(answer, clock.now()) : null
  if (tokens) return { ...client, ...tokens, raw: objectOf(answer) }
  throw refusedCode(server, answer, redirectUri)
}

function refusedCode({ platform }: OAuthServer, answer: HttpAnswer, redirectUri: string): ConnectFailed {
  const { error, words } = errorIn(answer)
  if (error === 'invalid_client' || error === 'unauthorized_client')
    return new ConnectFailed('wrong_app_credentials', { platform }, 'clientSecret')
  if (error === 'redirect_uri_mismatch')
    return new ConnectFailed('redirect_not_registered', { platform, redirect: redirectUri })
  if (answer.status === 429) return new ConnectFailed('takes_no_requests', { platform })
  if (answer.status >= 500) return new ConnectFailed('server_trouble', { platform, words })
  return new ConnectFailed('code_refused', { platform, words })
}

/** Tokens of an answer as RFC 6749, 5.1 shapes it; null where it has none. */
export function readTokens(answer: HttpAnswer, now: Instant, held?: OAuthSecrets): Tokens | null {
  const json = objectOf(answer)
  const { access_token: access, refresh_token: refresh, scope } = json
  if (typeof access !== 'string' || access === '') return null
  const ends = (seconds: unknown) => {
    const count = Number(seconds)
    return seconds !== undefined && seconds !== null && Number.isFinite(count) && count > 0 ? now + count * 1_000 : null
  }
  const refreshEnds = ends(json['refresh_expires_in'] ?? json['refresh_token_expires_in'])
  return {
    accessToken: access,
    // A platform that does not rotate leaves it out: the one held stays.
    refreshToken: typeof refresh === 'string' && refresh !== '' ? refresh : (held?.refreshToken ?? null),
    expiresAt: ends(json['expires_in']),
    refreshExpiresAt: refreshEnds ?? held?.refreshExpiresAt ?? null,
    scopes: typeof scope === 'string' ? scope.split(/[\s,]+/).filter(Boolean) : (held?.scopes ?? []),
  }
}

export function oauthSecrets({ secrets }: Pick<PublishContext, 'secrets'>): OAuthSecrets {
  return secrets as unknown as OAuthSecrets
}

/**
 * An access token that is good for a while: renewed ahead of its end, once however many ask, and saved before it is used.
 * `unless`: a token the platform has just refused, which counts as ended. Throws StepFailed.
 */
export async function freshToken(server: OAuthServer, context: PublishContext, unless?: string): Promise<string> {
  const usable = (held: OAuthSecrets) =>
    held.accessToken !== unless && (held.expiresAt === null || held.expiresAt - context.clock.now() > aheadMs)
  const held = oauthSecrets(context)
  if (usable(held)) return held.accessToken
  // Not by account: several may hold the same refresh token, which may be worth nothing once it was used.
  return oneAtATime(`${server.tokenUrl} ${held.refreshToken ?? context.account.id}`, async () => {
    const now = oauthSecrets(context)
    if (usable(now)) return now.accessToken
    if (now.refreshToken === null) {
      const ended = now.accessToken === unless || (now.expiresAt !== null && now.expiresAt <= context.clock.now())
      if (!ended) return now.accessToken
      throw rejected(
        failure('reconnect', unless ? said('signed_out', { platform: server.platform }) : said('sign_in_ended')),
      )
    }
    const tokens = await renew(server, now, context)
    context.saveSecrets({ ...context.secrets, ...tokens })
    return tokens.accessToken
  })
}

async function renew(server: OAuthServer, held: OAuthSecrets, context: PublishContext): Promise<Tokens> {
  const fields = { grant_type: 'refresh_token', refresh_token: held.refreshToken ?? '', ...server.refreshExtra }
  let answer: HttpAnswer
  try {
    answer = await context.http.request(server.tokenUrl, {
      ...tokenRequest(server, held, fields),
      signal: context.signal,
    })
  } catch (error) {
    if (!(error instanceof HttpFailure) || error.kind === 'aborted') throw error
    throw new StepFailed({ is: 'not_sent', failure: failure('network', said('sign_in_not_renewed'), error.code) })
  }
  const tokens = answer.status < 300 ? readTokens(answer, context.clock.now(), held) : null
  if (tokens) return tokens
  const { error, words, isJson } = errorIn(answer)
  const { platform } = server
  if (answer.status === 429) throw new StepFailed(rateLimited(platform, retryAfter(answer, context.clock.now()), words))
  // What stands in between may also answer 4xx: only a server that words it ends a sign-in.
  const refused = error === '' ? [400, 401].includes(answer.status) && isJson : !passing.has(error)
  if (answer.status >= 500 || !refused)
    throw new StepFailed({ is: 'not_sent', failure: failure('platform', said('sign_in_not_renewed'), words) })
  if (error === 'invalid_client' || error === 'unauthorized_client')
    throw rejected(failure('reconnect', said('wrong_app_credentials', { platform }), words))
  throw rejected(failure('reconnect', said('signed_out', { platform }), words))
}

/** Errors of RFC 6749, 4.1.2.1 that pass by themselves. */
const passing = new Set(['server_error', 'temporarily_unavailable'])

/** Ends a token at the platform (RFC 7009). False where it could not be done. */
export async function revokeToken(server: OAuthServer, context: PublishContext): Promise<boolean> {
  if (server.revokeUrl === undefined) return false
  const held = oauthSecrets(context)
  const fields = held.refreshToken
    ? { token: held.refreshToken, token_type_hint: 'refresh_token' }
    : { token: held.accessToken, token_type_hint: 'access_token' }
  try {
    const request = { ...tokenRequest(server, held, fields), signal: context.signal }
    return (await context.http.request(server.revokeUrl, request)).status < 300
  } catch (error) {
    if (error instanceof HttpFailure) return false
    throw error
  }
}

/** A POST to the token endpoint, with the app's credentials where the platform wants them. */
function tokenRequest(server: OAuthServer, client: OAuthClient, fields: Readonly<Record<string, string>>) {
  const body = new URLSearchParams(fields)
  const headers: Record<string, string> = {
    'content-type': 'application/x-www-form-urlencoded',
    accept: 'application/json',
    ...server.tokenHeaders,
  }
  if (server.clientAuth === 'basic') {
    const encoded = [client.clientId, client.clientSecret].map(encodeURIComponent).join(':')
    headers['authorization'] = `Basic ${Buffer.from(encoded).toString('base64')}`
  } else {
    body.set(server.clientIdName ?? 'client_id', client.clientId)
    if (server.clientAuth === 'body') body.set('client_secret', client.clientSecret)
  }
  return { method: 'POST', headers, body: body.toString() } as const
}

/** `error` and `error_description` of RFC 6749, 5.2, or what comes near. Never a token: only the fields of errors are read. */
function errorIn(answer: HttpAnswer): { error: string; words: string; isJson: boolean } {
  const json = objectOf(answer)
  const { error, error_description: description, message } = json
  const nested = typeof error === 'object' && error !== null ? (error as Readonly<Record<string, unknown>>) : {}
  const code = typeof error === 'string' ? error : ''
  const text = [description, message, nested['message'], code].find(
    (one): one is string => typeof one === 'string' && one !== '',
  )
  return {
    error: code,
    words: `${answer.status}${text ? ` ${text.slice(0, 300)}` : ''}`,
    isJson: Object.keys(json).length > 0,
  }
}

const rejected = (failed: StepFailure['failure']) => new StepFailed({ is: 'rejected', failure: failed })
