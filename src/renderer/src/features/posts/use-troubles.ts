import { useQuery } from '@tanstack/react-query'
import type { Delivery } from '../../../../contract/deliveries.ts'
import { useStudio } from '../../lib/studio.ts'

const none: readonly Delivery[] = []
const maps = new WeakMap<readonly Delivery[], ReadonlyMap<string, readonly Delivery[]>>()

/** One map for all who ask, made again only when the deliveries were read again. */
function byPostOf(all: readonly Delivery[]): ReadonlyMap<string, readonly Delivery[]> {
  const known = maps.get(all)
  if (known) return known
  const byPost = new Map<string, Delivery[]>()
  for (const delivery of all) {
    const others = byPost.get(delivery.postId)
    if (others) others.push(delivery)
    else byPost.set(delivery.postId, [delivery])
  }
  maps.set(all, byPost)
  return byPost
}

/** Deliveries that did not go as meant, latest due first, and by post: what a list says beside a status. */
export function useTroubles() {
  const studio = useStudio()
  const query = useQuery(
    studio.deliveries.list.queryOptions({ input: { status: ['unknown', 'failed', 'missed', 'retrying'], limit: 200 } }),
  )
  return { query, byPost: byPostOf(query.data?.items ?? none) }
}
