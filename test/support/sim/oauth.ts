import { createHash } from 'node:crypto'
import { only, required, text } from './params.ts'
import type { Params } from './params.ts'
import { Refusal, Refused } from './refused.ts'
import type { Reply } from './refused.ts'
import type { Ask, Handler, Routes, Sim } from './server.ts'
import { secret } from './store.ts'

/*
 * An authorization server as platforms really behave: each bends OAuth 2.0 in its own way, so everything that differs is a setting.
 */

/** What a simulator's state holds of it, under `auth`. */
export interface AuthState {
  clients: Client[]
  codes: Code[]
  tokens: Token[]
  /** Answered refreshes, so that a test sees whether one token was refreshed twice. */
  refreshes: number
}

export const freshAuth = (): AuthState => ({ clients: [], codes: [], tokens: [], refreshes: 0 })

/** An app somebody registered. */
export interface Client {
  readonly id: string
  /** Null for a public client. */
  readonly secret: string | null
  readonly redirectUris: readonly string[]
  /** What it may ask for; all known ones unless told. */
  readonly scopes: readonly string[]
}

interface Code {
  readonly code: string
  readonly clientId: string
  readonly account: string
  readonly redirectUri: string
  readonly scopes: readonly string[]
  readonly challenge: string | null
  readonly at: number
  used: boolean
}

/** One grant: an access token, and the refresh token that renews it. */
export interface Token {
  readonly access: string
  /** Null where there is none. */
  readonly refresh: string | null
  readonly clientId: string
  readonly account: string
  readonly scopes: readonly string[]
  /** What a person allowed once: its tokens, with all that came of them by refreshes, end together. */
  readonly grant: string
  readonly at: number
  accessExpiresAt: number | null
  refreshExpiresAt: number | null
  revoked: boolean
  /** The refresh token was used and, where it rotates, is worth nothing any more. */
  spent: boolean
}

export interface AuthSetup {
  readonly paths: { readonly authorize: string; readonly token: string; readonly revoke?: string }
  /** Every scope there is, and what stands between two. */
  readonly scopes: {
    readonly known: readonly string[]
    readonly separator: ' ' | ','
    /** What one gets who asks for none; otherwise that is refused. */
    readonly default?: readonly string[]
  }
  /** `exact`: as registered; `loopback`: any port of a registered loopback address (`*` in its place, or none); `https`: exact, and https only. */
  readonly redirects: 'exact' | 'loopback' | 'https'
  readonly pkce: {
    readonly mode: 'none' | 'optional' | 'required'
    /** How the SHA-256 is written; TikTok's desktop kit wants hex. */
    readonly challenge?: 'base64url' | 'hex'
  }
  /** Where a client's secret may come: `basic` and `body` for confidential clients, `none` for public ones. */
  readonly clientAuth: readonly ('basic' | 'body' | 'none')[]
  /** What a client's id is called: `client_key` at TikTok. */
  readonly clientIdName?: string
  /** A code lives so long; 10 minutes unless told. */
  readonly codeMs?: number
  /** What a code that comes twice does besides being refused: ends what it gave (as it should), unless told. */
  readonly codeReuse?: 'refused' | 'ends_grant'
  /** An access token lives so long; null for ever. */
  readonly accessMs: number | null
  /** Null where there are no refresh tokens. `only`: the scope without which none is given (X: offline.access). */
  readonly refresh: { readonly ms: number | null; readonly rotates: boolean; readonly only?: string } | null
  /** The token endpoint takes JSON instead of, or besides, a form. */
  readonly takesJson?: boolean
  /** More that authorize and token take: `access_type`, `prompt`, `duration` … */
  readonly extra?: { readonly authorize?: readonly string[]; readonly token?: readonly string[] }
  /** Refuses what else is wrong with an authorization request, in the words sent back to the redirect. */
  readonly checkAuthorize?: (query: Params) => { readonly error: string; readonly description: string } | null
  /** The token endpoint's answer; RFC 6749's unless told. */
  readonly answer?: (issued: Issued) => unknown
  /** The token endpoint's refusal; RFC 6749's unless told. */
  readonly refuse?: (status: number, error: string, description: string) => Reply
  /** Further grant types. */
  readonly grants?: Readonly<Record<string, (client: Client, body: Params) => Token>>
  /** The redirect address that stands for "show me the code to copy". */
  readonly outOfBand?: string
  /** Where a request carries its access token; `Authorization: Bearer` unless told. */
  readonly tokenOf?: (ask: Ask) => string | null
}

