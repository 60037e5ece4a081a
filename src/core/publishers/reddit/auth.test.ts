import { afterEach, beforeEach, expect, test } from 'vitest'
import { startReddit, type Reddit } from '../../../../test/support/reddit/index.ts'
import { systemClock } from '../../clock.ts'
import { createHttp, type Http } from '../../http.ts'
import type { ConnectContext, ConnectedIdentity, Connector, PublishContext } from '../publisher.ts'
import { hostsAt } from './api.ts'
import { createReddit } from './index.ts'

const redirect = 'http://localhost:47831/oauth/callback'
let peer: Reddit
let http: Http
let connector: Connector
let context: ConnectContext

beforeEach(async () => {
  peer = await startReddit()
  http = createHttp()
  connector = createReddit(peer.url).connector
  const { id, secret } = peer.auth.register({ redirectUris: [redirect] })
  context = {
    app: { clientId: id, clientSecret: secret ?? '' },
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

const begin = (app = context.app) =>
  connector.authorize?.('oauth', {}, redirect, { ...context, app }) ?? Promise.reject(new Error('no way to sign in'))
const signIn = async (options: { scopes?: readonly string[]; app?: ConnectContext['app'] } = {}) => {
  const { url, pending } = await begin(options.app)
  const back = new URL(await peer.auth.approve(url, options.scopes ? { scopes: options.scopes } : {}))
  return (await connector.finish?.(back.searchParams, pending, redirect, context)) as ConnectedIdentity
}
const paste = async (refreshToken: string, app = context.app) =>
  (await connector.connect?.('token', { refreshToken }, { ...context, app })) as ConnectedIdentity
const contextOf = ({ secrets, externalId, displayHandle }: ConnectedIdentity): PublishContext => {
  let held = secrets
  const account = {
    id: 'acct_1',
    platform: 'reddit',
    externalId,
    displayHandle,
    server: '',
    limits: {},
    method: 'oauth',
  }
  return {
    account,
    get secrets() {
      return held
    },
    saveSecrets: (next: typeof held) => (held = next),
    http,
    clock: systemClock,
    signal: new AbortController().signal,
  } as unknown as PublishContext
}

test('signing in brings the profile, which needs no signing in again', async () => {
  const identity = await signIn()
  expect(identity).toMatchObject({
    kind: 'profile',
    externalId: 'a1',
    name: 'Analytical Engines',
    displayHandle: 'u/ada',
    url: 'https://www.reddit.com/user/ada/',
    expiresAt: null,
  })
  expect(await connector.health(contextOf(identity))).toEqual({ state: 'ok', expiresAt: null })
})

test('asks for a sign-in that lasts, for what publishing needs, and not to read what others write', async () => {
  const { searchParams } = new URL((await begin()).url)
  expect(searchParams.get('duration')).toBe('permanent')
  expect(searchParams.get('scope')).toBe('identity submit edit history flair mysubreddits')
  expect(searchParams.has('code_challenge')).toBe(false)
})

test('an installed app has no secret, and is let in without one', async () => {
  const { id } = peer.auth.register({ redirectUris: [redirect], public: true })
  expect(await signIn({ app: { clientId: id, clientSecret: '' } })).toMatchObject({ externalId: 'a1' })
})

test('a permission that was not granted is named', async () => {
  await expect(signIn({ scopes: ['identity', 'submit'] })).rejects.toMatchObject({
    said: { says: 'permission_not_granted', params: { permission: 'edit' } },
  })
})

test('without an app it says so there, and a wrong secret is told as one', async () => {
  const app = (more: object) => ({ ...context.app, ...more })
  await expect(Promise.resolve().then(() => begin(app({ clientId: '' })))).rejects.toMatchObject({
    said: { says: 'app_credentials_missing' },
    field: 'clientId',
  })
  await expect(signIn({ app: app({ clientSecret: 'mistyped' }) })).rejects.toMatchObject({
    said: { says: 'wrong_app_credentials' },
    field: 'clientSecret',
  })
})

test('a code that Reddit refuses with 200 is not taken for tokens', async () => {
  const { pending } = await begin()
  const query = new URLSearchParams({ code: 'made up' })
  await expect(connector.finish?.(query, pending, redirect, context)).rejects.toMatchObject({
    said: { says: 'code_refused' },
  })
})

test('a pasted refresh token connects, one that is unknown, or of another app, does not', async () => {
  const { refresh } = peer.auth.issue({ account: 'grace', clientId: context.app['clientId'] ?? '' })
  const identity = await paste(` ${refresh} `)
  expect(identity).toMatchObject({ externalId: 'g2', name: 'grace', expiresAt: null })
  expect(await connector.health(contextOf(identity))).toMatchObject({ state: 'ok' })
  await expect(paste('no')).rejects.toMatchObject({ said: { says: 'bad_token' }, field: 'refreshToken' })
  await expect(paste(' ')).rejects.toMatchObject({ said: { says: 'field_missing' }, field: 'refreshToken' })
  const mistyped = { ...context.app, clientSecret: 'mistyped' }
  await expect(paste(refresh ?? '', mistyped)).rejects.toMatchObject({
    said: { says: 'wrong_app_credentials' },
    field: 'clientSecret',
  })
  const { id } = peer.auth.register({ redirectUris: [redirect], public: true })
  await expect(paste(refresh ?? '', { clientId: id, clientSecret: '' })).rejects.toMatchObject({
    field: 'refreshToken',
  })
})

test('an account that Reddit has suspended is not connected, and is told to be broken when it was', async () => {
  const before = contextOf(await signIn())
  for (const user of peer.state.users) user.suspended = true
  await expect(signIn()).rejects.toMatchObject({ said: { says: 'account_suspended' } })
  expect(await connector.health(before)).toMatchObject({ state: 'broken', reason: { says: 'account_suspended' } })
})

test('says in every request what it is, and whose account it is once that is known', async () => {
  const ada = contextOf(await signIn())
  await connector.health(ada)
  const agents = peer.requests.filter(({ target }) => !target.includes('authorize')).map(({ headers }) => headers)
  expect(agents[0]?.['user-agent']).toBe('desktop:broadside:v0.1.0')
  expect(agents.at(-1)?.['user-agent']).toBe('desktop:broadside:v0.1.0 (by /u/ada)')
})

test('the own profile and communities can be chosen from, but not those one is banned from', async () => {
  const ada = contextOf(await signIn())
  expect(await connector.actions?.['subreddits']?.(ada, '')).toEqual([
    { value: 'u_ada', label: 'u/ada' },
    { value: 'engines', label: 'r/engines' },
    { value: 'notes', label: 'r/notes' },
    { value: 'strict', label: 'r/strict' },
    { value: 'trusted', label: 'r/trusted' },
  ])
})

test('flairs are those of the community, and none where Reddit forbids the question', async () => {
  const ada = contextOf(await signIn())
  const flairs = connector.actions?.['flairs']
  expect(await flairs?.(ada, 'engines')).toEqual([
    { value: 'f1', label: 'Brass' },
    { value: 'f2', label: 'Other' },
  ])
  expect(await flairs?.(ada, 'notes')).toEqual([])
  expect(await flairs?.(ada, '')).toEqual([])
})

test('a sign-in that may not ask for flairs is told so, and is not shown an empty list', async () => {
  const ada = contextOf(await signIn())
  const { access } = peer.auth.issue({ account: 'ada', scopes: ['identity'] })
  ada.saveSecrets({ ...ada.secrets, accessToken: access, expiresAt: null })
  await expect(connector.actions?.['flairs']?.(ada, 'engines')).rejects.toMatchObject({
    outcome: { failure: { says: 'permission_missing' } },
  })
})

test('disconnecting ends the sign-in at Reddit', async () => {
  const ada = contextOf(await signIn())
  expect(await connector.revoke(ada)).toBe(true)
  expect(await connector.health(ada)).toMatchObject({ state: 'broken' })
})

test('lives at its own hosts unless told', () => {
  expect(hostsAt()).toEqual({ api: 'https://oauth.reddit.com', www: 'https://www.reddit.com' })
})
