import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Webhook as StandardWebhook } from 'standardwebhooks'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { WebhookTopic } from '../../contract/webhooks.ts'
import { openTestWorkspace, type TestWorkspace } from '../testing.ts'
import { mayGoTo } from './address.ts'

/** A program that hears webhooks. What it answers is up to the test. */
interface Listener {
  readonly url: string
  readonly heard: { headers: IncomingMessage['headers']; body: string }[]
  answer: number | 'nothing'
  close(): Promise<void>
}

async function listen(): Promise<Listener> {
  const heard: Listener['heard'] = []
  const listener = { heard, answer: 200 as Listener['answer'] }
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      heard.push({ headers: request.headers, body: Buffer.concat(chunks).toString() })
      if (listener.answer === 'nothing') return void request.socket.destroy()
      response.writeHead(listener.answer, listener.answer === 302 ? { location: '/elsewhere' } : {}).end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return Object.assign(listener, {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    close: () => new Promise<void>((resolve) => (server.close(() => resolve()), server.closeAllConnections())),
  })
}

let workspace: TestWorkspace
let program: Listener
beforeEach(async () => {
  workspace = openTestWorkspace()
  program = await listen()
})
afterEach(async () => {
  await workspace.dispose()
  await program.close()
})

const make = (topics: WebhookTopic[] = ['delivery.published', 'post.published'], url = program.url) =>
  workspace.webhooks.create({ name: 'Program', url, topics })
const bodies = () => program.heard.map(({ body }) => JSON.parse(body))
const messages = (id: string) => workspace.webhooks.messages(id, { limit: 50 }).items

/** What the specification's own library makes of a message at the time of the test; it throws where it does not believe it. */
function believe(secret: string, { headers, body }: Listener['heard'][number]): unknown {
  vi.useFakeTimers({ toFake: ['Date'], now: workspace.clock.now() })
  try {
    return new StandardWebhook(secret).verify(body, headers as Record<string, string>)
  } finally {
    vi.useRealTimers()
  }
}

/** Real sockets under a clock driven by hand: lets time stand until something has happened. */
async function until(done: () => boolean): Promise<void> {
  await expect.poll(async () => (await workspace.clock.by(0), done()), { interval: 5, timeout: 5_000 }).toBe(true)
}

async function publish(text = 'Hello', accounts?: string[]) {
  const chosen = accounts ?? [await workspace.practiceAccount()]
  const post = workspace.draft(text, chosen)
  workspace.publishing.schedule(post, { when: { now: true }, skipProblems: false })
  await until(() =>
    workspace.publishing.ofPost(post).every(({ publishedAt, status }) => publishedAt !== null || status === 'failed'),
  )
  return post
}

test('a program is told what went out, signed so that the specification’s own library believes it', async () => {
  const { secret, webhook } = make()
  const post = await publish()
  await until(() => program.heard.length === 2)
  for (const message of program.heard) expect(believe(secret, message)).toEqual(JSON.parse(message.body))
  const [first] = program.heard
  expect(() => believe(secret, { ...first!, body: first!.body + ' ' })).toThrow()
  expect(bodies().map(({ type, data }) => [type, data.post])).toEqual([
    ['delivery.published', post],
    ['post.published', post],
  ])
  expect(bodies()[0].data.delivery).toMatchObject({ status: 'published', postId: post })
  await until(() => messages(webhook.id).every(({ state }) => state === 'delivered'))
  expect(workspace.webhooks.list()[0]).toMatchObject({ waiting: 0, lastDeliveredAt: expect.any(String) })
})

test('a program that is away is told later, once, in the order of the waits, and after eight hours no more', async () => {
  const { webhook } = make(['delivery.published'])
  program.answer = 503
  await publish()
  for (let tries = 1; tries <= 9; tries++) {
    await until(() => messages(webhook.id)[0]?.tries.length === tries)
    const { nextAt } = messages(webhook.id)[0]!
    if (nextAt !== null) await workspace.clock.to(Date.parse(nextAt))
  }
  expect(messages(webhook.id)[0]).toMatchObject({ state: 'failed', nextAt: null })
  const ids = new Set(program.heard.map(({ headers }) => headers['webhook-id']))
  expect([program.heard.length, ids.size]).toEqual([9, 1])

  program.answer = 200
  const again = await workspace.webhooks.replay(webhook.id, messages(webhook.id)[0]!.id)
  expect(again).toMatchObject({ state: 'delivered', tries: { length: 10 } })
})

