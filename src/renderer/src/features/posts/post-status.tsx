import { useTranslation } from 'react-i18next'
import type { PostSummary } from '../../../../contract/posts.ts'
import type { DeliveryStatus } from '../../../../contract/vocabulary.ts'
import { type AnyStatus, Status } from '../../ui/index.ts'

type Standing = Pick<PostSummary, 'status' | 'accounts'>

const countOf = (post: Standing, status: DeliveryStatus) =>
  post.accounts.filter((account) => account.status === status).length

/** How a post is shown where its deliveries say more than it: handed to the platform, or being tried again. */
export function shownStatus(post: Standing): AnyStatus {
  if (post.status !== 'scheduled') return post.status
  const all = post.accounts.map((account) => account.status)
  if (all.includes('retrying')) return 'retrying'
  return all.length > 0 && all.every((status) => status === 'handed_off') ? 'handed_off' : 'scheduled'
}

/** A post's status with its count where it has several accounts: "1 unknown", "3 of 5 published". */
export function PostStatusWord({ post }: { readonly post: Standing }) {
  const { t } = useTranslation('deliveries')
  const status = shownStatus(post)
  const many = post.accounts.length > 1
  if (many && (status === 'unknown' || status === 'failed' || status === 'missed' || status === 'retrying')) {
    const count = countOf(post, status)
    if (count > 0 && count < post.accounts.length)
      return <Status value={status}>{t(`summary.${status}`, { count })}</Status>
  }
  if (status === 'partially_published') {
    return (
      <Status value={status}>
        {t('summary.ofPublished', { done: countOf(post, 'published'), count: post.accounts.length })}
      </Status>
    )
  }
  return <Status value={status} />
}

const told = ['published', 'failed', 'unknown', 'missed', 'retrying'] as const

/** "3 published, 1 failed, 1 unknown"; empty where all accounts stand the same. */
export function useStandingText(): (post: Standing) => string {
  const { t } = useTranslation('deliveries')
  return (post) => {
    const counts = told.map((status) => [status, countOf(post, status)] as const).filter(([, count]) => count > 0)
    return counts.length < 2 ? '' : counts.map(([status, count]) => t(`summary.${status}`, { count })).join(', ')
  }
}
