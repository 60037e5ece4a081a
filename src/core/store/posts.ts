import { and, asc, eq, inArray, isNull, sql } from 'drizzle-orm'
import type { Part, PostContent, Variant } from '../../contract/posts.ts'
import { AssetId, type AccountId, type ReviewState } from '../../contract/vocabulary.ts'
import type { Instant } from '../clock.ts'
import type { PlannedTime } from '../scheduling/wall-time.ts'
import { prepared } from './prepared.ts'
import type { Read, WriteTx } from './tx.ts'
import { account, asset, delivery, post, postAsset, postLabel, variant } from './workspace-schema.ts'

export type PostRow = typeof post.$inferSelect

const postById = prepared((db) =>
  db
    .select()
    .from(post)
    .where(eq(post.id, sql.placeholder('id')))
    .prepare(),
)

/** A post, those in the bin included. */
export function getPost(db: Read, id: string): PostRow | undefined {
  return postById(db).get({ id })
}

const variantsByPost = prepared((db) =>
  db
    .select({ accountId: variant.accountId, parts: variant.parts, settings: variant.settings })
    .from(variant)
    .where(eq(variant.postId, sql.placeholder('id')))
    .orderBy(asc(variant.position))
    .prepare(),
)

const labelsByPost = prepared((db) =>
  db
    .select({ label: postLabel.label })
    .from(postLabel)
    .where(eq(postLabel.postId, sql.placeholder('id')))
    .orderBy(asc(postLabel.label))
    .prepare(),
)

/** Everything of a post that a person writes. */
export function contentOf(db: Read, row: PostRow): PostContent {
  const variants = variantsByPost(db).all({ id: row.id })
  const labels = labelsByPost(db).all({ id: row.id })
  return {
    title: row.title,
    parts: row.parts,
    link: row.link,
    variants: variants.map((one) => ({ ...one, accountId: one.accountId as AccountId })),
    labels: labels.map(({ label }) => label),
  }
}

export interface NewPost {
  readonly id: string
  readonly review: ReviewState
  readonly at: Instant
}

export function insertPost(tx: WriteTx, { id, review, at }: NewPost, content: PostContent): void {
  tx.insert(post)
    .values({
      id,
      review,
      title: content.title,
      parts: content.parts,
      link: content.link,
      createdAt: at,
      updatedAt: at,
    })
    .run()
  insertBelongings(tx, id, content)
}

/** Writes the content and all that follows from it: variants, labels, where-used, the search index. */
export function saveContent(tx: WriteTx, id: string, content: PostContent): void {
  tx.update(post).set({ title: content.title, parts: content.parts, link: content.link }).where(eq(post.id, id)).run()
  tx.delete(variant).where(eq(variant.postId, id)).run()
  tx.delete(postLabel).where(eq(postLabel.postId, id)).run()
  tx.delete(postAsset).where(eq(postAsset.postId, id)).run()
  insertBelongings(tx, id, content)
}

function insertBelongings(tx: WriteTx, id: string, content: PostContent): void {
  const variants = content.variants.map((one, position) => ({ ...one, postId: id, position }))
  const labels = [...new Set(content.labels)].map((label) => ({ postId: id, label }))
  const used = knownAssets(tx, assetsOf(content))
  const assets = [...used].map((assetId, position) => ({ postId: id, assetId, position }))
  if (variants.length > 0) tx.insert(variant).values(variants).run()
  if (labels.length > 0) tx.insert(postLabel).values(labels).run()
  if (assets.length > 0) tx.insert(postAsset).values(assets).run()
  indexPost(tx, id)
}

/** Puts a post into the search index as it stands now; the only place that writes the index. */
export function indexPost(tx: WriteTx, id: string): void {
  const row = getPost(tx, id)
  if (!row) return
  const texts = [row.parts, ...contentOf(tx, row).variants.map(({ parts }) => parts ?? [])].flatMap(
    (parts: readonly Part[]) => parts.map(({ text }) => text),
  )
  const body = [...new Set(texts)].join('\n')
  tx.run(
    sql`insert or replace into post_search(rowid, title, body) select rowid, ${row.title}, ${body} from post where id = ${id}`,
  )
}

/** Files a content uses, in the order of their first use; covers and thumbnails that settings name come last. */
export function assetsOf(
  content: Pick<PostContent, 'parts'> & { variants: readonly Pick<Variant, 'parts' | 'settings'>[] },
): string[] {
  const parts = [...content.parts, ...content.variants.flatMap((one) => one.parts ?? [])]
  const chosen = content.variants
    .flatMap(({ settings }) => Object.values(settings))
    .filter((value) => AssetId.safeParse(value).success)
  return [...new Set([...parts.flatMap(({ media }) => media.map(({ assetId }) => assetId)), ...chosen.map(String)])]
}

/** Those of `ids` the library has, in their order. */
export function knownAssets(db: Read, ids: readonly string[]): Set<string> {
  if (ids.length === 0) return new Set()
  const rows = db
    .select({ id: asset.id })
    .from(asset)
    .where(inArray(asset.id, [...ids]))
    .all()
  const known = new Set(rows.map(({ id }) => id))
  return new Set(ids.filter((id) => known.has(id)))
}

/** Those of `ids` that are connected accounts. */
export function connectedOf(db: Read, ids: readonly string[]): Set<string> {
  if (ids.length === 0) return new Set()
  const rows = db
    .select({ id: account.id })
    .from(account)
    .where(and(inArray(account.id, [...ids]), isNull(account.disconnectedAt)))
    .all()
  return new Set(rows.map(({ id }) => id))
}

export type PostChange = Partial<
  Pick<PostRow, 'review' | 'reviewNote' | 'approvedRevision' | 'revision' | 'editedAt' | 'updatedAt' | 'deletedAt'>
>

export function changePost(tx: WriteTx, id: string, change: PostChange): void {
  tx.update(post).set(change).where(eq(post.id, id)).run()
}

export function setPlan(tx: WriteTx, id: string, when: PlannedTime | null): void {
  tx.update(post)
    .set({ plannedAt: when?.at ?? null, wallTime: when?.wallTime ?? null, zone: when?.zone ?? null })
    .where(eq(post.id, id))
    .run()
}

/** Whether deliveries of a post stand in one of these states. */
export function hasDeliveries(db: Read, id: string, statuses: (typeof delivery.$inferSelect)['status'][]): boolean {
  return (
    db
      .select({ id: delivery.id })
      .from(delivery)
      .where(and(eq(delivery.postId, id), inArray(delivery.status, statuses)))
      .limit(1)
      .get() !== undefined
  )
}
