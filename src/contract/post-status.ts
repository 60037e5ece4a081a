import type { DeliveryStatus, PostStatus, ReviewState } from './vocabulary.ts'

/**
 * What a post is, from its review state and its deliveries. Canceled deliveries count only when there are no others;
 * what is moving or in doubt now comes before what has ended, and what failed before what still waits.
 */
export function postStatus(review: ReviewState, deliveries: readonly DeliveryStatus[]): PostStatus {
  if (deliveries.length === 0) return review
  const counting: readonly DeliveryStatus[] = deliveries.filter((status) => status !== 'canceled')
  const has = (status: DeliveryStatus) => counting.includes(status)
  if (counting.length === 0) return 'canceled'
  if (has('publishing')) return 'publishing'
  if (has('unknown')) return 'unknown'
  if (has('retrying')) return 'publishing'
  if (counting.every((status) => status === 'published')) return 'published'
  if (has('published')) return 'partially_published'
  if (has('failed')) return 'failed'
  if (has('missed')) return 'missed'
  return 'scheduled'
}

/** Whether a person has to look at a post: something failed, is in doubt, was missed, or it was sent back. */
export function needsYou(review: ReviewState, deliveries: readonly DeliveryStatus[]): boolean {
  return (
    review === 'rejected' ||
    deliveries.some((status) => status === 'failed' || status === 'unknown' || status === 'missed')
  )
}
