import type { Said } from '../../contract/sentences/index.ts'
import type { Instant } from '../clock.ts'
import { failure, type HostableFile, type StepFailure } from '../publishers/publisher.ts'

/** A file whose content is known. */
export interface HostFile extends HostableFile {
  /** SHA-256 of its bytes, in hex. */
  readonly sha256: string
}

/** Where a file can be fetched without credentials. */
export interface Address {
  readonly url: string
  /** When it stops working; null where it does not. */
  readonly until: Instant | null
}

/** A place for files, opened for some calls. Keys are ours. Every method can be repeated and throws StepFailed, never with code `reconnect`. */
export interface Host {
  /** As people know it. */
  readonly name: string
  /**
   * The address of what lies under `key`, the same one each time for the same `until`. Null where addresses are not signed and whoever knows one may
   * read the file.
   */
  readonly sign: ((key: string, until: Instant) => Promise<string>) | null
  /** Puts a file under `key`; one that lies there already is replaced. */
  put(key: string, file: HostFile, signal: AbortSignal): Promise<Address>
  /** A new address of what lies under `key`; null where nothing does. */
  renew(key: string, signal: AbortSignal): Promise<Address | null>
  /** Gone already counts. */
  remove(key: string, signal: AbortSignal): Promise<{ readonly keepsVersions: boolean }>
}

/** How long an upload may take, and every other call. */
export const patienceMs = { upload: 30 * 60_000, call: 30_000 }

/** Nothing was done for a reason that may pass. */
export function passing(said: Said, words?: string): StepFailure {
  return { is: 'not_sent', failure: failure('media_host', said, words) }
}

/** Nothing was done, and nothing will be until a person mends it. */
export function lasting(said: Said, words?: string): StepFailure {
  return { is: 'rejected', failure: failure('media_host', said, words) }
}
