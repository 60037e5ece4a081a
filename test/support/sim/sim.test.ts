import { createHash, randomBytes } from 'node:crypto'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { mostHeld } from '../memory.ts'
import { joined } from './body.ts'
import type { Received } from './body.ts'
import { choice, flag, integer, list, objects, only, required } from './params.ts'
import { countUse } from './rate.ts'
import { Refusal } from './refused.ts'
import type { Reply } from './refused.ts'
import { openSim } from './server.ts'
import type { Ask, Sim, SimSetup } from './server.ts'

interface State {
  notes: string[]
}

let sim: Sim<State>
let asked: Ask[]
let folder: string

const start = async (setup: SimSetup = {}) => {
  const opened = openSim<State>(setup, () => ({ notes: [] }))
  const keep = (ask: Ask): Reply => {
    asked.push(ask)
    return { status: 200, json: { id: opened.id() } }
  }
  await opened.serve({
    routes: {
      'POST /notes': (ask) => {
        only(ask.body, 'text', 'tags', 'loud', 'count')
        opened.state.notes.push(required(ask.body, 'text'))
        return keep(ask)
      },
      'GET /notes/:id': ({ at }) => ({ status: 200, json: { id: at['id'] } }),
      'POST /files': { answer: keep, maxFile: 1_000_000_000 },
      'POST /small': { answer: keep, maxFile: 10, maxBody: 100 },
      'PUT /chunks/:id': { answer: keep, keep: true, partial: true, raw: true },
      'POST /never': () => {
        throw new Refusal({ status: 402, json: { type: 'credits' }, headers: { 'x-why': 'money' } })
      },
      'POST /bug': () => {
        throw new Error('a bug')
      },
    },
    refuse: ({ status, code, message, details }) => ({
      status,
      json: { code, message },
      ...(details.resetsAt && { headers: { 'x-reset': String(details.resetsAt) } }),
    }),
    logged: ['x-request-id'],
    views: { notes: () => opened.state.notes },
  })
  return opened
}

beforeEach(async () => {
  asked = []
  folder = await mkdtemp(join(tmpdir(), 'sim-'))
  sim = await start()
})
afterEach(async () => {
  await sim.stop()
  await rm(folder, { recursive: true })
})

const json = (path: string, body: unknown, headers = {}) =>
  fetch(sim.url + path, {
    method: 'POST',
    body: typeof body === 'string' ? body : JSON.stringify(body),
    headers: { 'content-type': 'application/json', ...headers },
  })
const note = () => json('/notes', { text: 'hello' })

describe('reads', () => {
  test('JSON, a form with brackets and multipart alike', async () => {
    await json('/notes', { text: 'a', tags: ['x', 'y'] })
    await fetch(`${sim.url}/notes`, { method: 'POST', body: new URLSearchParams('text=a&tags[]=x&tags[]=y') })
    const form = new FormData()
    for (const [name, value] of [
      ['text', 'a'],
      ['tags[]', 'x'],
      ['tags[]', 'y'],
    ] as const)
      form.append(name, value)
    await fetch(`${sim.url}/notes`, { method: 'POST', body: form })
    expect(asked.map(({ body }) => body)).toEqual(Array.from({ length: 3 }, () => ({ text: 'a', tags: ['x', 'y'] })))
  })

  test('files of multipart by their field, with their order, hashed and not kept', async () => {
    const bytes = randomBytes(300_000)
    const form = new FormData()
    form.set('name', 'n')
    form.set('media', new Blob([bytes], { type: 'image/png' }), 'a.png')
    await fetch(`${sim.url}/files`, { method: 'POST', body: form })
    expect(asked[0]?.order).toEqual(['name', 'media'])
    expect(asked[0]?.files['media']).toEqual({
      bytes: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
      head: bytes.subarray(0, 64),
      type: 'image/png',
      name: 'a.png',
      path: null,
      whole: true,
    })
  })

  test('a raw body in chunks, and puts the chunks it kept together again', async () => {
    const bytes = randomBytes(500_000)
    for (const from of [0, 200_000, 400_000])
      await fetch(`${sim.url}/chunks/1`, { method: 'PUT', body: bytes.subarray(from, from + 200_000) })
    const parts = asked.flatMap(({ raw }) => (raw?.path ? [{ path: raw.path }] : []))
    expect(await joined(parts)).toEqual({
      bytes: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
    })
  })

  test('150 MB without holding them', async () => {
    const chunk = randomBytes(1_000_000)
    const body = Readable.toWeb(Readable.from(Array.from({ length: 150 }, () => chunk)))
    const init = { method: 'POST', body, duplex: 'half', headers: { 'content-type': 'video/mp4' } } as RequestInit
    const most = await mostHeld(async () => expect((await fetch(`${sim.url}/files`, init)).status).toBe(200))
    expect(asked[0]?.raw?.bytes).toBe(150_000_000)
    expect(most).toBeLessThan(30_000_000)
  })
})

