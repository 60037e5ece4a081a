import type { Said } from '../../contract/sentences/index.ts'
import { said } from '../../contract/sentences/index.ts'
import { saidOf, StepFailed } from '../publishers/publisher.ts'
import {
  claimUnneeded,
  filesAt,
  getHost,
  nextRemoval,
  retiredHosts,
  unneededFiles,
  updateHosted,
  type HostedFileRow,
  type MediaHostRow,
} from '../store/media-host.ts'
import type { WriteTx } from '../store/tx.ts'
import { VaultLocked } from '../vault/vault.ts'
import type { WorkspaceContext } from '../workspace-context.ts'
import type { Host } from './host.ts'

/** A removal that failed is tried again after this, then after twice as long each time. */
const backoffMs = { least: 30_000, most: 24 * 3_600_000 }
/** While the vault is locked nothing can be removed; it costs nothing to look again. */
const lockedMs = 60_000
/** How long a host out of use keeps its key for what could not be removed from it. */
const patienceMs = 30 * 24 * 3_600_000

export interface Removal {
  /** Looks now for what nobody needs any more; while it is looking, once more after that. */
  poke(): void
  /** The same, and waits for its end. */
  sweep(): Promise<void>
  close(): Promise<void>
}

/** Removes hosted files that no delivery needs any more, until it succeeds. A failure never touches a delivery. */
export function createRemoval(
  { store, clock, log, emit }: WorkspaceContext,
  open: (row: MediaHostRow) => Promise<Host>,
  isUploading: (key: string) => boolean,
  keys: { has(hostId: string): boolean; forget(tx: WriteTx, hostId: string): void },
): Removal {
  const stopping = new AbortController()
  let running: Promise<void> | null = null
  let again = false
  let cancelTimer = () => {}

  async function removeOne(file: HostedFileRow): Promise<void> {
    const row = getHost(store.read, file.hostId)
    if (!row) throw new Error(`media host ${file.hostId} is gone`)
    const host = await open(row)
    await host.remove(file.key, stopping.signal)
    store.write((tx) => updateHosted(tx, file.key, { removedAt: clock.now(), url: null, problem: null }))
  }

  async function once(): Promise<void> {
    const silent = new Set<string>()
    let told = false
    for (const { key, hostId } of unneededFiles(store.read, clock.now())) {
      if (stopping.signal.aborted) return
      if (isUploading(key)) continue
      // From here on no retry of its delivery finds it: it is uploaded anew under another key, which this removal cannot hit.
      const file = store.write((tx) => claimUnneeded(tx, key, clock.now()))
      // A host that does not answer is asked once, not once a file.
      if (!file || silent.has(hostId)) continue
      try {
        await removeOne(file)
      } catch (error) {
        if (stopping.signal.aborted) return
        silent.add(hostId)
        putOff(file, error)
      }
      told = true
    }
    giveUp()
    if (told) emit({ type: 'media_host.changed' })
  }

  function putOff(file: HostedFileRow, error: unknown): void {
    const problem = reasonOf(error)
    if (!problem) log.error('a hosted file could not be removed', { key: file.key, error: String(error) })
    else if (file.tries === 0) log.warn('a hosted file could not be removed yet', { key: file.key, why: problem.says })
    const wait = error instanceof VaultLocked ? lockedMs : Math.min(backoffMs.most, backoffMs.least * 2 ** file.tries)
    const nextTryAt = clock.now() + wait
    store.write((tx) => {
      updateHosted(tx, file.key, { tries: Math.min(file.tries + 1, 30), problem })
      // The others of this host wait along.
      for (const other of unneededFiles(tx, clock.now())) {
        if (other.hostId === file.hostId) updateHosted(tx, other.key, { nextTryAt })
      }
    })
  }

  /** Forgets the key of hosts out of use: at once where nothing of ours is left there, in the end in any case. */
  function giveUp(): void {
    for (const { id, retiredAt } of retiredHosts(store.read)) {
      const files = filesAt(store.read, id)
      if (files.length > 0 ? clock.now() - (retiredAt ?? 0) < patienceMs : !keys.has(id)) continue
      for (const { key } of files)
        log.warn('a hosted file stays where it is: its host is out of use and could not be reached', { key })
      store.write((tx) => {
        for (const { key } of files) updateHosted(tx, key, { abandonedAt: clock.now() })
        keys.forget(tx, id)
      })
    }
  }

  function run(): Promise<void> {
    cancelTimer()
    again = false
    const work = Promise.resolve()
      .then(once)
      .catch((error: unknown) => log.error('hosted files could not be looked after', { error: String(error) }))
      .then(() => {
        running = null
        if (stopping.signal.aborted) return
        if (again) return void run()
        const next = nextRemoval(store.read)
        if (next !== null) cancelTimer = clock.after(Math.max(1_000, next - clock.now()), () => removal.poke())
      })
    running = work
    return work
  }

  const removal: Removal = {
    poke() {
      if (stopping.signal.aborted) return
      if (running) again = true
      else void run()
    },
    async sweep() {
      while (running) await running
      if (!stopping.signal.aborted) await run()
    },
    async close() {
      cancelTimer()
      stopping.abort()
      await running
    },
  }
  return removal
}

/** Null for a mistake of ours. */
function reasonOf(error: unknown): Said | null {
  if (error instanceof VaultLocked) return said('host_vault_locked')
  return error instanceof StepFailed ? saidOf(error.outcome.failure) : null
}
