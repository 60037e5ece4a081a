import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { randomBytes } from 'node:crypto'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { createRouterClient } from '@orpc/server'
import sharp from 'sharp'
import { build } from 'vite'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { StudioClient } from '../../src/contract/index.ts'
import { systemClock } from '../../src/core/clock.ts'
import { createStudio } from '../../src/core/create-studio.ts'
import { createIds } from '../../src/core/ids.ts'
import { createPlatforms } from '../../src/core/publishers/platforms.ts'
import { startChaosProxy, type ChaosProxy } from '../support/chaos-proxy.ts'
import { seededRandom, type FaultOdds } from '../support/faults.ts'
import { startMastodon, type Mastodon } from '../support/mastodon/index.ts'
import { startPds, type Pds, type PdsAccount } from '../support/pds.ts'
import { startWordPress, wordpressAvailable, type WordPress } from '../support/wordpress.ts'

/*
 * The studio as a child process is killed right after every commit it makes to its database, and at random moments while its
 * peers break connections before reading, after committing and in the middle of an answer. After restarts: each part of each
 * post stands exactly once on its server, and the studio says so.
 */
const seed = Number(process.env['CRASH_SEED'] ?? Math.floor(Math.random() * 1e9))
const randomKills = Number(process.env['CRASH_KILLS'] ?? 200)
const random = seededRandom(seed)
const migrationsDir = new URL('../../src/core/store/migrations', import.meta.url).pathname

const dataDir = mkdtempSync(join(tmpdir(), 'broadside-crash-'))
const keyFile = join(dataDir, 'key')
/** Inside the project, so that it finds the native modules. */
const childFile = new URL(`../../node_modules/.cache/crash/${process.pid}/child.mjs`, import.meta.url).pathname
const counts = { kills: 0, runs: 0, batches: 0, deliveries: 0, faults: 0, unknownOnTheWay: 0 }
let pds: Pds
let pdsAccount: PdsAccount
let pdsProxy: ChaosProxy
let faithful: Mastodon
let forgetful: Mastodon
let wordpress: WordPress | null = null
let wordpressProxy: ChaosProxy | null = null
let workspace: string
let accounts: Record<string, string>
let picture: string

beforeAll(async () => {
  writeFileSync(keyFile, randomBytes(32).toString('base64'), { mode: 0o600 })
  pds = await startPds()
  pdsAccount = await pds.createAccount('crash')
  pdsProxy = await startChaosProxy(pds.url, { seed })
  const unlimited = { rateLimits: null }
  faithful = await startMastodon({ ...unlimited, seed })
  forgetful = await startMastodon({ ...unlimited, seed: seed + 1, ignoreIdempotencyKey: true })
  if (wordpressAvailable()) {
    wordpress = await startWordPress()
    wordpressProxy = await startChaosProxy(wordpress.url, { seed: seed + 2 })
  }
  await withStudio(setUp)
  await bundleChild()
}, 120_000)

afterAll(async () => {
  console.log(`crash test: seed ${seed}, ${JSON.stringify(counts)}, faults ${JSON.stringify(faultCounts())}`)
  await Promise.all([pdsProxy?.stop(), wordpressProxy?.stop(), faithful?.stop(), forgetful?.stop()])
  await Promise.all([pds?.stop(), wordpress?.stop()])
  rmSync(dataDir, { recursive: true, force: true })
  rmSync(dirname(childFile), { recursive: true, force: true })
}, 60_000)

async function setUp(studio: Awaited<ReturnType<typeof openStudio>>): Promise<void> {
  workspace = studio.workspaces.create({ name: 'Crash', zone: 'Europe/Berlin' }).id
  const client = clientOf(studio)
  const connect = async (
    platform: 'bluesky' | 'mastodon' | 'wordpress',
    method: string,
    fields: Record<string, string>,
  ) => {
    const made = await client.connections.start({ platform, method, fields })
    if (made.state !== 'connected') throw new Error(`${platform}: ${made.error?.message ?? made.state}`)
    return made.accounts[0] ?? ''
  }
  const { password } = await pds.appPassword(pdsAccount)
  accounts = {
    bluesky: await connect('bluesky', 'app_password', { handle: pdsAccount.handle, password, service: pdsProxy.url }),
    faithful: await connect('mastodon', 'token', { server: faithful.url, token: faithful.token() }),
    forgetful: await connect('mastodon', 'token', { server: forgetful.url, token: forgetful.token() }),
  }
  if (wordpress && wordpressProxy) {
    // WordPress links to itself by the address it was installed at; the studio must stay behind the proxy.
    await wordpress.set('siteurl', wordpressProxy.url)
    await wordpress.set('home', wordpressProxy.url)
    accounts['wordpress'] = await connect('wordpress', 'app_password', {
      site: wordpressProxy.url,
      user: wordpress.admin.user,
      password: wordpress.admin.password,
    })
  }
  const png = await sharp({ create: { width: 64, height: 48, channels: 3, background: '#c8371f' } })
    .png()
    .toBuffer()
  picture = (await client.assets.add({ base64: png.toString('base64'), name: 'red.png', alt: 'A red sheet' })).id
}

