import { sql, type SQL } from 'drizzle-orm'
import type { DeliveryStatus, Platform, PostStatus, ReviewState } from '../../contract/vocabulary.ts'
import type { Instant } from '../clock.ts'
import { searchQuery } from './search-query.ts'
import type { Read } from './tx.ts'

/** Which posts; moments in milliseconds. */
export interface PostQuery {
  readonly status?: readonly PostStatus[] | undefined
  readonly platform?: Platform | undefined
  readonly account?: string | undefined
  readonly label?: string | undefined
  readonly run?: string | undefined
  readonly campaign?: string | undefined
  readonly needsYou?: boolean | undefined
  readonly from?: Instant | undefined
  readonly to?: Instant | undefined
  readonly q?: string | undefined
  readonly deleted?: boolean | undefined
}

export type PostOrder = 'when' | 'updated'

/** Where a page ended. `at` null: among posts without a plan, which come last. */
export interface PostPosition {
  readonly at: Instant | null
  readonly id: string
}

export interface SummaryRow {
  readonly id: string
  readonly title: string
  /** The beginning of the first part. */
  readonly text: string
  readonly parts: number
  readonly review: ReviewState
  readonly plannedAt: Instant | null
  readonly wallTime: string | null
  readonly zone: string | null
  readonly updatedAt: Instant
  readonly thumb: string | null
  /** JSON array */
  readonly labels: string
}

const summary =
  sql.raw(`p.id, p.title, p.review, p.planned_at as plannedAt, p.wall_time as wallTime, p.zone, p.updated_at as updatedAt,
  ltrim(substr(json_extract(p.parts, '$[0].text'), 1, 300), char(9, 10, 13, 32)) as text,
  json_array_length(p.parts) as parts,
  (select asset_id from post_asset where post_id = p.id and position = 0) as thumb,
  (select json_group_array(label) from (select label from post_label where post_id = p.id order by label)) as labels`)

/** `postStatus` of contract/post-status.ts in SQL, for filters; a test holds the two together. */
const status = sql.raw(`(select case
  when count(*) = 0 then p.review
  when sum(d.status <> 'canceled') = 0 then 'canceled'
  when sum(d.status = 'publishing') > 0 then 'publishing'
  when sum(d.status = 'unknown') > 0 then 'unknown'
  when sum(d.status = 'retrying') > 0 then 'publishing'
  when sum(d.status = 'published') = sum(d.status <> 'canceled') then 'published'
  when sum(d.status = 'published') > 0 then 'partially_published'
  when sum(d.status = 'failed') > 0 then 'failed'
  when sum(d.status = 'missed') > 0 then 'missed'
  else 'scheduled' end from delivery d where d.post_id = p.id and d.occurrence >= 0)`)

/**
 * Deliveries a post must have for a status, which an index finds. Null where most posts have it: then reading along the order of the list is
 * cheaper. Review states are statuses of posts without deliveries.
 */
const witnesses: Record<Exclude<PostStatus, ReviewState>, readonly DeliveryStatus[] | null> = {
  scheduled: ['scheduled', 'handed_off'],
  publishing: ['publishing', 'retrying'],
  published: null,
  partially_published: ['scheduled', 'handed_off', 'failed', 'missed'],
  failed: ['failed'],
  unknown: ['unknown'],
  missed: ['missed'],
  canceled: ['canceled'],
}

function isDelivered(status: PostStatus): status is keyof typeof witnesses {
  return status in witnesses
}

function hasStatus(statuses: readonly PostStatus[]): SQL {
  const delivered = statuses.filter(isDelivered)
  const reviews = statuses.filter((one) => !isDelivered(one))
  const ways: SQL[] = []
  if (reviews.length > 0) {
    ways.push(
      sql`(p.review in ${reviews} and not exists (select 1 from delivery d where d.post_id = p.id and d.occurrence >= 0))`,
    )
  }
  if (delivered.length > 0)
    ways.push(sql`(${witnessed(delivered.map((one) => witnesses[one]))}${status} in ${delivered})`)
  return sql`(${sql.join(ways, sql` or `)})`
}

