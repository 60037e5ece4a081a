import type { PostSummary } from '../../../../contract/posts.ts'
import type { SlotGroup } from '../calendar/free-slots.ts'
import type { Timed } from '../calendar/layout.ts'

export type ProgrammeLine =
  | { readonly kind: 'post'; readonly placed: Timed; readonly past: boolean }
  | { readonly kind: 'slot'; readonly slot: SlotGroup }
  | { readonly kind: 'now' }

/** A day in order: posts, free slots still to come, and where now is: the present minute in epoch ms, null on another day than today. */
export function programmeOf(posts: readonly Timed[], slots: readonly SlotGroup[], now: number | null): ProgrammeLine[] {
  const things = [
    ...posts
      .filter(({ post }) => post.status !== 'canceled')
      .map((placed) => ({ kind: 'post' as const, placed, at: minuteOf(placed.at) })),
    ...slots
      .map((slot) => ({ kind: 'slot' as const, slot, at: minuteOf(Date.parse(slot.when.at)) }))
      .filter(({ at }) => now === null || at > now),
  ].sort((a, b) => a.at - b.at || (a.kind === b.kind ? 0 : a.kind === 'post' ? -1 : 1))
  const lines: ProgrammeLine[] = things.map((thing) =>
    thing.kind === 'post'
      ? {
          kind: 'post',
          placed: thing.placed,
          past: now !== null && thing.at < now && isOver(thing.placed.post),
        }
      : { kind: 'slot', slot: thing.slot },
  )
  if (now === null || things.length === 0) return lines
  const next = things.findIndex((thing) => thing.at > now)
  return lines.toSpliced(next === -1 ? lines.length : next, 0, { kind: 'now' })
}

/** The full minute a moment lies in: what is due this minute is neither past nor to come. */
function minuteOf(at: number): number {
  return at - (at % 60_000)
}

/** Done with: nothing about it moves any more, and it asks nothing. */
function isOver(post: Pick<PostSummary, 'status'>): boolean {
  return ['published', 'partially_published', 'failed', 'unknown', 'missed'].includes(post.status)
}

export interface DayFacts {
  readonly out: number
  readonly going: number
  readonly toGo: number
  readonly next: Timed | null
}

/** What a day comes to: how many are out, going, to go, and which is the next. Drafts go nowhere by themselves. */
export function factsOf(posts: readonly Timed[], now: number): DayFacts {
  const waiting = posts.filter(({ post }) => post.status === 'scheduled')
  return {
    out: posts.filter(({ post }) => post.status === 'published' || post.status === 'partially_published').length,
    going: posts.filter(({ post }) => post.status === 'publishing').length,
    toGo: waiting.length,
    next: waiting.find(({ at }) => at >= now) ?? waiting[0] ?? null,
  }
}

/** Splits `*a* b` into what stands out and what does not, and puts `insert` where the mark of it stands. */
export function emphasised(text: string, mark: string, insert: string): { text: string; strong: boolean }[] {
  return text
    .split('*')
    .map((piece, index) => ({ text: piece.replaceAll(mark, insert), strong: index % 2 === 1 }))
    .filter((piece) => piece.text !== '')
}
