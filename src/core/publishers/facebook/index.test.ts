import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startFacebook, type Facebook } from '../../../../test/support/facebook/index.ts'
import { createDriver, movedClock, type Driver } from '../conformance-driver.ts'
import type { PublishContext, Publisher } from '../publisher.ts'
import { createFacebook } from './index.ts'

const pageId = '2000001'
const hour = 3_600_000
let peer: Facebook
let driver: Driver
let publisher: Publisher

const account = {
  id: 'acct_1',
  platform: 'facebook',
  externalId: pageId,
  displayHandle: '@harbourbakery',
  server: '',
  limits: {},
  method: 'token',
} as const

beforeEach(async () => {
  peer = await startFacebook()
  publisher = createFacebook(peer.url).publisher
  const secrets = { pageId, token: peer.pageToken(pageId), userToken: null, clientId: '', clientSecret: '' }
  driver = await createDriver(publisher, account, secrets, { clock: movedClock(peer.advance), patienceMs: 600_000 })
})
afterEach(async () => {
  await driver.stop()
  await peer.stop()
})

const reel = (text = 'A reel') =>
  driver.newDelivery([{ text, media: [driver.video('reel.mp4')] }], { settings: { format: 'reel' } })
const finish = (edge: string) => ({ method: 'POST', path: new RegExp(`/${edge}$`) })
const sent = (path: RegExp) => peer.requests.filter(({ target }) => path.test(target))

