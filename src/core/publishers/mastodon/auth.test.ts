import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startMastodon } from '../../../../test/support/mastodon/index.ts'
import type { Mastodon } from '../../../../test/support/mastodon/index.ts'
import { systemClock } from '../../clock.ts'
import { createHttp } from '../../http.ts'
import type { Http } from '../../http.ts'
import type { ConnectContext, ConnectedIdentity, PublishContext, Secrets } from '../publisher.ts'
import { onlyOne } from '../testing.ts'
import { mastodonConnector } from './auth.ts'
import { serverOf } from './instance.ts'

const redirect = 'http://127.0.0.1:8123/connected'
let server: Mastodon
let http: Http
let context: ConnectContext
let apps: Map<string, Secrets>

beforeEach(async () => {
  server = await startMastodon()
  http = createHttp()
  apps = new Map()
  context = {
    http,
    clock: systemClock,
    signal: new AbortController().signal,
    app: {},
    appCredentials: { get: (key) => apps.get(key), set: (key, secrets) => void apps.set(key, secrets) },
  }
})
afterEach(async () => {
  await http.close()
  await server.stop()
})

const start = () => mastodonConnector.authorize!('oauth', { server: server.url }, redirect, context)
const signIn = async () => {
  const { url, pending, state } = await start()
  const back = new URL(await server.approve(url))
  expect(back.searchParams.get('state')).toBe(state)
  return onlyOne(await mastodonConnector.finish!(back.searchParams, pending, redirect, context))
}
const contextOf = ({ secrets, limits, externalId, displayHandle }: ConnectedIdentity) =>
  ({
    account: {
      id: 'acct_1',
      platform: 'mastodon',
      externalId,
      displayHandle,
      server: server.url,
      limits,
      method: 'oauth',
    },
    secrets,
    http,
    clock: systemClock,
    signal: new AbortController().signal,
  }) as unknown as PublishContext

describe('signing in', () => {
  test('registers an app, asks for no more than it needs, and knows who came and what the server takes', async () => {
    server.options.maxCharacters = 1_234
    const identity = await signIn()
    const host = new URL(server.url).host
    expect(identity).toMatchObject({
      kind: 'profile',
      externalId: `ada@${host}`,
      displayHandle: `@ada@${host}`,
      server: server.url,
      limits: {
        maxCharacters: 1_234,
        maxMedia: 4,
        perLink: 23,
        imageBytes: 16_777_216,
        altMax: 1_500,
        pollOptions: 4,
        software: 'mastodon 4.5.0',
      },
      secrets: { token: expect.any(String), accountId: server.accountId(), clientId: expect.any(String) },
    })
    expect(server.apps()).toMatchObject([
      {
        name: 'Broadside',
        scopes: ['profile', 'read:statuses', 'write:statuses', 'write:media'],
        redirectUris: [redirect],
      },
    ])
  })

  test('uses PKCE where the server announces it, and does without on one from before 4.3', async () => {
    expect(new URL((await start()).url).searchParams.get('code_challenge_method')).toBe('S256')
    server.options.announcesOAuth = false
    const old = new URL((await start()).url).searchParams
    expect(old.has('code_challenge')).toBe(false)
    expect(old.get('scope')).toContain('read:accounts')
    expect((await signIn()).displayHandle).toContain('@ada@')
  })

  test('introduces itself once to each server', async () => {
    await signIn()
    await signIn()
    expect(server.apps()).toHaveLength(1)
  })

  test('refused by the person, says so', async () => {
    const { url, pending } = await start()
    const back = new URL(await server.deny(url))
    await expect(mastodonConnector.finish!(back.searchParams, pending, redirect, context)).rejects.toMatchObject({
      said: { says: 'sign_in_denied' },
    })
  })

  test('with a code from elsewhere or used before, is refused', async () => {
    const { url, pending } = await start()
    const back = new URL(await server.approve(url))
    await mastodonConnector.finish!(back.searchParams, pending, redirect, context)
    await expect(mastodonConnector.finish!(back.searchParams, pending, redirect, context)).rejects.toMatchObject({
      said: { says: 'code_refused' },
    })
    await expect(
      mastodonConnector.finish!(new URLSearchParams({ code: 'x' }), { ...pending, verifier: 'x' }, redirect, context),
    ).rejects.toMatchObject({ said: { says: 'code_refused' } })
  })

  test('to a server that has forgotten us, introduces itself anew on the next try', async () => {
    const { url, pending } = await start()
    const back = new URL(await server.approve(url))
    await expect(
      mastodonConnector.finish!(back.searchParams, { ...pending, clientSecret: 'gone' }, redirect, context),
    ).rejects.toMatchObject({ said: { says: 'mastodon_app_forgotten' } })
    await signIn()
    expect(server.apps()).toHaveLength(2)
  })

  test('sends its secrets to no address but the server’s own', async () => {
    const elsewhere = {
      ...http,
      request: (async (url, request) => {
        const answer = await http.request(url, request)
        if (!String(url).includes('.well-known')) return answer
        return {
          ...answer,
          json: () => ({
            ...(answer.json() as object),
            token_endpoint: 'https://evil.example/token',
            authorization_endpoint: 'https://evil.example/',
          }),
        }
      }) as Http['request'],
    }
    const { url, pending } = await mastodonConnector.authorize!('oauth', { server: server.url }, redirect, {
      ...context,
      http: elsewhere,
    })
    expect(url.startsWith(server.url)).toBe(true)
    expect(pending['tokenUrl']).toBe(`${server.url}/oauth/token`)
  })
})

