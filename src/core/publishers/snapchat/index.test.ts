import { createDecipheriv } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { profileIds, startSnapchat, type Snapchat } from '../../../../test/support/snapchat/index.ts'
import { createDriver, movedClock, type Driver } from '../conformance-driver.ts'
import type { Publisher, PublisherAccount } from '../publisher.ts'
import { createSnapchat } from './index.ts'
import { newSeal, partBytes, partsOf, sealPart } from './seal.ts'

const account: PublisherAccount = {
  id: 'acct_1',
  platform: 'snapchat',
  externalId: profileIds.harbour,
  displayHandle: '@harbour.snaps',
  server: '',
  limits: {},
  method: 'oauth',
}
const hour = 3_600_000
const spotlights = { method: 'POST', path: /\/spotlights$/ } as const
const stories = { method: 'POST', path: /\/stories$/ } as const

let peer: Snapchat
let driver: Driver
let publisher: Publisher

beforeEach(async () => {
  peer = await startSnapchat()
  const app = peer.auth.register({ redirectUris: ['https://example.com/'] })
  const token = peer.auth.issue({ account: 'ada', clientId: app.id })
  const secrets = {
    clientId: app.id,
    clientSecret: app.secret ?? '',
    accessToken: token.access,
    refreshToken: token.refresh,
    expiresAt: token.accessExpiresAt,
    refreshExpiresAt: null,
    scopes: [...token.scopes],
    organizations: [],
  }
  publisher = createSnapchat(peer.url).publisher
  driver = await createDriver(publisher, account, secrets, { clock: movedClock(peer.advance), patienceMs: 120_000 })
})
afterEach(async () => {
  await driver.stop()
  await peer.stop()
})

const post = (settings: Record<string, unknown> = {}, { text = '', title = '', bytes = 50_000 } = {}) =>
  driver.newDelivery([{ text, media: [driver.video('film.mp4', { bytes })] }], { settings, title })
const spotlight = (text = 'Morning #harbour') => post({ format: 'spotlight' }, { text })
const containers = () =>
  peer.requests.filter(({ method, target }) => method === 'POST' && target.endsWith('/media')).length

describe('a file that is encrypted in parts', () => {
  let folder: string
  beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'broadside-seal-'))))
  afterEach(() => rmSync(folder, { recursive: true }))

  async function sealed(plain: Buffer): Promise<{ parts: Buffer[]; told: number[]; opened: Buffer }> {
    const path = join(folder, 'film')
    writeFileSync(path, plain)
    const seal = newSeal()
    const parts: Buffer[] = []
    const told: number[] = []
    let before = seal.iv
    for (let index = 0; index < partsOf(plain.length); index++) {
      const part = sealPart(path, plain.length, index, seal, before)
      const read = async () => {
        const pieces: Uint8Array[] = []
        for await (const piece of part.read()) pieces.push(piece)
        return Buffer.concat(pieces)
      }
      const first = await read()
      // Sent again, it is the same. Of a large one this would only take time.
      if (plain.length < partBytes) expect((await read()).equals(first)).toBe(true)
      parts.push(first)
      told.push(part.bytes)
      before = part.tail()
    }
    const decipher = createDecipheriv('aes-256-cbc', Buffer.from(seal.key, 'base64'), Buffer.from(seal.iv, 'base64'))
    const opened = Buffer.concat([...parts.map((part) => decipher.update(part)), decipher.final()])
    return { parts, told, opened }
  }

  test.each([
    ['nothing', 0, 1],
    ['less than a block', 5, 1],
    ['a whole block', 16, 1],
    ['one part to the byte', partBytes, 1],
    ['a byte more', partBytes + 1, 2],
  ])('opens as one again, and is as long as it says: %s', async (_, bytes, count) => {
    const plain = Buffer.alloc(bytes, 'harbour')
    const { parts, told, opened } = await sealed(plain)
    expect(parts.map(({ length }) => length)).toEqual(told)
    expect(parts).toHaveLength(count)
    expect(opened.equals(plain)).toBe(true)
    for (const part of parts) expect(part.length).toBeLessThan(32_000_000)
  })

  test('has a key of its own each time', () => expect(newSeal().key).not.toBe(newSeal().key))
})

