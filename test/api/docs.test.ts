import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { contract } from '../../src/contract/index.ts'
import { startTestHost, type TestHost } from '../security/host.ts'
import { programWith, type Program } from '../security/key.ts'

/* The pages of docs/api as somebody new to them: what stands there is pasted and run, with only the address and the key changed. */

const pages = new URL('../../docs/api/', import.meta.url).pathname
const read = (page: string) => readFileSync(join(pages, page), 'utf8')
const blocks = (page: string, language: string) =>
  [...read(page).matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, 'gms'))].map(([, code = '']) => code)

let host: TestHost
let program: Program
let folder: string
let receiver: ChildProcess | undefined
beforeAll(async () => {
  host = await startTestHost()
  host.studio.start()
  const workspace = host.studio.workspaces.create({ name: 'Docs' }).id
  program = await programWith(host, workspace, [
    ...[
      'posts:read',
      'posts:write',
      'accounts:read',
      'accounts:write',
      'media:write',
      'keys:manage',
      'webhooks:manage',
    ],
  ])
  const practice = { platform: 'practice', method: 'practice', fields: { name: 'Practice' } }
  await program.ask('POST', '/v1/connections', practice)
  folder = mkdtempSync(join(tmpdir(), 'broadside-docs-'))
})
afterAll(async () => {
  receiver?.kill()
  await host.close()
  rmSync(folder, { recursive: true, force: true })
})

/** All commands of a page, pasted into one shell. Answers what they printed. */
function pasted(page: string): Promise<string> {
  const commands = blocks(page, 'sh')
    .join('\n')
    .replaceAll('http://127.0.0.1:4780', host.url)
    .replaceAll('bs_live_…', program.secret)
  return new Promise((resolve, reject) =>
    execFile('bash', ['-euo', 'pipefail', '-c', commands], { cwd: folder }, (error, stdout, stderr) =>
      error ? reject(new Error(`${error.message}\n${stdout}\n${stderr}`)) : resolve(stdout),
    ),
  )
}

test('the first post goes out with the five lines of the quick start', async () => {
  expect(blocks('README.md', 'sh')[0]?.trim().split('\n').length).toBeLessThanOrEqual(5)
  const post = JSON.parse(await pasted('README.md'))
  expect(JSON.parse(await pasted('README.md')).id).toBe(post.id)
  await expect
    .poll(async () => (await program.ask('GET', `/v1/posts/${post.id}`)).json().status, { timeout: 10_000 })
    .toBe('published')
})

test('the commands for scripts, spreadsheets and schedules do what they say', async () => {
  const scripts = await pasted('scripts.md')
  expect(scripts).not.toContain('"code":"')
  expect(scripts).toContain('"status":"scheduled"')
  expect(scripts).toMatch(/"media":\[\{"assetId":"asset_/)
  const sheets = await pasted('spreadsheets.md')
  expect(sheets).not.toMatch(/"code":"(?!w)/)
  expect(sheets).toContain('"valid":true')
  expect(sheets).toContain('Tuesday beans')
  expect(sheets).toContain('"campaigns":["Launch"]')
})

test('a key of the page on keys asks first', async () => {
  const answers = await pasted('keys.md')
  expect(answers).toContain('"kind":"key"')
  expect(answers).toMatch(/"operation":"posts\.create".*"state":"waiting"/s)
})

test('the page on errors shows what is answered, and names every code', async () => {
  const answers = await pasted('errors.md')
  expect(answers).toContain('"code":"unprocessable"')
  expect(answers).toContain('"says":"input_too_few"')
  expect(answers).toMatch(/idempotent-replayed: true/i)
  const codes = Object.values(contract).flatMap((area) =>
    Object.values(area).flatMap((procedure) => Object.keys(procedure['~orpc'].errorMap)),
  )
  const told = read('errors.md')
  expect([...new Set(codes)].filter((code) => !told.includes(`\`${code}\``))).toEqual([])
})

test('the receiver on the page on webhooks takes what is genuine, and nothing else', async () => {
  const [code = ''] = blocks('webhooks.md', 'js')
  const file = join(folder, 'receiver.mjs')
  writeFileSync(file, code)
  const made = JSON.parse((await pasted('webhooks.md')).trim())
  const run = spawn(process.execPath, ['--input-type=module'], {
    cwd: folder,
    env: { ...process.env, WEBHOOK_SECRET: made.secret },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  receiver = run
  const output: string[] = []
  run.stdout.setEncoding('utf8').on('data', (text: string) => output.push(text))
  // As it stands, with a free port that it tells.
  run.stdin.end(
    code.replace(
      "Number(process.env.PORT ?? 9000), '127.0.0.1')",
      "0, '127.0.0.1', function () { console.log('port ' + this.address().port) })",
    ),
  )
  const port = () => /port (\d+)/.exec(output.join(''))?.[1]
  await expect.poll(port, { timeout: 20_000 }).toBeDefined()
  const url = `http://127.0.0.1:${port()}/broadside`
  await program.ask('PATCH', `/v1/webhooks/${made.webhook.id}`, { url })

  const tested = (await program.ask('POST', `/v1/webhooks/${made.webhook.id}/test`)).json()
  expect(tested).toMatchObject({ state: 'delivered', tries: [{ status: 204 }] })
  await expect.poll(() => output.join('')).toContain('webhook.test')
  const now = String(Math.floor(Date.now() / 1000))
  const headers = { 'webhook-id': 'msg_x', 'webhook-timestamp': now, 'webhook-signature': 'v1,bm90IGl0' }
  expect((await fetch(url, { method: 'POST', headers, body: '{}' })).status).toBe(401)
})

test('every page that is linked is there, and every operation that is named', () => {
  const offered = new Set(
    Object.values(contract).flatMap((area) =>
      Object.values(area).map((procedure) => `${procedure['~orpc'].route.method} ${procedure['~orpc'].route.path}`),
    ),
  )
  const own = ['README.md', 'scripts.md', 'spreadsheets.md', 'agents.md', 'keys.md', 'webhooks.md', 'errors.md']
  for (const page of own) {
    const links = [...read(page).matchAll(/\]\(([a-z]+\.md)\)/g)].map(([, link = '']) => link)
    expect([page, links.filter((link) => !readdirSync(pages).includes(link))]).toEqual([page, []])
    const named = [...read(page).matchAll(/`((?:GET|POST|PUT|PATCH|DELETE) \/[^\s`?]+)/g)].map(([, name = '']) => name)
    const unknown = named.filter((name) => !name.includes('details.') && !offered.has(name))
    expect([page, unknown]).toEqual([page, []])
  }
})
