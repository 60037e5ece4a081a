import { LLMock } from '@copilotkit/aimock'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { TextEvent } from '../../contract/ai/tasks.ts'
import { startChatServer } from '../../../test/support/ai/chat-server.ts'
import { failureFrom, openDesk, type Desk } from '../../../test/support/ai/desk.ts'

let mock: LLMock
let desk: Desk
beforeAll(async () => {
  mock = new LLMock({ port: 0, host: '127.0.0.1', chunkSize: 8 })
  await mock.start()
})
afterAll(() => mock.stop())
beforeEach(() => {
  mock.clearFixtures()
  mock.clearChaos()
  mock.clearRequests()
  desk = openDesk(`${mock.url}/v1`)
})
afterEach(() => desk.workspace.dispose())

const task = {
  task: 'edit',
  text: 'The shop opens at nine on Monday.',
  instruction: 'Say ten in place of nine',
} as const
const mended = 'The shop opens at ten on Monday.'
const ask = () => desk.ai.answer<'edit'>(task, undefined)
const calls = () => desk.ai.ledger.list({ limit: 50 }).items

async function events(stream: AsyncIterable<TextEvent>): Promise<TextEvent[]> {
  const all: TextEvent[] = []
  for await (const event of stream) all.push(event)
  return all
}

