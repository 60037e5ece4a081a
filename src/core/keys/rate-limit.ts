import type { Clock } from '../clock.ts'

export interface RateStand {
  readonly allowed: boolean
  readonly limit: number
  readonly remaining: number
  /** Until at least one more call is let in, or until the whole limit is free again. */
  readonly resetSeconds: number
}

/** How many calls a key may make in a minute. */
export const callsPerMinute = 600

/**
 * A sliding window over two counts: this minute's, and the share of the last one's that the window still covers. It needs no list of calls,
 * and lets in at most a few more than the limit where the last minute was uneven.
 */
export function createRateLimit(clock: Clock, limit = callsPerMinute, windowMs = 60_000) {
  const seen = new Map<string, { window: number; now: number; before: number }>()

  function at(id: string, window: number) {
    const one = seen.get(id)
    if (one?.window === window) return one
    const fresh = { window, now: 0, before: one?.window === window - 1 ? one.now : 0 }
    seen.set(id, fresh)
    return fresh
  }

  return {
    /** Counts one call of `id`, if it is let in. */
    take(id: string): RateStand {
      const now = clock.now()
      const window = Math.floor(now / windowMs)
      const passed = (now % windowMs) / windowMs
      const one = at(id, window)
      const used = one.now + one.before * (1 - passed)
      const allowed = used + 1 <= limit
      if (allowed) one.now++
      const remaining = Math.max(0, Math.floor(limit - used - (allowed ? 1 : 0)))
      return { allowed, limit, remaining, resetSeconds: Math.max(1, Math.ceil((windowMs - (now % windowMs)) / 1_000)) }
    },
  }
}
