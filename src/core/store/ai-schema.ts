import { sql } from 'drizzle-orm'
import { index, integer, real, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { CadenceInput, CadenceRun } from '../../contract/ai/cadence.ts'
import type { AiMeans } from '../../contract/ai/endpoints.ts'
import type { ImageRatio } from '../../contract/ai/tasks.ts'
import type { AiCall, AiMessage, AiTaskName } from '../../contract/ai/usage.ts'
import type { Said } from '../../contract/sentences/index.ts'

/**
 * The AI desk of a workspace. Money is in nano-dollars (10⁻⁹ US dollars), so that a token's price is a whole number and sums are exact.
 * Calls are a record: they point to posts, files and accounts without holding on to them.
 */
const json = <T>(name: string) => text(name, { mode: 'json' }).$type<T>()

/** What a test found, besides its time. */
export interface StoredTest {
  readonly at: number
  readonly passed: boolean
  readonly model: string | null
  readonly models: number | null
  readonly ms: number
  readonly told: Said | null
  readonly words: string | null
}

/** Where AI is asked. Its key is sealed in `secret` under the id. */
export const aiEndpoint = sqliteTable('ai_endpoint', {
  id: text('id').primaryKey(),
  name: text('name').notNull(),
  baseUrl: text('base_url').notNull(),
  free: integer('free', { mode: 'boolean' }).notNull(),
  timeoutSeconds: integer('timeout_seconds').notNull(),
  /** What it was seen to know; null where it was not tried. */
  responses: integer('responses', { mode: 'boolean' }),
  structured: integer('structured', { mode: 'boolean' }),
  /** How it wants to be told the most tokens of an answer, where not by `max_tokens`. */
  completionTokens: integer('completion_tokens', { mode: 'boolean' }).notNull().default(false),
  test: json<StoredTest>('test'),
  createdAt: integer('created_at').notNull(),
  /** Kept for the record of what was asked of it. */
  removedAt: integer('removed_at'),
})

/** One request to an endpoint. The row is there before the request is, holding back what it can cost. */
export const aiCall = sqliteTable(
  'ai_call',
  {
    id: text('id').primaryKey(),
    run: text('run').notNull(),
    task: text('task').$type<AiTaskName>().notNull(),
    means: text('means').$type<AiMeans>().notNull(),
    endpointId: text('endpoint_id')
      .notNull()
      .references(() => aiEndpoint.id),
    model: text('model').notNull(),
    state: text('state').$type<AiCall['state']>().notNull(),
    /** What it costs; while it runs, the most it can. Null: there is no price. */
    nano: integer('nano'),
    estimated: integer('estimated', { mode: 'boolean' }).notNull(),
    inputTokens: integer('input_tokens'),
    outputTokens: integer('output_tokens'),
    images: integer('images').notNull().default(0),
    seconds: real('seconds').notNull().default(0),
    postId: text('post_id'),
    accountId: text('account_id'),
    assetId: text('asset_id'),
    jobId: text('job_id'),
    /** The program's key on whose account it was; null for a person. */
    keyId: text('key_id'),
    told: json<Said>('told'),
    /** The exchange: emptied after 90 days. */
    sent: json<AiMessage[]>('sent'),
    received: text('received'),
    /** The day it counts for, in the workspace's zone as it was then. */
    day: text('day').notNull(),
    at: integer('at').notNull(),
    endedAt: integer('ended_at'),
  },
  (t) => [
    index('ai_call_day').on(t.day),
    index('ai_call_run').on(t.run),
    index('ai_call_at').on(t.at, t.id),
    index('ai_call_open')
      .on(t.id)
      .where(sql`ended_at is null`),
  ],
)

/** A video that an endpoint makes. The row is there before it is asked for: after a crash it is looked for, never asked for again. */
export const aiVideo = sqliteTable('ai_video', {
  jobId: text('job_id').primaryKey(),
  callId: text('call_id').notNull(),
  endpointId: text('endpoint_id')
    .notNull()
    .references(() => aiEndpoint.id),
  model: text('model').notNull(),
  prompt: text('prompt').notNull(),
  size: text('size').notNull(),
  ratio: text('ratio').$type<ImageRatio>().notNull(),
  seconds: integer('seconds').notNull(),
  /** The endpoint's id of it; null while it is asked for. */
  remoteId: text('remote_id'),
  askedAt: integer('asked_at').notNull(),
  endedAt: integer('ended_at'),
})

/** Files that were made here, and from what. */
export const aiMade = sqliteTable(
  'ai_made',
  {
    assetId: text('asset_id').primaryKey(),
    prompt: text('prompt').notNull(),
    model: text('model').notNull(),
    ratio: text('ratio').$type<ImageRatio>().notNull(),
    callId: text('call_id').notNull(),
    at: integer('at').notNull(),
  },
  (t) => [index('ai_made_at').on(t.at, t.assetId)],
)

export const aiCadence = sqliteTable('ai_cadence', {
  id: text('id').primaryKey(),
  fields: json<CadenceInput & { zone: string }>('fields').notNull(),
  /** Whose turn it is among the topics. */
  turn: integer('turn').notNull().default(0),
  nextAt: integer('next_at'),
  createdAt: integer('created_at').notNull(),
  removedAt: integer('removed_at'),
})

export const aiCadenceRun = sqliteTable(
  'ai_cadence_run',
  {
    id: text('id').primaryKey(),
    cadenceId: text('cadence_id')
      .notNull()
      .references(() => aiCadence.id),
    topic: text('topic').notNull(),
    dueAt: integer('due_at').notNull(),
    at: integer('at').notNull(),
    outcome: text('outcome').$type<CadenceRun['outcome']>().notNull(),
    postId: text('post_id'),
    jobId: text('job_id'),
    told: json<Said>('told'),
  },
  (t) => [index('ai_cadence_run_at').on(t.at, t.id)],
)