describe.each(['responses', 'chat completions'])('asked by %s', (way) => {
  beforeEach(() => {
    if (way !== 'responses') desk.ai.endpoints.update(desk.endpoint, { responses: false })
  })

  test('a text comes in pieces that make up the whole, and then the answer with what it used', async () => {
    mock.onMessage(/nine/, { content: mended })
    const all = await events(desk.ai.stream(task, undefined))
    const pieces = all.flatMap((event) => (event.type === 'delta' ? [event.text] : []))
    expect(pieces.length).toBeGreaterThan(2)
    expect(pieces.join('')).toBe(mended)
    expect(all[0]).toMatchObject({ type: 'started', endpoint: 'Test endpoint', model: 'test-model' })
    expect(all.at(-1)).toMatchObject({ type: 'result', answer: { task: 'edit', written: { text: mended } } })
  })

  test('an answer that breaks off is asked for anew, and both tries are in the record', async () => {
    let first = true
    const isFirst = () => first && !(first = false)
    mock.on({ userMessage: /nine/, predicate: isFirst }, { content: mended }, { truncateAfterChunks: 2 })
    mock.onMessage(/nine/, { content: mended })
    expect((await ask()).answer.written.text).toBe(mended)
    // What broke off may have to be paid for: it counts with the most it can have cost.
    expect(calls()).toMatchObject([{ state: 'done' }, { state: 'failed', estimated: true }])
  })

  test('one that always breaks off is given up after the second time', async () => {
    mock.on({ userMessage: /nine/ }, { content: mended }, { truncateAfterChunks: 1 })
    expect(await failureFrom(ask())).toMatchObject({
      code: 'ai_failed',
      data: { reason: 'no_answer', says: 'ai_broke_off' },
    })
    expect(calls()).toHaveLength(2)
  })

  test('what is no answer at all is given up too', async () => {
    mock.onMessage(/nine/, { content: mended })
    mock.setChaos({ malformedRate: 1 })
    expect(await failureFrom(ask())).toMatchObject({ data: { reason: 'no_answer' } })
    expect(calls()).toHaveLength(2)
  })

  test('tokens that drip are waited for, and shown as they come', async () => {
    mock.on({ userMessage: /nine/ }, { content: mended }, { chunkSize: 3, latency: 3 })
    const all = await events(desk.ai.stream(task, undefined))
    const pieces = all.flatMap((event) => (event.type === 'delta' ? [event.text] : []))
    expect(pieces.length).toBeGreaterThan(8)
    expect(pieces.join('')).toBe(mended)
  })

  test('an empty answer is told as such', async () => {
    mock.onMessage(/nine/, { content: ' ' })
    expect(await failureFrom(ask())).toMatchObject({ data: { reason: 'empty', says: 'ai_empty' } })
  })

  test('too many requests are waited for as long as the endpoint says, and then it answers', async () => {
    let tries = 0
    mock.on(
      { userMessage: /nine/, predicate: () => tries++ < 1 },
      { error: { message: 'Slow down' }, status: 429, retryAfter: 7 },
    )
    mock.onMessage(/nine/, { content: mended })
    expect((await ask()).answer.written.text).toBe(mended)
    expect(desk.clock.slept).toEqual([7_000])
    expect(calls()).toMatchObject([{ state: 'done' }, { state: 'failed', inputTokens: 0, outputTokens: 0 }])
  })

  test('a wait that is too long is for the person to decide', async () => {
    mock.on({ userMessage: /nine/ }, { error: { message: 'Slow down' }, status: 429, retryAfter: 90 })
    const until = new Date(desk.clock.now() + 90_000).toISOString()
    expect(await failureFrom(ask())).toMatchObject({
      data: { reason: 'rate_limited', retryAfterMs: 90_000, says: 'ai_rate_limited_until', params: { until } },
    })
    expect(desk.clock.slept).toEqual([])
  })

  test('an endpoint in trouble is asked three times, then it is said', async () => {
    mock.on({ userMessage: /nine/ }, { error: { message: 'Overloaded', type: 'server_error' }, status: 503 })
    expect(await failureFrom(ask())).toMatchObject({ data: { reason: 'endpoint_trouble', words: 'Overloaded' } })
    expect(calls()).toHaveLength(3)
  })

  test('an account without credit is not asked again', async () => {
    const error = { message: 'You exceeded your current quota', type: 'insufficient_quota', code: 'insufficient_quota' }
    mock.on({ userMessage: /nine/ }, { error, status: 429 })
    expect(await failureFrom(ask())).toMatchObject({ data: { reason: 'no_credit' } })
    expect(calls()).toHaveLength(1)
  })

  test('a text over the limit is asked for until it fits, by the platform’s own count', async () => {
    const short = 'A short one.'
    const long = 'Word '.repeat(80).trim()
    mock.on({ predicate: ({ messages }) => messages.length <= 2 }, { content: long })
    mock.on({ predicate: ({ messages }) => messages.length > 2 }, { content: short })
    const account = await desk.workspace.practiceAccount()
    const { answer } = await desk.ai.answer<'concise'>(
      { task: 'concise', text: long, for: { account: account as never }, max: 40 },
      undefined,
    )
    expect(answer.written).toMatchObject({
      text: short,
      fits: true,
      rounds: 2,
      count: { used: 12, max: 40, unit: 'grapheme' },
    })
  })

  test('one that never fits is told to be too long, and the shortest of all is shown', async () => {
    let round = 0
    mock.on({}, () => ({ content: 'word '.repeat(30 - 3 * round++).trim() }))
    const { answer } = await desk.ai.answer<'concise'>(
      { task: 'concise', text: 'word '.repeat(99), max: 20 },
      undefined,
    )
    expect(answer.written).toMatchObject({ fits: false, rounds: 4, count: { used: 104, max: 20 } })
    expect(answer.written.warnings).toMatchObject([{ says: 'ai_still_too_long', params: { used: 104, max: 20 } }])
  })

  test('an answer in another language is asked for anew, and said to be in one where it stays so', async () => {
    const german = 'Der Laden ist am Montag ab zehn für euch da und wir freuen uns auf euch.'
    mock.on({ predicate: ({ messages }) => messages.length <= 2 }, { content: german })
    mock.on({ predicate: ({ messages }) => messages.length > 2 }, { content: mended })
    const english = 'The shop is open for you on Monday and we are happy to see you there with your friends.'
    const asked = { task: 'tone', text: english, tone: 'casual' } as const
    expect((await desk.ai.answer<'tone'>(asked, undefined)).answer.written).toMatchObject({
      text: mended,
      warnings: [],
    })
    mock.clearFixtures()
    mock.on({}, { content: german })
    const { written } = (await desk.ai.answer<'tone'>(asked, undefined)).answer
    expect(written).toMatchObject({ text: german, warnings: [{ says: 'ai_other_language' }] })
  })

  test('a list that is no JSON is asked for once more, and then given up', async () => {
    const asked = { task: 'hashtags', text: 'Fresh beans from Kenya are here.', count: 2 } as const
    mock.on({ predicate: ({ messages }) => messages.length <= 2 }, { content: 'Sure! #beans and #kenya' })
    mock.on(
      { predicate: ({ messages }) => messages.length > 2 },
      { content: '```json\n{"hashtags": ["#Kenya", "coffee beans!"]}\n```' },
    )
    const { answer } = await desk.ai.answer<'hashtags'>(asked, undefined)
    expect(answer.hashtags).toEqual(['#Kenya', '#coffeebeans'])
    mock.clearFixtures()
    mock.on({}, { content: 'I would rather not answer in JSON.' })
    expect(await failureFrom(desk.ai.answer<'hashtags'>(asked, undefined))).toMatchObject({
      data: { reason: 'wrong_shape', says: 'ai_wrong_shape' },
    })
  })
})

describe('the responses API', () => {
  const text = { type: 'response.output_text.delta', delta: 'The shop' }
  const end = (type: string, response: object) => ({
    type,
    response: { usage: null, incomplete_details: null, ...response },
  })
  test.each([
    ['a refusal', [{ type: 'response.refusal.delta', delta: 'I cannot' }, end('response.completed', {})], 'ai_refused'],
    [
      'a filter',
      [text, end('response.incomplete', { incomplete_details: { reason: 'content_filter' } })],
      'ai_refused',
    ],
    [
      'too little room',
      [text, end('response.incomplete', { incomplete_details: { reason: 'max_output_tokens' } })],
      'ai_cut_off',
    ],
    ['a failure of its own', [text, end('response.failed', { error: { message: 'Broken' } })], 'ai_trouble'],
    ['an error within the stream', [text, { type: 'error', code: 'server_error', message: 'Broken' }], 'ai_trouble'],
    ['an end too early', [text], 'ai_broke_off'],
  ])('that ends with %s is not taken for an answer', async (_name, responses, says) => {
    const server = await startChatServer(() => ({ pieces: [] }), { responses })
    desk.ai.endpoints.change(desk.endpoint, { baseUrl: server.url, key: null })
    expect(await failureFrom(ask())).toMatchObject({ code: 'ai_failed', data: { says } })
    await server.close()
  })
})

