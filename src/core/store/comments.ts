import { and, desc, eq, lt, or } from 'drizzle-orm'
import type { Read, WriteTx } from './tx.ts'
import { postComment } from './comments-schema.ts'

export type CommentRow = typeof postComment.$inferSelect

export function insertComment(tx: WriteTx, row: CommentRow): void {
  tx.insert(postComment).values(row).run()
}

/** Newest first. */
export function listComments(
  db: Read,
  postId: string,
  after: { createdAt: number; id: string } | undefined,
  limit: number,
): CommentRow[] {
  const { createdAt, id } = postComment
  return db
    .select()
    .from(postComment)
    .where(
      and(
        eq(postComment.postId, postId),
        after && or(lt(createdAt, after.createdAt), and(eq(createdAt, after.createdAt), lt(id, after.id))),
      ),
    )
    .orderBy(desc(createdAt), desc(id))
    .limit(limit)
    .all()
}
