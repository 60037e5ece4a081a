import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestHost, type Answer, type TestHost } from '../security/host.ts'
import { programWith } from '../security/key.ts'
import { inputOf, type World } from './arbitrary.ts'
import { readDocument, type Listed, type Served } from './document.ts'

/*
 * What nobody thought of: any input to any operation is answered with a status of the document and a body as its schema says, and soon. A run can
 * be repeated: the seed is fixed unless FUZZ_SEED says another; FUZZ_RUNS asks for more of it.
 */
const seed = Number(process.env['FUZZ_SEED'] ?? 20_261_125)
const runs = Number(process.env['FUZZ_RUNS'] ?? 8)
/** An operation that is slow gets fewer inputs, so that all of them together stay within half a minute. */
const perOperationMs = runs > 8 ? 60_000 : 160
const soonMs = 20_000

let host: TestHost
let document: Served
let world: World
let callers: Record<string, Record<string, string>>

const scopes = ['posts:read', 'posts:write', 'accounts:read', 'accounts:write', 'media:write', 'ai:use', 'keys:manage']
scopes.push('webhooks:manage', 'analytics:read')

beforeAll(async () => {
  console.log(`fuzz seed ${seed}`)
  host = await startTestHost()
  document = await readDocument(host)
  const workspace = host.studio.workspaces.create({ name: 'Fuzz' }).id
  const here = { 'broadside-workspace': workspace }
  const make = async (method: string, path: string, body?: unknown) => {
    const answer = await host.script(method, path, body, here)
    expect([path, answer.status]).toEqual([path, expect.toSatisfy((status: number) => status < 300)])
    return answer.json()
  }
  const practice = { platform: 'practice', method: 'practice', fields: { name: 'Practice' } }
  const [account] = (await make('POST', '/v1/connections', practice)).accounts
  const content = { parts: [{ text: 'Hello' }], variants: [{ accountId: account }] }
  const draft = await make('POST', '/v1/posts', content)
  const planned = await make('POST', '/v1/posts', {
    ...content,
    schedule: { when: { at: '2030-01-01T09:00:00Z' } },
  })
  const pixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
  const asset = await make('POST', '/v1/assets', { base64: pixel, name: 'pixel.png' })
  const run = await make('POST', '/v1/schedules/apply', {
    mode: 'draft',
    idempotencyKey: 'fuzz',
    posts: [{ account, text: 'Row', publishAt: '2030-01-02T09:00:00Z' }],
  })
  const hook = { name: 'Hook', url: 'http://127.0.0.1:1/', topics: ['post.published'] }
  const webhook = (await make('POST', '/v1/webhooks', hook)).webhook.id
  const key = await programWith(host, workspace, scopes)
  const upload = await make('POST', '/v1/assets/uploads', { name: 'x.bin', bytes: 3 })
  const endpoint = await make('POST', '/v1/ai/endpoints', { name: 'Nobody', baseUrl: 'http://127.0.0.1:1/v1' })
  world = {
    folder: host.folder,
    ids: {
      ws_: [workspace],
      acct_: [account],
      post_: [draft.id, planned.id],
      dlv_: [planned.deliveries[0].id],
      asset_: [asset.id],
      run_: [run.id],
      hook_: [webhook],
      key_: [key.id],
      upl_: [upload.id],
      endp_: [endpoint.id],
    },
  }
  callers = {
    script: { authorization: `Bearer ${host.token}`, ...here },
    key: { authorization: `Bearer ${key.secret}` },
    person: { cookie: host.cookie, origin: host.url, ...here },
    nobody: {},
  }
})
afterAll(() => host.close())

interface Sent {
  readonly path: string
  readonly headers: Record<string, string>
  readonly body?: string
}

/** Streams have no end; they have tests of their own. */
const isStream = ({ operation }: Listed) =>
  Object.values(operation.responses).some((answer) => answer.content?.['text/event-stream'])

const givesFile = ({ operation }: Listed) =>
  Object.entries(operation.responses).some(([status, { content }]) => status < '300' && !content?.['application/json'])

function requestsOf({ path, operation }: Listed): fc.Arbitrary<Sent> {
  const parameters = (operation.parameters ?? []).filter(({ in: where }) => where !== 'header')
  const values = Object.fromEntries(
    parameters.map(({ name, required, schema }) => {
      const value = inputOf(document, schema, world, name)
      return [`${name}`, required ? value : fc.option(value, { nil: undefined })]
    }),
  )
  const [type, content] = Object.entries(operation.requestBody?.content ?? {})[0] ?? []
  const json = content && type === 'application/json'
  const body = json
    ? fc.oneof(
        { weight: 12, arbitrary: inputOf(document, content.schema, world).map((value) => JSON.stringify(value)) },
        {
          weight: 1,
          arbitrary: fc.constantFrom('', '{', '[]', 'null', '"', '{"__proto__":{"x":1}}', '['.repeat(5_000)),
        },
      )
    : fc.constantFrom(undefined, 'x')
  const sentType = json ? 'application/json' : type
  return fc
    .record({
      values: fc.record(values),
      body,
      caller: fc.constantFrom('script', 'script', 'key', 'person', 'nobody'),
      idempotencyKey: fc.option(fc.stringMatching(/^[!-~]{1,30}$/), { nil: undefined, freq: 4 }),
    })
    .map(({ values, body, caller, idempotencyKey }) => ({
      path: `/v1${address(path, parameters, values)}`,
      headers: {
        ...callers[caller],
        ...(body !== undefined && sentType !== undefined && { 'content-type': sentType }),
        ...(idempotencyKey !== undefined && { 'idempotency-key': idempotencyKey }),
      },
      ...(body !== undefined && { body }),
    }))
}

