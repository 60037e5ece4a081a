import { existsSync } from 'node:fs'
import { basename, parse } from 'node:path'
import { Readable } from 'node:stream'
import type { Asset } from '../../contract/assets.ts'
import type { AssetFacts } from '../../contract/platforms/preflight.ts'
import type { MediaFacts } from '../../contract/platforms/types.ts'
import { toIso } from '../clock.ts'
import { notFound } from '../errors.ts'
import { StepFailed, type OutgoingMedia } from '../publishers/publisher.ts'
import {
  countAssets,
  eraseAsset,
  erasable,
  findByContent,
  getAsset,
  insertAsset,
  listAssets,
  postsUsing,
  probedBefore,
  saveFacts,
  updateAsset,
  usageCounts,
  type AssetChange,
  type AssetFilter,
  type AssetRow,
} from '../store/assets.ts'
import { madeFrom, saveConversion, sourcesOf } from '../store/conversions.ts'
import { decodeCursor, encodeCursor } from '../store/cursor.ts'
import type { Read } from '../store/tx.ts'
import type { WorkspaceContext } from '../workspace-context.ts'
import { createAdding } from './adding.ts'
import { createContentFolder, type Received } from './content-folder.ts'
import { createMade } from './made.ts'
import { probe, probeVersion, type Facts } from './probe.ts'
import { createLinks } from './links.ts'
import { mostBytes, refusedAtTarget } from './refused.ts'
import { createUploads } from './uploads.ts'

const dayMs = 86_400_000
/** How long a deleted file that nothing uses is kept. */
const binMs = 30 * dayMs
/** How long a conversion is kept for the next post that needs the same. */
const conversionMs = 30 * dayMs

/** What a file was made from, and for what, as a digest. */
export interface Origin {
  readonly sourceId: string
  readonly target: string
}

export type Media = ReturnType<typeof createMedia>

