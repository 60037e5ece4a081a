import { createHash, randomBytes } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { said } from '../../contract/sentences/index.ts'
import { StepFailed, type DeliveryMediaHost, type HostableFile } from '../publishers/publisher.ts'
import { currentHost, hostedFor, insertHosted, updateHosted, type MediaHostRow } from '../store/media-host.ts'
import type { WorkspaceContext } from '../workspace-context.ts'
import { lasting, type Host } from './host.ts'

/** An address that ends sooner is not given out: the platform may take that long to come for the file. */
const leastMs = 30 * 60_000
/** How long files stay that replace something that is out: no state of a delivery says when they have been fetched. */
const editMs = 60 * 60_000

const extensions: Readonly<Record<string, string>> = {
  'image/jpeg': '.jpg',
  'image/png': '.png',
  'image/gif': '.gif',
  'image/webp': '.webp',
  'video/mp4': '.mp4',
  'video/webm': '.webm',
  'video/quicktime': '.mov',
}

export interface HostingOf {
  readonly deliveryId: string
  /** The platform's own name, for what is said to people. */
  readonly platform: string
  readonly signal: AbortSignal
  /** It is out and being changed. */
  readonly edit: boolean
}

export interface HostedFiles {
  of(hosting: HostingOf): DeliveryMediaHost
  /** Being uploaded right now: removed first, it would come after. */
  isUploading(key: string): boolean
}

/** Where files of deliveries go. `open` throws StepFailed where the host cannot be used. */
export function createHostedFiles(
  { store, clock }: WorkspaceContext,
  open: (row: MediaHostRow) => Promise<Host>,
  uploadEnded: () => void,
): HostedFiles {
  const running = new Map<string, Promise<string>>()
  const uploading = new Set<string>()

  async function host({ deliveryId, platform, signal, edit }: HostingOf, file: HostableFile, sha256: string) {
    const row = currentHost(store.read)
    if (!row) throw new StepFailed(lasting(said('media_host_missing', { platform })))
    const { type, bytes } = file
    const known = hostedFor(store.read, { deliveryId, hostId: row.id, sha256, type })
    const now = clock.now()
    if (known?.url != null && known.urlUntil === null) return known.url
    const place = await open(row)
    if (known?.url != null && known.urlUntil !== null && known.urlUntil - now >= leastMs && place.sign)
      return place.sign(known.key, known.urlUntil)
    const key = known?.key ?? newKey(row, type)
    if (!known) {
      // Before anything is sent: whatever happens from here on, what lies under this key is removed in the end.
      const keepUntil = edit ? now + editMs : null
      store.write((tx) =>
        insertHosted(tx, {
          key,
          hostId: row.id,
          deliveryId,
          sha256,
          type,
          bytes,
          createdAt: now,
          keepUntil,
          nextTryAt: now,
        }),
      )
    }
    const whole = { ...file, sha256 }
    uploading.add(key)
    try {
      const { url, until } =
        (known?.url != null ? await place.renew(key, signal) : null) ?? (await place.put(key, whole, signal))
      store.write((tx) => updateHosted(tx, key, { url: place.sign ? url.replace(/\?.*$/, '') : url, urlUntil: until }))
      return url
    } catch (error) {
      // Refused for good: nothing of it is there, and nothing needs removing.
      if (!known && error instanceof StepFailed && error.outcome.is === 'rejected')
        store.write((tx) => updateHosted(tx, key, { removedAt: clock.now() }))
      throw error
    } finally {
      uploading.delete(key)
      uploadEnded()
    }
  }

  return {
    isUploading: (key) => uploading.has(key),
    of: (hosting) => ({
      async hosted(file) {
        const sha256 = await digestOf(file.path, hosting.signal)
        const name = `${hosting.deliveryId} ${file.type} ${sha256}`
        const work = running.get(name) ?? host(hosting, file, sha256)
        running.set(name, work)
        try {
          return await work
        } finally {
          running.delete(name)
        }
      },
    }),
  }
}

/** Under the prefix of a bucket. 128 random bits, so that nobody guesses it, and an end that tells the type. */
export function newKey({ place }: Pick<MediaHostRow, 'place'>, type: string): string {
  return `${place.kind === 's3' ? place.prefix : ''}${randomBytes(16).toString('hex')}${extensions[type] ?? ''}`
}

export async function digestOf(path: string, signal: AbortSignal): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path), hash, { signal })
  return hash.digest('hex')
}
