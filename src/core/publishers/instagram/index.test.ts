import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startInstagram, type Instagram } from '../../../../test/support/instagram/index.ts'
import { createDriver, movedClock, type Driver } from '../conformance-driver.ts'
import type { PublishContext, Publisher, PublisherAccount, Secrets } from '../publisher.ts'
import { createInstagram } from './index.ts'

const hour = 3_600_000
const day = 24 * hour
let peer: Instagram
let driver: Driver
let publisher: Publisher
const drivers: Driver[] = []

const account: PublisherAccount = {
  id: 'acct_1',
  platform: 'instagram',
  externalId: '17841400000000001',
  displayHandle: '@harbour.bakery',
  server: '',
  limits: {},
  method: 'oauth',
}
const bare = { expiresAt: null, renewedAt: null, userToken: null, clientId: '', clientSecret: '' }

async function drive(known: Partial<PublisherAccount>, secrets: Secrets): Promise<Driver> {
  const options = { clock: movedClock(peer.advance), patienceMs: 600_000 }
  const made = await createDriver(publisher, { ...account, ...known }, { ...bare, ...secrets }, options)
  drivers.push(made)
  return made
}
const direct = () =>
  drive(
    { id: 'acct_3', externalId: '17841400000000003', limits: { flags: { instagramLogin: true } } },
    { login: 'instagram', accountId: '17841400000000003', token: peer.ownToken() },
  )

beforeEach(async () => {
  peer = await startInstagram()
  publisher = createInstagram(peer.url).publisher
  driver = await drive({}, { login: 'facebook', accountId: account.externalId, token: peer.pageToken('2000001') })
})
afterEach(async () => {
  await Promise.all(drivers.splice(0).map((made) => made.stop()))
  await peer.stop()
})

const picture = async (text = 'A picture', from = driver) =>
  from.newDelivery([{ text, media: [await from.image('a.png', '#a33', 'Red')] }])
const film = (settings = {}, from = driver) =>
  from.newDelivery([{ text: 'A film', media: [from.video('a.mp4')] }], { settings })
const publishing = { method: 'POST', path: /\/media_publish$/ }
const sent = (path: RegExp) => peer.requests.filter(({ target }) => path.test(target))

