import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startThreads, type Threads } from '../../../../test/support/threads/index.ts'
import { createDriver, movedClock, type Driver, type TestDelivery } from '../conformance-driver.ts'
import type { PublishContext, Publisher, PublisherAccount } from '../publisher.ts'
import { createThreads } from './index.ts'

const hour = 3_600_000
let peer: Threads
let driver: Driver
let publisher: Publisher

beforeEach(async () => {
  peer = await startThreads()
  publisher = createThreads(peer.url).publisher
  const account: PublisherAccount = {
    id: 'acct_1',
    platform: 'threads',
    externalId: peer.account,
    displayHandle: '@ada.bakes',
    server: '',
    limits: {},
    method: 'token',
  }
  const secrets = { userId: peer.account, token: peer.token(), expiresAt: null, renewedAt: peer.now() }
  driver = await createDriver(publisher, account, secrets, { clock: movedClock(peer.advance), patienceMs: 600_000 })
})
afterEach(async () => {
  await driver.stop()
  await peer.stop()
})

const words = (...texts: string[]) => driver.newDelivery(texts.map((text) => ({ text })))
const publishing = { method: 'POST', path: /\/threads_publish$/ }
const container = { method: 'GET', path: /^\/v1\.0\/\d+$/ }
const made = () => peer.requests.filter(({ method, target }) => method === 'POST' && /\/threads(\?|$)/.test(target))
const sent = () => peer.requests.filter(({ target }) => /threads_publish(\?|$)/.test(target))
const lose = async (delivery: TestDelivery, skip = 0) => {
  peer.plan.next(publishing, { kind: 'drop_after' }, { skip })
  expect(await driver.attempt(delivery)).toMatchObject({ is: 'unknown' })
}

describe('a carousel', () => {
  test('has pictures and films, each with its description, and the link in its text', async () => {
    const media = [await driver.image('a.png', '#a33', 'Red'), driver.video('b.mp4', { alt: 'A film' })]
    await driver.publish(driver.newDelivery([{ text: 'Mixed', media }], { link: 'https://example.com/a' }))
    expect(peer.posts()).toMatchObject([
      {
        type: 'CAROUSEL',
        text: 'Mixed\n\nhttps://example.com/a',
        files: [
          { kind: 'image', alt: 'Red' },
          { kind: 'video', alt: 'A film', bytes: 200_000 },
        ],
      },
    ])
  })

  test('in the middle of a thread answers the part before, and none of its files is made twice', async () => {
    const media = [await driver.image('a.png', '#a33', 'Red'), await driver.image('b.png', '#3a3', 'Green')]
    const delivery = driver.newDelivery([{ text: 'One' }, { text: 'Two', media }, { text: 'Three' }])
    peer.plan.next(publishing, { kind: 'error_before', status: 400 }, { skip: 1 })
    await driver.attempt(delivery)
    peer.plan.heal()
    await driver.publish(delivery)
    const [one, two, three] = peer.posts()
    expect([one?.replyTo, two?.replyTo, three?.replyTo]).toEqual([null, one?.id, two?.id])
    expect(two?.files.map(({ alt }) => alt)).toEqual(['Red', 'Green'])
    // The root, two files, the carousel of them, the last reply.
    expect(made()).toHaveLength(5)
  })
})

test('settings are those of the first part, and its link has a card', async () => {
  const settings = { replies: 'mentioned_only', topicTag: 'Bread' }
  await driver.publish(
    driver.newDelivery([{ text: 'One' }, { text: 'Two' }], { settings, link: 'https://example.com/a' }),
  )
  expect(peer.posts().map((post) => post.settings)).toEqual([
    { reply_control: 'mentioned_only', topic_tag: 'Bread', link_attachment: 'https://example.com/a' },
    {},
  ])
})

test('a post is quoted by its id', async () => {
  await driver.publish(words('Quoted'))
  const quote = peer.posts()[0]?.id ?? ''
  await driver.publish(driver.newDelivery([{ text: 'Look' }], { settings: { quote } }))
  expect(peer.posts()[1]?.settings).toEqual({ quote_post_id: quote })
})

