import { randomBytes } from 'node:crypto'
import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'

/**
 * Writes a small file so that after a crash or power loss there is the old one or the new one, never half of one. Readable by its owner alone.
 * Throws the system's error (ENOSPC, EROFS, …) and leaves the old file as it was.
 */
export function writeDurably(path: string, text: string): void {
  const fresh = `${path}.${randomBytes(6).toString('hex')}.new`
  try {
    const file = openSync(fresh, 'wx', 0o600)
    try {
      writeSync(file, text)
      fsyncSync(file)
    } finally {
      closeSync(file)
    }
    renameSync(fresh, path)
  } catch (error) {
    rmSync(fresh, { force: true })
    throw error
  }
  syncFolder(dirname(path))
}

/** Makes names created, renamed or removed in `folder` survive power loss. Windows has no such call and needs none. */
export function syncFolder(folder: string): void {
  if (process.platform === 'win32') return
  const handle = openSync(folder, 'r')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}
