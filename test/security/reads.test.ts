import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestHost, type TestHost } from './host.ts'
import { personAsks, programWith, type Program } from './key.ts'

let host: TestHost
let workspace: string
let other: string
let account: string
/** May do everything a key can. */
let strong: Program
beforeAll(async () => {
  host = await startTestHost()
  host.studio.start()
  workspace = host.studio.workspaces.create({ name: 'Brand', zone: 'Europe/Berlin' }).id
  other = host.studio.workspaces.create({ name: 'Other' }).id
  strong = await programWith(host, workspace, [
    ...['posts:read', 'posts:write', 'accounts:read', 'accounts:write', 'analytics:read'],
  ])
  account = await connect('Practice')
})
afterAll(() => host.close())

const connect = async (name: string) =>
  (await strong.ask('POST', '/v1/connections', { platform: 'practice', method: 'practice', fields: { name } })).json()
    .accounts[0] as string
const draft = async (accounts: string[], text = 'hello') =>
  (
    await strong.ask('POST', '/v1/posts', {
      parts: [{ text, media: [] }],
      variants: accounts.map((accountId) => ({ accountId, parts: null, settings: {} })),
    })
  ).json().id as string
const publish = async (post: string) => {
  await strong.ask('POST', `/v1/posts/${post}/publish`, {})
  const deliveries = async () => (await strong.ask('GET', `/v1/deliveries?post=${post}`)).json().items
  await expect
    .poll(async () => (await deliveries()).map(({ status }: { status: string }) => status))
    .not.toContain('publishing')
  await expect.poll(async () => (await deliveries())[0]?.status).toMatch(/published|failed/)
  return deliveries()
}

test.each([
  ['accounts:read', 'GET', '/v1/connections'],
  ['accounts:read', 'GET', '/v1/connections/health'],
  ['accounts:read', 'GET', '/v1/accounts/capabilities'],
  ['accounts:read', 'GET', '/v1/accounts/ACCOUNT/settings'],
  ['accounts:read', 'GET', '/v1/accounts/ACCOUNT/actions'],
  ['accounts:read', 'GET', '/v1/workspaces/WORKSPACE/health'],
  ['accounts:write', 'POST', '/v1/accounts/ACCOUNT/erase'],
  ['analytics:read', 'GET', '/v1/analytics/workspace'],
  ['analytics:read', 'GET', '/v1/workspaces/WORKSPACE/analytics?period=7d'],
  ['analytics:read', 'GET', '/v1/analytics/accounts/ACCOUNT'],
  ['analytics:read', 'GET', '/v1/analytics/posts/post_00000000000000000000000000'],
  ['analytics:read', 'GET', '/v1/analytics/runs/run_00000000000000000000000000'],
  ['analytics:read', 'POST', '/v1/analytics/refresh'],
  ['analytics:read', 'GET', '/v1/usage'],
  ['posts:read', 'POST', '/v1/posts/preview'],
  ['posts:write', 'POST', '/v1/deliveries/dlv_00000000000000000000000000/reset'],
])('needs %s: %s %s', async (scope, method, pattern) => {
  const path = pattern.replace('ACCOUNT', account).replace('WORKSPACE', workspace)
  const body = method === 'POST' ? { confirm: 'not this' } : undefined
  const weak = await programWith(host, workspace, [scope === 'posts:read' ? 'media:write' : 'posts:read'])
  const refused = await weak.ask(method, path, body)
  expect([refused.status, refused.json().details]).toEqual([403, { scope }])
  expect((await (await programWith(host, workspace, [scope])).ask(method, path, body)).status).not.toBe(403)
  expect((await host.ask(method, path, { headers: { authorization: 'Bearer nothing' } })).status).toBe(401)
})

test('what connections and accounts are and can do is told without asking any platform', async () => {
  const asked = async (path: string) => (await strong.ask('GET', path)).json()
  expect(await asked('/v1/connections')).toMatchObject([
    { platform: 'practice', state: 'connected', accounts: [account] },
  ])
  expect(await asked('/v1/connections/health')).toMatchObject([
    { accountId: account, platform: 'practice', health: { state: 'ok' }, waiting: 0 },
  ])
  const all = await asked('/v1/accounts/capabilities')
  expect(all).toHaveLength(1)
  expect(all[0]).toEqual({ accountId: account, ...(await asked(`/v1/accounts/${account}/capabilities`)) })
  const settings = await asked(`/v1/accounts/${account}/settings`)
  expect(settings.map(({ key }: { key: string }) => key)).toEqual(all[0].fields.map(({ key }: { key: string }) => key))
  expect(await asked(`/v1/accounts/${account}/actions`)).toEqual([])
  const none = await strong.ask('GET', '/v1/accounts/acct_00000000000000000000000000/settings')
  expect([none.status, none.json().code]).toEqual([404, 'not_found'])
})