describe('refuses, in the words of the platform', () => {
  test.each([
    ['a field it does not know', { text: 'a', txet: 'b' }, 400, 'Unknown parameter: txet'],
    ['a field that is missing', {}, 400, 'text is required'],
    ['a field of the wrong kind', { text: 1 }, 400, 'text must be a string'],
    ['JSON that is none', '{', 400, 'There was a problem in the JSON you submitted'],
  ])('%s', async (_, body, status, message) => {
    const answer = await json('/notes', body)
    expect([answer.status, await answer.json()]).toMatchObject([status, { message }])
    expect(sim.state.notes).toEqual([])
  })

  test('a form with a field twice, what is too large, and what is not there', async () => {
    const twice = await fetch(`${sim.url}/notes`, { method: 'POST', body: new URLSearchParams('text=a&text=b') })
    expect(await twice.json()).toMatchObject({ code: 'bad_input', message: 'text came twice' })
    const large = await fetch(`${sim.url}/small`, { method: 'POST', body: randomBytes(11) })
    expect([large.status, await large.json()]).toMatchObject([413, { code: 'too_large' }])
    expect((await json('/small', { text: 'x'.repeat(100) })).status).toBe(413)
    expect(await (await fetch(`${sim.url}/nowhere`)).json()).toMatchObject({ code: 'no_route' })
  })

  test('as a handler says, to the letter', async () => {
    const answer = await json('/never', {})
    expect([answer.status, answer.headers.get('x-why'), await answer.json()]).toEqual([
      402,
      'money',
      { type: 'credits' },
    ])
  })

  test('and a bug of the simulator is no answer of the platform', async () => {
    const complained = vi.spyOn(console, 'error').mockImplementation(() => undefined)
    expect(await (await json('/bug', {})).text()).toBe('simulator: Error: a bug')
    expect(complained).toHaveBeenCalledOnce()
    complained.mockRestore()
  })

  test.each([
    ['a number', () => integer({ n: '1.5' }, 'n')],
    ['a flag', () => flag({ n: 'yes' }, 'n')],
    ['a choice', () => choice({ n: 'c' }, 'n', ['a', 'b'])],
    ['a list', () => list({ n: 'a' }, 'n')],
    ['objects', () => objects({ n: ['a'] }, 'n')],
  ])('%s that is none', (_, read) => expect(read).toThrow(/^n must be/))
})

describe('breaks', () => {
  test.each([
    ['drop_before', 0, 'dropped'],
    ['drop_during', 0, 'dropped'],
    ['drop_after', 1, 'dropped'],
    ['cut_body', 1, 'dropped'],
    ['error_before', 0, 503],
    ['error_after', 1, 503],
  ] as const)('%s: done %i times', async (kind, times, ends) => {
    sim.plan.next({ method: 'POST', path: '/notes' }, { kind })
    const end = await note()
      .then(async (answer) => [answer.status, await answer.json()])
      .then(
        ([status]) => status,
        (error: Error) => (/fetch failed|terminated/.test(error.message) ? 'dropped' : error),
      )
    expect([end, sim.state.notes.length]).toEqual([ends, times])
    expect(sim.requests).toEqual([
      { method: 'POST', target: '/notes', headers: {}, fault: kind, status: times === 1 ? 200 : null },
    ])
    expect((await note()).status).toBe(200)
  })

  test('off in the middle of a chunk, of which a resumable upload keeps what came', async () => {
    sim.plan.next({ method: 'PUT' }, { kind: 'drop_during', at: 0.25 })
    await expect(fetch(`${sim.url}/chunks/1`, { method: 'PUT', body: randomBytes(4_000_000) })).rejects.toThrow(
      'fetch failed',
    )
    await vi.waitFor(() => expect(asked).toHaveLength(1))
    expect(asked[0]?.raw).toMatchObject({ bytes: 1_000_000, whole: false } satisfies Partial<Received>)
    expect(await joined([{ path: asked[0]?.raw?.path ?? '' }])).toMatchObject({ bytes: 1_000_000 })
  })

  test.each([true, false])('into silence until who asked gives up, done: %s', async (done) => {
    sim.plan.next({}, { kind: 'stall', done })
    const impatient = fetch(`${sim.url}/notes`, {
      method: 'POST',
      body: JSON.stringify({ text: 'a' }),
      headers: { 'content-type': 'application/json' },
      signal: AbortSignal.timeout(150),
    })
    await expect(impatient).rejects.toThrow('timeout')
    expect(sim.state.notes).toHaveLength(done ? 1 : 0)
  })

  test('slowly', async () => {
    sim.plan.next({}, { kind: 'slow_body', ms: 120 })
    const before = Date.now()
    expect((await (await note()).json()) as unknown).toHaveProperty('id')
    expect(Date.now() - before).toBeGreaterThan(100)
  })

  test('with the reset of a rate limit on its own clock', async () => {
    sim.advance(3_600_000)
    sim.plan.next({}, { kind: 'rate_limited', resetMs: 60_000 })
    const answer = await note()
    expect(answer.status).toBe(429)
    expect(Number(answer.headers.get('x-reset')) - Date.now()).toBeGreaterThan(3_600_000)
  })
})