function witnessed(found: readonly (readonly DeliveryStatus[] | null)[]): SQL {
  if (found.includes(null)) return sql``
  const statuses = [...new Set(found.flatMap((one) => one ?? []))]
  return sql`p.id in (select post_id from delivery where status in ${statuses} and occurrence >= 0) and `
}

function needing(deleted: boolean): SQL {
  return sql`p.id in (select post_id from delivery where status in ('failed', 'unknown', 'missed') and occurrence >= 0
    union select id from post where review = 'rejected' and ${binned(sql`deleted_at`, deleted)})`
}

/** Worded as the partial indexes are, so that they are used. */
function binned(column: SQL, deleted: boolean): SQL {
  return deleted ? sql`${column} is not null` : sql`${column} is null`
}

/** Condition on `post p`; null where nothing can match. */
function condition(query: PostQuery): SQL | null {
  const deleted = query.deleted ?? false
  const conditions: SQL[] = [binned(sql`p.deleted_at`, deleted)]
  if (query.q !== undefined && query.q.trim() !== '') {
    const match = searchQuery(query.q)
    if (match === null) return null
    conditions.push(sql`p.rowid in (select rowid from post_search where post_search match ${match})`)
  }
  if (query.from !== undefined) conditions.push(sql`p.planned_at >= ${query.from}`)
  if (query.to !== undefined) conditions.push(sql`p.planned_at < ${query.to}`)
  if (query.label !== undefined)
    conditions.push(sql`p.id in (select post_id from post_label where label = ${query.label})`)
  if (query.run !== undefined) conditions.push(sql`p.id in (select post_id from run_step where run_id = ${query.run})`)
  if (query.campaign !== undefined)
    conditions.push(sql`p.id in (select post_id from run_step where campaign = ${query.campaign})`)
  if (query.status?.length) conditions.push(hasStatus(query.status))
  if (query.needsYou) conditions.push(needing(deleted))
  if (query.account !== undefined) conditions.push(goesTo(sql`= ${query.account}`))
  if (query.platform !== undefined)
    conditions.push(goesTo(sql`in (select id from account where platform = ${query.platform})`))
  return sql.join(conditions, sql` and `)
}

function goesTo(accounts: SQL): SQL {
  return sql`(exists (select 1 from variant v where v.post_id = p.id and v.account_id ${accounts})
    or exists (select 1 from delivery d where d.post_id = p.id and d.account_id ${accounts}))`
}

/** A page of at most `limit` rows after `after`, newest plan (those without one last) or latest change first. */
export function listPosts(
  db: Read,
  query: PostQuery,
  order: PostOrder,
  after: PostPosition | undefined,
  limit: number,
): SummaryRow[] {
  const where = condition(query)
  if (!where) return []
  const page = (more: SQL, column: SQL, room: number) =>
    room <= 0
      ? []
      : db.all<SummaryRow>(
          sql`select ${summary} from post p where ${where} and ${more} order by ${column} desc, p.id desc limit ${room}`,
        )
  if (order === 'updated') {
    const behind = after ? sql`(p.updated_at, p.id) < (${after.at}, ${after.id})` : sql`true`
    return page(behind, sql`p.updated_at`, limit)
  }
  // Two stretches of one index: planned ones, then those without a plan.
  const plannedBehind = after ? sql`(p.planned_at, p.id) < (${after.at}, ${after.id})` : sql`p.planned_at is not null`
  const planned = after && after.at === null ? [] : page(plannedBehind, sql`p.planned_at`, limit)
  const unplannedBehind =
    after && after.at === null ? sql`p.planned_at is null and p.id < ${after.id}` : sql`p.planned_at is null`
  return [...planned, ...page(unplannedBehind, sql`p.planned_at`, limit - planned.length)]
}

