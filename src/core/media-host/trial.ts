import { randomBytes } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import type { MediaHostStep, MediaHostTest } from '../../contract/media-host.ts'
import { said, sentence, spoken, type Said } from '../../contract/sentences/index.ts'
import { toIso } from '../clock.ts'
import { HttpFailure, type HttpAnswer } from '../http.ts'
import { notPublic } from '../public-address.ts'
import { saidOf, StepFailed } from '../publishers/publisher.ts'
import { insertHosted, updateHosted, type MediaHostRow } from '../store/media-host.ts'
import { VaultLocked } from '../vault/vault.ts'
import type { WorkspaceContext } from '../workspace-context.ts'
import type { Host, HostFile } from './host.ts'
import { digestOf, newKey } from './hosted-files.ts'

/** While it lasts its file is nobody's to remove. */
const longestMs = 10 * 60_000
const side = 16

/**
 * Tries a media host on the spot: uploads a small picture, fetches it by its address without credentials, compares it, looks whether it can be read
 * without the signed address, deletes it and looks that it is gone. `tell` hears every change. What a host does wrong is told in the steps.
 */
export async function tryHost(
  context: WorkspaceContext,
  row: MediaHostRow,
  open: () => Promise<Host>,
  tell: (test: MediaHostTest) => void,
  signal: AbortSignal,
): Promise<MediaHostTest> {
  const { http } = context
  const steps = createSteps(toIso(context.clock.now()), row.place.kind === 's3', tell)
  const { file, content, erase } = await makeFile(signal)
  const key = newKey(row, file.type)
  const reservation = reserve(context, row, key, file)
  try {
    const uploaded = await steps.run('upload', async () => {
      const host = await open()
      const address = await host.put(key, file, signal).catch((error: unknown) => {
        // Refused for good: nothing of it is there.
        if (error instanceof StepFailed && error.outcome.is === 'rejected') reservation.removed()
        throw error
      })
      return { host, ...address }
    })
    if (!uploaded) return steps.end()
    const { host, url } = uploaded
    const answer = await steps.run('fetch', (warn) => fetchAsOthers(context, url, host, signal, warn))
    if (answer) {
      await steps.run('compare', async () => {
        if (!content.equals(answer.bytes)) throw new Refused(said('host_changes_files', { host: host.name }))
        return true
      })
      await steps.run('private', async (warn) => {
        const { status } = await http.request(url.replace(/\?.*$/, ''), { signal })
        if (status === 200) warn(said('host_open', { host: host.name }))
        return true
      })
    }
    const removed = await steps.run('delete', async (warn) => {
      const { keepsVersions } = await host.remove(key, signal)
      reservation.removed()
      if (keepsVersions) warn(said('host_keeps_versions'))
      return true
    })
    if (answer && removed) {
      await steps.run('gone', async (warn) => {
        const { status } = await http.request(url, { signal })
        if (status === 200) warn(said('host_file_stays', { host: host.name }))
        return true
      })
    }
    return steps.end()
  } finally {
    reservation.end()
    await erase()
  }
}

/** As a platform would: by a public address, with no credentials, following nothing. Where it is not public it is fetched all the same. */
async function fetchAsOthers(
  { http }: WorkspaceContext,
  url: string,
  host: Host,
  signal: AbortSignal,
  warn: (what: Said) => void,
): Promise<HttpAnswer> {
  const answer = await http.request(url, { signal, publicOnly: true }).catch((error: unknown) => {
    if (!(error instanceof HttpFailure) || error.code !== notPublic) throw error
    warn(said('host_not_public', { host: new URL(url).hostname }))
    return http.request(url, { signal })
  })
  if (answer.status !== 200) throw new Refused(said('host_address_refused', { host: host.name, status: answer.status }))
  return answer
}

/** The file is in the book before it is at the host; what the trial could not delete is removed as any other is. */
function reserve({ store, clock }: WorkspaceContext, row: MediaHostRow, key: string, file: HostFile) {
  const { sha256, type, bytes } = file
  const now = clock.now()
  const keepUntil = now + longestMs
  store.write((tx) =>
    insertHosted(tx, { key, hostId: row.id, sha256, type, bytes, createdAt: now, keepUntil, nextTryAt: now }),
  )
  return {
    removed: () => store.write((tx) => updateHosted(tx, key, { removedAt: clock.now() })),
    end: () => store.write((tx) => updateHosted(tx, key, { keepUntil: null })),
  }
}

/** A small picture unlike any other, so that nothing on the way can have it already. */
async function makeFile(signal: AbortSignal) {
  const folder = await mkdtemp(join(tmpdir(), 'broadside-trial-'))
  const path = join(folder, 'trial.png')
  const raw = { width: side, height: side, channels: 3 } as const
  const content = await sharp(randomBytes(side * side * raw.channels), { raw })
    .png()
    .toBuffer()
  await writeFile(path, content)
  const file: HostFile = { path, type: 'image/png', bytes: content.length, sha256: await digestOf(path, signal) }
  return { file, content, erase: () => rm(folder, { recursive: true, force: true }) }
}

/** What the host does, though it should do something else. */
class Refused extends Error {
  readonly what: Said
  constructor(what: Said) {
    super(sentence(what))
    this.what = what
  }
}

type Step = MediaHostTest['steps'][number]

function createSteps(at: string, canBePrivate: boolean, tell: (test: MediaHostTest) => void) {
  const names: MediaHostStep[] = canBePrivate
    ? ['upload', 'fetch', 'compare', 'private', 'delete', 'gone']
    : ['upload', 'fetch', 'compare', 'delete', 'gone']
  const steps = names.map((step): Step => ({ step, state: 'waiting', told: null, words: null }))
  const view = (state: MediaHostTest['state']): MediaHostTest => ({
    state,
    at,
    steps: steps.map((one) => ({ ...one })),
  })
  return {
    /** What `work` answers; undefined where it failed. Steps the host does not have are passed over. */
    async run<T>(name: MediaHostStep, work: (warn: (what: Said) => void) => Promise<T>): Promise<T | undefined> {
      const step = steps.find((one) => one.step === name)
      if (!step) return undefined
      step.state = 'running'
      tell(view('running'))
      try {
        const result = await work((what) => Object.assign(step, { state: 'warned', told: spoken(what) }))
        if (step.state === 'running') step.state = 'done'
        return result
      } catch (error) {
        Object.assign(step, { state: 'failed', ...reasonOf(error) })
        return undefined
      }
    },
    end(): MediaHostTest {
      for (const step of steps) if (step.state === 'waiting') step.state = 'skipped'
      return view(steps.some(({ state }) => state === 'failed') ? 'failed' : 'passed')
    },
  }
}

function reasonOf(error: unknown): Pick<Step, 'told' | 'words'> {
  if (error instanceof Refused) return { told: spoken(error.what), words: null }
  if (error instanceof VaultLocked) return { told: spoken(said('host_vault_locked')), words: null }
  if (error instanceof HttpFailure) return { told: spoken(said('host_address_silent')), words: error.message }
  if (!(error instanceof StepFailed)) throw error
  const { failure } = error.outcome
  // What a queue says of waiting for the host is not true here: nobody tries again but the person.
  const what =
    failure.says === 'media_host_unreachable'
      ? { ...saidOf(failure), says: 'host_no_answer' as const }
      : saidOf(failure)
  return { told: spoken(what), words: failure.words ?? null }
}
