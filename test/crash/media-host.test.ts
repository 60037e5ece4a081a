import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createHash } from 'node:crypto'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestClock, openTestWorkspace } from '../../src/core/testing.ts'
import { startChaosProxy, type ChaosProxy } from '../support/chaos-proxy.ts'
import { fetchingDriver, startFetchingPlatform, type FetchingPlatform } from '../support/fetching-platform.ts'
import { s3Available, startS3, type S3 } from '../support/s3/index.ts'

/*
 * The studio is killed with SIGKILL right after every commit it makes while it hosts two pictures for a platform that fetches them, and while a
 * request to the bucket is under way. After the next start: the post is out once, with the right pictures, and nothing lies in the bucket.
 */
describe.skipIf(!s3Available())('a media host and a studio that dies', () => {
  const child = join(import.meta.dirname, 'media-host-child.ts')
  const home = mkdtempSync(join(tmpdir(), 'broadside-crash-'))
  const prepared = join(home, 'prepared')
  const digests: string[] = []
  let s3: S3
  let line: ChaosProxy
  let platform: FetchingPlatform
  let copies = 0

  beforeAll(async () => {
    s3 = await startS3()
    line = await startChaosProxy(s3.url)
    platform = await startFetchingPlatform()
    await prepare()
  })
  afterAll(async () => {
    await Promise.all([platform, line, s3].map((made) => made?.stop()))
    rmSync(home, { recursive: true, force: true })
  })

  /** A workspace with a host, an account and a post of two pictures that is due in a second. */
  async function prepare(): Promise<void> {
    const clock = createTestClock(Date.now())
    const workspace = openTestWorkspace({ folder: prepared, clock, platforms: [fetchingDriver(platform.url)] })
    const { url: endpoint } = line
    const { region, bucket, accessKeyId, secretAccessKey } = s3
    const keys = { accessKeyId, secretAccessKey }
    await workspace.mediaHost.put({
      kind: 's3',
      endpoint,
      region,
      bucket,
      prefix: 'broadside/',
      pathStyle: true,
      ...keys,
    })
    const fields = { server: 'fetching.example', token: 'x' }
    const { accounts } = await workspace.accounts.startConnection({ platform: 'mastodon', method: 'token', fields })
    const media = []
    for (const colour of ['red', 'blue']) {
      const png = await sharp({ create: { width: 40, height: 30, channels: 3, background: colour } })
        .png()
        .toBuffer()
      digests.push(createHash('sha256').update(png).digest('hex'))
      const { id } = await workspace.media.add({ base64: png.toString('base64'), name: `${colour}.png`, alt: colour })
      media.push({ assetId: id, alt: null })
    }
    const post = workspace.draft('x', accounts, { parts: [{ text: 'two', media }] })
    const at = new Date(clock.now() + 1_000).toISOString()
    workspace.publishing.schedule(post, { when: { at }, skipProblems: false })
    const closing = workspace.close()
    await clock.by(0)
    await closing
  }

  /** Runs a workspace in a process of its own; answers what it said, or the signal that ended it. */
  async function run(folder: string, killAtCommit: number | null, watch?: (child: ChildProcess) => () => void) {
    const options = JSON.stringify({ folder, platform: platform.url, killAtCommit })
    const running = spawn(process.execPath, [child, options], {
      stdio: ['ignore', 'pipe', 'inherit'],
      // What Node has compiled is kept, so that each life starts sooner than the first.
      env: { ...process.env, NODE_COMPILE_CACHE: join(home, 'compiled') },
    })
    const stop = watch?.(running)
    const said = text(running.stdout)
    const [code, signal] = (await once(running, 'exit')) as [number | null, string | null]
    stop?.()
    return signal ?? (code === 0 ? `settled after ${await said}` : `exit ${code}`)
  }

  /** Kills it once the bucket was asked with this method and had time to answer, which then never arrives. */
  const onRequest = (method: string) => (running: ChildProcess) => {
    const seen = line.requests.length
    const timer = setInterval(() => {
      if (!line.requests.slice(seen).some((request) => request.method === method)) return
      clearInterval(timer)
      setTimeout(() => running.kill('SIGKILL'), 200)
    }, 5)
    return () => clearInterval(timer)
  }

  /** Lets a copy of the workspace live until it is killed, then to its end, and looks at what came of it. Answers whether it was killed. */
  async function live(killAtCommit: number | null, watch?: (child: ChildProcess) => () => void): Promise<boolean> {
    const folder = join(home, String(++copies))
    cpSync(prepared, folder, { recursive: true })
    platform.forget()
    const ended = await run(folder, killAtCommit, watch)
    line.plan.heal()
    const settled = ended === 'SIGKILL' ? await run(folder, null) : ended
    expect(settled).toMatch(/^settled/)
    expect(await s3.keys()).toEqual([])
    expect([...platform.posts.values()].map(({ files }) => files)).toEqual([digests])
    return ended === 'SIGKILL'
  }

  test('leaves nothing in the bucket and posts once, whichever commit was its last', async () => {
    let killed = 0
    while (await live(killed + 1)) killed++
    expect(killed).toBeGreaterThan(10)
    console.log(`media host: killed after each of ${killed} commits`)
  }, 300_000)

  test.each([
    ['before an upload arrived', 'PUT', false],
    ['while the answer to an upload was on its way', 'PUT', true],
    ['before a removal arrived', 'DELETE', false],
    ['while the answer to a removal was on its way', 'DELETE', true],
  ])(
    'the same where it was killed %s',
    async (_moment, method, done) => {
      line.plan.next({ method }, { kind: 'stall', done })
      expect(await live(null, onRequest(method))).toBe(true)
    },
    120_000,
  )
})
