import { and, desc, eq, gte, isNotNull, isNull, lt, lte, or, sql } from 'drizzle-orm'
import type { AiTaskName } from '../../contract/ai/usage.ts'
import type { Instant } from '../clock.ts'
import { aiCall, aiEndpoint } from './ai-schema.ts'
import type { Read, WriteTx } from './tx.ts'

export type CallRow = typeof aiCall.$inferSelect

export function insertCall(tx: WriteTx, row: typeof aiCall.$inferInsert): void {
  tx.insert(aiCall).values(row).run()
}

export function updateCall(tx: WriteTx, id: string, change: Partial<Omit<CallRow, 'id' | 'run' | 'at' | 'day'>>): void {
  tx.update(aiCall).set(change).where(eq(aiCall.id, id)).run()
}

export function getCall(db: Read, id: string): CallRow | undefined {
  return db.select().from(aiCall).where(eq(aiCall.id, id)).get()
}

export function callsOfRun(db: Read, run: string): CallRow[] {
  return db.select().from(aiCall).where(eq(aiCall.run, run)).orderBy(aiCall.id).all()
}

/** Calls that another run of the program left open. */
export function openCalls(db: Read): CallRow[] {
  return db.select().from(aiCall).where(isNull(aiCall.endedAt)).all()
}

/** Newest first. */
export function listCalls(
  db: Read,
  filter: { task?: AiTaskName | undefined; post?: string | undefined; run?: string | undefined },
  after: { at: number; id: string } | undefined,
  limit: number,
): CallRow[] {
  return db
    .select()
    .from(aiCall)
    .where(
      and(
        filter.task && eq(aiCall.task, filter.task),
        filter.post === undefined ? undefined : eq(aiCall.postId, filter.post),
        filter.run === undefined ? undefined : eq(aiCall.run, filter.run),
        after && or(lt(aiCall.at, after.at), and(eq(aiCall.at, after.at), lt(aiCall.id, after.id))),
      ),
    )
    .orderBy(desc(aiCall.at), desc(aiCall.id))
    .limit(limit)
    .all()
}

/** Forgets what was said in calls before then; that they were made, and what they cost, stays. */
export function forgetExchanges(tx: WriteTx, before: Instant): void {
  tx.update(aiCall)
    .set({ sent: null, received: null })
    .where(and(lt(aiCall.at, before), or(isNotNull(aiCall.sent), isNotNull(aiCall.received))))
    .run()
}

/** What was spent from one day to another, both included, by all or by one key, and what is held back for calls that run. In nano-dollars. */
export function spentBetween(db: Read, from: string, to: string, keyId?: string): { spent: number; held: number } {
  const found = db
    .select({
      spent: sql<number>`coalesce(sum(case when ${aiCall.endedAt} is not null then ${aiCall.nano} end), 0)`,
      held: sql<number>`coalesce(sum(case when ${aiCall.endedAt} is null then ${aiCall.nano} end), 0)`,
    })
    .from(aiCall)
    .where(and(gte(aiCall.day, from), lte(aiCall.day, to), keyId === undefined ? undefined : eq(aiCall.keyId, keyId)))
    .get()
  return found ?? { spent: 0, held: 0 }
}

const sums = {
  calls: sql<number>`count(*)`,
  inputTokens: sql<number>`coalesce(sum(${aiCall.inputTokens}), 0)`,
  outputTokens: sql<number>`coalesce(sum(${aiCall.outputTokens}), 0)`,
  images: sql<number>`coalesce(sum(${aiCall.images}), 0)`,
  seconds: sql<number>`coalesce(sum(${aiCall.seconds}), 0)`,
  nano: sql<number>`coalesce(sum(${aiCall.nano}), 0)`,
  unpriced: sql<number>`sum(${aiCall.nano} is null)`,
  estimated: sql<number>`max(${aiCall.estimated})`,
}
export type CallSums = { readonly [Key in keyof typeof sums]: number }

/** Calls that have ended, by day, task, and endpoint with model. */
export function callSums(db: Read, from: string, to: string) {
  const ended = and(gte(aiCall.day, from), lte(aiCall.day, to), isNotNull(aiCall.endedAt))
  return {
    byDay: db
      .select({ day: aiCall.day, ...sums })
      .from(aiCall)
      .where(ended)
      .groupBy(aiCall.day)
      .orderBy(aiCall.day)
      .all(),
    byTask: db
      .select({ task: aiCall.task, ...sums })
      .from(aiCall)
      .where(ended)
      .groupBy(aiCall.task)
      .all(),
    byModel: db
      .select({ endpoint: aiEndpoint.name, model: aiCall.model, ...sums })
      .from(aiCall)
      .innerJoin(aiEndpoint, eq(aiEndpoint.id, aiCall.endpointId))
      .where(ended)
      .groupBy(aiCall.endpointId, aiCall.model)
      .all(),
  }
}
