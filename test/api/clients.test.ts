import { execFile } from 'node:child_process'
import { symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestHost, type TestHost } from '../security/host.ts'
import { programWith } from '../security/key.ts'

/*
 * Two generators by different people make a client of the document. A program on each is compiled, and makes, finds and reads a post of a running
 * studio; what it gets wrong on purpose comes back as the error the document says.
 */

const run = promisify(execFile)
const modules = new URL('../../node_modules', import.meta.url).pathname
const orval = new URL('../../node_modules/orval/dist/bin/orval.mjs', import.meta.url).pathname
const sta = new URL('../../node_modules/swagger-typescript-api/dist/cli.mjs', import.meta.url).pathname
const node = (args: readonly string[], cwd: string) =>
  run(process.execPath, [...args], { cwd, maxBuffer: 50_000_000 }).catch(
    (error: { stdout: string; stderr: string }) => {
      throw new Error(`${args.join(' ')}\n${error.stdout}\n${error.stderr}`.slice(0, 4_000))
    },
  )

let host: TestHost
let secret: string
beforeAll(async () => {
  host = await startTestHost()
  const workspace = host.studio.workspaces.create({ name: 'Clients' }).id
  secret = (await programWith(host, workspace, ['posts:read', 'posts:write'])).secret
  writeFileSync(join(host.folder, 'openapi.json'), (await host.ask('GET', '/v1/openapi.json')).text)
  symlinkSync(modules, join(host.folder, 'node_modules'))
  writeFileSync(join(host.folder, 'package.json'), '{"type":"module"}')
})
afterAll(() => host.close())

const compilerOptions = {
  target: 'ES2023',
  lib: ['ES2023', 'DOM', 'DOM.Iterable'],
  types: ['node'],
  module: 'ESNext',
  moduleResolution: 'bundler',
  allowImportingTsExtensions: true,
  noEmit: true,
  strict: true,
  skipLibCheck: true,
}

/** Compiles a program and runs it. Answers what it printed. */
async function tried(name: string, program: string): Promise<unknown> {
  writeFileSync(join(host.folder, `${name}.ts`), program)
  writeFileSync(join(host.folder, `tsconfig.${name}.json`), JSON.stringify({ compilerOptions, files: [`${name}.ts`] }))
  await node([join(modules, 'typescript/bin/tsc'), '-p', `tsconfig.${name}.json`], host.folder)
  const { stdout } = await node(['--experimental-transform-types', '--no-warnings', `${name}.ts`], host.folder)
  return JSON.parse(stdout)
}

const expected = (title: string) => ({
  made: [201, title],
  found: [200, [title]],
  read: [200, 'draft'],
  wrong: [422, 'unprocessable', 'parts'],
})

test('the client that orval makes compiles and works', { timeout: 120_000 }, async () => {
  const config = {
    input: './openapi.json',
    output: { target: './orval-client.ts', client: 'fetch', baseUrl: `${host.url}/v1` },
  }
  writeFileSync(join(host.folder, 'orval.config.mjs'), `export default { studio: ${JSON.stringify(config)} }`)
  await node([orval, '--config', 'orval.config.mjs'], host.folder)
  const answers = await tried(
    'on-orval',
    `import { postsCreate, postsGet, postsList } from './orval-client.ts'
    const key = { headers: { authorization: 'Bearer ${secret}' } }
    const json = { headers: { ...key.headers, 'content-type': 'application/json' } }
    const made = await postsCreate({ title: 'Made by orval', parts: [{ text: 'Hello' }] }, json)
    if (made.status !== 201) throw new Error(made.data.message)
    const found = await postsList({ q: 'orval', status: ['draft', 'failed'] }, key)
    if (found.status !== 200) throw new Error(found.data.message)
    const read = await postsGet(made.data.id, key)
    if (read.status !== 200) throw new Error(read.data.message)
    const wrong = await postsCreate({ parts: [] }, json)
    if (wrong.status !== 422) throw new Error('taken')
    console.log(JSON.stringify({
      made: [made.status, made.data.title],
      found: [found.status, found.data.items.map(({ title }) => title)],
      read: [read.status, read.data.status],
      wrong: [wrong.status, wrong.data.code, wrong.data.details?.fields[0]?.path],
    }))`,
  )
  expect(answers).toEqual(expected('Made by orval'))
})

test('the client that swagger-typescript-api makes compiles and works', { timeout: 120_000 }, async () => {
  await node([sta, 'generate', '-p', 'openapi.json', '-o', '.', '-n', 'sta-client.ts'], host.folder)
  const answers = await tried(
    'on-sta',
    `import { Api } from './sta-client.ts'
    const { posts } = new Api({
      baseUrl: '${host.url}/v1',
      baseApiParams: { headers: { authorization: 'Bearer ${secret}' } },
    })
    const made = await posts.postsCreate({ title: 'Made by another', parts: [{ text: 'Hello' }] })
    const found = await posts.postsList({ q: 'another', status: ['draft', 'failed'] })
    const read = await posts.postsGet(made.data.id)
    const wrong = await posts.postsCreate({ parts: [] }).then(() => { throw new Error('taken') }, (answer) => answer)
    console.log(JSON.stringify({
      made: [made.status, made.data.title],
      found: [found.status, found.data.items.map(({ title }) => title)],
      read: [read.status, read.data.status],
      wrong: [wrong.status, wrong.error.code, wrong.error.details?.fields[0]?.path],
    }))`,
  )
  expect(answers).toEqual(expected('Made by another'))
})
