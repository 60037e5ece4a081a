import { afterEach, beforeEach, expect, test } from 'vitest'
import { startTikTok, type TikTok } from './index.ts'

let server: TikTok
let token: string

beforeEach(async () => {
  server = await startTikTok()
  token = server.auth.issue({ account: 'ada', clientId: server.auth.register({ redirectUris: [] }).id }).access
})
afterEach(() => server.stop())

interface Told {
  readonly status: number
  readonly data: Readonly<Record<string, unknown>>
  readonly code: string
}

async function post(path: string, json: object, bearer = token): Promise<Told> {
  const answer = await fetch(`${server.url}/v2/post/publish/${path}/`, {
    method: 'POST',
    headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json; charset=UTF-8' },
    body: JSON.stringify(json),
  })
  const { data, error } = (await answer.json()) as { data: Told['data']; error: { code: string } }
  return { status: answer.status, data, code: error.code }
}

const source = (size: number, chunk = size, count = 1) => ({
  source_info: { source: 'FILE_UPLOAD', video_size: size, chunk_size: chunk, total_chunk_count: count },
})
const off = { disable_comment: true, disable_duet: true, disable_stitch: true }

async function put(
  address: unknown,
  range: string,
  body: Uint8Array<ArrayBuffer>,
  headers: Record<string, string> = {},
) {
  const answer = await fetch(String(address), {
    method: 'PUT',
    headers: { 'content-type': 'video/mp4', 'content-range': `bytes ${range}`, ...headers },
    body,
  })
  return answer.status
}

test('who may see a post must be one of the creator’s choices, and every field be known', async () => {
  const start = (info: object) => post('video/init', { post_info: { ...off, ...info }, ...source(10) })
  expect(await start({})).toMatchObject({ status: 400, code: 'invalid_params' })
  expect(await start({ privacy_level: 'FOLLOWER_OF_CREATOR' })).toMatchObject({
    status: 403,
    code: 'privacy_level_option_mismatch',
  })
  expect(await start({ privacy_level: 'SELF_ONLY', brand_content_toggle: true })).toMatchObject({ status: 400 })
  expect(await start({ privacy_level: 'SELF_ONLY', disable_coment: true })).toMatchObject({ status: 400 })
  expect(await start({ privacy_level: 'SELF_ONLY' })).toMatchObject({ status: 200, code: 'ok' })
})

test('chunks are as the guide says, or the start is refused', async () => {
  const code = async (...given: Parameters<typeof source>) => (await post('inbox/video/init', source(...given))).code
  expect(await code(50_000_123, 10_000_000, 5)).toBe('ok')
  expect(await code(50_000_123, 10_000_000, 6)).toBe('invalid_params')
  expect(await code(50_000_123, 4_000_000, 12)).toBe('invalid_params')
  expect(await code(70_000_000, 64_000_000, 1)).toBe('invalid_params')
})

test('bytes come in order, by the address alone, within the hour', async () => {
  const { data } = await post('inbox/video/init', source(4))
  const { upload_url: address, publish_id: id } = data
  const bytes = new Uint8Array([1, 2, 3, 4])
  expect(await put(address, '2-3/4', bytes.slice(2))).toBe(416)
  expect(await put(address, '0-3/5', bytes)).toBe(400)
  expect(await put(address, '0-3/4', bytes, { authorization: 'Bearer x' })).toBe(400)
  expect(await put(`${server.url}/video/?upload_id=1&upload_token=2`, '0-3/4', bytes)).toBe(404)
  expect((await post('status/fetch', { publish_id: id })).data).toMatchObject({ status: 'PROCESSING_UPLOAD' })
  expect(await put(address, '0-3/4', bytes)).toBe(201)
  expect(await put(address, '0-3/4', bytes)).toBe(416)
  expect((await post('status/fetch', { publish_id: id })).data).toMatchObject({ status: 'SEND_TO_USER_INBOX' })
  const late = await post('inbox/video/init', source(4))
  server.advance(3_600_001)
  expect(await put(late.data['upload_url'], '0-3/4', bytes)).toBe(403)
})

test('each needs its own permission, and a post is told to its creator alone', async () => {
  const only = (...scopes: string[]) => server.auth.issue({ account: 'ada', scopes }).access
  expect(await post('creator_info/query', {}, only('video.upload'))).toMatchObject({
    status: 401,
    code: 'scope_not_authorized',
  })
  expect(await post('inbox/video/init', source(4), only('video.publish'))).toMatchObject({ status: 401 })
  const { data } = await post('inbox/video/init', source(4))
  const grace = server.auth.issue({ account: 'grace' }).access
  expect((await post('status/fetch', { publish_id: data['publish_id'] }, grace)).status).toBe(403)
  expect(await post('status/fetch', { publish_id: 'v_pub_file~v2.1' })).toMatchObject({ code: 'invalid_publish_id' })
})

test('pictures come from verified addresses, and six starts fit into a minute', async () => {
  const photos = (info: object, url: string) =>
    post('content/init', {
      media_type: 'PHOTO',
      post_mode: 'MEDIA_UPLOAD',
      post_info: info,
      source_info: { source: 'PULL_FROM_URL', photo_images: [url], photo_cover_index: 0 },
    })
  expect(await photos({}, 'https://elsewhere.example/a.jpg')).toMatchObject({ code: 'url_ownership_unverified' })
  expect(await photos({ privacy_level: 'SELF_ONLY' }, `${server.url}/a.jpg`)).toMatchObject({ status: 400 })
  const { data } = await photos({}, `${server.url}/nothing.jpg`)
  expect((await post('status/fetch', { publish_id: data['publish_id'] })).data).toMatchObject({
    status: 'FAILED',
    fail_reason: 'photo_pull_failed',
  })
  for (let count = 0; count < 3; count++) await photos({}, `${server.url}/nothing.jpg`)
  expect(await photos({}, `${server.url}/nothing.jpg`)).toMatchObject({ status: 429, code: 'rate_limit_exceeded' })
})
