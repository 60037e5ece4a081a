import { Temporal } from 'temporal-polyfill'
import type { PostSummary, When } from '../../../../contract/posts.ts'
import type { PostStatus } from '../../../../contract/vocabulary.ts'

/** A time as it is sent to the studio: what the clock shows, and in which zone. */
export interface WallTimeIn {
  readonly wallTime: string
  readonly zone: string
}

/** How a post is moved: by its plan, by scheduling it again, or not at all. */
export type Mover =
  | { readonly by: 'plan' | 'schedule' }
  | { readonly by: null; readonly why: 'published' | 'publishing' | 'partly' | 'unknown' | 'canceled' }

const movers = {
  idea: { by: 'plan' },
  draft: { by: 'plan' },
  in_review: { by: 'plan' },
  approved: { by: 'plan' },
  rejected: { by: 'plan' },
  scheduled: { by: 'schedule' },
  missed: { by: 'schedule' },
  failed: { by: 'schedule' },
  publishing: { by: null, why: 'publishing' },
  published: { by: null, why: 'published' },
  partially_published: { by: null, why: 'partly' },
  unknown: { by: null, why: 'unknown' },
  canceled: { by: null, why: 'canceled' },
} as const satisfies Record<PostStatus, Mover>

export function moverOf(post: Pick<PostSummary, 'status'>): Mover {
  return movers[post.status]
}

/** The moment a wall time means: one that does not exist moves forward, one that comes twice takes the first. */
export function momentOf({ wallTime, zone }: WallTimeIn): Temporal.Instant {
  return Temporal.PlainDateTime.from(wallTime).toZonedDateTime(zone, { disambiguation: 'compatible' }).toInstant()
}

/** A plan earlier or later by what the clock shows: a day later is the same time of day, also across a clock change. */
export function shifted(when: Pick<When, 'wallTime' | 'zone'>, by: Temporal.DurationLike): WallTimeIn {
  const wallTime = Temporal.PlainDateTime.from(when.wallTime).add(by).toString({ smallestUnit: 'minute' })
  return { wallTime, zone: when.zone }
}

/** Whether the time is over already: nothing can be planned for it. */
export function isOver(time: WallTimeIn, now: Temporal.Instant): boolean {
  return Temporal.Instant.compare(momentOf(time), now) <= 0
}
