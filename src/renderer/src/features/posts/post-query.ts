import type { PostFilter } from '../../../../contract/posts.ts'
import type { AccountId, Platform, PostStatus } from '../../../../contract/vocabulary.ts'

/** The saved filters over the table, in their order. */
export const tabs = ['all', 'needs', 'week', 'drafts', 'scheduled', 'bin'] as const
export type PostTab = (typeof tabs)[number]

/** What narrows a tab further. */
export interface Narrowing {
  readonly statuses: readonly PostStatus[]
  readonly platform: Platform | null
  readonly account: AccountId | null
  readonly label: string | null
}

export type Order = 'when' | 'updated'

export const tabStatuses: Partial<Record<PostTab, readonly PostStatus[]>> = {
  drafts: ['draft'],
  scheduled: ['scheduled'],
}

interface QueryParts {
  readonly tab: PostTab
  readonly narrowing: Narrowing
  readonly search: string
  readonly order: Order
  /** The present week, as moments. */
  readonly week: { readonly from: string; readonly to: string }
}

/** What is asked of the studio for a tab, its narrowing and what is searched. A tab that is a status keeps it. */
export function listQuery({ tab, narrowing, search, order, week }: QueryParts): PostFilter & { order: Order } {
  const own = tabStatuses[tab]
  const statuses = own ?? (narrowing.statuses.length > 0 ? narrowing.statuses : undefined)
  const q = search.trim()
  return {
    order,
    ...(statuses && { status: [...statuses] }),
    ...(narrowing.platform && { platform: narrowing.platform }),
    ...(narrowing.account && { account: narrowing.account }),
    ...(narrowing.label && { label: narrowing.label }),
    ...(q && { q: q.slice(0, 200) }),
    ...(tab === 'needs' && { needsYou: true }),
    ...(tab === 'week' && week),
    ...(tab === 'bin' && { deleted: true }),
  }
}

export function isNarrowed(narrowing: Narrowing): boolean {
  return (
    narrowing.statuses.length > 0 ||
    narrowing.platform !== null ||
    narrowing.account !== null ||
    narrowing.label !== null
  )
}

/** A narrowing as the address carries it, and back; what is unknown is left out. */
export interface NarrowingText {
  readonly status?: string | undefined
  readonly platform?: string | undefined
  readonly account?: string | undefined
  readonly label?: string | undefined
}

export function readNarrowing(
  text: NarrowingText,
  known: { statuses: readonly PostStatus[]; platforms: readonly Platform[] },
): Narrowing {
  const wanted = text.status?.split(',') ?? []
  return {
    statuses: known.statuses.filter((status) => wanted.includes(status)),
    platform: known.platforms.find((platform) => platform === text.platform) ?? null,
    account: /^acct_[0-9A-Z]{26}$/.test(text.account ?? '') ? (text.account as AccountId) : null,
    label: text.label?.trim() || null,
  }
}
