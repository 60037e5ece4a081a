import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { said } from '../../contract/sentences/index.ts'
import { commitAnswer, notReached } from '../publishers/answers.ts'
import { HttpFailure } from '../http.ts'
import { StepFailed, type Publisher } from '../publishers/publisher.ts'
import type { PlatformDriver } from '../publishers/registry.ts'
import { openTestWorkspace, type TestWorkspace } from '../testing.ts'
import { networkLookMs } from './network-return.ts'

/** A place to post to that can go away, and come back at the same address. */
let port = 0
let server: Server | null = null
let posted: number
let workspace: TestWorkspace
let account: string

async function comeUp(): Promise<void> {
  server = createServer((request, response) => {
    if (request.method === 'POST') posted++
    response.writeHead(request.method === 'HEAD' ? 404 : 200).end()
  })
  await new Promise<void>((resolve) => server?.listen(port, '127.0.0.1', resolve))
  port = (server.address() as AddressInfo).port
}

async function goAway(): Promise<void> {
  server?.closeAllConnections()
  await new Promise((resolve) => (server ? server.close(resolve) : resolve(null)))
  server = null
}

const there = () => `http://127.0.0.1:${port}/posts`

function driver(): PlatformDriver {
  const publisher: Publisher<null> = {
    platform: 'mastodon',
    settleMs: 0,
    async prepare(_post, { http }) {
      await http.request(there()).catch((error: unknown) => {
        throw error instanceof HttpFailure ? new StepFailed(notReached('There', error)) : error
      })
      return null
    },
    async commit(_prepared, _index, _landed, { http }) {
      const sent = await commitAnswer('There', () => http.request(there(), { method: 'POST' }))
      return 'outcome' in sent ? sent.outcome : { is: 'published', remote: { remoteId: String(posted), url: null } }
    },
    reconcile: async () => ({ is: 'cannot_tell', why: said('still_processing', { platform: 'There' }) }),
  }
  const connector: PlatformDriver['connector'] = {
    platform: 'mastodon',
    connect: async () => ({
      kind: 'profile',
      externalId: '1',
      name: 'Ada',
      displayHandle: '@ada',
      url: null,
      avatar: null,
      server: there(),
      limits: {},
      expiresAt: null,
      secrets: {},
    }),
    health: async () => ({ state: 'ok', expiresAt: null }),
    revoke: async () => false,
  }
  return { publisher, connector }
}

beforeEach(async () => {
  port = 0
  posted = 0
  await comeUp()
  workspace = openTestWorkspace({ platforms: [driver()] })
  const connected = await workspace.accounts.startConnection({
    platform: 'mastodon',
    method: 'token',
    fields: { server: there(), token: 'x' },
  })
  account = connected.accounts[0] ?? ''
})
afterEach(async () => {
  await workspace.dispose()
  await goAway()
})

const delivery = (post: string) => workspace.publishing.ofPost(post)[0]
const status = (post: string) => delivery(post)?.status

/** Whether it is out soon: real connections are made or refused, while the workspace's clock stands. */
async function published(post: string): Promise<boolean> {
  for (let turn = 0; turn < 1_000 && status(post) !== 'published'; turn++) {
    await new Promise((resolve) => setTimeout(resolve, 2))
    await workspace.clock.by(0)
  }
  return status(post) === 'published'
}

/** A post whose next try is minutes away, as after an hour without a network. */
async function waitingLong(): Promise<string> {
  await goAway()
  const post = workspace.draft('patient', [account])
  workspace.publishing.schedule(post, { when: { now: true }, skipProblems: false })
  const wait = () => Date.parse(delivery(post)?.nextAt ?? '') - workspace.clock.now()
  while (!(status(post) === 'retrying' && wait() > 5 * 60_000)) {
    await workspace.clock.by(5_000)
    await new Promise((resolve) => setTimeout(resolve, 1))
  }
  return post
}

test('what waits for the network goes out soon after it is back, not when its backoff is over', async () => {
  const post = await waitingLong()
  const tries = delivery(post)?.attempts
  await comeUp()
  const looks = async (): Promise<boolean> => {
    // A look that was under way when it came back may still have found nothing.
    for (let look = 0; look < 3; look++) {
      await workspace.clock.by(networkLookMs)
      if (await published(post)) return true
    }
    return false
  }
  expect(await looks()).toBe(true)
  expect([posted, delivery(post)?.attempts]).toEqual([1, (tries ?? 0) + 1])
})

test('while the network is away, looking for it neither sends nor counts as a try', async () => {
  const post = await waitingLong()
  const tries = delivery(post)?.attempts
  await workspace.clock.by(2 * 60_000)
  expect([status(post), posted, delivery(post)?.attempts]).toEqual(['retrying', 0, tries])
})

test('what was canceled meanwhile does not go out when the network is back', async () => {
  const post = await waitingLong()
  await workspace.publishing.cancelPost(post)
  await comeUp()
  await workspace.clock.by(2 * networkLookMs)
  expect([status(post), posted]).toEqual(['canceled', 0])
})

test('a program that starts again tries at once what waited for the network', async () => {
  const post = await waitingLong()
  await comeUp()
  workspace = await workspace.restart()
  expect([await published(post), posted]).toEqual([true, 1])
})
