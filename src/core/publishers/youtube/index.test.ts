import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { startYouTube, type YouTube } from '../../../../test/support/youtube/index.ts'
import { createDriver, movedClock, type DeliverySpec, type Driver, type TestDelivery } from '../conformance-driver.ts'
import type { CommitOutcome, PublisherAccount, Remote } from '../publisher.ts'
import { createYouTube } from './index.ts'
import { quotaResets } from './quota.ts'

let server: YouTube
let driver: Driver

const account: PublisherAccount = {
  id: 'acct_1',
  platform: 'youtube',
  externalId: 'UCada0000000000000000001',
  displayHandle: '@ada',
  server: '',
  limits: {},
  method: 'oauth',
}
const publisher = () => createYouTube(server.url).publisher

beforeAll(async () => {
  server = await startYouTube()
  server.state.options.quota = { uploads: 10_000, units: 1_000_000 }
  const app = server.auth.register({ redirectUris: ['http://127.0.0.1'] })
  const token = server.auth.issue({ account: 'ada', clientId: app.id })
  const secrets = {
    clientId: app.id,
    clientSecret: app.secret,
    accessToken: token.access,
    refreshToken: token.refresh,
    expiresAt: null,
    refreshExpiresAt: null,
    scopes: [],
  }
  driver = await createDriver(publisher(), account, secrets, { clock: movedClock(server.advance), patienceMs: 600_000 })
})
afterEach(() => {
  server.plan.heal()
  Object.assign(server.state.options, { verified: true, keepsPrivate: false, uploadsLeft: 1_000 })
})
afterAll(async () => {
  await driver.stop()
  await server.stop()
})

let count = 0
function film(extra: DeliverySpec = {}, bytes = 600_000): TestDelivery {
  const title = `Film ${++count}`
  const settings = { madeForKids: 'no', ...extra.settings }
  const parts = [{ text: `About ${title}`, media: [driver.video(`${count}.mp4`, { bytes })] }]
  return driver.newDelivery(parts, { title, ...extra, settings })
}
const videoOf = ({ landed }: TestDelivery) => {
  const video = server.state.videos.find(({ id }) => id === landed[0]?.remoteId)
  if (!video) throw new Error('There is no such video')
  return video
}
const puts = () =>
  server.requests.filter(({ method }) => method === 'PUT').map(({ target }) => target.split('/').at(-1))
const pieces = () => server.requests.flatMap(({ headers }) => headers['content-range'] ?? [])

/** Published, and what was said of it besides. */
async function published(delivery: TestDelivery): Promise<string | null> {
  const outcome: CommitOutcome = await driver.attempt(delivery)
  expect(outcome).toMatchObject({ is: 'published' })
  return outcome.is === 'published' ? (outcome.note?.says ?? null) : null
}

