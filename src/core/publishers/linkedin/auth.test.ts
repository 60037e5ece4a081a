import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { products, startLinkedIn, type LinkedIn } from '../../../../test/support/linkedin/index.ts'
import { systemClock } from '../../clock.ts'
import { createHttp, type Http } from '../../http.ts'
import { onlyOne } from '../testing.ts'
import type { ConnectContext, ConnectedIdentity, Connector, PublishContext } from '../publisher.ts'
import { createLinkedIn } from './index.ts'

const redirect = 'http://localhost:47831/oauth/callback'
const day = 86_400_000
let peer: LinkedIn
let http: Http
let connector: Connector
let context: ConnectContext
let app: { clientId: string; clientSecret: string }

beforeEach(async () => {
  peer = await startLinkedIn({ rateLimits: false })
  http = createHttp()
  connector = createLinkedIn(peer.url).connector
  const { id, secret } = peer.auth.register({ redirectUris: [redirect] })
  app = { clientId: id, clientSecret: secret ?? '' }
  context = {
    app,
    http,
    clock: systemClock,
    signal: new AbortController().signal,
    appCredentials: { get: () => undefined, set: () => undefined },
  }
})
afterEach(async () => {
  await http.close()
  await peer.stop()
})

const begin = (method = 'member', with_: Record<string, string> = app) =>
  connector.authorize?.(method, {}, redirect, { ...context, app: with_ }) ?? Promise.reject(new Error('no way in'))
const finish = async (query: URLSearchParams, pending: Parameters<NonNullable<Connector['finish']>>[1]) =>
  (await connector.finish?.(query, pending, redirect, context)) as readonly ConnectedIdentity[]
async function signIn(method = 'member', scopes?: readonly string[]): Promise<readonly ConnectedIdentity[]> {
  const { url, pending } = await begin(method)
  const back = new URL(await peer.auth.approve(url, scopes ? { scopes } : {}))
  return await finish(back.searchParams, pending)
}
const paste = async (fields: Record<string, string>) =>
  (await connector.connect?.('token', fields, context)) as readonly ConnectedIdentity[]
const tokenOf = (scopes: readonly string[] = products.selfServe) =>
  peer.auth.issue({ account: 'ada', clientId: app.clientId, refresh: false, scopes }).access
const contextOf = ({ secrets, externalId, displayHandle }: ConnectedIdentity): PublishContext =>
  ({
    account: {
      id: 'acct_1',
      platform: 'linkedin',
      externalId,
      displayHandle,
      server: '',
      limits: {},
      method: 'member',
    },
    secrets,
    saveSecrets() {},
    http,
    clock: systemClock,
    signal: new AbortController().signal,
  }) as unknown as PublishContext

describe('signing in', () => {
  test('as a member brings the member alone, whose sign-in ends in 60 days', async () => {
    const member = onlyOne(await signIn())
    expect(member).toMatchObject({
      kind: 'profile',
      externalId: 'urn:li:person:aDa1815x',
      name: 'Ada Lovelace',
      grant: 'urn:li:person:aDa1815x',
      limits: { flags: { reviewed: false } },
      secrets: { refreshToken: null },
    })
    expect(Math.round(((member.expiresAt ?? 0) - Date.now()) / day)).toBe(60)
  })

  test('with an app for Pages brings the member and each Page they may post for, with one grant', async () => {
    const found = await signIn('page')
    expect(found).toMatchObject([
      { kind: 'profile', externalId: 'urn:li:person:aDa1815x', url: 'https://www.linkedin.com/in/ada' },
      {
        kind: 'page',
        externalId: 'urn:li:organization:2414183',
        name: 'Engines & Sons',
        url: 'https://www.linkedin.com/company/engines',
        limits: { flags: { page: true, reviewed: true } },
      },
      { kind: 'page', externalId: 'urn:li:organization:2414184', name: 'Tea House' },
    ])
    expect(new Set(found.map(({ grant }) => grant)).size).toBe(1)
  })

  test('of a partner’s app lasts as long as its refresh token', async () => {
    peer.state.options.partner = true
    const [member] = await signIn('page')
    expect(Math.round(((member?.expiresAt ?? 0) - Date.now()) / day)).toBe(365)
  })

  test.each([
    ['member', ['openid', 'profile', 'w_member_social']],
    [
      'page',
      ['r_basicprofile', 'w_member_social', 'w_organization_social', 'r_organization_social', 'rw_organization_admin'],
    ],
  ])(
    'as a %s asks for no more than publishing needs, without PKCE, which is not for every app',
    async (method, scopes) => {
      const { searchParams } = new URL((await begin(method)).url)
      expect(searchParams.get('scope')?.split(' ')).toEqual(scopes)
      expect(searchParams.has('code_challenge')).toBe(false)
    },
  )

  test.each([
    ['member', ['openid', 'profile'], 'w_member_social'],
    ['page', ['r_basicprofile', 'w_member_social'], 'w_organization_social'],
  ])('as a %s without the permission to post says which', async (method, granted, permission) => {
    await expect(signIn(method, granted)).rejects.toMatchObject({
      said: { says: 'permission_not_granted', params: { permission } },
    })
  })

  test('refused by the person says so', async () => {
    const { url, pending } = await begin()
    const back = new URL(await peer.auth.deny(url))
    await expect(finish(back.searchParams, pending)).rejects.toMatchObject({ said: { says: 'sign_in_denied' } })
  })

  test('with another secret of the app is told at its field', async () => {
    const { url, pending } = await begin()
    const back = new URL(await peer.auth.approve(url))
    await expect(finish(back.searchParams, { ...pending, clientSecret: 'wrong' })).rejects.toMatchObject({
      said: { says: 'wrong_app_credentials' },
      field: 'clientSecret',
    })
  })

  test('without the app’s secret is told before the browser opens', async () => {
    await expect(Promise.resolve().then(() => begin('member', { clientId: '1' }))).rejects.toMatchObject({
      said: { says: 'app_credentials_missing' },
      field: 'clientSecret',
    })
  })

  test('with a month of the API that is over says which', async () => {
    peer.state.options.versions = ['203001']
    await expect(signIn('page')).rejects.toMatchObject({ said: { says: 'linkedin_version_retired' } })
  })
})

