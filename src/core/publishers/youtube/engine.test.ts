import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startYouTube, type YouTube } from '../../../../test/support/youtube/index.ts'
import { createTestClock, openTestWorkspace, type TestClock, type TestWorkspace } from '../../testing.ts'
import { createYouTube } from './index.ts'

/*
 * What the engine does around a post, seen at a platform that has all of it: a first comment, a file that a setting names, notes on what was left
 * out, and a post that is found while it is still worked on. Through the queue, with the database on disk.
 */
const clip = new URL('../../media/fixtures/clip.mp4', import.meta.url).pathname
const lastPiece = { method: 'PUT', path: '/upload/youtube/v3/videos/last' }
const comment = { method: 'POST', path: '/youtube/v3/commentThreads/insert' }

let youtube: YouTube
let folder: string
let clock: TestClock
let workspace: TestWorkspace
let account: string

const open = (at: string) => openTestWorkspace({ folder: at, clock, platforms: [createYouTube(youtube.url)] })

beforeEach(async () => {
  youtube = await startYouTube()
  folder = mkdtempSync(join(tmpdir(), 'broadside-youtube-'))
  clock = createTestClock(Date.now())
  workspace = open(join(folder, 'first'))
  const { id: clientId, secret } = youtube.auth.register({ redirectUris: ['http://127.0.0.1'] })
  workspace.accounts.apps.save('youtube', 'token', { clientId, clientSecret: secret ?? '' })
  const { access, refresh } = youtube.auth.issue({ account: 'ada', clientId })
  const { accounts, error } = await workspace.accounts.startConnection({
    platform: 'youtube',
    method: 'token',
    fields: { accessToken: access, refreshToken: refresh ?? '' },
  })
  if (!accounts[0]) throw new Error(error?.message)
  account = accounts[0]
})
afterEach(async () => {
  await workspace.dispose()
  await youtube.stop()
  rmSync(folder, { recursive: true, force: true })
})

/** A film for the account with these settings, due now or at `at`. Answers the post. */
async function schedule(settings: object, at: string | null = null): Promise<string> {
  const { id } = await workspace.media.add({ path: clip, name: 'clip.mp4', alt: '' })
  const post = workspace.draft('', [], {
    title: 'Engines',
    parts: [{ text: 'How they run', media: [{ assetId: id, alt: null }] }],
    variants: [{ accountId: account, parts: null, settings: { madeForKids: 'no', ...settings } }],
  })
  workspace.publishing.schedule(post, { when: at === null ? { now: true } : { at }, skipProblems: false })
  return post
}

async function picture(): Promise<string> {
  const png = await sharp({ create: { width: 1_280, height: 720, channels: 3, background: '#c8371f' } })
    .png()
    .toBuffer()
  return (await workspace.media.add({ base64: png.toString('base64'), name: 'cover.png', alt: '' })).id
}

const delivery = (post: string) => workspace.publishing.ofPost(post)[0]
const attempts = (post: string) => workspace.publishing.attempts(delivery(post)?.id ?? '')
const notes = (post: string) => attempts(post).flatMap(({ phases }) => phases.flatMap(({ note }) => note?.says ?? []))
const films = () => youtube.state.videos.map(({ snippet }) => snippet.description)
const comments = () => youtube.state.comments.map(({ videoId, text }) => ({ videoId, text }))

/** Lets answers come in while the workspace's clock goes on, and YouTube's with it. */
async function until(what: () => boolean): Promise<void> {
  for (let turn = 0; turn < 400 && !what(); turn++) {
    await new Promise((resolve) => setTimeout(resolve, 10))
    youtube.advance(1_000)
    await clock.by(1_000)
  }
  expect(what()).toBe(true)
}
const published = (post: string) => until(() => delivery(post)?.status === 'published')

describe('a first comment', () => {
  test('goes out once, under the post and after it', async () => {
    const post = await schedule({ firstComment: 'More below' })
    await published(post)
    const [video] = youtube.state.videos
    expect(films()).toEqual(['How they run'])
    expect(comments()).toEqual([{ videoId: video?.id, text: 'More below' }])
    expect(delivery(post)?.remote.map(({ part }) => part)).toEqual([0, 1])
  })

  test.each([
    ['had arrived', true],
    ['had not arrived', false],
  ])('whose answer a crash took away, and which %s, is there once afterwards', async (_when, done) => {
    youtube.plan.next(comment, { kind: 'stall', done })
    const post = await schedule({ firstComment: 'More below' })
    await until(() => youtube.requests.some(({ target }) => target.startsWith(comment.path)))
    // What a machine that dies now leaves on its disk.
    cpSync(join(folder, 'first'), join(folder, 'after'), { recursive: true })
    const dead = workspace
    workspace = open(join(folder, 'after'))
    expect(delivery(post)).toMatchObject({ status: 'unknown', remote: [{ part: 0 }] })
    await published(post)
    expect(films()).toEqual(['How they run'])
    expect(comments().map(({ text }) => text)).toEqual(['More below'])
    expect(attempts(post).map(({ outcome }) => outcome)).toContain(done ? 'reconciled:there' : 'reconciled:absent')
    await Promise.all([dead.dispose(), clock.by(60_000)])
  })

  test('that waits for the film when the program ends is sent after the next start', async () => {
    youtube.state.options.processing = { looks: 3, fails: false }
    const post = await schedule({ firstComment: 'More below' })
    await until(() => delivery(post)?.reason?.code === 'processing')
    workspace = await workspace.restart()
    expect(comments()).toEqual([])
    await published(post)
    expect([films(), comments().map(({ text }) => text)]).toEqual([['How they run'], ['More below']])
  })
})

test('a picture that a setting names reaches the platform', async () => {
  const post = await schedule({ thumbnail: await picture() })
  await published(post)
  expect(youtube.state.videos[0]?.thumbnail).toMatchObject({ type: 'image/png' })
  expect(notes(post)).toEqual([])
})

describe('what a platform did not take', () => {
  test('is told with the attempt that published, and the film is out all the same', async () => {
    youtube.state.options.verified = false
    const post = await schedule({ thumbnail: await picture() })
    await published(post)
    expect([films(), notes(post)]).toEqual([['How they run'], ['youtube_without_thumbnail']])
  })

  test('is told when it holds the post until its time, and what it did with it then', async () => {
    youtube.state.options.verified = false
    const at = new Date(clock.now() + 3_600_000).toISOString()
    const post = await schedule({ thumbnail: await picture(), handOff: true }, at)
    await until(() => delivery(post)?.status === 'handed_off')
    expect(notes(post)).toEqual(['youtube_without_thumbnail'])

    // Somebody takes the schedule away at YouTube: the film stays private.
    for (const { status } of youtube.state.videos) status.publishAt = null
    youtube.advance(3_600_000)
    await clock.by(3_600_000)
    await published(post)
    expect(notes(post)).toEqual(['youtube_kept_private', 'youtube_without_thumbnail'])
  })
})

test('a film whose answer was lost and that is found while it is worked on is asked about until it is out', async () => {
  youtube.plan.next(lastPiece, { kind: 'drop_after' })
  youtube.state.options.processing = { looks: 4, fails: false }
  const post = await schedule({ firstComment: 'More below' })
  await until(() => delivery(post)?.status === 'unknown')
  await until(() => delivery(post)?.reason?.code === 'processing')
  expect(delivery(post)).toMatchObject({ status: 'retrying', remote: [], publishedAt: null })
  await published(post)
  expect(attempts(post).map(({ outcome }) => outcome)).toContain('reconciled:there')
  expect([films(), comments().map(({ text }) => text)]).toEqual([['How they run'], ['More below']])
})