/** A token as the answer tells it. Seconds are null for ever. */
export interface Issued {
  readonly access: string
  readonly refresh: string | null
  readonly scopes: readonly string[]
  /** The same, joined. */
  readonly scope: string
  readonly accessSeconds: number | null
  readonly refreshSeconds: number | null
  readonly account: string
  readonly at: number
  /** It came of a refresh; standard answers then leave out a refresh token that did not change. */
  readonly renewed: boolean
}

export interface Caller {
  readonly account: string
  readonly token: Token
}

export interface Auth {
  /** To spread among a simulator's routes. */
  readonly routes: Routes
  /** Registers an app, as at the platform's developer page. */
  register(client: {
    redirectUris: readonly string[]
    public?: boolean
    scopes?: readonly string[]
    id?: string
  }): Client
  /** A token as made by hand, at a dashboard; for every scope unless told. */
  issue(grant: {
    account: string
    clientId?: string
    scopes?: readonly string[]
    accessMs?: number | null
    refresh?: boolean
  }): Token
  /** The token behind an access token, if it still opens anything. */
  find(access: string): Token | null
  /** The app that asks, with its secret where that belongs. */
  client(ask: Ask): Client
  /** Who asks: refuses a request without a good token (`invalid_token`), or without all of `scopes` (`missing_scope`). */
  caller(ask: Ask, ...scopes: string[]): Caller
  /** What a person does in the browser; gives where the platform sends them, or the code it shows. `scopes`: grants only these. */
  approve(authorizeUrl: string, how?: { account?: string; scopes?: readonly string[] }): Promise<string>
  deny(authorizeUrl: string): Promise<string>
  /** Ends access tokens at once, as when an hour passes; refresh tokens stay good. */
  expireAccess(access?: string): void
  /** Ends what one token belongs to, with all that came of it. */
  revoke(access: string): void
  /** Ends all grants of an account, or of all, as their owner would in the platform's settings. */
  revokeAll(account?: string): void
  /** How many refreshes were answered. */
  readonly refreshes: number
}

