import { createHash } from 'node:crypto'
import type { Clock } from '../clock.ts'
import { idempotencyConflict } from '../errors.ts'
import {
  answerIdempotentCall,
  dropIdempotentCallsBefore,
  forgetIdempotentCall,
  getIdempotentCall,
  insertIdempotentCall,
} from '../store/idempotent-calls.ts'
import type { Store } from '../store/tx.ts'

/** How long an answer can be had again. */
const keptForMs = 7 * 86_400_000

export interface IdempotentCall {
  /** Whose keys they are: two programs that choose the same do not meet. */
  readonly caller: string
  readonly key: string
  readonly operation: string
  readonly input: unknown
}

/**
 * Runs a call once for its key: the same call again is given the first answer, also while the first still runs and after a restart.
 * A call that was refused made nothing, so its key is free again. One that a crash cut off is never run again, because nobody knows
 * what it made: `idempotency_key_conflict`, reason `interrupted`.
 */
export interface Idempotency {
  run<T>(call: IdempotentCall, work: () => Promise<T>): Promise<{ output: T; replayed: boolean }>
}

export function createIdempotency({
  store,
  clock,
  bootId,
}: {
  store: Store
  clock: Clock
  bootId: string
}): Idempotency {
  const running = new Map<string, Promise<unknown>>()
  store.write((tx) => dropIdempotentCallsBefore(tx, clock.now() - keptForMs))

  return {
    async run<T>({ caller, key, operation, input }: IdempotentCall, work: () => Promise<T>) {
      const fingerprint = createHash('sha256').update(operation).update('\n').update(canonical(input)).digest('hex')
      const name = `${caller}\n${key}`
      for (;;) {
        const known = getIdempotentCall(store.read, caller, key)
        if (!known) break
        if (known.fingerprint !== fingerprint) throw idempotencyConflict('other_call')
        if (known.output) return { output: known.output.value as T, replayed: true }
        const first = running.get(name)
        if (!first || known.bootId !== bootId) throw idempotencyConflict('interrupted')
        await first.catch(() => {}) // its own caller hears of it; whoever waited may try in its place
      }
      store.write((tx) => insertIdempotentCall(tx, { caller, key, fingerprint, bootId, at: clock.now() }))
      const done = work()
      running.set(name, done)
      try {
        const output = await done
        store.write((tx) => answerIdempotentCall(tx, caller, key, { value: output ?? null }))
        return { output, replayed: false }
      } catch (error) {
        store.write((tx) => forgetIdempotentCall(tx, caller, key))
        throw error
      } finally {
        running.delete(name)
      }
    },
  }
}

/** JSON with the fields of every object in one order: the order a program wrote them in says nothing. */
export function canonical(value: unknown): string {
  return (
    JSON.stringify(value, (_name, inner: unknown) =>
      inner !== null && typeof inner === 'object' && !Array.isArray(inner)
        ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)))
        : inner,
    ) ?? 'null'
  )
}
