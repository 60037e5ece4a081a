import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startLinkedIn, type LinkedIn } from '../../../../test/support/linkedin/index.ts'
import { createDriver, movedClock, type Driver, type PartSpec, type TestDelivery } from '../conformance-driver.ts'
import type { PublishContext, Remote } from '../publisher.ts'
import { createLinkedIn } from './index.ts'
import { accountOf, grantOf, memberUrn, pageUrn } from './testing.ts'

const day = 86_400_000
let peer: LinkedIn
const drivers: Driver[] = []

beforeEach(async () => {
  peer = await startLinkedIn({ rateLimits: false })
})
afterEach(async () => {
  await Promise.all(drivers.splice(0).map((driver) => driver.stop()))
  await peer.stop()
})

const publisher = () => createLinkedIn(peer.url).publisher

async function driverOf(kind: 'member' | 'page'): Promise<Driver> {
  const app = peer.auth.register({ redirectUris: ['http://localhost:47831/oauth/callback'] })
  const clock = movedClock(peer.advance)
  const driver = await createDriver(publisher(), accountOf(kind), grantOf(peer, app, kind === 'page'), {
    clock,
    patienceMs: 600_000,
  })
  drivers.push(driver)
  return driver
}

const post = { method: 'POST', path: '/rest/posts' }
const sent = (method: string, path: RegExp) =>
  peer.requests.filter((one) => one.method === method && path.test(one.target))
const withComment = (text: string): PartSpec[] => [{ text }, { text: 'First', role: 'comment' }]
const comments = () => peer.state.comments.filter(({ deleted }) => !deleted).map(({ text }) => text)
function firstOf({ landed: [first] }: TestDelivery): Remote {
  if (!first) throw new Error('Nothing is out')
  return first
}

describe('a repeat', () => {
  test('of a Page that is its own lost post is found, though it was never looked for', async () => {
    const driver = await driverOf('page')
    const delivery = driver.newDelivery([{ text: 'Tea' }])
    peer.plan.next(post, { kind: 'drop_after' })
    expect(await driver.attempt(delivery)).toMatchObject({ is: 'unknown' })
    await driver.publish(delivery)
    expect(peer.posts().map(({ id }) => id)).toEqual([firstOf(delivery).remoteId])
  })

  test('of a Page that another delivery has is refused', async () => {
    const driver = await driverOf('page')
    await driver.publish(driver.newDelivery([{ text: 'Tea' }]))
    expect(await driver.attempt(driver.newDelivery([{ text: 'Tea' }]))).toMatchObject({
      is: 'rejected',
      failure: { code: 'duplicate' },
    })
  })

  test('of a member whose first try had no answer is left to the person, and says that it most likely arrived', async () => {
    const driver = await driverOf('member')
    const delivery = driver.newDelivery([{ text: 'Tea' }])
    peer.plan.next(post, { kind: 'drop_after' })
    await driver.attempt(delivery)
    expect(await driver.reconcile(delivery)).toMatchObject({ is: 'cannot_tell', why: { says: 'linkedin_member' } })
    expect(await driver.attempt(delivery)).toMatchObject({ is: 'unknown' })
    expect(await driver.reconcile(delivery)).toMatchObject({ is: 'cannot_tell', why: { says: 'linkedin_repeat' } })
    expect(peer.posts()).toHaveLength(1)
  })

  test('of a member that was never in doubt is refused', async () => {
    const driver = await driverOf('member')
    await driver.publish(driver.newDelivery([{ text: 'Tea' }]))
    expect(await driver.attempt(driver.newDelivery([{ text: 'Tea' }]))).toMatchObject({
      is: 'rejected',
      failure: { code: 'duplicate' },
    })
  })
})

describe('a first comment', () => {
  test('goes by the older resource where the newer refuses the app', async () => {
    peer.state.options.comments = 'v2'
    const driver = await driverOf('member')
    await driver.publish(driver.newDelivery(withComment('Tea (green)')))
    expect(comments()).toEqual(['First'])
    expect(sent('POST', /socialActions/).map(({ target, status }) => [target.split('/')[1], status])).toEqual([
      ['rest', 403],
      ['v2', 201],
    ])
  })

  test('that both refuse leaves the post out and says what the app lacks', async () => {
    peer.state.options.comments = 'nowhere'
    const driver = await driverOf('member')
    const delivery = driver.newDelivery(withComment('Tea'))
    expect(await driver.attempt(delivery)).toMatchObject({
      is: 'rejected',
      failure: { code: 'not_allowed', says: 'app_not_reviewed', params: { permission: 'Community Management API' } },
    })
    expect(delivery.landed).toHaveLength(1)
    expect(peer.posts()).toHaveLength(1)
  })

  test.each([
    ['member', memberUrn],
    ['page', pageUrn],
  ] as const)('of a %s can be changed and deleted, in the name of who wrote it', async (kind, urn) => {
    const driver = await driverOf(kind)
    const delivery = driver.newDelivery(withComment('Tea'))
    await driver.publish(delivery)
    const comment = delivery.landed[1]
    if (!comment) throw new Error('There is no comment')
    const context: PublishContext = { ...driver.context(), editing: true }
    const { prepare, edit, remove } = publisher()
    const changed = driver.newDelivery([{ text: 'Tea' }, { text: 'Better (much)', role: 'comment' }])
    await edit?.(await prepare(changed.post, context), 1, comment, context)
    expect(comments()).toEqual(['Better (much)'])
    await remove?.(comment, context)
    await remove?.(comment, context)
    expect(comments()).toEqual([])
    expect(peer.state.comments).toMatchObject([{ actor: urn }])
    expect(peer.posts()).toHaveLength(1)
  })
})