export function createAuth(sim: Sim<{ auth: AuthState }>, setup: AuthSetup, defaultAccount: () => string): Auth {
  const { paths, scopes: scopeRules, pkce, refresh: refreshRules } = setup
  const idName = setup.clientIdName ?? 'client_id'
  const state = () => sim.state.auth
  const codeMs = setup.codeMs ?? 600_000
  const inSeconds = (until: number | null) => (until === null ? null : Math.round((until - sim.now()) / 1_000))
  /** What is wrong with a token, if anything is. */
  const faultOf = (token: Token | undefined) => {
    if (!token) return 'unknown'
    if (token.revoked) return 'revoked'
    return token.accessExpiresAt !== null && token.accessExpiresAt <= sim.now() ? 'expired' : null
  }
  const refuse = (status: number, error: string, description: string) =>
    new Refusal(
      setup.refuse?.(status, error, description) ?? { status, json: { error, error_description: description } },
    )
  const badGrant = (why: string) => refuse(400, 'invalid_grant', why)

  interface Asked {
    readonly client: Client
    readonly redirectUri: string
    readonly scopes: readonly string[]
    readonly state: string | null
    readonly challenge: string | null
  }

  /** Who asks and where to go back must be right before anything is sent there. */
  function readAuthorize(query: Params, ...more: string[]): Asked | Reply {
    const known = ['response_type', 'redirect_uri', 'scope', 'state', idName, 'code_challenge', 'code_challenge_method']
    const client = state().clients.find(({ id }) => id === query[idName])
    if (!client) return page(401, 'There is no such app.')
    const redirectUri = text(query, 'redirect_uri') ?? ''
    if (!isRegistered(redirectUri, client.redirectUris, setup.redirects))
      return page(400, 'The redirect address is not registered for this app.')
    only(query, ...known, ...(setup.extra?.authorize ?? []), ...more)
    const back = text(query, 'state')
    const wrong = (error: string, description: string) =>
      redirect(redirectUri, { error, error_description: description, ...(back !== null && { state: back }) })
    if (query['response_type'] !== 'code')
      return wrong('unsupported_response_type', 'The authorization server does not support this response type.')
    const scopes = (text(query, 'scope') ?? scopeRules.default?.join(scopeRules.separator) ?? '')
      .split(scopeRules.separator)
      .filter(Boolean)
    if (scopes.length === 0 || scopes.some((scope) => !client.scopes.includes(scope)))
      return wrong('invalid_scope', 'The requested scope is invalid, unknown, or malformed.')
    const challenge = text(query, 'code_challenge')
    if (challenge !== null && pkce.mode === 'none')
      return wrong('invalid_request', 'This authorization server takes no code_challenge.')
    if (challenge === null && pkce.mode === 'required') return wrong('invalid_request', 'code_challenge is required.')
    if (challenge !== null && query['code_challenge_method'] !== 'S256')
      return wrong('invalid_request', 'The code_challenge_method must be S256.')
    const refused = setup.checkAuthorize?.(query)
    if (refused) return wrong(refused.error, refused.description)
    return { client, redirectUri, scopes, state: back, challenge }
  }

  /** The page a person sees, with a form a browser can submit. */
  const authorizePage: Handler = ({ query }) => {
    const asked = readAuthorize(query)
    if ('status' in asked) return asked
    const hidden = Object.entries(query).map(
      ([name, value]) => `<input type="hidden" name="${escaped(name)}" value="${escaped(String(value))}">`,
    )
    return page(
      200,
      `<p>The app wants: ${escaped(asked.scopes.join(', '))}</p><form method="post">${hidden.join('')}
<label>Account <input name="account" value="${escaped(defaultAccount())}"></label>
<button name="decision" value="approve">Authorize</button> <button name="decision" value="deny">Deny</button></form>`,
    )
  }

  const decide: Handler = ({ body }) => {
    const asked = readAuthorize(body, 'decision', 'account', 'granted')
    if ('status' in asked) return asked
    const { redirectUri, client, challenge } = asked
    const back: Record<string, string> = asked.state === null ? {} : { state: asked.state }
    if (body['decision'] !== 'approve')
      return redirect(redirectUri, {
        error: 'access_denied',
        error_description: 'The person denied the request.',
        ...back,
      })
    const granted = text(body, 'granted')?.split(scopeRules.separator)
    const code = secret()
    state().codes.push({
      code,
      clientId: client.id,
      account: required(body, 'account'),
      redirectUri,
      scopes: asked.scopes.filter((scope) => granted?.includes(scope) ?? true),
      challenge,
      at: sim.now(),
      used: false,
    })
    return redirectUri === setup.outOfBand
      ? page(200, `<input readonly value="${code}">`)
      : redirect(redirectUri, { code, ...back })
  }

  const token: Handler = (ask) => {
    const { body } = ask
    if (!setup.takesJson && !ask.headers['content-type']?.startsWith('application/x-www-form-urlencoded'))
      throw refuse(400, 'invalid_request', 'The token endpoint takes a form.')
    const names = [
      'grant_type',
      'code',
      'redirect_uri',
      'code_verifier',
      'refresh_token',
      idName,
      'client_secret',
      'scope',
    ]
    only(body, ...names, ...(setup.extra?.token ?? []))
    const client = clientOf(ask)
    if (body['grant_type'] === 'authorization_code') return tokenAnswer(redeem(client, body), false)
    if (body['grant_type'] === 'refresh_token' && refreshRules) return tokenAnswer(renew(client, body), true)
    const further = setup.grants?.[text(body, 'grant_type') ?? '']
    if (further) return tokenAnswer(further(client, body), false)
    throw refuse(400, 'unsupported_grant_type', 'The grant type is not supported.')
  }

  function redeem(client: Client, body: Params): Token {
    const code = state().codes.find((known) => known.code === body['code'])
    if (!code || code.clientId !== client.id) throw badGrant('The code is unknown.')
    if (code.used) {
      // RFC 6749 4.1.2: a code that comes twice was stolen.
      if (setup.codeReuse !== 'refused') endGrant(code.code)
      throw badGrant('The code was used before.')
    }
    if (sim.now() - code.at >= codeMs) throw badGrant('The code is too old.')
    if (code.redirectUri !== body['redirect_uri']) throw badGrant('The redirect address is another one.')
    code.used = true
    const verifier = text(body, 'code_verifier')
    if (code.challenge === null ? verifier !== null : challengeOf(verifier ?? '') !== code.challenge)
      throw badGrant('Code verifier or code challenge is invalid.')
    return make({ account: code.account, clientId: client.id, scopes: code.scopes }, code.code)
  }

  function renew(client: Client, body: Params): Token {
    const old = state().tokens.find((known) => known.refresh !== null && known.refresh === body['refresh_token'])
    if (!old || old.clientId !== client.id || old.revoked) throw badGrant('The refresh token is unknown or revoked.')
    if (old.spent) throw badGrant('The refresh token was used before.')
    if (old.refreshExpiresAt !== null && old.refreshExpiresAt <= sim.now()) throw badGrant('The refresh token expired.')
    state().refreshes++
    old.spent = refreshRules?.rotates ?? false
    // One that rotates ends what it gave; one that does not lives on beside the new access token.
    if (old.spent) old.accessExpiresAt = sim.now()
    const { account, scopes } = old
    const next = make({ account, clientId: client.id, scopes, refresh: old.spent }, old.grant)
    return old.spent ? next : { ...next, refresh: old.refresh, refreshExpiresAt: old.refreshExpiresAt }
  }

  function endGrant(grant: string): void {
    for (const token of state().tokens) if (token.grant === grant) token.revoked = true
    sim.save()
  }

  const challengeOf = (verifier: string) =>
    createHash('sha256')
      .update(verifier)
      .digest(pkce.challenge ?? 'base64url')

  const tokenAnswer = (
    { access, refresh, scopes, accessExpiresAt, refreshExpiresAt, account, at }: Token,
    renewed: boolean,
  ): Reply => {
    const issued: Issued = {
      access,
      refresh,
      scopes,
      scope: scopes.join(scopeRules.separator),
      accessSeconds: inSeconds(accessExpiresAt),
      refreshSeconds: inSeconds(refreshExpiresAt),
      account,
      at,
      renewed,
    }
    return {
      status: 200,
      json: setup.answer?.(issued) ?? standardAnswer(issued, refreshRules?.rotates ?? false),
      headers: { 'cache-control': 'no-store' },
    }
  }

  /** The app that asks, by its secret where it has one, and only where this platform looks for it. */
  function clientOf({ body, headers }: Ask): Client {
    const basic = /^Basic (.+)$/.exec(headers.authorization ?? '')?.[1]
    const [id, key, way] =
      basic !== undefined
        ? ([...splitBasic(basic), 'basic'] as const)
        : ([text(body, idName) ?? '', text(body, 'client_secret'), 'body'] as const)
    const client = state().clients.find((known) => known.id === id)
    const allowed = client?.secret === null ? setup.clientAuth.includes('none') : setup.clientAuth.includes(way)
    if (!client || !allowed || (client.secret ?? '') !== (key ?? ''))
      throw refuse(401, 'invalid_client', 'The app is unknown, or its secret is wrong or not where it belongs.')
    return client
  }

  const revoke: Handler = (ask) => {
    only(ask.body, 'token', 'token_type_hint', idName, 'client_secret')
    const client = clientOf(ask)
    const given = required(ask.body, 'token')
    const known = state().tokens.find(({ access, refresh }) => access === given || refresh === given)
    if (known?.clientId === client.id) endGrant(known.grant)
    return { status: 200, json: {} }
  }

  function make(
    { account, clientId = '', scopes, accessMs = setup.accessMs, refresh = true }: Parameters<Auth['issue']>[0],
    grantId: string,
  ): Token {
    const granted = scopes ?? scopeRules.known
    const renewable = refreshRules && refresh && (!refreshRules.only || granted.includes(refreshRules.only))
    const made: Token = {
      access: secret(),
      refresh: renewable ? secret() : null,
      clientId,
      account,
      scopes: granted,
      grant: grantId,
      at: sim.now(),
      accessExpiresAt: accessMs === null ? null : sim.now() + accessMs,
      refreshExpiresAt: renewable && refreshRules.ms !== null ? sim.now() + refreshRules.ms : null,
      revoked: false,
      spent: false,
    }
    state().tokens.push(made)
    sim.save()
    return made
  }

  const tokenFor = (access: string) => state().tokens.find((known) => known.access === access)

  async function answerPage(authorizeUrl: string, fields: Record<string, string>): Promise<string> {
    const shown = await fetch(authorizeUrl, { redirect: 'manual' })
    const sentBack = shown.headers.get('location')
    if (sentBack !== null) return sentBack
    if (shown.status !== 200) throw new Error(`The authorization page answered ${shown.status}: ${await shown.text()}`)
    const url = new URL(authorizeUrl)
    const form = new URLSearchParams(url.searchParams)
    for (const [name, value] of Object.entries(fields)) form.set(name, value)
    const answered = await fetch(url.origin + url.pathname, { method: 'POST', body: form, redirect: 'manual' })
    const shownAfter = await answered.text()
    const location = answered.headers.get('location') ?? /readonly value="([^"]+)"/.exec(shownAfter)?.[1]
    if (location === undefined) throw new Error(`The decision was answered with ${answered.status}: ${shownAfter}`)
    return location
  }

  return {
    routes: {
      [`GET ${paths.authorize}`]: authorizePage,
      [`POST ${paths.authorize}`]: decide,
      [`POST ${paths.token}`]: token,
      ...(paths.revoke !== undefined && { [`POST ${paths.revoke}`]: revoke }),
    },
    register({ redirectUris, public: isPublic = false, scopes = scopeRules.known, id = secret() }) {
      const client: Client = { id, secret: isPublic ? null : secret(), redirectUris, scopes }
      state().clients.push(client)
      sim.save()
      return client
    },
    issue: (grant) => make(grant, secret()),
    client: clientOf,
    find(access) {
      const found = tokenFor(access)
      return found && faultOf(found) === null ? found : null
    },
    caller(ask, ...scopes) {
      const given = setup.tokenOf
        ? setup.tokenOf(ask)
        : (/^Bearer (.+)$/.exec(ask.headers.authorization ?? '')?.[1] ?? null)
      if (given === null) throw new Refused(401, 'invalid_token', 'There is no access token', { token: 'missing' })
      const found = tokenFor(given)
      const wrong = faultOf(found)
      if (!found || wrong)
        throw new Refused(401, 'invalid_token', 'The access token is not valid', { token: wrong ?? 'unknown' })
      const missing = scopes.find((scope) => !found.scopes.includes(scope))
      if (missing !== undefined)
        throw new Refused(403, 'missing_scope', `The access token lacks ${missing}`, { field: missing })
      return { account: found.account, token: found }
    },
    approve: (authorizeUrl, { account = defaultAccount(), scopes } = {}) =>
      answerPage(authorizeUrl, {
        decision: 'approve',
        account,
        ...(scopes && { granted: scopes.join(scopeRules.separator) }),
      }),
    deny: (authorizeUrl) => answerPage(authorizeUrl, { decision: 'deny' }),
    expireAccess(access) {
      for (const known of state().tokens)
        if (access === undefined || known.access === access) known.accessExpiresAt = sim.now()
      sim.save()
    },
    revoke(access) {
      const known = tokenFor(access)
      if (!known) throw new Error('There is no such token')
      endGrant(known.grant)
    },
    revokeAll(account) {
      for (const known of state().tokens) if (account === undefined || known.account === account) known.revoked = true
      sim.save()
    },
    get refreshes() {
      return state().refreshes
    },
  }
}

