import type { PostSummary } from '../../../../contract/posts.ts'

export interface Filters {
  readonly accounts: readonly string[]
  readonly labels: readonly string[]
  readonly statuses: readonly string[]
}

export const noFilters: Filters = { accounts: [], labels: [], statuses: [] }

export const isFiltering = (filters: Filters) =>
  filters.accounts.length + filters.labels.length + filters.statuses.length > 0

/** Within a filter any of the chosen is enough; of several filters each must hold. */
export function narrowed(posts: readonly PostSummary[], filters: Filters): readonly PostSummary[] {
  if (!isFiltering(filters)) return posts
  const { accounts, labels, statuses } = filters
  return posts.filter(
    (post) =>
      (accounts.length === 0 || post.accounts.some((account) => accounts.includes(account.accountId))) &&
      (labels.length === 0 || post.labels.some((label) => labels.includes(label))) &&
      (statuses.length === 0 ||
        statuses.includes(post.status) ||
        post.accounts.some((account) => account.status !== null && statuses.includes(account.status))),
  )
}
