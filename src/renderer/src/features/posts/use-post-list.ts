import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { PostFilter, PostSummary } from '../../../../contract/posts.ts'
import { useStudio } from '../../lib/studio.ts'
import type { Order, PostTab } from './post-query.ts'

const pageSize = 100

/** Posts of a query, page by page; what was shown stays while the next answer comes. */
export function usePostList(query: PostFilter & { order: Order }) {
  const studio = useStudio()
  const list = useInfiniteQuery({
    ...studio.posts.list.infiniteOptions({
      input: (cursor: string | undefined) => ({ ...query, limit: pageSize, ...(cursor && { cursor }) }),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: (page) => page.nextCursor ?? undefined,
    }),
    placeholderData: keepPreviousData,
  })
  const pages = list.data?.pages
  const posts = useMemo(() => distinct(pages?.flatMap((page) => page.items) ?? []), [pages])
  return { list, posts, total: pages?.[0]?.total ?? 0 }
}

/** A post that moved between two pages while they were read stands once. */
function distinct(posts: readonly PostSummary[]): readonly PostSummary[] {
  return [...new Map(posts.map((post) => [post.id, post])).values()]
}

/** How many posts each saved filter has. */
export function useTabCounts(week: {
  from: string
  to: string
}): Partial<Record<PostTab, number>> & { total?: number } {
  const studio = useStudio()
  const { data } = useQuery(studio.posts.counts.queryOptions())
  const thisWeek = useQuery(studio.posts.list.queryOptions({ input: { ...week, limit: 1 } }))
  if (!data) return {}
  return {
    total: data.all,
    all: data.all,
    needs: data.needsYou,
    week: thisWeek.data?.total,
    drafts: data.byStatus['draft'] ?? data.drafts,
    scheduled: data.byStatus['scheduled'] ?? data.scheduled,
    bin: data.deleted,
  }
}
