import type * as z from 'zod'
import type { posts as contract, PostFilter, PostSummary } from '../../contract/posts.ts'
import { decodeCursor, encodeCursor } from '../store/cursor.ts'
import {
  calendarPosts,
  countByStatus,
  countPosts,
  destinationsOf,
  labelsInUse,
  listPosts,
  type PostPosition,
  type PostQuery,
  type SummaryRow,
} from '../store/posts-list.ts'
import type { Read } from '../store/tx.ts'
import { toSummary } from './view.ts'

type Answers = {
  [K in 'list' | 'calendar' | 'counts' | 'labels']: z.infer<NonNullable<(typeof contract)[K]['~orpc']['outputSchema']>>
}

/** A calendar shows no more than this. */
const calendarMost = 20_000

/** Reading posts many at a time. Each call is a fixed number of queries, however many posts there are. */
export interface Finder {
  list(input: PostFilter & { order?: 'when' | 'updated'; cursor?: string | undefined; limit: number }): Answers['list']
  calendar(input: Omit<PostFilter, 'q' | 'deleted'> & { from: string; to: string }): Answers['calendar']
  counts(): Answers['counts']
  labels(): Answers['labels']
}

export function createFinder(db: Read): Finder {
  const summaries = (rows: readonly SummaryRow[]): PostSummary[] => {
    const destinations = destinationsOf(
      db,
      rows.map(({ id }) => id),
    )
    return rows.map((row) => toSummary(row, destinations.get(row.id)))
  }

  return {
    list({ cursor, limit, order = 'when', ...filter }) {
      const bound = { ...filter, order }
      const query = toQuery(filter)
      const after = cursor === undefined ? undefined : decodeCursor<PostPosition>(cursor, bound)
      const rows = listPosts(db, query, order, after, limit + 1)
      const last = rows.length > limit ? rows[limit - 1] : undefined
      const position = last && { at: order === 'updated' ? last.updatedAt : last.plannedAt, id: last.id }
      return {
        items: summaries(rows.slice(0, limit)),
        nextCursor: position ? encodeCursor(position satisfies PostPosition, bound) : null,
        total: countPosts(db, query),
      }
    },
    calendar({ from, to, ...filter }) {
      return summaries(
        calendarPosts(db, { ...toQuery(filter), from: Date.parse(from), to: Date.parse(to) }, calendarMost),
      )
    },
    counts() {
      const { byStatus, needsYou, deleted } = countByStatus(db)
      const all = Object.values(byStatus).reduce((sum, count) => sum + count, 0)
      return {
        all,
        needsYou,
        deleted,
        drafts: byStatus['draft'] ?? 0,
        scheduled: byStatus['scheduled'] ?? 0,
        inReview: byStatus['in_review'] ?? 0,
        byStatus,
      }
    },
    labels: () => labelsInUse(db),
  }
}

function toQuery({ from, to, ...filter }: PostFilter): PostQuery {
  return {
    ...filter,
    from: from === undefined ? undefined : Date.parse(from),
    to: to === undefined ? undefined : Date.parse(to),
  }
}
