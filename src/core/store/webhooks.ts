import { and, asc, desc, eq, isNotNull, lt, lte, ne, or, sql } from 'drizzle-orm'
import type { Instant } from '../clock.ts'
import { prepared } from './prepared.ts'
import type { Read, WriteTx } from './tx.ts'
import { webhook, webhookMessage, type WebhookTry } from './webhooks-schema.ts'

export type WebhookRow = typeof webhook.$inferSelect
export type WebhookMessageRow = typeof webhookMessage.$inferSelect
export type { WebhookTry }

export function getWebhook(db: Read, id: string): WebhookRow | undefined {
  return db.select().from(webhook).where(eq(webhook.id, id)).get()
}

const allWebhooks = prepared((db) =>
  db.select().from(webhook).orderBy(desc(webhook.createdAt), desc(webhook.id)).prepare(),
)

export function listWebhooks(db: Read): WebhookRow[] {
  return allWebhooks(db).all()
}

export function insertWebhook(tx: WriteTx, row: typeof webhook.$inferInsert): void {
  tx.insert(webhook).values(row).run()
}

export function updateWebhook(tx: WriteTx, id: string, change: Partial<Omit<WebhookRow, 'id' | 'createdAt'>>): void {
  if (Object.values(change).every((value) => value === undefined)) return
  tx.update(webhook).set(change).where(eq(webhook.id, id)).run()
}

export function deleteWebhook(tx: WriteTx, id: string): void {
  tx.delete(webhook).where(eq(webhook.id, id)).run()
}

export function insertMessage(tx: WriteTx, row: typeof webhookMessage.$inferInsert): void {
  tx.insert(webhookMessage).values(row).run()
}

export function getMessage(db: Read, id: string): WebhookMessageRow | undefined {
  return db.select().from(webhookMessage).where(eq(webhookMessage.id, id)).get()
}

export function updateMessage(
  tx: WriteTx,
  id: string,
  change: Partial<Pick<WebhookMessageRow, 'tries' | 'state' | 'nextAt'>>,
): void {
  tx.update(webhookMessage).set(change).where(eq(webhookMessage.id, id)).run()
}

/** Messages of active webhooks that are due, oldest first. */
export function dueMessages(db: Read, now: Instant, limit: number): { message: WebhookMessageRow; hook: WebhookRow }[] {
  return db
    .select({ message: webhookMessage, hook: webhook })
    .from(webhookMessage)
    .innerJoin(webhook, eq(webhook.id, webhookMessage.webhookId))
    .where(and(lte(webhookMessage.nextAt, now), eq(webhook.active, true)))
    .orderBy(asc(webhookMessage.nextAt), asc(webhookMessage.id))
    .limit(limit)
    .all()
}

/** When the next message of an active webhook is due. */
export function nextMessageAt(db: Read): Instant | null {
  const row = db
    .select({ at: sql<number | null>`min(${webhookMessage.nextAt})` })
    .from(webhookMessage)
    .innerJoin(webhook, eq(webhook.id, webhookMessage.webhookId))
    .where(and(isNotNull(webhookMessage.nextAt), eq(webhook.active, true)))
    .get()
  return row?.at ?? null
}

/** Newest first. */
export function listMessages(
  db: Read,
  webhookId: string,
  state: WebhookMessageRow['state'] | undefined,
  after: { createdAt: number; id: string } | undefined,
  limit: number,
): WebhookMessageRow[] {
  const { createdAt, id } = webhookMessage
  return db
    .select()
    .from(webhookMessage)
    .where(
      and(
        eq(webhookMessage.webhookId, webhookId),
        state && eq(webhookMessage.state, state),
        after && or(lt(createdAt, after.createdAt), and(eq(createdAt, after.createdAt), lt(id, after.id))),
      ),
    )
    .orderBy(desc(createdAt), desc(id))
    .limit(limit)
    .all()
}

export function countWaiting(db: Read, webhookId: string): number {
  const row = db
    .select({ count: sql<number>`count(*)` })
    .from(webhookMessage)
    .where(and(eq(webhookMessage.webhookId, webhookId), eq(webhookMessage.state, 'waiting')))
    .get()
  return row?.count ?? 0
}

/** Drops what has ended before a moment. */
export function dropMessagesBefore(tx: WriteTx, before: Instant): void {
  tx.delete(webhookMessage)
    .where(and(lt(webhookMessage.createdAt, before), ne(webhookMessage.state, 'waiting')))
    .run()
}
