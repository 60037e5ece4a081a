import type { Ask } from './exchange.ts'
import type { ServerOptions } from './options.ts'

interface Window {
  readonly resetsAt: number
  used: number
}

interface Counted {
  readonly limit: number
  readonly remaining: number
  readonly resetsAt: number
  readonly over: boolean
}

/** Mastodon's buckets, per token: all requests, uploads, deletions. Tells of the one nearest to its end. */
export class RateLimits {
  readonly #windows = new Map<string, Window>()

  count(ask: Ask, now: number, limits: NonNullable<ServerOptions['rateLimits']>): Counted {
    const who = ask.headers.authorization ?? 'nobody'
    const counted = [this.#use(`all ${who}`, now, 5 * 60_000, limits.requests)]
    if (ask.method === 'POST' && /^\/api\/v\d\/media$/.test(ask.path))
      counted.push(this.#use(`upload ${who}`, now, 30 * 60_000, limits.uploads))
    if (ask.method === 'DELETE' && ask.path.startsWith('/api/v1/statuses/'))
      counted.push(this.#use(`delete ${who}`, now, 30 * 60_000, limits.deletions))
    return counted.reduce((nearest, next) => (next.over || next.remaining < nearest.remaining ? next : nearest))
  }

  #use(bucket: string, now: number, period: number, limit: number): Counted {
    const known = this.#windows.get(bucket)
    const window = known && known.resetsAt > now ? known : { resetsAt: now + period - (now % period), used: 0 }
    this.#windows.set(bucket, window)
    window.used++
    return { limit, remaining: Math.max(0, limit - window.used), resetsAt: window.resetsAt, over: window.used > limit }
  }

  static headers({ limit, remaining, resetsAt }: Counted): Record<string, string> {
    return {
      'x-ratelimit-limit': String(limit),
      'x-ratelimit-remaining': String(remaining),
      'x-ratelimit-reset': new Date(resetsAt).toISOString(),
    }
  }
}