describe('an upload', () => {
  test('sends whole pieces first and a short last one, without asking where it stands', async () => {
    const before = pieces().length
    await published(film())
    expect(pieces().slice(before)).toEqual(['bytes 0-524287/600000', 'bytes 524288-599999/600000'])
  })

  test('that broke in the middle of a piece goes on at the byte YouTube names', async () => {
    const delivery = film({}, 3_000_000)
    server.plan.next({ path: '/upload/youtube/v3/videos/piece' }, { kind: 'drop_during', at: 0.4 })
    expect(await driver.attempt(delivery)).toMatchObject({ is: 'not_sent', failure: { code: 'network' } })
    const before = pieces().length
    await published(delivery)
    expect(pieces().slice(before)).toEqual([
      'bytes */3000000',
      expect.stringMatching(/^bytes (?!0-)\d+-2883583\/3000000$/),
      'bytes 2883584-2999999/3000000',
    ])
    expect(videoOf(delivery).sha256).toBe(delivery.post.parts[0]?.media[0]?.sha256)
  })

  test('that YouTube has forgotten begins anew', async () => {
    const delivery = film()
    server.plan.next({ path: '/upload/youtube/v3/videos/piece' }, { kind: 'error_before', status: 503 })
    await driver.attempt(delivery)
    server.state.sessions.length = 0
    expect(await driver.attempt(delivery)).toMatchObject({ is: 'not_sent', failure: { says: 'upload_expired' } })
    await published(delivery)
  })

  test('whose words were refused begins anew with others', async () => {
    const delivery = film()
    const end = driver.answer(
      { method: 'PUT' },
      { status: 400, body: { error: { errors: [{ reason: 'invalidTags' }] } } },
    )
    expect(await driver.attempt(delivery)).toMatchObject({ is: 'rejected', failure: { params: { field: 'tags' } } })
    end()
    const changed = { ...delivery, post: { ...delivery.post, title: 'Other words' } }
    await published(changed)
    expect(videoOf(changed).snippet.title).toBe('Other words')
  })

  test('that was complete all along is not sent again', async () => {
    const delivery = film()
    server.plan.next({ path: '/upload/youtube/v3/videos/last' }, { kind: 'drop_after' })
    expect(await driver.attempt(delivery)).toMatchObject({ is: 'unknown' })
    const before = puts().length
    await published(delivery)
    expect(puts().slice(before)).toEqual(['state'])
  })

  test('keeps the address of the upload out of everything that is said and logged', () => {
    expect(server.state.sessions.length).toBeGreaterThan(0)
    for (const { id } of server.state.sessions)
      for (const line of [...driver.said, ...server.requests.map(({ target }) => target)])
        expect(line).not.toContain(id)
  })
})

describe('a lost answer', () => {
  const lost = async (delivery: TestDelivery) => {
    server.plan.next({ path: '/upload/youtube/v3/videos/last' }, { kind: 'drop_after' })
    expect(await driver.attempt(delivery)).toMatchObject({ is: 'unknown' })
  }

  test('is found by the upload, and what was to follow still follows', async () => {
    const thumbnail = await driver.image('cover.png', '#123', '')
    const delivery = film({ assets: { thumbnail }, settings: { playlist: 'PLada1' } })
    await lost(delivery)
    const seen = await driver.reconcile(delivery)
    expect(seen).toMatchObject({ is: 'there', handle: { remoteId: expect.any(String) } })
    delivery.handle = { value: seen.is === 'there' ? seen.handle : null }
    await published(delivery)
    expect(videoOf(delivery).thumbnail).not.toBeNull()
    expect(server.state.playlists[0]?.videoIds).toContain(videoOf(delivery).id)
  })

  test.each([0, -7, 7])(
    'is found in the channel’s list where YouTube has forgotten the upload, our clock %i hours ahead',
    async (hours) => {
      const delivery = film()
      await lost(delivery)
      server.state.sessions.length = 0
      const made = server.state.videos.at(-1)
      expect(await driver.reconcile(delivery, hours * 3_600_000)).toMatchObject({
        is: 'there',
        remote: { remoteId: made?.id },
      })
    },
  )

  test('is left to the person where neither shows it, or two are alike', async () => {
    const delivery = film()
    server.plan.next({ path: '/upload/youtube/v3/videos/last' }, { kind: 'drop_before' })
    await driver.attempt(delivery)
    server.state.sessions.length = 0
    expect(await driver.reconcile(delivery)).toMatchObject({ is: 'cannot_tell', why: { says: 'not_listed' } })
    const twin = { title: 'Twins' }
    const [one, two] = [film(twin), film(twin)]
    for (const each of [one, two]) {
      each.post.parts.forEach((part) => Object.assign(part, { text: 'Alike' }))
      await lost(each)
    }
    server.state.sessions.length = 0
    expect(await driver.reconcile(two)).toMatchObject({ is: 'cannot_tell', why: { says: 'several_alike' } })
  })
})

