import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { products, startLinkedIn, type LinkedIn } from './index.ts'
import { shown } from './little-text.ts'

const ada = 'urn:li:person:aDa1815x'
const page = 'urn:li:organization:2414183'
const analyst = 'urn:li:organization:2414185'
const png = Buffer.from('89504e470d0a1a0a', 'hex')
let server: LinkedIn
let memberToken: string
let pageToken: string

beforeAll(async () => {
  server = await startLinkedIn({ rateLimits: false })
  memberToken = server.auth.issue({ account: 'ada', refresh: false, scopes: products.selfServe }).access
  pageToken = server.auth.issue({ account: 'ada', refresh: false, scopes: products.communityManagement }).access
})
afterEach(() => Object.assign(server.state.options, { comments: 'rest' }))
afterAll(() => server.stop())

interface Call {
  readonly method?: string
  readonly token?: string | null
  readonly json?: unknown
  readonly body?: Uint8Array<ArrayBuffer>
  readonly headers?: Readonly<Record<string, string>>
}

async function call(path: string, { method = 'POST', token = memberToken, json, body, headers }: Call = {}) {
  const answer = await fetch(path.startsWith('http') ? path : server.url + path, {
    method,
    headers: {
      ...(token !== null && { authorization: `Bearer ${token}` }),
      'linkedin-version': '202609',
      'x-restli-protocol-version': '2.0.0',
      ...(json !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(json !== undefined ? { body: JSON.stringify(json) } : body && { body }),
  })
  const text = await answer.text()
  return {
    status: answer.status,
    headers: answer.headers,
    json: (text ? JSON.parse(text) : {}) as Record<string, unknown>,
  }
}

const draft = (commentary: string, more: object = {}) => ({
  author: ada,
  commentary,
  visibility: 'PUBLIC',
  distribution: { feedDistribution: 'MAIN_FEED', targetEntities: [], thirdPartyDistributionChannels: [] },
  lifecycleState: 'PUBLISHED',
  isReshareDisabledByAuthor: false,
  ...more,
})
const create = (commentary: string, more: object = {}, options: Call = {}) =>
  call('/rest/posts', { json: draft(commentary, more), ...options })
const begin = async (kind: 'images' | 'documents' | 'videos', more: object = {}) => {
  const json = { initializeUploadRequest: { owner: ada, ...more } }
  return (await call(`/rest/${kind}?action=initializeUpload`, { json })).json['value'] as Record<string, unknown>
}

describe('each request', () => {
  test('names a month that lives and the protocol, and comes with a token', async () => {
    const headers = (name: string, value: string) => ({ headers: { [name]: value } })
    expect(await create('a', {}, headers('linkedin-version', '202401'))).toMatchObject({
      status: 426,
      json: { code: 'NONEXISTENT_VERSION' },
    })
    expect(await create('a', {}, headers('x-restli-protocol-version', '1.0.0'))).toMatchObject({ status: 400 })
    expect(await create('a', {}, { token: null })).toMatchObject({ status: 401 })
    expect(await create('a', {}, { token: 'wrong' })).toMatchObject({
      status: 401,
      json: { code: 'INVALID_ACCESS_TOKEN' },
    })
  })

  test('is counted for a day, and refused after 150 without a word on when it ends', async () => {
    const strict = await startLinkedIn()
    const { access } = strict.auth.issue({ account: 'ada', refresh: false, scopes: products.selfServe })
    const me = () => fetch(`${strict.url}/v2/userinfo`, { headers: { authorization: `Bearer ${access}` } })
    for (let count = 0; count < 150; count++) expect((await me()).status).toBe(200)
    const refused = await me()
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, null])
    strict.advance(86_400_000)
    expect((await me()).status).toBe(200)
    await strict.stop()
  })
})

