import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createRouterClient } from '@orpc/server'
import sharp from 'sharp'
import { expect } from 'vitest'
import type { StudioClient } from '../../src/contract/index.ts'
import { systemClock } from '../../src/core/clock.ts'
import { createStudio, type Studio } from '../../src/core/create-studio.ts'
import { createIds } from '../../src/core/ids.ts'
import { createPlatforms, type PlatformAddresses } from '../../src/core/publishers/platforms.ts'
import { seededRandom, type FaultOdds } from '../support/faults.ts'
import { makeVideo } from '../support/video.ts'
import type { ChildFile } from './bundle.ts'
import { textsOf, type CrashFiles, type CrashPeer } from './peers.ts'

const migrationsDir = new URL('../../src/core/store/migrations', import.meta.url).pathname

/** What a life of the child is ended by. */
interface End {
  readonly atCommit?: number
  readonly afterMs?: number
}

/** What was sent to one account. */
interface Sent {
  readonly peer: CrashPeer
  readonly texts: readonly string[]
}

/** A post for some accounts, by the accounts' ids. */
interface Batch {
  readonly post: string
  readonly sent: ReadonlyMap<string, Sent>
}

/**
 * A studio with a folder of its own that is killed over and over while it sends to some platforms. After restarts: each part of each post stands
 * exactly once at its platform and the studio says so; or, where the platform cannot tell, at most once, and the studio says that it does not know.
 */
export interface Lane {
  /** Killed right after every commit that it makes to its database. Answers how many there are. */
  killAfterEachCommit(): Promise<number>
  /** Killed at least so often at random moments, while the platforms break requests. Answers how often. */
  killAtRandom(times: number): Promise<number>
  /** Figures, for the log. */
  report(): string
  stop(): Promise<void>
}

/** Accounts written to at once: as many deliveries as the studio runs side by side, so that a kill meets them all. */
const mostAtOnce = 8

