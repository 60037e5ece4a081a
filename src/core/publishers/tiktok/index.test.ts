import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startTikTok, type TikTok } from '../../../../test/support/tiktok/index.ts'
import { createDriver, movedClock, type Driver } from '../conformance-driver.ts'
import type { Publisher, PublisherAccount } from '../publisher.ts'
import { createTikTok } from './index.ts'
import { piecesOf } from './render.ts'

const account: PublisherAccount = {
  id: 'acct_1',
  platform: 'tiktok',
  externalId: 'open-ada',
  displayHandle: '@ada.makes',
  server: '',
  limits: {},
  method: 'oauth_direct',
}
const direct = { mode: 'direct', privacy: 'PUBLIC_TO_EVERYONE' }
const uploads = { method: 'PUT', path: '/video/' } as const
const minute = 60_000

let peer: TikTok
let driver: Driver
let publisher: Publisher

beforeEach(async () => {
  peer = await startTikTok()
  const app = peer.auth.register({ redirectUris: ['http://127.0.0.1:*/oauth/callback'] })
  const token = peer.auth.issue({ account: 'ada', clientId: app.id })
  const secrets = {
    clientId: app.id,
    clientSecret: app.secret ?? '',
    accessToken: token.access,
    refreshToken: token.refresh,
    expiresAt: token.accessExpiresAt,
    refreshExpiresAt: token.refreshExpiresAt,
    scopes: [...token.scopes],
  }
  publisher = createTikTok(peer.url).publisher
  driver = await createDriver(publisher, account, secrets, { clock: movedClock(peer.advance), patienceMs: 0 })
})
afterEach(async () => {
  await driver.stop()
  await peer.stop()
})

const film = (bytes = 200_000) => driver.video('film.mp4', { bytes })
const post = (settings: Record<string, unknown> = direct, bytes = 200_000, text = 'Hello') =>
  driver.newDelivery([{ text, media: [film(bytes)] }], { settings })
const again = () => driver.restart(createTikTok(peer.url).publisher)
const ranges = () =>
  peer.requests.filter(({ method }) => method === 'PUT').map(({ headers }) => headers['content-range'])
const starts = () => peer.requests.filter(({ target }) => target.endsWith('/video/init/')).length
const looks = () => peer.requests.filter(({ target }) => target.includes('/status/fetch/')).length

describe('pieces of a video', () => {
  // Source: the example of the media transfer guide, and its limits.
  test.each([
    [3_145_728, 3_145_728, 1],
    [19_999_999, 19_999_999, 1],
    [20_000_000, 10_000_000, 2],
    [50_000_123, 10_000_000, 5],
    [4_000_000_000, 10_000_000, 400],
  ])('of %i bytes are %i each, %i in all', (bytes, size, count) =>
    expect(piecesOf(bytes)).toEqual({ bytes, size, count }),
  )
})

describe('a video in pieces', () => {
  test.each([
    ['refused', { kind: 'error_before', status: 503 } as const, 3],
    ['broken off', { kind: 'drop_during' } as const, 4],
    ['taken without an answer', { kind: 'drop_after' } as const, 3],
  ])('whose second was %s goes on there after a restart, in the same upload', async (_, fault, seen) => {
    const delivery = post(direct, 30_000_000)
    peer.plan.next(uploads, fault, { skip: 1 })
    expect(await driver.attempt(delivery)).toMatchObject({ is: 'not_sent' })
    expect(peer.posts()).toEqual([])
    again()
    await driver.publish(delivery)
    expect(starts()).toBe(1)
    expect(ranges().length).toBeLessThanOrEqual(seen + 1)
    expect(new Set(ranges())).toEqual(
      new Set(['bytes 0-9999999/30000000', 'bytes 10000000-19999999/30000000', 'bytes 20000000-29999999/30000000']),
    )
    const [{ sha256 } = { sha256: '' }] = delivery.post.parts[0]?.media ?? []
    expect(peer.posts()).toMatchObject([{ upload: { sha256, size: 30_000_000 } }])
  })

  test('whose address ran out begins anew, and is posted once', async () => {
    const delivery = post(direct, 30_000_000)
    peer.plan.next(uploads, { kind: 'error_before', status: 503 }, { skip: 1 })
    expect(await driver.attempt(delivery)).toMatchObject({ is: 'not_sent' })
    await driver.clock.sleep(61 * minute)
    await driver.publish(delivery)
    expect(starts()).toBe(2)
    expect(peer.posts()).toHaveLength(1)
  })

  test('that TikTok has as a whole is not begun anew, however late it is', async () => {
    const delivery = post()
    peer.state.options.processing = { looks: 30, fails: null }
    peer.plan.next(uploads, { kind: 'drop_after' })
    expect(await driver.attempt(delivery)).toMatchObject({ is: 'unknown' })
    await driver.clock.sleep(61 * minute)
    // A person said: not there, send it again.
    await driver.publish(delivery)
    expect(starts()).toBe(1)
    expect(peer.posts()).toHaveLength(1)
  })
})

