import { execFile } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { contract } from '../../src/contract/index.ts'
import type { RouteMeta } from '../../src/contract/route.ts'
import { startTestHost, type TestHost } from '../security/host.ts'
import { readDocument, type Served } from './document.ts'

let host: TestHost
let document: Served
beforeAll(async () => {
  host = await startTestHost()
  document = await readDocument(host)
})
afterAll(() => host.close())

const routes = Object.entries(contract).flatMap(([area, procedures]) =>
  Object.entries(procedures).map(([name, procedure]) => ({
    id: `${area}.${name}`,
    meta: procedure['~orpc'].meta as RouteMeta,
    errors: procedure['~orpc'].errorMap as Readonly<Record<string, { status?: number; data?: unknown } | undefined>>,
    method: procedure['~orpc'].route.method ?? 'GET',
  })),
)
const routeOf = (id: string) => routes.find((route) => route.id === id)!

test('a strict linter finds nothing in the document', { timeout: 180_000 }, async () => {
  const file = join(host.folder, 'openapi.json')
  const rules = join(host.folder, 'rules.yaml')
  writeFileSync(file, JSON.stringify(document.json))
  writeFileSync(rules, 'extends: spectral:oas\nrules:\n  openapi-tags-alphabetical: warn\n')
  const spectral = new URL('../../node_modules/@stoplight/spectral-cli/dist/index.js', import.meta.url).pathname
  const args = [spectral, 'lint', file, '--ruleset', rules, '--fail-severity', 'hint', '--format', 'json', '--quiet']
  const found = await new Promise<{ failed: boolean; output: string }>((resolve) =>
    execFile(process.execPath, args, { maxBuffer: 50_000_000 }, (error, stdout, stderr) =>
      resolve({ failed: error !== null, output: stdout + stderr }),
    ),
  )
  expect([found.failed, found.output.slice(0, 2_000)]).toEqual([false, expect.stringMatching(/^\s*\[?\]?\s*$/)])
})

test('every operation says what it is for, which scope it needs, and under which heading it stands', () => {
  const headings = new Map<string, string>(document.json.tags.map((tag: any) => [tag.name, tag.description]))
  for (const { id, operation } of document.operations) {
    expect([id, operation.description]).toEqual([
      id,
      expect.stringMatching(/\w.*\. (Needs|Any key|Only|Not with) .*\.$/s),
    ])
    for (const tag of operation.tags)
      expect([id, tag, headings.get(tag)]).toEqual([id, tag, expect.stringMatching(/\S/)])
    const { scope } = routeOf(id).meta
    expect([id, operation.security]).toEqual([id, scope === 'none' ? [] : undefined])
  }
})

test('every error the contract lists is in the document, with its status and what it carries', () => {
  for (const { id, operation } of document.operations)
    for (const [code, error] of Object.entries(routeOf(id).errors)) {
      const answer = document.deref(operation.responses[String(error?.status)])
      const { schema } = answer?.content['application/json'] ?? {}
      const listed = (schema?.oneOf ?? [schema]).map((one: any) => document.deref(one))
      const found = listed.find((one: any) => one?.properties.code.const === code)
      expect([id, code, found !== undefined]).toEqual([id, code, true])
      expect([id, code, 'details' in found.properties]).toEqual([id, code, error?.data !== undefined])
    }
})

test('every body and answer has an example, and each is as its schema says', () => {
  let examples = 0
  const check = (pointer: string[], content: Record<string, any> = {}) => {
    for (const [type, body] of Object.entries(content)) {
      expect([...pointer, 'example' in body]).toEqual([...pointer, true])
      expect([...pointer, document.problem([...pointer, 'content', type, 'schema'], body.example)]).toEqual([
        ...pointer,
        null,
      ])
      examples += 1
    }
  }
  for (const { path, method, operation } of document.operations) {
    const at = ['paths', path, method.toLowerCase()]
    check([...at, 'requestBody'], operation.requestBody?.content)
    for (const [status, answer] of Object.entries(operation.responses))
      if (!answer.$ref) check([...at, 'responses', status], answer.content)
  }
  for (const [name, answer] of Object.entries<any>(document.json.components.responses))
    check(['components', 'responses', name], answer.content)
  expect(examples).toBeGreaterThan(document.operations.length)
})

test('what makes something takes an Idempotency-Key, and answers name their headers', () => {
  for (const { id, method, operation } of document.operations) {
    const makes = method === 'POST' && routeOf(id).meta.invalidates.length > 0
    const takes = operation.parameters?.some(({ name }) => name === 'idempotency-key') ?? false
    expect([id, takes]).toEqual([id, makes])
    for (const answer of Object.values(operation.responses)) {
      const headers = Object.keys(document.deref(answer).headers ?? {})
      expect([id, headers]).toEqual([id, expect.arrayContaining(['Broadside-Version', 'X-RateLimit-Remaining'])])
    }
    expect([id, document.deref(operation.responses['429']).headers]).toMatchObject([id, { 'Retry-After': {} }])
  }
})