/** A post for every account, due now: a thread of two with a picture for the social ones, one part for WordPress. */
async function scheduleBatch(): Promise<string> {
  const marker = `batch${String(counts.batches++).padStart(4, '0')}x${seed}`
  await withStudio(async (studio) => {
    const client = clientOf(studio)
    const { wordpress: blog, ...social } = accounts
    const media = [{ assetId: picture as never, alt: null }]
    const thread = await client.posts.create({
      parts: [
        { text: `${marker} first`, media },
        { text: `${marker} second`, media: [] },
      ],
      variants: Object.values(social).map((accountId) => ({ accountId: accountId as never })),
    })
    await client.posts.schedule({ id: thread.id, when: { now: true } })
    if (!blog) return
    const article = await client.posts.create({
      title: marker,
      parts: [{ text: `${marker} first`, media }],
      variants: [{ accountId: blog as never }],
    })
    await client.posts.schedule({ id: article.id, when: { now: true } })
  })
  return marker
}

/** What stands on the servers for a marker: for each account, how often each part is there. */
async function standing(marker: string): Promise<Record<string, number[]>> {
  const count = (texts: readonly string[], parts: readonly string[]) =>
    parts.map((part) => texts.filter((text) => text.includes(`${marker} ${part}`)).length)
  const thread = ['first', 'second']
  const found: Record<string, number[]> = {
    bluesky: count(
      (await pds.posts(pdsAccount.did)).map(({ record }) => record.text),
      thread,
    ),
    faithful: count(
      faithful.statuses().map(({ text }) => text),
      thread,
    ),
    forgetful: count(
      forgetful.statuses().map(({ text }) => text),
      thread,
    ),
  }
  if (wordpress)
    found['wordpress'] = count(
      (await wordpress.posts()).filter(({ status }) => status === 'publish').map(({ content }) => content),
      ['first'],
    )
  return found
}

async function expectOnceEach(marker: string, context: string): Promise<void> {
  const found = await standing(marker)
  const expected = Object.fromEntries(Object.entries(found).map(([name, parts]) => [name, parts.map(() => 1)]))
  expect(found, `${context}, seed ${seed}`).toEqual(expected)
}

async function expectHonest(): Promise<void> {
  await withStudio(async (studio) => {
    const { items } = await clientOf(studio).deliveries.list({ limit: 20 })
    for (const delivery of items) {
      expect(delivery.status, JSON.stringify(delivery.reason)).toBe('published')
      const attempts = await clientOf(studio).deliveries.attempts({ id: delivery.id })
      if (attempts.some(({ outcome }) => outcome === 'owner_lost' || outcome === 'unknown')) counts.unknownOnTheWay++
      expect(attempts.every(({ endedAt }) => endedAt !== null)).toBe(true)
    }
    counts.deliveries += Object.keys(accounts).length
  })
}

/** As one file the child starts in a third of the time, so that the same minutes hold more kills. */
async function bundleChild(): Promise<void> {
  await build({
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true, external: ['better-sqlite3', 'sharp', 'keytar'] },
    build: {
      ssr: new URL('studio-child.ts', import.meta.url).pathname,
      outDir: dirname(childFile),
      emptyOutDir: true,
      minify: false,
      rolldownOptions: { output: { entryFileNames: basename(childFile), codeSplitting: false } },
    },
  })
}