/** The media library of a workspace: files by content, facts by probing, things made from them on demand. */
export function createMedia(context: WorkspaceContext) {
  const { store, clock, ids, folder, ffmpeg, emit, log } = context
  const content = createContentFolder(folder)
  const original = (row: AssetRow) => content.pathOf(row.sha256, extensionOf(row))
  const made = createMade(content, original, ffmpeg)

  function need(id: string, db: Read = store.read): AssetRow {
    const row = getAsset(db, id)
    if (!row) throw notFound('file', id)
    return row
  }

  function views(rows: readonly AssetRow[]): Asset[] {
    const ofThese = rows.map(({ id }) => id)
    const [used, sources] = [usageCounts(store.read, ofThese), sourcesOf(store.read, ofThese)]
    return rows.map((row) =>
      toAsset(row, {
        usedBy: used.get(row.id) ?? 0,
        derivedFrom: (sources.get(row.id) ?? null) as Asset['derivedFrom'],
        hasPreview: made.hasPreview(row),
      }),
    )
  }

  const view = (row: AssetRow) => views([row])[0]!
  const get = (id: string) => view(need(id))

  /** Takes a stream of bytes as a file. The same content twice is one asset; out of the bin it comes back. */
  async function addStream(
    name: string,
    source: AsyncIterable<Uint8Array>,
    alt = '',
    maxBytes = mostBytes,
  ): Promise<Asset> {
    const shown = cleanName(name)
    const received = await content.receive(source, shown, maxBytes)
    try {
      return await shownFirst(enter(received, await probe(received.path, shown), { name: shown, alt, labels: [] }))
    } finally {
      await content.discard(received)
    }
  }

  /** A film's frame takes ffmpeg a moment: taken now, so that lists know whether there is one. */
  async function shownFirst(row: AssetRow): Promise<Asset> {
    if (row.kind === 'video') await made.preview(row, 480)
    return view(row)
  }

  /** File and entry in one go, without a pause in which somebody could erase either. */
  function enter(
    received: Received,
    facts: Facts,
    words: Pick<AssetRow, 'name' | 'alt' | 'labels'>,
    from?: Origin,
  ): AssetRow {
    const { sha256, bytes } = received
    const { alt } = words
    try {
      content.keep(received, extensionOf(facts))
    } catch (error) {
      throw refusedAtTarget(error, words.name)
    }
    return store.write((tx) => {
      const known = findByContent(tx, sha256)
      const id = known?.id ?? ids('asset')
      if (known) updateAsset(tx, id, { deletedAt: null, ...(known.alt === '' && { alt }) })
      else insertAsset(tx, { ...facts, ...words, probed: probeVersion, sha256, bytes, id, createdAt: clock.now() })
      if (from && from.sourceId !== id) saveConversion(tx, { ...from, assetId: id, createdAt: clock.now() })
      tx.emit({ type: 'asset.changed', ids: { asset: id } })
      return need(id, tx)
    })
  }

  function change(id: string, fields: AssetChange): Asset {
    need(id)
    store.write((tx) => {
      updateAsset(tx, id, fields)
      tx.emit({ type: 'asset.changed', ids: { asset: id } })
    })
    return get(id)
  }

  let cancelSweep = () => {}
  let closed = false
  let sweeping: Promise<unknown> = Promise.resolve()

  /** Erases files that were deleted a month ago or were to be kept no longer and that nothing needs, and old conversions. Answers how many files. */
  async function sweep(): Promise<number> {
    const now = clock.now()
    const rows = erasable(store.read, { deletedBefore: now - binMs, now })
    for (const row of rows) {
      if (closed) break
      store.write((tx) => eraseAsset(tx, row.id))
      content.remove(row.sha256, extensionOf(row))
      await content.removeMade(row.sha256)
    }
    await Promise.all([content.removeConversions(now - conversionMs), uploads.sweep()])
    if (rows.length > 0) emit({ type: 'asset.changed' })
    return rows.length
  }

  /** Reads anew what an earlier version did not read of a film. One that is gone keeps the facts it has. */
  async function probeAgain(): Promise<void> {
    for (const row of probedBefore(store.read, probeVersion)) {
      if (closed) return
      const facts = await probe(original(row), row.name).catch(() => null)
      if (closed) return
      store.write((tx) => {
        saveFacts(tx, row.id, { ...facts, probed: probeVersion })
        tx.emit({ type: 'asset.changed', ids: { asset: row.id } })
      })
    }
  }

  const uploads = createUploads(context, { get, addStream })

  return {
    get,
    ...createAdding(context, addStream),
    addStream,
    uploads,
    links: createLinks(context, get),
    upload: ({ file, name, alt }: { file: File; name?: string | undefined; alt?: string | undefined }) =>
      addStream(name ?? file.name, Readable.fromWeb(file.stream() as never), alt),
    list({ cursor, limit, ...filter }: AssetFilter & { cursor?: string | undefined; limit: number }) {
      const after = cursor === undefined ? undefined : decodeCursor<{ createdAt: number; id: string }>(cursor, filter)
      const rows = listAssets(store.read, filter, after, limit + 1)
      const page = rows.slice(0, limit)
      const last = rows.length > limit ? page.at(-1) : undefined
      return {
        items: views(page),
        nextCursor: last ? encodeCursor({ createdAt: last.createdAt, id: last.id }, filter) : null,
        total: countAssets(store.read, filter),
      }
    },
    update: (
      id: string,
      {
        name,
        alt,
        labels,
        retentionDays,
      }: {
        name?: string | undefined
        alt?: string | undefined
        labels?: string[] | undefined
        retentionDays?: number | null | undefined
      },
    ) =>
      change(id, {
        ...(name !== undefined && { name: cleanName(name) }),
        ...(alt !== undefined && { alt }),
        ...(labels && { labels: [...new Set(labels)] }),
        ...(retentionDays !== undefined && { retentionDays }),
      }),
    delete(id: string) {
      const { usedBy } = change(id, { deletedAt: clock.now() })
      return { id: id as Asset['id'], usedBy }
    },
    undelete: (id: string) => change(id, { deletedAt: null }),
    usage(id: string) {
      need(id)
      return postsUsing(store.read, id).map(({ postId, title, firstText }) => ({
        postId: postId as never,
        title: title || firstText.slice(0, 80),
      }))
    },
    /** Facts for the checks; undefined for what the library never had. */
    facts(assetId: string): AssetFacts | undefined {
      const row = getAsset(store.read, assetId)
      return row && { ...toFacts(row, row.alt), deleted: row.deletedAt !== null, missing: !existsSync(original(row)) }
    },
    /** A file for a publisher; `alt` null takes the file's own. Throws StepFailed when the library no longer has it. */
    outgoing(assetId: string, alt: string | null): OutgoingMedia {
      const row = getAsset(store.read, assetId)
      if (!row)
        throw new StepFailed({
          is: 'rejected',
          failure: { code: 'media', says: 'file_gone' },
        })
      return {
        ...toFacts(row, alt ?? row.alt),
        sha256: row.sha256,
        name: row.name,
        path: original(row),
        convert: (target, signal?: AbortSignal) => made.convert(row, target, signal),
      }
    },
    /** What a host serves at `<asset>/<variant>`: the file or a preview; null where there is none. Paths are made from ids alone. */
    async file(assetId: string, variant: string): Promise<{ path: string; type: string } | null> {
      const row = getAsset(store.read, assetId)
      if (!row) return null
      if (variant === 'file') return { path: original(row), type: row.type }
      if (variant !== 'small' && variant !== 'large') return null
      const path = await made.preview(row, variant === 'small' ? 64 : 480)
      return path ? { path, type: 'image/webp' } : null
    },
    /** The row and the path of a file, for conversion. Throws `not_found`. */
    source(id: string): { row: AssetRow; path: string } {
      const row = need(id)
      return { row, path: original(row) }
    },
    /** What was made from `sourceId` for this target before, out of the bin again; undefined where it has to be made. */
    madeBefore(sourceId: string, target: string): Asset | undefined {
      const id = madeFrom(store.read, sourceId, target)
      const row = id === undefined ? undefined : getAsset(store.read, id)
      if (!row || !existsSync(original(row))) return undefined
      return row.deletedAt === null ? view(row) : change(row.id, { deletedAt: null })
    },
    /**
     * Lets `write` make a file from another at a path of its own and takes it into the library, with the words of its source. What breaks off
     * leaves nothing.
     */
    async derive(from: Origin, write: (path: string) => Promise<unknown>): Promise<Asset> {
      const { name, alt, labels } = need(from.sourceId)
      const path = await content.room()
      try {
        await write(path)
        const facts = await probe(path, name)
        const own = `${parse(name).name}.${extensionOf(facts)}`
        return await shownFirst(enter(await content.measure(path), facts, { name: own, alt, labels }, from))
      } finally {
        await content.discard({ path })
      }
    },
    sweep,
    /** Sweeps now and once a day until `close`, and reads what an earlier version did not. */
    start(): void {
      const daily = () => {
        sweeping = sweep().catch((error: unknown) =>
          log.error('the library could not be swept', { error: String(error) }),
        )
        cancelSweep = clock.after(dayMs, daily)
      }
      daily()
      probeAgain().catch((error: unknown) => log.error('files could not be probed again', { error: String(error) }))
    },
    /** Lets a sweep that runs end with the file it is at. */
    async close(): Promise<void> {
      closed = true
      cancelSweep()
      await sweeping
    },
  }
}