export async function openLane(peers: readonly CrashPeer[], seed: number, child: ChildFile): Promise<Lane> {
  const random = seededRandom(seed)
  const dataDir = mkdtempSync(join(tmpdir(), 'broadside-crash-'))
  const keyFile = join(dataDir, 'key')
  writeFileSync(keyFile, randomBytes(32).toString('base64'), { mode: 0o600 })
  const addresses: PlatformAddresses = Object.assign({}, ...peers.map((peer) => peer.addresses))
  const counts = { kills: 0, lives: 0, batches: 0, deliveries: 0, hit: 0, doubts: 0 }
  let workspace = ''
  const accounts = new Map<string, CrashPeer>()
  let files: CrashFiles

  /** The studio in this process, its queue not running: to set up and to look. */
  async function withStudio<Result>(work: (client: StudioClient, studio: Studio) => Promise<Result>): Promise<Result> {
    const studio = await createStudio({
      dataDir,
      migrationsDir,
      host: 'headless',
      version: 'test',
      bootId: createIds(systemClock.now)('boot'),
      keychain: { get: async () => null, set: async () => {}, available: async () => false },
      keyFile,
      log: { info() {}, warn() {}, error: (message, data) => console.error(message, data) },
      platforms: createPlatforms(addresses),
    })
    try {
      if (workspace === '') workspace = studio.workspaces.create({ name: 'Crash', zone: 'Europe/Berlin' }).id
      const client: StudioClient = createRouterClient(studio.router, {
        context: { caller: { kind: 'script', scopes: 'all' }, workspaceId: workspace },
      })
      return await work(client, studio)
    } finally {
      await studio.stop()
    }
  }

  async function setUp(client: StudioClient): Promise<void> {
    for (const peer of peers) accounts.set(await peer.connect(client), peer)
    files = { picture: await addPicture(client), film: await addFilm(client) }
  }

  /** A post for these accounts, due now. */
  async function schedule(client: StudioClient, ids: readonly string[], round: number): Promise<Batch> {
    const marker = `batch${String(counts.batches++).padStart(4, '0')}x${seed}`
    const sent = new Map<string, Sent>()
    const variants = ids.map((id) => {
      const peer = accounts.get(id)
      const shape = peer?.shapes[round % peer.shapes.length]
      if (!peer || !shape) throw new Error(`Nothing to write for ${id}`)
      const written = shape((part) => `${marker} ${peer.name} ${part}`, files)
      sent.set(id, { peer, texts: textsOf(written) })
      return { accountId: id as never, parts: written.parts as never, settings: { ...written.settings } }
    })
    const { id } = await client.posts.create({ title: marker, parts: [{ text: marker, media: [] }], variants })
    await client.posts.schedule({ id, when: { now: true } })
    return { post: id, sent }
  }

  async function check(client: StudioClient, { post, sent }: Batch, context: string): Promise<void> {
    const { items } = await client.deliveries.list({ post: post as never, limit: 50 })
    expect(items.length).toBe(sent.size)
    const looks = [...sent.values()].map(async ({ peer }) => [peer.name, await peer.standing()] as const)
    const seen = new Map(await Promise.all(looks))
    for (const delivery of items) {
      const { peer, texts } = sent.get(delivery.accountId) ?? {}
      if (!peer || !texts) throw new Error(`Nothing was sent for ${delivery.accountId}`)
      const standing = seen.get(peer.name) ?? []
      const found = texts.map((text) => standing.filter((one) => one.includes(text)).length)
      const attempts = await client.deliveries.attempts({ id: delivery.id })
      const said = [delivery.status, delivery.reason?.says ?? 'nothing']
      const story = `${peer.name}, ${context}, seed ${seed}, said ${said.join()}: ${attempts.map(({ outcome }) => outcome).join(' < ')}`
      expect(
        attempts.every(({ endedAt }) => endedAt !== null),
        story,
      ).toBe(true)
      counts.deliveries++
      if (attempts.some(({ outcome }) => outcome === 'owner_lost' || outcome === 'unknown')) counts.hit++
      if (!peer.tells && delivery.status === 'unknown') {
        counts.doubts++
        const out = delivery.remote.length
        expect({ said, found: [found.slice(0, out), (found[out] ?? 2) <= 1, found.slice(out + 1)] }, story).toEqual({
          said: ['unknown', 'cannot_tell'],
          found: [texts.slice(0, out).map(() => 1), true, texts.slice(out + 1).map(() => 0)],
        })
        await client.deliveries.resolve({ id: delivery.id, answer: found[out] === 1 ? 'posted' : 'leave' })
      } else expect({ said, found }, story).toEqual({ said: ['published', 'nothing'], found: texts.map(() => 1) })
    }
  }

  /** One life of the child: until it settles (answers its commits) or is killed (null). */
  function live(end: End = {}): Promise<number | null> {
    counts.lives++
    const options = { dataDir, migrationsDir, keyFile, addresses, workspace, killAtCommit: end.atCommit ?? null }
    const life = spawn(process.execPath, [child.path, JSON.stringify(options)], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: child.env,
    })
    let output = ''
    let problems = ''
    let killer: NodeJS.Timeout | undefined
    life.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text
      // Counted from when the queue runs, so that every kill hits something.
      if (text.includes('started') && end.afterMs !== undefined)
        killer = setTimeout(() => life.kill('SIGKILL'), end.afterMs)
    })
    life.stderr.setEncoding('utf8').on('data', (text: string) => (problems += text))
    const patience = setTimeout(() => life.kill('SIGTERM'), 90_000)
    return new Promise((resolve, reject) => {
      life.on('close', (code, signal) => {
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

  /** Checks what was sent, and sends the next in the same opening of the studio. */
  const turn = (batch: Batch | null, context: string, ids: readonly string[], round: number) =>
    withStudio(async (client) => {
      if (batch) await check(client, batch, context)
      return await schedule(client, ids, round)
    })

  function breakRequests(on: boolean): void {
    for (const { plan } of peers) plan.odds(on ? faults : [])
  }

  /** Some of the accounts, others each time. */
  function some(): string[] {
    const left = [...accounts.keys()]
    const taken: string[] = []
    while (left.length > 0 && taken.length < mostAtOnce)
      taken.push(...left.splice(Math.floor(random() * left.length), 1))
    return taken
  }

  await withStudio(setUp)

  return {
    async killAfterEachCommit() {
      const all = [...accounts.keys()]
      let batch = await turn(null, '', all, 0)
      const commits = (await live()) ?? 0
      expect(commits).toBeGreaterThan(4 * all.length)
      let context = 'not killed'
      for (let atCommit = 1; atCommit <= commits; atCommit++) {
        batch = await turn(batch, context, all, 0)
        context = `killed after commit ${atCommit} of ${commits}`
        await live({ atCommit })
        await live()
      }
      await withStudio((client) => check(client, batch, context))
      return commits
    },

    async killAtRandom(times) {
      const before = counts.kills
      let batch: Batch | null = null
      for (let round = 0; counts.kills < before + times; round++) {
        batch = await turn(batch, 'killed at random', some(), round)
        breakRequests(true)
        for (let kill = 0; kill < 6; kill++) if ((await live({ afterMs: random() * 700 })) !== null) break
        breakRequests(random() < 0.5)
        if (random() < 0.5) await live({ atCommit: 1 + Math.floor(random() * 30) })
        breakRequests(false)
        await live()
      }
      const last = batch
      if (last) await withStudio((client) => check(client, last, 'killed at random'))
      return counts.kills - before
    },

    report() {
      const broken: Record<string, number> = {}
      for (const { plan } of peers)
        for (const [kind, count] of Object.entries(plan.counts)) broken[kind] = (broken[kind] ?? 0) + count
      return `${peers.map(({ name }) => name).join(', ')}: seed ${seed}, ${JSON.stringify(counts)}, faults ${JSON.stringify(broken)}`
    },

    async stop() {
      await Promise.all(peers.map((peer) => peer.stop?.() ?? Promise.resolve()))
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

const sending = {
  drop_before: 0.08,
  drop_during: 0.06,
  drop_after: 0.14,
  cut_body: 0.08,
  error_before: 0.05,
  error_after: 0.05,
  delay: 0.1,
} as const
const faults: readonly FaultOdds[] = [
  { match: { method: 'POST' }, odds: sending, maxDelayMs: 150 },
  { match: { method: 'PUT' }, odds: sending, maxDelayMs: 150 },
  { match: { method: 'GET' }, odds: { drop_before: 0.05, cut_body: 0.05 } },
]

async function addPicture(client: StudioClient): Promise<string> {
  const png = await sharp({ create: { width: 640, height: 640, channels: 3, background: '#c8371f' } })
    .png()
    .toBuffer()
  return (await client.assets.add({ base64: png.toString('base64'), name: 'red.png', alt: 'A red sheet' })).id
}

/** Upright and of six seconds: every platform takes it. */
async function addFilm(client: StudioClient): Promise<string> {
  const path = await makeVideo({ seconds: 6, width: 540, height: 960, fps: 30, more: ['-b:v', '300k'] })
  const base64 = readFileSync(path).toString('base64')
  return (await client.assets.add({ base64, name: 'film.mp4', alt: '' })).id
}
