import { LLMock } from '@copilotkit/aimock'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { failureFrom, openDesk, type Desk } from '../../../test/support/ai/desk.ts'
import { callAs, callingKey } from '../keys/calling.ts'
import type { KeyGrant } from '../keys/keys.ts'

let mock: LLMock
let desk: Desk
beforeAll(async () => {
  mock = new LLMock({ port: 0, host: '127.0.0.1' })
  const usage = { prompt_tokens: 1_000, completion_tokens: 200, input_tokens: 1_000, output_tokens: 200 }
  mock.on({}, { content: 'Good morning.', usage })
  await mock.start()
})
afterAll(() => mock.stop())
beforeEach(() => {
  mock.clearRequests()
  desk = openDesk(`${mock.url}/v1`)
  desk.ai.endpoints.update(desk.endpoint, { responses: true, structured: true })
})
afterEach(() => desk.workspace.dispose())

const price = { endpoint: null, inputPerMillion: 2, outputPerMillion: 10, perImage: null, perSecond: null }
const ask = () => desk.ai.answer<'tone'>({ task: 'tone', text: 'Good day to you.', tone: 'casual' }, undefined)

test('a call costs what the price table says of its tokens, per call, task, model and day', async () => {
  desk.ai.spend.setPrices({ prices: [{ ...price, model: 'test-model' }] })
  const { used } = await ask()
  expect(used.usage).toMatchObject({ inputTokens: 1_000, outputTokens: 200, costUsd: 0.004, unpriced: 0 })
  await ask()
  const usage = desk.ai.spend.usage({})
  expect(usage).toMatchObject({
    total: { calls: 2, costUsd: 0.008 },
    byDay: [{ day: '2026-11-24', costUsd: 0.008 }],
    byTask: [{ task: 'tone', calls: 2 }],
    byModel: [{ endpoint: 'Test endpoint', model: 'test-model', costUsd: 0.008 }],
    spending: { day: { spentUsd: 0.008, heldUsd: 0, capUsd: null, leftUsd: null } },
  })
})

test('the price of this endpoint and the longest name that fits are used before others', async () => {
  desk.ai.spend.setPrices({
    prices: [
      { ...price, model: '*', inputPerMillion: 100 },
      { ...price, model: 'test-*', inputPerMillion: 50 },
      { ...price, model: 'test-model', endpoint: desk.endpoint as never, inputPerMillion: 1, outputPerMillion: 0 },
      { ...price, model: 'test-model', inputPerMillion: 70 },
    ],
  })
  expect((await ask()).used.usage.costUsd).toBe(0.001)
})

test('a call of a model without a price has no cost, and that is said', async () => {
  expect((await ask()).used.usage).toMatchObject({ costUsd: 0, unpriced: 1 })
})

test('a free endpoint costs nothing, also under a cap', async () => {
  desk.ai.endpoints.change(desk.endpoint, { free: true })
  desk.ai.spend.setCaps({ dailyUsd: 0, monthlyUsd: 0 })
  expect((await ask()).used.usage).toMatchObject({ costUsd: 0, unpriced: 0 })
})

