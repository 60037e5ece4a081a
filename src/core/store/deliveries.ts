import { and, asc, desc, eq, gt, gte, inArray, isNotNull, isNull, lt, ne, or, sql } from 'drizzle-orm'
import type { DeliveryStatus, Platform } from '../../contract/vocabulary.ts'
import type { Instant } from '../clock.ts'
import { saidOf, type Remote } from '../publishers/publisher.ts'
import type { DeliveryState } from '../publishing/delivery-state.ts'
import { prepared } from './prepared.ts'
import type { Read, WriteTx } from './tx.ts'
import {
  account,
  attempt,
  delivery,
  deliveryPart,
  deliveryStep,
  post,
  variant,
  type PhaseRecord,
} from './workspace-schema.ts'

export type DeliveryRow = typeof delivery.$inferSelect
export type PartRow = typeof deliveryPart.$inferSelect
export type AttemptRow = typeof attempt.$inferSelect

export function getDelivery(db: Read, id: string): DeliveryRow | undefined {
  return db.select().from(delivery).where(eq(delivery.id, id)).get()
}

/** Not reset: of the post as it stands, and not only of the record. */
const isCurrent = gte(delivery.occurrence, 0)

const deliveriesByPost = prepared((db) =>
  db
    .select()
    .from(delivery)
    .where(and(eq(delivery.postId, sql.placeholder('id')), isCurrent))
    .orderBy(asc(delivery.id))
    .prepare(),
)

export function deliveriesOfPost(db: Read, postId: string): DeliveryRow[] {
  return deliveriesByPost(db).all({ id: postId })
}

/** Leaves a delivery to the record alone, so that its account can get the post anew. */
export function leaveToRecord(tx: WriteTx, row: Pick<DeliveryRow, 'id' | 'postId' | 'accountId'>, now: Instant): void {
  const lowest = sql`(select min(min(occurrence), 0) - 1 from delivery where post_id = ${row.postId} and account_id = ${row.accountId})`
  tx.update(delivery).set({ occurrence: lowest, updatedAt: now }).where(eq(delivery.id, row.id)).run()
}

export function deliveriesOfAccount(db: Read, accountId: string, statuses: DeliveryStatus[]): DeliveryRow[] {
  return db
    .select()
    .from(delivery)
    .where(and(eq(delivery.accountId, accountId), inArray(delivery.status, statuses)))
    .all()
}

export interface DeliveryFilter {
  readonly status?: DeliveryStatus[] | undefined
  readonly post?: string | undefined
  readonly account?: string | undefined
  /** Only those that were reset; otherwise none of them. */
  readonly reset?: boolean | undefined
  /** Rows after this one, in the order of the list. */
  readonly after?: { dueAt: number; id: string } | undefined
  readonly limit: number
}

/** How many stand in each state; those that were reset and those of posts in the bin aside. */
export function countDeliveries(db: Read): Map<DeliveryStatus, number> {
  const rows = db
    .select({ status: delivery.status, count: sql<number>`count(*)` })
    .from(delivery)
    .innerJoin(post, eq(post.id, delivery.postId))
    .where(and(isCurrent, isNull(post.deletedAt)))
    .groupBy(delivery.status)
    .all()
  return new Map(rows.map(({ status, count }) => [status, count]))
}

/** Latest due first. */
export function listDeliveries(
  db: Read,
  { status, post: postId, account: accountId, reset, after, limit }: DeliveryFilter,
): DeliveryRow[] {
  return db
    .select()
    .from(delivery)
    .where(
      and(
        status?.length ? inArray(delivery.status, status) : undefined,
        postId ? eq(delivery.postId, postId) : undefined,
        accountId ? eq(delivery.accountId, accountId) : undefined,
        reset ? lt(delivery.occurrence, 0) : isCurrent,
        after
          ? or(lt(delivery.dueAt, after.dueAt), and(eq(delivery.dueAt, after.dueAt), lt(delivery.id, after.id)))
          : undefined,
      ),
    )
    .orderBy(desc(delivery.dueAt), desc(delivery.id))
    .limit(limit)
    .all()
}

export function partsOf(db: Read, deliveryIds: string[]): PartRow[] {
  if (deliveryIds.length === 0) return []
  return db
    .select()
    .from(deliveryPart)
    .where(inArray(deliveryPart.deliveryId, deliveryIds))
    .orderBy(asc(deliveryPart.deliveryId), asc(deliveryPart.part))
    .all()
}

/** Deliveries something is to be done about by `now`, in the order they were due, leaving out busy accounts and busy deliveries. */
export function dueDeliveries(db: Read, now: Instant, busyAccounts: readonly string[], limit: number): DeliveryRow[] {
  return db
    .select({ row: delivery })
    .from(delivery)
    .innerJoin(account, eq(account.id, delivery.accountId))
    .where(
      and(
        isNotNull(delivery.nextAt),
        sql`${delivery.nextAt} <= ${now}`,
        inArray(delivery.status, ['scheduled', 'retrying', 'unknown', 'handed_off']),
        or(isNull(account.pausedUntil), sql`${account.pausedUntil} <= ${now}`),
        busyAccounts.length ? sql`${delivery.accountId} not in ${busyAccounts}` : undefined,
      ),
    )
    .orderBy(asc(delivery.nextAt), asc(delivery.dueAt), asc(delivery.id))
    .limit(limit)
    .all()
    .map(({ row }) => row)
}

