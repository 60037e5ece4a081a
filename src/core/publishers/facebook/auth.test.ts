import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startFacebook, type Facebook } from '../../../../test/support/facebook/index.ts'
import { systemClock } from '../../clock.ts'
import { createHttp, type Http } from '../../http.ts'
import type { ConnectContext, ConnectedIdentity, Connector, PublishContext } from '../publisher.ts'
import { createFacebook } from './index.ts'

const redirect = 'https://www.facebook.com/connect/login_success.html'
let peer: Facebook
let http: Http
let connector: Connector
let context: ConnectContext

beforeEach(async () => {
  peer = await startFacebook()
  http = createHttp()
  connector = createFacebook(peer.url).connector
  context = {
    app: peer.app,
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

const begin = (app: Record<string, string> = peer.app) =>
  connector.authorize?.('oauth', {}, redirect, { ...context, app }) ?? Promise.reject(new Error('no way to sign in'))
const signIn = async (scopes?: readonly string[]) => {
  const { url, pending } = await begin()
  const back = new URL(await peer.auth.approve(url, scopes ? { scopes } : {}))
  return finish(back.searchParams, pending)
}
const finish = async (query: URLSearchParams, pending: Parameters<NonNullable<Connector['finish']>>[1]) =>
  (await connector.finish?.(query, pending, redirect, context)) as readonly ConnectedIdentity[]
const paste = async (fields: Record<string, string>) =>
  (await connector.connect?.('token', fields, context)) as readonly ConnectedIdentity[]
const contextOf = ({ secrets, externalId, displayHandle }: ConnectedIdentity): PublishContext =>
  ({
    account: { id: 'acct_1', platform: 'facebook', externalId, displayHandle, server: '', limits: {}, method: 'oauth' },
    secrets,
    http,
    clock: systemClock,
    signal: new AbortController().signal,
  }) as unknown as PublishContext

describe('signing in', () => {
  test('brings every Page one may publish to, each with a token of its own that has no end', async () => {
    const pages = await signIn()
    expect(pages).toMatchObject([
      {
        kind: 'page',
        externalId: '2000001',
        name: 'Harbour Bakery',
        displayHandle: '@harbourbakery',
        url: 'https://www.facebook.com/harbourbakery',
        expiresAt: null,
        grant: '1000001',
      },
      { externalId: '2000002', displayHandle: 'Analytical Engines', expiresAt: null },
    ])
    expect(new Set(pages.map(({ secrets }) => secrets['token'])).size).toBe(2)
    expect(new Set(pages.map(({ secrets }) => secrets['userToken'])).size).toBe(1)
  })

  test('asks for no more than publishing needs', async () => {
    const { url } = await begin()
    expect(new URL(url).searchParams.get('scope')?.split(',')).toEqual([
      'pages_show_list',
      'pages_read_engagement',
      'pages_manage_posts',
      'pages_manage_engagement',
    ])
  })

  test('with an app of Facebook Login for Business names its configuration in place of permissions', async () => {
    const { searchParams } = new URL((await begin({ ...peer.app, configId: '77' })).url)
    expect([searchParams.get('config_id'), searchParams.has('scope')]).toEqual(['77', false])
  })

  test('without a permission that publishing needs, says which', async () => {
    await expect(signIn(['pages_show_list', 'pages_read_engagement'])).rejects.toMatchObject({
      said: { says: 'permission_not_granted', params: { permission: 'pages_manage_posts' } },
    })
  })

  test('to no Page, says how Pages are reached', async () => {
    for (const page of peer.pages()) page.tasks = ['ANALYZE']
    await expect(signIn()).rejects.toMatchObject({ said: { says: 'graph_no_pages' } })
  })

  test('refused by the person, says so', async () => {
    const { url, pending } = await begin()
    const back = new URL(await peer.auth.deny(url))
    await expect(finish(back.searchParams, pending)).rejects.toMatchObject({ said: { says: 'sign_in_denied' } })
  })

  test.each([
    ['another secret', { clientSecret: 'wrong' }, 'wrong_app_credentials', 'clientSecret'],
    ['another app', { clientId: '1' }, 'wrong_app_credentials', 'clientId'],
  ])('with %s of the app is told at its field', async (_, changed, says, field) => {
    const { url, pending } = await begin()
    const back = new URL(await peer.auth.approve(url))
    await expect(finish(back.searchParams, { ...pending, ...changed })).rejects.toMatchObject({ said: { says }, field })
  })

  test('a code works once, and only for the address it was sent to', async () => {
    const { url, pending } = await begin()
    const { searchParams } = new URL(await peer.auth.approve(url))
    await expect(
      connector.finish?.(searchParams, pending, 'http://localhost:47831/oauth/callback', context),
    ).rejects.toMatchObject({ said: { says: 'redirect_not_registered' } })
    await finish(searchParams, pending)
    await expect(finish(searchParams, pending)).rejects.toMatchObject({ said: { says: 'code_refused' } })
  })

  test('without the app’s id or secret is told before the browser opens', async () => {
    await expect(Promise.resolve().then(() => begin({ clientId: '1', clientSecret: '' }))).rejects.toMatchObject({
      said: { says: 'app_credentials_missing' },
      field: 'clientSecret',
    })
  })
})

describe('a pasted token', () => {
  test('of a system user, which has no end, brings its Pages', async () => {
    expect(await paste({ token: peer.userToken({ accessMs: null }) })).toMatchObject([
      { externalId: '2000001', expiresAt: null },
      { externalId: '2000002', expiresAt: null },
    ])
  })

  test('of one Page brings that Page', async () => {
    const token = peer.pageToken('2000002')
    expect(await paste({ token })).toMatchObject([
      { externalId: '2000002', name: 'Analytical Engines', secrets: { token, userToken: null } },
    ])
  })

  test('that is short-lived says when it ends, or is made to last with the app’s id and secret', async () => {
    const [soon] = await paste({ token: peer.userToken({ accessMs: 3_600_000 }) })
    expect((soon?.expiresAt ?? 0) - Date.now()).toBeGreaterThan(3_500_000)
    const token = peer.userToken({ accessMs: 3_600_000 })
    const [lasting] = await paste({ token, appId: peer.app.clientId, appSecret: peer.app.clientSecret })
    expect(lasting).toMatchObject({ expiresAt: null })
    expect(lasting?.secrets['userToken']).not.toBe(token)
  })

  test.each([
    ['nothing', () => '', 'field_missing'],
    ['none at all', () => 'EAAB-wrong', 'bad_token'],
    ['one that may only look', () => peer.userToken({ granted: ['pages_show_list'] }), 'token_lacks_permission'],
  ])('that is %s is refused at its field', async (_, token, says) => {
    await expect(paste({ token: token() })).rejects.toMatchObject({ said: { says }, field: 'token' })
  })
})

describe('afterwards', () => {
  test('more Pages are found with what the person granted, until that ends', async () => {
    const [first] = await signIn()
    if (!first) throw new Error('no Page')
    expect(await connector.destinations?.(contextOf(first))).toHaveLength(2)
    peer.advance(61 * 24 * 3_600_000)
    await expect(connector.destinations?.(contextOf(first))).rejects.toMatchObject({
      outcome: { is: 'rejected', failure: { code: 'not_allowed' } },
    })
    expect(await connector.health(contextOf(first))).toEqual({ state: 'ok', expiresAt: null })
  })

  test('disconnecting takes back what was granted; a Page’s own token is left to its maker', async () => {
    const [first] = await signIn()
    const [own] = await paste({ token: peer.pageToken('2000002') })
    if (!first || !own) throw new Error('no Page')
    expect(await connector.revoke(contextOf(own))).toBe(false)
    expect(await connector.health(contextOf(own))).toMatchObject({ state: 'ok' })
    expect(await connector.revoke(contextOf(first))).toBe(true)
    expect(await connector.health(contextOf(first))).toMatchObject({ state: 'broken', reason: { says: 'signed_out' } })
  })

  test('a Page one lost the role on is broken and named; trouble of Facebook’s own is not', async () => {
    const [first] = await signIn()
    if (!first) throw new Error('no Page')
    peer.plan.next({}, { kind: 'error_before', status: 500 })
    expect(await connector.health(contextOf(first))).toMatchObject({ state: 'unreachable' })
    const gone = { ...first, secrets: { ...first.secrets, pageId: '9' } }
    expect(await connector.health(contextOf(gone))).toMatchObject({
      state: 'broken',
      reason: { says: 'graph_page_not_reached', params: { name: '@harbourbakery' } },
    })
  })
})
