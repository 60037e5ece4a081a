import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startPinterest, type Pinterest } from '../../../../test/support/pinterest/index.ts'
import { createDriver, movedClock, type Driver } from '../conformance-driver.ts'
import type { PublisherAccount } from '../publisher.ts'
import { createPinterest } from './index.ts'

let peer: Pinterest
let driver: Driver

const account: PublisherAccount = {
  id: 'acct_1',
  platform: 'pinterest',
  externalId: '7001',
  displayHandle: '@ada',
  server: '',
  limits: {},
  method: 'token',
}
const upload = { method: 'POST', path: '/pinterest-media-upload/' } as const
const commit = { method: 'POST', path: '/v5/pins' } as const

beforeEach(async () => {
  peer = await startPinterest()
  const { access } = peer.auth.issue({ account: 'ada' })
  const secrets = {
    clientId: '',
    clientSecret: '',
    accessToken: access,
    refreshToken: null,
    expiresAt: null,
    scopes: [],
  }
  const options = { clock: movedClock(peer.advance), patienceMs: 600_000 }
  driver = await createDriver(createPinterest(peer.url).publisher, account, secrets, options)
})
afterEach(async () => {
  await driver.stop()
  await peer.stop()
})

const count = ({ method, path }: { method: string; path: string }) =>
  peer.requests.filter(
    (seen) => seen.method === method && seen.target === path && seen.status !== null && seen.status < 300,
  ).length
const board = { board: '8001' }
const film = (settings: object = {}, bytes = 50_000) =>
  driver.newDelivery([{ text: 'A film', media: [driver.video('film.mp4', { bytes })] }], {
    settings: { ...board, ...settings },
  })

describe('a film', () => {
  test('whose upload got no answer is asked for, and not uploaded again', async () => {
    const delivery = film()
    peer.plan.next(upload, { kind: 'drop_after' })
    expect(await driver.attempt(delivery)).toMatchObject({ is: 'not_sent', failure: { code: 'network' } })
    driver.restart(createPinterest(peer.url).publisher)
    await driver.publish(delivery)
    expect(count(upload)).toBe(1)
    expect(peer.pins()).toHaveLength(1)
  })

  test('whose upload broke off is registered and uploaded anew', async () => {
    const delivery = film()
    peer.plan.next(upload, { kind: 'drop_during' })
    expect(await driver.attempt(delivery)).toMatchObject({ is: 'not_sent' })
    await driver.publish(delivery)
    expect(peer.state.media.map(({ state }) => state)).toEqual(['registered', 'succeeded'])
    expect(peer.pins()).toHaveLength(1)
  })

  test('is uploaded once, however often the pin is refused', async () => {
    const delivery = film()
    const end = driver.answer(commit, { status: 429, body: { code: 8, message: 'Wait' } })
    expect(await driver.attempt(delivery)).toMatchObject({ is: 'deferred' })
    end()
    await driver.publish(delivery)
    expect(count(upload)).toBe(1)
  })

  test('has a picture for its cover where one was chosen', async () => {
    const delivery = driver.newDelivery([{ text: 'A film', media: [driver.video('film.mp4')] }], {
      settings: { ...board, coverSeconds: 9 },
      assets: { cover: await driver.image('cover.png', '#3d3', '') },
    })
    await driver.publish(delivery)
    expect(peer.pins().map(({ media }) => media)).toMatchObject([{ kind: 'video', cover: 'picture' }])
  })

  test('leaves nothing of its signed form in what is kept', async () => {
    const delivery = film()
    await driver.publish(delivery)
    const kept = JSON.stringify([...delivery.steps])
    for (const value of Object.values(peer.state.media[0]?.form ?? {})) expect(kept).not.toContain(value)
  })
})

describe('a pin', () => {
  const image = async (text: string, more: { title?: string; link?: string } = {}) =>
    driver.newDelivery([{ text, media: [await driver.image('a.png', '#d33', '')] }], { settings: board, ...more })

  test('sends its title, text and link as they are', async () => {
    await driver.publish(await image('Text', { title: 'Title', link: 'https://example.com/a?b=c&d=e' }))
    expect(peer.pins()).toMatchObject([
      { title: 'Title', description: 'Text', link: 'https://example.com/a?b=c&d=e', alt: null, section: null },
    ])
  })

  test('of an app with Trial access is refused with what to do, and the quota of the day is told', async () => {
    peer.state.options.access = 'trial'
    expect(await driver.attempt(await image('Text'))).toMatchObject({
      is: 'rejected',
      failure: { code: 'not_allowed', says: 'pinterest_app_access' },
    })
    expect(driver.quotas.at(-1)).toMatchObject({ limit: 1_000, remaining: 999 })
  })

  test('without a board is not sent', async () => {
    const delivery = driver.newDelivery([{ text: 'x', media: [await driver.image('a.png', '#d33', '')] }])
    expect(await driver.attempt(delivery)).toMatchObject({ is: 'rejected', failure: { says: 'destination_missing' } })
    expect(peer.requests).toEqual([])
  })

  test('is found in whichever order a board lists', async () => {
    peer.state.options.newestFirst = false
    for (let made = 0; made < 3; made++) await driver.publish(await image(`Earlier ${made}`))
    peer.advance(3_600_000)
    const delivery = await image('Lost')
    peer.plan.next(commit, { kind: 'drop_after' })
    expect(await driver.attempt(delivery)).toMatchObject({ is: 'unknown' })
    expect(await driver.reconcile(delivery)).toMatchObject({ is: 'there' })
  })

  test('without words is not taken for another that has none either', async () => {
    const delivery = await image('')
    peer.plan.next(commit, { kind: 'drop_after' })
    await driver.attempt(delivery)
    expect(await driver.reconcile(delivery)).toMatchObject({
      is: 'cannot_tell',
      why: { says: 'pinterest_nothing_to_know_by' },
    })
  })

  test.each([
    ['is known by its words', 'Text', 'there'],
    ['without words is not taken for absent', '', 'cannot_tell'],
  ])('whose link was rewritten %s', async (_, text, is) => {
    const delivery = await image(text, { link: 'https://example.com/a' })
    peer.plan.next(commit, { kind: 'drop_after' })
    await driver.attempt(delivery)
    for (const pin of peer.state.pins) pin.link = 'https://example.com/a?utm_source=Pinterest'
    expect(await driver.reconcile(delivery)).toMatchObject({ is })
  })

  test('is moved and emptied by an edit, which sends no files', async () => {
    const delivery = await image('Text', { title: 'Title' })
    await driver.publish(delivery)
    const [remote] = delivery.landed
    if (!remote) throw new Error('Nothing landed')
    const { publisher } = createPinterest(peer.url)
    const context = { ...driver.context(delivery), editing: true }
    const post = { ...delivery.post, title: '', settings: { board: '8001', section: '9001' } }
    await publisher.edit?.(await publisher.prepare(post, context), 0, remote, context)
    expect(peer.pins()).toMatchObject([{ title: null, description: 'Text', section: '9001' }])
  })
})