test('what was not told when the studio ended is told at its next start', async () => {
  const { webhook } = make(['delivery.published'])
  program.answer = 'nothing'
  await publish()
  await until(() => messages(webhook.id)[0]?.tries.length === 1)
  program.answer = 200
  workspace = await workspace.restart(workspace.clock.now() + 60_000)
  await until(() => messages(webhook.id)[0]?.state === 'delivered')
  expect(program.heard).toHaveLength(2)
})

test('a message is kept with what it tells of or not at all', async () => {
  const { webhook } = make(['post.changed'])
  expect(() =>
    workspace.store.write((tx) => {
      tx.emit({ type: 'post.changed', ids: { post: 'post_x' } })
      throw new Error('rolled back')
    }),
  ).toThrow('rolled back')
  expect(messages(webhook.id)).toEqual([])
  workspace.draft('kept', [])
  expect(messages(webhook.id)).toHaveLength(1)
})

test('a post that went out on one account and failed on another is told as partly published', async () => {
  const [good, bad] = [await workspace.practiceAccount('Good'), await workspace.practiceAccount('Bad')]
  workspace.practice.setFailure(bad as never, 'rejected' as never, null as never)
  make(['post.partially_published', 'delivery.failed'])
  await publish('half', [good, bad])
  await until(() => program.heard.length === 2)
  expect(
    bodies()
      .map(({ type }) => type)
      .sort(),
  ).toEqual(['delivery.failed', 'post.partially_published'])
})

test('a program that answers 410 is told nothing more', async () => {
  const { webhook } = make(['delivery.published'])
  program.answer = 410
  await publish()
  await until(() => messages(webhook.id)[0]?.state === 'failed')
  expect(workspace.webhooks.list()[0]?.active).toBe(false)
})

test('after a rotation a message carries both signatures until the overlap ends', async () => {
  const { webhook, secret } = make()
  const rotated = workspace.webhooks.rotate(webhook.id, 10)
  await workspace.webhooks.test(webhook.id)
  for (const each of [secret, rotated.secret])
    expect(believe(each, program.heard[0]!)).toMatchObject({ type: 'webhook.test' })
  await workspace.clock.by(11 * 60_000)
  await workspace.webhooks.test(webhook.id)
  const later = program.heard[1]!
  expect(String(later.headers['webhook-signature']).split(' ')).toHaveLength(1)
  expect(JSON.stringify(workspace.store.sqlite.prepare('select * from webhook').all())).not.toContain('whsec_')
})

describe('where a webhook may go', () => {
  test.each([
    'http://127.0.0.1:1/x',
    'http://127.9.9.9/x',
    'http://localhost:8080/',
    'https://[::1]:8443/',
    'http://2130706433/', // 127.0.0.1, as URL reads it
  ])('%s is this machine', (url) => expect(mayGoTo(url, [])).toBe(true))

  test.each([
    'http://169.254.169.254/latest/meta-data',
    'http://192.168.0.1/',
    'https://hooks.example.com/x',
    'http://localhost.example.com/',
    'http://127.0.0.1.nip.io/',
    'http://user:pass@127.0.0.1/',
    'http://[::ffff:10.0.0.1]/',
    'http://0.0.0.0/',
  ])('%s is not, and refused', (url) => {
    expect(mayGoTo(url, [])).toBe(false)
    expect(() => make(undefined, url)).toThrow(/this machine/)
  })

  test('a host that a person has allowed is; taken back, what waits for it is not sent', async () => {
    const { host } = new URL(program.url)
    const named = program.url.replace('127.0.0.1', 'localhost.localdomain')
    workspace.webhooks.allowHosts([new URL(named).host, 'hooks.example.com'])
    expect(mayGoTo('https://hooks.example.com/x', workspace.webhooks.hosts())).toBe(true)
    expect(mayGoTo('https://hooks.example.com:8443/x', workspace.webhooks.hosts())).toBe(false)
    const { webhook } = make(undefined, named)
    workspace.webhooks.allowHosts([])
    const tried = await workspace.webhooks.test(webhook.id)
    expect(tried.tries[0]?.problem?.says).toBe('webhook_host_not_allowed')
    expect([host, program.heard]).toEqual([host, []])
  })

  test('a redirect is not followed', async () => {
    const { webhook } = make()
    program.answer = 302
    expect(await workspace.webhooks.test(webhook.id)).toMatchObject({ state: 'failed', tries: [{ status: 302 }] })
    expect(program.heard).toHaveLength(1)
  })
})
