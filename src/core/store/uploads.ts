import { and, asc, count, eq, isNull, lt } from 'drizzle-orm'
import type { Read, WriteTx } from './tx.ts'
import { upload, uploadPart } from './uploads-schema.ts'

export type UploadRow = typeof upload.$inferSelect
export type UploadPartRow = typeof uploadPart.$inferSelect

export function getUpload(db: Read, id: string): UploadRow | undefined {
  return db.select().from(upload).where(eq(upload.id, id)).get()
}

export function insertUpload(tx: WriteTx, row: typeof upload.$inferInsert): void {
  tx.insert(upload).values(row).run()
}

export function updateUpload(
  tx: WriteTx,
  id: string,
  change: Partial<Pick<UploadRow, 'touchedAt' | 'assetId' | 'completedAt'>>,
): void {
  tx.update(upload).set(change).where(eq(upload.id, id)).run()
}

export function removeUpload(tx: WriteTx, id: string): void {
  tx.delete(upload).where(eq(upload.id, id)).run()
}

/** Those that are not completed. */
export function countOpenUploads(db: Read): number {
  return db.select({ count: count() }).from(upload).where(isNull(upload.completedAt)).get()?.count ?? 0
}

export function uploadIds(db: Read): string[] {
  return db
    .select({ id: upload.id })
    .from(upload)
    .all()
    .map(({ id }) => id)
}

/** Uploads that nothing was done with since `before`. */
export function restingUploads(db: Read, before: number): string[] {
  return db
    .select({ id: upload.id })
    .from(upload)
    .where(lt(upload.touchedAt, before))
    .all()
    .map(({ id }) => id)
}

/** By number. */
export function uploadParts(db: Read, uploadId: string): UploadPartRow[] {
  return db.select().from(uploadPart).where(eq(uploadPart.uploadId, uploadId)).orderBy(asc(uploadPart.number)).all()
}

/** In place of what came under the number before. */
export function saveUploadPart(tx: WriteTx, row: UploadPartRow): void {
  tx.delete(uploadPart)
    .where(and(eq(uploadPart.uploadId, row.uploadId), eq(uploadPart.number, row.number)))
    .run()
  tx.insert(uploadPart).values(row).run()
}

export function removeUploadParts(tx: WriteTx, uploadId: string): void {
  tx.delete(uploadPart).where(eq(uploadPart.uploadId, uploadId)).run()
}
