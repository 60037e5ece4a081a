import { createHash } from 'node:crypto'
import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startMastodon } from './index.ts'
import type { Mastodon } from './index.ts'
import { countable, toHtml } from './text.ts'

let server: Mastodon
let token: string
beforeEach(async () => {
  server = await startMastodon()
  token = server.token()
})
afterEach(() => server.stop())

interface Sent {
  readonly method?: string
  readonly token?: string
  readonly key?: string
  readonly form?: FormData
}
const call = async (
  path: string,
  body?: unknown,
  { method = body === undefined ? 'GET' : 'POST', token: as = token, key, form }: Sent = {},
) => {
  const headers: Record<string, string> = { authorization: `Bearer ${as}` }
  if (body !== undefined) headers['content-type'] = 'application/json'
  if (key) headers['idempotency-key'] = key
  const answer = await fetch(server.url + path, {
    method: form ? 'POST' : method,
    headers,
    ...(form ? { body: form } : body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  return { status: answer.status, headers: answer.headers, json: (await answer.json()) as any }
}
const post = (body: object, sent?: Sent) => call('/api/v1/statuses', body, sent)
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)
const upload = (bytes = png, type = 'image/png', fields: Record<string, string> = {}) => {
  const form = new FormData()
  form.set('file', new Blob([new Uint8Array(bytes)], { type }), 'file')
  for (const [name, value] of Object.entries(fields)) form.set(name, value)
  return call('/api/v2/media', undefined, { form })
}

describe('statuses', () => {
  test('are kept and told as Mastodon tells them', async () => {
    const made = await post({
      status: 'Hello <b> #world\n\nhttps://example.com/a-rather-long-path/that-goes-on',
      language: 'en',
      visibility: 'unlisted',
    })
    expect(made).toMatchObject({
      status: 200,
      json: { visibility: 'unlisted', language: 'en', in_reply_to_id: null, url: expect.stringContaining('/@ada/') },
    })
    expect(made.json.content).toMatch(
      /^<p>Hello &lt;b&gt; <a href="[^"]+" class="mention hashtag" rel="tag">#<span>world<\/span><\/a><\/p><p><a href/,
    )
    expect(made.headers.get('x-ratelimit-remaining')).toBe('299')
    expect((await call(`/api/v1/statuses/${made.json.id}`)).json.id).toBe(made.json.id)
  })

  test.each([
    ['an empty text', {}, 422, "Text can't be blank"],
    ['a field it does not know', { status: 'x', statuss: 'y' }, 422, 'Unknown parameter'],
    ['a text that is too long', { status: 'x'.repeat(501) }, 422, 'character limit of 500'],
    [
      'a warning that makes it too long',
      { status: 'x'.repeat(490), spoiler_text: 'x'.repeat(11) },
      422,
      'character limit',
    ],
    ['a reply to nothing', { status: 'x', in_reply_to_id: '1' }, 404, 'does not appear to exist'],
    ['an unknown visibility', { status: 'x', visibility: 'friends' }, 422, 'Visibility'],
    ['media it does not have', { status: 'x', media_ids: ['1'] }, 422, 'not found or already attached'],
    ['a poll of one answer', { status: 'x', poll: { options: ['a'], expires_in: 300 } }, 422, 'more than one item'],
    [
      'a poll of five answers',
      { status: 'x', poll: { options: ['a', 'b', 'c', 'd', 'e'], expires_in: 300 } },
      422,
      'more than 4',
    ],
    ['a poll that ends too soon', { status: 'x', poll: { options: ['a', 'b'], expires_in: 299 } }, 422, 'too soon'],
    [
      'a poll with the same answer twice',
      { status: 'x', poll: { options: ['a', 'a'], expires_in: 300 } },
      422,
      'duplicate',
    ],
    [
      'a schedule four minutes ahead',
      { status: 'x', scheduled_at: new Date(Date.now() + 240_000).toISOString() },
      422,
      'must be in the future',
    ],
  ])('refuses %s', async (_, body, status, words) => {
    const answer = await post(body)
    expect(answer.status).toBe(status)
    expect(answer.json.error).toContain(words)
    expect(server.statuses()).toEqual([])
  })

  test('the same key makes one status for an hour, and two where the server ignores keys', async () => {
    const [first, second] = [await post({ status: 'x' }, { key: 'k' }), await post({ status: 'x' }, { key: 'k' })]
    expect(second.json.id).toBe(first.json.id)
    server.advance(3_600_001)
    await post({ status: 'x' }, { key: 'k' })
    server.options.ignoreIdempotencyKey = true
    await post({ status: 'x' }, { key: 'k' })
    expect(server.statuses()).toHaveLength(3)
  })

  test('an edit takes away what it leaves out; another person cannot edit', async () => {
    const { id } = (await post({ status: 'x', spoiler_text: 'careful' })).json
    server.addAccount('bob')
    expect(
      (
        await call(
          `/api/v1/statuses/${id}`,
          { status: 'z' },
          { method: 'PUT', token: server.token({ account: 'bob' }) },
        )
      ).status,
    ).toBe(404)
    expect((await call(`/api/v1/statuses/${id}`, { status: 'y' }, { method: 'PUT' })).json).toMatchObject({
      id,
      spoiler_text: '',
      content: '<p>y</p>',
    })
  })

  test('a deleted one is gone and gives its source', async () => {
    const { id } = (await post({ status: 'x' })).json
    expect((await call(`/api/v1/statuses/${id}`, undefined, { method: 'DELETE' })).json.text).toBe('x')
    expect((await call(`/api/v1/statuses/${id}`)).status).toBe(404)
    expect((await call(`/api/v1/statuses/${id}`, undefined, { method: 'DELETE' })).status).toBe(404)
  })

  test('are listed newest first, page by page, private ones to their author alone', async () => {
    for (const [at, visibility] of ['public', 'private', 'direct', 'public', 'unlisted'].entries())
      await post({ status: `s${at}`, visibility })
    const list = `/api/v1/accounts/${server.accountId()}/statuses`
    const texts = (answer: { json: { content: string }[] }) =>
      answer.json.map(({ content }) => content.replace(/<[^>]+>/g, ''))
    const first = await call(`${list}?limit=2`)
    expect(texts(first)).toEqual(['s4', 's3'])
    expect(first.headers.get('link')).toContain(`max_id=${first.json[1].id}`)
    expect(texts(await call(`${list}?limit=40&max_id=${first.json[1].id}`))).toEqual(['s2', 's1', 's0'])
    const stranger = await fetch(server.url + list)
    expect(texts({ json: (await stranger.json()) as { content: string }[] })).toEqual(['s4', 's3', 's0'])
  })

  test('scheduled ones come out at their time', async () => {
    const answer = await post({ status: 'later', scheduled_at: new Date(Date.now() + 600_000).toISOString() })
    expect(answer.json).toHaveProperty('scheduled_at')
    expect(server.statuses()).toHaveLength(0)
    server.advance(601_000)
    await call('/api/v2/instance')
    expect(server.statuses().map(({ text }) => text)).toEqual(['later'])
  })
})

describe('media', () => {
  test('an image is ready at once and can be attached once', async () => {
    const file = await upload(png, 'image/png', { description: 'a dot', focus: '0.5,-0.5' })
    expect(file).toMatchObject({
      status: 200,
      json: { type: 'image', description: 'a dot', meta: { focus: { x: 0.5, y: -0.5 } } },
    })
    expect((await post({ media_ids: [file.json.id] })).json.media_attachments).toHaveLength(1)
    expect((await post({ status: 'again', media_ids: [file.json.id] })).status).toBe(422)
    expect((await call(`/api/v1/media/${file.json.id}`)).status).toBe(404)
  })

  test('one that is still processed is refused until it is ready, or fails', async () => {
    server.options.processing = { image: 2, video: 2, fails: false }
    const { status, json } = await upload()
    expect([status, json.url]).toEqual([202, null])
    expect((await post({ status: 'x', media_ids: [json.id] })).json.error).toContain('not finished processing')
    expect((await call(`/api/v1/media/${json.id}`)).status).toBe(206)
    expect((await call(`/api/v1/media/${json.id}`)).status).toBe(200)
    expect((await post({ status: 'x', media_ids: [json.id] })).status).toBe(200)
    server.options.processing = { image: 1, video: 1, fails: true }
    expect((await call(`/api/v1/media/${(await upload()).json.id}`)).status).toBe(422)
  })

  test('refuses what is not what it says, too many, a poll beside it and a long description', async () => {
    expect((await upload(Buffer.from('not an image'), 'image/png')).status).toBe(422)
    expect((await upload(png, 'image/jpeg')).status).toBe(422)
    expect((await upload(png, 'image/png', { description: 'x'.repeat(1_501) })).status).toBe(422)
    const ids = []
    for (let count = 0; count < 5; count++) ids.push((await upload()).json.id)
    expect((await post({ media_ids: ids })).json.error).toContain('more than 4 files')
    expect(
      (await post({ status: 'x', media_ids: ids.slice(0, 1), poll: { options: ['a', 'b'], expires_in: 300 } })).status,
    ).toBe(422)
  })
})

describe('sign-in', () => {
  const register = async () =>
    (
      await call('/api/v1/apps', {
        client_name: 'Test',
        redirect_uris: ['http://127.0.0.1:9/cb'],
        scopes: 'profile write:statuses',
      })
    ).json
  const verifier = 'a-verifier-of-at-least-forty-three-characters-long'
  const authorizeUrl = (app: { client_id: string }, more: Record<string, string> = {}) => {
    const url = new URL('/oauth/authorize', server.url)
    const challenge = createHash('sha256').update(verifier).digest('base64url')
    const query = {
      response_type: 'code',
      client_id: app.client_id,
      redirect_uri: 'http://127.0.0.1:9/cb',
      scope: 'profile write:statuses',
      state: 's1',
      code_challenge: challenge,
      code_challenge_method: 'S256',
      ...more,
    }
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value)
    return url.href
  }
  const exchange = (app: { client_id: string; client_secret: string }, location: string, more: object = {}) =>
    call('/oauth/token', {
      grant_type: 'authorization_code',
      code: new URL(location).searchParams.get('code'),
      client_id: app.client_id,
      client_secret: app.client_secret,
      redirect_uri: 'http://127.0.0.1:9/cb',
      code_verifier: verifier,
      ...more,
    })

  test('approved in the browser, the code becomes a token once', async () => {
    const app = await register()
    const location = await server.approve(authorizeUrl(app))
    expect(location).toMatch(/^http:\/\/127\.0\.0\.1:9\/cb\?code=.+&state=s1$/)
    const issued = await exchange(app, location)
    expect(issued.json).toMatchObject({ token_type: 'Bearer', scope: 'profile write:statuses' })
    expect((await exchange(app, location)).json.error).toBe('invalid_grant')
    const mine = { token: issued.json.access_token }
    expect((await call('/api/v1/accounts/verify_credentials', undefined, mine)).json.username).toBe('ada')
    expect((await upload()).status).toBe(200)
    expect((await call('/api/v1/media/1', undefined, mine)).json).toEqual({
      error: 'This action is outside the authorized scopes',
    })
    expect(
      (await call('/oauth/revoke', { client_id: app.client_id, client_secret: app.client_secret, token: mine.token }))
        .status,
    ).toBe(200)
    expect((await post({ status: 'x' }, mine)).json).toEqual({ error: 'The access token was revoked' })
  })

  test('refuses a wrong verifier, another redirect, wider scopes, a wrong secret and a denial', async () => {
    const app = await register()
    expect((await exchange(app, await server.approve(authorizeUrl(app)), { code_verifier: 'wrong' })).json.error).toBe(
      'invalid_grant',
    )
    expect((await exchange({ ...app, client_secret: 'wrong' }, await server.approve(authorizeUrl(app)))).status).toBe(
      401,
    )
    await expect(server.approve(authorizeUrl(app, { redirect_uri: 'http://127.0.0.1:10/cb' }))).rejects.toThrow('400')
    expect(await server.approve(authorizeUrl(app, { scope: 'write' }))).toContain('error=invalid_scope')
    expect(await server.deny(authorizeUrl(app))).toMatch(/error=access_denied.*state=s1/)
    expect((await call('/api/v1/apps', { client_name: 'x', redirect_uris: 'nowhere' })).status).toBe(422)
  })

  test('without a good token nothing is done', async () => {
    expect(await post({ status: 'x' }, { token: 'wrong' })).toMatchObject({
      status: 401,
      json: { error: 'The access token is invalid' },
    })
    server.revokeTokens()
    expect((await post({ status: 'x' })).status).toBe(401)
    const reader = server.token({ scopes: ['read'] })
    expect((await post({ status: 'x' }, { token: reader })).status).toBe(403)
    expect(server.statuses()).toEqual([])
  })
})

