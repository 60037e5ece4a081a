import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { CadenceInput, CadenceRun } from '../../contract/ai/cadence.ts'
import type { TestWorkspace } from '../testing.ts'
import { startChatServer, type ChatServer } from '../../../test/support/ai/chat-server.ts'
import { nextTime } from './cadence.ts'
import { createQuickClock, openDesk, type Desk } from '../../../test/support/ai/desk.ts'

let server: ChatServer
let desk: Desk
let account: string
let hangs = false
beforeAll(async () => {
  server = await startChatServer(() => (hangs ? { hangsAfter: [] } : { pieces: ['A text about it.'] }))
})
afterAll(() => server.close())

// A Monday, eight in the morning in Berlin.
const monday = Date.UTC(2026, 10, 23, 7, 0)
const days = (count: number) => count * 86_400_000
beforeEach(async () => {
  hangs = false
  server.seen.length = 0
  desk = openDesk(server.url, 'small-local', { free: true, clock: createQuickClock(monday) })
  desk.ai.endpoints.update(desk.endpoint, { responses: false })
  account = await desk.workspace.practiceAccount()
})
afterEach(() => desk.workspace.dispose())

const cadence = (more: Partial<CadenceInput> = {}): CadenceInput => ({
  ...{ name: 'Thrice a week', on: true, topics: ['Roasting', 'Brewing'], length: 'short', publish: false },
  times: [1, 3, 5].map((weekday) => ({ weekday, time: '09:00' })),
  accounts: [account as never],
  ...more,
})
const slots = (count = 7) =>
  desk.workspace.slots.put(
    Array.from({ length: count }, (_, day) => ({
      accountId: null,
      weekday: day + 1,
      time: '18:00',
      zone: 'Europe/Berlin',
    })),
  )

/** Lets time pass from one due time to the next, and waits each time for what began: an endpoint has its own time, which does not jump. */
async function pass(to: number, workspace: TestWorkspace = desk.workspace): Promise<CadenceRun[]> {
  const runs = () => workspace.ai.cadences.runs({ limit: 50 }).items
  for (;;) {
    const due = workspace.ai.cadences.list().cadences.flatMap(({ nextAt }) => (nextAt ? [Date.parse(nextAt)] : []))
    const next = Math.min(to, ...due)
    desk.clock.set(Math.max(desk.clock.now(), next - 1))
    await desk.clock.to(next)
    while (runs().some(({ outcome }) => outcome === 'running')) await new Promise((resolve) => setTimeout(resolve, 2))
    if (next >= to) return runs()
  }
}

test('three drafts a week are written at their times, on the topics in turn', async () => {
  const { nextAt } = desk.ai.cadences.add(cadence())
  expect(nextAt).toBe('2026-11-23T08:00:00.000Z')
  const seen: CadenceRun[][] = []
  for (const day of [1, 3, 5, 7]) seen.push(await pass(monday + days(day) - 3_600_000))
  expect(seen.map((runs) => runs.length)).toEqual([1, 2, 3, 3])
  expect(seen.at(-1)?.map(({ topic, outcome, dueAt }) => [topic, outcome, dueAt])).toEqual([
    ['Roasting', 'drafted', '2026-11-27T08:00:00.000Z'],
    ['Brewing', 'drafted', '2026-11-25T08:00:00.000Z'],
    ['Roasting', 'drafted', '2026-11-23T08:00:00.000Z'],
  ])
  const post = desk.workspace.posts.get(seen.at(-1)?.[0]?.post ?? '')
  expect(post).toMatchObject({ status: 'draft', title: 'Roasting', when: null, variants: [{ accountId: account }] })
  expect(desk.workspace.publishing.list({ limit: 10 }).items).toEqual([])
})

