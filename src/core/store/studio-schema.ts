import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'

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
