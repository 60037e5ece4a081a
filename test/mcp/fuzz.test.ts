import { createRouterClient } from '@orpc/server'
import fc from 'fast-check'
import { Client, InMemoryTransport, type Tool } from '@modelcontextprotocol/client'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createMcpServer } from '../../src/headless/mcp/server.ts'
import { startTestHost, type TestHost } from '../security/host.ts'
import { agentOf, type Agent } from './agents.ts'

let host: TestHost
let agent: Agent
let tools: Tool[]
let account: string
beforeAll(async () => {
  host = await startTestHost()
  const workspaceId = host.studio.workspaces.create({ name: 'Brand' }).id
  const practice = { platform: 'practice', method: 'practice', fields: { name: 'Practice' } }
  const connected = await host.script('POST', '/v1/connections', practice, { 'broadside-workspace': workspaceId })
  account = connected.json().accounts[0]
  const context = { caller: { kind: 'script', scopes: 'all' }, workspaceId } as const
  const server = createMcpServer({
    client: createRouterClient(host.studio.router, { context }),
    version: '0.0.0',
    workspaceId: async () => workspaceId,
    scopes: 'all',
    asksFirst: false,
    readOnly: false,
  })
  const [here, there] = InMemoryTransport.createLinkedPair()
  const client = new Client({ name: 'test', version: '1.0.0' }, { versionNegotiation: { mode: 'legacy' } })
  await Promise.all([server.connect(there), client.connect(here)])
  agent = agentOf(client)
  tools = (await client.listTools()).tools
})
afterAll(async () => {
  await agent.client.close()
  await host.close()
})

interface Schema {
  readonly type?: string
  readonly pattern?: string
  readonly format?: string
  readonly enum?: readonly unknown[]
  readonly anyOf?: readonly Schema[]
  readonly items?: Schema
  readonly minimum?: number
  readonly maximum?: number
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
}

/** Now and then something else than what is asked for. */
function valueFor(schema: Schema): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 9, arbitrary: fitting(schema) }, { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 3 }) })
}

/** What a model makes of a schema. The account is there; other ids are as they are written, and name nothing. */
function fitting({ type, pattern, format, enum: words, anyOf, items, ...rest }: Schema): fc.Arbitrary<unknown> {
  const kind = /^\^\((\w+_)\)/.exec(pattern ?? '')?.[1]
  if (kind === 'acct_') return fc.constant(account)
  if (kind) return fc.constant(`${kind}${'0'.repeat(26)}`)
  if (words) return fc.constantFrom(...words)
  if (anyOf) return fc.oneof(...anyOf.map(valueFor))
  if (type === 'array') return fc.array(valueFor(items ?? {}), { minLength: 1, maxLength: 2 })
  if (type === 'boolean') return fc.boolean()
  if (type === 'integer' || type === 'number') return fc.integer({ min: rest.minimum ?? 0, max: rest.maximum ?? 9 })
  if (type === 'object') return objectFor(rest)
  if (format === 'date-time') return fc.constant('2031-01-06T09:00:00Z')
  return fc.constantFrom('Good morning', '2031-01-06T09:00', 'Europe/Berlin', 'en', '')
}

function objectFor({ properties = {}, required = [] }: Schema): fc.Arbitrary<Record<string, unknown>> {
  const fields = Object.entries(properties).map(([name, schema]) => [name, valueFor(schema)] as const)
  return fc.record(Object.fromEntries(fields), {
    requiredKeys: required.filter((name) => name in properties),
    noNullPrototype: true,
  })
}

test('every tool answers whatever it is given: with a result, or with a code of the contract and a sentence', async () => {
  expect(tools.length).toBeGreaterThan(25)
  const outcomes = new Set<string>()
  for (const tool of tools)
    await fc.assert(
      fc.asyncProperty(objectFor(tool.inputSchema as Schema), async (given) => {
        const waits = 'waitSeconds' in given ? { waitSeconds: 0 } : {}
        const { isError, error } = await agent.use(tool.name, { ...given, ...waits })
        outcomes.add(isError ? String(error?.code) : 'fine')
        if (!isError) return
        expect(error?.code).toMatch(/^[a-z_]+$/)
        expect(error?.code).not.toBe('internal')
        expect(error?.message.length).toBeGreaterThan(3)
      }),
      { numRuns: 25 },
    )
  expect([...outcomes]).toEqual(expect.arrayContaining(['fine', 'unprocessable', 'not_found']))
})
