import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { asset } from './workspace-schema.ts'

/** A file that comes in parts, over as many calls and starts of the studio as it takes. Its parts lie in `media/uploads/<id>`. */
export const upload = sqliteTable(
  'upload',
  {
    id: text('id').primaryKey(),
    name: text('name').notNull(),
    alt: text('alt').notNull(),
    /** Of the whole file, as announced. */
    bytes: integer('bytes').notNull(),
    /** Of the whole file; null where it was not announced. */
    sha256: text('sha256'),
    createdAt: integer('created_at').notNull(),
    /** When it began, a part came, or it was completed: what rests too long is forgotten. */
    touchedAt: integer('touched_at').notNull(),
    /** What it became. */
    assetId: text('asset_id').references(() => asset.id, { onDelete: 'set null' }),
    completedAt: integer('completed_at'),
  },
  (t) => [index('upload_touched').on(t.touchedAt)],
)

/** The row is written once the part is whole and on disk. */
export const uploadPart = sqliteTable(
  'upload_part',
  {
    uploadId: text('upload_id')
      .notNull()
      .references(() => upload.id, { onDelete: 'cascade' }),
    number: integer('number').notNull(),
    bytes: integer('bytes').notNull(),
    sha256: text('sha256').notNull(),
    at: integer('at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.uploadId, t.number] })],
)