/** When something is to be done next; null when nothing waits. Paused accounts count from the end of their pause. */
export function nextDue(db: Read): Instant | null {
  const row = db.get<{ at: number | null }>(sql`
    select min(max(d.next_at, coalesce(a.paused_until, 0))) as at
    from (select next_at, account_id from delivery where next_at is not null order by next_at limit 50) d
    join account a on a.id = d.account_id`)
  return row?.at ?? null
}

/** How many deliveries of an account, those of `exceptPost` aside, went out or are due from one moment on and before another. */
export function countDue(db: Read, accountId: string, from: Instant, to: Instant, exceptPost: string | null): number {
  const at = sql`coalesce(${delivery.publishedAt}, ${delivery.dueAt})`
  const goes: DeliveryStatus[] = ['scheduled', 'publishing', 'retrying', 'published', 'unknown', 'handed_off']
  const row = db
    .select({ count: sql<number>`count(*)` })
    .from(delivery)
    .where(
      and(
        eq(delivery.accountId, accountId),
        inArray(delivery.status, goes),
        sql`${at} >= ${from} and ${at} < ${to}`,
        exceptPost === null ? undefined : ne(delivery.postId, exceptPost),
      ),
    )
    .get()
  return row?.count ?? 0
}

/** Deliveries that stand as being sent, whoever claimed them. */
export function publishingDeliveries(db: Read): DeliveryRow[] {
  return db.select().from(delivery).where(eq(delivery.status, 'publishing')).all()
}

export function insertDelivery(tx: WriteTx, row: typeof delivery.$inferInsert): void {
  tx.insert(delivery).values(row).run()
}

export function removeDelivery(tx: WriteTx, id: string): void {
  tx.delete(delivery).where(eq(delivery.id, id)).run()
}

/** Writes what the machine decided, and whatever else changes with it. */
export function saveState(
  tx: WriteTx,
  id: string,
  state: DeliveryState,
  now: Instant,
  more: Partial<typeof delivery.$inferInsert> = {},
): void {
  tx.update(delivery)
    .set({
      status: state.status,
      dueAt: state.dueAt,
      nextAt: state.nextAt,
      deadlineAt: state.deadlineAt,
      tries: state.tries,
      commitStartedAt: state.commitStartedAt,
      reasonCode: state.reason?.code ?? null,
      reasonSaid: state.reason && saidOf(state.reason),
      reasonWords: state.reason?.words ?? null,
      updatedAt: now,
      ...more,
    })
    .where(eq(delivery.id, id))
    .run()
}

export function stateOf(row: DeliveryRow): DeliveryState {
  return {
    status: row.status,
    dueAt: row.dueAt,
    nextAt: row.nextAt,
    deadlineAt: row.deadlineAt,
    tries: row.tries,
    commitStartedAt: row.commitStartedAt,
    reason:
      row.reasonCode && row.reasonSaid
        ? { code: row.reasonCode, ...row.reasonSaid, ...(row.reasonWords !== null && { words: row.reasonWords }) }
        : null,
  }
}

export function insertPart(
  tx: WriteTx,
  row: { deliveryId: string; accountId: string; part: number; remote: Remote; at: Instant },
): void {
  const { remote, ...rest } = row
  tx.insert(deliveryPart)
    .values({ ...rest, remoteId: remote.remoteId, url: remote.url, data: remote.data ?? null })
    .onConflictDoUpdate({
      target: [deliveryPart.deliveryId, deliveryPart.part],
      set: { remoteId: remote.remoteId, url: remote.url, data: remote.data ?? null, at: row.at, removedAt: null },
    })
    .run()
}

export function markPartRemoved(tx: WriteTx, deliveryId: string, part: number, at: Instant): void {
  tx.update(deliveryPart)
    .set({ removedAt: at })
    .where(and(eq(deliveryPart.deliveryId, deliveryId), eq(deliveryPart.part, part)))
    .run()
}

export function clearParts(tx: WriteTx, deliveryId: string): void {
  tx.delete(deliveryPart).where(eq(deliveryPart.deliveryId, deliveryId)).run()
}

/** Whether another delivery of this account already has this remote id. */
export function remoteIsKnown(db: Read, accountId: string, remoteId: string, exceptDelivery: string): boolean {
  const found = db.get(
    sql`select 1 from delivery_part where account_id = ${accountId} and remote_id = ${remoteId} and delivery_id <> ${exceptDelivery}`,
  )
  return found !== undefined
}

