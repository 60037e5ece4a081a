import { useQuery } from '@tanstack/react-query'
import { useRouter, useRouterState } from '@tanstack/react-router'
import { useEffect } from 'react'
import type { Workspace } from '../../../contract/workspaces.ts'
import { studioOf } from '../lib/studio.ts'

/** Today of a workspace without an account and a post says nothing: the welcome stands in its place. */
export function useWelcome({ id, state }: Workspace): void {
  const router = useRouter()
  const inToday = useRouterState({ select: ({ location }) => location.pathname === '/today' })
  const enabled = inToday && state === 'open'
  const studio = studioOf(id)
  const accounts = useQuery({ ...studio.accounts.list.queryOptions({ input: {} }), enabled })
  const counts = useQuery({ ...studio.posts.counts.queryOptions(), enabled })
  const isNew = enabled && accounts.data?.length === 0 && counts.data?.all === 0 && counts.data.deleted === 0
  useEffect(() => {
    // Somebody may be on the way elsewhere already, from a notification say: that is not taken back.
    const stays = router.latestLocation.pathname === '/today'
    if (isNew && stays) void router.navigate({ to: '/welcome', replace: true })
  }, [isNew, router])
}
