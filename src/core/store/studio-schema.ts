import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/** The studio's own: which workspaces there are, and choices of the person. The SQL in migrations/studio adds STRICT. */
export const workspace = sqliteTable('workspace', {
  id: text('id').primaryKey(),
  /** Kept here too, so that a workspace that cannot be opened still has its name. */
  name: text('name').notNull(),
  position: integer('position').notNull(),
  createdAt: integer('created_at').notNull(),
})

export const appSetting = sqliteTable('app_setting', {
  key: text('key').primaryKey(),
  value: text('value', { mode: 'json' }).$type<unknown>().notNull(),
})

/** Calls with an `Idempotency-Key` that are about the studio itself, such as making a workspace; those about a workspace stand in its own database. */
export const idempotentCall = sqliteTable(
  'idempotent_call',
  {
    caller: text('caller').notNull(),
    key: text('key').notNull(),
    fingerprint: text('fingerprint').notNull(),
    bootId: text('boot_id').notNull(),
    at: integer('at').notNull(),
    output: text('output', { mode: 'json' }).$type<{ value: unknown }>(),
  },
  (t) => [primaryKey({ columns: [t.caller, t.key] }), index('idempotent_call_at').on(t.at)],
)