/** One life of the child: until it settles (answers its commits) or is killed (null). */
function live(end: { atCommit?: number; afterMs?: number } = {}): Promise<number | null> {
  counts.runs++
  const options = { dataDir, migrationsDir, keyFile, plcUrl: pds.plcUrl, workspace, killAtCommit: end.atCommit ?? null }
  const child = spawn(process.execPath, [childFile, JSON.stringify(options)], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NODE_NO_WARNINGS: '1' },
  })
  let output = ''
  let problems = ''
  let killer: NodeJS.Timeout | undefined
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text
    // Counted from when the queue runs, so that every kill hits something.
    if (text.includes('started') && end.afterMs !== undefined)
      killer = setTimeout(() => child.kill('SIGKILL'), end.afterMs)
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => (problems += text))
  const patience = setTimeout(() => child.kill('SIGTERM'), 90_000)
  return new Promise((resolve, reject) => {
    child.on('exit', (code, signal) => {
      clearTimeout(killer)
      clearTimeout(patience)
      if (signal === 'SIGKILL') {
        counts.kills++
        return resolve(null)
      }
      if (code === 0) return resolve((JSON.parse(output.replace('started\n', '')) as { commits: number }).commits)
      reject(new Error(`the studio ended with ${code ?? signal}: ${problems.slice(-4_000)}`))
    })
  })
}

test('killed right after every commit it makes, the studio publishes everything once', async () => {
  await scheduleBatch()
  const commits = (await live()) ?? 0
  expect(commits).toBeGreaterThan(15)
  await expectHonest()
  for (let atCommit = 1; atCommit <= commits; atCommit++) {
    const marker = await scheduleBatch()
    await live({ atCommit })
    await live()
    await expectOnceEach(marker, `killed after commit ${atCommit} of ${commits}`)
    await expectHonest()
  }
}, 900_000)

test('killed at random moments while its peers break connections, the studio publishes everything once', async () => {
  const target = counts.kills + randomKills
  while (counts.kills < target) {
    setFaults(true)
    const marker = await scheduleBatch()
    for (let kill = 0; kill < 4; kill++) if ((await live({ afterMs: random() * 700 })) !== null) break
    setFaults(random() < 0.5)
    if (random() < 0.5) await live({ atCommit: 1 + Math.floor(random() * 30) })
    setFaults(false)
    await live()
    await expectOnceEach(marker, 'killed at random')
    await expectHonest()
  }
}, 900_000)

function setFaults(on: boolean): void {
  const odds: FaultOdds[] = on
    ? [
        {
          match: { method: 'POST' },
          odds: {
            drop_before: 0.1,
            drop_after: 0.15,
            cut_body: 0.08,
            error_before: 0.05,
            error_after: 0.05,
            delay: 0.1,
          },
          maxDelayMs: 150,
        },
        { match: { method: 'GET' }, odds: { drop_before: 0.05, cut_body: 0.05 } },
      ]
    : []
  for (const plan of [pdsProxy.plan, faithful.plan, forgetful.plan, wordpressProxy?.plan]) plan?.odds(odds)
}

function faultCounts(): Record<string, number> {
  const sum: Record<string, number> = {}
  for (const plan of [pdsProxy?.plan, faithful?.plan, forgetful?.plan, wordpressProxy?.plan]) {
    for (const [kind, count] of Object.entries(plan?.counts ?? {})) sum[kind] = (sum[kind] ?? 0) + count
  }
  return sum
}

function openStudio() {
  return createStudio({
    dataDir,
    migrationsDir,
    host: 'headless',
    version: 'test',
    bootId: createIds(systemClock.now)('boot'),
    keychain: { get: async () => null, set: async () => {}, available: async () => false },
    keyFile,
    log: { info() {}, warn() {}, error: (message, data) => console.error(message, data) },
    platforms: createPlatforms({ bluesky: pds.plcUrl }),
  })
}

function clientOf(studio: Awaited<ReturnType<typeof openStudio>>): StudioClient {
  return createRouterClient(studio.router, {
    context: { caller: { kind: 'script', scopes: 'all' }, workspaceId: workspace },
  })
}

/** The studio in this process, its queue not running: to set up and to look. */
async function withStudio(work: (studio: Awaited<ReturnType<typeof openStudio>>) => Promise<void>): Promise<void> {
  const studio = await openStudio()
  try {
    await work(studio)
  } finally {
    await studio.stop()
  }
}