test('too many requests are refused until the window ends', async () => {
  server.options.rateLimits = { requests: 2, uploads: 30, deletions: 30 }
  await post({ status: '1' })
  await post({ status: '2' })
  const refused = await post({ status: '3' })
  expect([refused.status, refused.headers.get('x-ratelimit-remaining')]).toEqual([429, '0'])
  expect(Date.parse(refused.headers.get('x-ratelimit-reset') ?? '')).toBeGreaterThan(Date.now())
  server.advance(300_000)
  expect((await post({ status: '3' })).status).toBe(200)
})

test('breaks at the moment it was told to, and says what it did', async () => {
  const match = { method: 'POST', path: '/api/v1/statuses' }
  for (const kind of ['drop_before', 'drop_after', 'cut_body'] as const) {
    server.plan.next(match, { kind })
    await expect(post({ status: kind })).rejects.toThrow(/fetch failed|terminated/)
  }
  for (const kind of ['error_before', 'error_after'] as const) {
    server.plan.next(match, { kind })
    expect((await post({ status: kind })).status).toBe(503)
  }
  expect(server.statuses().map(({ text }) => text)).toEqual(['drop_after', 'cut_body', 'error_after'])
  expect(server.requests.map(({ fault, status }) => [fault, status])).toEqual([
    ['drop_before', null],
    ['drop_after', 200],
    ['cut_body', 200],
    ['error_before', null],
    ['error_after', 200],
  ])
})

