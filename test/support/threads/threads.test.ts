import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import sharp from 'sharp'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { startThreads, type Threads } from './index.ts'

const day = 24 * 3_600_000
let threads: Threads
let token: string
let host: Server
let files: string

beforeAll(async () => {
  const draw = (width: number, height: number) => sharp({ create: { width, height, channels: 3, background: '#a33' } })
  const served: Record<string, Buffer> = {
    '/a.jpg': await draw(640, 640).jpeg().toBuffer(),
    '/long.png': await draw(1_100, 100).png().toBuffer(),
    '/a.webp': await draw(640, 640).webp().toBuffer(),
    '/a.mp4': Buffer.from('film'),
  }
  host = createServer((request, response) => {
    const body = served[request.url ?? '']
    response.writeHead(body ? 200 : 404).end(body)
  })
  await new Promise<void>((resolve) => host.listen(0, '127.0.0.1', resolve))
  files = `http://127.0.0.1:${(host.address() as AddressInfo).port}`
})
afterAll(() => void host.close())
beforeEach(async () => {
  threads = await startThreads()
  token = threads.token()
})
afterEach(() => threads.stop())

async function graph(method: string, path: string, form: Record<string, string> = {}, access = token) {
  const answer = await fetch(`${threads.url}/v1.0/${path}`, {
    method,
    headers: { authorization: `Bearer ${access}` },
    ...(method === 'POST' && { body: new URLSearchParams(form) }),
  })
  return (await answer.json()) as Record<string, unknown> & { id: string }
}
const errorOf = async (...asked: Parameters<typeof graph>) => {
  const { error } = (await graph(...asked)) as { error?: { code: number; error_subcode?: number } }
  return error && [error.code, error.error_subcode]
}
const container = (form: Record<string, string>) => graph('POST', 'me/threads', form)
const publish = (creation: string) => graph('POST', 'me/threads_publish', { creation_id: creation })
const post = async (form: Record<string, string>) => {
  const { id } = await container({ media_type: 'TEXT', ...form })
  threads.advance(10_000)
  return await publish(id)
}

