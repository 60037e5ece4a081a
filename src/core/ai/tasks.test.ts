import sharp from 'sharp'
import { Readable } from 'node:stream'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { TextAnswer } from '../../contract/ai/tasks.ts'
import { startChatServer, type ChatServer } from '../../../test/support/ai/chat-server.ts'
import { evaluations } from './fixtures/tasks.ts'
import { failureFrom, jobEnded, openDesk, type Desk } from '../../../test/support/ai/desk.ts'

let server: ChatServer
let desk: Desk
let answers: readonly (string | object)[] = []
let asked = 0
beforeAll(async () => {
  const textOf = (answer: string | object) => (typeof answer === 'string' ? answer : JSON.stringify(answer))
  server = await startChatServer(() => ({ pieces: [textOf(answers[asked++] ?? 'Nothing was left to say')] }), {
    takesSchemas: true,
  })
})
afterAll(() => server.close())
beforeEach(() => {
  server.seen.length = 0
  asked = 0
  desk = openDesk(server.url)
  desk.ai.endpoints.update(desk.endpoint, { responses: false })
  desk.ai.brand.put({ ...desk.ai.brand.get(), name: 'Lumen', pillars: ['Craft', 'People'] })
})
afterEach(() => desk.workspace.dispose())

interface Wire {
  readonly role: string
  readonly content: string | { type: string; text?: string; image_url?: { url: string } }[]
}
const wire = (request = 0) => server.seen[request]?.body['messages'] as Wire[]

describe('each task, as models have answered it', () => {
  test.each(evaluations)('$about', async ({ task, answers: given, asks, expected }) => {
    answers = given
    const { answer } = await desk.ai.answer(task as never, undefined)
    expect(answer).toMatchObject({ task: task.task, ...expected })
    expect(TextAnswer.parse(answer)).toEqual(answer)
    expect(server.seen).toHaveLength(given.length)
    for (const line of asks) expect(wire()[1]?.content).toContain(line)
    expect(wire()[0]?.content).toContain('Brand: Lumen')
  })

  test('every task in words has its evaluation, or a test of its own below', () => {
    const own = ['adapt', 'altText', 'regenerate']
    const covered = new Set<string>([...evaluations.map(({ task }) => task.task), ...own])
    expect(TextAnswer.options.map(({ shape }) => shape.task.value).filter((name) => !covered.has(name))).toEqual([])
  })
})

test('one text is adapted to every account by its own rules, and one that fails leaves the others alone', async () => {
  const [first, second] = [await desk.workspace.practiceAccount('One'), await desk.workspace.practiceAccount('Two')]
  answers = ['For one.', '  ', '  ']
  const task = { task: 'adapt', text: 'Hello there.', accounts: [first, second] } as never
  const seen = []
  for await (const event of desk.ai.stream(task, undefined)) seen.push(event)
  const last = seen.at(-1)
  if (last?.type !== 'result' || last.answer.task !== 'adapt') throw new Error('no result')
  const good = last.answer.versions.filter(({ written }) => written !== null)
  const bad = last.answer.versions.filter(({ problem }) => problem !== null)
  expect(good).toMatchObject([{ written: { text: 'For one.', count: { max: 500 } }, problem: null }])
  expect(bad).toMatchObject([{ written: null, problem: { says: 'ai_empty' } }])
  expect(seen.filter((event) => event.type === 'delta').map(({ account }) => account)).toContain(good[0]?.account)
})

