import { and, desc, eq, sql } from 'drizzle-orm'
import type { PostContent } from '../../contract/posts.ts'
import type { Instant } from '../clock.ts'
import { prepared } from './prepared.ts'
import type { Read, WriteTx } from './tx.ts'
import { postVersion } from './workspace-schema.ts'

export type VersionRow = typeof postVersion.$inferSelect
export type VersionReason = VersionRow['reason']

/** Kept versions, newest first. */
export function versionsOf(db: Read, postId: string): VersionRow[] {
  return db.select().from(postVersion).where(eq(postVersion.postId, postId)).orderBy(desc(postVersion.number)).all()
}

const newestByPost = prepared((db) =>
  db
    .select()
    .from(postVersion)
    .where(eq(postVersion.postId, sql.placeholder('id')))
    .orderBy(desc(postVersion.number))
    .limit(1)
    .prepare(),
)

export function newestVersion(db: Read, postId: string): VersionRow | undefined {
  return newestByPost(db).get({ id: postId })
}

export function getVersion(db: Read, postId: string, number: number): VersionRow | undefined {
  return db
    .select()
    .from(postVersion)
    .where(and(eq(postVersion.postId, postId), eq(postVersion.number, number)))
    .get()
}

const versionInsert = prepared((tx: WriteTx) =>
  tx
    .insert(postVersion)
    .values({
      postId: sql.placeholder('postId'),
      number: sql.placeholder('number'),
      reason: sql.placeholder('reason'),
      content: sql.placeholder('content'),
      at: sql.placeholder('at'),
    })
    .prepare(),
)

export function insertVersion(tx: WriteTx, row: VersionRow): void {
  versionInsert(tx).run({ ...row })
}

/** For the version of a running edit session only. */
export function overwriteVersion(tx: WriteTx, postId: string, number: number, content: PostContent, at: Instant): void {
  tx.update(postVersion)
    .set({ content, at })
    .where(and(eq(postVersion.postId, postId), eq(postVersion.number, number)))
    .run()
}