test('the log has what was asked, without secrets', async () => {
  await fetch(`${sim.url}/notes/1?access_token=verysecret&limit=2`, {
    headers: { authorization: 'Bearer verysecret', 'x-request-id': 'r1', cookie: 'verysecret' },
  })
  expect(sim.requests).toEqual([
    {
      method: 'GET',
      target: '/notes/1?access_token=…&limit=2',
      headers: { authorization: 'Bearer …', 'x-request-id': 'r1' },
      fault: null,
      status: 200,
    },
  ])
})

test('killed and started again it knows what it answered, its clock and its ids', async () => {
  const file = join(folder, 'state.json')
  const first = await start({ file })
  first.advance(86_400_000)
  const made = (await (
    await fetch(`${first.url}/notes`, { method: 'POST', body: new URLSearchParams({ text: 'kept' }) })
  ).json()) as { id: string }
  await first.stop()
  const second = await start({ file })
  expect(second.state.notes).toEqual(['kept'])
  expect(second.now() - Date.now()).toBeGreaterThan(86_000_000)
  expect(BigInt(second.id())).toBeGreaterThan(BigInt(made.id))
  await second.stop()
  expect(await readdir(folder)).toEqual(['state.json'])
})

test('another process can look and interfere, where that was asked for', async () => {
  expect((await fetch(`${sim.url}/_control/notes`)).status).toBe(404)
  const open = await start({ control: true })
  const order = (name: string, body: unknown) =>
    fetch(`${open.url}/_control/${name}`, { method: 'POST', body: JSON.stringify(body) })
  await order('next', { match: { pattern: '^/no' }, fault: { kind: 'error_before', status: 500 } })
  const send = () => fetch(`${open.url}/notes`, { method: 'POST', body: new URLSearchParams({ text: 'a' }) })
  expect([(await send()).status, (await send()).status]).toEqual([500, 200])
  expect(await (await fetch(`${open.url}/_control/notes`)).json()).toEqual(['a'])
  expect(await (await fetch(`${open.url}/_control/requests`)).json()).toHaveLength(2)
  await order('odds', [{ match: { method: 'POST' }, odds: { error_before: 1 } }])
  expect((await send()).status).toBe(503)
  await order('heal', null)
  await order('advance', { ms: 60_000 })
  expect((await send()).status).toBe(200)
  expect(open.now() - Date.now()).toBeGreaterThan(50_000)
  await open.stop()
})

test('uses are counted in windows that begin with a use, or with the day', () => {
  const windows = {}
  const quarter = { limit: 2, periodMs: 900_000, starts: 'first_use' } as const
  const uses = [0, 1, 2, 900_000].map((at) => countUse(windows, 'posts', at, quarter))
  expect(uses.map(({ remaining, over, resetsAt }) => [remaining, over, resetsAt])).toEqual([
    [1, false, 900_000],
    [0, false, 900_000],
    [0, true, 900_000],
    [1, false, 1_800_000],
  ])
  const day = { limit: 100, periodMs: 86_400_000, starts: 'aligned', offsetMs: 8 * 3_600_000 } as const
  expect(countUse(windows, 'uploads', 3 * 86_400_000, day, 50)).toMatchObject({
    remaining: 50,
    resetsAt: 3 * 86_400_000 + 8 * 3_600_000,
  })
})