export function getStep(db: Read, deliveryId: string, name: string): { result: unknown } | undefined {
  return db
    .select({ result: deliveryStep.result })
    .from(deliveryStep)
    .where(and(eq(deliveryStep.deliveryId, deliveryId), eq(deliveryStep.name, name)))
    .get()
}

export function saveStep(tx: WriteTx, deliveryId: string, name: string, result: unknown, at: Instant): void {
  tx.insert(deliveryStep)
    .values({ deliveryId, name, result: result ?? null, at })
    .onConflictDoUpdate({ target: [deliveryStep.deliveryId, deliveryStep.name], set: { result: result ?? null, at } })
    .run()
}

export function forgetSteps(tx: WriteTx, deliveryId: string, prefix: string): void {
  tx.delete(deliveryStep)
    .where(
      and(eq(deliveryStep.deliveryId, deliveryId), sql`substr(${deliveryStep.name}, 1, ${prefix.length}) = ${prefix}`),
    )
    .run()
}

export function insertAttempt(tx: WriteTx, row: typeof attempt.$inferInsert): void {
  tx.insert(attempt).values(row).run()
}

/** An attempt that has ended is never written again. */
export function saveAttempt(
  tx: WriteTx,
  id: string,
  change: Partial<Pick<AttemptRow, 'endedAt' | 'outcome' | 'reasonCode' | 'reasonSaid' | 'reasonWords'>> & {
    phases?: PhaseRecord[]
  },
): void {
  tx.update(attempt)
    .set(change)
    .where(and(eq(attempt.id, id), isNull(attempt.endedAt)))
    .run()
}

export function attemptsOf(db: Read, deliveryId: string): AttemptRow[] {
  return db
    .select()
    .from(attempt)
    .where(eq(attempt.deliveryId, deliveryId))
    .orderBy(desc(attempt.startedAt), desc(attempt.id))
    .all()
}

export function openAttempt(db: Read, deliveryId: string): AttemptRow | undefined {
  return db
    .select()
    .from(attempt)
    .where(and(eq(attempt.deliveryId, deliveryId), isNull(attempt.endedAt)))
    .orderBy(desc(attempt.id))
    .get()
}

/** Scheduled deliveries that were due before `before` and never tried: what may have been missed. */
export function overdueUntried(db: Read, before: Instant): DeliveryRow[] {
  return db
    .select()
    .from(delivery)
    .where(
      and(
        isNotNull(delivery.nextAt),
        sql`${delivery.nextAt} < ${before}`,
        eq(delivery.status, 'scheduled'),
        lt(delivery.dueAt, before),
        isNull(delivery.frozen),
      ),
    )
    .all()
}

/** Of these deliveries those that are tried, or looked for, again because the network was away; of all where none are named. */
export function waitingForNetwork(db: Read, ids?: readonly string[]): string[] {
  return db
    .select({ id: delivery.id })
    .from(delivery)
    .where(
      and(
        ids && inArray(delivery.id, [...ids]),
        inArray(delivery.status, ['retrying', 'unknown', 'handed_off']),
        isNotNull(delivery.nextAt),
        eq(delivery.reasonCode, 'network'),
      ),
    )
    .all()
    .map(({ id }) => id)
}

/** What was to be tried later is tried at `at`. */
export function tryAt(tx: WriteTx, ids: readonly string[], at: Instant): void {
  tx.update(delivery)
    .set({ nextAt: at })
    .where(and(inArray(delivery.id, [...ids]), gt(delivery.nextAt, at)))
    .run()
}

/** Deliveries in doubt whose look failed because the account was signed out are looked for at `at`. */
export function lookAgain(tx: WriteTx, at: Instant): void {
  tx.update(delivery)
    .set({ nextAt: at })
    .where(and(eq(delivery.status, 'unknown'), isNull(delivery.nextAt), eq(delivery.reasonCode, 'reconnect')))
    .run()
}

export function postForDelivery(db: Read, postId: string) {
  return db
    .select({ title: post.title, review: post.review, deletedAt: post.deletedAt })
    .from(post)
    .where(eq(post.id, postId))
    .get()
}

/** What one account would get as the post stands now: its variant over the base. Undefined when the post is gone. */
export function contentFor(db: Read, postId: string, accountId: string) {
  const base = db
    .select({ title: post.title, parts: post.parts, link: post.link })
    .from(post)
    .where(eq(post.id, postId))
    .get()
  if (!base) return undefined
  const own = db
    .select()
    .from(variant)
    .where(and(eq(variant.postId, postId), eq(variant.accountId, accountId)))
    .get()
  return { title: base.title, parts: own?.parts ?? base.parts, link: base.link, settings: own?.settings ?? {} }
}

export function platformsOf(db: Read, accountIds: string[]): Map<string, Platform> {
  const rows = db
    .select({ id: account.id, platform: account.platform })
    .from(account)
    .where(inArray(account.id, accountIds))
    .all()
  return new Map(rows.map(({ id, platform }) => [id, platform]))
}