test('a workspace tells how it stands, and says when somebody is needed', async () => {
  const health = async () => (await strong.ask('GET', `/v1/workspaces/${workspace}/health`)).json()
  expect(await health()).toMatchObject({
    workspaceId: workspace,
    state: 'ok',
    problem: null,
    accounts: { ok: 1, broken: 0 },
    deliveries: { waiting: 0, failed: 0 },
    mediaHost: false,
  })
  const moody = await connect('Moody')
  await strong.ask('PUT', `/v1/practice/${moody}/failure`, { failure: 'rejected', times: 1 })
  const post = await draft([moody])
  const [failed] = await publish(post)
  expect(await health()).toMatchObject({ state: 'attention', deliveries: { failed: 1 } })

  const reset = await strong.ask('POST', `/v1/deliveries/${failed.id}/reset`)
  expect([reset.status, reset.json()]).toMatchObject([200, { id: failed.id, reset: true }])
  expect((await strong.ask('GET', `/v1/posts/${post}`)).json().status).toBe('draft')
  expect((await strong.ask('GET', '/v1/deliveries?reset=true')).json().items).toMatchObject([{ id: failed.id }])
  expect((await strong.ask('GET', `/v1/deliveries/${failed.id}/attempts`)).json()[0].outcome).toBe('reset')
  expect((await strong.ask('POST', `/v1/deliveries/${failed.id}/reset`)).status).toBe(409)
  expect(await health()).toMatchObject({ state: 'ok' })
  expect((await strong.ask('GET', `/v1/workspaces/${other}/health`)).status).toBe(404)
  expect((await strong.ask('GET', `/v1/workspaces/${other}/analytics`)).status).toBe(404)
})

describe('how things did', () => {
  test('is what Broadside did itself; what nobody measured is null and not nothing', async () => {
    const post = await draft([account], 'measured')
    const [delivery] = await publish(post)
    const unmeasured = { measuredAt: null, metrics: { impressions: null, likes: null } }
    const read = async (path: string) => (await strong.ask('GET', path)).json()
    expect(await read(`/v1/analytics/posts/${post}`)).toMatchObject({
      postId: post,
      ...unmeasured,
      deliveries: [{ deliveryId: delivery.id, accountId: account, history: [], ...unmeasured }],
    })
    expect(await read(`/v1/analytics/accounts/${account}?period=7d`)).toMatchObject({
      published: 1,
      failed: 0,
      followers: null,
      ...unmeasured,
    })
    const all = await read('/v1/analytics/workspace?period=7d')
    expect(all).toMatchObject({
      published: 1,
      byAccount: [{ accountId: account, published: 1, ...unmeasured }],
      ...unmeasured,
    })
    expect(all.byDay).toHaveLength(7)
    expect(all.byDay.at(-1).published).toBe(1)
    expect(await read(`/v1/workspaces/${workspace}/analytics?period=7d`)).toMatchObject({
      published: 1,
      byDay: all.byDay,
    })
    expect((await strong.ask('POST', '/v1/analytics/refresh', {})).json()).toEqual({
      asked: [],
      notMeasured: expect.arrayContaining([account]),
    })
    expect(await read('/v1/usage?period=7d')).toMatchObject({
      published: 1,
      library: { files: 0, bytes: 0 },
      ai: { calls: 0, costUsd: 0 },
      api: { calls: expect.any(Number) },
    })
    const draftOnly = await draft([account])
    expect((await read(`/v1/analytics/posts/${draftOnly}`)).deliveries).toEqual([])
    for (const path of [
      '/v1/analytics/posts/post_00000000000000000000000000',
      '/v1/analytics/runs/run_00000000000000000000000000',
    ])
      expect([path, (await strong.ask('GET', path)).status]).toEqual([path, 404])
  })
})

