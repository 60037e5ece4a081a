import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startMastodon } from '../../../../test/support/mastodon/index.ts'
import type { Mastodon } from '../../../../test/support/mastodon/index.ts'
import type { AccountLimits } from '../../../contract/platforms/types.ts'
import { createDriver } from '../conformance-driver.ts'
import type { Driver } from '../conformance-driver.ts'
import type { PublishContext } from '../publisher.ts'
import { mastodonPublisher } from './index.ts'

let server: Mastodon
let driver: Driver
const drivers: Driver[] = []
const commit = { method: 'POST', path: '/api/v1/statuses' }

async function drive(limits: AccountLimits = {}): Promise<Driver> {
  const account = {
    id: 'acct_1',
    platform: 'mastodon',
    externalId: 'ada@x',
    displayHandle: '@ada@x',
    server: server.url,
    limits,
    method: 'token',
  } as const
  const made = await createDriver(mastodonPublisher, account, { token: server.token(), accountId: server.accountId() })
  drivers.push(made)
  return made
}

beforeEach(async () => {
  server = await startMastodon()
  driver = await drive()
})
afterEach(async () => {
  await Promise.all(drivers.splice(0).map((made) => made.stop()))
  await server.stop()
})

describe('a post', () => {
  test('carries its warning, visibility, language and poll', async () => {
    const settings = {
      visibility: 'unlisted',
      contentWarning: 'Tea',
      language: ['en'],
      poll: { options: ['Green', 'Black'], expiresInSeconds: 3_600, multiple: true, hideTotals: true },
    }
    await driver.publish(driver.newDelivery([{ text: 'Which?' }], { settings }))
    expect(server.statuses()).toMatchObject([
      {
        text: 'Which?',
        spoiler: 'Tea',
        sensitive: true,
        visibility: 'unlisted',
        language: 'en',
        poll: { options: ['Green', 'Black'], multiple: true, hideTotals: true },
      },
    ])
  })

  test('may be an image alone, sent as the file it was made into', async () => {
    await driver.publish(
      driver.newDelivery([{ text: '', media: [await driver.image('a "b"\r\n.png', '#fff', 'Ünï “alt” --')] }]),
    )
    expect(server.statuses()).toMatchObject([{ text: '', media: [server.media()[0]?.id] }])
    expect(server.media()).toMatchObject([{ mime: 'image/png', description: 'Ünï “alt” --' }])
  })

  test('tells how near the account is to the server’s limit', async () => {
    await driver.publish(driver.newDelivery([{ text: 'x' }]))
    expect(driver.quotas).toEqual([{ limit: 300, remaining: 299, resetsAt: expect.any(Number) }])
  })

  test('edited, it keeps what was not changed', async () => {
    const settings = { contentWarning: 'Tea', language: ['en'] }
    const delivery = driver.newDelivery([{ text: 'one', media: [await driver.image('a.png', '#fff', 'A')] }], {
      settings,
    })
    await driver.publish(delivery)
    const changed = {
      ...delivery.post,
      parts: [{ role: 'post' as const, text: 'two', media: delivery.post.parts[0]?.media ?? [] }],
    }
    const [remote] = delivery.landed
    const context = driver.context()
    if (remote) await mastodonPublisher.edit?.(await mastodonPublisher.prepare(changed, context), 0, remote, context)
    expect(server.statuses()).toMatchObject([
      { text: 'two', spoiler: 'Tea', language: 'en', editedAt: expect.any(Number) },
    ])
    expect(server.statuses()[0]?.media).toHaveLength(1)
  })

  test('edited after it was deleted there, says so', async () => {
    const delivery = driver.newDelivery([{ text: 'one' }])
    await driver.publish(delivery)
    const [remote] = delivery.landed
    const context = driver.context()
    if (!remote) throw new Error('nothing landed')
    await mastodonPublisher.remove?.(remote, context)
    const prepared = await mastodonPublisher.prepare(delivery.post, context)
    await expect(mastodonPublisher.edit?.(prepared, 0, remote, context)).rejects.toMatchObject({
      outcome: { is: 'rejected', failure: { words: '404 Record not found' } },
    })
  })
})

describe('files that take time', () => {
  test('are waited for a while, then come back to, and are uploaded once', async () => {
    server.options.processing = { image: 9, video: 9, fails: false }
    const delivery = driver.newDelivery([{ text: 'x', media: [await driver.image('a.png', '#fff', 'A')] }])
    expect(await driver.attempt(delivery)).toMatchObject({ is: 'deferred', failure: { code: 'processing' } })
    await driver.publish({ ...delivery, steps: delivery.steps })
    expect(server.statuses()).toHaveLength(1)
    expect(server.media()).toHaveLength(1)
  })

  test('and fail are a problem of the file', async () => {
    server.options.processing = { image: 1, video: 1, fails: true }
    const delivery = driver.newDelivery([{ text: 'x', media: [await driver.image('a.png', '#fff', 'A')] }])
    expect(await driver.attempt(delivery)).toMatchObject({ is: 'rejected', failure: { code: 'media' } })
  })
})