describe('what follows a video', () => {
  const everything = async () => ({
    assets: { thumbnail: await driver.image('cover.png', '#321', '') },
    settings: {
      playlist: 'PLada1',
      language: ['en'],
      subtitles: 'WEBVTT\n\n00:00:00.000 --> 00:00:01.000\nHello',
    },
  })

  test('is done once it is processed, each thing once', async () => {
    server.state.options.processing = { looks: 2, fails: false }
    const delivery = film(await everything())
    expect(await published(delivery)).toBeNull()
    const { id, thumbnail, captions } = videoOf(delivery)
    expect(thumbnail).toMatchObject({ type: 'image/png' })
    expect(captions).toMatchObject([{ language: 'en', text: expect.stringContaining('Hello') }])
    expect(server.state.playlists[0]?.videoIds.filter((known) => known === id)).toHaveLength(1)
  })

  test.each([
    ['/youtube/v3/playlistItems', 'playlist'],
    ['/upload/youtube/v3/captions', 'subtitles'],
  ])('is not done twice when the answer of %s is lost', async (path) => {
    const delivery = film(await everything())
    server.plan.next({ method: 'POST', path }, { kind: 'drop_after' })
    expect(await published(delivery)).toBeNull()
    const { id, captions } = videoOf(delivery)
    expect(captions).toHaveLength(1)
    expect(server.state.playlists[0]?.videoIds.filter((known) => known === id)).toHaveLength(1)
  })

  test('and is refused leaves the video out in the world, with a note', async () => {
    server.state.options.verified = false
    const delivery = film(await everything())
    expect(await published(delivery)).toBe('youtube_without_thumbnail')
    expect(videoOf(delivery)).toMatchObject({ state: 'processed', captions: [{ language: 'en' }], thumbnail: null })
    expect(await published(film({ settings: { playlist: 'PLgone' } }))).toBe('youtube_without_playlist')
    const both = film({ ...(await everything()), settings: { playlist: 'PLgone' } })
    expect(await published(both)).toBe('youtube_without_extras')
  })

  test('and stays in the way is given up after an hour, with a note', async () => {
    const delivery = film(await everything())
    server.plan.next(
      { path: '/upload/youtube/v3/thumbnails/set' },
      { kind: 'error_before', status: 503 },
      { times: 1_000 },
    )
    const began = driver.clock.now()
    expect(await published(delivery)).toBe('youtube_without_thumbnail')
    expect(driver.clock.now() - began).toBeGreaterThanOrEqual(3_600_000)
    expect(videoOf(delivery).captions).toHaveLength(1)
  })

  test('a video that YouTube keeps private is out, with a note', async () => {
    server.state.options.keepsPrivate = true
    expect(await published(film())).toBe('youtube_kept_private')
    expect(await published(film({ settings: { privacy: 'private' } }))).toBeNull()
  })
})

describe('a schedule that YouTube holds', () => {
  const later = (ms: number) => film({ dueAt: driver.clock.now() + ms, settings: { handOff: true } })

  test('is the time of the post on a private video', async () => {
    const delivery = later(3_600_000)
    expect(await driver.attempt(delivery)).toMatchObject({ is: 'handed_off' })
    expect(videoOf(delivery).status).toMatchObject({ privacyStatus: 'private', publishAt: delivery.post.dueAt })
  })

  test('too near is not asked for', async () => {
    const delivery = later(60_000)
    await published(delivery)
    expect(videoOf(delivery).status).toMatchObject({ privacyStatus: 'public', publishAt: null })
  })

  test('survives a change of the words', async () => {
    const delivery = later(3_600_000)
    await driver.attempt(delivery)
    const [remote] = delivery.landed
    await edit(delivery, remote, { title: 'Changed' })
    expect(videoOf(delivery)).toMatchObject({
      snippet: { title: 'Changed' },
      status: { privacyStatus: 'private', publishAt: delivery.post.dueAt },
    })
  })
})

