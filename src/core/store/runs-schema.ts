import { index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import type { Interaction } from '../../contract/interaction.ts'
import { post } from './workspace-schema.ts'

/** What applying a schedule document made. */
export const run = sqliteTable(
  'run',
  {
    id: text('id').primaryKey(),
    name: text('name').notNull(),
    mode: text('mode').$type<'scheduled' | 'draft'>().notNull(),
    /** The document's own key: with the row, in the transaction that makes everything else of the run. */
    idempotencyKey: text('idempotency_key').notNull(),
    /** SHA-256 over the document. */
    fingerprint: text('fingerprint').notNull(),
    zone: text('zone').notNull(),
    /** The program's key that applied it; null for a person. */
    keyId: text('key_id'),
    createdAt: integer('created_at').notNull(),
    /** For a draft run: when it was scheduled. */
    publishedAt: integer('published_at'),
  },
  (t) => [uniqueIndex('run_once').on(t.idempotencyKey), index('run_created').on(t.createdAt, t.id)],
)

/** One row of the document and the post it became. */
export const runStep = sqliteTable(
  'run_step',
  {
    postId: text('post_id')
      .primaryKey()
      .references(() => post.id, { onDelete: 'cascade' }),
    runId: text('run_id')
      .notNull()
      .references(() => run.id, { onDelete: 'cascade' }),
    /** Counted from 0 over all rows of the document. */
    row: integer('row').notNull(),
    campaign: text('campaign'),
    step: text('step'),
    interaction: text('interaction').$type<Interaction>().notNull(),
    /** For a reply or comment: what it goes under. */
    parentPostId: text('parent_post_id').references(() => post.id),
    /** Takes the next free queue time when the run is published. */
    slot: integer('slot', { mode: 'boolean' }).notNull(),
  },
  (t) => [uniqueIndex('run_step_row').on(t.runId, t.row), index('run_step_parent').on(t.parentPostId)],
)
