import { createHash } from 'node:crypto'
import sharp from 'sharp'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { startChaosProxy, type ChaosProxy } from '../../../test/support/chaos-proxy.ts'
import {
  fetchingDriver,
  startFetchingPlatform,
  type FetchingPlatform,
} from '../../../test/support/fetching-platform.ts'
import { s3Available, startS3, type S3 } from '../../../test/support/s3/index.ts'
import type { MediaHostInput } from '../../contract/media-host.ts'
import type { AccountId } from '../../contract/vocabulary.ts'
import { createTestClock, openTestWorkspace, type TestWorkspace } from '../testing.ts'

/** The whole way: a workspace with its queue, a real bucket behind a line that breaks, and a platform that fetches files itself. */
const hour = 3_600_000
let s3: S3
let line: ChaosProxy
let platform: FetchingPlatform
let workspace: TestWorkspace

beforeAll(async () => {
  if (!s3Available()) return
  s3 = await startS3()
  line = await startChaosProxy(s3.url)
})
afterAll(async () => {
  await line?.stop()
  await s3?.stop()
})

const place = (more: object = {}): MediaHostInput => ({
  kind: 's3',
  endpoint: line.url,
  region: s3.region,
  bucket: s3.bucket,
  prefix: 'broadside/',
  accessKeyId: s3.accessKeyId,
  secretAccessKey: s3.secretAccessKey,
  pathStyle: true,
  ...more,
})

const open = () => openTestWorkspace({ clock: createTestClock(Date.now()), platforms: [fetchingDriver(platform.url)] })

async function account(server = 'fetching.example'): Promise<string> {
  const fields = { server, token: 'x' }
  const { accounts } = await workspace.accounts.startConnection({ platform: 'mastodon', method: 'token', fields })
  return accounts[0] ?? ''
}

/** A picture of this colour in the library, as it would be sent. */
async function picture(colour: string): Promise<{ id: string; digest: string }> {
  const raw = { create: { width: 40, height: 30, channels: 3, background: colour } } as const
  const png = await sharp(raw).png().toBuffer()
  const { id } = await workspace.media.add({ base64: png.toString('base64'), name: `${colour}.png`, alt: colour })
  return { id, digest: createHash('sha256').update(png).digest('hex') }
}

async function planned(colour = 'red', server?: string): Promise<{ post: string; digest: string }> {
  const { id, digest } = await picture(colour)
  const parts = [{ text: colour, media: [{ assetId: id as never, alt: null }] }]
  const post = workspace.draft('x', [await account(server)], { parts })
  workspace.publishing.schedule(post, { when: { now: true }, skipProblems: false })
  return { post, digest }
}

const delivery = (post: string) => workspace.publishing.ofPost(post)[0]

/** Lets real answers come in while the workspace's clock goes on, `ms` at each look. */
async function until(what: () => unknown, ms = 500): Promise<void> {
  for (let turn = 0; turn < 300 && !(await what()); turn++) {
    await new Promise((resolve) => setTimeout(resolve, 20))
    await workspace.clock.by(ms)
  }
  expect(await what()).toBeTruthy()
}
const expectStatus = (post: string, status: string, ms?: number) => until(() => delivery(post)?.status === status, ms)
const expectEmpty = (ms?: number) => until(async () => (await s3.keys()).length === 0, ms)

const puts = () => line.requests.filter(({ method }) => method === 'PUT').length
const bare = (url: string | undefined) => url?.replace(/\?.*$/, '')

beforeEach(async () => {
  if (!s3Available()) return
  platform = await startFetchingPlatform()
  workspace = open()
})
afterEach(async () => {
  line?.plan.heal()
  // Whatever a test was about: in the end nothing lies in the bucket.
  if (s3) await expectEmpty(30_000)
  await workspace?.dispose()
  await platform?.stop()
})