export function countPosts(db: Read, query: PostQuery): number {
  if (Object.values(query).every((value) => value === undefined || value === false)) return countLive(db)
  const where = condition(query)
  return where ? (db.get<{ count: number }>(sql`select count(*) as count from post p where ${where}`)?.count ?? 0) : 0
}

/** Counted from indexes alone: the rows themselves are large. */
function countLive(db: Read): number {
  const row = db.get<{ count: number }>(
    sql`select (select count(*) from post) - (select count(*) from post where deleted_at is not null) as count`,
  )
  return row?.count ?? 0
}

/** Posts that have a plan in [from, to) and an account, in order of time. */
export function calendarPosts(
  db: Read,
  query: PostQuery & { from: Instant; to: Instant },
  limit: number,
): SummaryRow[] {
  const where = condition(query)
  if (!where) return []
  return db.all<SummaryRow>(sql`select ${summary} from post p
    where ${where} and (exists (select 1 from variant v where v.post_id = p.id) or exists (select 1 from delivery d where d.post_id = p.id and d.occurrence >= 0))
    order by p.planned_at, p.id limit ${limit}`)
}

export interface PostAccountRow {
  readonly accountId: string
  readonly platform: Platform
  /** Of the newest occurrence; null where nothing is scheduled. */
  readonly status: DeliveryStatus | null
}

export interface PostDestinations {
  /** Chosen accounts in their order, then those that are only in the record. */
  readonly accounts: readonly PostAccountRow[]
  /** Of all deliveries. */
  readonly statuses: readonly DeliveryStatus[]
}

/** Accounts and deliveries of many posts, in one query. */
export function destinationsOf(db: Read, postIds: readonly string[]): Map<string, PostDestinations> {
  const ids = JSON.stringify(postIds)
  const rows = db.all<PostAccountRow & { postId: string }>(sql`
    select x.postId, x.accountId, a.platform, x.status from (
      select v.post_id as postId, v.account_id as accountId, null as status, 0 as delivered, v.position as place
      from variant v where v.post_id in (select value from json_each(${ids}))
      union all
      select d.post_id, d.account_id, d.status, 1, d.occurrence
      from delivery d where d.post_id in (select value from json_each(${ids})) and d.occurrence >= 0
    ) x join account a on a.id = x.accountId order by x.delivered, x.place, x.accountId`)
  const found = new Map<string, { accounts: Map<string, PostAccountRow>; statuses: DeliveryStatus[] }>()
  for (const { postId, accountId, platform, status: state } of rows) {
    const ofPost = found.get(postId) ?? { accounts: new Map<string, PostAccountRow>(), statuses: [] }
    found.set(postId, ofPost)
    ofPost.accounts.set(accountId, { accountId, platform, status: state })
    if (state) ofPost.statuses.push(state)
  }
  return new Map(
    [...found].map(([postId, { accounts, statuses }]) => [postId, { accounts: [...accounts.values()], statuses }]),
  )
}

export interface PostCounts {
  readonly byStatus: Record<string, number>
  readonly needsYou: number
  readonly deleted: number
}

export function countByStatus(db: Read): PostCounts {
  const rows = db.all<{ status: PostStatus; count: number }>(
    sql`select status, count(*) as count from (select ${status} as status from post p where p.deleted_at is null) group by status`,
  )
  const deleted =
    db.get<{ count: number }>(sql`select count(*) as count from post where deleted_at is not null`)?.count ?? 0
  return {
    byStatus: Object.fromEntries(rows.map((row) => [row.status, row.count])),
    needsYou: countPosts(db, { needsYou: true }),
    deleted,
  }
}

/** Labels of posts that are not in the bin, by name. */
export function labelsInUse(db: Read): { name: string; posts: number }[] {
  return db.all(sql`select label as name, count(*) as posts from post_label
    where post_id not in (select id from post where deleted_at is not null) group by label order by label`)
}