test('an alt text is written from the picture, which goes along small and without what the camera noted', async () => {
  const picture = await sharp({ create: { width: 2_000, height: 1_000, channels: 3, background: '#a05010' } })
    .withExif({ IFD0: { Copyright: 'Secret place' } })
    .jpeg()
    .toBuffer()
  const asset = await desk.workspace.media.addStream('cup.jpg', Readable.from([picture]))
  answers = [{ alt: 'A brown cup.', caption: 'Morning.' }]
  const { answer, used } = await desk.ai.answer<'altText'>({ task: 'altText', asset: asset.id, max: 100 }, undefined)
  expect(answer).toEqual({ task: 'altText', alt: 'A brown cup.', caption: 'Morning.' })
  const parts = wire()[1]?.content
  const url = typeof parts === 'string' ? '' : (parts?.[1]?.image_url?.url ?? '')
  const sent = Buffer.from(url.replace('data:image/jpeg;base64,', ''), 'base64')
  expect(await sharp(sent).metadata()).toMatchObject({ width: 1_024, height: 512, format: 'jpeg' })
  expect(sent.includes('Secret place')).toBe(false)
  expect(desk.ai.ledger.get(used.calls[0] ?? '')).toMatchObject({ means: 'vision', about: { asset: asset.id } })
})

describe('a post that is written anew', () => {
  const draft = () => desk.workspace.draft(['First part.', 'Second part.'], [])

  test('is a proposal: the draft stays as it is until it is applied, and then has a version to go back to', async () => {
    const id = draft() as never
    answers = [{ parts: ['New first.', 'New second.'] }]
    const proposal = await desk.ai.regenerate({ id, feedback: 'Fresher', apply: false }, undefined)
    expect(proposal).toMatchObject({
      applied: false,
      answer: { parts: [{ text: 'New first.' }, { text: 'New second.' }] },
    })
    expect(desk.workspace.posts.get(id).parts[0]?.text).toBe('First part.')
    asked = 0
    expect(await desk.ai.regenerate({ id, feedback: 'Fresher', apply: true }, undefined)).toMatchObject({
      applied: true,
    })
    expect(desk.workspace.posts.get(id).parts.map(({ text }) => text)).toEqual(['New first.', 'New second.'])
  })

  test('is not applied to one that is planned', async () => {
    const id = draft() as never
    desk.workspace.posts.update(id, { when: { wallTime: '2026-12-01T09:00' } })
    const error = await failureFrom(desk.ai.regenerate({ id, feedback: 'Fresher', apply: true }, undefined))
    expect(error).toMatchObject({ code: 'conflict', data: { says: 'ai_not_a_draft' } })
    expect(server.seen).toEqual([])
  })
})

describe('a post that is written as a job', () => {
  const asking = { from: { topic: 'Tuesdays' }, length: 'short', hashtags: false, waitMs: 0 } as const

  test('is a draft in the end, with a version for each account', async () => {
    const accounts = [
      await desk.workspace.practiceAccount('One'),
      await desk.workspace.practiceAccount('Two'),
    ] as never[]
    answers = ['The base.', 'Its version.', 'Its version.']
    const { id } = await desk.ai.writePost({ ...asking, accounts }, undefined)
    const job = await jobEnded(desk.workspace, id)
    expect(job).toMatchObject({ kind: 'ai_post', state: 'done' })
    const post = desk.workspace.posts.get(String(job.result?.['postId']))
    expect(post).toMatchObject({ status: 'draft', title: 'Tuesdays', parts: [{ text: 'The base.' }] })
    expect(post.variants.map(({ parts }) => parts?.[0]?.text)).toEqual(['Its version.', 'Its version.'])
    expect(desk.ai.ledger.list({ limit: 10, post: post.id }).items).toHaveLength(3)
    expect(desk.workspace.publishing.list({ limit: 10 }).items).toEqual([])
  })

  test('says on the job why it came to nothing', async () => {
    answers = ['', '', '']
    const { id } = await desk.ai.writePost({ ...asking, accounts: [] }, undefined)
    expect(await jobEnded(desk.workspace, id)).toMatchObject({ state: 'failed', error: { says: 'ai_empty' } })
    expect(desk.workspace.posts.counts().all).toBe(0)
  })

  test('from an idea that has no text is refused before anything is asked', async () => {
    const note = desk.workspace.posts.create({ review: 'idea' }).id
    const error = await failureFrom(desk.ai.writePost({ ...asking, from: { note }, accounts: [] }, undefined))
    expect(error).toMatchObject({
      code: 'unprocessable',
      data: { fields: [{ path: 'from.note', says: 'ai_post_empty' }] },
    })
  })
})
