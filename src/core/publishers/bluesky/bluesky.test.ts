import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import sharp from 'sharp'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { startChaosProxy, type ChaosProxy } from '../../../../test/support/chaos-proxy.ts'
import { startPds, type Pds, type PdsAccount, type PdsPost } from '../../../../test/support/pds.ts'
import { systemClock } from '../../clock.ts'
import { createHttp } from '../../http.ts'
import { createDriver, type Driver } from '../conformance-driver.ts'
import { ConnectFailed, type ConnectContext, type Remote } from '../publisher.ts'
import { onlyOne } from '../testing.ts'
import { createBluesky } from './index.ts'

/** What only Bluesky has, beyond what every publisher is held to; against a real PDS. */
let pds: Pds
let proxy: ChaosProxy
let owner: PdsAccount
let driver: Driver
let pages: Server
let site: string
const http = createHttp()
const bluesky = createBluesky({ privateCards: true })
const connecting: ConnectContext = {
  http,
  clock: systemClock,
  signal: new AbortController().signal,
  app: {},
  appCredentials: { get: () => undefined, set() {} },
}

async function connect(given: Partial<Record<'handle' | 'password' | 'service', string>> = {}) {
  const { password } = given.password === undefined ? await pds.appPassword(owner) : { password: given.password }
  const identity = onlyOne(
    await bluesky.connector.connect?.(
      'app_password',
      { handle: owner.handle, password, service: proxy.url, ...given },
      connecting,
    ),
  )
  const { externalId, displayHandle, server, limits, secrets } = identity
  return {
    identity,
    secrets,
    account: {
      id: `acct_${password}`,
      platform: 'bluesky' as const,
      externalId,
      displayHandle,
      server,
      limits,
      method: 'app_password',
    },
  }
}

beforeAll(async () => {
  pds = await startPds()
  proxy = await startChaosProxy(pds.url)
  owner = await pds.createAccount('ada')
  const { account, secrets } = await connect()
  driver = await createDriver(bluesky.publisher, account, secrets)
  const picture = await sharp({ create: { width: 3_000, height: 1_500, channels: 3, background: '#c2410c' } })
    .png()
    .toBuffer()
  pages = createServer((request, response) => {
    switch (request.url) {
      case '/page':
        return response
          .writeHead(200, { 'content-type': 'text/html' })
          .end(
            '<title>Plain</title><meta property="og:title" content="Tom &amp; Jerry&#8217;s"><meta content="A  story" name=description><meta property="og:image" content="/picture">',
          )
      case '/picture':
        return response.writeHead(200, { 'content-type': 'image/png' }).end(picture)
      case '/moved':
        return response.writeHead(302, { location: '/page' }).end()
      case '/round':
        return response.writeHead(302, { location: '/round' }).end()
      case '/bad-picture':
        return response
          .writeHead(200, { 'content-type': 'text/html' })
          .end('<title>Bad</title><meta property="og:image" content="/page">')
      default:
        return response.writeHead(500).end()
    }
  })
  await new Promise<void>((resolve) => pages.listen(0, '127.0.0.1', resolve))
  site = `http://127.0.0.1:${(pages.address() as AddressInfo).port}`
})
afterEach(() => proxy.plan.heal())
afterAll(async () => {
  await driver?.stop()
  await http.close()
  pages?.close()
  await proxy?.stop()
  await pds?.stop()
})

const refs = ({ uri, cid }: PdsPost) => ({ uri, cid })
async function posted(remote: Remote | undefined, account = owner): Promise<PdsPost> {
  const found = (await pds.posts(account.did)).find((post) => post.uri === remote?.remoteId)
  if (!found) throw new Error('not on the server')
  return found
}
async function publish(
  text: string,
  extra: { settings?: Record<string, unknown>; link?: string } = {},
): Promise<PdsPost> {
  const delivery = driver.newDelivery([{ text }], extra)
  await driver.publish(delivery)
  return await posted(delivery.landed[0])
}

