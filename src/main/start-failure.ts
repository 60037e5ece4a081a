import { StoreRefused } from '../core/store/open.ts'
import { fill, type Words } from './words.ts'

const notWritable = new Set(['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST', 'SQLITE_READONLY', 'SQLITE_CANTOPEN'])
const full = new Set(['ENOSPC', 'SQLITE_FULL'])
const damaged = /^SQLITE_(NOTADB|CORRUPT)/

/** Why the studio could not start and what to do about it, for a person. */
export function describeStartFailure(error: unknown, dataDir: string, words: Words): string {
  const reason = error instanceof Error ? error.message : String(error)
  const code = String((error as { code?: unknown } | null)?.code)
  if (error instanceof StoreRefused || damaged.test(code)) return fill(words.dataRefused, { reason, dataDir })
  if (notWritable.has(code)) return fill(words.cannotWrite, { dataDir })
  if (full.has(code)) return fill(words.diskFull, { dataDir })
  return reason
}