describe('an upload', () => {
  test('is named by the title for people, else by its file', async () => {
    await driver.publish(post({}, { title: 'Harbour at six' }))
    await driver.publish(post())
    expect(peer.state.media.map(({ name, type }) => [name, type])).toEqual([
      ['Harbour at six', 'VIDEO'],
      ['film.mp4', 'VIDEO'],
    ])
  })

  test('a picture goes as the JPEG or PNG it is', async () => {
    const media = [await driver.image('red.png', '#d33', '')]
    await driver.publish(driver.newDelivery([{ text: '', media }]))
    expect(peer.posts()).toMatchObject([{ kind: 'story', media: { type: 'IMAGE' } }])
  })

  test('that is nearly a day old is made anew', async () => {
    const delivery = post()
    peer.plan.next(stories, { kind: 'rate_limited', resetMs: 1_000 })
    expect(await driver.attempt(delivery)).toMatchObject({ is: 'deferred' })
    await driver.clock.sleep(23.5 * hour)
    await driver.publish(delivery)
    expect([containers(), peer.posts().length]).toEqual([2, 1])
  })

  test('that Snapchat no longer has is made anew', async () => {
    const delivery = post()
    peer.plan.next(stories, { kind: 'rate_limited', resetMs: 1_000 })
    await driver.attempt(delivery)
    // Its clock is ahead of ours.
    peer.advance(24 * hour)
    expect(await driver.attempt(delivery)).toMatchObject({ is: 'not_sent', failure: { says: 'upload_expired' } })
    await driver.publish(delivery)
    expect([containers(), peer.posts().length]).toEqual([2, 1])
  })

  test('that is worked on for an hour comes to nothing, and another try begins anew', async () => {
    peer.state.options.processing = { looks: 1_000, fails: false }
    const delivery = post()
    expect(await driver.attempt(delivery)).toMatchObject({ is: 'deferred', failure: { code: 'processing' } })
    await driver.clock.sleep(hour)
    expect(await driver.attempt(delivery)).toMatchObject({
      is: 'rejected',
      failure: { code: 'media', says: 'processing_came_to_nothing' },
    })
    await driver.publish(delivery)
    expect([containers(), peer.posts().length]).toEqual([2, 1])
  })

  test('says nothing of its key, and neither does anything that went wrong', async () => {
    const delivery = spotlight()
    peer.plan.next(spotlights, { kind: 'error_before', status: 500 })
    await driver.attempt(delivery)
    const [{ key } = { key: '' }] = peer.state.media
    expect(key.length).toBeGreaterThan(20)
    for (const line of driver.said) expect(line).not.toContain(key)
    for (const { target } of peer.requests) expect(target).not.toContain(key)
  })
})

describe('a story', () => {
  test('is known by its file, and seen at the profile', async () => {
    const delivery = post()
    await driver.publish(delivery)
    const [{ mediaId } = { mediaId: '' }] = peer.posts()
    expect(delivery.landed).toEqual([{ remoteId: mediaId, url: 'https://www.snapchat.com/@harbour.snaps' }])
  })

  test('of a profile without a name has no address', async () => {
    const bakery = { ...account, externalId: profileIds.bakery, displayHandle: 'Harbour Bakery' }
    const other = await createDriver(publisher, bakery, driver.secrets)
    const delivery = other.newDelivery([{ text: '', media: [other.video('film.mp4')] }])
    await other.publish(delivery)
    await other.stop()
    expect(delivery.landed).toMatchObject([{ url: null }])
    expect(peer.posts()).toMatchObject([{ profile: profileIds.bakery }])
  })

  test('that a person sends again while the first is being posted stays in doubt, and is not there twice', async () => {
    const delivery = post()
    peer.plan.next(stories, { kind: 'drop_after' })
    expect(await driver.attempt(delivery)).toMatchObject({ is: 'unknown' })
    expect(await driver.attempt(delivery)).toMatchObject({
      is: 'unknown',
      evidence: expect.stringContaining('MEDIA_POSTING_ALREADY_IN_PROGRESS'),
    })
    expect(peer.posts()).toHaveLength(1)
  })
})