describe('a post on Bluesky', () => {
  test('mentions people by their identity, and leaves text what nobody is known as', async () => {
    const eve = await pds.createAccount('eve')
    const { record } = await publish('hello @eve.test and @nobody.test')
    expect(record.facets?.map(({ features }) => features)).toEqual([
      [{ $type: 'app.bsky.richtext.facet#mention', did: eve.did }],
    ])
  })

  test('says its languages and carries its warning', async () => {
    const { record } = await publish('text', { settings: { languages: ['en', 'de'], contentWarning: 'graphic-media' } })
    expect(record.langs).toEqual(['en', 'de'])
    expect(record.labels?.values).toEqual([{ val: 'graphic-media' }])
    expect((await publish('text', { settings: { contentWarning: 'none' } })).record.labels).toBeUndefined()
  })

  test('is dated by its first attempt, so that a second one sends the same', async () => {
    const delivery = driver.newDelivery([{ text: 'dated' }])
    await driver.publish(delivery)
    expect((await posted(delivery.landed[0])).record.createdAt).toBe(new Date(delivery.post.createdAt).toISOString())
  })

  test('shows a picture with its shape and its real type', async () => {
    const image = await driver.image('red.png', '#d33', 'A red card')
    const delivery = driver.newDelivery([{ text: 'picture', media: [image] }])
    await driver.publish(delivery)
    const { record } = await posted(delivery.landed[0])
    expect(record.embed?.['images']).toMatchObject([
      { alt: 'A red card', aspectRatio: { width: image.width, height: image.height } },
    ])
    const [{ image: blob }] = record.embed!['images'] as [{ image: { ref: { $link: string } } }]
    expect((await pds.blob(owner.did, blob.ref.$link)).type).toBe('image/png')
  })

  test('the same picture in two parts is uploaded once', async () => {
    const media = [await driver.image('green.png', '#3d3', 'A green card')]
    const before = proxy.requests.length
    await driver.publish(
      driver.newDelivery([
        { text: 'one', media },
        { text: 'two', media },
      ]),
    )
    expect(proxy.requests.slice(before).filter(({ target }) => target.endsWith('uploadBlob'))).toHaveLength(1)
  })

  test('answers the post it was meant for, at the top of that thread', async () => {
    const root = await publish('root')
    const middle = await publish('middle', { settings: { replyTo: root.uri } })
    const delivery = driver.newDelivery([{ text: 'one' }, { text: 'two' }], {
      settings: { replyTo: `https://bsky.app/profile/${owner.handle}/post/${middle.rkey}` },
    })
    await driver.publish(delivery)
    const [one, two] = [await posted(delivery.landed[0]), await posted(delivery.landed[1])]
    expect(middle.record.reply).toEqual({ root: refs(root), parent: refs(root) })
    expect(one.record.reply).toEqual({ root: refs(root), parent: refs(middle) })
    expect(two.record.reply).toEqual({ root: refs(root), parent: refs(one) })
  })

  test.each([
    ['is gone', () => `at://${owner.did}/app.bsky.feed.post/3kabcdefghijk`],
    ['is by nobody', () => 'https://bsky.app/profile/nobody.test/post/3kabcdefghijk'],
    ['is no post', () => 'https://example.com'],
  ])('is not sent when what it answers %s', async (_, replyTo) => {
    const before = (await pds.posts(owner.did)).length
    expect(
      await driver.attempt(driver.newDelivery([{ text: 'reply' }], { settings: { replyTo: replyTo() } })),
    ).toMatchObject({ is: 'rejected', failure: { code: 'content' } })
    expect(await pds.posts(owner.did)).toHaveLength(before)
  })

  test('a dropped upload is made again', async () => {
    const delivery = driver.newDelivery([
      { text: 'again', media: [await driver.image('violet.png', '#93c', 'A violet card')] },
    ])
    const end = driver.answer(
      { path: '/xrpc/com.atproto.repo.putRecord' },
      { status: 400, body: { error: 'BlobNotFound', message: 'Could not find blob' } },
    )
    expect(await driver.attempt(delivery)).toMatchObject({ is: 'not_sent' })
    end()
    const before = proxy.requests.length
    await driver.publish(delivery)
    expect(proxy.requests.slice(before).filter(({ target }) => target.endsWith('uploadBlob'))).toHaveLength(1)
  })

  test('is never written over: what stands under its key is found instead', async () => {
    const delivery = driver.newDelivery([{ text: 'first words' }])
    await driver.publish(delivery)
    const parts = [{ role: 'post' as const, text: 'other words', media: [] }]
    const changed = { ...delivery, post: { ...delivery.post, parts }, landed: [] }
    expect(await driver.attempt(changed)).toMatchObject({ is: 'unknown' })
    expect(await driver.reconcile(changed)).toEqual({ is: 'there', remote: delivery.landed[0] })
    expect((await posted(delivery.landed[0])).record.text).toBe('first words')
  })

  test('tells what is left of the quota', async () => {
    const end = driver.answer(
      { path: '/xrpc/com.atproto.repo.putRecord' },
      {
        status: 200,
        headers: { 'ratelimit-limit': '5000', 'ratelimit-remaining': '4998', 'ratelimit-reset': '1800000000' },
        body: { uri: 'at://did/app.bsky.feed.post/1', cid: 'bafy' },
      },
    )
    await driver.publish(driver.newDelivery([{ text: 'quota' }]))
    end()
    expect(driver.quotas.at(-1)).toEqual({ limit: 5_000, remaining: 4_998, resetsAt: 1_800_000_000_000 })
  })
})