describe('a video at once', () => {
  test('is known by its publish id, and its address tells the id as TikTok writes it, whatever its length', async () => {
    const delivery = post()
    await driver.publish(delivery)
    const [{ postId, publishId } = { postId: '', publishId: '' }] = peer.posts()
    expect(Number.isSafeInteger(Number(postId))).toBe(false)
    expect(delivery.landed).toEqual([
      { remoteId: publishId, url: `https://www.tiktok.com/@ada.makes/video/${postId}`, data: { postId } },
    ])
  })

  test('for friends has no id of its own, and is not waited for', async () => {
    const delivery = post({ ...direct, privacy: 'SELF_ONLY' })
    await driver.publish(delivery)
    expect(delivery.landed).toMatchObject([{ url: null }])
    expect(looks()).toBe(1)
  })

  test('that is moderated for long counts as out, and says why it has no address', async () => {
    peer.state.options.reviewLooks = 1_000
    const outcome = await driver.attempt(post())
    expect(outcome).toMatchObject({ is: 'published', remote: { url: null }, note: { says: 'tiktok_in_review' } })
  })

  test('is refused before anything is sent where the choice has gone, or the video is too long now', async () => {
    const [user] = peer.state.users
    if (!user) throw new Error('Nobody is there')
    user.isPrivate = true
    expect(await driver.attempt(post())).toMatchObject({ failure: { code: 'content', says: 'tiktok_privacy_gone' } })
    user.isPrivate = false
    user.maxSeconds = 5
    expect(await driver.attempt(post())).toMatchObject({
      failure: { code: 'media', says: 'tiktok_video_too_long', params: { seconds: 5 } },
    })
    expect(starts()).toBe(0)
  })

  test('has reactions off that the creator has off, whatever was chosen before', async () => {
    const [user] = peer.state.users
    if (user) user.off = { comment: true, duet: true, stitch: true }
    await driver.publish(post({ ...direct, allowComments: true, allowDuet: true, allowStitch: true }))
    expect(peer.posts()).toMatchObject([
      { settings: { disable_comment: true, disable_duet: true, disable_stitch: true } },
    ])
  })

  test('of an app that was not audited says what it may', async () => {
    peer.state.options.audited = false
    expect(await driver.attempt(post())).toMatchObject({ failure: { says: 'tiktok_not_audited' } })
    const [user] = peer.state.users
    if (user) user.isPrivate = true
    await driver.publish(post({ ...direct, privacy: 'SELF_ONLY' }))
    expect(peer.posts()).toHaveLength(1)
  })

  test.each([
    ['duration_check_failed', 'media', 'tiktok_length_refused'],
    ['frame_rate_check_failed', 'media', 'tiktok_frame_rate'],
    ['picture_size_check_failed', 'media', 'tiktok_picture_size'],
    ['internal', 'platform', 'processing_came_to_nothing'],
    ['publish_cancelled', 'content', 'deleted_before_its_time'],
    ['auth_removed', 'reconnect', 'signed_out'],
    ['spam_risk_too_many_posts', 'not_allowed', 'tiktok_day_used_up'],
    ['spam_risk_user_banned_from_posting', 'not_allowed', 'tiktok_posting_barred'],
    ['spam_risk_text', 'content', 'blocked'],
    ['spam_risk', 'content', 'blocked'],
    ['something_new', 'content', 'processing_failed'],
  ])('that failed with %s says so, and another try begins anew', async (reason, code, says) => {
    const delivery = post()
    peer.state.options.processing = { looks: 1, fails: reason }
    expect(await driver.attempt(delivery)).toMatchObject({ is: 'rejected', failure: { code, says, words: reason } })
    await driver.publish(delivery)
    expect([starts(), peer.posts().length]).toEqual([2, 1])
  })

  test('that failed while its answer was lost is found, and says why', async () => {
    const delivery = post()
    peer.state.options.processing = { looks: 0, fails: 'spam_risk_text' }
    peer.plan.next(uploads, { kind: 'drop_after' })
    expect(await driver.attempt(delivery)).toMatchObject({ is: 'unknown' })
    const seen = await driver.reconcile(delivery)
    if (seen.is !== 'there') throw new Error(`It is ${seen.is}`)
    expect(await publisher.poll?.(seen.handle, driver.context(delivery))).toMatchObject({
      is: 'rejected',
      failure: { says: 'blocked' },
    })
  })

  test('whose id TikTok has forgotten is left to the person', async () => {
    const delivery = post()
    peer.plan.next(uploads, { kind: 'drop_after' })
    expect(await driver.attempt(delivery)).toMatchObject({ is: 'unknown' })
    const handle = await driver.reconcile(delivery)
    peer.state.posts.length = 0
    expect(await driver.reconcile(delivery)).toMatchObject({ is: 'cannot_tell' })
    await driver.clock.sleep(11 * minute)
    if (handle.is !== 'there') throw new Error(`It is ${handle.is}`)
    expect(await publisher.poll?.(handle.handle, driver.context(delivery))).toMatchObject({
      is: 'rejected',
      failure: { says: 'tiktok_untold' },
    })
  })
})

