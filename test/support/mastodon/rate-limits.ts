import { countUse, nearest } from '../sim/rate.ts'
import type { Windows } from '../sim/rate.ts'
import { Refused } from '../sim/refused.ts'
import type { Ask } from '../sim/server.ts'
import type { ServerOptions } from './options.ts'

/**
 * Mastodon's buckets, per token: all requests, uploads, deletions. Gives the headers of the one nearest to its end, and refuses what is over
 * (docs api/rate-limits.md).
 */
export function countRequest(
  windows: Windows,
  ask: Ask,
  now: number,
  limits: NonNullable<ServerOptions['rateLimits']>,
): Record<string, string> {
  const who = ask.headers.authorization ?? 'nobody'
  const use = (bucket: string, minutes: number, limit: number) =>
    countUse(windows, `${bucket} ${who}`, now, { limit, periodMs: minutes * 60_000, starts: 'aligned' })
  const counted = [use('all', 5, limits.requests)]
  if (ask.method === 'POST' && /^\/api\/v\d\/media$/.test(ask.path)) counted.push(use('upload', 30, limits.uploads))
  if (ask.method === 'DELETE' && ask.path.startsWith('/api/v1/statuses/'))
    counted.push(use('delete', 30, limits.deletions))
  const told = nearest(counted)
  if (!told) return {}
  if (told.over) throw new Refused(429, 'rate_limited', 'Too many requests', { resetsAt: told.resetsAt })
  return {
    'x-ratelimit-limit': String(told.limit),
    'x-ratelimit-remaining': String(told.remaining),
    'x-ratelimit-reset': new Date(told.resetsAt).toISOString(),
  }
}