describe('a reel', () => {
  test.each(['drop_after', 'cut_body', 'error_after'] as const)(
    'whose answer was lost (%s) is known by its id, waited for, and stays one',
    async (kind) => {
      const delivery = reel()
      peer.plan.next(finish('video_reels'), { kind }, { skip: 1 })
      expect(await driver.attempt(delivery)).toMatchObject({ is: 'unknown' })
      const seen = await driver.reconcile(delivery)
      if (seen.is !== 'there' || seen.handle === undefined) throw new Error(`It is ${seen.is}`)
      expect(await publisher.poll?.(seen.handle, driver.context(delivery))).toMatchObject({ is: 'pending' })
      await driver.clock.sleep(10_000)
      const [{ id } = { id: '' }] = peer.posts()
      expect(await driver.reconcile(delivery)).toMatchObject({
        is: 'there',
        remote: { remoteId: id, url: `https://www.facebook.com/reel/${id}/` },
      })
    },
  )

  test('that was never ended is shown absent and goes out without a second upload', async () => {
    const delivery = reel()
    peer.plan.next(finish('video_reels'), { kind: 'drop_before' }, { skip: 1 })
    expect(await driver.attempt(delivery)).toMatchObject({ is: 'unknown' })
    expect(await driver.reconcile(delivery)).toEqual({ is: 'absent' })
    await driver.publish(delivery)
    expect(peer.posts()).toMatchObject([{ kind: 'reel', text: 'A reel' }])
    expect(sent(/^\/video-upload\//)).toHaveLength(1)
  })

  test('broken off in the middle goes on where Facebook stands', async () => {
    const film = driver.video('long.mp4', { bytes: 3_000_000 })
    const delivery = driver.newDelivery([{ text: 'x', media: [film] }], { settings: { format: 'reel' } })
    peer.plan.next({ path: /^\/video-upload\// }, { kind: 'drop_during', at: 0.5 })
    expect(await driver.attempt(delivery)).toMatchObject({ is: 'not_sent', failure: { code: 'network' } })
    driver.restart(createFacebook(peer.url).publisher)
    await driver.publish(delivery)
    expect(peer.posts()).toMatchObject([{ video: { bytes: 3_000_000, sha256: film.sha256 } }])
    const offsets = sent(/^\/video-upload\//).map(({ headers }) => Number(headers['offset']))
    expect(offsets).toEqual([0, expect.toSatisfy((offset: number) => offset > 0 && offset < 3_000_000)])
  })

  test('has a first comment once it is out', async () => {
    const delivery = reel()
    const parts = [...delivery.post.parts, { role: 'comment', text: 'First', media: [] }] as const
    const commented = { ...delivery, post: { ...delivery.post, parts } }
    await driver.publish(commented)
    expect(peer.posts()).toMatchObject([{ kind: 'reel', comments: ['First'] }])
  })

  test('handed over waits at Facebook, and what went wrong with it is told', async () => {
    const handed = driver.newDelivery([{ text: 'x', media: [driver.video('reel.mp4')] }], {
      settings: { format: 'reel', handOff: true },
      dueAt: driver.clock.now() + 2 * hour,
    })
    peer.options.fails = true
    expect(await driver.attempt(handed)).toMatchObject({ is: 'handed_off', until: handed.post.dueAt })
    await driver.clock.sleep(60_000)
    expect(await publisher.poll?.(handed.landed[0], driver.context(handed))).toMatchObject({
      is: 'rejected',
      failure: { code: 'media', words: expect.stringContaining('540p') },
    })
  })
})

describe('a film of the feed', () => {
  test('goes out with its title and its own picture', async () => {
    const delivery = driver.newDelivery([{ text: 'Words', media: [driver.video('film.mp4')] }], {
      title: 'Title',
      assets: { thumbnail: await driver.image('cover.png', '#333', '') },
    })
    await driver.publish(delivery)
    expect(peer.posts()).toMatchObject([{ kind: 'video', title: 'Title', text: 'Words', settings: { thumb: true } }])
  })

  test('can be given other words, and is not uploaded again for that', async () => {
    const delivery = driver.newDelivery([{ text: 'Words', media: [driver.video('film.mp4')] }], { title: 'Title' })
    await driver.publish(delivery)
    const uploads = peer.requests.length
    const context: PublishContext = { ...driver.context(), editing: true }
    const parts = [
      { ...delivery.post.parts[0], role: 'post' as const, text: 'Better', media: delivery.post.parts[0]?.media ?? [] },
    ]
    const prepared = await publisher.prepare({ ...delivery.post, parts }, context)
    const [remote] = delivery.landed
    if (!remote) throw new Error('Nothing landed')
    await publisher.edit?.(prepared, 0, remote, context)
    expect(peer.posts()).toMatchObject([{ text: 'Better', title: 'Title' }])
    expect(peer.requests.length - uploads).toBe(1)
  })
})

describe('a story', () => {
  const story = async (media: 'image' | 'video') =>
    driver.newDelivery(
      [
        {
          text: '',
          media: [media === 'image' ? await driver.image('a.png', '#111', 'not sent') : driver.video('a.mp4')],
        },
      ],
      { settings: { format: 'story' } },
    )

  test.each(['image', 'video'] as const)('of an %s goes out, and is deleted by its own id', async (media) => {
    const delivery = await story(media)
    await driver.publish(delivery)
    const [remote] = delivery.landed
    expect(peer.posts()).toMatchObject([{ kind: 'story', id: remote?.remoteId }])
    if (remote) await publisher.remove?.(remote, driver.context(delivery))
    expect(peer.posts()).toEqual([])
  })

  test('of an image is found again by its picture', async () => {
    const [first, second] = [await story('image'), await story('image')]
    await driver.publish(first)
    peer.plan.next(finish('photo_stories'), { kind: 'drop_after' })
    expect(await driver.attempt(second)).toMatchObject({ is: 'unknown' })
    expect(await driver.reconcile(second)).toMatchObject({ is: 'there', remote: { remoteId: peer.posts()[1]?.id } })
    peer.plan.next(finish('photo_stories'), { kind: 'drop_before' })
    const third = await story('image')
    await driver.attempt(third)
    expect(await driver.reconcile(third)).toEqual({ is: 'absent' })
  })

  test('is not changed afterwards, and says so', async () => {
    const delivery = await story('image')
    await driver.publish(delivery)
    const [remote] = delivery.landed
    const context = driver.context()
    const prepared = await publisher.prepare(delivery.post, { ...context, editing: true })
    if (!remote) throw new Error('Nothing landed')
    await expect(publisher.edit?.(prepared, 0, remote, context)).rejects.toMatchObject({
      outcome: { is: 'rejected', failure: { says: 'editing_unsupported' } },
    })
  })
})

describe('a schedule of Facebook’s own', () => {
  const handed = (inMs: number, media: Awaited<ReturnType<Driver['image']>>[] = []) =>
    driver.newDelivery([{ text: 'Later', media }], { settings: { handOff: true }, dueAt: driver.clock.now() + inMs })

  test('holds photos, too, and what was handed over is found when the answer was lost', async () => {
    const delivery = handed(2 * hour, [
      await driver.image('a.png', '#111', 'A'),
      await driver.image('b.png', '#222', 'B'),
    ])
    peer.plan.next(finish('feed'), { kind: 'drop_after' })
    expect(await driver.attempt(delivery)).toMatchObject({ is: 'unknown' })
    expect(await driver.reconcile(delivery)).toMatchObject({
      is: 'there',
      handle: { data: { scheduledAt: delivery.post.dueAt } },
    })
    expect(peer.posts()).toEqual([])
    peer.publishHeld()
    expect(peer.posts()).toMatchObject([{ text: 'Later', photos: [{ alt: 'A' }, { alt: 'B' }] }])
  })

  test('is not for the next ten minutes: it waits here, and goes out at its time', async () => {
    const delivery = handed(5 * 60_000)
    expect(await driver.attempt(delivery)).toMatchObject({
      is: 'deferred',
      until: delivery.post.dueAt,
      failure: { says: 'facebook_schedule_near' },
    })
    expect(peer.requests).toEqual([])
    await driver.clock.sleep(5 * 60_000)
    expect(await driver.attempt(delivery)).toMatchObject({ is: 'published' })
  })

  test('reaches 75 days ahead, 29 for a reel: what is later waits until then', async () => {
    expect(await driver.attempt(handed(80 * 24 * hour))).toMatchObject({
      is: 'deferred',
      until: expect.toSatisfy((until: number) => Math.abs(until - driver.clock.now() - 5 * 24 * hour) < 60_000),
    })
    const far = driver.newDelivery([{ text: 'x', media: [driver.video('a.mp4')] }], {
      settings: { format: 'reel', handOff: true },
      dueAt: driver.clock.now() + 40 * 24 * hour,
    })
    expect(await driver.attempt(far)).toMatchObject({ is: 'deferred', failure: { says: 'facebook_schedule_far' } })
  })

  test('that Facebook lets pass by a day is given up, and says where to look', async () => {
    const remote = {
      remoteId: `${pageId}_1`,
      url: null,
      data: { kind: 'feed', scheduledAt: driver.clock.now() - 25 * hour },
    }
    const end = driver.answer({ method: 'GET' }, { status: 200, body: { id: remote.remoteId, is_published: false } })
    expect(await publisher.poll?.(remote, driver.context())).toMatchObject({
      is: 'rejected',
      failure: { says: 'facebook_not_published' },
    })
    end()
  })
})

describe('a text', () => {
  test('that Facebook has already, of a try whose answer was lost, is that one', async () => {
    const delivery = driver.newDelivery([{ text: 'Twice' }])
    peer.plan.next(finish('feed'), { kind: 'drop_after' })
    expect(await driver.attempt(delivery)).toMatchObject({ is: 'unknown' })
    expect(await driver.attempt(delivery)).toMatchObject({ is: 'published', remote: { remoteId: peer.posts()[0]?.id } })
    expect(peer.posts()).toHaveLength(1)
  })

  test('that another delivery has sent is a duplicate', async () => {
    await driver.publish(driver.newDelivery([{ text: 'Twice' }]))
    expect(await driver.attempt(driver.newDelivery([{ text: 'Twice' }]))).toMatchObject({
      is: 'rejected',
      failure: { code: 'duplicate' },
    })
  })

  test('is found whatever our clock says', async () => {
    for (const wrong of [-7 * hour, 7 * hour]) {
      const delivery = driver.newDelivery([{ text: `Clock ${wrong}` }])
      peer.plan.next(finish('feed'), { kind: 'drop_after' })
      await driver.attempt(delivery)
      const clock = { ...driver.clock, now: () => driver.clock.now() + wrong }
      const context: PublishContext = { ...driver.context(delivery), clock }
      const post = { ...delivery.post, createdAt: delivery.post.createdAt + wrong }
      expect(await publisher.reconcile(post, 0, [], delivery.sentAt + wrong, context)).toMatchObject({ is: 'there' })
    }
  })

  test('of last week is not taken for this one', async () => {
    await driver.publish(driver.newDelivery([{ text: 'Weekly' }]))
    await driver.publish(driver.newDelivery([{ text: 'Between' }]))
    await driver.clock.sleep(7 * 24 * hour)
    const fresh = await createDriver(publisher, account, driver.secrets, { clock: driver.clock })
    const delivery = fresh.newDelivery([{ text: 'Weekly' }])
    expect(await fresh.reconcile(delivery)).toEqual({ is: 'absent' })
    await fresh.stop()
  })

  test('has its chosen link as its card', async () => {
    await driver.publish(driver.newDelivery([{ text: 'See' }], { link: 'https://example.com/a' }))
    expect(peer.posts()).toMatchObject([{ text: 'See', link: 'https://example.com/a' }])
  })
})

test('its comment can be changed and deleted alone', async () => {
  const delivery = driver.newDelivery([{ text: 'Post' }, { text: 'First', role: 'comment' }])
  await driver.publish(delivery)
  const [, remote] = delivery.landed
  if (!remote) throw new Error('No comment landed')
  const context: PublishContext = { ...driver.context(), editing: true }
  const [post, comment] = delivery.post.parts
  if (!post || !comment) throw new Error('No parts')
  const changed = { ...delivery.post, parts: [post, { ...comment, text: 'Better' }] }
  await publisher.edit?.(await publisher.prepare(changed, context), 1, remote, context)
  expect(peer.posts()).toMatchObject([{ text: 'Post', comments: ['Better'] }])
  await publisher.remove?.(remote, context)
  expect(peer.posts()).toMatchObject([{ text: 'Post', comments: [] }])
})

test('a limit of requests ends when Facebook says, to the minute', async () => {
  const delivery = driver.newDelivery([{ text: 'x' }])
  peer.plan.next(finish('feed'), { kind: 'rate_limited', resetMs: 30 * 60_000 })
  const outcome = await driver.attempt(delivery)
  expect(outcome).toMatchObject({ is: 'deferred', failure: { code: 'rate_limited' } })
  if (outcome.is === 'deferred') expect(Math.abs(outcome.until - driver.clock.now() - 30 * 60_000)).toBeLessThan(61_000)
})

test('an app that demands proof gets it with every request, the token itself with none', async () => {
  peer.options.demandsProof = true
  const secrets = { ...driver.secrets, ...peer.app }
  const proving = await createDriver(publisher, account, secrets)
  const files = [await proving.image('a.png', '#111', 'A')]
  await proving.publish(proving.newDelivery([{ text: 'Proved', media: files }]))
  expect(peer.posts()).toMatchObject([{ text: 'Proved' }])
  expect(peer.requests.every(({ target }) => !target.includes('access_token'))).toBe(true)
  await proving.stop()
})