describe('for the inbox', () => {
  test('a video goes there, without its words and without asking what the creator may choose', async () => {
    const outcome = await driver.attempt(post({ mode: 'inbox' }))
    expect(outcome).toMatchObject({
      is: 'published',
      remote: { url: null },
      note: { says: 'tiktok_in_inbox_without_text' },
    })
    expect(peer.posts()).toMatchObject([{ state: 'in_inbox', mode: 'inbox', text: '' }])
    expect(peer.requests.some(({ target }) => target.includes('creator_info'))).toBe(false)
  })

  test('pictures go there with theirs', async () => {
    const media = [await driver.image('red.png', '#d33', '')]
    const delivery = driver.newDelivery([{ text: 'Words', media }], { title: 'A title', settings: {} })
    expect(await driver.attempt(delivery)).toMatchObject({ is: 'published', note: { says: 'tiktok_in_inbox' } })
    expect(peer.posts()).toMatchObject([{ state: 'in_inbox', text: 'Words', title: 'A title' }])
  })

  test('one whose answer was lost is found there and not sent again', async () => {
    const delivery = post({ mode: 'inbox' })
    peer.plan.next(uploads, { kind: 'drop_after' })
    expect(await driver.attempt(delivery)).toMatchObject({ is: 'unknown' })
    expect(await driver.reconcile(delivery)).toMatchObject({ is: 'there' })
    expect(peer.posts()).toHaveLength(1)
  })

  test('a sixth draft waits until somebody made room', async () => {
    for (let count = 0; count < 5; count++) await driver.publish(post({ mode: 'inbox' }))
    await driver.clock.sleep(minute)
    expect(await driver.attempt(post({ mode: 'inbox' }))).toMatchObject({
      is: 'deferred',
      failure: { code: 'rate_limited', says: 'tiktok_inbox_full' },
    })
  })
})

describe('limits', () => {
  test('of a minute are waited for', async () => {
    for (let count = 0; count < 6; count++) await driver.publish(post({ ...direct, privacy: 'SELF_ONLY' }))
    // All six within the minute, on a clock that only polls move.
    const outcome = await driver.attempt(post())
    expect(outcome).toMatchObject({ is: 'deferred', failure: { code: 'rate_limited' } })
    expect(outcome.is === 'deferred' && outcome.until - driver.clock.now()).toBeLessThanOrEqual(minute)
  })

  test('of a day are tried again by the hour', async () => {
    for (let count = 0; count < 15; count++) {
      await driver.publish(post({ ...direct, privacy: 'SELF_ONLY' }))
      await driver.clock.sleep(minute)
    }
    expect(await driver.attempt(post())).toMatchObject({ is: 'deferred', failure: { says: 'tiktok_day_used_up' } })
  })
})

describe('pictures', () => {
  const pictures = async () =>
    driver.newDelivery([{ text: 'Words', media: [await driver.image('red.png', '#d33', '')] }], { settings: direct })

  test('from an address that was not verified: says which', async () => {
    peer.state.options.verified = ['https://media.example/']
    expect(await driver.attempt(await pictures())).toMatchObject({
      failure: {
        code: 'media_host',
        says: 'tiktok_url_unverified',
        params: { host: expect.stringMatching(/^127\.0\.0\.1:\d+$/) },
      },
    })
  })

  test('need a media host', async () => {
    const delivery = await pictures()
    const context = { ...driver.context(delivery), mediaHost: null }
    await expect(publisher.prepare(delivery.post, context)).rejects.toMatchObject({
      outcome: { failure: { says: 'media_host_missing' } },
    })
  })

  test.each([
    [4_000, 3_000, 1_440],
    [3_000, 3_000, 1_080],
    [1_080, 1_920, 1_920],
    [1_000, 4_000, 1_920],
  ])('of %i × %i are sent with %i pixels along their long side', async (width, height, maxSide) => {
    const image = await driver.image('red.png', '#d33', '')
    const asked: unknown[] = []
    const spied = {
      ...image,
      width,
      height,
      convert: (target: Parameters<typeof image.convert>[0]) => (asked.push(target), image.convert(target)),
    }
    await driver.publish(driver.newDelivery([{ text: '', media: [spied] }], { settings: direct }))
    expect(asked).toMatchObject([{ maxSide, types: ['image/jpeg', 'image/webp'] }])
  })
})

test('no piece carries a sign-in, and no address of an upload is in anything that was said', async () => {
  peer.plan.next(uploads, { kind: 'drop_during' })
  const delivery = post(direct, 30_000_000)
  await driver.attempt(delivery)
  await driver.attempt(delivery)
  const [{ upload } = { upload: null }] = peer.state.posts
  expect(upload?.token.length).toBeGreaterThan(20)
  for (const line of driver.said) expect(line).not.toContain(upload?.token)
  expect(peer.requests.filter(({ method, headers }) => method === 'PUT' && headers['authorization'])).toEqual([])
})
