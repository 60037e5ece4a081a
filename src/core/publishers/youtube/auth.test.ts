import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { scopes } from '../../../../test/support/youtube/access.ts'
import { startYouTube, type YouTube } from '../../../../test/support/youtube/index.ts'
import { systemClock } from '../../clock.ts'
import { createHttp } from '../../http.ts'
import { createDriver, type Driver } from '../conformance-driver.ts'
import type { ConnectContext, ConnectedIdentity, Identities, Secrets } from '../publisher.ts'
import { createYouTube } from './index.ts'

const redirect = 'http://127.0.0.1:40123/oauth/callback'
let server: YouTube
let app: { clientId: string; clientSecret: string }
let drivers: Driver[]
const http = createHttp()
const connector = () => createYouTube(server.url).connector

beforeEach(async () => {
  server = await startYouTube()
  const client = server.auth.register({ redirectUris: ['http://127.0.0.1/oauth/callback'] })
  app = { clientId: client.id, clientSecret: client.secret ?? '' }
  drivers = []
})
afterEach(async () => {
  await Promise.all(drivers.map((driver) => driver.stop()))
  await server.stop()
})

const context = (own: Readonly<Record<string, string>> = app): ConnectContext => ({
  app: own,
  http,
  clock: systemClock,
  signal: new AbortController().signal,
  appCredentials: { get: () => undefined, set() {} },
})

async function signIn(how: Parameters<YouTube['auth']['approve']>[1] = {}): Promise<Identities> {
  const { authorize, finish } = connector()
  if (!authorize || !finish) throw new Error('There is no sign-in')
  const { url, pending } = await authorize('oauth', {}, redirect, context())
  const back = new URL(await server.auth.approve(url, how))
  return await finish(back.searchParams, pending, redirect, context())
}

const only = (identities: Identities): ConnectedIdentity => {
  const [one, ...more] = [identities].flat() as ConnectedIdentity[]
  if (!one || more.length > 0) throw new Error('Not one identity')
  return one
}

async function account(secrets: Secrets): Promise<Driver> {
  const driver = await createDriver(
    createYouTube(server.url).publisher,
    {
      id: 'acct_1',
      platform: 'youtube',
      externalId: 'UCada0000000000000000001',
      displayHandle: '@ada',
      server: '',
      limits: {},
      method: 'oauth',
    },
    secrets,
  )
  drivers.push(driver)
  return driver
}

describe('signing in with Google', () => {
  test('asks for the one permission, for a refresh token, and with PKCE', async () => {
    const { url } = (await connector().authorize?.('oauth', {}, redirect, context())) ?? { url: '' }
    const query = new URL(url).searchParams
    expect(Object.fromEntries(query)).toMatchObject({
      scope: scopes.forceSsl,
      access_type: 'offline',
      prompt: 'consent',
      code_challenge_method: 'S256',
      redirect_uri: redirect,
    })
  })

  test('brings the channel with its name, its limits and what renews itself', async () => {
    const identity = only(await signIn())
    expect(identity).toMatchObject({
      kind: 'channel',
      externalId: 'UCada0000000000000000001',
      name: 'Ada',
      displayHandle: '@ada',
      url: 'https://www.youtube.com/channel/UCada0000000000000000001',
      limits: { flags: { longVideos: true } },
      expiresAt: null,
    })
    expect(identity.secrets['refreshToken']).toEqual(expect.any(String))
    expect(only(await signIn({ account: 'grace' })).limits).toEqual({ flags: { longVideos: false } })
  })

  test('brings every channel it reaches, to choose among', async () => {
    const [first] = server.state.channels
    if (!first) throw new Error('There is no channel')
    server.state.channels.push({ ...first, id: 'UCsecond', title: 'Second' })
    const names = ([await signIn()].flat() as ConnectedIdentity[]).map(({ name }) => name)
    expect(names).toEqual(['Ada', 'Second'])
  })

  test('that reaches no channel says where to make one', async () => {
    await expect(signIn({ account: 'nobody' })).rejects.toMatchObject({ said: { says: 'youtube_no_channel' } })
  })

  test('without the permission says which is missing', async () => {
    await expect(signIn({ scopes: [scopes.readonly] })).rejects.toMatchObject({
      said: { says: 'permission_not_granted', params: { permission: 'youtube.force-ssl' } },
    })
  })

  test('to a project without the API says what to switch on', async () => {
    server.state.options.enabled = false
    await expect(signIn()).rejects.toMatchObject({ said: { says: 'youtube_api_off' } })
  })

  test('needs an app, and an answer from Google itself', async () => {
    const authorize = async (own: Readonly<Record<string, string>>) =>
      await connector().authorize?.('oauth', {}, redirect, context(own))
    await expect(Promise.resolve().then(() => authorize({}))).rejects.toMatchObject({ field: 'clientId' })
    await expect(Promise.resolve().then(() => authorize({ clientId: 'x' }))).rejects.toMatchObject({
      field: 'clientSecret',
    })
    const { pending } = (await connector().authorize?.('oauth', {}, redirect, context())) ?? { pending: {} }
    const query = new URLSearchParams({ code: 'x', iss: 'https://elsewhere.invalid' })
    await expect(connector().finish?.(query, pending, redirect, context())).rejects.toMatchObject({
      said: { says: 'sign_in_mismatch' },
    })
  })
})

