import { createHash, randomBytes } from 'node:crypto'
import { createWriteStream, mkdirSync, renameSync, rmSync } from 'node:fs'
import { mkdir, open, readdir, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { syncFolder } from '../durable-file.ts'
import { endLeftBehind } from './video/left-behind.ts'
import { fileRefused, refusedAtSource, refusedAtTarget } from './refused.ts'

/** What came in, safe on disk under a name of its own, not yet in the library. */
export interface Received {
  readonly path: string
  readonly sha256: string
  readonly bytes: number
}

/** Files of a workspace, named by their content: `media/ab/abcdef….ext`. The same content twice is one file. */
export interface ContentFolder {
  /** Streams `source` to disk while hashing it; memory stays flat. What broke off leaves nothing. Throws `file_refused`. */
  receive(source: AsyncIterable<Uint8Array>, name: string, maxBytes: number): Promise<Received>
  /** A path for a file that is made here: beside what is received, of no name, not there yet. */
  room(): Promise<string>
  /** What was written there, as if it had been received. */
  measure(path: string): Promise<Received>
  /** Moves what was received to its place, durably and in one step, so that nobody erases it between this and its entry in the library. */
  keep(received: Received, extension: string): void
  discard(received: Pick<Received, 'path'>): Promise<void>
  pathOf(sha256: string, extension: string): string
  /** Path of something made from a file (a preview, a conversion): `media/made/ab/<sha256>-<kind>.ext`. */
  madePath(sha256: string, kind: string, extension: string): string
  /** Removes a file, at once. */
  remove(sha256: string, extension: string): void
  /** Removes everything made from a file. */
  removeMade(sha256: string): Promise<void>
  /** Removes conversions that were made before `before` (ms); they can be made again. Answers how many. */
  removeConversions(before: number): Promise<number>
}

/** What conversions are named, so that they can be told from previews. */
export const conversionKind = 'to-'

export function createContentFolder(workspaceFolder: string): ContentFolder {
  const root = join(workspaceFolder, 'media')
  const incoming = join(root, 'incoming')
  const made = join(root, 'made')
  const pathOf = (sha256: string, extension: string) => join(root, sha256.slice(0, 2), `${sha256}.${extension}`)
  // What an earlier run was still receiving or making when it ended.
  endLeftBehind(incoming)
  rmSync(incoming, { recursive: true, force: true })

  return {
    pathOf,
    madePath: (sha256, kind, extension) => join(made, sha256.slice(0, 2), `${sha256}-${kind}.${extension}`),
    async receive(source, name, maxBytes) {
      const path = join(incoming, randomBytes(12).toString('hex'))
      try {
        await mkdir(incoming, { recursive: true })
        const measured = await write(source, path, name, maxBytes)
        if (measured.bytes === 0) throw fileRefused('empty', name)
        return { path, ...measured }
      } catch (error) {
        await rm(path, { force: true })
        throw isOurs(error, incoming) ? refusedAtTarget(error, name) : refusedAtSource(error, name)
      }
    },
    async room() {
      await mkdir(incoming, { recursive: true })
      return join(incoming, randomBytes(12).toString('hex'))
    },
    async measure(path) {
      const hash = createHash('sha256')
      let bytes = 0
      const file = await open(path, 'r+')
      try {
        for await (const chunk of file.createReadStream({ autoClose: false }) as AsyncIterable<Uint8Array>) {
          hash.update(chunk)
          bytes += chunk.length
        }
        await file.sync()
      } finally {
        await file.close()
      }
      return { path, sha256: hash.digest('hex'), bytes }
    },
    keep(received, extension) {
      const target = pathOf(received.sha256, extension)
      mkdirSync(dirname(target), { recursive: true })
      // Over what may be there: it has the same content, or was damaged.
      renameSync(received.path, target)
      syncFolder(dirname(target))
      syncFolder(root)
    },
    discard: (received) => rm(received.path, { force: true }),
    remove: (sha256, extension) => rmSync(pathOf(sha256, extension), { force: true }),
    async removeMade(sha256) {
      await removeIf(join(made, sha256.slice(0, 2)), (file) => file.startsWith(`${sha256}-`))
    },
    async removeConversions(before) {
      const folders = await list(made)
      const removed = await Promise.all(
        folders.map((folder) =>
          removeIf(join(made, folder), async (file) => {
            if (!file.includes(`-${conversionKind}`)) return false
            return (await stat(join(made, folder, file))).mtimeMs < before
          }),
        ),
      )
      return removed.reduce((sum, count) => sum + count, 0)
    },
  }
}

async function write(source: AsyncIterable<Uint8Array>, path: string, name: string, maxBytes: number) {
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
  await pipeline(source, measure, createWriteStream(path, { flags: 'wx', mode: 0o600, flush: true }))
  return { sha256: hash.digest('hex'), bytes }
}

/** Whether an error of the system came from our folder and not from the file that was given. */
function isOurs(error: unknown, folder: string): boolean {
  const { path, syscall } = error as NodeJS.ErrnoException
  return path?.startsWith(folder) === true || syscall === 'mkdir' || syscall === 'write' || syscall === 'fsync'
}

async function removeIf(folder: string, applies: (file: string) => boolean | Promise<boolean>): Promise<number> {
  let count = 0
  for (const file of await list(folder)) {
    if (!(await applies(file))) continue
    await rm(join(folder, file), { force: true })
    count++
  }
  return count
}

async function list(folder: string): Promise<string[]> {
  try {
    return await readdir(folder)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}
