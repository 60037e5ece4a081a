import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import sharp from 'sharp'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { startInstagram, type Instagram } from './index.ts'

const id = '17841400000000001'
let instagram: Instagram
let token: string
let host: Server
let files: string

beforeAll(async () => {
  const draw = (width: number, height: number) => sharp({ create: { width, height, channels: 3, background: '#a33' } })
  const served: Record<string, Buffer> = {
    '/a.jpg': await draw(640, 640).jpeg().toBuffer(),
    '/tall.jpg': await draw(640, 1_280).jpeg().toBuffer(),
    '/a.png': await draw(640, 640).png().toBuffer(),
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
  instagram = await startInstagram()
  token = instagram.pageToken('2000001')
})
afterEach(() => instagram.stop())

async function graph(method: string, path: string, form: Record<string, string> = {}, access = token) {
  const answer = await fetch(`${instagram.url}/v26.0/${path}`, {
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
const container = (form: Record<string, string>) => graph('POST', `${id}/media`, form)
const image = () => container({ image_url: `${files}/a.jpg`, caption: 'Hello' })
const publish = (creation: string) => graph('POST', `${id}/media_publish`, { creation_id: creation })

describe('refuses', () => {
  test.each([
    ['a field it does not know', () => ({ image_url: `${files}/a.jpg`, text: 'x' }), 100, undefined],
    ['a picture that is no JPEG', () => ({ image_url: `${files}/a.png` }), 36_001, 2_207_005],
    ['a picture of another shape', () => ({ image_url: `${files}/tall.jpg` }), 36_003, 2_207_009],
    ['what it cannot fetch', () => ({ image_url: `${files}/none.jpg` }), 9_004, 2_207_052],
    ['an address that is not of the web', () => ({ image_url: 'file:///a.jpg' }), 9_004, 2_207_052],
    [
      'a caption that is too long',
      () => ({ image_url: `${files}/a.jpg`, caption: 'x'.repeat(2_201) }),
      36_004,
      2_207_010,
    ],
    [
      'a plain video, which reels have replaced',
      () => ({ media_type: 'VIDEO', video_url: `${files}/a.mp4` }),
      100,
      2_207_023,
    ],
    [
      'tags of a picture without a place',
      () => ({ image_url: `${files}/a.jpg`, user_tags: '[{"username":"a"}]' }),
      100,
      undefined,
    ],
    [
      'a trial with collaborators',
      () => ({
        media_type: 'REELS',
        video_url: `${files}/a.mp4`,
        collaborators: '["a"]',
        trial_params: '{"graduation_strategy":"MANUAL"}',
      }),
      100,
      undefined,
    ],
    [
      'sponsors of what nobody paid for',
      () => ({ image_url: `${files}/a.jpg`, branded_content_sponsor_ids: '["1"]' }),
      100,
      undefined,
    ],
    ['a carousel of one', () => ({ media_type: 'CAROUSEL', children: '1' }), 100, 2_207_028],
  ])('%s', async (_, form, code, subcode) => {
    expect(await errorOf('POST', `${id}/media`, form())).toEqual([code, subcode])
  })

  test('to publish what is not ready, is gone, is out already, or is one too many', async () => {
    const made = await image()
    expect(await errorOf('POST', `${id}/media_publish`, { creation_id: made.id })).toEqual([9_007, 2_207_027])
    expect(await errorOf('POST', `${id}/media_publish`, { creation_id: '1' })).toEqual([24, 2_207_008])
    instagram.advance(5_000)
    await publish(made.id)
    expect(await errorOf('POST', `${id}/media_publish`, { creation_id: made.id })).toEqual([100, 33])
    const old = await image()
    instagram.advance(25 * 3_600_000)
    expect(await errorOf('POST', `${id}/media_publish`, { creation_id: old.id })).toEqual([-2, 2_207_020])
    instagram.options.postsADay = 0
    const late = await image()
    instagram.advance(5_000)
    expect(await errorOf('POST', `${id}/media_publish`, { creation_id: late.id })).toEqual([9, 2_207_042])
  })

  test('what an account that signed in at Instagram itself may not: films that are sent, paid posts, deleting', async () => {
    const own = instagram.ownToken(id)
    const asked = (form: Record<string, string>) => errorOf('POST', `${id}/media`, form, own)
    expect(await asked({ media_type: 'REELS', upload_type: 'resumable' })).toEqual([100, 2_207_053])
    expect(await asked({ image_url: `${files}/a.jpg`, is_paid_partnership: 'true' })).toEqual([100, undefined])
    const made = await graph('POST', `${id}/media`, { image_url: `${files}/a.jpg` }, own)
    instagram.advance(5_000)
    const { id: media } = await graph('POST', `${id}/media_publish`, { creation_id: made.id }, own)
    expect(await errorOf('DELETE', media, {}, own)).toEqual([3, undefined])
    expect(await errorOf('DELETE', media)).toBeUndefined()
  })

  test('a token without the permission', async () => {
    const weak = instagram.ownToken(id, ['instagram_business_basic'])
    expect(await errorOf('POST', `${id}/media`, { image_url: `${files}/a.jpg` }, weak)).toEqual([200, undefined])
  })
})

test('a container tells how it stands, from being worked on to being published', async () => {
  const stands = async () => (await graph('GET', `${made.id}?fields=status_code`))['status_code']
  const made = await container({ media_type: 'REELS', video_url: `${files}/a.mp4` })
  expect(await stands()).toBe('IN_PROGRESS')
  instagram.advance(10_000)
  expect(await stands()).toBe('FINISHED')
  await publish(made.id)
  expect(await stands()).toBe('PUBLISHED')
  expect(instagram.posts()).toMatchObject([{ kind: 'reel', files: [{ bytes: 4 }] }])
})

test('a film that is sent is worked on once it is whole', async () => {
  const made = await container({ media_type: 'REELS', upload_type: 'resumable' })
  const put = (offset: number, body: string) =>
    fetch(`${instagram.url}/ig-api-upload/v26.0/${made.id}`, {
      method: 'POST',
      headers: { authorization: `OAuth ${token}`, offset: String(offset), file_size: '8' },
      body,
    })
  expect((await put(0, 'film')).status).toBe(200)
  expect((await put(0, 'film')).status).toBe(400)
  const seen = await graph('GET', `${made.id}?fields=video_status,status_code`)
  expect(seen).toMatchObject({
    status_code: 'IN_PROGRESS',
    video_status: { uploading_phase: { bytes_transferred: 4 } },
  })
  await put(4, 'more')
  instagram.advance(10_000)
  expect(await graph('GET', `${made.id}?fields=status_code`)).toMatchObject({ status_code: 'FINISHED' })
})

test('a token is renewed when it is a day old, not before and not after its end', async () => {
  const own = instagram.ownToken()
  const renew = async (access: string) =>
    (await fetch(`${instagram.url}/refresh_access_token?grant_type=ig_refresh_token&access_token=${access}`)).status
  expect(await renew(own)).toBe(400)
  instagram.advance(2 * 24 * 3_600_000)
  expect(await renew(own)).toBe(200)
  instagram.advance(60 * 24 * 3_600_000)
  expect(await renew(own)).toBe(400)
})