/** RFC 6749 5.1. */
function standardAnswer({ access, refresh, scope, accessSeconds, renewed }: Issued, rotates: boolean): unknown {
  return {
    access_token: access,
    token_type: 'Bearer',
    ...(accessSeconds !== null && { expires_in: accessSeconds }),
    ...(refresh !== null && (rotates || !renewed) && { refresh_token: refresh }),
    scope,
  }
}

function isRegistered(asked: string, registered: readonly string[], rule: AuthSetup['redirects']): boolean {
  if (rule !== 'loopback') return registered.includes(asked) && (rule === 'exact' || asked.startsWith('https://'))
  const portless = (uri: string) =>
    uri.replace(/^(http:\/\/(?:127\.0\.0\.1|localhost|\[::1\]))(?::(?:\d+|\*))?(?=\/|$)/, '$1')
  return (
    registered.some((uri) => portless(uri) === portless(asked)) &&
    /^http:\/\/(127\.0\.0\.1|localhost|\[::1\])/.test(asked)
  )
}

function splitBasic(basic: string): readonly [string, string | null] {
  const [id = '', ...rest] = Buffer.from(basic, 'base64').toString('utf8').split(':')
  return [decodeURIComponent(id), decodeURIComponent(rest.join(':'))]
}

const escaped = (value: string) => value.replace(/[&<>"]/g, (char) => `&#${char.charCodeAt(0)};`)
const page = (status: number, body: string): Reply => ({
  status,
  html: `<!doctype html><meta charset="utf-8"><title>Sign in</title>${body}`,
})

function redirect(to: string, params: Record<string, string>): Reply {
  const url = new URL(to)
  for (const [name, value] of Object.entries(params)) url.searchParams.set(name, value)
  return { status: 302, headers: { location: url.href } }
}
