import type { PostSummary } from '../../../../contract/posts.ts'
import type { SlotGroup } from '../calendar/free-slots.ts'
import type { Placed } from '../calendar/layout.ts'

export type ProgrammeLine =
  | { readonly kind: 'post'; readonly placed: Placed; readonly past: boolean }
  | { readonly kind: 'slot'; readonly slot: SlotGroup }
  | { readonly kind: 'now' }

/** A day in order: posts, free slots still to come, and where now is. `nowMinute` null on another day than today. */
export function programmeOf(
  posts: readonly Placed[],
  slots: readonly SlotGroup[],
  nowMinute: number | null,
): ProgrammeLine[] {
  const things = [
    ...posts
      .filter(({ post }) => post.status !== 'canceled')
      .map((placed) => ({ kind: 'post' as const, placed, minute: placed.minute })),
    ...slots
      .filter((slot) => nowMinute === null || slot.minute > nowMinute)
      .map((slot) => ({ kind: 'slot' as const, slot, minute: slot.minute })),
  ].sort((a, b) => a.minute - b.minute || (a.kind === b.kind ? 0 : a.kind === 'post' ? -1 : 1))
  const lines: ProgrammeLine[] = things.map((thing) =>
    thing.kind === 'post'
      ? {
          kind: 'post',
          placed: thing.placed,
          past: nowMinute !== null && thing.minute < nowMinute && isOver(thing.placed.post),
        }
      : { kind: 'slot', slot: thing.slot },
  )
  if (nowMinute === null || things.length === 0) return lines
  const at = things.findIndex((thing) => thing.minute > nowMinute)
  return lines.toSpliced(at === -1 ? lines.length : at, 0, { kind: 'now' })
}

/** Done with: nothing about it moves any more, and it asks nothing. */
function isOver(post: Pick<PostSummary, 'status'>): boolean {
  return ['published', 'partially_published', 'failed', 'unknown', 'missed'].includes(post.status)
}

export interface DayFacts {
  readonly out: number
  readonly going: number
  readonly toGo: number
  readonly next: Placed | null
}

/** What a day comes to: how many are out, going, to go, and which is the next. Drafts go nowhere by themselves. */
export function factsOf(posts: readonly Placed[], nowMinute: number): DayFacts {
  const waiting = posts.filter(({ post }) => post.status === 'scheduled')
  return {
    out: posts.filter(({ post }) => post.status === 'published' || post.status === 'partially_published').length,
    going: posts.filter(({ post }) => post.status === 'publishing').length,
    toGo: waiting.length,
    next: waiting.find(({ minute }) => minute >= nowMinute) ?? waiting[0] ?? null,
  }
}

/** Splits `*a* b` into what stands out and what does not, and puts `insert` where the mark of it stands. */
export function emphasised(text: string, mark: string, insert: string): { text: string; strong: boolean }[] {
  return text
    .split('*')
    .map((piece, index) => ({ text: piece.replaceAll(mark, insert), strong: index % 2 === 1 }))
    .filter((piece) => piece.text !== '')
}
