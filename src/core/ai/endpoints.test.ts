import { LLMock } from '@copilotkit/aimock'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startChatServer, type ChatServer } from '../../../test/support/ai/chat-server.ts'
import { failureFrom, openDesk, type Desk } from '../../../test/support/ai/desk.ts'

let mock: LLMock
let chat: ChatServer
let desk: Desk
beforeEach(async () => {
  mock = new LLMock({ port: 0, host: '127.0.0.1' })
  await mock.start()
  chat = await startChatServer((_request, count) => ({
    pieces: count === 0 ? ['{"word": ', '"ready"}'] : ['Good ', 'morning.'],
  }))
})
afterEach(async () => {
  await desk.workspace.dispose()
  await mock.stop()
  await chat.close()
})

const tone = { task: 'tone', text: 'Good day to you.', tone: 'casual' } as const

describe('an endpoint that knows the responses API', () => {
  test('is asked by it with a schema, and that it knows both is remembered', async () => {
    mock.onMessage(/ready/, { content: '{"word":"ready"}' })
    desk = openDesk(`${mock.url}/v1`)
    const tested = await desk.ai.test(desk.endpoint, undefined, undefined)
    expect(tested.test).toMatchObject({ passed: true, model: 'test-model', told: null })
    expect(tested.able).toEqual({ responses: true, structured: true })
    expect(mock.getRequests().map(({ path }) => path)).toContain('/v1/responses')
  })
})

describe('a server that knows chat completions alone', () => {
  test('is found out by its test, and asked so from then on', async () => {
    desk = openDesk(chat.url, 'small-local')
    const tested = await desk.ai.test(desk.endpoint, undefined, undefined)
    expect(tested).toMatchObject({ able: { responses: false, structured: false }, test: { passed: true, models: 1 } })
    const before = chat.seen.length
    const { answer, used } = await desk.ai.answer<'tone'>(tone, undefined)
    expect(answer.written).toMatchObject({ text: 'Good morning.', fits: true, rounds: 1 })
    expect(used.usage).toMatchObject({ calls: 1, inputTokens: 20, outputTokens: 10, estimated: false })
    expect(chat.seen.length).toBe(before + 1)
    expect(chat.seen.at(-1)?.body).toMatchObject({ model: 'small-local', stream: true, max_tokens: expect.any(Number) })
  })

  test('that keeps no list of its models says so, and not that a model without a name is missing', async () => {
    desk = openDesk(`${chat.url}/nowhere`)
    const failed = await failureFrom(desk.ai.models(desk.endpoint, undefined))
    expect(failed.data).toMatchObject({ reason: 'model_missing', says: 'ai_no_models' })
  })

  test('is told the most tokens in the newer way where it says that it wants it', async () => {
    const newer = await startChatServer(({ body }) =>
      'max_tokens' in body
        ? { status: 400, error: { message: 'Use the other', param: 'max_tokens', code: 'unsupported_parameter' } }
        : { pieces: ['Hello.'] },
    )
    desk = openDesk(newer.url)
    await desk.ai.answer<'tone'>(tone, undefined)
    await desk.ai.answer<'tone'>(tone, undefined)
    expect(newer.seen.map(({ body }) => 'max_completion_tokens' in body)).toEqual([false, true, true])
    await newer.close()
  })
})

