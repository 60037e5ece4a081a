import { and, desc, eq, gte, lt, or, sql } from 'drizzle-orm'
import type { ApprovalState } from '../../contract/approvals.ts'
import type { Instant } from '../clock.ts'
import type { Read, WriteTx } from './tx.ts'
import { apiKey, approval, keyCall } from './keys-schema.ts'
import { delivery } from './workspace-schema.ts'

export type KeyRow = typeof apiKey.$inferSelect
export type KeyCallRow = typeof keyCall.$inferSelect
export type ApprovalRow = typeof approval.$inferSelect

export function getKey(db: Read, id: string): KeyRow | undefined {
  return db.select().from(apiKey).where(eq(apiKey.id, id)).get()
}

/** The key whose secret, or the one before it, has this hash. */
export function keyByHash(db: Read, hash: string): KeyRow | undefined {
  return db
    .select()
    .from(apiKey)
    .where(or(eq(apiKey.hash, hash), eq(apiKey.previousHash, hash)))
    .get()
}

export function listKeys(db: Read): KeyRow[] {
  return db.select().from(apiKey).orderBy(desc(apiKey.createdAt), desc(apiKey.id)).all()
}

export function insertKey(tx: WriteTx, row: typeof apiKey.$inferInsert): void {
  tx.insert(apiKey).values(row).run()
}

export function updateKey(tx: WriteTx, id: string, change: Partial<Omit<KeyRow, 'id' | 'createdAt'>>): void {
  tx.update(apiKey).set(change).where(eq(apiKey.id, id)).run()
}

export function insertCalls(tx: WriteTx, rows: readonly (typeof keyCall.$inferInsert)[]): void {
  tx.insert(keyCall)
    .values([...rows])
    .run()
}

export function dropCallsBefore(tx: WriteTx, before: Instant): void {
  tx.delete(keyCall).where(lt(keyCall.at, before)).run()
}

/** Newest first; `after` is the id of the last one seen. */
export function callsOfKey(db: Read, keyId: string, after: number | undefined, limit: number): KeyCallRow[] {
  return db
    .select()
    .from(keyCall)
    .where(and(eq(keyCall.keyId, keyId), after === undefined ? undefined : lt(keyCall.id, after)))
    .orderBy(desc(keyCall.id))
    .limit(limit)
    .all()
}

export interface TrafficRow {
  readonly keyId: string
  readonly operation: string
  /** Hours since 1970 UTC, so that days can be formed in any zone. */
  readonly hour: number
  readonly calls: number
  readonly errors: number
  readonly ms: number
}

/** Calls since a moment, summed by key, operation and hour; of one key or of all. */
export function traffic(db: Read, from: Instant, keyId: string | undefined): TrafficRow[] {
  const hour = sql<number>`${keyCall.at} / 3600000`
  return db
    .select({
      keyId: keyCall.keyId,
      operation: keyCall.operation,
      hour,
      calls: sql<number>`count(*)`,
      errors: sql<number>`sum(${keyCall.status} >= 400)`,
      ms: sql<number>`sum(${keyCall.ms})`,
    })
    .from(keyCall)
    .where(and(gte(keyCall.at, from), keyId === undefined ? undefined : eq(keyCall.keyId, keyId)))
    .groupBy(keyCall.keyId, keyCall.operation, hour)
    .all()
}

/** Deliveries a key has scheduled since a moment. */
export function scheduledByKey(db: Read, keyId: string, from: Instant): number {
  const row = db
    .select({ count: sql<number>`count(*)` })
    .from(delivery)
    .where(and(eq(delivery.keyId, keyId), gte(delivery.createdAt, from)))
    .get()
  return row?.count ?? 0
}

export function insertApproval(tx: WriteTx, row: typeof approval.$inferInsert): void {
  tx.insert(approval).values(row).run()
}

export function getApproval(db: Read, id: string): ApprovalRow | undefined {
  return db.select().from(approval).where(eq(approval.id, id)).get()
}

export function updateApproval(
  tx: WriteTx,
  id: string,
  change: Partial<Pick<ApprovalRow, 'state' | 'answeredAt' | 'output'>>,
): void {
  tx.update(approval).set(change).where(eq(approval.id, id)).run()
}

/** Newest first. */
export function listApprovals(
  db: Read,
  of: { readonly keyId?: string | undefined; readonly state?: ApprovalState | undefined },
  after: { createdAt: number; id: string } | undefined,
  limit: number,
): ApprovalRow[] {
  return db
    .select()
    .from(approval)
    .where(
      and(
        of.keyId === undefined ? undefined : eq(approval.keyId, of.keyId),
        of.state === undefined ? undefined : eq(approval.state, of.state),
        after &&
          or(
            lt(approval.askedAt, after.createdAt),
            and(eq(approval.askedAt, after.createdAt), lt(approval.id, after.id)),
          ),
      ),
    )
    .orderBy(desc(approval.askedAt), desc(approval.id))
    .limit(limit)
    .all()
}

/** What the same key asked for with the same input and is still waiting. */
export function waitingApprovals(db: Read, keyId: string, operation: string): ApprovalRow[] {
  return db
    .select()
    .from(approval)
    .where(and(eq(approval.keyId, keyId), eq(approval.operation, operation), eq(approval.state, 'waiting')))
    .all()
}
