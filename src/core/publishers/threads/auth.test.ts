import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startThreads, type Threads } from '../../../../test/support/threads/index.ts'
import { systemClock, type Clock } from '../../clock.ts'
import { createHttp, type Http } from '../../http.ts'
import type { ConnectContext, ConnectedIdentity, Connector, PublishContext, Secrets } from '../publisher.ts'
import { createThreads } from './index.ts'

const hour = 3_600_000
const day = 24 * hour
let peer: Threads
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
  peer = await startThreads()
  http = createHttp()
  connector = createThreads(peer.url).connector
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
const begin = async (app: Record<string, string> = peer.app) => {
  if (!connector.authorize) throw new Error('no way to sign in')
  return await connector.authorize('oauth', {}, peer.redirect, contextWith(app))
}
const one = (found: unknown) => (Array.isArray(found) ? found[0] : found) as ConnectedIdentity
const finish = async (query: URLSearchParams, pending: Secrets, redirect = peer.redirect) =>
  one(await connector.finish?.(query, pending, redirect, contextWith({})))
const byBrowser = async (scopes?: readonly string[]) => {
  const { url, pending } = await begin()
  const back = new URL(await peer.auth.approve(url, scopes ? { scopes } : {}))
  return await finish(back.searchParams, pending)
}
const paste = async (fields: Record<string, string>) => one(await connector.connect?.('token', fields, contextWith({})))
function contextOf({ secrets: initial, externalId, displayHandle }: ConnectedIdentity): PublishContext {
  let secrets = initial
  const account = { id: 'acct_1', platform: 'threads', externalId, displayHandle, server: '', limits: {}, method: 'x' }
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

describe('by the browser', () => {
  test('brings the profile, for sixty days that are renewed', async () => {
    const identity = await byBrowser()
    expect(identity).toMatchObject({
      kind: 'profile',
      externalId: peer.account,
      name: 'Ada Bakes',
      displayHandle: '@ada.bakes',
      url: 'https://www.threads.com/@ada.bakes',
      limits: { flags: { countries: true } },
      expiresAt: null,
      secrets: { userId: peer.account, ...peer.app },
    })
    expect(Number(identity.secrets['expiresAt']) - clock.now()).toBeGreaterThan(59 * day)
  })

  test('asks for no more than publishing, answering oneself, looking, deleting and places need', async () => {
    const { url } = await begin()
    expect(new URL(url).searchParams.get('scope')?.split(',')).toEqual([
      'threads_basic',
      'threads_content_publish',
      'threads_manage_replies',
      'threads_read_replies',
      'threads_delete',
      'threads_location_tagging',
    ])
  })

  test('takes the code as a person copies it, with what Threads puts behind', async () => {
    const { url, pending } = await begin()
    const code = new URL(await peer.auth.approve(url)).searchParams.get('code') ?? ''
    expect(await finish(new URLSearchParams({ code: `${code}#_` }), pending)).toMatchObject({ kind: 'profile' })
  })

  test('without the permission to publish, says which', async () => {
    await expect(byBrowser(['threads_basic'])).rejects.toMatchObject({
      said: { says: 'permission_not_granted', params: { permission: 'threads_content_publish' } },
    })
  })

  test('with another secret, a code used before or another address, says what is wrong', async () => {
    const { url, pending } = await begin()
    const { searchParams } = new URL(await peer.auth.approve(url))
    await expect(finish(searchParams, { ...pending, clientSecret: 'x' })).rejects.toMatchObject({
      said: { says: 'wrong_app_credentials' },
    })
    await expect(finish(searchParams, pending, 'https://example.com/other')).rejects.toMatchObject({
      said: { says: 'redirect_not_registered' },
    })
    await finish(searchParams, pending)
    await expect(finish(searchParams, pending)).rejects.toMatchObject({ said: { says: 'code_refused' } })
  })

  test('which the person refuses there, says so', async () => {
    const { url, pending } = await begin()
    const { searchParams } = new URL(await peer.auth.deny(url))
    await expect(finish(searchParams, pending)).rejects.toMatchObject({ said: { says: 'sign_in_denied' } })
  })
})

describe('a token made by hand', () => {
  test('of the dashboard is enough, and a day later it is renewed at once', async () => {
    const fresh = peer.token()
    const identity = await paste({ token: fresh })
    expect(identity).toMatchObject({ secrets: { token: fresh }, expiresAt: null })
    expect(Number(identity.secrets['expiresAt']) - clock.now()).toBeGreaterThan(59 * day)
    const old = peer.token()
    later(3 * day)
    expect((await paste({ token: old })).secrets['token']).not.toBe(old)
  })

  test('of an hour says when it ends, and with the app’s secret it is made to last', async () => {
    const token = peer.token({ accessMs: hour })
    const { expiresAt } = await paste({ token })
    expect(Number(expiresAt) - clock.now()).toBeLessThanOrEqual(hour)
    const lasting = await paste({ token, appSecret: peer.app.clientSecret })
    expect(lasting.expiresAt).toBeNull()
    expect(lasting.secrets['token']).not.toBe(token)
  })

  test('that is none, may not publish, or comes with another app’s secret, is refused at its field', async () => {
    await expect(paste({ token: '' })).rejects.toMatchObject({ said: { says: 'field_missing' }, field: 'token' })
    await expect(paste({ token: 'THAA-wrong' })).rejects.toMatchObject({ said: { says: 'bad_token' }, field: 'token' })
    await expect(paste({ token: peer.token({ granted: ['threads_basic'] }) })).rejects.toMatchObject({
      said: { says: 'token_lacks_permission', params: { permission: 'threads_content_publish' } },
      field: 'token',
    })
    await expect(paste({ token: peer.token(), appSecret: 'wrong' })).rejects.toMatchObject({
      said: { says: 'wrong_app_credentials' },
      field: 'appSecret',
    })
  })

  test('of a profile without a name is called by its handle, and chooses no countries where Meta lets it not', async () => {
    expect(await paste({ token: peer.token({ account: '26000000000000002' }) })).toMatchObject({
      name: 'grace',
      limits: { flags: { countries: false } },
    })
  })
})

describe('once connected', () => {
  test('its token is renewed once a week by asking for its health, saved, and once however many ask', async () => {
    const context = contextOf(await byBrowser())
    const first = context.secrets['token']
    await connector.health(context)
    expect(context.secrets['token']).toBe(first)
    later(8 * day)
    await Promise.all([connector.health(context), connector.health(context)])
    expect(peer.auth.refreshes).toBe(1)
    expect(context.secrets['token']).not.toBe(first)
    later(59 * day)
    expect(await connector.health(context)).toMatchObject({ state: 'ok', expiresAt: null })
  })

  test('renewals that keep failing leave it connected and say when it ends', async () => {
    const identity = await byBrowser()
    const context = contextOf(identity)
    later(15 * day)
    peer.plan.next({ path: '/refresh_access_token' }, { kind: 'error_before', status: 500 })
    expect(await connector.health(context)).toMatchObject({ state: 'ok', expiresAt: identity.secrets['expiresAt'] })
  })

  test('left alone for sixty days it is over, which Threads says itself', async () => {
    const context = contextOf(await byBrowser())
    later(61 * day)
    expect(await connector.health(context)).toMatchObject({ state: 'broken', reason: { says: 'signed_out' } })
  })

  test('it cannot be ended from here, and does not claim to', async () => {
    expect(await connector.revoke(contextOf(await byBrowser()))).toBe(false)
  })

  test('places are found by name, and what was published before can be quoted', async () => {
    const identity = await byBrowser()
    const context = contextOf(identity)
    const { places, posts } = connector.actions ?? {}
    expect(await places?.(context, 'kiel')).toEqual([{ value: '9001', label: 'Kiel Harbour, Kai 1, Kiel, Germany' }])
    const asked = peer.requests.length
    expect(await places?.(context, 'ki')).toEqual([])
    expect(peer.requests).toHaveLength(asked)
    expect(await posts?.(context, '')).toEqual([])
    peer.posts().push({
      ...{ id: '5', accountId: peer.account, type: 'TEXT', replyTo: null, files: [], settings: {}, at: peer.now() },
      text: 'Rye\n\ntoday',
    })
    expect(await posts?.(context, '')).toEqual([{ value: '5', label: 'Rye today' }])
  })
})