describe('tokens made by hand', () => {
  const connect = async (fields: Record<string, string>) => await connector().connect?.('token', fields, context())
  const issue = (given: readonly string[] = [scopes.forceSsl]) => {
    const { access, refresh } = server.auth.issue({ account: 'ada', clientId: app.clientId, scopes: given })
    return { accessToken: access, refreshToken: refresh ?? '' }
  }

  test('connect the channel, and are renewed', async () => {
    const identity = only((await connect(issue())) ?? [])
    expect(identity.name).toBe('Ada')
    server.auth.expireAccess()
    const driver = await account(identity.secrets)
    expect(await connector().health(driver.context())).toMatchObject({ state: 'ok' })
    expect(server.auth.refreshes).toBe(1)
  })

  test('that are unknown, missing or too weak are refused at their field', async () => {
    await expect(connect({ ...issue(), accessToken: 'nonsense' })).rejects.toMatchObject({ field: 'accessToken' })
    await expect(connect({ ...issue(), refreshToken: ' ' })).rejects.toMatchObject({ field: 'refreshToken' })
    await expect(connect(issue([scopes.upload]))).rejects.toMatchObject({
      said: { says: 'token_lacks_permission' },
      field: 'accessToken',
    })
  })
})

describe('a connected channel', () => {
  const connected = async () => await account(only(await signIn()).secrets)

  test('offers the categories and playlists one may choose', async () => {
    const { actions } = connector()
    const driver = await connected()
    expect(await actions?.['categories']?.(driver.context(), '')).toEqual([
      { value: '1', label: 'Film & Animation' },
      { value: '22', label: 'People & Blogs' },
      { value: '28', label: 'Science & Technology' },
    ])
    const owned = Array.from({ length: 60 }, (_, at) => ({
      id: `PL${at}`,
      channelId: 'UCada0000000000000000001',
      title: `List ${at}`,
      videoIds: [],
    }))
    server.state.playlists.push(...owned, { ...owned[0], id: 'PLx', channelId: 'UCx', title: '', videoIds: [] })
    expect(await actions?.['playlists']?.(driver.context(), '')).toHaveLength(61)
  })

  test('whose day is used up is not broken', async () => {
    const driver = await connected()
    server.state.options.quota.units = 0
    expect(await connector().health(driver.context())).toMatchObject({ state: 'unreachable' })
  })

  test('that is gone is broken', async () => {
    const driver = await connected()
    server.state.channels.splice(0)
    expect(await connector().health(driver.context())).toMatchObject({ state: 'broken' })
  })

  test('reaches itself, and ends at Google when it is disconnected', async () => {
    const driver = await connected()
    expect((await connector().destinations?.(driver.context()))?.map(({ name }) => name)).toEqual(['Ada'])
    expect(await connector().revoke(driver.context())).toBe(true)
    expect(await connector().health(driver.context())).toMatchObject({ state: 'broken' })
  })
})