describe('a container', () => {
  test('that is not found just after it was made is waited for', async () => {
    peer.options.misses = 1
    const delivery = words('Hello')
    expect(await driver.attempt(delivery)).toMatchObject({ is: 'deferred', failure: { code: 'processing' } })
    await driver.publish(delivery)
    expect(peer.posts()).toHaveLength(1)
    expect(made()).toHaveLength(1)
  })

  test('that Threads has lost is made anew, once it is not just new', async () => {
    const delivery = words('Hello')
    peer.options.misses = 1
    await driver.attempt(delivery)
    peer.loseContainers()
    expect(await driver.attempt(delivery)).toMatchObject({ is: 'deferred' })
    await driver.clock.sleep(3 * 60_000)
    expect(await driver.attempt(delivery)).toMatchObject({ is: 'not_sent', failure: { says: 'upload_expired' } })
    await driver.publish(delivery)
    expect(peer.posts()).toHaveLength(1)
  })

  test('that may have been published is never made anew while it lives', async () => {
    const delivery = words('Hello')
    peer.plan.next(publishing, { kind: 'error_before', status: 503 })
    expect(await driver.attempt(delivery)).toMatchObject({ is: 'unknown' })
    expect(await driver.reconcile(delivery)).toEqual({ is: 'absent' })
    await driver.clock.sleep(5 * 60_000)
    peer.options.misses = 1
    expect(await driver.attempt(delivery)).toMatchObject({ is: 'deferred' })
    await driver.publish(delivery)
    expect([peer.posts().length, made().length]).toEqual([1, 1])
  })

  test('that is published already leaves the answer to looking', async () => {
    const delivery = words('Hello')
    await lose(delivery)
    // Somebody said that it is not out: the same container is sent again, and becomes no second post.
    expect(await driver.attempt(delivery)).toMatchObject({ is: 'unknown' })
    expect(await driver.reconcile(delivery)).toMatchObject({ is: 'there', remote: { remoteId: peer.posts()[0]?.id } })
    expect(peer.posts()).toHaveLength(1)
  })

  test('that became a day old before it was published is made anew', async () => {
    const delivery = words('Hello')
    peer.plan.next(publishing, { kind: 'error_before', status: 503 })
    await driver.attempt(delivery)
    expect(await driver.reconcile(delivery)).toEqual({ is: 'absent' })
    await driver.clock.sleep(25 * hour)
    expect(await driver.attempt(delivery)).toMatchObject({ is: 'not_sent', failure: { says: 'upload_expired' } })
    await driver.publish(delivery)
    expect(peer.posts()).toHaveLength(1)
  })

  test('that says nothing any more after its answer was lost is left to the person, and to the list', async () => {
    const delivery = words('Hello')
    await lose(delivery)
    peer.loseContainers()
    expect(await driver.reconcile(delivery)).toMatchObject({ is: 'there' })
    const other = words('Goodbye')
    peer.plan.next(publishing, { kind: 'error_before', status: 503 })
    await driver.attempt(other)
    peer.loseContainers()
    await expect(driver.reconcile(other)).rejects.toMatchObject({ outcome: { is: 'deferred' } })
    await driver.clock.sleep(16 * 60_000)
    expect(await driver.reconcile(other)).toMatchObject({ is: 'cannot_tell', why: { says: 'not_listed' } })
    await driver.publish(other)
    expect(peer.posts().map(({ text }) => text)).toEqual(['Hello', 'Goodbye'])
  })
})