describe('a film', () => {
  test('is sent where the account came by Facebook, and broken off it goes on where Instagram stands', async () => {
    const long = driver.video('long.mp4', { bytes: 3_000_000 })
    const delivery = driver.newDelivery([{ text: 'x', media: [long] }])
    peer.plan.next({ path: /^\/ig-api-upload\// }, { kind: 'drop_during', at: 0.5 })
    expect(await driver.attempt(delivery)).toMatchObject({ is: 'not_sent', failure: { code: 'network' } })
    driver.restart(createInstagram(peer.url).publisher)
    await driver.publish(delivery)
    expect(peer.posts()).toMatchObject([{ kind: 'reel', files: [{ bytes: 3_000_000, sha256: long.sha256 }] }])
    const offsets = sent(/^\/ig-api-upload\//).map(({ headers }) => Number(headers['offset']))
    expect(offsets).toEqual([0, expect.toSatisfy((offset: number) => offset > 0 && offset < 3_000_000)])
  })

  test('is fetched from the media host where the account signed in at Instagram itself', async () => {
    const own = await direct()
    await own.publish(film({}, own))
    expect(peer.posts()).toMatchObject([{ kind: 'reel', files: [{ kind: 'video', bytes: 200_000 }] }])
    expect(sent(/^\/ig-api-upload\//)).toEqual([])
  })

  test('stands beside pictures in a carousel, each with its own description', async () => {
    const media = [
      await driver.image('a.png', '#a33', 'Red'),
      driver.video('b.mp4'),
      await driver.image('c.png', '#3a3', 'Green'),
    ]
    await driver.publish(driver.newDelivery([{ text: 'Mixed', media }], { settings: { tagged: ['linus'] } }))
    expect(peer.posts()).toMatchObject([
      {
        kind: 'carousel',
        caption: 'Mixed',
        files: [
          { kind: 'image', alt: 'Red', tags: [{ username: 'linus' }] },
          { kind: 'video', alt: '', tags: null },
          { kind: 'image', alt: 'Green', tags: null },
        ],
      },
    ])
  })

  test('as a story, and with a cover of its own as a reel', async () => {
    await driver.publish(film({ format: 'story' }))
    const covered = driver.newDelivery([{ text: 'x', media: [driver.video('b.mp4')] }], {
      settings: { coverSecond: 3 },
      assets: { cover: await driver.image('cover.png', '#333', '') },
    })
    await driver.publish(covered)
    expect(peer.posts()).toMatchObject([
      { kind: 'story', caption: '' },
      { kind: 'reel', settings: { cover_url: expect.stringMatching(/\.jpg$/) } },
    ])
    expect(peer.posts()[1]?.settings).not.toHaveProperty('thumb_offset')
  })

  test('that Instagram could not use is told by the subcode of its container, and made anew next time', async () => {
    peer.options.failsWith = '2207026'
    const delivery = film()
    expect(await driver.attempt(delivery)).toMatchObject({
      is: 'rejected',
      failure: { code: 'media', says: 'file_refused', params: { position: 1 } },
    })
    await driver.publish(delivery)
    expect(peer.posts()).toHaveLength(1)
  })

  test('that could not be fetched in time is tried again and blames the media host', async () => {
    const own = await direct()
    peer.options.failsWith = '2207003'
    expect(await own.attempt(film({}, own))).toMatchObject({ is: 'not_sent', failure: { code: 'media_host' } })
  })
})

describe('a container', () => {
  test('that became a day old before it was published is made anew', async () => {
    const delivery = await picture()
    peer.plan.next(publishing, { kind: 'error_before', status: 503 })
    expect(await driver.attempt(delivery)).toMatchObject({ is: 'unknown' })
    expect(await driver.reconcile(delivery)).toEqual({ is: 'absent' })
    await driver.clock.sleep(25 * hour)
    expect(await driver.attempt(delivery)).toMatchObject({ is: 'not_sent', failure: { says: 'upload_expired' } })
    await driver.publish(delivery)
    expect(peer.posts()).toHaveLength(1)
  })

  test('says that it was published, and the post it became is found by caption and time', async () => {
    await driver.publish(await picture('Same words'))
    const delivery = await picture('Same words')
    peer.plan.next(publishing, { kind: 'drop_after' })
    expect(await driver.attempt(delivery)).toMatchObject({ is: 'unknown' })
    const [, second] = peer.posts()
    expect(await driver.reconcile(delivery)).toMatchObject({
      is: 'there',
      remote: { remoteId: second?.id, url: `https://www.instagram.com/p/${second?.id}/` },
    })
  })

  test('whose post is not listed yet is looked at again, and after a while believed without', async () => {
    const delivery = await picture()
    peer.plan.next(publishing, { kind: 'drop_after' })
    await driver.attempt(delivery)
    const end = driver.answer({ method: 'GET', path: /\/media$/ }, { status: 200, body: { data: [] } })
    await expect(driver.reconcile(delivery)).rejects.toMatchObject({ outcome: { is: 'deferred' } })
    await driver.clock.sleep(16 * 60_000)
    expect(await driver.reconcile(delivery)).toMatchObject({ is: 'there', remote: { url: null } })
    end()
  })

  test('of a story is found among the stories', async () => {
    const delivery = film({ format: 'story' })
    peer.plan.next(publishing, { kind: 'drop_after' })
    await driver.attempt(delivery)
    expect(await driver.reconcile(delivery)).toMatchObject({ is: 'there', remote: { remoteId: peer.posts()[0]?.id } })
  })

  test('is found whatever our clock says', async () => {
    for (const wrong of [-7 * hour, 7 * hour]) {
      const delivery = await picture(`Clock ${wrong}`)
      peer.plan.next(publishing, { kind: 'drop_after' })
      await driver.attempt(delivery)
      const clock = { ...driver.clock, now: () => driver.clock.now() + wrong }
      const context: PublishContext = { ...driver.context(delivery), clock }
      expect(await publisher.reconcile(delivery.post, 0, [], delivery.sentAt + wrong, context)).toMatchObject({
        is: 'there',
      })
    }
  })
})

test('without a media host a picture is not sent, and it says what to set up', async () => {
  const delivery = await picture()
  const context: PublishContext = { ...driver.context(delivery), mediaHost: null }
  await expect(publisher.prepare(delivery.post, context)).rejects.toMatchObject({
    outcome: { is: 'rejected', failure: { code: 'media_host', says: 'media_host_missing' } },
  })
})

test('posts of the day are told before each, and when they are used up it waits without asking to publish', async () => {
  peer.options.postsADay = 1
  await driver.publish(await picture())
  expect(driver.quotas).toEqual([{ remaining: 1, limit: 1, resetsAt: null }])
  const asked = sent(/media_publish/).length
  expect(await driver.attempt(await picture('Another'))).toMatchObject({
    is: 'deferred',
    failure: { code: 'rate_limited', says: 'quota_used_up' },
  })
  expect(sent(/media_publish/)).toHaveLength(asked)
})

describe('a first comment', () => {
  const commented = async (from = driver) =>
    from.newDelivery([
      { text: 'Post', media: [await from.image('a.png', '#a33', 'Red')] },
      { text: 'First #tag', role: 'comment' },
    ])

  test.each(['facebook', 'instagram'])('goes below the post, signed in at %s', async (login) => {
    const from = login === 'facebook' ? driver : await direct()
    await from.publish(await commented(from))
    expect(peer.comments(peer.posts()[0]?.id ?? '')).toEqual(['First #tag'])
  })

  test('goes out even when the posts of the day are used up by its own', async () => {
    peer.options.postsADay = 1
    const delivery = await commented()
    peer.plan.next({ method: 'POST', path: /\/comments$/ }, { kind: 'error_before', status: 503 })
    expect(await driver.attempt(delivery)).toMatchObject({ is: 'unknown' })
    expect(await driver.reconcile(delivery)).toEqual({ is: 'absent' })
    await driver.publish(delivery)
    expect(peer.comments(peer.posts()[0]?.id ?? '')).toEqual(['First #tag'])
    expect(peer.posts()).toHaveLength(1)
  })

  test('whose answer was lost is found below the post', async () => {
    const delivery = await commented()
    peer.plan.next({ method: 'POST', path: /\/comments$/ }, { kind: 'drop_after' })
    expect(await driver.attempt(delivery)).toMatchObject({ is: 'unknown' })
    expect(await driver.reconcile(delivery)).toMatchObject({ is: 'there' })
  })
})

test('an account that signed in at Instagram itself deletes comments alone', async () => {
  const own = await direct()
  const delivery = own.newDelivery([
    { text: 'Post', media: [await own.image('a.png', '#a33', 'Red')] },
    { text: 'First', role: 'comment' },
  ])
  await own.publish(delivery)
  const [post, comment] = delivery.landed
  if (!post || !comment) throw new Error('It did not land')
  await publisher.remove?.(comment, own.context())
  expect(peer.comments(post.remoteId)).toEqual([])
  await expect(publisher.remove?.(post, own.context())).rejects.toMatchObject({
    outcome: { is: 'rejected', failure: { says: 'deleting_unsupported' } },
  })
})

test('a post is out even when its address cannot be asked for', async () => {
  const delivery = await picture()
  const context = driver.context(delivery)
  const prepared = await publisher.prepare(delivery.post, context)
  peer.plan.next({ method: 'GET', path: /^\/v26\.0\/\d+$/ }, { kind: 'drop_before' })
  expect(await publisher.commit(prepared, 0, [], context)).toMatchObject({ is: 'published', remote: { url: null } })
})

test('what was published long ago is no longer in the way', async () => {
  peer.options.postsADay = 1
  await driver.publish(await picture())
  await driver.clock.sleep(day)
  await driver.publish(await picture('Tomorrow'))
  expect(peer.posts()).toHaveLength(2)
})