describe('a plain server', () => {
  test('that declines is said to have declined, and is not asked again', async () => {
    const server = await startChatServer(() => ({ pieces: ['I cannot help with that.'], refusal: true }))
    desk.ai.endpoints.change(desk.endpoint, { baseUrl: server.url, key: null })
    expect(await failureFrom(ask())).toMatchObject({ data: { reason: 'refused', says: 'ai_refused' } })
    expect(server.seen).toHaveLength(1)
    await server.close()
  })

  test('that breaks off is asked anew, and what was shown of it is taken back', async () => {
    const server = await startChatServer((_request, count) =>
      count === 0 ? { endsAfter: ['The shop ', 'opens '] } : { pieces: [mended] },
    )
    desk.ai.endpoints.change(desk.endpoint, { baseUrl: server.url, key: null })
    const all = await events(desk.ai.stream(task, undefined))
    const told = all.map((event) => ('text' in event ? event.text : 'why' in event ? event.why : event.type))
    expect(told).toEqual(['started', 'The shop ', 'opens ', 'broken_off', mended, 'result'])
    await server.close()
  })

  test('that runs out of room is not believed to have said all', async () => {
    const server = await startChatServer(() => ({ pieces: ['The shop opens at'], cut: true }))
    desk.ai.endpoints.change(desk.endpoint, { baseUrl: server.url, key: null })
    expect(await failureFrom(ask())).toMatchObject({ data: { says: 'ai_cut_off' } })
    await server.close()
  })

  test('that counts nothing is counted with the most it can have used', async () => {
    const server = await startChatServer(() => ({ pieces: [mended], usage: false }))
    desk.ai.endpoints.change(desk.endpoint, { baseUrl: server.url, key: null })
    const { used } = await ask()
    expect(used.usage).toMatchObject({ estimated: true, outputTokens: Buffer.byteLength(mended) })
    expect(used.usage.inputTokens).toBeGreaterThan(500)
    await server.close()
  })

  test('is let go at once when the one who asked goes, and the call is settled as canceled', async () => {
    const server = await startChatServer(() => ({ hangsAfter: ['The shop ', 'opens '] }))
    desk.ai.endpoints.change(desk.endpoint, { baseUrl: server.url, key: null })
    const seen: string[] = []
    for await (const event of desk.ai.stream(task, undefined))
      if (event.type === 'delta') {
        seen.push(event.text)
        if (seen.length === 2) break
      }
    await server.hungUp
    expect(seen).toEqual(['The shop ', 'opens '])
    expect(calls()).toMatchObject([{ state: 'canceled', told: { says: 'ai_canceled' } }])
    expect(desk.ai.ledger.get(calls()[0]?.id ?? '').received).toBe('The shop opens ')
    await server.close()
  })

  test('is let go when a script aborts its plain call, too', async () => {
    const server = await startChatServer(() => ({ hangsAfter: [] }))
    desk.ai.endpoints.change(desk.endpoint, { baseUrl: server.url, key: null })
    const stop = new AbortController()
    const asked = desk.ai.answer<'edit'>(task, stop.signal)
    const failed = asked.catch((error: unknown) => error)
    while (server.seen.length === 0) await new Promise((resolve) => setTimeout(resolve, 5))
    stop.abort()
    await server.hungUp
    expect(await failed).toMatchObject({ code: 'CLIENT_CLOSED_REQUEST', status: 499 })
    expect(calls()).toMatchObject([{ state: 'canceled' }])
    await server.close()
  })

  test('that thinks aloud first is believed from its answer on', async () => {
    const server = await startChatServer(() => ({
      pieces: ['<th', 'ink>\nNine or ten?', '\n</thi', 'nk>\n\n', 'The shop ', 'opens at ten.'],
    }))
    desk.ai.endpoints.change(desk.endpoint, { baseUrl: server.url, key: null })
    const all = await events(desk.ai.stream(task, undefined))
    expect(all.flatMap((event) => (event.type === 'delta' ? [event.text] : []))).toEqual(['The shop ', 'opens at ten.'])
    expect(all.at(-1)).toMatchObject({ answer: { written: { text: 'The shop opens at ten.' } } })
    await server.close()
  })

  test('that never ends is given up when its time is over', async () => {
    const server = await startChatServer(() => ({ hangsAfter: ['The '] }))
    desk.ai.endpoints.change(desk.endpoint, { baseUrl: server.url, key: null })
    const stream = desk.ai.stream(task, undefined)
    let failed: Promise<unknown> | null = null
    for (let event = await stream.next(); !event.done; event = await stream.next())
      if (event.value.type === 'delta') {
        failed = stream.next().catch((error: unknown) => error)
        break
      }
    await desk.clock.by(60_000)
    expect(await failed).toMatchObject({ code: 'ai_failed', data: { says: 'ai_too_slow', params: { seconds: 60 } } })
    await server.hungUp
    await server.close()
  })
})