type Parameters = readonly { readonly name: string; readonly in: string }[]

function address(path: string, parameters: Parameters, values: Record<string, unknown>): string {
  const written = (value: unknown) =>
    encodeURIComponent(
      typeof value === 'string' ? value.replaceAll(/\p{Surrogate}/gu, '-') : (JSON.stringify(value) ?? ''),
    ) || '-'
  // An address may not have `.` and `..` for a segment: clients and servers take them out.
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => written(values[name]).replace(/^\.+$/, '-'))
  const query = parameters
    .filter(({ in: where, name }) => where === 'query' && values[name] !== undefined)
    .flatMap(({ name }) => [values[name]].flat().map((value) => `${name}=${written(value)}`))
  return query.length > 0 ? `${filled}?${query.join('&')}` : filled
}

async function answerTo(method: string, { path, headers, body }: Sent): Promise<Answer> {
  const late = new Promise<never>((_, reject) =>
    setTimeout(() => reject(new Error(`no answer within ${soonMs} ms`)), soonMs).unref(),
  )
  // Said by itself: Node sends a GET's body without its length, which makes it a broken request of its own.
  const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }
  const asked = { headers: { ...headers, ...length }, ...(body !== undefined && { body }) }
  return Promise.race([host.ask(method, path, asked), late])
}

/** 502 and 503 are told of others: an AI endpoint that nobody answers at, a workspace that was closed. */
const ownFault = ({ status }: Answer) => status >= 500 && status !== 502 && status !== 503

/** What is wrong with an answer; null when nothing is. */
function wrongWith(operation: Listed, answer: Answer): string | null {
  const isFile = answer.status < 300 && givesFile(operation)
  const type = String(answer.headers['content-type'])
  let problem: string | null = null
  if (ownFault(answer)) problem = 'it broke'
  else if (!isFile && !type.startsWith('application/json')) problem = `it is ${type}`
  else if (!isFile) problem = document.problemOf(operation, answer.status, answer.json())
  return problem && `${operation.id}: ${problem}: ${answer.status} ${answer.text.slice(0, 300)}`
}

test(
  'any input to any operation is answered soon, with a status and a body of the document',
  { timeout: 240_000 },
  async () => {
    const tried: Record<string, number> = {}
    const broken: string[] = []
    for (const operation of document.operations) {
      if (isStream(operation)) continue
      const until = performance.now() + perOperationMs
      let inputs = 0
      const property = fc.asyncProperty(requestsOf(operation), async (sent) => {
        if (inputs++ > 1 && performance.now() > until) return
        const answer = await answerTo(operation.method, sent)
        tried[answer.status] = (tried[answer.status] ?? 0) + 1
        const wrong = wrongWith(operation, answer)
        expect(wrong, wrong ?? '').toBeNull()
      })
      const { failed, counterexample, errorInstance } = await fc.check(property, {
        seed,
        numRuns: runs,
        endOnFailure: true,
      })
      if (failed) broken.push(`${JSON.stringify(counterexample)}\n${String(errorInstance)}`)
    }
    expect(broken).toEqual([])
    // Inputs that are all refused, or all taken, would show little.
    expect(tried[200]).toBeGreaterThan(20)
    expect(tried[422]).toBeGreaterThan(20)
  },
)

test('a request that is no request of ours is refused in the same shape', { timeout: 60_000 }, async () => {
  const broken = fc.record({
    method: fc.constantFrom('GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND'),
    path: fc.oneof(
      fc.stringMatching(/^\/v1\/[!-~]{0,40}$/).filter((path) => !path.includes('#')),
      fc.constantFrom('/v1/posts/%E0%A4%A', '/v1/posts/%00', '/v1//posts', '/v1/posts?limit=%', '/v1/posts?a[b][c]=1'),
      fc.constantFrom('/v1/posts?__proto__[x]=1', '/v1/posts?status[]=draft', `/v1/posts?q=${'a'.repeat(8_000)}`),
    ),
    type: fc.constantFrom(
      'application/json',
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data',
      'x',
    ),
    body: fc.oneof(fc.string(), fc.constantFrom('{"a":', '\0', '--x\r\n', '{"parts":[{"text":"\\ud800"}]}')),
  })
  await fc.assert(
    fc.asyncProperty(broken, async ({ method, path, type, body }) => {
      const headers = { ...callers['script'], 'content-type': type }
      const answer = await answerTo(method, { path, headers, body })
      const said = `${method} ${path} ${answer.status} ${answer.text.slice(0, 300)}`
      expect([said, ownFault(answer)]).toEqual([said, false])
      if (answer.status >= 400)
        expect([said, answer.json()]).toEqual([
          said,
          expect.objectContaining({ code: expect.any(String), message: expect.any(String) }),
        ])
    }),
    { seed, numRuns: runs * 10, endOnFailure: true },
  )
})
