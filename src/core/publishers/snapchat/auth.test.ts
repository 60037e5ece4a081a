import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { organizationIds, profileIds, startSnapchat, type Snapchat } from '../../../../test/support/snapchat/index.ts'
import { systemClock } from '../../clock.ts'
import { createHttp } from '../../http.ts'
import { createDriver, type Driver } from '../conformance-driver.ts'
import type { ConnectContext, ConnectedIdentity, Secrets } from '../publisher.ts'
import { createSnapchat } from './index.ts'

const redirect = 'https://example.com/'
const http = createHttp()
let server: Snapchat
let app: { clientId: string; clientSecret: string }
let drivers: Driver[]

beforeEach(async () => {
  server = await startSnapchat()
  const client = server.auth.register({ redirectUris: [redirect] })
  app = { clientId: client.id, clientSecret: client.secret ?? '' }
  drivers = []
})
afterEach(async () => {
  await Promise.all(drivers.map((driver) => driver.stop()))
  await server.stop()
})

const connector = () => createSnapchat(server.url).connector
const context = (own: Readonly<Record<string, string>> = app): ConnectContext => ({
  app: own,
  http,
  clock: systemClock,
  signal: new AbortController().signal,
  appCredentials: { get: () => undefined, set() {} },
})

async function begin(fields: Record<string, string> = {}, own = app) {
  const { authorize } = connector()
  if (!authorize) throw new Error('There is no sign-in')
  return await authorize('oauth', fields, redirect, context(own))
}

interface How {
  readonly account?: string
  readonly fields?: Record<string, string>
  readonly own?: typeof app
}

async function signIn({ account, fields, own }: How = {}): Promise<readonly ConnectedIdentity[]> {
  const { url, pending } = await begin(fields, own)
  const back = await server.auth.approve(url, { ...(account && { account }) })
  const identities = await connector().finish?.(new URL(back).searchParams, pending, redirect, context())
  return identities as readonly ConnectedIdentity[]
}

async function connected(secrets: Secrets, externalId: string = profileIds.harbour): Promise<Driver> {
  const account = {
    id: 'acct_1',
    platform: 'snapchat',
    externalId,
    displayHandle: '@harbour.snaps',
    server: '',
    limits: {},
    method: 'oauth',
  } as const
  const driver = await createDriver(createSnapchat(server.url).publisher, account, secrets)
  drivers.push(driver)
  return driver
}

const refusal = (says: string, field: string | null = null) => ({ said: { says }, field })

describe('signing in', () => {
  test('asks for the one permission that publishing needs, and goes back to the address that is registered', async () => {
    const { url } = await begin()
    expect(url.startsWith(`${server.url}/login/oauth2/authorize?`)).toBe(true)
    expect(Object.fromEntries(new URL(url).searchParams)).toEqual({
      response_type: 'code',
      client_id: app.clientId,
      redirect_uri: redirect,
      scope: 'snapchat-profile-api',
      state: expect.any(String),
    })
  })

  test('reaches the profile one hosts and the others of its organization, once each', async () => {
    const found = await signIn()
    expect(found).toMatchObject([
      {
        kind: 'profile',
        externalId: profileIds.harbour,
        name: 'Harbour',
        displayHandle: '@harbour.snaps',
        url: 'https://www.snapchat.com/@harbour.snaps',
        avatar: expect.stringMatching(/^https:/),
        expiresAt: null,
      },
      { externalId: profileIds.bakery, displayHandle: 'Harbour Bakery', url: null },
    ])
    expect(found[0]?.secrets).toMatchObject({
      organizations: [organizationIds.harbour],
      refreshToken: expect.any(String),
    })
  })

  test('as somebody who hosts none reaches those of the organization that was entered', async () => {
    const fields = { organizationId: ` ${organizationIds.engines} ` }
    expect(await signIn({ account: 'grace', fields })).toMatchObject([{ externalId: profileIds.engines }])
    await expect(signIn({ account: 'grace' })).rejects.toMatchObject(refusal('snapchat_no_profile'))
  })

  test('with an organization that is none, or not theirs, says so at its field', async () => {
    await expect(begin({ organizationId: 'harbour' })).rejects.toMatchObject(
      refusal('snapchat_organization_shape', 'organizationId'),
    )
    await expect(signIn({ fields: { organizationId: organizationIds.engines } })).rejects.toMatchObject(
      refusal('snapchat_organization_refused', 'organizationId'),
    )
  })

  test('where one has a profile and no role in its organization reaches the profile alone', async () => {
    const [ada] = server.state.members
    if (ada) ada.organizations = []
    expect(await signIn()).toMatchObject([{ externalId: profileIds.harbour }])
  })

  test('reaches every page of a large organization', async () => {
    for (let count = 0; count < 120; count++)
      server.state.profiles.push({
        id: `00000000-0000-4000-8000-${String(count).padStart(12, '0')}`,
        organization: organizationIds.harbour,
        name: `Branch ${count}`,
        username: null,
      })
    expect(await signIn()).toHaveLength(122)
  })

  test('with an app that is not on Snap’s list says so', async () => {
    server.state.options.listed = false
    await expect(signIn()).rejects.toMatchObject(refusal('snapchat_not_listed'))
  })

  test('that was denied, or with a wrong secret, connects nothing', async () => {
    const { url, pending } = await begin()
    const denied = new URL(await server.auth.deny(url)).searchParams
    await expect(connector().finish?.(denied, pending, redirect, context())).rejects.toMatchObject(
      refusal('sign_in_denied'),
    )
    await expect(signIn({ own: { ...app, clientSecret: 'wrong' } })).rejects.toMatchObject(
      refusal('wrong_app_credentials', 'clientSecret'),
    )
    await expect(begin({}, { ...app, clientSecret: '' })).rejects.toMatchObject({ field: 'clientSecret' })
  })
})