describe.skipIf(!s3Available())('a file that a platform fetches', () => {
  beforeEach(() => workspace.mediaHost.put(place()).then(() => {}))

  test('is there while it is fetched, is the file that was meant, and is gone from the bucket after use', async () => {
    const { post, digest } = await planned()
    await expectStatus(post, 'published')
    expect([...platform.posts.values()].map(({ files }) => files)).toEqual([[digest]])
    expect(platform.told[0]).toMatch(/\/broadside\/[0-9a-f]{32}\.png\?.*X-Amz-Signature=/)
    await expectEmpty()
    expect(workspace.mediaHost.get().left).toEqual({ files: 0, problem: null })
  })

  test('keeps its address over retries while that is good, and is uploaded once', async () => {
    const before = puts()
    platform.refuse(503, 503)
    const { post } = await planned()
    await expectStatus(post, 'published', 30_000)
    expect(platform.told).toHaveLength(3)
    expect(new Set(platform.told).size).toBe(1)
    expect(puts() - before).toBe(1)
  })

  test('keeps its address over a restart, too', async () => {
    platform.refuse(503)
    const { post } = await planned()
    await expectStatus(post, 'retrying')
    workspace = await workspace.restart()
    await expectStatus(post, 'published', 30_000)
    expect(platform.told).toHaveLength(2)
    expect(platform.told[1]).toBe(platform.told[0])
    await expectEmpty()
  })

  test('gets a new address for the same object once the old one ends, without another upload', async () => {
    const before = puts()
    platform.refuse(503)
    const { post } = await planned()
    await expectStatus(post, 'retrying')
    // The bucket checks clocks: an hour later here is not an hour later there, so the row is aged instead.
    workspace.store.sqlite.exec(`update hosted_file set url_until = url_until - ${6 * hour}`)
    await expectStatus(post, 'published', 30_000)
    expect(platform.told).toHaveLength(2)
    expect(platform.told[1]).not.toBe(platform.told[0])
    expect(bare(platform.told[1])).toBe(bare(platform.told[0]))
    expect(puts() - before).toBe(1)
  })

  test('that vanished from the bucket meanwhile is uploaded again', async () => {
    platform.refuse(503)
    const { post, digest } = await planned()
    await expectStatus(post, 'retrying')
    const [key = ''] = await s3.keys()
    await s3.erase(key)
    workspace.store.sqlite.exec(`update hosted_file set url_until = url_until - ${6 * hour}`)
    await expectStatus(post, 'published', 30_000)
    expect([...platform.posts.values()].map(({ files }) => files)).toEqual([[digest]])
  })

  test('is removed when its post fails for good, and hosted anew when the person tries again', async () => {
    platform.refuse(422)
    const { post, digest } = await planned()
    await expectStatus(post, 'failed')
    await expectEmpty()
    workspace.publishing.retry(delivery(post)?.id ?? '')
    await expectStatus(post, 'published')
    expect(bare(platform.told[1])).not.toBe(bare(platform.told[0]))
    expect([...platform.posts.values()].map(({ files }) => files)).toEqual([[digest]])
    await expectEmpty()
  })

  test('is removed when its post is canceled, also where the answer to the upload never came', async () => {
    line.plan.next({ method: 'PUT' }, { kind: 'drop_after' })
    const { post } = await planned()
    await expectStatus(post, 'retrying')
    expect(await s3.keys()).toHaveLength(1)
    expect(delivery(post)?.reason).toMatchObject({ code: 'network', says: 'media_host_unreachable' })
    await workspace.publishing.cancelPost(post)
    await expectEmpty()
  })

  test('is removed when the record of its delivery is deleted', async () => {
    line.plan.next({ method: 'PUT' }, { kind: 'drop_after' })
    const { post } = await planned()
    await expectStatus(post, 'retrying')
    workspace.publishing.remove(delivery(post)?.id ?? '')
    await expectEmpty()
  })

  test('that cannot be removed is tried again until it is gone; the post is published all the same', async () => {
    line.plan.next({ method: 'DELETE' }, { kind: 'error_before', status: 503 }, { times: 2 })
    const { post } = await planned()
    await expectStatus(post, 'published')
    await until(() => workspace.mediaHost.get().left.problem)
    expect(workspace.mediaHost.get().left).toMatchObject({ files: 1, problem: { says: 'host_trouble' } })
    await expectEmpty(30_000)
    expect(delivery(post)?.status).toBe('published')
  })

  test('left by an earlier run is removed at the next start', async () => {
    line.plan.next({ method: 'DELETE' }, { kind: 'drop_before' }, { times: 50 })
    const { post } = await planned()
    await expectStatus(post, 'published')
    expect(await s3.keys()).toHaveLength(1)
    line.plan.heal()
    workspace.store.sqlite.exec('update hosted_file set next_try_at = 0')
    workspace = await workspace.restart()
    await expectEmpty(0)
  })

  test('of two posts is one object each: the end of one takes nothing from the other', async () => {
    platform.refuse(503)
    const first = await planned('blue')
    await expectStatus(first.post, 'retrying')
    const second = await planned('blue', 'another.example')
    // No time passes, so the first is not tried again yet.
    await expectStatus(second.post, 'published', 0)
    await until(async () => (await s3.keys()).length === 1, 0)
    expect(delivery(first.post)?.status).toBe('retrying')
    await expectStatus(first.post, 'published', 30_000)
    expect([...platform.posts.values()].map(({ files }) => files)).toEqual([[first.digest], [first.digest]])
    await expectEmpty()
  })
})

