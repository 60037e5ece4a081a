import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { startX, type X } from '../../../../test/support/x/index.ts'
import { createDriver, type Driver } from '../conformance-driver.ts'
import { StepFailed, type PublishContext, type PublisherAccount, type Remote } from '../publisher.ts'
import { createX } from './index.ts'

let server: X
let driver: Driver

const account: PublisherAccount = {
  id: 'acct_1',
  platform: 'x',
  externalId: '1002',
  displayHandle: '@grace',
  server: '',
  limits: { flags: { subscriber: true } },
  method: 'oauth',
}
const publisher = () => createX(server.url).publisher
const post = { method: 'POST', path: '/2/tweets' }

beforeAll(async () => {
  server = await startX({ rateLimits: false })
  const app = server.auth.register({ public: true, redirectUris: ['http://127.0.0.1:47831/oauth/callback'] })
  const token = server.auth.issue({ account: 'grace', clientId: app.id })
  driver = await createDriver(publisher(), account, {
    clientId: app.id,
    clientSecret: '',
    accessToken: token.access,
    refreshToken: token.refresh,
    expiresAt: token.accessExpiresAt,
    refreshExpiresAt: null,
    scopes: [...token.scopes],
  })
})
afterEach(() => server.plan.heal())
afterAll(async () => {
  await driver.stop()
  await server.stop()
})

let count = 0
/** A post that is out, and how it is given the words “better …”. */
async function published(): Promise<{
  remote: Remote
  better: string
  edit(context?: PublishContext): Promise<Remote>
}> {
  const text = `post ${++count}`
  const delivery = driver.newDelivery([{ text }])
  await driver.publish(delivery)
  const remote = delivery.landed[0] ?? { remoteId: '', url: null }
  const better = `better ${text}`
  const changed = driver.newDelivery([{ text: better }])
  return {
    remote,
    better,
    async edit(context = driver.context(changed)) {
      const { prepare, edit } = publisher()
      if (!edit) throw new Error('There is nothing to edit with')
      return await edit(await prepare(changed.post, context), 0, remote, context)
    },
  }
}
const standing = (words: string) => server.posts().filter(({ text }) => text === words)
const failureOf = async (work: Promise<unknown>) => {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  )
  return error instanceof StepFailed ? error.outcome : error
}

test.each([
  ['the connection breaks after it', { kind: 'drop_after' } as const],
  ['half of the answer arrives', { kind: 'cut_body' } as const],
  ['a gateway says 504', { kind: 'error_after', status: 504 } as const],
])('an edit whose answer is lost since %s is found among the versions, with its new id', async (_, fault) => {
  const { remote, better, edit } = await published()
  server.plan.next(post, fault)
  const edited = await edit()
  expect(edited.remoteId).not.toBe(remote.remoteId)
  expect(standing(better).map(({ id }) => id)).toEqual([edited.remoteId])
})

test('an edit that is answered with success and no id is found as well', async () => {
  const { better, edit } = await published()
  const context = driver.context()
  const { request } = context.http
  const http: PublishContext['http'] = {
    ...context.http,
    async request(url, given) {
      const answer = await request(url, given)
      return given?.method === 'POST' ? { ...answer, json: () => ({ data: {} }) } : answer
    },
  }
  const edited = await edit({ ...context, http })
  expect(standing(better).map(({ id }) => id)).toEqual([edited.remoteId])
})

test('an edit that is answered with success, and that no version shows, is in doubt and keeps no id', async () => {
  const { edit } = await published()
  const end = driver.answer(post, { status: 201, body: { data: {} } })
  expect(await failureOf(edit())).toMatchObject({ is: 'not_sent', failure: { says: 'edit_in_doubt' } })
  end()
})

test('an edit that did not arrive is in doubt, and can be made again', async () => {
  const { better, edit } = await published()
  server.plan.next(post, { kind: 'drop_before' })
  expect(await failureOf(edit())).toMatchObject({ is: 'not_sent', failure: { says: 'edit_in_doubt' } })
  const edited = await edit()
  expect(standing(better).map(({ id }) => id)).toEqual([edited.remoteId])
})

test('an edit that nothing could be asked about is found by the next try, which X refuses', async () => {
  const { better, edit } = await published()
  server.plan.next(post, { kind: 'drop_after' })
  server.plan.next({ method: 'GET' }, { kind: 'error_before', status: 503 })
  expect(await failureOf(edit())).toMatchObject({ is: 'not_sent' })
  const edited = await edit()
  expect(standing(better).map(({ id }) => id)).toEqual([edited.remoteId])
})

test('a version of other words is not taken for the edit', async () => {
  const { remote, edit } = await published()
  await fetch(`${server.url}/2/tweets`, {
    method: 'POST',
    headers: { authorization: `Bearer ${String(driver.secrets['accessToken'])}`, 'content-type': 'application/json' },
    body: JSON.stringify({ text: 'by hand', edit_options: { previous_post_id: remote.remoteId } }),
  })
  expect(await failureOf(edit())).toMatchObject({ is: 'rejected', failure: { code: 'content' } })
})

test('an edit that X refuses is refused', async () => {
  const { edit } = await published()
  const end = driver.answer(post, { status: 400, body: { title: 'Invalid Request', type: 'about:blank', status: 400 } })
  expect(await failureOf(edit())).toMatchObject({ is: 'rejected', failure: { code: 'content' } })
  end()
})
