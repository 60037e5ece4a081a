import type { Post, PostSummary } from '../../../../../contract/posts.ts'

/** A whole post as lists have it, for what both can do. */
export function summaryOf(
  post: Post,
): Pick<PostSummary, 'id' | 'title' | 'firstLine' | 'status' | 'when' | 'labels' | 'accounts'> {
  const { id, title, status, when, labels, deliveries } = post
  const accounts = deliveries.map(({ accountId, platform, status: one }) => ({ accountId, platform, status: one }))
  return {
    id,
    title,
    firstLine: post.parts[0]?.text.trim().split('\n')[0] ?? '',
    status,
    when,
    labels,
    accounts,
  }
}
