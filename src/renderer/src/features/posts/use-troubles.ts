import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { Delivery } from '../../../../contract/deliveries.ts'
import { useStudio } from '../../lib/studio.ts'

/** Deliveries that did not go as meant, latest due first, and by post: what a list says beside a status. */
export function useTroubles() {
  const studio = useStudio()
  const query = useQuery(
    studio.deliveries.list.queryOptions({ input: { status: ['unknown', 'failed', 'missed', 'retrying'], limit: 200 } }),
  )
  const all = query.data?.items
  const byPost = useMemo(() => {
    const posts = new Map<string, Delivery[]>()
    for (const delivery of all ?? []) posts.set(delivery.postId, [...(posts.get(delivery.postId) ?? []), delivery])
    return posts
  }, [all])
  return { query, byPost }
}
