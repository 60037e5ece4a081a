import { index, integer, primaryKey, real, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import type { ApprovalState } from '../../contract/approvals.ts'
import type { KeyScope } from '../../contract/vocabulary.ts'

/** Programs' keys and what they did, in the database of their workspace. Types of columns as in workspace-schema.ts. */
const json = <T>(name: string) => text(name, { mode: 'json' }).$type<T>()

/** Keys for programs. Of a secret only its hash is kept. */
export const apiKey = sqliteTable(
  'api_key',
  {
    id: text('id').primaryKey(),
    name: text('name').notNull(),
    /** SHA-256 of the secret. */
    hash: text('hash').notNull(),
    /** Its last four characters, to tell keys apart. */
    ending: text('ending').notNull(),
    scopes: json<KeyScope[]>('scopes').notNull(),
    /** What would publish waits for a click in the window. */
    asksFirst: integer('asks_first', { mode: 'boolean' }).notNull(),
    dailyPublishes: integer('daily_publishes'),
    /** In US dollars. */
    dailySpend: real('daily_spend'),
    createdAt: integer('created_at').notNull(),
    /** The key that made it; null for a person. */
    createdBy: text('created_by'),
    expiresAt: integer('expires_at'),
    lastUsedAt: integer('last_used_at'),
    revokedAt: integer('revoked_at'),
    /** After a rotation: the secret before, and until when it still works. */
    previousHash: text('previous_hash'),
    previousUntil: integer('previous_until'),
  },
  (t) => [uniqueIndex('api_key_hash').on(t.hash), index('api_key_previous').on(t.previousHash)],
)

/** Append-only: what a key asked for. */
export const keyCall = sqliteTable(
  'key_call',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    keyId: text('key_id')
      .notNull()
      .references(() => apiKey.id),
    at: integer('at').notNull(),
    /** Name in the contract, e.g. `posts.schedule`. */
    operation: text('operation').notNull(),
    /** HTTP status it was answered with. */
    status: integer('status').notNull(),
    /** Error code of the contract. */
    code: text('code'),
    ms: integer('ms').notNull(),
    /** Id of what it was about, where the input named one. */
    about: text('about'),
  },
  (t) => [index('key_call_at').on(t.at), index('key_call_key').on(t.keyId, t.at)],
)

/** What a key wants to publish and a person has to see first. */
export const approval = sqliteTable(
  'approval',
  {
    id: text('id').primaryKey(),
    keyId: text('key_id')
      .notNull()
      .references(() => apiKey.id),
    operation: text('operation').notNull(),
    input: json<unknown>('input').notNull(),
    /** Posts that would go out, as they stood when it was asked. */
    posts: json<{ id: string; revision: number }[]>('posts').notNull(),
    askedAt: integer('asked_at').notNull(),
    state: text('state').$type<ApprovalState>().notNull(),
    answeredAt: integer('answered_at'),
    /** What the call answered once it was allowed. */
    output: json<unknown>('output'),
  },
  (t) => [index('approval_state').on(t.state, t.askedAt)],
)

/** Calls with an `Idempotency-Key`. The row is there before the call runs. */
export const idempotentCall = sqliteTable(
  'idempotent_call',
  {
    /** Key of the program, or `host`. */
    caller: text('caller').notNull(),
    key: text('key').notNull(),
    /** SHA-256 over operation and input. */
    fingerprint: text('fingerprint').notNull(),
    /** Run of the program in which it began. */
    bootId: text('boot_id').notNull(),
    at: integer('at').notNull(),
    /** Null until it has been answered. */
    output: json<{ value: unknown }>('output'),
  },
  (t) => [primaryKey({ columns: [t.caller, t.key] }), index('idempotent_call_at').on(t.at)],
)
