import { useQuery } from '@tanstack/react-query'
import { useNavigate, useRouterState } from '@tanstack/react-router'
import { useEffect } from 'react'
import type { Workspace } from '../../../contract/workspaces.ts'
import { studioOf } from '../lib/studio.ts'

/** Today of a workspace without an account and a post says nothing: the welcome stands in its place. */
export function useWelcome({ id, state }: Workspace): void {
  const navigate = useNavigate()
  const inToday = useRouterState({ select: ({ location }) => location.pathname === '/today' })
  const enabled = inToday && state === 'open'
  const studio = studioOf(id)
  const accounts = useQuery({ ...studio.accounts.list.queryOptions({ input: {} }), enabled })
  const counts = useQuery({ ...studio.posts.counts.queryOptions(), enabled })
  const isNew = enabled && accounts.data?.length === 0 && counts.data?.all === 0 && counts.data.deleted === 0
  useEffect(() => {
    if (isNew) void navigate({ to: '/welcome', replace: true })
  }, [isNew, navigate])
}
