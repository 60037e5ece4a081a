import { sql } from 'drizzle-orm'
import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { WebhookTopic } from '../../contract/webhooks.ts'
import type { Said } from '../../contract/sentences/index.ts'

/** Programs that are told of events, and what they were told. Types of columns as in workspace-schema.ts. */
const json = <T>(name: string) => text(name, { mode: 'json' }).$type<T>()

/** Its secret is sealed in `secret` under the id. */
export const webhook = sqliteTable('webhook', {
  id: text('id').primaryKey(),
  name: text('name').notNull(),
  url: text('url').notNull(),
  topics: json<WebhookTopic[]>('topics').notNull(),
  active: integer('active', { mode: 'boolean' }).notNull(),
  createdAt: integer('created_at').notNull(),
  lastDeliveredAt: integer('last_delivered_at'),
  lastFailedAt: integer('last_failed_at'),
  previousUntil: integer('previous_until'),
})

export interface WebhookTry {
  readonly at: number
  readonly ms: number
  readonly status: number | null
  readonly problem: Said | null
}

/** The row is written in the transaction of what it tells of, so that a crash loses no message. */
export const webhookMessage = sqliteTable(
  'webhook_message',
  {
    id: text('id').primaryKey(),
    webhookId: text('webhook_id')
      .notNull()
      .references(() => webhook.id, { onDelete: 'cascade' }),
    topic: text('topic').$type<WebhookTopic | 'webhook.test'>().notNull(),
    payload: json<Record<string, unknown>>('payload').notNull(),
    createdAt: integer('created_at').notNull(),
    tries: json<WebhookTry[]>('tries').notNull(),
    state: text('state').$type<'waiting' | 'delivered' | 'failed'>().notNull(),
    nextAt: integer('next_at'),
  },
  (t) => [
    index('webhook_message_webhook').on(t.webhookId, t.createdAt, t.id),
    index('webhook_message_next')
      .on(t.nextAt)
      .where(sql`next_at is not null`),
  ],
)
