import { and, desc, eq, inArray, isNotNull, isNull, lt, or, sql, type SQL } from 'drizzle-orm'
import type { Read, WriteTx } from './tx.ts'
import { asset, post, postAsset } from './workspace-schema.ts'

export type AssetRow = typeof asset.$inferSelect

export function getAsset(db: Read, id: string): AssetRow | undefined {
  return db.select().from(asset).where(eq(asset.id, id)).get()
}

export function findByContent(db: Read, sha256: string): AssetRow | undefined {
  return db.select().from(asset).where(eq(asset.sha256, sha256)).get()
}

export function insertAsset(tx: WriteTx, row: typeof asset.$inferInsert): void {
  tx.insert(asset).values(row).run()
}

export type AssetChange = Partial<Pick<AssetRow, 'name' | 'alt' | 'labels' | 'retentionDays' | 'deletedAt'>>

export function updateAsset(tx: WriteTx, id: string, change: AssetChange): void {
  if (Object.keys(change).length > 0) tx.update(asset).set(change).where(eq(asset.id, id)).run()
}

/** Films whose facts an earlier version of the probe read. */
export function probedBefore(db: Read, version: number): AssetRow[] {
  return db
    .select()
    .from(asset)
    .where(and(inArray(asset.kind, ['video', 'audio']), lt(asset.probed, version)))
    .all()
}

export function saveFacts(
  tx: WriteTx,
  id: string,
  facts: Partial<Omit<AssetRow, 'id' | 'sha256' | 'name' | 'alt' | 'labels' | 'createdAt' | 'deletedAt'>>,
): void {
  tx.update(asset).set(facts).where(eq(asset.id, id)).run()
}

export function eraseAsset(tx: WriteTx, id: string): void {
  tx.delete(asset).where(eq(asset.id, id)).run()
}

export interface AssetFilter {
  readonly q?: string | undefined
  readonly kind?: AssetRow['kind'] | undefined
  readonly label?: string | undefined
  readonly unused?: boolean | undefined
  readonly noAlt?: boolean | undefined
  readonly deleted?: boolean | undefined
  /** What was made from this file. */
  readonly derivedFrom?: string | undefined
}

/** Newest first. */
export function listAssets(
  db: Read,
  filter: AssetFilter,
  after: { createdAt: number; id: string } | undefined,
  limit: number,
): AssetRow[] {
  const position =
    after && or(lt(asset.createdAt, after.createdAt), and(eq(asset.createdAt, after.createdAt), lt(asset.id, after.id)))
  return db
    .select()
    .from(asset)
    .where(and(matching(filter), position))
    .orderBy(desc(asset.createdAt), desc(asset.id))
    .limit(limit)
    .all()
}

export function countAssets(db: Read, filter: AssetFilter): number {
  return (
    db
      .select({ count: sql<number>`count(*)` })
      .from(asset)
      .where(matching(filter))
      .get()?.count ?? 0
  )
}

function matching({ q, kind, label, unused, noAlt, deleted, derivedFrom }: AssetFilter) {
  const words = (q ?? '').trim().split(/\s+/).filter(Boolean)
  const text = sql`(${asset.name} || ' ' || ${asset.alt} || ' ' || ${asset.labels})`
  return and(
    deleted ? isNotNull(asset.deletedAt) : isNull(asset.deletedAt),
    kind ? eq(asset.kind, kind) : undefined,
    label ? sql`exists (select 1 from json_each(${asset.labels}) where value = ${label})` : undefined,
    noAlt ? and(eq(asset.kind, 'image'), eq(asset.alt, '')) : undefined,
    derivedFrom ? sql`${asset.id} in (select asset_id from conversion where source_id = ${derivedFrom})` : undefined,
    unused ? sql`not exists (${usingPost(sql`${asset.id}`)})` : undefined,
    ...words.map((word) => sql`${text} glob ${containing(word)}`),
  )
}

/** A word as a pattern that finds it anywhere, in capitals or not: SQLite's own folding of case ends with ASCII. */
function containing(word: string): string {
  const pattern = Array.from(word, (character) => {
    const forms = new Set(
      [character, character.toLowerCase(), character.toUpperCase()].filter((form) => [...form].length === 1),
    )
    return /[*?[]/.test(character) ? `[${character}]` : forms.size > 1 ? `[${[...forms].join('')}]` : character
  })
  return `*${pattern.join('')}*`
}

/** Posts outside the bin that use an asset. */
function usingPost(id: SQL): SQL {
  return sql`select 1 from post_asset u join post p on p.id = u.post_id where u.asset_id = ${id} and p.deleted_at is null`
}

/** How many posts outside the bin use each of `ids`. */
export function usageCounts(db: Read, ids: readonly string[]): Map<string, number> {
  if (ids.length === 0) return new Map()
  const rows = db
    .select({ id: postAsset.assetId, count: sql<number>`count(*)` })
    .from(postAsset)
    .innerJoin(post, eq(post.id, postAsset.postId))
    .where(and(inArray(postAsset.assetId, [...ids]), isNull(post.deletedAt)))
    .groupBy(postAsset.assetId)
    .all()
  return new Map(rows.map(({ id, count }) => [id, count]))
}

export function postsUsing(db: Read, id: string): { postId: string; title: string; firstText: string }[] {
  return db
    .select({ postId: post.id, title: post.title, parts: post.parts })
    .from(postAsset)
    .innerJoin(post, eq(post.id, postAsset.postId))
    .where(and(eq(postAsset.assetId, id), isNull(post.deletedAt)))
    .orderBy(desc(post.updatedAt))
    .limit(500)
    .all()
    .map(({ postId, title, parts }) => ({ postId, title, firstText: parts[0]?.text ?? '' }))
}

/**
 * Deleted before `deletedBefore`, or past the days it was to be kept; used by no post (those in the bin included) and by nothing that may still be
 * sent.
 */
export function erasable(db: Read, { deletedBefore, now }: { deletedBefore: number; now: number }): AssetRow[] {
  return db
    .select()
    .from(asset)
    .where(
      and(
        or(lt(asset.deletedAt, deletedBefore), sql`${asset.createdAt} + ${asset.retentionDays} * 86400000 <= ${now}`),
        sql`not exists (select 1 from post_asset u where u.asset_id = ${asset.id})`,
        sql`not exists (select 1 from delivery d where d.status not in ('published', 'canceled') and d.occurrence >= 0 and instr(d.frozen, ${asset.id}) > 0)`,
      ),
    )
    .all()
}
