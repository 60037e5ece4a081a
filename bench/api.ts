import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import autocannon, { type Options, type Result } from 'autocannon'
import { ms, print, type Figure } from './measure.ts'

/*
 * Claim: REST answers programs quickly while they ask at once. The built headless host under load, beside a bare Node server that answers the same
 * bytes as /v1/health, in the same run and with the same number of connections.
 */
const connections = 10
const seconds = Number(process.argv[2] ?? 5)
const serve = new URL('../out/headless/serve.js', import.meta.url).pathname
if (!existsSync(serve)) throw new Error('build first: npm run build')
const dataDir = mkdtempSync(join(tmpdir(), 'broadside-bench-'))

interface Server {
  readonly url: string
  readonly child: ChildProcess
}

function start(args: readonly string[], ready: RegExp): Promise<Server> {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  return new Promise((resolve, reject) => {
    let output = ''
    child.on('error', reject)
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text
      const url = ready.exec(output)?.[1]
      if (url !== undefined) resolve({ url, child })
    })
  })
}

const stop = ({ child }: Server) =>
  new Promise<void>((resolve) => {
    child.once('exit', () => resolve())
    child.kill('SIGTERM')
  })

/** Without a first second that does not count: code is compiled in it. */
async function load(what: string, options: Options): Promise<Figure & { result: Result }> {
  await autocannon({ ...options, connections, duration: 1 })
  const result = await autocannon({ ...options, connections, duration: seconds })
  const wrong = result.non2xx + result.errors + result.timeouts
  if (wrong > 0) throw new Error(`${what}: ${wrong} calls were not answered well`)
  const { p50, p99 } = result.latency
  const value = `${Math.round(result.requests.average)} a second`
  return { what, value, note: `p50 ${ms(p50)}, p99 ${ms(p99)}`, result }
}

const health = JSON.stringify({ status: 'ok', version: '0.1.0' })
const bareCode = `require('http').createServer((q, s) => s.setHeader('content-type', 'application/json').end('${health}')).listen(0, '127.0.0.1', function () { console.log('http://127.0.0.1:' + this.address().port) })`

const studio = await start([serve, '--data-dir', dataDir, '--port', '0'], /Broadside is at (\S+)\n/)
const bare = await start(['-e', bareCode], /(http:\S+)\n/)
try {
  const { token } = JSON.parse(readFileSync(join(dataDir, 'host.json'), 'utf8')) as { token: string }
  const authorization = `Bearer ${token}`
  const json = { authorization, 'content-type': 'application/json' }
  const made = await fetch(`${studio.url}/v1/workspaces`, { method: 'POST', headers: json, body: '{"name":"Bench"}' })
  const { id } = (await made.json()) as { id: string }
  const headers = { ...json, 'broadside-workspace': id }
  const body = JSON.stringify({
    parts: [{ text: 'Fresh beans today: a washed Guji from Ethiopia.' }],
    labels: ['bench'],
  })

  const plain = await load('a bare Node server', { url: bare.url })
  const figures = [
    plain,
    await load('GET /v1/health', { url: `${studio.url}/v1/health` }),
    await load('POST /v1/posts', { url: `${studio.url}/v1/posts`, method: 'POST', headers, body }),
    await load('GET /v1/posts, 50 of them', { url: `${studio.url}/v1/posts`, headers }),
  ]
  const shared = figures.map(({ what, value, note, result }) => {
    const times = (plain.result.requests.average / result.requests.average).toFixed(1)
    return { what, value, note: result === plain.result ? note : `${note}; a bare server does ${times} times as many` }
  })
  print(`REST under load, ${connections} connections, ${seconds} s each`, shared)
} finally {
  await Promise.all([stop(studio), stop(bare)])
  rmSync(dataDir, { recursive: true, force: true })
}
