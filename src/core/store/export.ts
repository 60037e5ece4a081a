import { and, asc, gt, isNull } from 'drizzle-orm'
import type { PostRow } from './posts.ts'
import type { Read } from './tx.ts'
import { account, post } from './workspace-schema.ts'

/** Posts that are not in the bin, oldest first, after the one with this id. */
export function postsAfter(db: Read, id: string, limit: number): PostRow[] {
  return db
    .select()
    .from(post)
    .where(and(isNull(post.deletedAt), gt(post.id, id)))
    .orderBy(asc(post.id))
    .limit(limit)
    .all()
}

/** Handles of all accounts, those that were disconnected included. */
export function handlesOf(db: Read): Map<string, string> {
  const rows = db.select({ id: account.id, handle: account.handle }).from(account).all()
  return new Map(rows.map(({ id, handle }) => [id, handle]))
}
