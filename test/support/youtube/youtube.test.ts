import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { scopes } from './access.ts'
import { startYouTube, type YouTube } from './index.ts'

let server: YouTube
let token: string
beforeEach(async () => {
  server = await startYouTube()
  token = server.auth.issue({ account: 'ada' }).access
})
afterEach(() => server.stop())

const total = 300_000
const resource = {
  snippet: { title: 'A film', description: '', tags: [], categoryId: '22' },
  status: { privacyStatus: 'public', selfDeclaredMadeForKids: false },
}
const call = async (method: string, target: string, init: { json?: unknown; headers?: object; body?: Buffer } = {}) => {
  const answer = await fetch(target.startsWith('/') ? server.url + target : target, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(init.json !== undefined && { 'content-type': 'application/json' }),
      ...init.headers,
    },
    ...(init.json !== undefined && { body: JSON.stringify(init.json) }),
    ...(init.body && { body: new Uint8Array(init.body) }),
  })
  const text = await answer.text()
  return { status: answer.status, headers: answer.headers, json: (text ? JSON.parse(text) : {}) as Answer }
}
interface Answer {
  id?: string
  items?: { status?: Record<string, unknown> }[]
  error?: { errors: { reason: string }[] }
}
const reason = ({ status, json }: { status: number; json: Answer }) => `${status} ${json.error?.errors[0]?.reason}`
const begin = (json: unknown = resource, headers: object = {}) =>
  call('POST', '/upload/youtube/v3/videos?uploadType=resumable&part=snippet,status', {
    json,
    headers: { 'x-upload-content-length': String(total), 'x-upload-content-type': 'video/mp4', ...headers },
  })
const put = (uri: string, start: number, end: number, length = end - start) =>
  call('PUT', uri, {
    headers: { 'content-range': `bytes ${start}-${end - 1}/${total}`, 'content-type': 'video/mp4' },
    body: Buffer.alloc(length, 7),
  })
const ask = (uri: string) => call('PUT', uri, { headers: { 'content-range': `bytes */${total}` } })
const address = async () => (await begin()).headers.get('location') ?? ''

describe('an upload', () => {
  test('takes pieces in order, says how far it is, and makes the video with the last', async () => {
    const uri = await address()
    expect((await ask(uri)).headers.get('range')).toBeNull()
    const first = await put(uri, 0, 262_144)
    expect([first.status, first.headers.get('range')]).toEqual([308, 'bytes=0-262143'])
    expect(server.state.videos).toEqual([])
    const last = await put(uri, 262_144, total)
    expect(last.status).toBe(200)
    expect(await ask(uri)).toMatchObject({ status: 200, json: { id: last.json.id } })
    expect(server.visible()).toMatchObject([{ bytes: total }])
  })

  test('refuses pieces that are crooked, out of order, or of another length than they say', async () => {
    const uri = await address()
    expect(reason(await put(uri, 0, 1_000))).toBe('400 badRequest')
    expect(reason(await put(uri, 262_144, total))).toBe('400 badRequest')
    expect(reason(await put(uri, 0, 262_144, 5))).toBe('400 badRequest')
  })

  test('is over after a week, and unknown to others', async () => {
    const uri = await address()
    token = server.auth.issue({ account: 'grace' }).access
    expect((await ask(uri)).status).toBe(404)
    token = server.auth.issue({ account: 'ada', accessMs: null }).access
    server.advance(8 * 86_400_000)
    expect((await ask(uri)).status).toBe(404)
  })

  test.each([
    ['a title with brackets', { ...resource.snippet, title: '<b>' }, {}, 'invalidTitle'],
    [
      'a description that is too long',
      { ...resource.snippet, description: 'é'.repeat(2_501) },
      {},
      'invalidDescription',
    ],
    ['tags that are too long', { ...resource.snippet, tags: ['a b'.padEnd(499)] }, {}, 'invalidTags'],
    ['a category that takes no videos', { ...resource.snippet, categoryId: '18' }, {}, 'invalidCategoryId'],
    ['a time on a public video', resource.snippet, { publishAt: '2099-01-01T00:00:00.000Z' }, 'invalidPublishAt'],
    ['a field nobody knows', { ...resource.snippet, colour: 'red' }, {}, 'invalidParameter'],
    ['a boolean written as text', resource.snippet, { embeddable: 'true' }, 'badRequest'],
  ])('refuses %s', async (_, snippet, status, expected) => {
    expect(reason(await begin({ snippet, status: { ...resource.status, ...status } }))).toBe(`400 ${expected}`)
  })

  test('refuses what is no film, and a hundred and first in a day', async () => {
    expect(reason(await begin(resource, { 'x-upload-content-type': 'image/png' }))).toBe('400 badContent')
    server.state.options.quota.uploads = 1
    expect(reason(await begin())).toBe('403 quotaExceeded')
    token = server.auth.issue({ account: 'ada', accessMs: null }).access
    server.advance(86_400_000)
    expect((await begin()).status).toBe(200)
  })
})

test('a sign-in without the scope is refused, and so is one that has ended', async () => {
  token = server.auth.issue({ account: 'ada', scopes: [scopes.readonly] }).access
  expect(reason(await begin())).toBe('403 insufficientPermissions')
  server.auth.expireAccess()
  expect(reason(await begin())).toBe('401 authError')
})

test('a video that waits for its time becomes public then', async () => {
  const publishAt = new Date(server.now() + 60_000).toISOString()
  const begun = await begin({ ...resource, status: { privacyStatus: 'private', publishAt } })
  const uri = begun.headers.get('location') ?? ''
  await put(uri, 0, 262_144)
  const { json } = await put(uri, 262_144, total)
  const privacy = async () =>
    (await call('GET', `/youtube/v3/videos?part=status&id=${json.id}`)).json.items?.[0]?.status?.['privacyStatus']
  expect(await privacy()).toBe('private')
  server.advance(61_000)
  expect(await privacy()).toBe('public')
})
