import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestHost, type Answer, type TestHost } from './host.ts'

let host: TestHost
let workspaceId: string
let handle: string
beforeAll(async () => {
  host = await startTestHost()
  workspaceId = host.studio.workspaces.create({ name: 'Brand' }).id
  const practice = { platform: 'practice', method: 'practice', fields: { name: 'Practice' } }
  await script('POST', '/v1/connections', practice)
  handle = (await script('GET', '/v1/accounts')).json()[0].handle
})
afterAll(() => host.close())

const script = (method: string, path: string, body?: unknown) =>
  host.script(method, path, body, { 'broadside-workspace': workspaceId })
async function makeKey(scopes: readonly string[], change: object = {}) {
  const { secret } = (await script('POST', '/v1/keys', { name: 'Script', scopes, ...change })).json()
  return (method: string, path: string, body?: unknown): Promise<Answer> =>
    host.script(method, path, body, { authorization: `Bearer ${secret}` })
}
const csv = () => `text,account,publishAt\n=cmd(),${handle},2030-01-01T09:00\nHello,${handle},2030-01-02T09:00\n`

test('a CSV is looked at, imported once, and comes out again with its formula made harmless', async () => {
  const ask = await makeKey(['posts:read', 'posts:write'])
  const checked = (await ask('POST', '/v1/imports/check', { source: { csv: csv() } })).json()
  expect(checked).toMatchObject({ valid: true, rows: 2, table: [{ place: '2', problems: [] }, { place: '3' }] })
  const input = { source: { csv: csv() }, idempotencyKey: 'one' }
  const made = await Promise.all([ask('POST', '/v1/imports', input), ask('POST', '/v1/imports', input)])
  expect(made.map(({ status }) => status)).toEqual([201, 201])
  expect(new Set(made.map((answer) => answer.json().id)).size).toBe(1)
  const out = await ask('GET', '/v1/exports/posts?format=csv')
  expect([out.status, out.headers['content-type']]).toEqual([200, expect.stringMatching(/^text\/csv/)])
  expect(out.headers['content-disposition']).toMatch(/posts-.*\.csv/)
  expect(out.text).toContain(`,'=cmd(),`)
  expect((await ask('GET', '/v1/exports/posts')).json()).toMatchObject({ mode: 'draft', posts: [{}, {}] })
})

test('importing asks for the right scope, and scheduling asks a person where the key does', async () => {
  const reads = await makeKey(['posts:read'])
  const input = { source: { csv: csv() }, idempotencyKey: 'two' }
  expect((await reads('POST', '/v1/imports', input)).status).toBe(403)
  const writes = await makeKey(['posts:write'])
  expect((await writes('POST', '/v1/imports/check', { source: { csv: csv() } })).status).toBe(403)
  expect((await writes('GET', '/v1/exports/posts')).status).toBe(403)
  const asks = await makeKey(['posts:read', 'posts:write'], { asksFirst: true })
  expect((await asks('POST', '/v1/imports', { ...input, mode: 'scheduled' })).json().code).toBe('approval_required')
})

test('a key reads and writes no folder of this machine', async () => {
  const ask = await makeKey(['posts:read', 'posts:write', 'media:write', 'keys:manage'])
  for (const source of [{ folder: host.folder }, { file: join(host.folder, 'secret.json') }])
    expect((await ask('POST', '/v1/imports/check', { source })).json().code).toBe('scope_missing')
  const exported = await ask('POST', '/v1/exports/folder', { folder: join(host.folder, 'x') })
  expect(exported.json().code).toBe('scope_missing')
})

test('the person’s own script exports to a folder, as a job, and not into the data folder', async () => {
  const folder = join(host.folder, 'export')
  const started = await script('POST', '/v1/exports/folder', { folder })
  expect(started.status).toBe(202)
  const job = (await script('GET', `/v1/jobs/${started.json().id}?waitMs=10000`)).json()
  expect(job).toMatchObject({ state: 'done', result: { folder, posts: 2 } })
  const inside = await script('POST', '/v1/exports/folder', { folder: join(host.folder, 'data', 'x') })
  expect(inside.status).toBe(422)
  const read = await script('POST', '/v1/imports/check', { source: { folder } })
  expect(read.json()).toMatchObject({ valid: true, rows: 2 })
})

test('a calendar program subscribes with the address alone, until it is made anew', async () => {
  const at = new Date(Date.now() + 86_400_000).toISOString()
  const accountId = (await script('GET', '/v1/accounts')).json()[0].id
  await script('POST', '/v1/posts', { title: 'Tomorrow', when: { at }, variants: [{ accountId }] })
  const { path } = (await script('POST', '/v1/calendar-feed')).json()
  const feed = await host.ask('GET', path)
  expect([feed.status, feed.headers['content-type']]).toEqual([200, 'text/calendar; charset=utf-8'])
  expect(feed.text).toContain(`DTSTART:${at.replaceAll(/[-:]|\.\d+/g, '')}`)
  expect((await host.ask('GET', `${path.slice(0, -6)}${path.at(-6) === 'A' ? 'B' : 'A'}x.ics`)).status).toBe(404)
  expect((await host.ask('GET', `/calendar/${workspaceId}/..%2f..%2fx.ics`)).status).toBe(404)
  await script('POST', '/v1/calendar-feed')
  expect((await host.ask('GET', path)).status).toBe(404)
  const reads = await makeKey(['posts:read'])
  expect((await reads('POST', '/v1/calendar-feed')).status).toBe(403)
})