async function edit(delivery: TestDelivery, remote: Remote | undefined, change: object, index = 0): Promise<void> {
  const { prepare, edit: change_ } = publisher()
  if (!change_ || !remote) throw new Error('There is nothing to edit')
  const context = { ...driver.context(delivery), editing: true }
  await change_(await prepare({ ...delivery.post, ...change }, context), index, remote, context)
}

describe('a video that is out', () => {
  test('is changed as a whole: what was left out is empty, and nothing is uploaded', async () => {
    const delivery = film({ settings: { tags: ['old'], license: 'creativeCommon' } })
    await published(delivery)
    const before = pieces().length
    const settings = { madeForKids: 'yes', privacy: 'unlisted', category: '28' }
    await edit(delivery, delivery.landed[0], { title: 'New', settings })
    expect(videoOf(delivery)).toMatchObject({
      snippet: { title: 'New', tags: [], categoryId: '28' },
      status: { license: 'youtube', privacyStatus: 'unlisted', selfDeclaredMadeForKids: true },
    })
    expect(pieces()).toHaveLength(before)
  })

  test('and its first comment are changed and deleted each by itself', async () => {
    const delivery = film()
    const comment = { role: 'comment', text: 'First', media: [] } as const
    const both = { ...delivery, post: { ...delivery.post, parts: [...delivery.post.parts, comment] } }
    await driver.publish(both)
    const [video, below] = both.landed
    const parts = both.post.parts.map((part) => (part.role === 'comment' ? { ...part, text: 'Better' } : part))
    await edit(both, below, { parts }, 1)
    expect(server.state.comments.at(-1)).toMatchObject({ text: 'Better', videoId: video?.remoteId })
    expect(below?.url).toContain(`v=${video?.remoteId}&lc=`)
    if (!below || !video) throw new Error('It is not out')
    await publisher().remove?.(below, driver.context(both))
    expect(server.state.comments.filter(({ videoId }) => videoId === video.remoteId)).toEqual([])
    expect(videoOf(both)).toBeDefined()
    await publisher().remove?.(below, driver.context(both))
  })

  test('takes no comment where it is for kids, and says why', async () => {
    const delivery = film({ settings: { madeForKids: 'yes' } })
    const comment = { role: 'comment', text: 'First', media: [] } as const
    const both = { ...delivery, post: { ...delivery.post, parts: [...delivery.post.parts, comment] } }
    expect(await driver.attempt(both)).toMatchObject({
      is: 'rejected',
      failure: { code: 'content', says: 'youtube_comments_closed' },
    })
    expect(both.landed).toHaveLength(1)
  })
})

describe('the day’s quota', () => {
  test('that is used up is told, and waited for until midnight in California', async () => {
    const end = driver.answer(
      { path: '/upload/youtube/v3/videos' },
      { status: 403, body: { error: { code: 403, errors: [{ reason: 'quotaExceeded' }] } } },
    )
    const outcome = await driver.attempt(film())
    end()
    const resetsAt = quotaResets(driver.clock.now())
    expect(outcome).toMatchObject({ is: 'deferred', failure: { says: 'quota_used_up' } })
    expect(outcome.is === 'deferred' && Math.abs(outcome.until - resetsAt)).toBeLessThan(5_000)
    expect(driver.quotas.at(-1)).toMatchObject({ remaining: 0, limit: 100 })
  })

  test.each([
    ['2026-11-25T07:59:59.500Z', '2026-11-25T08:00:00.000Z'],
    ['2026-11-25T08:00:00.000Z', '2026-11-26T08:00:00.000Z'],
    ['2026-07-01T12:00:00.000Z', '2026-07-02T07:00:00.000Z'],
    // Clocks go forward on 8 March and back on 1 November 2026.
    ['2026-03-08T09:00:00.000Z', '2026-03-09T07:00:00.000Z'],
    ['2026-11-01T08:00:00.000Z', '2026-11-02T08:00:00.000Z'],
  ])('at %s starts anew at %s', (now, midnight) =>
    expect(new Date(quotaResets(Date.parse(now))).toISOString()).toBe(midnight),
  )
})
