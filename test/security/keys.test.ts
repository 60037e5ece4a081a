import { get } from 'node:http'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { callsPerMinute } from '../../src/core/keys/rate-limit.ts'
import { startTestHost, type Answer, type TestHost } from './host.ts'

let host: TestHost
let workspaceId: string
let account: string
beforeAll(async () => {
  host = await startTestHost()
  workspaceId = host.studio.workspaces.create({ name: 'Brand' }).id
  const asHost = { 'broadside-workspace': workspaceId }
  const connected = await host.script('POST', '/v1/connections', practice, asHost)
  account = connected.json().accounts[0]
})
afterAll(() => host.close())

const practice = { platform: 'practice', method: 'practice', fields: { name: 'Practice' } }
const everything = ['posts:read', 'posts:write', 'accounts:read', 'accounts:write', 'media:write', 'keys:manage']

interface Made {
  id: string
  secret: string
  ask(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>
}

async function makeKey(change: object = {}, workspace = workspaceId): Promise<Made> {
  const input = { name: 'Script', scopes: everything, ...change }
  const answer = await host.script('POST', '/v1/keys', input, { 'broadside-workspace': workspace })
  const { key, secret } = answer.json()
  return {
    id: key.id,
    secret,
    ask: (method, path, body, headers = {}) =>
      host.script(method, path, body, { authorization: `Bearer ${secret}`, ...headers }),
  }
}
/** As the window asks. */
const person = (method: string, path: string, body?: object) =>
  host.ask(method, path, {
    headers: {
      cookie: host.cookie,
      origin: host.url,
      'broadside-workspace': workspaceId,
      ...(body && { 'content-type': 'application/json' }),
    },
    ...(body && { body: JSON.stringify(body) }),
  })
const draft = (text = 'Hello', more: object = {}) => ({
  parts: [{ text, media: [] }],
  variants: [{ accountId: account, parts: null, settings: {} }],
  ...more,
})
const later = { wallTime: '2030-01-01T09:00' }

describe('a key', () => {
  test('knows its workspace, and can reach no other', async () => {
    const key = await makeKey()
    const me = (await key.ask('GET', '/v1/me')).json()
    expect(me).toMatchObject({ kind: 'key', workspaceId, key: { id: key.id, scopes: everything } })
    expect((await key.ask('GET', '/v1/posts')).status).toBe(200)

    const other = host.studio.workspaces.create({ name: 'Other brand' })
    expect((await key.ask('GET', '/v1/workspaces')).json()).toMatchObject([{ id: workspaceId }])
    expect((await key.ask('GET', `/v1/workspaces/${other.id}`)).status).toBe(404)
    const foreign = { 'broadside-workspace': other.id }
    for (const path of ['/v1/posts', '/v1/keys', '/v1/me', '/v1/approvals'])
      expect([path, (await key.ask('GET', path, undefined, foreign)).status]).toEqual([path, 404])
    for (const [method, path] of [
      ['POST', '/v1/workspaces'],
      ['GET', '/v1/settings'],
      ['GET', '/v1/vault'],
      ['POST', '/sign-in-link'],
    ] as const)
      expect([path, (await key.ask(method, path, method === 'POST' ? { name: 'x' } : undefined)).status]).not.toEqual([
        path,
        200,
      ])
    expect((await key.ask('POST', '/v1/workspaces', { name: 'x' })).json()).toMatchObject({ code: 'scope_missing' })
  })

  test('does what its scopes say and nothing else, files included', async () => {
    const reader = await makeKey({ scopes: ['posts:read'] })
    expect((await reader.ask('GET', '/v1/posts')).status).toBe(200)
    const tried = await reader.ask('POST', '/v1/posts', draft())
    expect([tried.status, tried.json()]).toEqual([
      403,
      { code: 'scope_missing', message: expect.any(String), details: { scope: 'posts:write' } },
    ])
    expect((await reader.ask('POST', '/v1/assets/upload', undefined)).json().code).toBe('scope_missing')
    expect((await reader.ask('GET', '/v1/keys')).json().code).toBe('scope_missing')
  })

  test('is refused with the reason once it is revoked, by whatever call', async () => {
    const key = await makeKey()
    const manager = await makeKey()
    expect((await manager.ask('DELETE', `/v1/keys/${key.id}`)).json().state).toBe('revoked')
    const answer = await key.ask('GET', '/v1/me')
    expect([answer.status, answer.json().code]).toEqual([401, 'key_revoked'])
    expect((await host.script('POST', '/v1/keys/validate', { key: key.secret })).json()).toMatchObject({
      valid: false,
      code: 'key_revoked',
      key: null,
    })
  })

  test.each(['', 'x', 'bs_live_', `bs_live_${'0'.repeat(26)}_${'a'.repeat(43)}`, 'bs_live_../../x_y'])(
    'is not %j',
    async (secret) => {
      expect((await host.script('POST', '/v1/keys/validate', { key: secret })).json()).toMatchObject({
        valid: false,
        code: 'invalid_key',
      })
      if (secret)
        expect((await host.ask('GET', '/v1/me', { headers: { authorization: `Bearer ${secret}` } })).status).toBe(401)
    },
  )

  test('is told how many calls it has left, and to wait when there are none', async () => {
    const key = await makeKey()
    const first = await key.ask('GET', '/v1/me')
    expect(first.headers).toMatchObject({
      'x-ratelimit-limit': String(callsPerMinute),
      'x-ratelimit-remaining': String(callsPerMinute - 1),
    })
    let refused: Answer | null = null
    for (let count = 0; count < 2 * callsPerMinute && !refused; count += 50) {
      const answers = await Promise.all(Array.from({ length: 50 }, () => key.ask('GET', '/v1/me')))
      refused = answers.find(({ status }) => status === 429) ?? null
    }
    expect(refused?.json()).toMatchObject({ code: 'rate_limited', details: { retryAfterSeconds: expect.any(Number) } })
    expect(Number(refused?.headers['retry-after'])).toBeGreaterThan(0)
  })

  test('hears events of its workspace alone, and none once it is revoked', async () => {
    const key = await makeKey()
    const heard: string[] = []
    const ended = new Promise<void>((resolve, reject) => {
      const sent = get(`${host.url}/v1/events`, { headers: { authorization: `Bearer ${key.secret}` } }, (answer) => {
        answer.on('data', (chunk: Buffer) => heard.push(chunk.toString()))
        answer.on('end', resolve)
      })
      sent.on('error', reject)
    })
    const other = host.studio.workspaces.create({ name: 'Yet another brand' })
    await expect
      .poll(async () => {
        await host.script('POST', '/v1/posts', draft(), { 'broadside-workspace': workspaceId })
        return heard.join('')
      })
      .toContain(workspaceId)
    await host.script('DELETE', `/v1/keys/${key.id}`, undefined, { 'broadside-workspace': workspaceId })
    await ended
    expect(heard.join('')).not.toContain(other.id)
  })
})

describe('a call with an Idempotency-Key', () => {
  test('from fifty clients at once makes one post', async () => {
    const key = await makeKey()
    const once = { 'idempotency-key': 'monday-1' }
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => key.ask('POST', '/v1/posts', draft('once'), once)),
    )
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]))
    expect(new Set(answers.map((answer) => answer.json().id)).size).toBe(1)
    expect(answers.filter(({ headers }) => headers['idempotent-replayed'] === 'true')).toHaveLength(49)
    const changed = await key.ask('POST', '/v1/posts', draft('other'), once)
    expect([changed.status, changed.json()]).toMatchObject([
      409,
      { code: 'idempotency_key_conflict', details: { reason: 'other_call' } },
    ])
    expect((await key.ask('POST', '/v1/posts', draft(), { 'idempotency-key': 'x'.repeat(300) })).status).toBe(400)
  })

  test('makes one workspace too, which is no workspace’s own business', async () => {
    const once = { 'idempotency-key': 'brand-1' }
    const ids = await Promise.all(
      Array.from(
        { length: 5 },
        async () => (await host.script('POST', '/v1/workspaces', { name: 'Once' }, once)).json().id,
      ),
    )
    expect(new Set(ids).size).toBe(1)
  })
})

