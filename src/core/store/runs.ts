import { and, asc, desc, eq, gt, gte, inArray, lt, or, sql } from 'drizzle-orm'
import type { DeliveryStatus } from '../../contract/vocabulary.ts'
import { prepared } from './prepared.ts'
import type { Read, WriteTx } from './tx.ts'
import { run, runStep } from './runs-schema.ts'
import { account, delivery, post, variant } from './workspace-schema.ts'

export type RunRow = typeof run.$inferSelect
export type RunStepRow = typeof runStep.$inferSelect

export function getRun(db: Read, id: string): RunRow | undefined {
  return db.select().from(run).where(eq(run.id, id)).get()
}

export function runOfKey(db: Read, idempotencyKey: string): RunRow | undefined {
  return db.select().from(run).where(eq(run.idempotencyKey, idempotencyKey)).get()
}

/** Newest first. */
export function listRuns(db: Read, after: { createdAt: number; id: string } | undefined, limit: number): RunRow[] {
  return db
    .select()
    .from(run)
    .where(
      after && or(lt(run.createdAt, after.createdAt), and(eq(run.createdAt, after.createdAt), lt(run.id, after.id))),
    )
    .orderBy(desc(run.createdAt), desc(run.id))
    .limit(limit)
    .all()
}

export function insertRun(tx: WriteTx, row: typeof run.$inferInsert): void {
  tx.insert(run).values(row).run()
}

export function markRunPublished(tx: WriteTx, id: string, at: number): void {
  tx.update(run).set({ publishedAt: at }).where(eq(run.id, id)).run()
}

export function insertRunStep(tx: WriteTx, row: RunStepRow): void {
  tx.insert(runStep).values(row).run()
}

const stepByPost = prepared((db) =>
  db
    .select()
    .from(runStep)
    .where(eq(runStep.postId, sql.placeholder('id')))
    .prepare(),
)

/** What a post is within its run, and what it goes out under. Undefined for posts that no document made. */
export function stepOf(db: Read, postId: string): RunStepRow | undefined {
  return stepByPost(db).get({ id: postId })
}

/** The delivery of a post to an account, undefined where there is none. Those that were reset are records alone. */
export function deliveryOf(db: Read, postId: string, accountId: string): typeof delivery.$inferSelect | undefined {
  return db
    .select()
    .from(delivery)
    .where(and(eq(delivery.postId, postId), eq(delivery.accountId, accountId), eq(delivery.occurrence, 0)))
    .get()
}

/** What is due and waits under a post on an account is looked at now: how that post stands has changed. */
export function wakeUnder(tx: WriteTx, parentPostId: string, accountId: string, now: number): void {
  tx.run(sql`
    update delivery set next_at = ${now}
    where account_id = ${accountId} and status = 'scheduled' and frozen is null and next_at > ${now} and due_at <= ${now}
      and post_id in (select post_id from run_step where parent_post_id = ${parentPostId})`)
}

/** Rows of a run with the posts they became, in the order of the document. */
export function stepsOf(db: Read, runId: string) {
  return db
    .select({ step: runStep, post })
    .from(runStep)
    .innerJoin(post, eq(post.id, runStep.postId))
    .where(eq(runStep.runId, runId))
    .orderBy(asc(runStep.row))
    .all()
}

/** How many posts these runs have, and deliveries by status; posts in the bin aside. */
export function countsOf(
  db: Read,
  runIds: readonly string[],
): Map<string, { posts: number; byStatus: Map<DeliveryStatus, number> }> {
  const found = new Map(runIds.map((id) => [id, { posts: 0, byStatus: new Map<DeliveryStatus, number>() }]))
  if (runIds.length === 0) return found
  const posts = db
    .select({ id: runStep.runId, posts: sql<number>`count(*)` })
    .from(runStep)
    .innerJoin(post, eq(post.id, runStep.postId))
    .where(and(inArray(runStep.runId, [...runIds]), sql`${post.deletedAt} is null`))
    .groupBy(runStep.runId)
    .all()
  for (const { id, posts: count } of posts) found.get(id)!.posts = count
  const deliveries = db
    .select({ id: runStep.runId, status: delivery.status, count: sql<number>`count(*)` })
    .from(runStep)
    .innerJoin(delivery, and(eq(delivery.postId, runStep.postId), gte(delivery.occurrence, 0)))
    .where(and(inArray(runStep.runId, [...runIds]), eq(delivery.occurrence, 0)))
    .groupBy(runStep.runId, delivery.status)
    .all()
  for (const { id, status, count } of deliveries) found.get(id)!.byStatus.set(status, count)
  return found
}

export function campaignsOf(db: Read, runId: string): string[] {
  return db
    .select({ name: runStep.campaign, first: sql<number>`min(${runStep.row})` })
    .from(runStep)
    .where(and(eq(runStep.runId, runId), sql`${runStep.campaign} is not null`))
    .groupBy(runStep.campaign)
    .orderBy(sql`min(${runStep.row})`)
    .all()
    .map(({ name }) => name ?? '')
}

/** A run line by line: each row for each of its accounts, with the delivery where there is one. */
export function linesOf(db: Read, runId: string, after: { row: number; position: number } | undefined, limit: number) {
  return db
    .select({
      step: runStep,
      title: post.title,
      parts: post.parts,
      position: variant.position,
      accountId: account.id,
      platform: account.platform,
      handle: account.handle,
      delivery,
    })
    .from(runStep)
    .innerJoin(post, eq(post.id, runStep.postId))
    .innerJoin(variant, eq(variant.postId, runStep.postId))
    .innerJoin(account, eq(account.id, variant.accountId))
    .leftJoin(
      delivery,
      and(eq(delivery.postId, runStep.postId), eq(delivery.accountId, variant.accountId), gte(delivery.occurrence, 0)),
    )
    .where(
      and(
        eq(runStep.runId, runId),
        after && or(gt(runStep.row, after.row), and(eq(runStep.row, after.row), gt(variant.position, after.position))),
      ),
    )
    .orderBy(asc(runStep.row), asc(variant.position))
    .limit(limit)
    .all()
}
