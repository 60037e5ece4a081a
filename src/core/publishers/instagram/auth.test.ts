import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startInstagram, type Instagram } from '../../../../test/support/instagram/index.ts'
import { systemClock, type Clock } from '../../clock.ts'
import { createHttp, type Http } from '../../http.ts'
import type { ConnectContext, ConnectedIdentity, Connector, PublishContext, Secrets } from '../publisher.ts'
import { createInstagram } from './index.ts'

const facebookRedirect = 'https://www.facebook.com/connect/login_success.html'
const day = 24 * 3_600_000
let peer: Instagram
let http: Http
let connector: Connector
let ahead: number

const clock: Clock = { ...systemClock, now: () => systemClock.now() + ahead }
const later = (ms: number) => {
  ahead += ms
  peer.advance(ms)
}

beforeEach(async () => {
  ahead = 0
  peer = await startInstagram()
  http = createHttp()
  connector = createInstagram(peer.url).connector
})
afterEach(async () => {
  await http.close()
  await peer.stop()
})

const contextWith = (app: Record<string, string>): ConnectContext => ({
  app,
  http,
  clock,
  signal: new AbortController().signal,
  appCredentials: { get: () => undefined, set: () => undefined },
})
const begin = async (method: string, app: Record<string, string>, redirect: string) => {
  if (!connector.authorize) throw new Error('no way to sign in')
  return await connector.authorize(method, {}, redirect, contextWith(app))
}
const finish = async (query: URLSearchParams, pending: Secrets, redirect: string) => {
  const found = await connector.finish?.(query, pending, redirect, contextWith({}))
  return (Array.isArray(found) ? found : [found]) as ConnectedIdentity[]
}
const byFacebook = async (scopes?: readonly string[]) => {
  const { url, pending } = await begin('oauth', peer.facebookApp, facebookRedirect)
  const back = new URL(await peer.auth.approve(url, scopes ? { scopes } : {}))
  return await finish(back.searchParams, pending, facebookRedirect)
}
const atInstagram = async (scopes?: readonly string[]) => {
  const { url, pending } = await begin('instagram', peer.ownApp, peer.redirect)
  const back = new URL(await peer.own.approve(url, scopes ? { scopes } : {}))
  return await finish(back.searchParams, pending, peer.redirect)
}
const paste = async (method: string, fields: Record<string, string>) => {
  const found = await connector.connect?.(method, fields, contextWith({}))
  return (Array.isArray(found) ? found : [found]) as ConnectedIdentity[]
}
function contextOf({ secrets: initial, externalId, displayHandle }: ConnectedIdentity): PublishContext {
  let secrets = initial
  const account = {
    id: 'acct_1',
    platform: 'instagram',
    externalId,
    displayHandle,
    server: '',
    limits: {},
    method: 'x',
  }
  return {
    account,
    get secrets() {
      return secrets
    },
    saveSecrets: (next: Secrets) => void (secrets = next),
    http,
    clock,
    signal: new AbortController().signal,
  } as unknown as PublishContext
}

describe('through Facebook', () => {
  test('brings every account linked to a Page, with the Page’s token', async () => {
    expect(await byFacebook()).toMatchObject([
      {
        kind: 'profile',
        externalId: '17841400000000001',
        displayHandle: '@harbour.bakery',
        url: 'https://www.instagram.com/harbour.bakery/',
        limits: {},
        expiresAt: null,
        grant: '1000001',
        secrets: { login: 'facebook', token: peer.pageToken('2000001') },
      },
      { externalId: '17841400000000002', name: 'Analytical Engines' },
    ])
  })

  test('asks for no more than publishing, commenting and deleting need', async () => {
    const { url } = await begin('oauth', peer.facebookApp, facebookRedirect)
    expect(new URL(url).searchParams.get('scope')?.split(',')).toEqual([
      'pages_show_list',
      'pages_read_engagement',
      'instagram_basic',
      'instagram_content_publish',
      'instagram_manage_comments',
      'instagram_manage_contents',
    ])
  })

  test('without the permission to publish, says which', async () => {
    await expect(byFacebook(['pages_show_list', 'instagram_basic'])).rejects.toMatchObject({
      said: { says: 'permission_not_granted', params: { permission: 'instagram_content_publish' } },
    })
  })

  test('where no account is linked to any Page, says how to link one', async () => {
    peer.accounts().splice(0, 2)
    await expect(byFacebook()).rejects.toMatchObject({ said: { says: 'instagram_none_linked' } })
  })

  test('a system user’s token brings the same, one that may not publish is refused at its field', async () => {
    expect(await paste('facebook_token', { facebookToken: peer.userToken({ accessMs: null }) })).toHaveLength(2)
    const weak = peer.userToken({ granted: ['instagram_basic'] })
    await expect(paste('facebook_token', { facebookToken: weak })).rejects.toMatchObject({
      said: { says: 'token_lacks_permission' },
      field: 'facebookToken',
    })
  })

  test('more accounts are found later, and disconnecting takes back what was granted', async () => {
    const [first] = await byFacebook()
    if (!first) throw new Error('no account')
    const context = contextOf(first)
    expect(await connector.destinations?.(context)).toHaveLength(2)
    expect(await connector.health(context)).toEqual({ state: 'ok', expiresAt: null })
    expect(await connector.revoke(context)).toBe(true)
    expect(await connector.health(context)).toMatchObject({ state: 'broken', reason: { says: 'signed_out' } })
  })
})