describe('tokens made elsewhere', () => {
  const paste = (fields: Record<string, string>) => connector().connect?.('token', fields, context())

  test('reach the same', async () => {
    const { access, refresh } = server.auth.issue({ account: 'ada', clientId: app.clientId })
    expect(await paste({ accessToken: ` ${access}`, refreshToken: `${refresh} ` })).toMatchObject([
      { externalId: profileIds.harbour },
      { externalId: profileIds.bakery },
    ])
  })

  test('that are wrong or missing are told at their field', async () => {
    await expect(paste({ accessToken: 'wrong', refreshToken: 'x' })).rejects.toMatchObject(
      refusal('bad_token', 'accessToken'),
    )
    await expect(paste({ accessToken: '', refreshToken: 'x' })).rejects.toMatchObject({ field: 'accessToken' })
    await expect(paste({ accessToken: 'x', refreshToken: ' ' })).rejects.toMatchObject({ field: 'refreshToken' })
  })
})

describe('a connected profile', () => {
  const secretsNow = async () => (await signIn())[0]?.secrets ?? {}

  test('is well, and renews its sign-in once it has run out', async () => {
    const driver = await connected(await secretsNow())
    server.auth.expireAccess()
    expect(await connector().health(driver.context())).toEqual({ state: 'ok', expiresAt: null })
    expect(server.auth.refreshes).toBe(1)
  })

  test('from which the person has lost their role is broken, and says which', async () => {
    const driver = await connected(await secretsNow(), profileIds.bakery)
    const [ada] = server.state.members
    if (ada) ada.organizations = []
    expect(await connector().health(driver.context())).toMatchObject({
      state: 'broken',
      reason: { says: 'snapchat_profile_gone', params: { name: '@harbour.snaps' } },
    })
  })

  test('of an app that was taken off the list is broken, and says so', async () => {
    const driver = await connected(await secretsNow())
    server.state.options.listed = false
    expect(await connector().health(driver.context())).toMatchObject({
      state: 'broken',
      reason: { says: 'snapchat_not_listed' },
    })
  })

  test('is not broken by a page that something between has put in Snapchat’s place', async () => {
    const driver = await connected(await secretsNow())
    const end = driver.answer({ method: 'GET' }, { status: 403, body: '<html>Sign in to the hotel</html>' })
    expect(await connector().health(driver.context())).toMatchObject({
      state: 'unreachable',
      reason: { says: 'answered_in_its_place' },
    })
    end()
  })

  test('finds more of its sign-in, with a token that is fresh', async () => {
    const driver = await connected(await secretsNow())
    server.auth.expireAccess()
    const before = server.auth.refreshes
    // Ours does not know that it has ended: so the platform’s word is what counts.
    const aged = { ...driver.secrets, expiresAt: 0 }
    driver.context().saveSecrets(aged)
    expect(await connector().destinations?.(driver.context())).toMatchObject([
      { externalId: profileIds.harbour },
      { externalId: profileIds.bakery },
    ])
    expect(server.auth.refreshes - before).toBe(1)
    server.state.options.listed = false
    await expect(connector().destinations?.(driver.context())).rejects.toMatchObject({
      outcome: { is: 'rejected', failure: { says: 'snapchat_not_listed' } },
    })
  })

  test('claims no end of its sign-in at Snapchat, which documents none', async () => {
    const driver = await connected(await secretsNow())
    expect(await connector().revoke(driver.context())).toBe(false)
  })
})
