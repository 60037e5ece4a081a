import { createAuth, type Auth, type AuthState, type Client, type Token } from '../sim/oauth.ts'
import { only, required, text } from '../sim/params.ts'
import type { Ask, Handler, Routes, Sim } from '../sim/server.ts'
import { callerOf, given, graphRefusal, listed, shown, tokenOf } from './graph.ts'

/*
 * Facebook Login: the dialog, codes for short tokens, short tokens for long ones, and what is known of a token (facebook-login/guides/advanced/
 * manual-flow, access-tokens/get-long-lived, graph-api/reference/debug_token). Redirects are exact; PKCE there is none.
 */

const hour = 3_600_000
const day = 24 * hour
export const shortMs = 2 * hour
export const longMs = 60 * day

export interface LoginSetup {
  readonly scopes: readonly string[]
  /** What a Page's token may do, besides what its person's may: nothing. */
  readonly user: () => { readonly id: string; readonly name: string }
  /** Demanded of every request where the app's owner switched it on. */
  readonly demandsProof: () => boolean
}

export interface Login {
  readonly auth: Auth
  readonly routes: Routes
  /** Who asks; refuses a request without a good token or without all of `scopes`. */
  caller(ask: Ask, ...scopes: string[]): ReturnType<Auth['caller']>
}

export function createLogin(sim: Sim<{ auth: AuthState }>, { scopes, user, demandsProof }: LoginSetup): Login {
  const auth = createAuth(
    sim,
    {
      paths: { authorize: '/v26.0/dialog/oauth', token: '/unused' },
      scopes: { known: scopes, separator: ',' },
      redirects: 'exact',
      pkce: { mode: 'none' },
      clientAuth: ['body'],
      accessMs: shortMs,
      refresh: null,
      extra: { authorize: ['config_id', 'display', 'auth_type'] },
      tokenOf,
    },
    () => user().id,
  )
  const clients = () => sim.state.auth.clients
  const secretOf = (id: string) => clients().find((client) => client.id === id)?.secret ?? ''
  const caller: Login['caller'] = (ask, ...needed) => callerOf(ask, auth, secretOf, demandsProof(), ...needed)

  const token: Handler = (ask) => {
    const params = given(ask)
    const client = clientOf(params['client_id'], params['client_secret'])
    if (params['grant_type'] === 'fb_exchange_token') {
      only(params, 'grant_type', 'client_id', 'client_secret', 'fb_exchange_token')
      const held = auth.find(required(params, 'fb_exchange_token'))
      if (!held || held.clientId !== client.id)
        throw graphRefusal(190, 'Error validating access token', { subcode: held ? 0 : 463 })
      return answer(auth.issue({ account: held.account, clientId: client.id, scopes: held.scopes, accessMs: longMs }))
    }
    only(params, 'client_id', 'client_secret', 'redirect_uri', 'code')
    const code = sim.state.auth.codes.find((known) => known.code === params['code'])
    if (!code || code.clientId !== client.id) throw graphRefusal(100, 'Invalid verification code format.')
    if (code.used) throw graphRefusal(100, 'This authorization code has been used.', { subcode: 36_009 })
    if (sim.now() - code.at > 10 * 60_000)
      throw graphRefusal(100, 'This authorization code has expired.', { subcode: 36_007 })
    if (code.redirectUri !== required(params, 'redirect_uri'))
      throw graphRefusal(
        100,
        'Error validating verification code. Please make sure your redirect_uri is identical to the one you used in the OAuth dialog request',
        { subcode: 36_008 },
      )
    code.used = true
    return answer(auth.issue({ account: code.account, clientId: client.id, scopes: code.scopes, accessMs: shortMs }))
  }

  function clientOf(id: unknown, secret: unknown): Client {
    const client = clients().find((known) => known.id === id)
    if (!client)
      throw graphRefusal(101, 'Error validating application. Cannot get application info due to a system error.')
    if (client.secret !== secret) throw graphRefusal(1, 'Error validating client secret.')
    return client
  }

  const answer = ({ access, accessExpiresAt }: Token) => ({
    status: 200,
    json: {
      access_token: access,
      token_type: 'bearer',
      ...(accessExpiresAt !== null && { expires_in: Math.round((accessExpiresAt - sim.now()) / 1_000) }),
    },
  })

  /** Told to the app itself, or to one of its own people. */
  const debug: Handler = (ask) => {
    const asking = tokenOf(ask) ?? ''
    const [id, secret] = asking.split('|')
    if (secret === undefined) caller(ask)
    else clientOf(id, secret)
    const params = given(ask)
    only(params, 'input_token')
    const asked = sim.state.auth.tokens.find(({ access }) => access === text(params, 'input_token'))
    if (!asked) return { status: 200, json: { data: { is_valid: false, error: { code: 190, message: 'Malformed' } } } }
    return {
      status: 200,
      json: {
        data: {
          app_id: asked.clientId,
          is_valid: auth.find(asked.access) !== null,
          expires_at: asked.accessExpiresAt === null ? 0 : Math.floor(asked.accessExpiresAt / 1_000),
          scopes: asked.scopes,
          user_id: asked.account,
        },
      },
    }
  }

  return {
    auth,
    caller,
    routes: {
      ...auth.routes,
      'POST /:v/oauth/access_token': token,
      'GET /:v/oauth/access_token': token,
      'GET /:v/debug_token': debug,
      'GET /:v/me/permissions': (ask) => {
        const { token: held } = caller(ask)
        if (held.account !== user().id)
          throw graphRefusal(100, '(#100) Tried accessing nonexisting field (permissions)')
        return listed(ask, held.scopes, (permission) => ({ permission, status: 'granted' }))
      },
      'DELETE /:v/me/permissions': (ask) => {
        const { token: held } = caller(ask)
        // All that this app was granted, and with it the tokens of the Pages.
        for (const known of sim.state.auth.tokens) if (known.clientId === held.clientId) known.revoked = true
        return { status: 200, json: { success: true } }
      },
      'GET /:v/app': (ask) => ({ status: 200, json: shown(ask, { id: caller(ask).token.clientId, name: 'An app' }) }),
    },
  }
}