describe('at Instagram itself', () => {
  test('brings that account, for sixty days that are renewed', async () => {
    const [identity] = await atInstagram()
    expect(identity).toMatchObject({
      externalId: '17841400000000003',
      displayHandle: '@ada.alone',
      limits: { flags: { instagramLogin: true } },
      expiresAt: null,
      secrets: { login: 'instagram', accountId: '17841400000000003' },
    })
    expect(Number(identity?.secrets['expiresAt']) - clock.now()).toBeGreaterThan(59 * day)
  })

  test('takes the code as a person copies it, with what Instagram puts behind', async () => {
    const { url, pending } = await begin('instagram', peer.ownApp, peer.redirect)
    const code = new URL(await peer.own.approve(url)).searchParams.get('code') ?? ''
    expect(await finish(new URLSearchParams({ code: `${code}#_` }), pending, peer.redirect)).toHaveLength(1)
  })

  test('without the permission to publish, says which', async () => {
    await expect(atInstagram(['instagram_business_basic'])).rejects.toMatchObject({
      said: { says: 'permission_not_granted', params: { permission: 'instagram_business_content_publish' } },
    })
  })

  test('with another secret, a code used before or another address, says what is wrong', async () => {
    const { url, pending } = await begin('instagram', peer.ownApp, peer.redirect)
    const { searchParams } = new URL(await peer.own.approve(url))
    await expect(finish(searchParams, { ...pending, clientSecret: 'x' }, peer.redirect)).rejects.toMatchObject({
      said: { says: 'wrong_app_credentials' },
    })
    await expect(finish(searchParams, pending, 'https://example.com/other')).rejects.toMatchObject({
      said: { says: 'redirect_not_registered' },
    })
    await finish(searchParams, pending, peer.redirect)
    await expect(finish(searchParams, pending, peer.redirect)).rejects.toMatchObject({ said: { says: 'code_refused' } })
  })

  test('a token of the dashboard is enough, fresh or days old; a wrong one is refused at its field', async () => {
    const fresh = peer.ownToken()
    expect(await paste('token', { token: fresh })).toMatchObject([{ secrets: { token: fresh } }])
    const old = peer.ownToken()
    later(3 * day)
    const [identity] = await paste('token', { token: old })
    expect(identity?.secrets['token']).not.toBe(old)
    await expect(paste('token', { token: 'IGAA-wrong' })).rejects.toMatchObject({
      said: { says: 'bad_token' },
      field: 'token',
    })
  })

  test('its token is renewed once a week by asking for its health, saved, and once however many ask', async () => {
    const [identity] = await atInstagram()
    if (!identity) throw new Error('no account')
    const context = contextOf(identity)
    const first = context.secrets['token']
    await connector.health(context)
    expect(context.secrets['token']).toBe(first)
    later(8 * day)
    await Promise.all([connector.health(context), connector.health(context)])
    expect(peer.auth.refreshes).toBe(1)
    expect(context.secrets['token']).not.toBe(first)
    later(59 * day)
    expect(await connector.health(context)).toEqual({ state: 'ok', expiresAt: null })
  })

  test('renewals that keep failing leave it connected and say when it ends', async () => {
    const [identity] = await atInstagram()
    if (!identity) throw new Error('no account')
    const context = contextOf(identity)
    later(15 * day)
    peer.plan.next({ path: '/refresh_access_token' }, { kind: 'error_before', status: 500 })
    expect(await connector.health(context)).toEqual({ state: 'ok', expiresAt: identity.secrets['expiresAt'] })
  })

  test('left alone for sixty days it is over, which Instagram says itself', async () => {
    const [identity] = await atInstagram()
    if (!identity) throw new Error('no account')
    later(61 * day)
    expect(await connector.health(contextOf(identity))).toMatchObject({
      state: 'broken',
      reason: { says: 'signed_out' },
    })
  })

  test('cannot be ended from here, and does not claim to', async () => {
    const [identity] = await atInstagram()
    if (!identity) throw new Error('no account')
    expect(await connector.revoke(contextOf(identity))).toBe(false)
    expect(await connector.destinations?.(contextOf(identity))).toEqual([])
  })
})
