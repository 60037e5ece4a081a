import { and, asc, eq, inArray, isNull, or, sql } from 'drizzle-orm'
import type { Platform } from '../../contract/vocabulary.ts'
import type { Instant } from '../clock.ts'
import { prepared } from './prepared.ts'
import type { Read, WriteTx } from './tx.ts'
import { account, delivery, postVersion, practiceFailure, practicePost, secret, variant } from './workspace-schema.ts'

export type AccountRow = typeof account.$inferSelect

/** Connected accounts, in the order they were connected. */
export function connectedAccounts(db: Read, platform?: Platform): AccountRow[] {
  return db
    .select()
    .from(account)
    .where(and(isNull(account.disconnectedAt), platform ? eq(account.platform, platform) : undefined))
    .orderBy(asc(account.createdAt), asc(account.id))
    .all()
}

const accountById = prepared((db) =>
  db
    .select()
    .from(account)
    .where(eq(account.id, sql.placeholder('id')))
    .prepare(),
)

/** An account, disconnected ones included. */
export function getAccount(db: Read, id: string): AccountRow | undefined {
  return accountById(db).get({ id })
}

export function accountByHandle(db: Read, handle: string): AccountRow | undefined {
  return db.select().from(account).where(eq(account.handle, handle)).get()
}

/** Connected accounts that a platform would end in one go. */
export function connectedOfGrant(db: Read, grant: string): AccountRow[] {
  return db
    .select()
    .from(account)
    .where(
      and(
        or(eq(account.grant, grant), and(isNull(account.grant), eq(account.id, grant))),
        isNull(account.disconnectedAt),
      ),
    )
    .all()
}

/** How many deliveries wait to go out, by account. */
export function waitingDeliveries(db: Read): Map<string, number> {
  const rows = db
    .select({ id: delivery.accountId, count: sql<number>`count(*)` })
    .from(delivery)
    .where(inArray(delivery.status, ['scheduled', 'retrying']))
    .groupBy(delivery.accountId)
    .all()
  return new Map(rows.map(({ id, count }) => [id, count]))
}

export function insertAccount(tx: WriteTx, row: typeof account.$inferInsert): void {
  tx.insert(account).values(row).run()
}

export function updateAccount(tx: WriteTx, id: string, change: Partial<typeof account.$inferInsert>): void {
  tx.update(account).set(change).where(eq(account.id, id)).run()
}

/** A sealed value; undefined where there is none. */
export function getSealed(db: Read, owner: string, name: string): string | undefined {
  return db
    .select({ sealed: secret.sealed })
    .from(secret)
    .where(and(eq(secret.owner, owner), eq(secret.name, name)))
    .get()?.sealed
}

/** Owners that have a sealed value of this name. */
export function ownersWithSealed(db: Read, name: string): Set<string> {
  return new Set(
    db
      .select({ owner: secret.owner })
      .from(secret)
      .where(eq(secret.name, name))
      .all()
      .map((row) => row.owner),
  )
}

export function putSealed(tx: WriteTx, owner: string, name: string, sealed: string, at: Instant): void {
  tx.insert(secret)
    .values({ owner, name, sealed, updatedAt: at })
    .onConflictDoUpdate({ target: [secret.owner, secret.name], set: { sealed, updatedAt: at } })
    .run()
}

/** Erases every sealed value of an owner. */
export function eraseSealed(tx: WriteTx, owner: string): void {
  tx.delete(secret).where(eq(secret.owner, owner)).run()
}

/** Everything of an account, also of kept versions of posts. Answers how many deliveries went, and the posts they and its variants were of. */
export function eraseAccount(tx: WriteTx, id: string): { deliveries: number; postIds: string[] } {
  const deliveries = tx.select({ postId: delivery.postId }).from(delivery).where(eq(delivery.accountId, id)).all()
  const variants = tx.select({ postId: variant.postId }).from(variant).where(eq(variant.accountId, id)).all()
  const versions = tx
    .select()
    .from(postVersion)
    .where(sql`instr(${postVersion.content}, ${id}) > 0`)
    .all()
  for (const { postId, number, content } of versions) {
    const left = { ...content, variants: content.variants.filter(({ accountId }) => accountId !== id) }
    tx.update(postVersion)
      .set({ content: left })
      .where(and(eq(postVersion.postId, postId), eq(postVersion.number, number)))
      .run()
  }
  tx.delete(delivery).where(eq(delivery.accountId, id)).run()
  tx.delete(variant).where(eq(variant.accountId, id)).run()
  tx.delete(practicePost).where(eq(practicePost.accountId, id)).run()
  tx.delete(practiceFailure).where(eq(practiceFailure.accountId, id)).run()
  tx.delete(secret).where(eq(secret.owner, id)).run()
  tx.delete(account).where(eq(account.id, id)).run()
  return {
    deliveries: deliveries.length,
    postIds: [...new Set([...deliveries, ...variants].map(({ postId }) => postId))],
  }
}