test('everything of an account is erased at once, and posts of others are left alone', async () => {
  const doomed = await connect('Doomed')
  const post = await draft([doomed, account], 'both')
  const alone = await draft([doomed], 'alone')
  await publish(post)
  await publish(alone)
  const handle = (await strong.ask('GET', `/v1/accounts/${doomed}`)).json().displayHandle as string
  const path = `/v1/accounts/${doomed}/erase`
  const wrong = await strong.ask('POST', path, { confirm: 'not this' })
  expect([wrong.status, wrong.json().details.fields[0].path]).toEqual([422, 'confirm'])

  const answer = await strong.ask('POST', path, { confirm: handle })
  expect([answer.status, answer.json()]).toEqual([200, { erased: doomed, revoked: false, deliveries: 2 }])
  expect((await strong.ask('GET', `/v1/accounts/${doomed}`)).status).toBe(404)
  expect((await strong.ask('GET', `/v1/deliveries?account=${doomed}`)).json().items).toEqual([])
  const left = (await strong.ask('GET', `/v1/posts/${post}`)).json()
  expect(left).toMatchObject({
    status: 'published',
    variants: [{ accountId: account }],
    deliveries: [{ accountId: account }],
  })
  expect((await strong.ask('GET', `/v1/posts/${alone}`)).json()).toMatchObject({
    status: 'draft',
    variants: [],
    deliveries: [],
  })
  for (const one of [post, alone])
    expect(JSON.stringify((await strong.ask('GET', `/v1/posts/${one}/versions`)).json())).not.toContain(doomed)
  expect((await strong.ask('POST', path, { confirm: handle })).status).toBe(404)
})

test('a post is talked about by people and programs, and stays as it is', async () => {
  const post = await draft([account], 'talked about')
  const path = `/v1/posts/${post}/comments`
  const said = await strong.ask('POST', path, { text: '  Shorter, please. ' })
  expect([said.status, said.json()]).toMatchObject([
    201,
    { postId: post, text: 'Shorter, please.', revision: 1, by: { kind: 'key', name: 'Program' } },
  ])
  await strong.ask('PATCH', `/v1/posts/${post}`, { parts: [{ text: 'short', media: [] }] })
  await personAsks(host, workspace, 'POST', path, { text: 'Better.' })
  const reader = await programWith(host, workspace, ['posts:read'])
  const first = (await reader.ask('GET', `${path}?limit=1`)).json()
  expect(first.items).toMatchObject([{ text: 'Better.', revision: 2, by: { kind: 'person', name: null } }])
  const rest = (await reader.ask('GET', `${path}?limit=1&cursor=${first.nextCursor}`)).json()
  expect(rest).toMatchObject({ items: [{ text: 'Shorter, please.' }], nextCursor: null })
  expect((await strong.ask('GET', `/v1/posts/${post}`)).json()).toMatchObject({ revision: 2, status: 'draft' })

  expect((await reader.ask('POST', path, { text: 'x' })).json().details).toEqual({ scope: 'posts:write' })
  expect((await (await programWith(host, workspace, ['media:write'])).ask('GET', path)).json().code).toBe(
    'scope_missing',
  )
  expect((await strong.ask('POST', path, { text: '  ' })).status).toBe(422)
  expect((await strong.ask('GET', '/v1/posts/post_00000000000000000000000000/comments')).status).toBe(404)
  const other = await strong.ask('GET', `/v1/posts/${await draft([account])}/comments?cursor=${first.nextCursor}`)
  expect([other.status, other.json().code]).toEqual([400, 'bad_cursor'])
})

test('a preview of a practice account says that nothing leaves this machine, and publishes nothing', async () => {
  const post = await draft([account], 'only looked at')
  const answer = await strong.ask('POST', '/v1/posts/preview', { id: post })
  expect([answer.status, answer.json()]).toMatchObject([
    200,
    [{ accountId: account, platform: 'practice', requests: [], complete: true, then: { says: 'preview_practice' } }],
  ])
  expect((await strong.ask('GET', `/v1/deliveries?post=${post}`)).json().items).toEqual([])
  expect((await strong.ask('GET', '/v1/practice/posts')).text).not.toContain('only looked at')
  const none = await strong.ask('POST', '/v1/posts/preview', {
    id: post,
    accounts: ['acct_00000000000000000000000000'],
  })
  expect([none.status, none.json().details.fields[0].path]).toEqual([422, 'accounts.0'])
})