describe.skipIf(!s3Available())('a host that cannot be used', () => {
  test('fails the post with what is wrong, and breaks no account', async () => {
    await workspace.mediaHost.put(place({ secretAccessKey: 'wrong' }))
    const { post } = await planned()
    await expectStatus(post, 'failed')
    expect(delivery(post)?.reason).toMatchObject({ code: 'media_host', says: 'host_wrong_secret' })
    expect(workspace.accounts.list()[0]?.health.state).toBe('ok')
    // Refused uploads leave nothing, so there is nothing to remove either.
    expect(workspace.mediaHost.get().left.files).toBe(0)
  })

  test('that answers late only delays the post', async () => {
    await workspace.mediaHost.put(place())
    line.plan.next({ method: 'PUT' }, { kind: 'error_before', status: 503 })
    const { post } = await planned()
    await expectStatus(post, 'published', 30_000)
    await expectEmpty()
  })

  test('is told as missing when it was taken away after the post was planned', async () => {
    const { post } = await planned()
    await expectStatus(post, 'failed')
    expect(delivery(post)?.reason).toMatchObject({ code: 'media_host', says: 'media_host_missing' })
  })
})

describe.skipIf(!s3Available())('choosing a host', () => {
  test('tells everything but the secret, which lies sealed', async () => {
    const { host, name, ready, problem } = await workspace.mediaHost.put(place())
    expect(host).toMatchObject({ kind: 's3', bucket: 'media', accessKeyId: s3.accessKeyId })
    expect(name).toBe(`media (${new URL(line.url).host})`)
    expect([ready, problem]).toEqual([true, null])
    expect(JSON.stringify(workspace.mediaHost.get())).not.toContain(s3.secretAccessKey)
  })

  test('keeps the secret when something else is changed, and asks for it for another key or place', async () => {
    await workspace.mediaHost.put(place())
    const { secretAccessKey: _, ...rest } = place({ prefix: 'elsewhere/' }) as Record<string, unknown>
    await workspace.mediaHost.put(rest as MediaHostInput)
    expect(workspace.mediaHost.get().host).toMatchObject({ prefix: 'elsewhere/' })
    expect((await workspace.mediaHost.test()).test?.state).toBe('passed')
    const others: object[] = [{ accessKeyId: 'another' }, { endpoint: 'https://s3.example.com' }]
    for (const other of others)
      await expect(workspace.mediaHost.put({ ...rest, ...other } as MediaHostInput)).rejects.toMatchObject({
        data: { fields: [{ path: 'secretAccessKey' }] },
      })
  })

  test('leaves nothing at the one before, and forgets its key', async () => {
    await workspace.mediaHost.put(place())
    platform.refuse(503)
    const { post } = await planned()
    await expectStatus(post, 'retrying')
    const old = await s3.keys()
    const other = await startS3()
    await workspace.mediaHost.put(
      place({ endpoint: other.url, accessKeyId: other.accessKeyId, secretAccessKey: other.secretAccessKey }),
    )
    // Still needed: the platform may be fetching it.
    expect(await s3.keys()).toEqual(old)
    await expectStatus(post, 'published', 30_000)
    await expectEmpty()
    await until(async () => (await other.keys()).length === 0)
    const sealed = workspace.store.sqlite.prepare(`select count(*) from secret where name = 'bucket'`).pluck()
    await until(() => sealed.get() === 1)
    await workspace.mediaHost.remove()
    expect(sealed.get()).toBe(0)
    expect(workspace.mediaHost.get()).toMatchObject({ host: null, ready: false, left: { files: 0 } })
    await other.stop()
  })

  test('gives a host out of use up after a month, and its key with it', async () => {
    await workspace.mediaHost.put(place())
    line.plan.next({ method: 'DELETE' }, { kind: 'drop_before' }, { times: 1_000 })
    const { post } = await planned()
    await expectStatus(post, 'published')
    await workspace.mediaHost.remove()
    expect(workspace.mediaHost.get().left.files).toBe(1)
    const sealed = workspace.store.sqlite.prepare(`select count(*) from secret where name = 'bucket'`).pluck()
    expect(sealed.get()).toBe(1)
    workspace.store.sqlite.exec(`update media_host set retired_at = retired_at - ${31 * 24 * hour}`)
    workspace.mediaHost.deliveryChanged()
    await until(() => sealed.get() === 0)
    expect(workspace.mediaHost.get().left.files).toBe(0)
    line.plan.heal()
    for (const key of await s3.keys()) await s3.erase(key)
  })

  test('refuses an account that is no connected WordPress', async () => {
    const id = (await account()) as AccountId
    await expect(workspace.mediaHost.put({ kind: 'wordpress', accountId: id })).rejects.toMatchObject({
      data: { fields: [{ path: 'accountId', says: 'host_not_a_site' }] },
    })
  })
})

