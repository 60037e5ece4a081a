import { createHash, randomBytes } from 'node:crypto'
import { createReadStream, createWriteStream, existsSync, readdirSync, renameSync } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { ORPCError } from '@orpc/contract'
import type { Asset } from '../../contract/assets.ts'
import { partLimits, type Upload } from '../../contract/uploads.ts'
import { said } from '../../contract/sentences/index.ts'
import { toIso } from '../clock.ts'
import { syncFolder } from '../durable-file.ts'
import { conflict, notFound, unprocessable } from '../errors.ts'
import {
  countOpenUploads,
  getUpload,
  insertUpload,
  removeUpload,
  removeUploadParts,
  restingUploads,
  saveUploadPart,
  updateUpload,
  uploadIds,
  uploadParts,
  type UploadPartRow,
  type UploadRow,
} from '../store/uploads.ts'
import type { WorkspaceContext } from '../workspace-context.ts'
import { fileRefused, mostBytes, refusedAtTarget } from './refused.ts'

const dayMs = 86_400_000
/** How long an upload may rest, and for how long a completed one is known. */
const restMs = 7 * dayMs
const mostOpen = 100

/** What uploads need of the library. */
export interface UploadsDeps {
  get(assetId: string): Asset
  addStream(name: string, source: AsyncIterable<Uint8Array>, alt: string): Promise<Asset>
}

/**
 * Files that come in parts. A part is on disk under its number before it is noted, so that whatever is noted is whole; parts of one number that
 * come at once each have a file of their own until then.
 */
