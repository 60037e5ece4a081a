import { Temporal } from 'temporal-polyfill'
import type { Post } from '../../../../contract/posts.ts'
import type { WallTimeInZone } from '../../ui/index.ts'

/** The moment a wall time means: one that does not exist moves forward, one that comes twice takes the first. */
export function instantOf({ wallTime, zone }: WallTimeInZone): Temporal.Instant {
  return Temporal.PlainDateTime.from(wallTime).toZonedDateTime(zone, { disambiguation: 'compatible' }).toInstant()
}

export interface Situation {
  readonly post: Pick<Post, 'status' | 'review' | 'deliveries'> | null
  readonly when: WallTimeInZone | null
  readonly nextSlot: WallTimeInZone | null
  readonly chosen: number
  /** Chosen accounts that an error keeps back. */
  readonly blocked: number
  readonly needsApproval: boolean
  readonly now: Temporal.Instant
}

/** What the one button of the composer does now. `why` says what is missing where it can do nothing. */
export type Plan =
  | { readonly act: 'none'; readonly why: 'no_accounts' | 'all_blocked' | 'past' | 'under_way' | 'waits_for_review' }
  | { readonly act: 'pick_time' }
  | { readonly act: 'queue' | 'schedule' | 'move'; readonly when: WallTimeInZone }
  | { readonly act: 'submit' }
  | { readonly act: 'record'; readonly when: WallTimeInZone | null }

const movable = ['scheduled', 'retrying', 'missed'] as const

/** Decides what the composer's main button does. */
export function planOf({ post, when, nextSlot, chosen, blocked, needsApproval, now }: Situation): Plan {
  const deliveries = post?.deliveries.filter((delivery) => delivery.status !== 'canceled') ?? []
  if (deliveries.some((delivery) => delivery.status === 'publishing')) return { act: 'none', why: 'under_way' }
  const waiting = deliveries.filter((delivery) => movable.some((status) => status === delivery.status))
  if (deliveries.length > 0 && waiting.length === 0 && chosen <= deliveries.length) return { act: 'record', when }
  if (chosen === 0) return { act: 'none', why: 'no_accounts' }
  if (blocked === chosen) return { act: 'none', why: 'all_blocked' }
  if (needsApproval && post?.review !== 'approved')
    return post?.review === 'in_review' ? { act: 'none', why: 'waits_for_review' } : { act: 'submit' }
  const time = when ?? nextSlot
  if (!time) return { act: 'pick_time' }
  if (Temporal.Instant.compare(instantOf(time), now) <= 0) return { act: 'none', why: 'past' }
  if (waiting.length === 0) return { act: when ? 'schedule' : 'queue', when: time }
  const same = waiting.every(
    (delivery) => delivery.wallTime.slice(0, 16) === time.wallTime && delivery.zone === time.zone,
  )
  return same && waiting.length >= chosen - blocked ? { act: 'record', when: time } : { act: 'move', when: time }
}
