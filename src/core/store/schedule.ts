import { and, asc, eq, isNotNull, isNull, lt, sql } from 'drizzle-orm'
import type { Instant } from '../clock.ts'
import type { SlotRule } from '../scheduling/decide.ts'
import type { PlannedTime } from '../scheduling/wall-time.ts'
import { prepared } from './prepared.ts'
import type { Read, WriteTx } from './tx.ts'
import { account, delivery, post, slot, variant } from './workspace-schema.ts'

const planById = prepared((db) =>
  db
    .select({
      at: post.plannedAt,
      wallTime: post.wallTime,
      zone: post.zone,
      review: post.review,
      revision: post.revision,
      deletedAt: post.deletedAt,
    })
    .from(post)
    .where(eq(post.id, sql.placeholder('id')))
    .prepare(),
)

export function getPlan(db: Read, postId: string) {
  return planById(db).get({ id: postId })
}

/** Moves the plan of a post and what belongs to it: its review state when it needs no approval. */
export function savePlan(tx: WriteTx, postId: string, when: PlannedTime, now: Instant, approve: boolean): void {
  tx.update(post)
    .set({
      plannedAt: when.at,
      wallTime: when.wallTime,
      zone: when.zone,
      updatedAt: now,
      ...(approve && { review: 'approved' as const, approvedRevision: sql`${post.revision}` as never }),
    })
    .where(eq(post.id, postId))
    .run()
}

/** Takes back the approval that scheduling gave by itself. */
export function unapprove(tx: WriteTx, postId: string): void {
  tx.update(post)
    .set({ review: 'draft', approvedRevision: null })
    .where(and(eq(post.id, postId), eq(post.review, 'approved')))
    .run()
}

const accountsByPost = prepared((db) =>
  db
    .select({ accountId: variant.accountId, settings: variant.settings, platform: account.platform })
    .from(variant)
    .innerJoin(account, eq(account.id, variant.accountId))
    .where(and(eq(variant.postId, sql.placeholder('id')), isNull(account.disconnectedAt)))
    .orderBy(asc(variant.position))
    .prepare(),
)

/** The accounts a post is for, with the variant's settings. */
export function accountsOfPost(db: Read, postId: string) {
  return accountsByPost(db).all({ id: postId })
}

export function listSlots(db: Read): SlotRule[] {
  return db.select().from(slot).orderBy(asc(slot.weekday), asc(slot.time), asc(slot.id)).all()
}

export function replaceSlots(tx: WriteTx, slots: readonly SlotRule[]): void {
  tx.delete(slot).run()
  for (const row of slots) tx.insert(slot).values(row).run()
}

export function accountExists(db: Read, accountId: string): boolean {
  return db.get(sql`select 1 from account where id = ${accountId} and disconnected_at is null`) !== undefined
}

/** Planned times in [from, to) and the accounts they take. */
export function takenTimes(
  db: Read,
  from: Instant,
  to: Instant,
  exceptPost: string | null,
): { at: Instant; accountIds: string[] }[] {
  const rows = db
    .select({ id: post.id, at: post.plannedAt, accountId: variant.accountId })
    .from(post)
    .leftJoin(variant, eq(variant.postId, post.id))
    .where(
      and(
        isNull(post.deletedAt),
        isNotNull(post.plannedAt),
        sql`${post.plannedAt} >= ${from}`,
        lt(post.plannedAt, to),
        exceptPost ? sql`${post.id} <> ${exceptPost}` : undefined,
      ),
    )
    .all()
  return rows.map(({ at, accountId }) => ({ at: at ?? 0, accountIds: accountId ? [accountId] : [] }))
}

/** Whether anything of this workspace is being sent now. */
export function hasPublishing(db: Read): boolean {
  return (
    db.select({ id: delivery.id }).from(delivery).where(eq(delivery.status, 'publishing')).limit(1).get() !== undefined
  )
}
