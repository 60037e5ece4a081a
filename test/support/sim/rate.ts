/** How often something may be done within a period. */
export interface WindowRule {
  readonly limit: number
  readonly periodMs: number
  /** `aligned`: periods begin at multiples of their length (a day's at 00:00 UTC plus `offsetMs`); `first_use`: with the first use of each. */
  readonly starts: 'aligned' | 'first_use'
  readonly offsetMs?: number
}

/** Kept in a simulator's state, by bucket. */
export type Windows = Record<string, { resetsAt: number; used: number }>

export interface Counted {
  readonly limit: number
  readonly used: number
  readonly remaining: number
  readonly resetsAt: number
  /** This use was one too many. */
  readonly over: boolean
}

/** Counts one use (or `cost`) of `bucket`. */
export function countUse(windows: Windows, bucket: string, now: number, rule: WindowRule, cost = 1): Counted {
  const known = windows[bucket]
  const window = known && known.resetsAt > now ? known : { resetsAt: endOfPeriod(now, rule), used: 0 }
  windows[bucket] = window
  window.used += cost
  const { limit } = rule
  const { used, resetsAt } = window
  return { limit, used, remaining: Math.max(0, limit - used), resetsAt, over: used > limit }
}

function endOfPeriod(now: number, { starts, periodMs, offsetMs = 0 }: WindowRule): number {
  return starts === 'first_use' ? now + periodMs : now + periodMs - ((now - offsetMs) % periodMs)
}

/** The window that tells most: one that is over, else the one nearest to its end. */
export function nearest(counted: readonly Counted[]): Counted | null {
  return counted.reduce<Counted | null>(
    (found, next) => (!found || next.over || (!found.over && next.remaining < found.remaining) ? next : found),
    null,
  )
}