describe('a post', () => {
  test('is made once: its repeat is refused with the code of an input error', async () => {
    const made = await create('Tea')
    expect(made.status).toBe(201)
    expect(made.headers.get('x-restli-id')).toMatch(/^urn:li:share:\d+$/)
    expect(await create('Tea')).toMatchObject({
      status: 422,
      json: { errorDetails: { inputErrors: [{ code: 'DUPLICATE_POST' }] } },
    })
  })

  test.each([
    ['a field that is not there', { comentary: 'x' }],
    ['no visibility', { visibility: undefined }],
    ['another state', { lifecycleState: 'SCHEDULED' }],
    [
      'an audience, of a member',
      { distribution: { feedDistribution: 'MAIN_FEED', targetEntities: [{ industries: [] }] } },
    ],
    ['two kinds of content', { content: { media: { id: 'a' }, article: { source: 'https://a.example', title: 'a' } } }],
    ['a file of nobody', { content: { media: { id: 'urn:li:image:1' } } }],
    ['one picture as several', { content: { multiImage: { images: [{ id: 'urn:li:image:1' }] } } }],
    ['a card without a title', { content: { article: { source: 'https://a.example' } } }],
    [
      'a poll of two days',
      {
        content: {
          poll: { question: '?', options: [{ text: 'a' }, { text: 'b' }], settings: { duration: 'TWO_DAYS' } },
        },
      },
    ],
    [
      'a poll with one answer',
      { content: { poll: { question: '?', options: [{ text: 'a' }], settings: { duration: 'ONE_DAY' } } } },
    ],
  ])('with %s is refused', async (name, more) => {
    expect((await create(name, more)).status).toBe(400)
  })

  test('of 3,001 characters is refused; marks of little text do not count', async () => {
    expect((await create('x'.repeat(3_001))).json).toMatchObject({ code: 'FIELD_LENGTH_TOO_LONG' })
    expect((await create(String.raw`\(`.repeat(3_000))).status).toBe(201)
  })

  test('of a Page is for who has a role there and an app that may', async () => {
    expect((await create('Of the Page', { author: page }, { token: pageToken })).status).toBe(201)
    expect((await create('Of the Page', { author: page })).status).toBe(403)
    expect((await create('Of looms', { author: analyst }, { token: pageToken })).status).toBe(403)
    expect((await create('x', { author: page, visibility: 'CONNECTIONS' }, { token: pageToken })).status).toBe(400)
  })

  test('of a member is listed for nobody, of a Page for its own, newest first', async () => {
    const finder = { method: 'GET', headers: { 'x-restli-method': 'FINDER' } }
    const list = (author: string) => `/rest/posts?q=author&count=50&author=${encodeURIComponent(author)}`
    expect((await call(list(ada), finder)).status).toBe(403)
    await create('Later', { author: page }, { token: pageToken })
    const { json } = await call(list(page), { ...finder, token: pageToken })
    expect((json['elements'] as { commentary: string }[]).map(({ commentary }) => commentary)[0]).toBe('Later')
    expect((await call(list(page), { method: 'GET', token: pageToken })).status).toBe(400)
  })

  test('is changed partially and deleted, and is then not there', async () => {
    const made = await create('To be changed')
    const path = `/rest/posts/${encodeURIComponent(made.headers.get('x-restli-id') ?? '')}`
    const patch = { json: { patch: { $set: { commentary: 'Changed' } } } }
    expect((await call(path, patch)).status).toBe(400)
    const partial = { headers: { 'x-restli-method': 'PARTIAL_UPDATE' } }
    expect((await call(path, { ...patch, ...partial })).status).toBe(204)
    expect(server.posts().map(({ commentary }) => commentary)).toContain('Changed')
    expect((await call(path, { method: 'DELETE' })).status).toBe(204)
    expect((await call(path, { ...patch, ...partial })).status).toBe(404)
  })
})

test.each([
  ['a bracket that is not escaped', 'Pay (now)', 'Pay '],
  ['escaped ones', String.raw`Pay \(now\)`, 'Pay (now)'],
  ['a hashtag as it is written', 'on #tea today', 'on #tea today'],
  ['a hashtag of little text', String.raw`on {hashtag|\#|tea}!`, 'on #tea!'],
  ['a mention', 'by @[Ada](urn:li:person:a1)!', 'by Ada!'],
  ['a mention of nobody', 'by @[Ada](https://a.example)', 'by '],
])('little text with %s is shown up to what means nothing', (_, little, seen) => {
  expect(shown(little)).toBe(seen)
})

describe('a comment', () => {
  const on = async (text: string) => (await create(text)).headers.get('x-restli-id') ?? ''
  const comment = (urn: string, where = 'rest') =>
    call(`/${where}/socialActions/${encodeURIComponent(urn)}/comments`, {
      json: { actor: ada, object: urn, message: { text: 'First (!)' } },
    })

  test('is plain text, below a post that is there', async () => {
    const urn = await on('With a comment')
    expect(await comment(urn)).toMatchObject({ status: 201, json: { message: { text: 'First (!)' } } })
    expect((await comment('urn:li:share:1')).status).toBe(404)
  })

  test('is refused where the app may not', async () => {
    const urn = await on('Without a comment')
    server.state.options.comments = 'v2'
    expect([(await comment(urn)).status, (await comment(urn, 'v2')).status]).toEqual([403, 201])
    server.state.options.comments = 'nowhere'
    expect([(await comment(urn)).status, (await comment(urn, 'v2')).status]).toEqual([403, 403])
  })
})