describe('what was lost', () => {
  test('is found among posts of the same words, though the first tag has become the topic', async () => {
    await driver.publish(words('Rye #bread today'))
    const delivery = words('Rye #bread today')
    await lose(delivery)
    const [, second] = peer.posts()
    expect(await driver.reconcile(delivery)).toMatchObject({
      is: 'there',
      remote: { remoteId: second?.id, url: `https://www.threads.com/@ada.bakes/post/D${second?.id}` },
    })
  })

  test('of a thread is found by what it answers', async () => {
    const delivery = words('One', 'Same', 'Same')
    await lose(delivery, 2)
    expect(delivery.landed).toHaveLength(2)
    expect(await driver.reconcile(delivery)).toMatchObject({ is: 'there', remote: { remoteId: peer.posts()[2]?.id } })
  })

  test('and is not listed yet is looked at again, and after a while believed without', async () => {
    const delivery = words('Hello')
    await lose(delivery)
    const end = driver.answer({ method: 'GET', path: /\/threads$/ }, { status: 200, body: { data: [] } })
    await expect(driver.reconcile(delivery)).rejects.toMatchObject({ outcome: { is: 'deferred' } })
    await driver.clock.sleep(16 * 60_000)
    expect(await driver.reconcile(delivery)).toMatchObject({ is: 'there', remote: { url: null } })
    end()
  })

  test('is found whatever our clock says', async () => {
    for (const wrong of [-7 * hour, 7 * hour]) {
      const delivery = words(`Clock ${wrong}`)
      await lose(delivery)
      const clock = { ...driver.clock, now: () => driver.clock.now() + wrong }
      const context: PublishContext = { ...driver.context(delivery), clock }
      const seen = await publisher.reconcile(delivery.post, 0, [], delivery.sentAt + wrong, context)
      expect(seen).toMatchObject({ is: 'there' })
    }
  })
})

describe('quotas', () => {
  test('of posts are told before each, and when they are used up it waits without asking to publish', async () => {
    peer.options.postsADay = 1
    await driver.publish(words('Hello'))
    expect(driver.quotas).toEqual([{ remaining: 1, limit: 1, resetsAt: null }])
    expect(await driver.attempt(words('Another'))).toMatchObject({
      is: 'deferred',
      failure: { code: 'rate_limited', says: 'quota_used_up' },
    })
    expect(sent()).toHaveLength(1)
  })

  test('of replies hold back a thread that they are not enough for, before its first part', async () => {
    peer.options.repliesADay = 1
    expect(await driver.attempt(words('One', 'Two', 'Three'))).toMatchObject({ is: 'deferred' })
    expect(sent()).toEqual([])
    await driver.publish(words('One', 'Two'))
    expect(peer.posts()).toHaveLength(2)
  })

  test('do not hold back the rest of a thread that is out in part', async () => {
    peer.options.postsADay = 1
    const delivery = words('One', 'Two')
    peer.plan.next(publishing, { kind: 'error_before', status: 503 }, { skip: 1 })
    expect(await driver.attempt(delivery)).toMatchObject({ is: 'unknown' })
    expect(await driver.reconcile(delivery)).toEqual({ is: 'absent' })
    await driver.publish(delivery)
    expect(peer.posts().map(({ text }) => text)).toEqual(['One', 'Two'])
  })

  test('roll over after a day', async () => {
    peer.options.postsADay = 1
    await driver.publish(words('Today'))
    await driver.clock.sleep(24 * hour)
    await driver.publish(words('Tomorrow'))
    expect(peer.posts()).toHaveLength(2)
  })
})

test('without a media host a picture is not sent, and it says what to set up; a text goes out', async () => {
  const delivery = driver.newDelivery([{ text: 'x', media: [await driver.image('a.png', '#a33', 'Red')] }])
  const without = (of: TestDelivery): PublishContext => ({ ...driver.context(of), mediaHost: null })
  await expect(publisher.prepare(delivery.post, without(delivery))).rejects.toMatchObject({
    outcome: { is: 'rejected', failure: { code: 'media_host', says: 'media_host_missing' } },
  })
  const text = words('Hello')
  await publisher.prepare(text.post, without(text))
})

test('a post is out even when its address cannot be asked for', async () => {
  const delivery = words('Hello')
  const context = driver.context(delivery)
  const prepared = await publisher.prepare(delivery.post, context)
  peer.plan.next(container, { kind: 'drop_before' })
  expect(await publisher.commit(prepared, 0, [], context)).toMatchObject({ is: 'published', remote: { url: null } })
})

test('deleting waits where the deletions of the day are used up', async () => {
  peer.options.deletionsADay = 0
  const delivery = words('Hello')
  await driver.publish(delivery)
  const [remote] = delivery.landed
  if (!remote) throw new Error('It did not land')
  await expect(publisher.remove?.(remote, driver.context())).rejects.toMatchObject({
    outcome: { is: 'deferred', failure: { code: 'rate_limited' } },
  })
})
