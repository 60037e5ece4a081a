/** What can go wrong with one request, and at which moment. `before` and `after` mean: before or after the peer did what was asked. */
export type Fault =
  | { readonly kind: 'drop_before' } // the connection is cut, the peer never saw the request
  | { readonly kind: 'drop_during'; readonly at?: number } // it is cut once this share of the body was read (half unless told)
  | { readonly kind: 'drop_after' } // the peer did it, not one byte of its answer arrives
  | { readonly kind: 'cut_body' } // the peer did it, half of its answer arrives
  | { readonly kind: 'error_before'; readonly status?: number } // a 5xx, nothing was done
  | { readonly kind: 'error_after'; readonly status?: number } // a 5xx, and yet it was done
  | { readonly kind: 'rate_limited'; readonly resetMs: number } // 429, nothing was done
  | { readonly kind: 'delay'; readonly ms: number } // done and answered, late
  | { readonly kind: 'stall'; readonly done: boolean } // never answered, until who asked gives up; done all the same, or not
  | { readonly kind: 'slow_body'; readonly ms: number } // done and answered, piece by piece over this time

export type FaultKind = Fault['kind']

/** Which requests a fault is for; what is left out matches all. */
export interface RequestMatch {
  readonly method?: string
  readonly path?: string | RegExp
}

/** As JSON carries it between processes: `pattern` is the source of a regular expression for the path. */
export interface RequestMatchJson {
  readonly method?: string
  readonly path?: string
  readonly pattern?: string
}

export function matchFromJson({ pattern, ...match }: RequestMatchJson): RequestMatch {
  return pattern === undefined ? match : { ...match, path: new RegExp(pattern) }
}

/** Chances of each fault, from 0 to 1 and together at most 1, for the requests that match. */
export interface FaultOdds {
  readonly match: RequestMatch
  readonly odds: Partial<Record<FaultKind, number>>
  /** How late a delayed answer is, at most. */
  readonly maxDelayMs?: number
}

/** Decides which request fails how: those ordered by a test first, then by seeded chance. */
export class FaultPlan {
  readonly counts: Partial<Record<FaultKind, number>> = {}
  #ordered: { match: RequestMatch; fault: Fault; left: number; skip: number }[] = []
  #odds: readonly FaultOdds[] = []
  #random: () => number

  constructor(seed = 1) {
    this.#random = seededRandom(seed)
  }

  /** The next `times` matching requests fail so, after `skip` that do not. */
  next(match: RequestMatch, fault: Fault, { times = 1, skip = 0 }: { times?: number; skip?: number } = {}): void {
    this.#ordered.push({ match, fault, left: times, skip })
  }

  odds(odds: readonly FaultOdds[]): void {
    this.#odds = odds
  }

  /** No more faults of either kind. */
  heal(): void {
    this.#ordered = []
    this.#odds = []
  }

  pick(method: string, path: string): Fault | null {
    const fault = this.#pickOrdered(method, path) ?? this.#pickByChance(method, path)
    if (fault) this.counts[fault.kind] = (this.counts[fault.kind] ?? 0) + 1
    return fault
  }

  #pickOrdered(method: string, path: string): Fault | null {
    const order = this.#ordered.find(({ match, left }) => left > 0 && matches(match, method, path))
    if (!order) return null
    if (order.skip > 0) {
      order.skip--
      return null
    }
    order.left--
    return order.fault
  }

  #pickByChance(method: string, path: string): Fault | null {
    const rule = this.#odds.find(({ match }) => matches(match, method, path))
    if (!rule) return null
    let roll = this.#random()
    for (const [kind, chance] of Object.entries(rule.odds) as [FaultKind, number][]) {
      if (roll < chance) return this.#make(kind, rule.maxDelayMs ?? 100)
      roll -= chance
    }
    return null
  }

  #make(kind: FaultKind, maxDelayMs: number): Fault {
    if (kind === 'delay' || kind === 'slow_body') return { kind, ms: Math.round(this.#random() * maxDelayMs) }
    if (kind === 'stall') return { kind, done: this.#random() < 0.5 }
    if (kind === 'drop_during') return { kind, at: this.#random() }
    if (kind === 'rate_limited') return { kind, resetMs: 1_000 }
    return { kind }
  }
}

export function matches({ method, path }: RequestMatch, actualMethod: string, actualPath: string): boolean {
  if (method !== undefined && method !== actualMethod) return false
  if (path === undefined) return true
  return typeof path === 'string' ? path === actualPath : path.test(actualPath)
}

/** Numbers in [0, 1) that are the same for the same seed (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
