import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import sharp from 'sharp'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { said } from '../../contract/sentences/index.ts'
import { openTestWorkspace, type TestWorkspace } from '../testing.ts'

// Posts, library and queue as they are wired in a workspace; what each does alone is tested beside it.

let workspace: TestWorkspace
let account: string
let other: string

beforeEach(async () => {
  workspace = openTestWorkspace()
  account = await workspace.practiceAccount('One')
  other = await workspace.practiceAccount('Two')
})
afterEach(() => workspace.dispose())

const feed = () => workspace.practice.list({ limit: 50 }).items.map(({ text, accountId }) => [text, accountId])
const schedule = (post: string, wallTime = '2026-11-24T10:30') =>
  workspace.publishing.schedule(post, { when: { wallTime, zone: 'Europe/Berlin' }, skipProblems: false })
const at = (time: string) => workspace.clock.to(Date.parse(`2026-11-24T${time}Z`))

test('a post moved by editing its time goes out at the new time, earlier ones too', async () => {
  const post = workspace.draft('moved', [account])
  schedule(post, '2026-11-24T12:00')
  expect(workspace.posts.update(post, { when: { wallTime: '2026-11-24T10:30' } }).deliveries).toMatchObject([
    { status: 'scheduled', dueAt: '2026-11-24T09:30:00.000Z', wallTime: '2026-11-24T10:30' },
  ])
  await at('09:30:00')
  expect(feed()).toEqual([['moved', account]])
})

test('an account taken out of a scheduled post gets nothing, and the text sent is the newest', async () => {
  const post = workspace.draft('first', [account, other])
  schedule(post)
  const [variant] = workspace.posts.get(post).variants
  workspace.posts.update(post, { parts: [{ text: 'second', media: [] }], variants: variant ? [variant] : [] })
  await at('09:31:00')
  expect(feed()).toEqual([['second', account]])
  expect(workspace.posts.get(post).status).toBe('published')
})

test('a deleted post does not go out, and brought back it waits for a new time', async () => {
  const post = workspace.draft('deleted', [account, other])
  schedule(post)
  expect(workspace.posts.delete(post).canceled).toBe(2)
  workspace.posts.undelete(post)
  await at('10:00:00')
  expect(feed()).toEqual([])
  expect(workspace.posts.get(post).status).toBe('canceled')
  schedule(post, '2026-11-24T11:30')
  await at('10:30:00')
  expect(feed()).toHaveLength(2)
})

test('every version that mattered is kept: created, edited, scheduled, published', async () => {
  const post = workspace.draft('first', [account])
  workspace.posts.update(post, { parts: [{ text: 'second', media: [] }] })
  schedule(post)
  await at('09:31:00')
  expect(
    workspace.posts
      .versions(post)
      .map(({ reason }) => reason)
      .reverse(),
  ).toEqual(['created', 'edited', 'scheduled', 'published'])
})

test('a post edited after its approval does not go out until it is approved again', async () => {
  workspace.configure({ approval: true })
  const post = workspace.draft('seen', [account])
  const { revision } = workspace.posts.submit(post)
  workspace.posts.approve(post, revision)
  schedule(post)
  workspace.posts.update(post, { parts: [{ text: 'changed behind the back', media: [] }] })
  await at('09:31:00')
  expect(feed()).toEqual([])
  expect(workspace.posts.get(post)).toMatchObject({ review: 'draft', status: 'missed' })
})

test('a post whose picture was lost before its time fails with what to do, and nothing is sent', async () => {
  const picture = await sharp({ create: { width: 9, height: 9, channels: 3, background: '#fff' } })
    .png()
    .toBuffer()
  const asset = await workspace.media.addStream('boat.png', Readable.from([picture]), 'A boat')
  const post = workspace.draft('', [account], {})
  workspace.posts.update(post, { parts: [{ text: 'With a boat', media: [{ assetId: asset.id, alt: null }] }] })
  expect(workspace.media.get(asset.id).usedBy).toBe(1)
  schedule(post)
  rmSync(join(workspace.folder, 'media', asset.sha256.slice(0, 2)), { recursive: true })
  await at('09:31:00')
  expect(feed()).toEqual([])
  expect(workspace.posts.get(post).deliveries).toMatchObject([
    { status: 'failed', reason: { code: 'preflight', message: expect.stringContaining('library') } },
  ])
})

test('a post for an account whose connection broke fails as such, not as a fault of its text', async () => {
  const post = workspace.draft('hello', [account])
  schedule(post)
  workspace.accounts.markBroken(account, said('signed_out', { platform: 'Practice' }))
  await at('09:31:00')
  expect(workspace.posts.get(post).deliveries).toMatchObject([{ status: 'failed', reason: { code: 'reconnect' } }])
})
