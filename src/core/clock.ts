/** Milliseconds since 1970 UTC: how core stores and compares moments. */
export type Instant = number

/** Time as core sees it. The system's in hosts, a hand-driven one in tests. */
export interface Clock {
  now(): Instant
  /** Runs `work` once, `ms` from now; the returned function takes it back. */
  after(ms: number, work: () => void): () => void
  /** Resolves `ms` from now; rejects with the signal's reason when aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
}

/** Longest delay setTimeout takes without wrapping around. */
const maxDelay = 2 ** 31 - 1

export const systemClock: Clock = {
  now: () => Date.now(),
  after(ms, work) {
    const timer = setTimeout(work, Math.min(Math.max(ms, 0), maxDelay))
    return () => clearTimeout(timer)
  },
  sleep(ms, signal) {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason)
      const stop = systemClock.after(ms, () => {
        signal?.removeEventListener('abort', onAbort)
        resolve()
      })
      const onAbort = () => {
        stop()
        reject(signal?.reason)
      }
      signal?.addEventListener('abort', onAbort, { once: true })
    })
  },
}

export function toIso(instant: Instant): string {
  return new Date(instant).toISOString()
}