describe('a file', () => {
  const put = (url: unknown, body: Uint8Array<ArrayBuffer>, options: Call = {}) =>
    call(String(url), { method: 'PUT', body, ...options })

  test('is what its bytes say, and comes with the token', async () => {
    const picture = await begin('images')
    expect((await put(picture['uploadUrl'], png, { token: null })).status).toBe(401)
    expect((await put(picture['uploadUrl'], Buffer.from('<svg/>'))).status).toBe(400)
    expect((await create('Too early', { content: { media: { id: picture['image'] } } })).json).toMatchObject({
      code: 'MEDIA_ASSET_WAITING_UPLOAD',
    })
    expect((await put(picture['uploadUrl'], png)).status).toBe(201)
    expect((await create('In time', { content: { media: { id: picture['image'], altText: 'A card' } } })).status).toBe(
      201,
    )
    const document = await begin('documents')
    expect((await put(document['uploadUrl'], png)).status).toBe(400)
    expect((await put(document['uploadUrl'], Buffer.from('%PDF-1.7'))).status).toBe(201)
    const content = { media: { id: document['document'] } }
    expect((await create('Untitled', { content })).status).toBe(400)
    expect((await create('Titled', { content: { media: { ...content.media, title: 'Tea' } } })).status).toBe(201)
  })

  test('has an address that runs out after a day', async () => {
    const picture = await begin('images')
    server.advance(86_400_001)
    expect((await put(picture['uploadUrl'], png)).json).toMatchObject({ code: 'EXPIRED_UPLOAD_URL' })
    server.advance(-86_400_001)
  })

  test('that is a film comes in pieces without a token, and is ended with their tags in order', async () => {
    const total = 4_194_304 + 10
    const film = await begin('videos', { fileSizeBytes: total, uploadCaptions: false, uploadThumbnail: false })
    const parts = film['uploadInstructions'] as { uploadUrl: string; firstByte: number; lastByte: number }[]
    expect(parts.map(({ firstByte, lastByte }) => [firstByte, lastByte])).toEqual([
      [0, 4_194_303],
      [4_194_304, total - 1],
    ])
    const [one = '', two = ''] = parts.map(({ uploadUrl }) => uploadUrl)
    const bytes = new Uint8Array(total)
    expect((await put(two, bytes.subarray(0, 10))).status).toBe(400)
    const piece = async (url: string, body: Uint8Array<ArrayBuffer>) => {
      const answer = await put(url, body, { token: null })
      expect(answer.status).toBe(200)
      return answer.headers.get('etag')
    }
    const end = (uploadedPartIds: unknown) =>
      call('/rest/videos?action=finalizeUpload', {
        json: { finalizeUploadRequest: { video: film['video'], uploadToken: film['uploadToken'], uploadedPartIds } },
      })
    const first = await piece(one, bytes.subarray(0, 4_194_304))
    expect((await end([first])).json).toMatchObject({ code: 'MEDIA_ASSET_WAITING_UPLOAD' })
    const second = await piece(two, bytes.subarray(4_194_304))
    expect((await end([second, first])).status).toBe(400)
    expect((await end([first, second])).status).toBe(200)
    const shownFilm = await call(`/rest/videos/${encodeURIComponent(String(film['video']))}`, { method: 'GET' })
    expect(shownFilm.json).toMatchObject({ status: 'AVAILABLE' })
  })
})

test('a sign-in without PKCE is answered with the secret in the body, and with a refresh token for partners alone', async () => {
  const redirect = 'http://localhost:47831/oauth/callback'
  const app = server.auth.register({ redirectUris: [redirect] })
  const signIn = async (secret: string | null) => {
    const query = new URLSearchParams({
      response_type: 'code',
      client_id: app.id,
      redirect_uri: redirect,
      scope: 'openid profile w_member_social',
      state: 's',
    })
    const back = new URL(await server.auth.approve(`${server.url}/oauth/v2/authorization?${query.toString()}`))
    const answer = await fetch(`${server.url}/oauth/v2/accessToken`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'authorization_code',
        code: back.searchParams.get('code') ?? '',
        redirect_uri: redirect,
        client_id: app.id,
        client_secret: secret ?? '',
      }),
    })
    return { status: answer.status, json: (await answer.json()) as Record<string, unknown> }
  }
  expect((await signIn('wrong')).status).toBeGreaterThanOrEqual(400)
  const ordinary = await signIn(app.secret)
  expect(ordinary).toMatchObject({
    status: 200,
    json: { expires_in: 5_184_000, scope: 'openid,profile,w_member_social' },
  })
  expect(ordinary.json).not.toHaveProperty('refresh_token')
  server.state.options.partner = true
  expect((await signIn(app.secret)).json).toHaveProperty('refresh_token')
  server.state.options.partner = false
})