test('as a process of its own it keeps its word over a kill', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'mastodon-'))
  const run = async () => {
    const options = JSON.stringify({ file: join(dir, 'state.json') })
    const child = spawn(process.execPath, [join(import.meta.dirname, '../sim/run.ts'), 'mastodon', options], {
      stdio: ['pipe', 'pipe', 'inherit'],
    })
    const line = await new Promise<string>((resolve) => createInterface(child.stdout).once('line', resolve))
    return { child, ...(JSON.parse(line) as { url: string; token: string }) }
  }
  const first = await run()
  await fetch(`${first.url}/api/v1/statuses`, {
    method: 'POST',
    headers: { authorization: `Bearer ${first.token}` },
    body: new URLSearchParams({ status: 'kept' }),
  })
  const gone = new Promise((resolve) => first.child.once('exit', resolve))
  first.child.kill('SIGKILL')
  await gone
  const second = await run()
  const kept = (await (await fetch(`${second.url}/_control/statuses`)).json()) as { text: string }[]
  expect(kept.map(({ text }) => text)).toEqual(['kept'])
  second.child.stdin.end()
  await new Promise((resolve) => second.child.once('exit', resolve))
  await rm(dir, { recursive: true })
})

test.each([
  ['x', '', 1],
  ['see https://example.com/a/very/long/path/that/would/count/more?than=twenty&three', '', 4 + 23],
  ['(https://example.com/wiki/A_(b)).', '', 26],
  ['@ada@social.example hi', '', 7],
  ['mail me at a@b.example', '', 22],
  ['👩🏽‍🚀', 'cw', 3],
  ['example.com is not a link', '', 25],
  ['http://localhost/ is not a link', '', 31],
])('counts %j with warning %j as %i', (text, warning, expected) => {
  expect(countable(text, warning, 23)).toBe(expected)
})

test('HTML cannot be broken out of', () => {
  expect(toHtml('<script>"&\'', 'https://x.example', () => false)).toBe('<p>&lt;script&gt;&quot;&amp;&#39;</p>')
})