test('an edit changes the words as little text, and uploads nothing', async () => {
  const driver = await driverOf('member')
  const media = [await driver.image('a.png', '#d33', 'A card')]
  const delivery = driver.newDelivery([{ text: 'Tea', media }])
  await driver.publish(delivery)
  const before = sent('PUT', /dms-uploads/).length
  const context: PublishContext = { ...driver.context(), editing: true }
  const { prepare, edit } = publisher()
  const prepared = await prepare(driver.newDelivery([{ text: 'Tea (green)', media }]).post, context)
  expect(await edit?.(prepared, 0, firstOf(delivery), context)).toEqual(firstOf(delivery))
  expect(peer.posts()).toMatchObject([{ commentary: String.raw`Tea \(green\)` }])
  expect(sent('PUT', /dms-uploads/)).toHaveLength(before)
})

describe('files', () => {
  test('a film has a cover of its own where one was chosen', async () => {
    const driver = await driverOf('page')
    const thumbnail = await driver.image('cover.png', '#123', '')
    await driver.publish(
      driver.newDelivery([{ text: 'x', media: [driver.video('film.mp4')] }], { assets: { thumbnail } }),
    )
    expect(peer.state.uploads).toMatchObject([{ kind: 'video', hasThumbnail: true }])
  })

  test('a film that the app may not ask about is tried, and put off while LinkedIn works on it', async () => {
    peer.state.options.showsVideos = false
    peer.state.options.processing = { looks: 1, fails: false }
    const driver = await driverOf('member')
    const delivery = driver.newDelivery([{ text: 'x', media: [driver.video('film.mp4')] }])
    expect(await driver.attempt(delivery)).toMatchObject({ is: 'deferred', failure: { code: 'processing' } })
    await driver.publish(delivery)
    expect(peer.posts()).toHaveLength(1)
    expect(peer.state.uploads).toHaveLength(1)
  })

  test('the picture of a card goes up where there is a card, and not beside files', async () => {
    const driver = await driverOf('member')
    const cardImage = await driver.image('card.png', '#123', '')
    const link = 'https://page.invalid/a'
    await driver.publish(driver.newDelivery([{ text: 'x' }], { link, assets: { cardImage } }))
    expect(peer.posts()).toMatchObject([{ content: { article: { thumbnail: peer.state.uploads[0]?.urn } } }])
    const media = [await driver.image('a.png', '#d33', 'A card')]
    await driver.publish(driver.newDelivery([{ text: 'x', media }], { link, assets: { cardImage } }))
    expect(peer.state.uploads).toHaveLength(2)
  })

  test.each(['image', 'video'] as const)('an address for an %s that has run out is asked for anew', async (kind) => {
    const driver = await driverOf('page')
    const file = kind === 'image' ? await driver.image('a.png', '#d33', 'x') : driver.video('film.mp4')
    const delivery = driver.newDelivery([{ text: 'x', media: [file] }])
    peer.plan.next({ method: 'PUT' }, { kind: 'error_before', status: 503 })
    expect(await driver.attempt(delivery)).toMatchObject({ is: 'not_sent' })
    peer.advance(2 * day)
    expect(await driver.attempt(delivery)).toMatchObject({ is: 'not_sent', failure: { says: 'upload_expired' } })
    await driver.publish(delivery)
    expect(peer.posts()).toHaveLength(1)
    expect(peer.state.uploads.map(({ status }) => status)).toEqual(['WAITING_UPLOAD', 'AVAILABLE'])
  })
})

test('a limit of the day is waited out within the hour, or at midnight UTC where that is sooner', async () => {
  const driver = await driverOf('member')
  peer.plan.next(post, { kind: 'rate_limited', resetMs: day })
  const outcome = await driver.attempt(driver.newDelivery([{ text: 'x' }]))
  if (outcome.is !== 'deferred') throw new Error(`It is ${outcome.is}`)
  const now = driver.clock.now()
  const midnight = (Math.floor(now / day) + 1) * day
  expect(outcome.until - now).toBeGreaterThan(0)
  expect(outcome.until).toBeLessThanOrEqual(Math.min(now + 3_600_000, midnight + 60_000))
})

test('the token goes to LinkedIn, and with no piece of a film', async () => {
  const driver = await driverOf('page')
  const media = [driver.video('film.mp4')]
  await driver.publish(driver.newDelivery([{ text: 'x', media }]))
  const withToken = sent('PUT', /dms-uploads/).filter(({ headers }) => 'authorization' in headers)
  expect(withToken).toEqual([])
  await driver.publish(driver.newDelivery([{ text: 'y', media: [await driver.image('a.png', '#d33', 'x')] }]))
  expect(sent('PUT', /dms-uploads/).at(-1)?.headers['authorization']).toBe('Bearer …')
})
