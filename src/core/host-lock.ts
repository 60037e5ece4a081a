import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'
import { writeDurably } from './durable-file.ts'
import { takeFileLock } from './store/file-lock.ts'

/** How to reach the host that owns a data folder. */
export const HostInfo = z.object({
  bootId: z.string(),
  pid: z.int(),
  host: z.enum(['desktop', 'headless']),
  /** Where it answers on loopback; null where it does not. */
  url: z.string().nullable(),
  /** Lets a program of the same person in; the file is readable by its owner alone. */
  token: z.string().nullable(),
  /** Milliseconds since 1970 UTC. */
  startedAt: z.number(),
})
export type HostInfo = z.infer<typeof HostInfo>

export type HostLock =
  | {
      readonly owner: true
      /** Tells later starts where to go. May be told again. */
      announce(info: HostInfo): void
      release(): void
    }
  /** `info` is null while the owner has not announced itself yet. */
  | { readonly owner: false; readonly info: HostInfo | null }

/**
 * Makes this process the one host of a data folder, or tells who is. The OS lock decides and dies with its process; `host.json` only says where
 * the owner is, so one left by a killed host does no harm. Throws the system's or SQLite's error where the folder cannot be written.
 */
export function acquireHostLock(dataDir: string): HostLock {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const file = join(dataDir, 'host.json')
  const release = takeFileLock(join(dataDir, 'host.lock'))
  if (!release) return { owner: false, info: readInfo(file) }
  // Of a host that was killed: whoever comes now must not be sent to it.
  rmSync(file, { force: true })
  return {
    owner: true,
    announce: (info) => writeDurably(file, `${JSON.stringify(info, null, 2)}\n`),
    release() {
      rmSync(file, { force: true })
      release()
    },
  }
}

function readInfo(file: string): HostInfo | null {
  try {
    return HostInfo.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    return null // not there, or not whole: the owner is still starting
  }
}