interface Standing extends Pick<Asset, 'usedBy' | 'derivedFrom'> {
  readonly hasPreview: boolean
}

function toAsset(row: AssetRow, { usedBy, derivedFrom, hasPreview }: Standing): Asset {
  return {
    id: row.id as Asset['id'],
    name: row.name,
    kind: row.kind,
    type: row.type,
    bytes: row.bytes,
    width: row.width,
    height: row.height,
    durationMs: row.durationMs,
    videoCodec: row.videoCodec,
    audioCodec: row.audioCodec,
    fps: row.fps,
    bitrate: row.bitrate,
    pages: row.pages,
    animated: row.animated,
    alt: row.alt,
    labels: row.labels,
    sha256: row.sha256,
    usedBy,
    derivedFrom,
    paths: {
      file: `${row.id}/file`,
      small: hasPreview ? `${row.id}/small` : null,
      large: hasPreview ? `${row.id}/large` : null,
    },
    createdAt: toIso(row.createdAt),
    retentionDays: row.retentionDays,
    deletedAt: row.deletedAt === null ? null : toIso(row.deletedAt),
  }
}

function toFacts(row: AssetRow, alt: string): MediaFacts {
  const { id: assetId, kind, type, bytes, width, height, durationMs, animated } = row
  const { fps, videoCodec, audioCodec, bitrate, pages } = row
  return {
    ...{ assetId, kind, type, bytes, width, height, durationMs, animated, alt },
    ...{ fps, videoCodec, audioCodec, bitrate, pages },
  }
}

const extensions: Readonly<Record<string, string>> = {
  'image/jpeg': 'jpg',
  'image/tiff': 'tif',
  'video/quicktime': 'mov',
  'video/x-m4v': 'm4v',
  'audio/mpeg': 'mp3',
  'audio/x-m4a': 'm4a',
  'video/matroska': 'mkv',
}

/** The extension a file is kept under follows from its type alone. */
function extensionOf({ type }: Pick<AssetRow, 'type'>): string {
  return extensions[type] ?? type.split('/')[1]?.replace(/[^a-z0-9]/g, '') ?? 'bin'
}

function cleanName(name: string): string {
  // eslint-disable-next-line no-control-regex
  return (
    basename(name.replaceAll('\\', '/'))
      .replaceAll(/[\u0000-\u001f\u007f]/g, '')
      .slice(0, 255) || 'file'
  )
}