describe('refuses', () => {
  const words = { media_type: 'TEXT', text: 'Hello' }
  test.each<[string, () => Record<string, string>, number, number?]>([
    ['a field it does not know', () => ({ ...words, caption: 'x' }), 100],
    ['a text without words', () => ({ media_type: 'TEXT', text: '' }), 100],
    ['a text that is too long, emoji being bytes', () => ({ ...words, text: `${'x'.repeat(497)}🧵` }), 100],
    [
      'a sixth link',
      () => ({ ...words, text: [1, 2, 3, 4, 5, 6].map((n) => `https://a.example/${n}`).join(' ') }),
      100,
    ],
    [
      'a card beside a picture',
      () => ({ media_type: 'IMAGE', image_url: `${files}/a.jpg`, link_attachment: 'https://a.example' }),
      100,
    ],
    [
      'two attachments',
      () => ({ ...words, link_attachment: 'https://a.example', gif_attachment: '{"gif_id":"1","provider":"GIPHY"}' }),
      100,
    ],
    ['a poll of one answer', () => ({ ...words, poll_attachment: '{"option_a":"Yes"}' }), 100],
    [
      'an answer that is too long',
      () => ({ ...words, poll_attachment: `{"option_a":"Yes","option_b":"${'x'.repeat(26)}"}` }),
      100,
    ],
    ['a topic with a full stop', () => ({ ...words, topic_tag: 'a.b' }), 100],
    ['a ghost with a topic', () => ({ ...words, is_ghost_post: 'true', topic_tag: 'a' }), 100],
    ['a reply to nothing', () => ({ ...words, reply_to_id: '1' }), 24, 4_279_009],
    ['what it cannot fetch', () => ({ media_type: 'IMAGE', image_url: `${files}/none.jpg` }), 1, 2_207_052],
    ['a picture it does not know', () => ({ media_type: 'IMAGE', image_url: `${files}/a.webp` }), 36_001, 2_207_005],
    ['a picture of another shape', () => ({ media_type: 'IMAGE', image_url: `${files}/long.png` }), 36_003, 2_207_009],
    ['a carousel of one', () => ({ media_type: 'CAROUSEL', children: '1' }), 100],
  ])('%s', async (_, form, code, subcode) => {
    expect(await errorOf('POST', 'me/threads', form())).toEqual([code, subcode])
  })

  test('to publish what is not ready, is gone, is out already, or is one too many', async () => {
    const made = await container(words)
    expect(await errorOf('POST', 'me/threads_publish', { creation_id: made.id })).toEqual([24, 4_279_009])
    threads.advance(2_000)
    await publish(made.id)
    expect(await errorOf('POST', 'me/threads_publish', { creation_id: made.id })).toEqual([24, 4_279_009])
    threads.options.postsADay = 1
    const late = await container(words)
    threads.advance(2_000)
    expect(await errorOf('POST', 'me/threads_publish', { creation_id: late.id })).toEqual([9, 2_207_042])
  })

  test.each([
    [
      'publishing',
      'threads_content_publish',
      () => errorOf('POST', 'me/threads', words, weak('threads_content_publish')),
    ],
    [
      'the list of replies',
      'threads_read_replies',
      () => errorOf('GET', 'me/replies', {}, weak('threads_read_replies')),
    ],
    [
      'places',
      'threads_location_tagging',
      () => errorOf('GET', 'location_search?q=kiel', {}, weak('threads_location_tagging')),
    ],
  ])('%s without %s', async (_, __, asked) => expect(await asked()).toEqual([200, undefined]))
  const weak = (lacking: string) =>
    threads.token({
      granted: [
        ...['threads_basic', 'threads_content_publish', 'threads_read_replies', 'threads_location_tagging'],
      ].filter((scope) => scope !== lacking),
    })
})

test('a container tells how it stands, from being worked on to being published', async () => {
  const stands = async () => (await graph('GET', `${made.id}?fields=status,error_message`))['status']
  const made = await container({ media_type: 'VIDEO', video_url: `${files}/a.mp4` })
  expect(await stands()).toBe('IN_PROGRESS')
  threads.advance(10_000)
  expect(await stands()).toBe('FINISHED')
  await publish(made.id)
  expect(await stands()).toBe('PUBLISHED')
  const old = await container({ media_type: 'TEXT', text: 'x' })
  threads.advance(day + 1)
  expect(await graph('GET', `${old.id}?fields=status`)).toMatchObject({ status: 'EXPIRED' })
})

test('a thread is replies, listed apart and counted apart, and a post that is deleted is gone', async () => {
  const root = await post({ text: 'One' })
  await post({ text: 'Two', reply_to_id: root.id })
  expect(await graph('GET', 'me/threads?fields=text')).toMatchObject({ data: [{ text: 'One' }] })
  expect(await graph('GET', 'me/replies?fields=text,replied_to')).toMatchObject({
    data: [{ text: 'Two', replied_to: { id: root.id } }],
  })
  expect(await graph('GET', 'me/threads_publishing_limit?fields=quota_usage,reply_quota_usage')).toEqual({
    data: [{ quota_usage: 1, reply_quota_usage: 1 }],
  })
  await graph('DELETE', root.id)
  expect(await errorOf('DELETE', root.id)).toEqual([24, 4_279_009])
})

test('a token is renewed when it is a day old, not before and not after its end', async () => {
  const renew = async () =>
    (await fetch(`${threads.url}/refresh_access_token?grant_type=th_refresh_token&access_token=${token}`)).status
  expect(await renew()).toBe(400)
  threads.advance(2 * day)
  expect(await renew()).toBe(200)
  threads.advance(60 * day)
  expect(await renew()).toBe(400)
})
