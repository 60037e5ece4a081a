import { and, eq, gte, isNull, lt, or, sql, type SQL } from 'drizzle-orm'
import type { Platform } from '../../contract/vocabulary.ts'
import type { Instant } from '../clock.ts'
import type { Read } from './tx.ts'
import { account, asset, delivery } from './workspace-schema.ts'

export interface SentRow {
  readonly accountId: string
  readonly platform: Platform
  readonly status: 'published' | 'failed'
  /** When it went out, or was to. */
  readonly at: Instant
}

/** What went out in a span, and what failed that was due in it. */
export function sentBetween(db: Read, from: Instant, to: Instant, accountId?: string): SentRow[] {
  const within = (column: typeof delivery.publishedAt | typeof delivery.dueAt) => and(gte(column, from), lt(column, to))
  const happened: SQL | undefined = or(
    and(eq(delivery.status, 'published'), within(delivery.publishedAt)),
    and(eq(delivery.status, 'failed'), gte(delivery.occurrence, 0), within(delivery.dueAt)),
  )
  return db
    .select({
      accountId: delivery.accountId,
      platform: account.platform,
      status: sql<SentRow['status']>`${delivery.status}`,
      at: sql<number>`coalesce(${delivery.publishedAt}, ${delivery.dueAt})`,
    })
    .from(delivery)
    .innerJoin(account, eq(account.id, delivery.accountId))
    .where(and(happened, accountId === undefined ? undefined : eq(delivery.accountId, accountId)))
    .all()
}

/** Files outside the bin, and what they weigh. */
export function librarySize(db: Read): { files: number; bytes: number } {
  const found = db
    .select({ files: sql<number>`count(*)`, bytes: sql<number>`coalesce(sum(${asset.bytes}), 0)` })
    .from(asset)
    .where(isNull(asset.deletedAt))
    .get()
  return found ?? { files: 0, bytes: 0 }
}