describe.skipIf(!s3Available())('the test of a host', () => {
  const states = (test: { steps: readonly { step: string; state: string }[] } | null) =>
    Object.fromEntries((test?.steps ?? []).map(({ step, state }) => [step, state]))

  test('uploads, fetches back, compares, looks whether it is private, deletes, and leaves nothing', async () => {
    await workspace.mediaHost.put(place())
    const before = line.requests.length
    const { test } = await workspace.mediaHost.test()
    expect(test?.state).toBe('passed')
    expect(states(test)).toEqual({
      upload: 'done',
      fetch: 'warned', // on this machine, where no platform comes
      compare: 'done',
      private: 'done',
      delete: 'done',
      gone: 'done',
    })
    expect(test?.steps[1]?.told?.says).toBe('host_not_public')
    expect(await s3.keys()).toEqual([])
    const asked = line.requests
      .slice(before)
      .map(({ method, target }) => `${method} ${target.includes('?X-Amz') ? 'signed' : 'bare'}`)
    expect(asked).toEqual(['PUT bare', 'GET signed', 'GET bare', 'HEAD bare', 'DELETE bare', 'GET signed'])
  })

  test('tells each step as it happens, and the newest result is kept over a restart', async () => {
    await workspace.mediaHost.put(place())
    const seen: string[] = []
    const running = workspace.mediaHost.test()
    await until(() => {
      const step = workspace.mediaHost.get().test?.steps.find(({ state }) => state === 'running')?.step
      if (step && seen.at(-1) !== step) seen.push(step)
      return workspace.mediaHost.get().test?.state === 'passed'
    }, 0)
    await running
    expect(seen.length).toBeGreaterThan(0)
    expect(workspace.events.filter(({ type }) => type === 'media_host.changed').length).toBeGreaterThanOrEqual(6)
    workspace = await workspace.restart()
    expect(workspace.mediaHost.get().test?.state).toBe('passed')
  })

  test('says at which step it failed and why, and skips the rest', async () => {
    await workspace.mediaHost.put(place({ secretAccessKey: 'wrong' }))
    const { test } = await workspace.mediaHost.test()
    expect(test).toMatchObject({ state: 'failed' })
    expect(states(test)).toMatchObject({ upload: 'failed', fetch: 'skipped', delete: 'skipped' })
    expect(test?.steps[0]).toMatchObject({ told: { says: 'host_wrong_secret' } })
  })

  test('that passes lets what could not be removed before go at once', async () => {
    await workspace.mediaHost.put(place())
    line.plan.next({ method: 'DELETE' }, { kind: 'error_before', status: 503 })
    const { post } = await planned()
    await expectStatus(post, 'published')
    await until(() => workspace.mediaHost.get().left.problem, 0)
    await workspace.mediaHost.test()
    await expectEmpty(0)
  })

  test('whose deletion is not answered says so, and the file is removed all the same', async () => {
    await workspace.mediaHost.put(place())
    line.plan.next({ method: 'DELETE' }, { kind: 'drop_before' })
    const { test } = await workspace.mediaHost.test()
    expect(states(test)).toMatchObject({ compare: 'done', delete: 'failed', gone: 'skipped' })
    expect(test?.steps[4]?.told?.says).toBe('host_no_answer')
    await expectEmpty(30_000)
  })

  test('without a host is refused', async () => {
    await expect(workspace.mediaHost.test()).rejects.toMatchObject({ code: 'conflict' })
  })
})
