import { eq } from 'drizzle-orm'
import type { Store } from './tx.ts'
import { delivery, deliveryPart, post, variant } from './workspace-schema.ts'

/** Gives sample posts a past: deliveries that stand as published at their planned time. Only for the sample workspace, whose accounts are practice accounts. */
export function backdatePublished(store: Store, posts: readonly { id: string; at: number }[]): void {
  store.write((tx) => {
    for (const { id, at } of posts) {
      const plan = tx.select({ wallTime: post.wallTime, zone: post.zone }).from(post).where(eq(post.id, id)).get()
      const accounts = tx.select({ accountId: variant.accountId }).from(variant).where(eq(variant.postId, id)).all()
      tx.update(post).set({ review: 'approved' }).where(eq(post.id, id)).run()
      for (const { accountId } of accounts) {
        const deliveryId = `dlv_${id.slice('post_'.length, -4)}${accountId.slice(-4)}`
        tx.insert(delivery)
          .values({
            id: deliveryId,
            postId: id,
            accountId,
            status: 'published',
            dueAt: at,
            wallTime: plan?.wallTime ?? '',
            zone: plan?.zone ?? 'UTC',
            deadlineAt: at,
            publishedAt: at,
            createdAt: at,
            updatedAt: at,
          })
          .run()
        tx.insert(deliveryPart)
          .values({ deliveryId, part: 0, accountId, remoteId: `sample_${deliveryId}`, at })
          .run()
      }
      tx.emit({ type: 'post.changed', ids: { post: id } })
    }
  })
}
