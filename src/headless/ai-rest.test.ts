import { readdirSync, readFileSync } from 'node:fs'
import { request } from 'node:http'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startChatServer, type ChatAnswer, type ChatServer } from '../../test/support/ai/chat-server.ts'
import { startTestHost, type TestHost } from '../../test/security/host.ts'

const key = 'sk-rest-secret-0123456789'
let host: TestHost
let server: ChatServer
let workspace: string
let answer: ChatAnswer = { pieces: ['Good ', 'morning.'] }
beforeAll(async () => {
  host = await startTestHost()
  server = await startChatServer(() => answer)
  workspace = (await host.script('POST', '/v1/workspaces', { name: 'Ai' })).json().id
  const added = await call('POST', '/v1/ai/endpoints', { name: 'Local', baseUrl: server.url, key })
  const choice = { endpoint: added.json().id, model: 'small-local' }
  await call('PUT', '/v1/ai/defaults', { text: choice, vision: null, image: null, video: null })
})
afterAll(async () => {
  await host.close()
  await server.close()
})

const inWorkspace = () => ({ 'broadside-workspace': workspace })
const call = (method: string, path: string, body?: unknown) => host.script(method, path, body, inWorkspace())
const tone = { text: 'Good day to you.', tone: 'casual' }

test('a task is one call with one answer, and what it used', async () => {
  const found = await call('POST', '/v1/ai/tone', tone)
  expect(found.status).toBe(200)
  expect(found.json()).toMatchObject({
    answer: { task: 'tone', written: { text: 'Good morning.', fits: true, warnings: [] } },
    used: { usage: { calls: 1, inputTokens: 20, outputTokens: 10, unpriced: 1 } },
  })
})

test('the same comes as a stream of events, for programs as for the window', async () => {
  const { text, headers } = await call('POST', '/v1/ai/stream', { task: 'tone', ...tone })
  expect(headers['content-type']).toContain('text/event-stream')
  const types = [...text.matchAll(/"type":"(\w+)"/g)].map(([, type]) => type)
  expect(types).toEqual(['started', 'delta', 'delta', 'result'])
})

test('a post is written as a job, which can be waited for', async () => {
  const made = await call('POST', '/v1/ai/posts', { from: { topic: 'Mornings' }, waitMs: 20_000 })
  expect([made.status, made.json().state]).toEqual([202, 'done'])
  const post = await call('GET', `/v1/posts/${made.json().result.postId}`)
  expect(post.json()).toMatchObject({ title: 'Mornings', status: 'draft', parts: [{ text: 'Good morning.' }] })
})

test('what is not set up, not allowed or too much is said with the contract’s codes', async () => {
  const video = await call('POST', '/v1/ai/videos', { prompt: 'Steam' })
  expect([video.status, video.json().code, video.json().details.reason]).toEqual([409, 'conflict', 'ai_not_set_up'])
  answer = { status: 401, error: { message: 'No' } }
  const refused = await call('POST', '/v1/ai/tone', tone)
  expect([refused.status, refused.json().code, refused.json().details.reason]).toEqual([
    502,
    'ai_failed',
    'key_refused',
  ])
  // Only the person at the machine may change what may be spent.
  expect((await call('PUT', '/v1/ai/caps', { dailyUsd: 1_000 })).json().code).toBe('scope_missing')
  host.studio.workspaces.need(workspace).ai.spend.setCaps({ dailyUsd: 1, monthlyUsd: null })
  const capped = await call('POST', '/v1/ai/tone', tone)
  expect([capped.status, capped.json().code]).toEqual([402, 'spend_cap_exceeded'])
  expect(capped.json().details).toMatchObject({ period: 'day', capUsd: 1, leftUsd: 1, neededUsd: null })
  host.studio.workspaces.need(workspace).ai.spend.setCaps({ dailyUsd: null, monthlyUsd: null })
})

describe('a program that hangs up', () => {
  test.each(['/v1/ai/tone', '/v1/ai/stream'])('on %s lets the endpoint go at once', async (path) => {
    const slow = await startChatServer(() => ({ hangsAfter: ['Good '] }))
    const [{ id }] = (await call('GET', '/v1/ai/endpoints')).json().endpoints
    await call('PATCH', `/v1/ai/endpoints/${id}`, { baseUrl: slow.url, key })
    const headers = { ...inWorkspace(), authorization: `Bearer ${host.token}`, 'content-type': 'application/json' }
    const asked = request(`${host.url}${path}`, { method: 'POST', headers })
    asked.on('error', () => {})
    asked.on('response', (response) => response.on('error', () => {}).resume())
    asked.end(JSON.stringify({ task: 'tone', ...tone }))
    while (slow.seen.length === 0) await new Promise((resolve) => setTimeout(resolve, 5))
    asked.destroy()
    await slow.hungUp
    expect(slow.seen).toHaveLength(1)
    await slow.close()
  })
})

test('the key is in no file of the studio and in no answer', async () => {
  await call('POST', '/v1/ai/tone', tone)
  const data = join(host.folder, 'data')
  const files = readdirSync(data, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  const found = files.filter((entry) => readFileSync(join(entry.parentPath, entry.name)).includes(key))
  expect(found.map(({ name }) => name)).toEqual([])
  for (const path of ['/v1/ai/endpoints', '/v1/ai/calls', '/v1/ai/usage'])
    expect((await call('GET', path)).text).not.toContain(key)
})