describe('a saved story', () => {
  const saved = () => post({ format: 'saved_story' }, { title: 'Harbour', text: 'not sent' })

  test('is known by its own id', async () => {
    const delivery = saved()
    await driver.publish(delivery)
    const [made] = peer.posts()
    expect(made).toMatchObject({ kind: 'saved_story', words: 'Harbour' })
    expect(delivery.landed).toMatchObject([{ remoteId: made?.id }])
  })

  test('whose answer was lost is left to the person', async () => {
    const delivery = saved()
    peer.plan.next({ path: /\/saved_stories$/ }, { kind: 'drop_after' })
    expect(await driver.attempt(delivery)).toMatchObject({ is: 'unknown' })
    expect(await driver.reconcile(delivery)).toMatchObject({ is: 'cannot_tell', why: { says: 'no_way_to_look' } })
  })

  const row = (story: object) => ({
    status: 200,
    body: { request_status: 'PARTIAL', request_id: 'r', saved_stories: [story] },
  })
  test('that went wrong within a request that went well is refused, and one that went well counts', async () => {
    const at = { method: 'POST', path: /\/saved_stories$/ }
    let end = driver.answer(at, row({ sub_request_status: 'ERROR', sub_request_error_reason: 'No' }))
    expect(await driver.attempt(saved()).finally(end)).toMatchObject({ is: 'rejected', failure: { code: 'content' } })
    end = driver.answer(at, row({ sub_request_status: 'SUCCESS', saved_story: { id: 's1' } }))
    expect(await driver.attempt(saved()).finally(end)).toMatchObject({ is: 'published', remote: { remoteId: 's1' } })
    end = driver.answer(at, row({ sub_request_status: 'SUCCESS', saved_story: {} }))
    expect(await driver.attempt(saved()).finally(end)).toMatchObject({ is: 'unknown' })
  })
})

