import { createTanstackQueryUtils, type RouterUtils } from '@orpc/tanstack-query'
import { MutationCache, QueryClient } from '@tanstack/react-query'
import { useContext } from 'react'
import type { StudioClient } from '../../../contract/index.ts'
import type { Workspace } from '../../../contract/workspaces.ts'
import { toast } from '../ui/toast.tsx'
import { clientOf } from './bridge.ts'
import { codeOf, describeError } from './errors.ts'
import { pathOf, staleAfter } from './stale.ts'
import { WorkspaceContext } from './workspace-context.ts'

export type Studio = RouterUtils<StudioClient>

/** Routes of the studio itself: workspaces, settings, vault. Cached once, whatever workspace is open. */
export const host: Studio = createTanstackQueryUtils(clientOf(null), { path: ['studio'] })
export const hostClient: StudioClient = clientOf(null)

const studios = new Map<string, Studio>()

/** Queries and mutations of one workspace; nothing of another can be in its cache. */
export function studioOf(workspace: string): Studio {
  const known = studios.get(workspace)
  if (known) return known
  const made: Studio = createTanstackQueryUtils(clientOf(workspace), { path: [workspace] })
  studios.set(workspace, made)
  return made
}

/** The open workspace. Views are only shown inside one. */
export function useWorkspace(): Workspace {
  const workspace = useContext(WorkspaceContext)
  if (!workspace) throw new Error('useWorkspace is called outside of a workspace')
  return workspace
}

/** Queries and mutations of the open workspace: `useQuery(studio.posts.get.queryOptions({ input: { id } }))`. */
export function useStudio(): Studio {
  return studioOf(useWorkspace().id)
}

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      // Answers about what was asked will be the same; only a lost connection is worth another try.
      retry: (count, error) => codeOf(error) === 'unreachable' && count < 2,
      refetchOnWindowFocus: false,
      networkMode: 'always',
    },
    mutations: { networkMode: 'always' },
  },
  mutationCache: new MutationCache({
    onSuccess: (_data, _input, _context, mutation) => {
      const path = pathOf(mutation.options.mutationKey)
      void invalidate(path[0] === 'studio' ? null : (path[0] ?? null), staleAfter(path))
    },
    // Nothing fails in silence: a mutation that shows its own error says so with `meta: { quiet: true }`.
    onError: (error, _input, _context, mutation) => {
      if (!mutation.meta?.['quiet']) toast(describeError(error).message, { stays: true })
    },
  }),
})

/** Marks what is cached of `areas` as stale; `workspace` null means of every one. */
export function invalidate(workspace: string | null, areas: readonly string[] | 'all'): Promise<void> {
  return queryClient.invalidateQueries({
    predicate: ({ queryKey }) => {
      const path = pathOf(queryKey)
      const ofThis = workspace === null || path[0] === workspace || path[0] === 'studio'
      return ofThis && (areas === 'all' || areas.includes(path[1] ?? ''))
    },
  })
}
