import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { McpStdioOptions } from '../../src/headless/mcp/stdio.ts'
import { bundleChild, type ChildFile } from '../crash/bundle.ts'
import { startChatServer } from '../support/ai/chat-server.ts'
import { startTestHost, type TestHost } from '../security/host.ts'
import { agentOf, eras, newClient, type Agent, type Era } from './agents.ts'

const practice = { platform: 'practice', method: 'practice', fields: { name: 'Practice' } }

let host: TestHost
let workspaceId: string
let account: string
let dataDir: string
let child: ChildFile
beforeAll(async () => {
  child = await bundleChild('../support/mcp/run-stdio.ts')
  dataDir = mkdtempSync(join(tmpdir(), 'broadside-mcp-'))
  host = await startTestHost()
  workspaceId = host.studio.workspaces.create({ name: 'Brand', zone: 'Europe/Berlin' }).id
  account = (await host.script('POST', '/v1/connections', practice, asBrand())).json().accounts[0]
  host.studio.start()
})
afterAll(async () => {
  await host.close()
  child.remove()
  rmSync(dataDir, { recursive: true, force: true })
})

const agents: Agent[] = []
afterEach(async () => {
  await Promise.all(agents.splice(0).map(({ client }) => client.close()))
  rmSync(join(dataDir, 'host.json'), { force: true })
})

const asBrand = () => ({ 'broadside-workspace': workspaceId })
const draft = (text: string) => ({ parts: [{ text }], variants: [{ accountId: account }] })

/** What a host that runs says of itself in its data folder. */
function announce({ url, token }: Pick<TestHost, 'url' | 'token'> = host): void {
  const info = { bootId: 'boot_test', pid: process.pid, host: 'headless', url, token, startedAt: 0 }
  writeFileSync(join(dataDir, 'host.json'), JSON.stringify(info))
}

/** A client that starts the server as its own process, as clients do. */
async function start(
  options: Partial<McpStdioOptions> = {},
  era: Era = 'modern',
): Promise<Agent & { readonly told: () => string }> {
  const usual: McpStdioOptions = { dataDir, key: null, workspace: null, readOnly: false, version: '0.0.0' }
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [child.path, JSON.stringify({ ...usual, ...options })],
    env: { NODE_COMPILE_CACHE: child.env['NODE_COMPILE_CACHE'] ?? '' },
    stderr: 'pipe',
  })
  let told = ''
  transport.stderr?.on('data', (chunk: Buffer) => (told += chunk.toString()))
  const client = newClient(era)
  await client.connect(transport)
  const agent = { ...agentOf(client), told: () => told }
  agents.push(agent)
  return agent
}

describe.each(eras)('a %s client', (era) => {
  test('works with the studio that runs, and finds it again after it was restarted elsewhere', async () => {
    announce({ url: 'http://127.0.0.1:9', token: 'bs_host_old' })
    const agent = await start({}, era)
    const gone = await agent.use('find_posts')
    expect(gone.error).toMatchObject({ code: 'studio_not_running', then: expect.stringContaining('start Broadside') })
    announce()
    const made = await agent.use('draft_post', { ...draft('Over stdio'), idempotencyKey: `stdio-${era}` })
    expect(made.result).toMatchObject({ post: { status: 'draft', parts: [{ text: 'Over stdio' }] } })
    const again = await agent.use('draft_post', { ...draft('Over stdio'), idempotencyKey: `stdio-${era}` })
    expect(again.result.post.id).toBe(made.result.post.id)
    expect((await agent.use('get_post', { id: 'post_00000000000000000000000000' })).error?.code).toBe('not_found')
    const uri = `broadside://posts/${made.result.post.id}`
    expect((await agent.client.readResource({ uri })).contents).toMatchObject([{ uri }])
  })

  test('stops long work when it gives up', async () => {
    announce()
    const endpoint = await startChatServer(() => ({ hangsAfter: ['Good ', 'morning'] }))
    try {
      const added = await host.script('POST', '/v1/ai/endpoints', { name: era, baseUrl: endpoint.url }, asBrand())
      const choice = { endpoint: added.json().id, model: 'small-local' }
      const agent = await start({}, era)
      const gaveUp = new AbortController()
      const onprogress = () => void (endpoint.seen.length > 0 && gaveUp.abort())
      const asked = agent.use(
        'draft_with_ai',
        { from: { topic: 'Mornings' }, ...choice },
        { signal: gaveUp.signal, onprogress },
      )
      await expect(asked).rejects.toThrow()
      await endpoint.hungUp
      const newest = async () => (await host.script('GET', '/v1/jobs?limit=1', undefined, asBrand())).json().items[0]
      await expect.poll(newest).toMatchObject({ kind: 'ai_post', state: 'canceled' })
    } finally {
      await endpoint.close()
    }
  })
})

test('a key is offered what its scopes allow, and its workspace is its own', async () => {
  announce()
  const input = { name: 'Agent', scopes: ['posts:read'] }
  const { secret } = (await host.script('POST', '/v1/keys', input, asBrand())).json()
  const agent = await start({ key: secret })
  expect(await agent.toolNames()).toEqual(expect.arrayContaining(['find_posts', 'get_brand']))
  expect(await agent.toolNames()).not.toContain('draft_post')
  expect((await agent.use('find_posts')).isError).toBe(false)
})

test('a key that is wrong is told so, in the words of the host', async () => {
  announce()
  const agent = await start({ key: 'bs_live_wrong' })
  expect((await agent.use('find_posts')).error).toMatchObject({ code: 'invalid_key' })
  expect(agent.told()).toMatch(/This key is not valid/)
})

test('read-only offers only what changes nothing', async () => {
  announce()
  const { tools } = await (await start({ readOnly: true })).client.listTools()
  expect(tools.length).toBeGreaterThan(10)
  expect(tools.filter(({ annotations }) => !annotations?.readOnlyHint)).toEqual([])
})

test('of several workspaces one has to be named, and the refusal names them', async () => {
  announce()
  const other = host.studio.workspaces.create({ name: 'Other brand' })
  try {
    const [lost, found] = await Promise.all([start(), start({ workspace: 'Brand' })])
    const { error } = await lost.use('list_accounts')
    expect(error).toMatchObject({
      code: 'invalid_request',
      message: expect.stringContaining(`${other.id} (Other brand)`),
    })
    expect((await found.use('list_accounts')).result).toMatchObject([{ id: account }])
    const week = await found.client.readResource({ uri: 'broadside://calendar' })
    expect(week.contents).toMatchObject([{ text: expect.stringContaining('"zone":"Europe/Berlin"') }])
  } finally {
    await host.studio.workspaces.erase(other.id, 'Other brand')
  }
})