describe('on a server that ignores Idempotency-Key', () => {
  beforeEach(() => {
    server.options.ignoreIdempotencyKey = true
  })

  test.each(['drop_after', 'cut_body', 'error_after'] as const)(
    '%s: the look finds it, so it is not sent again',
    async (kind) => {
      const delivery = driver.newDelivery([
        { text: 'Tea @ada & <b>\n\nhttps://example.com/a/long/path/that/is/shortened?x=1' },
      ])
      server.plan.next(commit, { kind })
      expect(await driver.attempt(delivery)).toMatchObject({ is: 'unknown' })
      expect(await driver.reconcile(delivery)).toEqual({
        is: 'there',
        remote: { remoteId: server.statuses()[0]?.id, url: expect.stringContaining('/@ada/') },
      })
    },
  )

  test('a post with a file is known by its file, whatever its text became', async () => {
    const delivery = driver.newDelivery([{ text: 'x', media: [await driver.image('a.png', '#fff', 'A')] }])
    server.plan.next(commit, { kind: 'drop_after' })
    await driver.attempt(delivery)
    const [status] = server.statuses()
    if (status) status.text = 'changed by the server'
    expect(await driver.reconcile(delivery)).toMatchObject({ is: 'there' })
    const other = driver.newDelivery([{ text: 'x', media: [await driver.image('a.png', '#fff', 'A')] }])
    server.plan.next(commit, { kind: 'drop_before' })
    await driver.attempt(other)
    expect(await driver.reconcile(other)).toEqual({ is: 'absent' })
  })

  test('sent again all the same, its file gives it away, and it stays one post', async () => {
    const delivery = driver.newDelivery([{ text: 'x', media: [await driver.image('a.png', '#fff', 'A')] }])
    server.plan.next(commit, { kind: 'drop_after' })
    await driver.attempt(delivery)
    expect(await driver.attempt(delivery)).toMatchObject({
      is: 'published',
      remote: { remoteId: server.statuses()[0]?.id },
    })
    expect(server.statuses()).toHaveLength(1)
  })

  test('the same text with another warning, poll or parent is another post', async () => {
    const poll = { options: ['a', 'b'], expiresInSeconds: 600, multiple: false, hideTotals: false }
    await driver.http.request(`${server.url}/api/v1/statuses`, {
      method: 'POST',
      headers: { authorization: `Bearer ${server.token()}`, 'content-type': 'application/json' },
      body: JSON.stringify({ status: 'x' }),
    })
    for (const settings of [{ contentWarning: 'w' }, { poll }]) {
      const delivery = driver.newDelivery([{ text: 'x' }], { settings })
      server.plan.next(commit, { kind: 'drop_before' })
      await driver.attempt(delivery)
      expect(await driver.reconcile(delivery)).toEqual({ is: 'absent' })
    }
    const same = driver.newDelivery([{ text: 'x' }])
    expect(await driver.reconcile(same)).toMatchObject({ is: 'there' })
  })

  test('older posts do not count, newer ones of any number are looked through', async () => {
    const token = server.token()
    const post = (status: string) =>
      driver.http.request(`${server.url}/api/v1/statuses`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ status }),
      })
    server.advance(-3_600_000)
    await post('x')
    server.advance(3_600_000)
    const delivery = driver.newDelivery([{ text: 'x' }])
    expect(await driver.reconcile(delivery)).toEqual({ is: 'absent' })
    server.plan.next(commit, { kind: 'drop_after' })
    await driver.attempt(delivery)
    for (let count = 0; count < 90; count++) await post(`later ${count}`)
    expect(await driver.reconcile(delivery)).toMatchObject({ is: 'there' })
  })

  test('a clock of ours that is hours wrong does not hide it', async () => {
    const delivery = driver.newDelivery([{ text: 'x' }])
    server.plan.next(commit, { kind: 'drop_after' })
    await driver.attempt(delivery)
    for (const wrong of [-7 * 3_600_000, 7 * 3_600_000]) {
      const context: PublishContext = {
        ...driver.context(delivery),
        clock: { ...driver.context().clock, now: () => Date.now() + wrong },
      }
      expect(await mastodonPublisher.reconcile(delivery.post, 0, [], delivery.sentAt + wrong, context)).toMatchObject({
        is: 'there',
      })
    }
  })
})

test('with a key that is honoured, sending again gives the first post', async () => {
  const delivery = driver.newDelivery([{ text: 'x' }])
  server.plan.next(commit, { kind: 'drop_after' })
  await driver.attempt(delivery)
  expect(await driver.attempt(delivery)).toMatchObject({ is: 'published' })
  expect(server.statuses()).toHaveLength(1)
  expect(
    new Set(server.requests.filter(({ method }) => method === 'POST').map(({ headers }) => headers['idempotency-key']))
      .size,
  ).toBe(1)
})

describe('a private mention that is not listed', () => {
  const direct = { settings: { visibility: 'direct' } }
  beforeEach(() => {
    server.options.listsDirect = false
  })

  test('is not claimed absent where a second one could be made', async () => {
    const delivery = driver.newDelivery([{ text: '@bob x' }], direct)
    server.plan.next(commit, { kind: 'drop_after' })
    await driver.attempt(delivery)
    expect(await driver.reconcile(delivery)).toMatchObject({ is: 'cannot_tell' })
  })

  test('may be sent again to Mastodon itself, whose key makes it one', async () => {
    const known = await drive({ software: 'mastodon 4.5.0' })
    const delivery = known.newDelivery([{ text: '@bob x' }], direct)
    server.plan.next(commit, { kind: 'drop_after' })
    await known.attempt(delivery)
    expect(await known.reconcile(delivery)).toEqual({ is: 'absent' })
    await known.publish(delivery)
    expect(server.statuses()).toHaveLength(1)
  })
})

test('when the limit is used up it waits until the server’s own moment, by the server’s clock', async () => {
  server.options.rateLimits = { requests: 1, uploads: 1, deletions: 1 }
  await driver.publish(driver.newDelivery([{ text: '1' }]))
  const outcome = await driver.attempt(driver.newDelivery([{ text: '2' }]))
  expect(outcome).toMatchObject({ is: 'deferred', failure: { code: 'rate_limited', words: '429 Too many requests' } })
  if (outcome.is === 'deferred') expect(outcome.until - Date.now()).toBeLessThanOrEqual(301_000)
})
