import { and, eq, inArray } from 'drizzle-orm'
import type { Read, WriteTx } from './tx.ts'
import { conversion } from './workspace-schema.ts'

/** Which file was made from `sourceId` for this target; undefined where none was. */
export function madeFrom(db: Read, sourceId: string, target: string): string | undefined {
  return db
    .select({ assetId: conversion.assetId })
    .from(conversion)
    .where(and(eq(conversion.sourceId, sourceId), eq(conversion.target, target)))
    .get()?.assetId
}

export function saveConversion(tx: WriteTx, row: typeof conversion.$inferInsert): void {
  tx.insert(conversion)
    .values(row)
    .onConflictDoUpdate({
      target: [conversion.sourceId, conversion.target],
      set: { assetId: row.assetId, createdAt: row.createdAt },
    })
    .run()
}

/** What each of these files was made from, of those that were made. */
export function sourcesOf(db: Read, assetIds: readonly string[]): Map<string, string> {
  if (assetIds.length === 0) return new Map()
  const rows = db
    .select({ assetId: conversion.assetId, sourceId: conversion.sourceId })
    .from(conversion)
    .where(inArray(conversion.assetId, [...assetIds]))
    .all()
  return new Map(rows.map(({ assetId, sourceId }) => [assetId, sourceId]))
}
