import { useQueries, useQuery } from '@tanstack/react-query'
import { createContext, useContext, useMemo } from 'react'
import { useStore } from 'zustand'
import type { Account } from '../../../../contract/accounts.ts'
import type { Asset } from '../../../../contract/assets.ts'
import type { Post } from '../../../../contract/posts.ts'
import type { Problem } from '../../../../contract/platforms/index.ts'
import { useStudio } from '../../lib/studio.ts'
import { type Assets, dueOf, type Found, groupProblems, problemsFor, rulesOf } from './check.ts'
import { countOthers, daysAround } from './same-day.ts'
import { type Draft, hasOwnText, type Target } from './draft.ts'
import type { Session, SessionState } from './session.ts'

/** What every part of the composer needs to know of the open post. */
export interface Composing {
  readonly session: Session
  readonly draft: Draft
  /** As the studio has it; null while it is new. */
  readonly post: Post | null
  readonly accounts: readonly Account[]
  readonly chosen: readonly Account[]
  readonly assets: Assets
  /** The account the preview shows. */
  readonly selected: Account | null
  readonly select: (accountId: string) => void
  /** The text that is edited: the selected account's own, else the base. */
  readonly target: Target
  readonly byAccount: readonly { readonly account: Account; readonly problems: readonly Problem[] }[]
  readonly found: readonly Found[]
}

const ComposingContext = createContext<Composing | null>(null)
export const ComposingProvider = ComposingContext.Provider

export function useComposing(): Composing {
  const composing = useContext(ComposingContext)
  if (!composing) throw new Error('useComposing is called outside of the composer')
  return composing
}

export function useSessionState<T>(session: Session, pick: (state: SessionState) => T): T {
  return useStore(session.store, pick)
}

const noAccounts: readonly Account[] = []

interface Options {
  readonly session: Session
  readonly post: Post | null
  readonly selectedId: string | null
  readonly select: (accountId: string) => void
}

/** Brings draft, accounts, files and checks together. */
export function useComposingValue({ session, post, selectedId, select }: Options): Composing {
  const studio = useStudio()
  const draft = useSessionState(session, (state) => state.draft)
  const accounts = useQuery(studio.accounts.list.queryOptions({ input: {} })).data ?? noAccounts
  const assets = useAssets(draft)
  // Not judged before it is known.
  const mediaHost = useQuery(studio.mediaHost.get.queryOptions()).data?.ready ?? true
  const othersDue = useOthersDue(draft, post, accounts)
  return useMemo(() => {
    const chosen = accounts.filter((account) => draft.variants.some((variant) => variant.accountId === account.id))
    const selected = accounts.find((account) => account.id === selectedId) ?? chosen[0] ?? null
    const byAccount = chosen.map((account) => ({
      account,
      problems: problemsFor(draft, account, assets, { mediaHost, othersDue: othersDue?.(account.id) }),
    }))
    const target = selected && hasOwnText(draft, selected.id) ? selected.id : null
    return {
      session,
      draft,
      post,
      accounts,
      chosen,
      assets,
      selected,
      select,
      target,
      byAccount,
      found: groupProblems(byAccount),
    }
  }, [session, draft, post, accounts, assets, mediaHost, othersDue, selectedId, select])
}

/** What else goes to an account near the time of `draft`; null while that is not known, and where no chosen platform counts days. */
function useOthersDue(draft: Draft, post: Post | null, accounts: readonly Account[]) {
  const studio = useStudio()
  const due = dueOf(draft)
  const counted = accounts.some(
    (account) => rulesOf(account)?.daily && draft.variants.some((variant) => variant.accountId === account.id),
  )
  const planned = useQuery({
    ...studio.posts.calendar.queryOptions({ input: daysAround(due ?? 0) }),
    enabled: due !== null && counted,
  }).data
  const postId = post?.id ?? null
  return useMemo(
    () =>
      planned &&
      ((accountId: string) => (from: number, to: number) => countOthers(planned, postId, accountId, from, to)),
    [planned, postId],
  )
}

/** The files a draft uses, as far as they have been read. */
export function useAssets(draft: Draft): Assets {
  const studio = useStudio()
  const ids = useMemo(() => {
    const parts = [...draft.parts, ...draft.variants.flatMap((variant) => variant.parts ?? [])]
    return [...new Set(parts.flatMap((part) => part.media.map((one) => one.assetId)))]
  }, [draft])
  return useQueries({
    queries: ids.map((id) => studio.assets.get.queryOptions({ input: { id } })),
    combine: combineAssets,
  })
}

/** At module level, so that the map stays the same while nothing in it changed. */
function combineAssets(results: readonly { data: Asset | undefined }[]): Assets {
  return new Map(results.flatMap(({ data }) => (data ? [[data.id, data]] : [])))
}