describe('a cap', () => {
  beforeEach(() => desk.ai.spend.setPrices({ prices: [{ ...price, model: 'test-model' }] }))

  test('refuses before anything is sent, and says what is left', async () => {
    desk.ai.spend.setCaps({ dailyUsd: 0.01, monthlyUsd: null })
    const error = await failureFrom(ask())
    expect(error).toMatchObject({
      ...{ code: 'spend_cap_exceeded', status: 402 },
      data: { period: 'day', capUsd: 0.01, leftUsd: 0.01, says: 'ai_cap_day', params: { cap: '0.010', left: '0.010' } },
    })
    expect(Number(error.data['neededUsd'])).toBeGreaterThan(0.04)
    expect(mock.getRequests()).toEqual([])
    expect(desk.ai.ledger.list({ limit: 10 }).items).toEqual([])
  })

  test('cannot be held without a price, so the call is refused', async () => {
    desk.ai.spend.setPrices({ prices: [] })
    desk.ai.spend.setCaps({ dailyUsd: null, monthlyUsd: 100 })
    expect(await failureFrom(ask())).toMatchObject({
      code: 'spend_cap_exceeded',
      data: { period: 'month', says: 'ai_cap_no_price', neededUsd: null },
    })
  })

  test('is never passed by a hundred calls at once', async () => {
    const [preview] = (await desk.ai.preview({ task: 'tone', text: 'Good day to you.', tone: 'casual' }, undefined))
      .calls
    const most = preview?.maxUsd ?? 0
    // Room for seven that cost the most they can.
    const capUsd = most * 7.5
    desk.ai.spend.setCaps({ dailyUsd: capUsd, monthlyUsd: null })
    let highest = 0
    const watching = setInterval(() => {
      const { day } = desk.ai.spend.spending()
      highest = Math.max(highest, day.spentUsd + day.heldUsd)
    }, 1)
    const all = await Promise.allSettled(Array.from({ length: 100 }, () => ask()))
    clearInterval(watching)
    const refused = all.flatMap((one) => (one.status === 'rejected' ? [one.reason as { code: string }] : []))
    const went = all.length - refused.length
    expect(new Set(refused.map(({ code }) => code))).toEqual(new Set(['spend_cap_exceeded']))
    expect(went).toBeGreaterThanOrEqual(7)
    expect(mock.getRequests()).toHaveLength(went)
    expect(highest).toBeLessThanOrEqual(capUsd)
    const { day } = desk.ai.spend.spending()
    expect(day.heldUsd).toBe(0)
    expect(day.spentUsd).toBeCloseTo(went * 0.004, 9)
    expect(day.spentUsd).toBeLessThanOrEqual(capUsd)
  })

  test('of a day is full again at midnight of the workspace’s zone, of a month on its first', async () => {
    desk.ai.spend.setCaps({ dailyUsd: 0.045, monthlyUsd: 1 })
    await ask()
    expect((await failureFrom(ask())).code).toBe('spend_cap_exceeded')
    // Berlin is an hour ahead: its day ends at 23:00 UTC.
    expect(desk.ai.spend.spending().day.resetsAt).toBe('2026-11-24T23:00:00.000Z')
    desk.clock.set(Date.UTC(2026, 10, 24, 23, 0))
    await ask()
    expect(desk.ai.spend.spending()).toMatchObject({ day: { spentUsd: 0.004 }, month: { spentUsd: 0.008 } })
    desk.clock.set(Date.UTC(2026, 10, 30, 23, 0))
    expect(desk.ai.spend.spending().month.spentUsd).toBe(0)
  })

  test('counts calls that ran when the program ended with the most they can have cost', async () => {
    const [preview] = (await desk.ai.preview({ task: 'tone', text: 'x', tone: 'casual' }, undefined)).calls
    const choice = desk.ai.endpoints.choose('text')
    const purpose = { task: 'tone', means: 'text', run: 'run_1' } as const
    const most = { inputTokens: 0, outputTokens: 4_096, images: 0, seconds: 0 }
    const id = desk.ai.ledger.open(choice, purpose, most, preview?.messages ?? [])
    const workspace = await desk.workspace.restart()
    expect(workspace.ai.ledger.get(id)).toMatchObject({
      state: 'unknown',
      estimated: true,
      told: { says: 'ai_interrupted' },
    })
    expect(workspace.ai.spend.spending().day.spentUsd).toBeCloseTo(0.04096, 9)
    await workspace.dispose()
    desk = openDesk(`${mock.url}/v1`)
  })
})

test('what was said in a call is forgotten after 90 days, what it cost is not', async () => {
  desk.ai.spend.setPrices({ prices: [{ ...price, model: 'test-model' }] })
  const { used } = await ask()
  const id = used.calls[0] ?? ''
  expect(desk.ai.ledger.get(id)).toMatchObject({ received: 'Good morning.' })
  desk.clock.set(desk.clock.now() + 91 * 86_400_000)
  const workspace = await desk.workspace.restart()
  expect(workspace.ai.ledger.get(id)).toMatchObject({ sent: null, received: null, costUsd: 0.004 })
  await workspace.dispose()
  desk = openDesk(`${mock.url}/v1`)
})

describe('a key with a limit of its own for a day', () => {
  const ofKey = (dailySpend: number | null, id = 'key_a') =>
    ({ id, workspaceId: '', scopes: new Set(), asksFirst: false, dailyPublishes: null, dailySpend }) as KeyGrant

  test('spends no more than that, however many of its calls run at once, and takes nothing from others', async () => {
    desk.ai.spend.setPrices({ prices: [{ ...price, model: 'test-model' }] })
    await callAs(ofKey(null), ask)
    const one = desk.ai.spend.spending().day.spentUsd
    const most = 0.1
    const answers = await callAs(ofKey(most, 'key_b'), () => Promise.allSettled(Array.from({ length: 60 }, ask)))
    const refused = answers.filter(({ status }) => status === 'rejected') as PromiseRejectedResult[]
    expect(refused.length).toBeGreaterThan(0)
    expect(refused.every(({ reason }) => reason.code === 'spend_cap_exceeded')).toBe(true)
    expect(desk.ai.spend.spending().day.spentUsd - one).toBeLessThanOrEqual(most)
    await callAs(ofKey(null), ask)
    await ask()
  })

  test('a job it starts counts against it, though it is begun when another’s has ended', async () => {
    const asked: (string | null)[] = []
    const work = async () => {
      asked.push(callingKey()?.id ?? null)
      await new Promise((resolve) => setImmediate(resolve))
      return {}
    }
    const start = (key: string) => desk.workspace.jobs.start({ kind: 'ai_video', about: {}, key, work })
    const jobs = ['a', 'b', 'c', 'd'].map((key) => callAs(ofKey(null, `key_${key}`), () => start(key)))
    await Promise.all(jobs.map(({ id }) => desk.workspace.jobs.get(id, 5_000)))
    expect(asked).toEqual(['key_a', 'key_b', 'key_c', 'key_d'])
  })
})
