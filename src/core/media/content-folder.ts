import { createHash, randomBytes } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { fileRefused, refusedBySystem } from './refused.ts'

/** What came in, safe on disk under a name of its own, not yet in the library. */
export interface Received {
  readonly path: string
  readonly sha256: string
  readonly bytes: number
}

/** Files of a workspace, named by their content: `media/ab/abcdef….ext`. The same content twice is one file. */
export interface ContentFolder {
  /** Streams `source` to disk while hashing it; memory stays flat. Throws `file_refused`. */
  receive(source: AsyncIterable<Uint8Array>, name: string, maxBytes: number): Promise<Received>
  /** Moves what was received to its place. Answers its path. */
  keep(received: Received, extension: string): Promise<string>
  discard(received: Received): Promise<void>
  pathOf(sha256: string, extension: string): string
  /** Path of something made from a file (a preview, a conversion): `media/made/ab/<sha256>-<kind>.ext`. */
  madePath(sha256: string, kind: string, extension: string): string
  /** Removes a file and everything made from it. */
  remove(sha256: string, extension: string): Promise<void>
}

export function createContentFolder(workspaceFolder: string): ContentFolder {
  const root = join(workspaceFolder, 'media')
  const incoming = join(root, 'incoming')
  const pathOf = (sha256: string, extension: string) => join(root, sha256.slice(0, 2), `${sha256}.${extension}`)
  const madePath = (sha256: string, kind: string, extension: string) => join(root, 'made', sha256.slice(0, 2), `${sha256}-${kind}.${extension}`)

  return {
    pathOf,
    madePath,
    async receive(source, name, maxBytes) {
      await mkdir(incoming, { recursive: true })
      const path = join(incoming, randomBytes(12).toString('hex'))
      const hash = createHash('sha256')
      let bytes = 0
      const measure = new Transform({
        transform(chunk: Uint8Array, _encoding, done) {
          bytes += chunk.length
          if (bytes > maxBytes) return done(fileRefused('too_large', name))
          hash.update(chunk)
          done(null, chunk)
        },
      })
      try {
        await pipeline(source, measure, createWriteStream(path, { flags: 'wx', mode: 0o600, flush: true }))
      } catch (error) {
        await rm(path, { force: true })
        throw refusedBySystem(error, name)
      }
      if (bytes === 0) {
        await rm(path, { force: true })
        throw fileRefused('empty', name)
      }
      return { path, sha256: hash.digest('hex'), bytes }
    },
    async keep(received, extension) {
      const target = pathOf(received.sha256, extension)
      await mkdir(join(root, received.sha256.slice(0, 2)), { recursive: true })
      if (await exists(target)) await rm(received.path, { force: true })
      else await rename(received.path, target)
      await syncFolder(join(root, received.sha256.slice(0, 2)))
      return target
    },
    discard: (received) => rm(received.path, { force: true }),
    async remove(sha256, extension) {
      await rm(pathOf(sha256, extension), { force: true })
      const folder = join(root, 'made', sha256.slice(0, 2))
      const made = await readdir(folder).catch(() => [])
      await Promise.all(made.filter((file) => file.startsWith(sha256)).map((file) => rm(join(folder, file), { force: true })))
    },
  }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  )
}

async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