describe('a Spotlight', () => {
  test('says its words and a chosen link, and has an address of its own', async () => {
    const delivery = spotlight()
    const linked = { ...delivery, post: { ...delivery.post, link: 'https://example.com/' } }
    await driver.publish(linked)
    const [made] = peer.posts()
    expect(made?.words).toBe('Morning #harbour\n\nhttps://example.com/')
    expect(linked.landed).toEqual([{ remoteId: made?.id, url: `https://www.snapchat.com/spotlight/${made?.id}` }])
  })

  test('that is turned down says so, and another try uploads anew', async () => {
    peer.state.options.review = { looks: 2, fails: true }
    const delivery = spotlight()
    expect(await driver.attempt(delivery)).toMatchObject({
      is: 'rejected',
      failure: { code: 'content', says: 'snapchat_turned_down' },
    })
    await driver.publish(delivery)
    expect([containers(), peer.posts().length]).toEqual([2, 1])
  })

  test('that is looked at for long counts as out, and says so', async () => {
    peer.state.options.review = { looks: 1_000, fails: false }
    const outcome = await driver.attempt(spotlight())
    expect(outcome).toMatchObject({ is: 'published', note: { says: 'snapchat_in_review' } })
  })

  test('that Snapchat does not show yet is waited for', async () => {
    const delivery = spotlight()
    const outcome = await driver.attempt(delivery, { wait: false })
    if (outcome.is !== 'pending') throw new Error(`It is ${outcome.is}`)
    const end = driver.answer({ method: 'GET' }, { status: 404, body: { request_status: 'ERROR' } })
    expect(await publisher.poll?.(outcome.handle, driver.context(delivery)).finally(end)).toMatchObject({
      is: 'pending',
    })
    expect(await publisher.poll?.(outcome.handle, driver.context(delivery))).toMatchObject({ is: 'published' })
  })

  const lost = async (text?: string) => {
    const delivery = spotlight(text)
    peer.plan.next(spotlights, { kind: 'drop_after' })
    expect(await driver.attempt(delivery)).toMatchObject({ is: 'unknown' })
    return delivery
  }

  test('whose answer was lost is found by its words though it is still looked at, and asked about', async () => {
    peer.state.options.review = { looks: 2, fails: true }
    const delivery = await lost()
    const seen = await driver.reconcile(delivery)
    if (seen.is !== 'there') throw new Error(`It is ${seen.is}`)
    const ask = () => publisher.poll?.(seen.handle, driver.context(delivery))
    expect([await ask(), await ask(), await ask()]).toMatchObject([
      { is: 'pending' },
      { is: 'pending' },
      { is: 'rejected' },
    ])
  })

  test('that is listed only after a while is looked for again', async () => {
    peer.state.options.listsSubmitted = false
    peer.state.options.review = { looks: 1_000, fails: false }
    const delivery = await lost()
    const [made] = peer.state.posts
    const { sleep } = driver.clock
    const seen = await publisher.reconcile(delivery.post, 0, [], delivery.sentAt, {
      ...driver.context(delivery),
      clock: {
        ...driver.clock,
        sleep(ms) {
          if (made) made.status = 'LIVE'
          return sleep(ms)
        },
      },
    })
    expect(seen).toMatchObject({ is: 'there', remote: { remoteId: made?.id } })
  })

  test('that is not listed is never shown absent', async () => {
    peer.state.options.listsSubmitted = false
    peer.state.options.review = { looks: 1_000, fails: false }
    expect(await driver.reconcile(await lost())).toMatchObject({
      is: 'cannot_tell',
      why: { says: 'snapchat_may_not_list' },
    })
  })

  test('without words, or like another, is left to the person', async () => {
    expect(await driver.reconcile(await lost(''))).toMatchObject({ why: { says: 'snapchat_may_not_list' } })
    await lost('The same')
    expect(await driver.reconcile(await lost('The same'))).toMatchObject({ why: { says: 'several_alike' } })
  })

  test('is looked for on further pages, and not beyond its time', async () => {
    const before = spotlight('Words')
    await driver.publish(before)
    await driver.clock.sleep(hour)
    const delivery = await lost('Words')
    const [old, own] = peer.state.posts
    for (let count = 0; count < 60; count++)
      peer.state.posts.push({ ...own, id: `other-${count}`, words: 'Other' } as never)
    const fresh = { ...driver.context(delivery), isKnown: () => false }
    const seen = await publisher.reconcile(delivery.post, 0, [], delivery.sentAt, fresh)
    expect(seen).toMatchObject({ is: 'there', remote: { remoteId: own?.id } })
    expect(own?.id).not.toBe(old?.id)
  })
})

test('of an app that is not on Snap’s list says so', async () => {
  peer.state.options.listed = false
  expect(await driver.attempt(post())).toMatchObject({
    is: 'rejected',
    failure: { code: 'not_allowed', says: 'snapchat_not_listed' },
  })
})

test('more requests than Snapchat takes in a minute are waited out', async () => {
  const bucket = `Bearer ${String(driver.secrets['accessToken'])}`
  peer.state.windows[bucket] = { resetsAt: peer.now() + 60_000, used: 600 }
  const delivery = post()
  expect(await driver.attempt(delivery)).toMatchObject({ is: 'deferred', failure: { code: 'rate_limited' } })
  await driver.clock.sleep(61_000)
  await driver.publish(delivery)
  expect(peer.posts()).toHaveLength(1)
})
