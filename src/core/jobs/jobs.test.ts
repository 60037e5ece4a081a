import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { said } from '../../contract/sentences/index.ts'
import { createTestContext, type TestContext } from '../testing.ts'
import { createJobs, JobFailed, type JobContext, type Jobs, type JobWork } from './jobs.ts'

let context: TestContext
let jobs: Jobs
beforeEach(() => {
  context = createTestContext()
  jobs = createJobs(context)
})
afterEach(async () => {
  await jobs.close()
  await context.dispose()
})

/** Work that ends when the test says so. */
function held() {
  let finish: (result: Record<string, unknown>) => void = () => {}
  let given: JobContext | null = null
  const work: JobWork = (job) => {
    given = job
    return new Promise((resolve, reject) => {
      finish = resolve
      job.signal.addEventListener('abort', () => reject(job.signal.reason as Error))
    })
  }
  return { work, finish: (result = {}) => finish(result), context: () => given }
}
const start = (work: JobWork, key = String(Math.random())) =>
  jobs.start({ kind: 'convert', about: { asset: 'asset_1' }, key, work })
const states = () => jobs.list({ limit: 50 }).items.map(({ state }) => state)
const settle = () => new Promise((resolve) => setImmediate(resolve))

test('a job tells how far it is while it runs and keeps what came of it', async () => {
  const one = held()
  const { id, state } = start(one.work)
  expect(state).toBe('running')
  one.context()?.progress(0.4)
  expect(await jobs.get(id)).toMatchObject({ state: 'running', progress: 0.4, result: null, endedAt: null })
  one.finish({ assetId: 'asset_2' })
  expect(await jobs.get(id, 1_000)).toMatchObject({
    kind: 'convert',
    state: 'done',
    progress: 1,
    about: { asset: 'asset_1' },
    result: { assetId: 'asset_2' },
  })
  expect(context.events.every(({ type, ids }) => type === 'job.changed' && ids?.['job'] === id)).toBe(true)
})

test('listeners hear of progress a few times a second, not of every frame', () => {
  const one = held()
  start(one.work)
  const before = context.events.length
  for (let frame = 0; frame < 500; frame++) one.context()?.progress(frame / 500)
  expect(context.events.length - before).toBe(1)
})

test('whoever waits gets the answer as soon as it ends, and how it stands when the time is up', async () => {
  const one = held()
  const { id } = start(one.work)
  const early = jobs.get(id, 5_000)
  await context.clock.by(5_000)
  expect((await early).state).toBe('running')
  const late = jobs.get(id, 25_000)
  one.finish()
  expect((await late).state).toBe('done')
})

test('no more than two run at once; the others wait in the order they came', async () => {
  const all = [held(), held(), held(), held()]
  for (const { work } of all) start(work)
  expect(states()).toEqual(['queued', 'queued', 'running', 'running'])
  all[1]?.finish()
  await settle()
  expect(states()).toEqual(['queued', 'running', 'done', 'running'])
  expect(all[3]?.context()).toBeNull()
})

test('the same work asked for twice is done once, and may be asked for again when it has ended', async () => {
  const one = held()
  const first = start(one.work, 'same')
  expect(start(held().work, 'same').id).toBe(first.id)
  one.finish()
  await jobs.get(first.id, 1_000)
  expect(start(held().work, 'same').id).not.toBe(first.id)
})

describe('cancel', () => {
  test('stops what runs and answers when it has stopped', async () => {
    const one = held()
    const { id } = start(one.work)
    expect(await jobs.cancel(id)).toMatchObject({ state: 'canceled', error: null })
    expect(one.context()?.signal.aborted).toBe(true)
  })

  test('takes what waits out of the queue, and its work is never begun', async () => {
    const all = [held(), held(), held()]
    const made = all.map(({ work }) => start(work))
    expect((await jobs.cancel(made[2]!.id)).state).toBe('canceled')
    all[0]?.finish()
    await settle()
    expect(all[2]?.context()).toBeNull()
  })

  test('changes nothing of a job that has ended', async () => {
    const one = held()
    const { id } = start(one.work)
    one.finish({ assetId: 'asset_2' })
    await jobs.get(id, 1_000)
    expect(await jobs.cancel(id)).toMatchObject({ state: 'done', result: { assetId: 'asset_2' } })
    await expect(jobs.cancel('job_none')).rejects.toMatchObject({ code: 'not_found' })
  })
})

test('a job that fails says why in a sentence; a bug is told as ours, with the details in the log', async () => {
  const logged: unknown[] = []
  jobs = createJobs({ ...context, log: { ...context.log, error: (message) => logged.push(message) } })
  const expected = start(async () => {
    throw new JobFailed(said('file_damaged', { name: 'a.mp4' }))
  })
  const bug = start(async () => {
    throw new TypeError('undefined is not a function')
  })
  expect(await jobs.get(expected.id, 1_000)).toMatchObject({
    state: 'failed',
    error: { says: 'file_damaged', params: { name: 'a.mp4' }, message: expect.stringContaining('a.mp4') },
  })
  expect((await jobs.get(bug.id, 1_000)).error).toMatchObject({ says: 'job_broke' })
  expect(logged).toEqual(['a job broke'])
})

test('closing stops everything, and what ran is interrupted', async () => {
  const all = [held(), held(), held()]
  for (const { work } of all) start(work)
  await jobs.close()
  expect(states()).toEqual(['interrupted', 'interrupted', 'interrupted'])
  expect(all[2]?.context()).toBeNull()
})

test('jobs of a program that was killed come back as interrupted, at the time it was seen', async () => {
  const { id } = start(held().work)
  context.clock.set(context.clock.now() + 60_000)
  const again = createJobs(context)
  expect(await again.get(id, 25_000)).toMatchObject({ state: 'interrupted', progress: null })
  expect(again.list({ state: ['running', 'queued'], limit: 10 }).items).toEqual([])
})

test('jobs are listed newest first, page by page, and by state', async () => {
  const all = Array.from({ length: 5 }, () => jobs.done({ kind: 'convert', about: {} }, {}).id)
  const first = jobs.list({ limit: 2 })
  const second = jobs.list({ limit: 5, cursor: first.nextCursor ?? '' })
  expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(all.toReversed())
  expect(second.nextCursor).toBeNull()
  expect(jobs.list({ state: ['failed'], limit: 2 }).items).toEqual([])
  expect(() => jobs.list({ state: ['failed'], limit: 2, cursor: first.nextCursor ?? '' })).toThrow(
    expect.objectContaining({ code: 'bad_cursor' }),
  )
})