describe('a token made by hand', () => {
  const connect = (token: string, at = server.url) =>
    mastodonConnector.connect!('token', { server: at, token }, context)

  test('is enough, without an app of ours', async () => {
    expect(await connect(` ${server.token()} `)).toMatchObject({
      displayHandle: expect.stringContaining('@ada@'),
      secrets: { accountId: server.accountId() },
    })
    expect(apps.size).toBe(0)
  })

  test.each([
    ['nothing', () => '', 'mastodon_token_missing', 'token'],
    ['a wrong one', () => 'wrong', 'bad_token', 'token'],
    ['one that may only read', () => server.token({ scopes: ['read'] }), 'mastodon_token_scopes', 'token'],
    ['one that may not look', () => server.token({ scopes: ['profile', 'write'] }), 'mastodon_token_scopes', 'token'],
  ])('that is %s is refused at its field', async (_, token, says, field) => {
    await expect(connect(token())).rejects.toMatchObject({ said: { says }, field })
  })

  test('says which permission is missing, and nothing was deleted to find out', async () => {
    await expect(connect(server.token({ scopes: ['profile', 'read:statuses', 'write:media'] }))).rejects.toThrow(
      'may not write:statuses.',
    )
  })
})

describe('what kind of server it is', () => {
  const limits = async () =>
    onlyOne(await mastodonConnector.connect!('token', { server: server.url, token: server.token() }, context)).limits

  test('an older one is asked in the first version', async () => {
    Object.assign(server.options, { instanceApi: 'v1', maxCharacters: 600 })
    expect(await limits()).toMatchObject({ maxCharacters: 600, pollOptions: 4 })
  })

  test('Pleroma’s own fields are read', async () => {
    Object.assign(server.options, { instanceApi: 'pleroma', maxCharacters: 5_000 })
    expect(await limits()).toMatchObject({
      maxCharacters: 5_000,
      altMax: 1_500,
      pollOptionCharacters: 50,
      software: 'pleroma 2.6.0',
    })
  })

  test.each([
    ['', 'mastodon_server_missing'],
    ['not a server', 'not_a_server'],
    ['mastodon', 'not_a_server'],
    ['http://mastodon.social', 'insecure_address'],
    ['ftp://mastodon.social', 'not_a_server'],
    ['javascript:alert(1)', 'not_a_server'],
  ])('%j is refused at the field', (typed, says) => {
    expect(() => serverOf(typed)).toThrow(
      expect.objectContaining({ said: expect.objectContaining({ says }), field: 'server' }),
    )
  })

  test.each([
    ['mastodon.social', 'https://mastodon.social'],
    [' https://Mastodon.Social/@Gargron?x ', 'https://mastodon.social'],
    ['@ada@social.example', 'https://social.example'],
    ['ada@social.example', 'https://social.example'],
    ['http://127.0.0.1:3000', 'http://127.0.0.1:3000'],
  ])('%j is %s', (typed, address) => {
    expect(serverOf(typed)).toBe(address)
  })

  test('one that is away, in trouble or something else is told apart', async () => {
    const connect = () => mastodonConnector.connect!('token', { server: server.url, token: 'x' }, context)
    server.plan.next({}, { kind: 'error_before', status: 503 }, { times: 2 })
    await expect(connect()).rejects.toMatchObject({ said: { says: 'server_trouble' } })
    server.plan.next({}, { kind: 'drop_before' })
    await expect(connect()).rejects.toMatchObject({ said: { says: 'not_reached' } })
    server.plan.next({}, { kind: 'error_before', status: 404 }, { times: 2 })
    await expect(connect()).rejects.toMatchObject({ said: { says: 'not_this_platform' }, field: 'server' })
  })
})

describe('afterwards', () => {
  test('the health of an account is what the server says of it, and its limits are read anew', async () => {
    const identity = await signIn()
    server.options.maxCharacters = 999
    expect(await mastodonConnector.health(contextOf(identity))).toMatchObject({
      state: 'ok',
      limits: { maxCharacters: 999 },
    })
    server.plan.next({}, { kind: 'error_before' })
    expect(await mastodonConnector.health(contextOf(identity))).toMatchObject({ state: 'unreachable' })
    server.disable('ada')
    expect(await mastodonConnector.health(contextOf(identity))).toMatchObject({
      state: 'broken',
      reason: { says: 'let_in_refused', params: { words: expect.stringContaining('currently disabled') } },
    })
  })

  test('disconnecting ends the token at the server; one made by hand is left to its maker', async () => {
    const identity = await signIn()
    expect(await mastodonConnector.revoke(contextOf(identity))).toBe(true)
    expect(await mastodonConnector.health(contextOf(identity))).toMatchObject({ state: 'broken' })
    const byHand = onlyOne(
      await mastodonConnector.connect!('token', { server: server.url, token: server.token() }, context),
    )
    expect(await mastodonConnector.revoke(contextOf(byHand))).toBe(false)
    expect(await mastodonConnector.health(contextOf(byHand))).toMatchObject({ state: 'ok' })
  })
})