describe('the key of an endpoint', () => {
  test('goes to the endpoint and nowhere else: not into the record, the database or what is told of it', async () => {
    const key = 'sk-very-secret-0123456789'
    desk = openDesk(chat.url, 'small-local', { key })
    const before = await desk.ai.answer<'tone'>(tone, undefined)
    expect(chat.seen.at(-1)?.headers.authorization).toBe(`Bearer ${key}`)
    const call = desk.ai.ledger.get(before.used.calls[0] ?? '')
    expect(JSON.stringify([desk.ai.endpoints.list(), call, before])).not.toContain(key)
    expect(desk.ai.endpoints.list().endpoints[0]).toMatchObject({ hasKey: true })
  })

  test('is not quoted back when an endpoint refuses it', async () => {
    const refusing = await startChatServer(() => ({
      status: 401,
      error: { message: 'Incorrect API key provided: sk-very-*****6789', code: 'invalid_api_key' },
    }))
    desk = openDesk(refusing.url, 'small-local', { key: 'sk-very-secret-0123456789' })
    const error = await failureFrom(desk.ai.answer<'tone'>(tone, undefined))
    expect(error).toMatchObject({
      code: 'ai_failed',
      status: 502,
      data: { reason: 'key_refused', says: 'ai_key_refused' },
    })
    expect(JSON.stringify(error.data)).not.toContain('sk-very')
    await refusing.close()
  })

  test('does not follow an address that is changed to another server', async () => {
    desk = openDesk(chat.url)
    const other = 'http://127.0.0.1:9/v1'
    expect(() => desk.ai.endpoints.change(desk.endpoint, { baseUrl: other })).toThrow(/Enter the key/)
    expect(desk.ai.endpoints.change(desk.endpoint, { baseUrl: other, key: null })).toMatchObject({ hasKey: false })
  })

  test('is not sent along by an endpoint that has none, whatever the environment says', async () => {
    process.env['OPENAI_API_KEY'] = 'sk-of-the-environment'
    try {
      desk = openDesk(chat.url, 'small-local', { key: undefined })
      await desk.ai.answer<'tone'>(tone, undefined)
      expect(chat.seen.at(-1)?.headers.authorization).toBeUndefined()
    } finally {
      delete process.env['OPENAI_API_KEY']
    }
  })

  test('is gone with the endpoint, and what was asked of it stays in the record', async () => {
    desk = openDesk(chat.url)
    const { used } = await desk.ai.answer<'tone'>(tone, undefined)
    desk.ai.endpoints.remove(desk.endpoint)
    const secrets = desk.workspace.store.sqlite.prepare('select count(*) from secret where owner = ?').pluck()
    expect(secrets.get(desk.endpoint)).toBe(0)
    expect(desk.ai.ledger.get(used.calls[0] ?? '')).toMatchObject({ endpoint: { name: 'Test endpoint' } })
    expect(await failureFrom(desk.ai.answer<'tone'>(tone, undefined))).toMatchObject({
      code: 'conflict',
      data: { reason: 'ai_not_set_up', says: 'ai_no_text_endpoint' },
    })
  })
})

test('what would be sent is shown to the letter before it is sent, and kept after', async () => {
  desk = openDesk(chat.url)
  desk.ai.brand.put({
    ...desk.ai.brand.get(),
    name: 'Lumen Coffee',
    avoidWords: ['synergy'],
    samples: [{ postId: null, text: 'We roast on Tuesdays.' }],
  })
  const preview = await desk.ai.preview(tone, undefined)
  expect(chat.seen).toEqual([])
  const { used } = await desk.ai.answer<'tone'>(tone, undefined)
  const sent = desk.ai.ledger.get(used.calls[0] ?? '').sent
  expect(sent).toEqual(preview.calls[0]?.messages)
  const wire = (chat.seen.at(-1)?.body['messages'] ?? []) as { content: string }[]
  expect(wire.map(({ content }) => content)).toEqual(sent?.map(({ text }) => text))
  expect(wire[0]?.content).toContain('Lumen Coffee')
  expect(wire[0]?.content).toContain('We roast on Tuesdays.')
  expect(desk.ai.ledger.get(used.calls[0] ?? '').received).toContain('ready')
})

test('a page that answers in place of an API is called what it is', async () => {
  const page = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Welcome</h1>')
  })
  await new Promise<void>((resolve) => page.listen(0, '127.0.0.1', resolve))
  desk = openDesk(`http://127.0.0.1:${(page.address() as AddressInfo).port}`)
  const tested = await desk.ai.test(desk.endpoint, undefined, undefined)
  expect(tested.test).toMatchObject({ passed: false, told: { says: 'ai_not_openai' } })
  page.closeAllConnections()
  page.close()
})

test('nobody listening is told without a second try', async () => {
  const gone = await startChatServer(() => ({ pieces: [] }))
  await gone.close()
  desk = openDesk(gone.url)
  const error = await failureFrom(desk.ai.answer<'tone'>(tone, undefined))
  expect(error.data).toMatchObject({ reason: 'unreachable', says: 'ai_unreachable' })
  expect(desk.clock.slept).toEqual([])
  expect(desk.ai.ledger.list({ limit: 10 }).items).toMatchObject([{ state: 'failed', inputTokens: 0 }])
})
