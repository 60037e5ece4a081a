import { afterAll, beforeAll, expect, test } from 'vitest'
import { startX, type X } from './index.ts'
import { lengthOf } from './posts.ts'

let server: X
let token: string

beforeAll(async () => {
  server = await startX()
  token = server.auth.issue({ account: 'ada' }).access
})
afterAll(() => server.stop())

async function post(json: object, path = '/2/tweets', bearer = token) {
  const answer = await fetch(server.url + path, {
    method: 'POST',
    headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' },
    body: JSON.stringify(json),
  })
  return { status: answer.status, json: (await answer.json()) as Record<string, unknown>, headers: answer.headers }
}

test('a post is made once and told with the limits of its endpoint', async () => {
  const made = await post({ text: 'hello' })
  expect(made.status).toBe(201)
  expect(made.headers.get('x-rate-limit-limit')).toBe('100')
  expect(server.posts().map(({ text }) => text)).toContain('hello')
})

test('a repeat, a misspelt field, a quote, a missing scope and a reply to strangers are refused', async () => {
  expect((await post({ text: 'hello' })).status).toBe(403)
  expect((await post({ text: 'two', reply_setting: 'following' })).status).toBe(400)
  expect((await post({ text: 'three', quote_tweet_id: '1' })).status).toBe(403)
  const reader = server.auth.issue({ account: 'ada', scopes: ['tweet.read', 'users.read'] }).access
  expect((await post({ text: 'four' }, '/2/tweets', reader)).status).toBe(403)
  const grace = server.auth.issue({ account: 'grace' }).access
  const hers = await post({ text: 'mine' }, '/2/tweets', grace)
  const id = (hers.json['data'] as { id: string }).id
  expect((await post({ text: 'five', reply: { in_reply_to_tweet_id: id } })).status).toBe(403)
})

test('a text of 281 is refused and one of 280 is taken; emoji and wide letters count two, links 23', async () => {
  expect((await post({ text: 'x'.repeat(281) })).status).toBe(403)
  expect((await post({ text: 'x'.repeat(280) })).status).toBe(201)
  expect([lengthOf('👩🏽‍🚀'), lengthOf('日本'), lengthOf('https://example.com/a/very/long/path')]).toEqual([2, 4, 23])
})

test('segments that do not add up are not finalized, and an unfinished upload cannot be attached', async () => {
  const begun = await post(
    { media_type: 'video/mp4', total_bytes: 10, media_category: 'tweet_video' },
    '/2/media/upload/initialize',
  )
  const { id } = begun.json['data'] as { id: string }
  expect((await post({}, `/2/media/upload/${id}/finalize`)).status).toBe(400)
  expect((await post({ text: 'with it', media: { media_ids: [id] } })).status).toBe(400)
})

test('a code lives for thirty seconds, and a refresh token is worth nothing once it was used', async () => {
  const redirect = 'http://127.0.0.1:47831/oauth/callback'
  const app = server.auth.register({ public: true, redirectUris: [redirect] })
  const grant = server.auth.issue({ account: 'ada', clientId: app.id })
  const renew = () =>
    fetch(`${server.url}/2/oauth2/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'refresh_token',
        refresh_token: grant.refresh ?? '',
        client_id: app.id,
      }),
    })
  expect((await renew()).status).toBe(200)
  expect((await renew()).status).toBe(400)
})
