import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startDiscord, type Discord } from './index.ts'
import type { Channel, Webhook } from './state.ts'

let server: Discord
let channel: Channel
let webhook: Webhook

beforeEach(async () => {
  server = await startDiscord()
  channel = server.newChannel()
  webhook = server.newWebhook(channel)
})
afterEach(() => server.stop())

const agent = { 'user-agent': 'DiscordBot (test, 1)' }

async function ask(
  method: string,
  path: string,
  json?: object,
  {
    files,
    to = webhook,
    headers = agent,
  }: { files?: Record<string, Blob>; to?: Webhook; headers?: Record<string, string> } = {},
) {
  let body: BodyInit | null = json ? JSON.stringify(json) : null
  const type: Record<string, string> = json && !files ? { 'content-type': 'application/json' } : {}
  if (files) {
    body = new FormData()
    if (json) body.set('payload_json', JSON.stringify(json))
    for (const [name, file] of Object.entries(files)) body.set(name, file, `${name.replace(/\W/g, '')}.png`)
  }
  const address = `${server.url}/api/v10/webhooks/${to.id}/${to.token}${path}`
  const answer = await fetch(address, { method, body, headers: { ...headers, ...type } })
  const text = await answer.text()
  const made: unknown = text.startsWith('{') ? JSON.parse(text) : text
  return {
    status: answer.status,
    headers: answer.headers,
    json: made as { id?: string; code?: number; errors?: object },
  }
}
const post = (json: object, query = '?wait=true', more: Parameters<typeof ask>[3] = {}) =>
  ask('POST', query, json, more)
const png = (bytes = 9) => new Blob([Buffer.alloc(bytes, 1)], { type: 'image/png' })

describe('takes', () => {
  test('a message, and tells of it only who waits', async () => {
    expect(await post({ content: ' hello ', username: 'Ada', flags: 4100 })).toMatchObject({
      status: 200,
      json: { content: 'hello', channel_id: channel.id, author: { username: 'Ada' }, flags: 4100 },
    })
    expect(await post({ content: 'quietly' }, '')).toMatchObject({ status: 204, json: '' })
    expect(server.messages()).toHaveLength(2)
  })

  test('files with what is said of them, and a card that shows one', async () => {
    const json = {
      embeds: [{ title: 'T', description: 'D', color: 0xc8371f, image: { url: 'attachment://files0.png' } }],
      attachments: [{ id: 0, description: 'A dot', is_spoiler: true }],
    }
    const answer = await post(json, '?wait=true', { files: { 'files[0]': png() } })
    expect(answer.json).toMatchObject({ attachments: [{ filename: 'files0.png', size: 9, description: 'A dot' }] })
    expect(server.messages()[0]?.attachments[0]).toMatchObject({ spoiler: true, bytes: 9 })
  })

  test('an edit that keeps what it names and adds what it brings', async () => {
    const { json } = await post({ content: 'x' }, '?wait=true', { files: { 'files[0]': png(), 'files[1]': png(8) } })
    const [first] = server.messages()[0]?.attachments ?? []
    const change = { content: 'y', attachments: [{ id: first?.id }, { id: 0, description: 'New' }] }
    await ask('PATCH', `/messages/${json.id}`, change, { files: { 'files[0]': png(7) } })
    expect(server.messages()[0]).toMatchObject({
      content: 'y',
      attachments: [{ id: first?.id }, { bytes: 7, description: 'New' }],
    })
  })

  test('a post of a forum, which is a thread with the id of its first message', async () => {
    const forum = server.newChannel({ type: 'forum', tags: ['100000000000000001'] })
    const to = server.newWebhook(forum)
    const { json } = await post(
      { content: 'x', thread_name: 'Title', applied_tags: ['100000000000000001'] },
      '?wait=true',
      { to },
    )
    expect(json).toMatchObject({ channel_id: json.id })
    expect(server.channel(json.id ?? '')).toMatchObject({
      parent: forum.id,
      name: 'Title',
      appliedTags: ['100000000000000001'],
    })
    expect((await post({ content: 'y' }, `?wait=true&thread_id=${json.id}`, { to })).status).toBe(200)
    // Its messages are found in it alone.
    expect((await ask('DELETE', `/messages/${json.id}`, undefined, { to })).json.code).toBe(10_008)
    expect((await ask('DELETE', `/messages/${json.id}?thread_id=${json.id}`, undefined, { to })).status).toBe(204)
  })
})

