import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { post } from './workspace-schema.ts'

/** What people and programs say to each other about a post; it never goes out. */
export const postComment = sqliteTable(
  'post_comment',
  {
    id: text('id').primaryKey(),
    postId: text('post_id')
      .notNull()
      .references(() => post.id, { onDelete: 'cascade' }),
    text: text('text').notNull(),
    /** The post's revision that was talked about. */
    revision: integer('revision').notNull(),
    /** The program's key; null for a person. */
    keyId: text('key_id'),
    /** The key's name at that time, which outlives the key. */
    keyName: text('key_name'),
    createdAt: integer('created_at').notNull(),
  },
  (t) => [index('post_comment_post').on(t.postId, t.createdAt, t.id)],
)
