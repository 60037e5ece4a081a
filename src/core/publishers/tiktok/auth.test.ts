import { createHash } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startTikTok, type TikTok } from '../../../../test/support/tiktok/index.ts'
import { systemClock } from '../../clock.ts'
import { createHttp } from '../../http.ts'
import { createDriver, type Driver } from '../conformance-driver.ts'
import type { ConnectContext, ConnectedIdentity, Secrets } from '../publisher.ts'
import { createTikTok } from './index.ts'

const redirect = 'http://127.0.0.1:47831/oauth/callback'
const http = createHttp()
let server: TikTok
let app: { clientId: string; clientSecret: string }
let drivers: Driver[]

beforeEach(async () => {
  server = await startTikTok()
  const client = server.auth.register({ redirectUris: [redirect] })
  app = { clientId: client.id, clientSecret: client.secret ?? '' }
  drivers = []
})
afterEach(async () => {
  await Promise.all(drivers.map((driver) => driver.stop()))
  await server.stop()
})

const connector = () => createTikTok(server.url).connector
const context = (own: Readonly<Record<string, string>> = app): ConnectContext => ({
  app: own,
  http,
  clock: systemClock,
  signal: new AbortController().signal,
  appCredentials: { get: () => undefined, set() {} },
})

async function begin(method: string, own = app) {
  const { authorize } = connector()
  if (!authorize) throw new Error('There is no sign-in')
  return await authorize(method, {}, redirect, context(own))
}

async function signIn(method: string, scopes?: readonly string[], own = app): Promise<ConnectedIdentity> {
  const { url, pending } = await begin(method, own)
  const back = new URL(await server.auth.approve(url, scopes ? { scopes } : {}))
  return (await connector().finish?.(back.searchParams, pending, redirect, context())) as ConnectedIdentity
}

async function connected(secrets: Secrets): Promise<Driver> {
  const account = {
    id: 'acct_1',
    platform: 'tiktok',
    externalId: 'open-ada',
    displayHandle: '@ada.makes',
    server: '',
    limits: {},
    method: 'oauth',
  } as const
  const driver = await createDriver(createTikTok(server.url).publisher, account, secrets)
  drivers.push(driver)
  return driver
}

describe('signing in', () => {
  test('for drafts asks for no more than drafts need, with the challenge in hexadecimal', async () => {
    const { url, pending } = await begin('oauth')
    const query = new URL(url).searchParams
    const hex = createHash('sha256').update(String(pending['verifier'])).digest('hex')
    expect(Object.fromEntries(query)).toMatchObject({
      client_key: app.clientId,
      scope: 'user.info.basic,video.upload',
      code_challenge: hex,
      code_challenge_method: 'S256',
      redirect_uri: redirect,
    })
    expect(query.has('client_secret')).toBe(false)
  })

  test('for drafts makes an account that may do nothing else', async () => {
    const identity = await signIn('oauth')
    expect(identity).toMatchObject({
      kind: 'profile',
      externalId: 'open-ada',
      displayHandle: 'Ada',
      url: null,
      limits: { choices: { mode: ['inbox'] } },
    })
    // The refresh token has an end, and that is when somebody must sign in again.
    const days = ((identity.expiresAt ?? 0) - Date.now()) / 86_400_000
    expect(days).toBeGreaterThan(179)
    expect(days).toBeLessThan(181)
  })

  test('to post at once brings what the creator may choose', async () => {
    const [user] = server.state.users
    if (user) Object.assign(user, { maxSeconds: 180, off: { comment: false, duet: true, stitch: false } })
    expect(await signIn('oauth_direct')).toMatchObject({
      displayHandle: '@ada.makes',
      url: 'https://www.tiktok.com/@ada.makes',
      limits: {
        choices: {
          mode: ['inbox', 'direct'],
          privacy: ['PUBLIC_TO_EVERYONE', 'MUTUAL_FOLLOW_FRIENDS', 'SELF_ONLY'],
        },
        flags: { comment_disabled: false, duet_disabled: true, stitch_disabled: false },
        videoSeconds: 180,
      },
    })
  })

  test('where a part of it was not allowed says which', async () => {
    await expect(signIn('oauth_direct', ['user.info.basic', 'video.upload'])).rejects.toMatchObject({
      said: { says: 'permission_not_granted', params: { permission: 'video.publish' } },
    })
  })

  test('that was denied, or with a wrong secret, connects nothing', async () => {
    const { url, pending } = await begin('oauth')
    const denied = new URL(await server.auth.deny(url)).searchParams
    await expect(connector().finish?.(denied, pending, redirect, context())).rejects.toMatchObject({
      said: { says: 'sign_in_denied' },
    })
    await expect(signIn('oauth', undefined, { ...app, clientSecret: 'wrong' })).rejects.toMatchObject({
      said: { says: 'wrong_app_credentials' },
      field: 'clientSecret',
    })
    await expect(begin('oauth', { ...app, clientId: '' })).rejects.toMatchObject({ field: 'clientId' })
  })
})

