import { createHmac } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startFacebook, type Facebook } from './index.ts'

const pageId = '2000001'
let facebook: Facebook
let token: string

beforeEach(async () => {
  facebook = await startFacebook()
  token = facebook.pageToken(pageId)
})
afterEach(() => facebook.stop())

async function graph(method: string, path: string, form: Record<string, string> = {}, access = token) {
  const answer = await fetch(`${facebook.url}/v26.0/${path}`, {
    method,
    headers: { authorization: `Bearer ${access}` },
    ...(method === 'POST' && { body: new URLSearchParams(form) }),
  })
  return { status: answer.status, json: (await answer.json()) as Record<string, unknown> }
}
const errorOf = async (method: string, path: string, form?: Record<string, string>, access?: string) => {
  const { error } = (await graph(method, path, form, access)).json as {
    error?: { code: number; error_subcode?: number }
  }
  return error && [error.code, error.error_subcode]
}
const photo = async (fields: Record<string, string> = { published: 'false' }) => {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.set(name, value)
  form.set('source', new Blob([Buffer.from('ffd8ffe000104a46', 'hex')], { type: 'image/jpeg' }), 'a.jpg')
  const answer = await fetch(`${facebook.url}/v26.0/${pageId}/photos`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}` },
    body: form,
  })
  return ((await answer.json()) as { id: string }).id
}
const seconds = (inMs: number) => String(Math.floor((Date.now() + inMs) / 1_000))
const scheduled = (inMs: number) => ({
  published: 'false',
  unpublished_content_type: 'SCHEDULED',
  scheduled_publish_time: seconds(inMs),
})

describe('refuses', () => {
  test.each([
    ['a field it does not know', { message: 'a', mesage: 'b' }, 100],
    ['a post of nothing', {}, 100],
    ['an age that is none of its own', { message: 'a', targeting: '{"age_min":16}' }, 100],
    ['a country it does not know', { message: 'a', targeting: '{"geo_locations":{"countries":["Germany"]}}' }, 100],
    [
      'a button without a link',
      { message: 'a', call_to_action: '{"type":"SHOP_NOW","value":{"link":"https://a.b"}}' },
      100,
    ],
    ['a picture it does not have', { message: 'a', attached_media: '[{"media_fbid":"1"}]' }, 100],
    ['a schedule within ten minutes', { message: 'a', ...scheduled(300_000) }, 100],
    ['a schedule beyond 75 days', { message: 'a', ...scheduled(76 * 86_400_000) }, 100],
    ['what is no link', { link: 'nowhere' }, 1500],
  ])('%s', async (_, form, code) => {
    expect((await errorOf('POST', `${pageId}/feed`, form))?.[0]).toBe(code)
    expect(facebook.posts()).toEqual([])
  })

  test('the same words twice in a row', async () => {
    await graph('POST', `${pageId}/feed`, { message: 'a' })
    expect(await errorOf('POST', `${pageId}/feed`, { message: 'a' })).toEqual([506, undefined])
  })

  test('a token that is unknown, over, or of another Page, and a version that is gone', async () => {
    expect(await errorOf('GET', pageId, {}, 'x')).toEqual([190, undefined])
    facebook.auth.expireAccess(token)
    expect(await errorOf('GET', pageId)).toEqual([190, 463])
    expect(await errorOf('POST', `${pageId}/feed`, { message: 'a' }, facebook.pageToken('2000002'))).toEqual([
      200,
      undefined,
    ])
    const old = await fetch(`${facebook.url}/v12.0/${pageId}`)
    expect(await old.json()).toMatchObject({ error: { code: 2635 } })
  })

  test('a wrong proof of the app, and none where one is demanded', async () => {
    const { app } = facebook
    const proof = createHmac('sha256', app.clientSecret).update(token).digest('hex')
    facebook.options.demandsProof = true
    expect(await errorOf('GET', pageId)).toEqual([100, undefined])
    expect(await errorOf('GET', `${pageId}?appsecret_proof=${proof.replace(/^./, 'x')}`)).toEqual([100, undefined])
    expect((await graph('GET', `${pageId}?appsecret_proof=${proof}`)).status).toBe(200)
  })

  test('a field an object does not have', async () => {
    expect(await errorOf('GET', `${pageId}?fields=id,nothing`)).toEqual([100, undefined])
    expect(await errorOf('GET', '99?fields=id')).toEqual([100, 33])
  })

  test('photos that are not temporary in a scheduled post, and a photo twice', async () => {
    const media = JSON.stringify([{ media_fbid: await photo() }])
    expect(await errorOf('POST', `${pageId}/feed`, { attached_media: media, ...scheduled(3_600_000) })).toEqual([
      100,
      undefined,
    ])
    expect((await graph('POST', `${pageId}/feed`, { attached_media: media })).status).toBe(200)
    expect(await errorOf('POST', `${pageId}/feed`, { attached_media: media })).toEqual([100, undefined])
  })

  test('the end of a film that has not arrived, and a chunk out of turn', async () => {
    const { json } = await graph('POST', `${pageId}/videos?upload_phase=start`, { file_size: '10' })
    const form = { upload_session_id: String(json['upload_session_id']) }
    expect(await errorOf('POST', `${pageId}/videos?upload_phase=finish`, form)).toEqual([6000, 1_363_033])
    const chunk = new FormData()
    chunk.set('upload_session_id', form.upload_session_id)
    chunk.set('start_offset', '5')
    chunk.set('video_file_chunk', new Blob([Buffer.alloc(5)]), 'a.mp4')
    const answer = await fetch(`${facebook.url}/v26.0/${pageId}/videos?upload_phase=transfer`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
      body: chunk,
    })
    expect(await answer.json()).toMatchObject({
      error: { error_subcode: 1_363_037, error_data: { start_offset: '0', end_offset: '10' } },
    })
  })
})

test('a scheduled post is seen by nobody until its time', async () => {
  await graph('POST', `${pageId}/feed`, { message: 'later', ...scheduled(3_600_000) })
  expect(facebook.posts()).toEqual([])
  expect((await graph('GET', `${pageId}/scheduled_posts?fields=message`)).json['data']).toMatchObject([
    { message: 'later' },
  ])
  facebook.advance(3_600_000)
  expect(facebook.posts()).toMatchObject([{ text: 'later' }])
})

test('a reel is a draft until it is said to be published', async () => {
  const { json } = await graph('POST', `${pageId}/video_reels?upload_phase=start`)
  const id = String(json['video_id'])
  const sent = await fetch(`${facebook.url}/video-upload/v26.0/${id}`, {
    method: 'POST',
    headers: { authorization: `OAuth ${token}`, offset: '0', file_size: '4' },
    body: Buffer.from('film'),
  })
  expect(sent.status).toBe(200)
  await graph('POST', `${pageId}/video_reels?upload_phase=finish`, { video_id: id })
  facebook.advance(60_000)
  expect(facebook.posts()).toEqual([])
  await graph('POST', `${pageId}/video_reels?upload_phase=finish`, { video_id: id, video_state: 'PUBLISHED' })
  facebook.advance(60_000)
  expect(facebook.posts()).toMatchObject([{ id, kind: 'reel' }])
})