describe('publishing by itself', () => {
  const wanting = () => desk.ai.cadences.add(cadence({ publish: true }))
  const first = monday + 2 * 3_600_000

  test('does not happen where the workspace has not switched it on, and the log says so', async () => {
    slots()
    wanting()
    expect(await pass(first)).toMatchObject([{ outcome: 'drafted', told: { says: 'ai_cadence_not_allowed' } }])
    expect(desk.workspace.publishing.list({ limit: 10 }).items).toEqual([])
  })

  test('takes the next free queue time where it is on, and is in the log', async () => {
    slots()
    desk.ai.cadences.setAutomation({ publishByItself: true, dailyLimit: 1 })
    wanting()
    const [run] = await pass(first)
    expect(run).toMatchObject({ outcome: 'scheduled', told: null })
    expect(desk.workspace.posts.get(run?.post ?? '')).toMatchObject({
      ...{ status: 'scheduled', when: { wallTime: '2026-11-23T18:00' } },
    })
  })

  test('stops at the limit of the day and begins anew the next', async () => {
    slots()
    desk.ai.cadences.setAutomation({ publishByItself: true, dailyLimit: 1 })
    desk.ai.cadences.add(
      cadence({ publish: true, times: [1, 1, 2].map((weekday, at) => ({ weekday, time: `09:0${at}` })) }),
    )
    const runs = await pass(monday + days(1) + 3 * 3_600_000)
    expect(runs.map(({ outcome, told }) => [outcome, told?.says ?? null])).toEqual([
      ['scheduled', null],
      ['drafted', 'ai_cadence_limit'],
      ['scheduled', null],
    ])
  })

  test('never goes around approval', async () => {
    slots()
    desk.workspace.configure({ approval: true })
    desk.ai.cadences.setAutomation({ publishByItself: true, dailyLimit: 5 })
    wanting()
    const [run] = await pass(first)
    expect(run).toMatchObject({ outcome: 'drafted', told: { says: 'ai_cadence_review' } })
    expect(desk.workspace.posts.get(run?.post ?? '').status).toBe('in_review')
  })

  test('keeps the draft where there is no queue time, or no account', async () => {
    desk.ai.cadences.setAutomation({ publishByItself: true, dailyLimit: 5 })
    wanting()
    expect(await pass(first)).toMatchObject([{ outcome: 'drafted', told: { says: 'ai_cadence_no_slot' } }])
    desk.ai.cadences.add(cadence({ publish: true, accounts: [], times: [{ weekday: 1, time: '11:00' }] }))
    expect((await pass(first + 3_600_000))[0]).toMatchObject({ told: { says: 'ai_cadence_no_account' } })
  })
})

test('what failed is in the log with its reason, and the next time comes all the same', async () => {
  desk.ai.endpoints.remove(desk.endpoint)
  desk.ai.cadences.add(cadence())
  const runs = await pass(monday + days(3))
  expect(runs).toMatchObject([
    { outcome: 'failed', told: { says: 'ai_no_text_endpoint' }, post: null },
    { outcome: 'failed', told: { says: 'ai_no_text_endpoint' }, post: null },
  ])
})

test('one that was due while nothing ran is skipped once, not caught up with', async () => {
  desk.ai.cadences.add(cadence())
  // Friday noon: Monday, Wednesday and Friday morning have passed.
  const workspace = await desk.workspace.restart(monday + days(6))
  const runs = workspace.ai.cadences.runs({ limit: 10 }).items
  expect(runs).toMatchObject([{ outcome: 'skipped', told: { says: 'ai_cadence_missed' }, topic: 'Roasting' }])
  expect(workspace.ai.cadences.list().cadences[0]?.nextAt).toBe('2026-11-30T08:00:00.000Z')
  expect(server.seen).toEqual([])
  desk = { ...desk, workspace, ai: workspace.ai }
})

test('one that was being written when the program ended is not written twice', async () => {
  hangs = true
  desk.ai.cadences.add(cadence())
  await desk.clock.to(monday + 3_600_000)
  while (server.seen.length === 0) await new Promise((resolve) => setTimeout(resolve, 2))
  const workspace = await desk.workspace.restart()
  hangs = false
  expect(await pass(monday + days(1), workspace)).toMatchObject([
    { outcome: 'failed', told: { says: 'ai_interrupted' } },
  ])
  expect(server.seen).toHaveLength(1)
  desk = { ...desk, workspace, ai: workspace.ai }
})

test('one that is switched off or ended writes no more', async () => {
  const one = desk.ai.cadences.add(cadence())
  const other = desk.ai.cadences.add(cadence({ name: 'Other' }))
  expect(desk.ai.cadences.change(one.id, { on: false })).toMatchObject({ nextAt: null, name: 'Thrice a week' })
  desk.ai.cadences.remove(other.id)
  expect(await pass(monday + days(7))).toEqual([])
  expect(desk.ai.cadences.list().cadences.map(({ name }) => name)).toEqual(['Thrice a week'])
})

test('nine in the morning stays nine when the clocks change', () => {
  const times = [{ weekday: 1, time: '09:00' }]
  const before = Date.UTC(2026, 9, 19, 8, 0)
  const next = nextTime({ times, zone: 'Europe/Berlin' }, before)
  expect(new Date(next).toISOString()).toBe('2026-10-26T08:00:00.000Z')
  expect(next - before).toBe(days(7))
})