describe('a key that asks first', () => {
  let key: Made
  beforeEach(async () => (key = await makeKey({ asksFirst: true })))

  const make = async (text?: string) => (await key.ask('POST', '/v1/posts', draft(text))).json().id as string
  const deliveriesOf = async (post: string) => (await key.ask('GET', `/v1/deliveries?post=${post}`)).json().items
  async function askToSchedule(post: string) {
    const answer = await key.ask('POST', `/v1/posts/${post}/schedule`, { when: later })
    expect([answer.status, answer.json().code]).toEqual([403, 'approval_required'])
    return answer.json().details.approval as string
  }

  test('drafts as it likes; what would go out waits until a person allows it', async () => {
    const post = await make()
    const approval = await askToSchedule(post)
    expect(await askToSchedule(post)).toBe(approval)
    expect(await deliveriesOf(post)).toEqual([])

    const waiting = key.ask('GET', `/v1/approvals/${approval}?waitMs=20000`)
    expect((await person('GET', '/v1/approvals?state=waiting')).json().items[0]).toMatchObject({
      id: approval,
      keyName: 'Script',
      operation: 'posts.schedule',
      posts: [{ id: post }],
    })
    expect((await person('POST', `/v1/approvals/${approval}/approve`, {})).json().state).toBe('approved')
    expect((await waiting).json()).toMatchObject({ state: 'approved', output: { post: { id: post } } })
    expect(await deliveriesOf(post)).toMatchObject([{ status: 'scheduled' }])
    const again = await person('POST', `/v1/approvals/${approval}/approve`, {})
    expect([again.status, again.json().code]).toEqual([409, 'conflict'])
  })

  test('cannot allow itself anything: not by its own call, the host’s token, or another key', async () => {
    const approval = await askToSchedule(await make())
    const strong = await makeKey()
    for (const answer of [
      await key.ask('POST', `/v1/approvals/${approval}/approve`, {}),
      await strong.ask('POST', `/v1/approvals/${approval}/approve`, {}),
      await host.script('POST', `/v1/approvals/${approval}/approve`, {}, { 'broadside-workspace': workspaceId }),
    ])
      expect([answer.status, answer.json()]).toMatchObject([
        403,
        { code: 'scope_missing', details: { scope: 'person' } },
      ])
    const freer = await key.ask('POST', '/v1/keys', { name: 'Freer', scopes: ['posts:write'], asksFirst: false })
    expect(freer.status).toBe(422)
  })

  test('is not given leave for words that were changed after it asked', async () => {
    const post = await make('harmless')
    const approval = await askToSchedule(post)
    expect((await key.ask('PATCH', `/v1/posts/${post}`, { parts: [{ text: 'harmful', media: [] }] })).status).toBe(200)
    expect((await person('POST', `/v1/approvals/${approval}/approve`, {})).json().state).toBe('changed')
    expect(await deliveriesOf(post)).toEqual([])
  })

  test('asks again before it changes what is scheduled, or tries it again', async () => {
    const post = await make('allowed')
    await person('POST', `/v1/approvals/${await askToSchedule(post)}/approve`, {})
    const [{ id }] = await deliveriesOf(post)
    for (const [method, path, body] of [
      ['PATCH', `/v1/posts/${post}`, { parts: [{ text: 'swapped', media: [] }] }],
      ['POST', `/v1/posts/${post}/restore`, { version: 1 }],
      ['POST', `/v1/deliveries/${id}/reschedule`, { wallTime: '2029-01-01T09:00' }],
      ['POST', `/v1/deliveries/${id}/retry`, {}],
      ['POST', `/v1/deliveries/${id}/resolve`, { answer: 'not_posted' }],
      ['POST', `/v1/deliveries/${id}/delete-remote`, {}],
      ['POST', `/v1/deliveries/${id}/edit-remote`, {}],
    ] as const)
      expect([path, (await key.ask(method, path, body)).json().code]).toEqual([path, 'approval_required'])
    expect((await key.ask('GET', `/v1/posts/${post}`)).json().parts[0].text).toBe('allowed')
    expect((await key.ask('POST', `/v1/posts/${post}/cancel`, {})).status).toBe(200)
  })

  test('hears that it was refused, and sees nothing another key asked for', async () => {
    const approval = await askToSchedule(await make())
    const other = await makeKey({ asksFirst: true })
    expect((await other.ask('GET', `/v1/approvals/${approval}`)).status).toBe(404)
    expect((await person('POST', `/v1/approvals/${approval}/refuse`, {})).json().state).toBe('refused')
    expect((await key.ask('GET', `/v1/approvals/${approval}`)).json().state).toBe('refused')
  })
})

test('a key’s log has each call with its outcome, and no secret', async () => {
  const key = await makeKey()
  await key.ask('POST', '/v1/posts', draft())
  await key.ask('GET', '/v1/posts/post_00000000000000000000000000')
  const calls = (await key.ask('GET', `/v1/keys/${key.id}/calls`)).json().items
  expect(calls).toMatchObject([
    { operation: 'posts.get', status: 404, code: 'not_found' },
    { operation: 'posts.create', status: 201, code: null },
  ])
  expect((await key.ask('GET', '/v1/api-analytics?period=24h')).json()).toMatchObject({ errors: 1 })
  const everywhere = await Promise.all(
    ['/v1/keys', '/v1/me', `/v1/keys/${key.id}/calls`].map((path) => key.ask('GET', path)),
  )
  for (const { text } of everywhere) expect(text).not.toContain(key.secret.slice(-43))
})
