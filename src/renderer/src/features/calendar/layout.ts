import type { PostSummary } from '../../../../contract/posts.ts'
import { isLoud } from '../../ui/status.tsx'
import { type WallPlace, wallClock } from './wall-clock.ts'

/** A post at its place on the calendar's wall clock. */
export interface Placed extends WallPlace {
  readonly post: PostSummary
}

/** A post at the place its time gives it. `at` is the moment, in epoch ms: in the hour that comes twice the clock does not tell what is first. */
export interface Timed extends Placed {
  readonly at: number
}

/** Posts by day, each day in order of time; made once for all of a span. */
export function byDay(
  posts: readonly PostSummary[],
  zone: string,
  from: string,
  to: string,
): ReadonlyMap<string, readonly Timed[]> {
  const clock = wallClock(zone, from, to)
  const days = new Map<string, Timed[]>()
  const timed = posts.flatMap((post) => (post.when ? [{ post, at: Date.parse(post.when.at) }] : []))
  timed.sort((a, b) => a.at - b.at || (a.post.id < b.post.id ? -1 : 1))
  for (const { post, at } of timed) {
    const place = { post, at, ...clock(at) }
    const day = days.get(place.day)
    if (day) day.push(place)
    else days.set(place.day, [place])
  }
  return days
}

/** What of a day fits in `room` cards: the one being carried, what needs you, then what is to come, then what is done; in order of time. */
export function fitting(day: readonly Placed[], room: number, carried?: string): readonly Placed[] {
  if (day.length <= room) return day
  const rank = ({ post }: Placed) =>
    post.id === carried
      ? -1
      : isLoud(post.status)
        ? 0
        : post.status === 'published' || post.status === 'canceled'
          ? 2
          : 1
  const chosen = new Set([...day].sort((a, b) => rank(a) - rank(b)).slice(0, Math.max(0, room)))
  return day.filter((placed) => chosen.has(placed))
}

/** Something drawn in a day's column: a card in its lane, or a sign for those there is no room for. */
export type Tile<Item> =
  | {
      readonly kind: 'item'
      readonly item: Item
      readonly minute: number
      readonly lane: number
      readonly lanes: number
    }
  | {
      readonly kind: 'more'
      readonly items: readonly Item[]
      readonly minute: number
      readonly lane: number
      readonly lanes: number
    }

/**
 * Lays the things of a day beside each other where their cards would cover one another. `tall` is how many minutes a card
 * is high; at most `maxLanes` stand side by side, the last being a "5 more" where there are more.
 */
export function sideBySide<Item extends { readonly minute: number }>(
  items: readonly Item[],
  tall: number,
  maxLanes: number,
): Tile<Item>[] {
  const tiles: Tile<Item>[] = []
  for (const cluster of clustersOf(items, tall)) {
    const full = lanesFor(cluster, tall, Infinity)
    if (full.lanes <= maxLanes)
      tiles.push(...full.placed.map((one) => ({ kind: 'item' as const, ...one, lanes: full.lanes })))
    else tiles.push(...crowded(cluster, tall, maxLanes))
  }
  return tiles
}

function crowded<Item extends { readonly minute: number }>(
  cluster: readonly Item[],
  tall: number,
  maxLanes: number,
): Tile<Item>[] {
  const { placed, left } = lanesFor(cluster, tall, maxLanes - 1)
  const mores: { minute: number; items: Item[] }[] = []
  for (const item of left) {
    const last = mores.at(-1)
    if (last && item.minute < last.minute + tall) last.items.push(item)
    else mores.push({ minute: item.minute, items: [item] })
  }
  return [
    ...placed.map((one) => ({ kind: 'item' as const, ...one, lanes: maxLanes })),
    ...mores.map((more) => ({ kind: 'more' as const, ...more, lane: maxLanes - 1, lanes: maxLanes })),
  ]
}

function clustersOf<Item extends { readonly minute: number }>(items: readonly Item[], tall: number): Item[][] {
  const clusters: Item[][] = []
  let end = -Infinity
  for (const item of [...items].sort((a, b) => a.minute - b.minute)) {
    if (item.minute < end) clusters.at(-1)!.push(item)
    else clusters.push([item])
    end = item.minute + tall
  }
  return clusters
}

function lanesFor<Item extends { readonly minute: number }>(cluster: readonly Item[], tall: number, max: number) {
  const ends: number[] = []
  const placed: { item: Item; minute: number; lane: number }[] = []
  const left: Item[] = []
  for (const item of cluster) {
    let lane = ends.findIndex((end) => end <= item.minute)
    if (lane === -1) lane = ends.length
    if (lane >= max) {
      left.push(item)
      continue
    }
    ends[lane] = item.minute + tall
    placed.push({ item, minute: item.minute, lane })
  }
  return { placed, left, lanes: ends.length }
}

/** Which look a card has: what is done is quiet, what needs you or moves is loud, a plan is dashed. */
export function cardLook(post: Pick<PostSummary, 'status'>): string {
  switch (post.status) {
    case 'published':
    case 'canceled':
      return 'done'
    case 'idea':
    case 'draft':
    case 'in_review':
    case 'approved':
      return 'draft'
    case 'failed':
    case 'rejected':
      return 'bad'
    case 'unknown':
      return 'unk'
    case 'missed':
    case 'partially_published':
      return 'mis'
    case 'publishing':
      return 'pub'
    case 'scheduled':
      return ''
  }
}