describe('a token made by hand', () => {
  test('brings who it is for, and is taken as fresh where nobody can ask', async () => {
    const member = onlyOne(await paste({ accessToken: ` ${tokenOf()} ` }))
    expect(member).toMatchObject({ externalId: 'urn:li:person:aDa1815x' })
    expect(Math.round(((member.expiresAt ?? 0) - Date.now()) / day)).toBe(60)
  })

  test('says when it ends and what it may do to who has its app’s id and secret', async () => {
    peer.advance(-10 * day)
    const accessToken = tokenOf()
    peer.advance(10 * day)
    const member = onlyOne(await paste({ accessToken, ...app }))
    expect(Math.round(((member.expiresAt ?? 0) - Date.now()) / day)).toBe(50)
    expect(member.secrets['scopes']).toEqual([...products.selfServe])
  })

  test('of an app for Pages brings its Pages', async () => {
    expect(await paste({ accessToken: tokenOf(products.communityManagement) })).toHaveLength(3)
  })

  test.each([
    ['nothing', () => ({ accessToken: ' ' }), 'field_missing', 'accessToken'],
    ['none at all', () => ({ accessToken: 'AQX-wrong' }), 'bad_token', 'accessToken'],
    ['over, as its app says', () => ({ accessToken: 'AQX-wrong', ...app }), 'token_runs_out', 'accessToken'],
    [
      'with another secret',
      () => ({ accessToken: tokenOf(), ...app, clientSecret: 'wrong' }),
      'wrong_app_credentials',
      'clientSecret',
    ],
    ['one that sees nobody', () => ({ accessToken: tokenOf(['w_member_social']) }), 'nothing_to_choose', 'accessToken'],
  ])('that is %s is refused at its field', async (_, fields, says, field) => {
    await expect(paste(fields())).rejects.toMatchObject({ said: { says }, field })
  })
})

describe('afterwards', () => {
  test('a Page that was added is found with what is held', async () => {
    const [member] = await signIn('page')
    if (!member) throw new Error('no member')
    const looms = peer.state.organizations.find(({ vanity }) => vanity === 'looms')
    if (looms) looms.roles['ada'] = 'ADMINISTRATOR'
    expect(await connector.destinations?.(contextOf(member))).toHaveLength(4)
  })

  test('health tells a good sign-in and its end, one that was revoked, a role that is gone, and trouble of LinkedIn’s own', async () => {
    const [member, page] = await signIn('page')
    if (!member || !page) throw new Error('no Page')
    expect(await connector.health(contextOf(page))).toEqual({ state: 'ok', expiresAt: page.expiresAt })
    peer.plan.next({}, { kind: 'error_before', status: 500 })
    expect(await connector.health(contextOf(member))).toMatchObject({ state: 'unreachable' })
    for (const one of peer.state.organizations) one.roles = {}
    expect(await connector.health(contextOf(page))).toMatchObject({
      state: 'broken',
      reason: { says: 'linkedin_page_refused', params: { name: 'Engines & Sons' } },
    })
    peer.auth.revoke(String(member.secrets['accessToken']))
    expect(await connector.health(contextOf(member))).toMatchObject({
      state: 'broken',
      reason: { says: 'signed_out' },
    })
  })

  test('disconnecting takes back what was granted; a pasted token of an unknown app is left to its maker', async () => {
    const member = onlyOne(await signIn())
    const pasted = onlyOne(await paste({ accessToken: tokenOf() }))
    expect(await connector.revoke(contextOf(pasted))).toBe(false)
    expect(await connector.health(contextOf(pasted))).toMatchObject({ state: 'ok' })
    expect(await connector.revoke(contextOf(member))).toBe(true)
    expect(await connector.health(contextOf(member))).toMatchObject({ state: 'broken' })
  })
})