describe('a link card', () => {
  const cardOf = ({ record }: PdsPost) => record.embed?.['external'] as Record<string, any> | undefined

  test('shows the title, the words and the picture of the page, made small enough', async () => {
    const card = cardOf(await publish(`look ${site}/moved`))
    expect(card).toMatchObject({ uri: `${site}/moved`, title: 'Tom & Jerry’s', description: 'A story' })
    const { bytes, type } = await pds.blob(owner.did, card?.['thumb'].ref.$link as string)
    expect(type).toBe('image/jpeg')
    expect(await sharp(bytes).metadata()).toMatchObject({ width: 1_200, height: 600 })
  })

  test('of a link chosen for the post needs no link in the text', async () => {
    expect(cardOf(await publish('look', { link: `${site}/page` }))).toMatchObject({ uri: `${site}/page` })
  })

  test.each([
    ['answers with an error', '/broken'],
    ['sends round in circles', '/round'],
    ['has a picture that is none', '/bad-picture'],
  ])('of a page that %s has no picture, and the post goes out', async (_, path) => {
    const card = cardOf(await publish(`look ${site}${path}`))
    expect(card).toMatchObject({ uri: `${site}${path}` })
    expect(card).not.toHaveProperty('thumb')
  })

  test('is left out where it is not wanted', async () =>
    expect(cardOf(await publish(`look ${site}/page`, { settings: { linkCard: false } }))).toBeUndefined())

  test('asks nothing of this machine or its network', async () => {
    const { account, secrets } = await connect()
    const careful = await createDriver(createBluesky().publisher, account, secrets)
    let asked = 0
    pages.on('request', () => asked++)
    const delivery = careful.newDelivery([{ text: `look ${site}/page` }])
    await careful.publish(delivery)
    expect(asked).toBe(0)
    expect(cardOf(await posted(delivery.landed[0]))).toEqual({
      uri: `${site}/page`,
      title: '127.0.0.1',
      description: '',
    })
    await careful.stop()
  })
})

