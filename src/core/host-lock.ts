import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { writeDurably } from './durable-file.ts'
import { hostFile, readHostInfo, type HostInfo } from './host-info.ts'
import { takeFileLock } from './store/file-lock.ts'

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
  const file = hostFile(dataDir)
  const release = takeFileLock(join(dataDir, 'host.lock'))
  if (!release) return { owner: false, info: readHostInfo(dataDir) }
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
