import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestHost, type Answer, type TestHost } from './host.ts'

let host: TestHost
let workspaceId: string
let account: string
beforeAll(async () => {
  host = await startTestHost()
  workspaceId = host.studio.workspaces.create({ name: 'Brand' }).id
  const practice = { platform: 'practice', method: 'practice', fields: { name: 'Practice' } }
  account = (await host.script('POST', '/v1/connections', practice, { 'broadside-workspace': workspaceId })).json()
    .accounts[0]
})
afterAll(() => host.close())

async function makeKey(scopes: readonly string[], change: object = {}) {
  const input = { name: 'Script', scopes, ...change }
  const { secret } = (await host.script('POST', '/v1/keys', input, { 'broadside-workspace': workspaceId })).json()
  return (method: string, path: string, body?: unknown): Promise<Answer> =>
    host.script(method, path, body, { authorization: `Bearer ${secret}` })
}
const document = (idempotencyKey: string, more: object = {}) => ({
  mode: 'scheduled',
  timezone: 'Europe/Berlin',
  idempotencyKey,
  posts: [{ account, text: 'Hello', publishAt: '2030-01-01T09:00' }],
  ...more,
})
const asPerson = (method: string, path: string) =>
  host.ask(method, path, { headers: { cookie: host.cookie, origin: host.url, 'broadside-workspace': workspaceId } })

test('a key that reads may validate and preview, and apply nothing', async () => {
  const ask = await makeKey(['posts:read'])
  expect((await ask('POST', '/v1/schedules/validate', document('a'))).json()).toMatchObject({ valid: true, rows: 1 })
  expect((await ask('POST', '/v1/schedules/preview', document('a'))).json().campaigns[0].steps[0]).toMatchObject({
    when: { at: '2030-01-01T08:00:00.000Z' },
    accounts: [{ accountId: account, problems: [] }],
  })
  expect((await ask('POST', '/v1/schedules/apply', document('a'))).status).toBe(403)
})

test('fifty clients with one key make one run, and all of them get it', async () => {
  const ask = await makeKey(['posts:read', 'posts:write'])
  const answers = await Promise.all(
    Array.from({ length: 50 }, () => ask('POST', '/v1/schedules/apply', document('fifty'))),
  )
  expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 50 }, () => 201))
  expect(new Set(answers.map((answer) => answer.json().id)).size).toBe(1)
  expect(answers.filter(({ headers }) => headers['idempotent-replayed'] !== 'true')).toHaveLength(1)
  const { id } = answers[0]!.json()
  expect((await ask('GET', `/v1/runs/${id}/status`)).json()).toMatchObject({ status: 'pending', counts: { posts: 1 } })
  expect((await ask('GET', `/v1/runs/${id}/table`)).json().items).toHaveLength(1)
  const other = await ask('POST', '/v1/schedules/apply', document('fifty', { timezone: 'UTC' }))
  expect([other.status, other.json().code]).toEqual([409, 'idempotency_key_conflict'])
})

test('all problems of a document come back from apply, by path, in one answer', async () => {
  const ask = await makeKey(['posts:read', 'posts:write'])
  const posts = [
    { account: 'nobody', text: 'x', publishAt: 'soon' },
    { caption: 'x', account },
  ]
  const answer = await ask('POST', '/v1/schedules/apply', document('bad', { posts }))
  expect(answer.status).toBe(422)
  expect(answer.json().details.fields.map(({ path }: { path: string }) => path)).toEqual([
    'posts.0.publishAt',
    'posts.0.account',
    'posts.1.caption',
    'posts.1.publishAt',
  ])
})

test('whatever is sent instead of a document is answered with what is wrong with it', async () => {
  const ask = await makeKey(['posts:read', 'posts:write'])
  for (const body of [{}, { posts: 'x' }, { posts: [null, 1, [], {}] }, { campaigns: [{ steps: {} }] }]) {
    const answer = await ask('POST', '/v1/schedules/validate', body)
    expect([answer.status, answer.json().valid]).toEqual([200, false])
    expect((await ask('POST', '/v1/schedules/apply', body)).status).toBe(422)
  }
  expect((await ask('POST', '/v1/schedules/validate', ['x'])).status).toBe(422)
})

test('a key that asks first waits for a person, who sees the rows; a draft run it may make', async () => {
  const ask = await makeKey(['posts:read', 'posts:write'], { asksFirst: true })
  const asked = await ask('POST', '/v1/schedules/apply', document('asking'))
  expect([asked.status, asked.json().code]).toEqual([403, 'approval_required'])
  const { approval } = asked.json().details
  const shown = (await asPerson('GET', `/v1/approvals/${approval}`)).json()
  expect(shown).toMatchObject({ operation: 'schedules.apply', input: { posts: [{ text: 'Hello' }] } })
  const approved = (await asPerson('POST', `/v1/approvals/${approval}/approve`)).json()
  expect(approved).toMatchObject({ state: 'approved', output: { status: 'pending' } })

  const draft = (await ask('POST', '/v1/schedules/apply', document('draft', { mode: 'draft' }))).json()
  expect(draft.status).toBe('draft')
  expect((await ask('POST', `/v1/runs/${draft.id}/publish`, {})).json().code).toBe('approval_required')
})

test('a path names a file of this machine only for who may add files', async () => {
  const ask = await makeKey(['posts:read', 'posts:write'])
  const posts = [{ account, text: 'x', publishAt: '2030-01-01T09:00', assets: [{ path: '/etc/hostname' }] }]
  const answer = await ask('POST', '/v1/schedules/apply', document('file', { posts }))
  expect([answer.status, answer.json().code]).toEqual([403, 'scope_missing'])
})