describe('a sign-in with an app password', () => {
  const refreshes = (from: number) =>
    proxy.requests.slice(from).filter(({ target }) => target.endsWith('refreshSession')).length
  const age = (held: Driver) =>
    held.context().saveSecrets({ ...held.secrets, accessJwt: pds.expired(String(held.secrets['accessJwt'])) })

  test('knows the account by its identity, its handle and its server', async () => {
    expect((await connect({ handle: `@${owner.handle.toUpperCase()}` })).identity).toMatchObject({
      kind: 'profile',
      externalId: owner.did,
      displayHandle: owner.handle,
      server: proxy.url,
      expiresAt: null,
    })
  })

  test.each([
    ['a wrong password', { password: 'abcd-abcd-abcd-abcd' }, 'bluesky_wrong_password', 'password'],
    ['a handle that is none', { handle: 'ada', password: 'x' }, 'not_a_handle', 'handle'],
    ['a service without https', { service: 'http://bsky.example', password: 'x' }, 'insecure_address', 'service'],
    ['a service that is no address', { service: 'https://', password: 'x' }, 'not_a_server', 'service'],
  ])('%s is refused at its field', async (_, given, says, field) => {
    const error: unknown = await connect(given).catch((failed: unknown) => failed)
    expect(error).toBeInstanceOf(ConnectFailed)
    expect(error).toMatchObject({ said: { says }, field })
  })

  test('a server that is something else says so', async () => {
    const error: unknown = await connect({ service: site, password: 'x' }).catch((failed: unknown) => failed)
    expect(error).toMatchObject({ said: { says: 'not_this_platform' }, field: 'service' })
  })

  test('whose token has run out is refreshed once for many calls, and stored before it is used', async () => {
    const { account, secrets } = await connect()
    const held = await createDriver(bluesky.publisher, account, secrets)
    age(held)
    const from = proxy.requests.length
    await Promise.all(
      ['one', 'two', 'three'].map((text) => held.publish(held.newDelivery([{ text: `refreshed ${text}` }]))),
    )
    expect(refreshes(from)).toBe(1)
    expect(held.secrets['refreshJwt']).not.toBe(secrets['refreshJwt'])
    await held.stop()
  })

  test('whose token the server calls expired between two calls is refreshed and the call made again', async () => {
    const { account, secrets } = await connect()
    const held = await createDriver(bluesky.publisher, account, secrets)
    const sign = (exp: number) => {
      const [head, body, signature] = String(held.secrets['accessJwt']).split('.')
      const changed = { ...(JSON.parse(Buffer.from(body ?? '', 'base64url').toString()) as object), exp }
      return [head, Buffer.from(JSON.stringify(changed)).toString('base64url'), signature].join('.')
    }
    // Looks good for long, and the server does not take it.
    held.context().saveSecrets({ ...held.secrets, accessJwt: sign(4_000_000_000) })
    const delivery = held.newDelivery([{ text: 'called expired' }])
    await held.publish(delivery)
    expect((await posted(delivery.landed[0])).record.text).toBe('called expired')
    await held.stop()
  })

  test('whose answer with the new token was lost signs in anew by itself', async () => {
    const { account, secrets } = await connect()
    const held = await createDriver(bluesky.publisher, account, secrets)
    age(held)
    proxy.plan.next({ path: /refreshSession$/ }, { kind: 'drop_after' })
    expect(await held.attempt(held.newDelivery([{ text: 'not yet' }]))).toMatchObject({
      is: 'not_sent',
      failure: { code: 'network' },
    })
    const delivery = held.newDelivery([{ text: 'after a lost refresh' }])
    await held.publish(delivery)
    expect(await bluesky.connector.health(held.context())).toEqual({ state: 'ok', expiresAt: null })
    await held.stop()
  })

  test('that cannot be refreshed because the network is away is not called dead', async () => {
    const { account, secrets } = await connect()
    const held = await createDriver(bluesky.publisher, account, secrets)
    age(held)
    proxy.plan.next({ path: /refreshSession$/ }, { kind: 'error_before', status: 502 }, { times: 2 })
    expect(await held.attempt(held.newDelivery([{ text: 'no' }]))).toMatchObject({ is: 'not_sent' })
    expect(await bluesky.connector.health(held.context())).toMatchObject({ state: 'unreachable' })
    await held.stop()
  })

  test.each([
    ['a page', { status: 200, body: '<html>Welcome to our hotel</html>' }],
    ['a way to somewhere else', { status: 302, headers: { location: 'http://hotel.example/' }, body: '' }],
    ['a refusal', { status: 401, body: '<html>proxy</html>' }],
  ])('is not called dead when a network answers with %s in place of Bluesky', async (_, answer) => {
    const end = driver.answer({}, answer)
    expect(await bluesky.connector.health(driver.context())).toMatchObject({ state: 'unreachable' })
    expect(await driver.attempt(driver.newDelivery([{ text: 'hello @eve.test' }]))).toMatchObject({ is: 'not_sent' })
    end()
    expect(await bluesky.connector.health(driver.context())).toMatchObject({ state: 'ok' })
  })

  test('that is dead does not keep a lost post from being found', async () => {
    const { account, secrets } = await connect()
    const held = await createDriver(bluesky.publisher, account, secrets)
    const delivery = held.newDelivery([{ text: 'found though signed out' }])
    proxy.plan.next({ path: /putRecord$/ }, { kind: 'drop_after' })
    expect(await held.attempt(delivery)).toMatchObject({ is: 'unknown' })
    held.context().saveSecrets({})
    expect(await held.reconcile(delivery)).toMatchObject({ is: 'there' })
    await held.stop()
  })

  test('ends at the server when the account is disconnected', async () => {
    const { account, secrets } = await connect()
    const held = await createDriver(bluesky.publisher, account, secrets)
    expect(await bluesky.connector.revoke(held.context())).toBe(true)
    const again = await fetch(`${pds.url}/xrpc/com.atproto.server.refreshSession`, {
      method: 'POST',
      headers: { authorization: `Bearer ${String(secrets['refreshJwt'])}` },
    })
    expect(again.status).toBe(400)
    await held.stop()
  })
})
