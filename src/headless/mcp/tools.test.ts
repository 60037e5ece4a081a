import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { contract } from '../../contract/index.ts'
import type { RouteMeta } from '../../contract/route.ts'
import { factsOf, type Operation } from './studio.ts'
import { flattened, inputOf, jsonSchemaOf } from './schema.ts'
import { tools } from './tools/index.ts'

/** Calls that are no GET and change nothing: their input is too large for an address. */
const looks: ReadonlySet<Operation> = new Set([
  'posts.validate',
  'posts.preview',
  'schedules.preview',
  'accounts.runAction',
])
const publishesAlways = ({ publishes }: RouteMeta) => publishes.length === 0 && publishes(undefined as never) === true

test.each(tools.filter(({ effect }) => effect === 'reads').map((tool) => [tool.name, tool] as const))(
  '%s says that it reads, and makes no call that changes anything',
  (_, { calls }) => {
    expect(calls.filter((call) => !factsOf(call).reads && !looks.has(call))).toEqual([])
  },
)

test('a tool whose calls publish says so, and looks for problems first', () => {
  const publishing = tools.filter(({ calls }) => calls.some((call) => publishesAlways(factsOf(call).meta)))
  expect(publishing.map(({ name }) => name)).toEqual([
    'schedule_post',
    'publish_post',
    'retry_delivery',
    'reschedule_delivery',
  ])
  for (const { name, effect, calls } of publishing) {
    expect([name, effect]).toEqual([name, 'publishes'])
    expect(calls).toContain('posts.validate')
  }
})

test('no tool needs a person’s own scope: what only a person may do is not offered', () => {
  const needed = tools.flatMap(({ calls }) => calls.map((call) => factsOf(call).meta.scope))
  expect(new Set(needed)).not.toContain('person')
  expect(new Set(needed)).not.toContain('system')
})

test('names are words that every client takes, each once', () => {
  const names = tools.map(({ name }) => name)
  expect(new Set(names).size).toBe(names.length)
  for (const name of names) expect(name).toMatch(/^[a-z_]{3,40}$/)
})

test('a choice between shapes becomes one shape: what all need is needed, and a choice of words is a list of them', () => {
  const schema = jsonSchemaOf(flattened(inputOf(contract.ai.stream).options)) as any
  expect([schema.type, schema.anyOf, schema.oneOf, schema.required]).toEqual(['object', undefined, undefined, ['task']])
  expect(schema.properties.task.enum).toEqual(inputOf(contract.ai.stream).options.map(({ shape }) => shape.task.value))
  expect(schema.properties.max.anyOf).toHaveLength(2)
  expect(schema.properties.count.default).toBeUndefined()
})

test('what every task of the AI desk takes can be given, and the contract decides the rest', () => {
  const input = flattened(inputOf(contract.ai.stream).options)
  expect(input.safeParse({ task: 'tone', text: 'Good day', tone: 'casual' }).success).toBe(true)
  expect(input.safeParse({ task: 'hashtags', text: 'Good day', count: 3 }).success).toBe(true)
  expect(input.safeParse({ task: 'sing' }).success).toBe(false)
  expect(input.safeParse({ task: 'tone', sound: 'loud' }).success).toBe(false)
})

test('schemas are short: no pattern for a moment, and true is true', () => {
  const { properties } = jsonSchemaOf(inputOf(contract.posts.list)) as any
  expect(properties.from).toEqual({ type: 'string', format: 'date-time', description: 'Planned at or after' })
  expect(properties.needsYou).toEqual({ type: 'boolean' })
})

describe('docs/api/mcp.md', () => {
  const page = readFileSync(new URL('../../../docs/api/mcp.md', import.meta.url), 'utf8')

  test('names every tool, and none that is not there', () => {
    const offered = page.slice(page.indexOf('## What is offered'), page.indexOf('Resources:'))
    const named = [...offered.matchAll(/`([a-z_]+)`/g)].map(([, name]) => name)
    expect(named.sort()).toEqual(tools.map(({ name }) => name).sort())
  })

  test('has snippets that clients can read', () => {
    const snippets = [...page.matchAll(/```json\n([^`]+)```/g)].map(([, text]) => JSON.parse(text ?? ''))
    expect(snippets.map((snippet) => Object.keys(snippet.mcpServers ?? snippet.servers))).toEqual([
      ['broadside'],
      ['broadside'],
      ['broadside'],
    ])
  })
})