export function createUploads({ store, clock, ids, folder }: WorkspaceContext, media: UploadsDeps) {
  const root = join(folder, 'media', 'uploads')
  const folderOf = (id: string) => join(root, id)
  const pathOf = (part: Pick<UploadPartRow, 'uploadId' | 'number' | 'sha256'>) =>
    join(folderOf(part.uploadId), `${part.number}-${part.sha256}`)
  /** Completions that run; a second call waits for the same. */
  const completing = new Map<string, Promise<Asset>>()

  function need(id: string): UploadRow {
    const row = getUpload(store.read, id)
    if (!row) throw notFound('upload', id)
    return row
  }

  function needOpen(id: string): UploadRow {
    const row = need(id)
    if (row.completedAt !== null) throw conflict('completed', said('upload_completed'))
    if (completing.has(id)) throw conflict('completing', said('upload_completing'))
    return row
  }

  function view(row: UploadRow): Upload {
    const parts = uploadParts(store.read, row.id)
    return {
      id: row.id as Upload['id'],
      name: row.name,
      bytes: row.bytes,
      sha256: row.sha256,
      parts: parts.map(({ number, bytes, sha256 }) => ({ number, bytes, sha256 })),
      received: sumOf(parts),
      partBytes: { good: partLimits.goodBytes, max: partLimits.maxBytes },
      assetId: row.assetId as Upload['assetId'],
      expiresAt: toIso(row.touchedAt + restMs),
    }
  }

  /** Notes a part that is on disk. Throws where the upload has ended meanwhile, or holds more than was announced. */
  function note(part: UploadPartRow, from: string): void {
    const row = needOpen(part.uploadId)
    const before = uploadParts(store.read, row.id)
    const others = before.filter(({ number }) => number !== part.number)
    if (sumOf(others) + part.bytes > row.bytes) throw unprocessable([{ path: 'body', says: said('upload_too_much') }])
    renameSync(from, pathOf(part))
    syncFolder(folderOf(row.id))
    store.write((tx) => {
      saveUploadPart(tx, part)
      updateUpload(tx, row.id, { touchedAt: part.at })
    })
    const replaced = before.find(({ number }) => number === part.number)
    if (replaced && replaced.sha256 !== part.sha256) void rm(pathOf(replaced), { force: true })
  }

  async function assemble(row: UploadRow): Promise<Asset> {
    const parts = uploadParts(store.read, row.id)
    const gap = parts.findIndex(({ number }, index) => number !== index + 1)
    if (gap >= 0) throw conflict('part_missing', said('upload_part_missing', { part: gap + 1 }))
    const received = sumOf(parts)
    if (received !== row.bytes) throw conflict('incomplete', said('upload_short', { bytes: row.bytes, received }))
    const asset = await media.addStream(row.name, whole(parts, row.sha256), row.alt)
    store.write((tx) => {
      updateUpload(tx, row.id, { assetId: asset.id, completedAt: clock.now(), touchedAt: clock.now() })
      removeUploadParts(tx, row.id)
    })
    await rm(folderOf(row.id), { recursive: true, force: true })
    return asset
  }

  /** All parts as one file; fails at its end where it is not what was announced. */
  async function* whole(parts: readonly UploadPartRow[], announced: string | null): AsyncGenerator<Uint8Array> {
    const hash = createHash('sha256')
    for (const part of parts) {
      for await (const chunk of createReadStream(pathOf(part)) as AsyncIterable<Uint8Array>) {
        hash.update(chunk)
        yield chunk
      }
    }
    if (announced !== null && hash.digest('hex') !== announced)
      throw unprocessable([{ path: 'sha256', says: said('upload_checksum') }])
  }

  async function forget(id: string): Promise<void> {
    store.write((tx) => removeUpload(tx, id))
    await rm(folderOf(id), { recursive: true, force: true })
  }

  return {
    begin(input: { name: string; alt: string; bytes: number; sha256?: string | undefined }): Upload {
      const { name, alt, bytes, sha256 = null } = input
      if (bytes > mostBytes) throw fileRefused('too_large', name)
      if (countOpenUploads(store.read) >= mostOpen)
        throw conflict('too_many_uploads', said('upload_too_many', { max: mostOpen }))
      const id = ids('upl')
      const now = clock.now()
      store.write((tx) => insertUpload(tx, { id, name, alt, bytes, sha256, createdAt: now, touchedAt: now }))
      return view(need(id))
    },
    get: (id: string) => view(need(id)),
    /** Takes a stream of bytes as a part. What breaks off, or is not what was announced, leaves nothing. */
    async putPart(
      id: string,
      number: number,
      source: AsyncIterable<Uint8Array>,
      announced: string | undefined,
    ): Promise<Upload> {
      const { name } = needOpen(id)
      const path = join(folderOf(id), `${number}-${randomBytes(8).toString('hex')}.coming`)
      try {
        await mkdir(folderOf(id), { recursive: true })
        const { bytes, sha256 } = await receive(source, path)
        if (bytes === 0) throw fileRefused('empty', name)
        if (announced !== undefined && announced !== sha256)
          throw unprocessable([{ path: 'query.sha256', says: said('upload_checksum') }])
        note({ uploadId: id, number, bytes, sha256, at: clock.now() }, path)
      } catch (error) {
        await rm(path, { force: true })
        throw refusedAtTarget(error, name)
      }
      return view(need(id))
    },
    async complete(id: string): Promise<Asset> {
      const row = need(id)
      if (row.assetId !== null) return media.get(row.assetId)
      if (row.completedAt !== null) throw conflict('completed', said('upload_completed'))
      const running = completing.get(id)
      if (running) return running
      const work = assemble(row).finally(() => completing.delete(id))
      completing.set(id, work)
      return work
    },
    async abort(id: string): Promise<{ id: Upload['id'] }> {
      need(id)
      if (completing.has(id)) throw conflict('completing', said('upload_completing'))
      await forget(id)
      return { id: id as Upload['id'] }
    },
    /** Forgets what rested too long, and what lies there of uploads nobody knows: all at once, so that none begins in between. */
    async sweep(): Promise<void> {
      const resting = restingUploads(store.read, clock.now() - restMs).filter((id) => !completing.has(id))
      if (resting.length > 0) store.write((tx) => resting.forEach((id) => removeUpload(tx, id)))
      const known = new Set(uploadIds(store.read))
      const found = existsSync(root) ? readdirSync(root) : []
      const gone = found.filter((name) => !known.has(name))
      await Promise.all(gone.map((name) => rm(join(root, name), { recursive: true, force: true })))
    },
  }
}

const sumOf = (parts: readonly { bytes: number }[]) => parts.reduce((sum, { bytes }) => sum + bytes, 0)

async function receive(source: AsyncIterable<Uint8Array>, path: string): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash('sha256')
  let bytes = 0
  const measure = new Transform({
    transform(chunk: Uint8Array, _encoding, done) {
      bytes += chunk.length
      if (bytes > partLimits.maxBytes) return done(partTooLarge())
      hash.update(chunk)
      done(null, chunk)
    },
  })
  await pipeline(source, measure, createWriteStream(path, { flags: 'wx', mode: 0o600, flush: true }))
  return { bytes, sha256: hash.digest('hex') }
}

function partTooLarge() {
  return new ORPCError('payload_too_large', {
    status: 413,
    message: 'That is too large for one part',
    data: { maxBytes: partLimits.maxBytes },
    defined: true,
  })
}
