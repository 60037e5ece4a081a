import { and, desc, eq } from 'drizzle-orm'
import type { PostContent } from '../../contract/posts.ts'
import type { Instant } from '../clock.ts'
import type { Read, WriteTx } from './tx.ts'
import { postVersion } from './workspace-schema.ts'

export type VersionRow = typeof postVersion.$inferSelect
export type VersionReason = VersionRow['reason']

/** Kept versions, newest first. */
export function versionsOf(db: Read, postId: string): VersionRow[] {
  return db.select().from(postVersion).where(eq(postVersion.postId, postId)).orderBy(desc(postVersion.number)).all()
}

export function newestVersion(db: Read, postId: string): VersionRow | undefined {
  return db
    .select()
    .from(postVersion)
    .where(eq(postVersion.postId, postId))
    .orderBy(desc(postVersion.number))
    .limit(1)
    .get()
}

export function getVersion(db: Read, postId: string, number: number): VersionRow | undefined {
  return db
    .select()
    .from(postVersion)
    .where(and(eq(postVersion.postId, postId), eq(postVersion.number, number)))
    .get()
}

export function insertVersion(tx: WriteTx, row: VersionRow): void {
  tx.insert(postVersion).values(row).run()
}

/** For the version of a running edit session only. */
export function overwriteVersion(tx: WriteTx, postId: string, number: number, content: PostContent, at: Instant): void {
  tx.update(postVersion)
    .set({ content, at })
    .where(and(eq(postVersion.postId, postId), eq(postVersion.number, number)))
    .run()
}
