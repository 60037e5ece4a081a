import { and, desc, eq, lt, or, sql } from 'drizzle-orm'
import type { Instant } from '../clock.ts'
import type { Read, WriteTx } from './tx.ts'
import { practiceFailure, practicePost } from './workspace-schema.ts'

export type PracticeRow = typeof practicePost.$inferSelect

export function findPracticePost(db: Read, accountId: string, key: string): PracticeRow | undefined {
  return db
    .select()
    .from(practicePost)
    .where(and(eq(practicePost.accountId, accountId), eq(practicePost.key, key)))
    .get()
}

/** Inserts, or answers the post that has this key already. */
export function putPracticePost(tx: WriteTx, row: PracticeRow): PracticeRow {
  tx.insert(practicePost).values(row).onConflictDoNothing().run()
  return findPracticePost(tx, row.accountId, row.key) ?? row
}

export function editPracticePost(
  tx: WriteTx,
  id: string,
  change: Pick<PracticeRow, 'text' | 'media' | 'editedAt'>,
): void {
  tx.update(practicePost).set(change).where(eq(practicePost.id, id)).run()
}

export function deletePracticePost(tx: WriteTx, id: string): void {
  tx.delete(practicePost).where(eq(practicePost.id, id)).run()
}

export function listPracticePosts(
  db: Read,
  options: {
    account?: string | undefined
    after?: { at: number; id: string } | undefined
    now: Instant
    limit: number
  },
): PracticeRow[] {
  const { account, after, now, limit } = options
  return db
    .select()
    .from(practicePost)
    .where(
      and(
        account ? eq(practicePost.accountId, account) : undefined,
        sql`${practicePost.visibleAt} <= ${now}`,
        after
          ? or(lt(practicePost.at, after.at), and(eq(practicePost.at, after.at), lt(practicePost.id, after.id)))
          : undefined,
      ),
    )
    .orderBy(desc(practicePost.at), desc(practicePost.id))
    .limit(limit)
    .all()
}

export function getPracticeFailure(db: Read, accountId: string): { failure: string; times: number | null } {
  const row = db.select().from(practiceFailure).where(eq(practiceFailure.accountId, accountId)).get()
  return row ? { failure: row.failure, times: row.times } : { failure: 'none', times: null }
}

export function setPracticeFailure(tx: WriteTx, accountId: string, failure: string, times: number | null): void {
  tx.insert(practiceFailure)
    .values({ accountId, failure, times })
    .onConflictDoUpdate({ target: practiceFailure.accountId, set: { failure, times } })
    .run()
}