describe('tokens made elsewhere', () => {
  const paste = (fields: Record<string, string>) =>
    connector().connect?.('token', fields, context()) as Promise<ConnectedIdentity>

  test('are asked what they may do', async () => {
    const grant = (scopes: readonly string[]) => {
      const { access, refresh } = server.auth.issue({ account: 'ada', clientId: app.clientId, scopes })
      return { accessToken: access, refreshToken: refresh ?? '' }
    }
    const both = ['user.info.basic', 'video.upload', 'video.publish']
    expect((await paste(grant(both))).limits.choices?.['mode']).toEqual(['inbox', 'direct'])
    expect((await paste(grant(both.slice(0, 2)))).limits.choices?.['mode']).toEqual(['inbox'])
    await expect(paste(grant(['video.upload']))).rejects.toMatchObject({
      said: { says: 'token_lacks_permission', params: { permission: 'user.info.basic' } },
    })
  })

  test('that are wrong or missing are told at their field', async () => {
    await expect(paste({ accessToken: 'wrong', refreshToken: 'x' })).rejects.toMatchObject({ field: 'accessToken' })
    await expect(paste({ accessToken: 'x', refreshToken: ' ' })).rejects.toMatchObject({ field: 'refreshToken' })
  })
})

describe('a connected account', () => {
  test('brings what the creator may choose now with each check of its health', async () => {
    const { secrets } = await signIn('oauth_direct')
    const driver = await connected(secrets)
    const [user] = server.state.users
    if (user) user.isPrivate = true
    expect(await connector().health(driver.context())).toMatchObject({
      state: 'ok',
      limits: { choices: { privacy: ['FOLLOWER_OF_CREATOR', 'MUTUAL_FOLLOW_FRIENDS', 'SELF_ONLY'] } },
    })
  })

  test('is well where TikTok lets it not post for now, and keeps what it knew', async () => {
    const { secrets } = await signIn('oauth_direct')
    const driver = await connected(secrets)
    const [user] = server.state.users
    if (user) user.mayPost = false
    const health = await connector().health(driver.context())
    expect(health).toMatchObject({ state: 'ok' })
    expect(health).not.toHaveProperty('limits')
  })

  test('whose access token has run out is renewed to be ended', async () => {
    const { secrets } = await signIn('oauth')
    const driver = await connected(secrets)
    server.auth.expireAccess()
    expect(await connector().health(driver.context())).toMatchObject({ state: 'ok' })
    expect(await connector().revoke(driver.context())).toBe(true)
    expect(await connector().health(driver.context())).toMatchObject({ state: 'broken' })
  })

  test('is not said to be ended where TikTok refuses that with status 200', async () => {
    const { secrets } = await signIn('oauth')
    const driver = await connected({ ...secrets, clientSecret: 'changed' })
    expect(await connector().revoke(driver.context())).toBe(false)
  })
})