describe('refuses', () => {
  const poll = (more: object = {}) => ({
    poll: { question: { text: 'Tea?' }, answers: [{ poll_media: { text: 'a' } }], duration: 1, ...more },
  })
  test.each([
    [
      'a text that is too long',
      { content: 'x'.repeat(2_001) },
      50_035,
      { content: { _errors: [{ code: 'BASE_TYPE_MAX_LENGTH' }] } },
    ],
    ['nothing', { content: ' ' }, 50_006, undefined],
    ['a name it keeps for itself', { content: 'x', username: 'discord' }, 50_035, { username: {} }],
    ['flags that are not ours', { content: 'x', flags: 64 }, 50_035, { flags: {} }],
    [
      'mentions of a kind that is none',
      { content: 'x', allowed_mentions: { parse: ['all'] } },
      50_035,
      { allowed_mentions: { parse: {} } },
    ],
    [
      'a card that is too long',
      { embeds: [{ description: 'x'.repeat(4_097) }] },
      50_035,
      { embeds: { 0: { description: {} } } },
    ],
    ['a poll of 33 days', poll({ duration: 769 }), 50_035, { poll: { duration: {} } }],
    [
      'a long answer',
      poll({ answers: [{ poll_media: { text: 'x'.repeat(56) } }] }),
      50_035,
      { poll: { answers: { 0: { poll_media: { text: {} } } } } },
    ],
    ['a field it does not know', { content: 'x', nonce: '1' }, 50_035, { nonce: {} }],
    ['the title of a forum post', { content: 'x', thread_name: 'T' }, 220_003, undefined],
    [
      'a file that is not there',
      { content: 'x', attachments: [{ id: 0 }] },
      50_035,
      { attachments: { 0: { id: {} } } },
    ],
  ])('%s', async (_, json, code, errors) => {
    expect((await post(json)).json).toMatchObject({ code, ...(errors && { errors }) })
    expect(server.messages()).toEqual([])
  })

  test('files that are too large, one and together', async () => {
    const mebibyte = 1_048_576
    const one = await post({ content: 'x' }, '?wait=true', { files: { 'files[0]': png(20 * mebibyte + 1) } })
    expect([one.status, one.json.code]).toEqual([413, 40_005])
    const two = { 'files[0]': png(13 * mebibyte), 'files[1]': png(13 * mebibyte) }
    expect((await post({ content: 'x' }, '?wait=true', { files: two })).json.code).toBe(40_005)
  })

  test('in a forum what has no title, two places, no tag and one that is unknown', async () => {
    const forum = server.newChannel({ type: 'forum', tags: ['1'], needsTag: true })
    const thread = server.newThread(forum)
    const to = server.newWebhook(forum)
    const code = async (json: object, query = '?wait=true') =>
      (await post({ content: 'x', ...json }, query, { to })).json.code
    expect(await code({})).toBe(220_001)
    expect(await code({ thread_name: 'T' }, `?wait=true&thread_id=${thread.id}`)).toBe(220_002)
    expect(await code({ thread_name: 'T' })).toBe(40_067)
    expect(await code({ thread_name: 'T', applied_tags: ['2'] })).toBe(10_087)
    expect(await code({}, `?wait=true&thread_id=${channel.id}`)).toBe(10_003)
    server.lock(thread)
    expect(await code({}, `?wait=true&thread_id=${thread.id}`)).toBe(160_005)
  })

  test('whom it does not know, what moderation blocks, and an edit of a poll', async () => {
    expect((await post({ content: 'x' }, '', { to: { ...webhook, token: 'x'.repeat(68) } })).json.code).toBe(50_027)
    server.block('spam')
    expect((await post({ content: 'some spam' })).json.code).toBe(200_000)
    const asked = await post(poll())
    expect((await ask('PATCH', `/messages/${asked.json.id}`, { content: 'y' })).json.code).toBe(520_003)
    server.deleteWebhook(webhook.id)
    expect((await post({ content: 'x' })).json.code).toBe(10_015)
  })

  test('who does not say what they are', async () => {
    const answer = await post({ content: 'x' }, '', { headers: { 'user-agent': 'undici' } })
    expect([answer.status, answer.json]).toEqual([403, '<html>error code: 1010</html>'])
  })

  test('too many in two seconds, and says until when', async () => {
    await server.stop()
    server = await startDiscord({ limit: { limit: 1, periodMs: 2_000, starts: 'first_use' } })
    webhook = server.newWebhook(server.newChannel())
    expect((await post({ content: 'x' })).headers.get('x-ratelimit-remaining')).toBe('0')
    const answer = await post({ content: 'x' })
    expect(answer).toMatchObject({ status: 429, json: { global: false, retry_after: expect.any(Number) } })
    expect(answer.headers.get('retry-after')).toBe('2')
    server.advance(2_000)
    expect((await post({ content: 'x' })).status).toBe(200)
  })
})

test('only what is allowed to notifies, and without a word everything does', async () => {
  const content = '@everyone <@&80351110224678912> <@80351110224678912>'
  await post({ content })
  await post({ content, allowed_mentions: { parse: [] } })
  await post({ content, allowed_mentions: { parse: ['roles'] } })
  expect(server.messages().map(({ mentions }) => mentions)).toEqual([['users', 'roles', 'everyone'], [], ['roles']])
})

test('the log has no token', async () => {
  await post({ content: 'x' })
  expect(JSON.stringify(server.requests)).not.toContain(webhook.token)
})
