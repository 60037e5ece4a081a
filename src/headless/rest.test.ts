import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestHost, type TestHost } from '../../test/security/host.ts'
import { contract } from '../contract/index.ts'
import type { RouteMeta } from '../contract/route.ts'

let host: TestHost
let workspace: string
beforeAll(async () => {
  host = await startTestHost()
  workspace = (await host.script('POST', '/v1/workspaces', { name: 'Rest' })).json().id
})
afterAll(() => host.close())

const inWorkspace = () => ({ 'broadside-workspace': workspace })
const routes = Object.values(contract)
  .flatMap((area) => Object.values(area))
  .map((procedure) => ({ ...procedure['~orpc'].route, meta: procedure['~orpc'].meta as RouteMeta }))

test.each([
  ['GET', '/v1/nothing', undefined, 404, 'not_found'],
  ['GET', '/v1/posts/post_01J00000000000000000000000', undefined, 404, 'not_found'],
  ['GET', '/v1/posts/not-an-id', undefined, 422, 'unprocessable'],
  ['GET', '/v1/posts?limit=0', undefined, 422, 'unprocessable'],
  ['GET', '/v1/posts?cursor=x', undefined, 400, 'bad_cursor'],
  ['POST', '/v1/posts', { parts: 'x' }, 422, 'unprocessable'],
  ['POST', '/v1/posts', { link: 'javascript:alert(1)' }, 422, 'unprocessable'],
  ['POST', '/v1/workspaces', {}, 422, 'unprocessable'],
  ['PATCH', '/v1/workspaces/ws_01J00000000000000000000000', { name: 'x' }, 404, 'not_found'],
  ['POST', '/v1/connections', { platform: 'wordpress', method: 'none', fields: {} }, 422, 'unprocessable'],
  ['POST', '/v1/assets', { path: '../relative.png' }, 422, 'unprocessable'],
  ['POST', '/v1/assets', { base64: 'bm8gcGljdHVyZQ==', name: 'x.png' }, 422, 'file_refused'],
  ['DELETE', '/v1/posts', undefined, 404, 'not_found'],
] as const)('%s %s is answered as an error of the contract', async (method, path, body, status, code) => {
  const answer = await host.script(method, path, body, inWorkspace())
  expect([answer.status, answer.json().code]).toEqual([status, code])
  const { message, details, ...rest } = answer.json()
  expect(message).toMatch(/\S/)
  expect(Object.keys(rest)).toEqual(['code'])
  if (code === 'unprocessable') {
    expect(details.fields).not.toEqual([])
    for (const field of details.fields)
      expect(field).toMatchObject({ path: expect.any(String), says: expect.any(String), message: expect.any(String) })
  }
  expect(answer.text).not.toMatch(/at \w+ \(|node_modules|\.ts:\d/)
})

test('a call about a workspace that names none, or one that is not there, says so', async () => {
  for (const headers of [
    {},
    { 'broadside-workspace': 'ws_01J00000000000000000000000' },
    { 'broadside-workspace': '../x' },
  ]) {
    const answer = await host.script('GET', '/v1/posts', undefined, headers as never)
    expect(answer.status).toBeGreaterThanOrEqual(400)
    expect(answer.status).toBeLessThan(500)
    expect(answer.json()).toMatchObject({ code: expect.any(String), message: expect.stringMatching(/workspace/i) })
  }
})

interface Operation {
  readonly operationId: string
  readonly parameters?: readonly { name: string; in: string; required?: boolean }[]
  readonly requestBody?: unknown
  readonly responses: Record<string, unknown>
}

test('the document is OpenAPI 3.1, lists every operation of the contract, and holds together', async () => {
  const document = (await host.ask('GET', '/v1/openapi.json')).json()
  expect(document).toMatchObject({
    openapi: expect.stringMatching(/^3\.1\.\d$/),
    info: { title: 'Broadside', version: '0.0.0' },
  })
  const operations = Object.entries(document.paths as Record<string, Record<string, Operation>>).flatMap(
    ([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({
        key: `${method.toUpperCase()} ${path}`,
        path,
        operation,
      })),
  )
  expect(operations.map(({ key }) => key).toSorted()).toEqual(
    routes.map(({ method, path }) => `${method} ${path}`).toSorted(),
  )
  expect(new Set(operations.map(({ operation }) => operation.operationId)).size).toBe(operations.length)
  for (const { key, path, operation } of operations) {
    const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
    const declared = (operation.parameters ?? []).filter((one) => one.in === 'path')
    expect([key, declared.map(({ name }) => name).toSorted()]).toEqual([key, named.toSorted()])
    expect(declared.every(({ required }) => required)).toBe(true)
    expect(Object.keys(operation.responses).filter((status) => /^2\d\d$/.test(status))).toHaveLength(1)
    for (const response of Object.values(operation.responses))
      expect(Object.keys(response as object)).toEqual(
        expect.arrayContaining([expect.stringMatching(/^(description|\$ref)$/)]),
      )
    const needs = operation.parameters?.some(({ name }) => name === 'broadside-workspace') ?? false
    expect([key, needs]).toEqual([key, routes.find((one) => `${one.method} ${one.path}` === key)?.meta.workspace])
  }
  for (const [, reference = ''] of JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)) {
    const found = reference
      .split('/')
      .reduce<any>((at, step) => at?.[step.replaceAll('~1', '/').replaceAll('~0', '~')], document)
    expect([reference, typeof found]).toEqual([reference, 'object'])
  }
})

/** Reads events until `wanted` have come, then hangs up. */
async function events(wanted: number, lastId?: string) {
  const stop = new AbortController()
  const answer = await fetch(`${host.url}/v1/events`, {
    headers: { authorization: `Bearer ${host.token}`, ...(lastId !== undefined && { 'last-event-id': lastId }) },
    signal: AbortSignal.any([stop.signal, AbortSignal.timeout(10_000)]),
  })
  expect(answer.headers.get('content-type')).toBe('text/event-stream')
  const read = async () => {
    let text = ''
    const found: { id: string; data: { type: string; ids: Record<string, string> } }[] = []
    for await (const chunk of answer.body!.pipeThrough(new TextDecoderStream())) {
      text += chunk
      const whole = text.split('\n\n')
      text = whole.pop() ?? ''
      for (const one of whole) {
        const id = /^id: ?(.*)$/m.exec(one)?.[1]
        const data = /^data: ?(.*)$/m.exec(one)?.[1]
        if (id && data) found.push({ id, data: JSON.parse(data) })
      }
      if (found.length >= wanted) break
    }
    stop.abort()
    return found
  }
  return { read }
}

const write = async (title: string) =>
  (await host.script('POST', '/v1/posts', { title }, inWorkspace())).json().id as string

test('events come live, are replayed after the one that was read last, and a gap is told', async () => {
  const live = await events(1)
  const first = await write('First')
  const [seen] = await live.read()
  expect(seen?.data).toMatchObject({ type: 'post.changed', ids: { post: first } })

  const second = await write('Second')
  const third = await write('Third')
  const replayed = await (await events(2, seen?.id)).read()
  expect(replayed.map(({ data }) => data.ids['post'])).toEqual([second, third])
  expect((await (await events(1, replayed[0]?.id)).read())[0]?.data.ids['post']).toBe(third)

  // Of another run of the studio, or long forgotten: what was missed cannot be told, so everything is to be read again.
  for (const unknown of ['boot_other-3', 'boot_test-999999', 'nonsense'])
    expect((await (await events(1, unknown)).read())[0]?.data).toMatchObject({ type: 'resync' })
})
