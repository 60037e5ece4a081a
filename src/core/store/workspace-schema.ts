import { sql } from 'drizzle-orm'
import { check, index, integer, primaryKey, real, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import type { JobKind, JobState } from '../../contract/jobs.ts'
import type { BucketPlace, MediaHostTest, SitePlace } from '../../contract/media-host.ts'
import type { AccountLimits } from '../../contract/platforms/types.ts'
import type { Part, PostContent } from '../../contract/posts.ts'
import type { Said } from '../../contract/sentences/index.ts'
import type { DeliveryStatus, Phase, Platform, ReasonCode, ReviewState } from '../../contract/vocabulary.ts'

/**
 * One brand: everything of a workspace. No table carries a workspace id.
 * Moments are integers, milliseconds since 1970 UTC. Columns typed `json` hold documents that are always read and written whole.
 * The SQL in migrations/workspace adds STRICT to every table and the full-text index `post_search`.
 */
const json = <T>(name: string) => text(name, { mode: 'json' }).$type<T>()

/** Settings of the workspace: name, zone, missed policy … one row per key. */
export const setting = sqliteTable('setting', {
  key: text('key').primaryKey(),
  value: json<unknown>('value').notNull(),
})

export const account = sqliteTable(
  'account',
  {
    id: text('id').primaryKey(),
    platform: text('platform').$type<Platform>().notNull(),
    kind: text('kind').notNull(),
    externalId: text('external_id').notNull(),
    /** `platform:kind:externalId` */
    handle: text('handle').notNull(),
    name: text('name').notNull(),
    displayHandle: text('display_handle').notNull(),
    url: text('url'),
    avatar: text('avatar'),
    server: text('server').notNull(),
    method: text('method').notNull(),
    limits: json<AccountLimits>('limits').notNull(),
    defaults: json<Record<string, unknown>>('defaults').notNull(),
    health: text('health').$type<'ok' | 'broken'>().notNull().default('ok'),
    healthReason: json<Said>('health_reason'),
    checkedAt: integer('checked_at'),
    expiresAt: integer('expires_at'),
    /** The end that was told ahead of, so that it is told once. */
    expiryTold: integer('expiry_told'),
    /** What the platform would end in one go: accounts of one grant share what renews it, and the last of them revokes it. */
    grant: text('grant_id'),
    quotaRemaining: integer('quota_remaining'),
    quotaLimit: integer('quota_limit'),
    quotaResetsAt: integer('quota_resets_at'),
    /** Nothing is sent to it before this moment (429, quota). */
    pausedUntil: integer('paused_until'),
    createdAt: integer('created_at').notNull(),
    /** Disconnected accounts stay for the record of what they published; their secrets are gone. */
    disconnectedAt: integer('disconnected_at'),
  },
  (t) => [uniqueIndex('account_handle').on(t.handle)],
)

/** Sealed values: tokens of an account, app credentials, library sessions. `sealed` is AES-256-GCM bound to (`owner`, `name`). */
export const secret = sqliteTable(
  'secret',
  {
    owner: text('owner').notNull(),
    name: text('name').notNull(),
    sealed: text('sealed').notNull(),
    updatedAt: integer('updated_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.owner, t.name] })],
)

export const post = sqliteTable(
  'post',
  {
    id: text('id').primaryKey(),
    title: text('title').notNull(),
    parts: json<Part[]>('parts').notNull(),
    link: text('link'),
    review: text('review').$type<ReviewState>().notNull(),
    reviewNote: text('review_note'),
    /** The revision that was approved; an edit after it asks again. */
    approvedRevision: integer('approved_revision'),
    /** The time planned for it: the moment, and the wall time and zone it was meant as. All three or none. */
    plannedAt: integer('planned_at'),
    wallTime: text('wall_time'),
    zone: text('zone'),
    revision: integer('revision').notNull().default(1),
    /** When the running edit session began: edits within one session make one version. */
    editedAt: integer('edited_at'),
    createdAt: integer('created_at').notNull(),
    updatedAt: integer('updated_at').notNull(),
    deletedAt: integer('deleted_at'),
  },
  (t) => [
    index('post_planned')
      .on(t.plannedAt, t.id)
      .where(sql`deleted_at is null`),
    index('post_updated')
      .on(t.updatedAt, t.id)
      .where(sql`deleted_at is null`),
    index('post_review')
      .on(t.review, t.updatedAt)
      .where(sql`deleted_at is null`),
    index('post_deleted')
      .on(t.deletedAt)
      .where(sql`deleted_at is not null`),
    check('post_when', sql`(planned_at is null) = (wall_time is null) and (planned_at is null) = (zone is null)`),
  ],
)

export const variant = sqliteTable(
  'variant',
  {
    postId: text('post_id')
      .notNull()
      .references(() => post.id, { onDelete: 'cascade' }),
    accountId: text('account_id')
      .notNull()
      .references(() => account.id),
    position: integer('position').notNull(),
    /** Null: the base. */
    parts: json<Part[]>('parts'),
    settings: json<Record<string, unknown>>('settings').notNull(),
  },
  (t) => [primaryKey({ columns: [t.postId, t.accountId] }), index('variant_account').on(t.accountId, t.postId)],
)

export const postVersion = sqliteTable(
  'post_version',
  {
    postId: text('post_id')
      .notNull()
      .references(() => post.id, { onDelete: 'cascade' }),
    number: integer('number').notNull(),
    reason: text('reason').$type<'edited' | 'scheduled' | 'published' | 'restored' | 'created'>().notNull(),
    content: json<PostContent>('content').notNull(),
    at: integer('at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.postId, t.number] })],
)

export const postLabel = sqliteTable(
  'post_label',
  {
    postId: text('post_id')
      .notNull()
      .references(() => post.id, { onDelete: 'cascade' }),
    label: text('label').notNull(),
  },
  (t) => [primaryKey({ columns: [t.postId, t.label] }), index('post_label_label').on(t.label, t.postId)],
)

/** Which files a post (base or any variant) uses now: where-used, and what must not be erased. */
export const postAsset = sqliteTable(
  'post_asset',
  {
    postId: text('post_id')
      .notNull()
      .references(() => post.id, { onDelete: 'cascade' }),
    assetId: text('asset_id')
      .notNull()
      .references(() => asset.id),
    position: integer('position').notNull(),
  },
  (t) => [primaryKey({ columns: [t.postId, t.assetId] }), index('post_asset_asset').on(t.assetId)],
)

export const asset = sqliteTable(
  'asset',
  {
    id: text('id').primaryKey(),
    sha256: text('sha256').notNull(),
    name: text('name').notNull(),
    kind: text('kind').$type<'image' | 'video' | 'audio' | 'other'>().notNull(),
    type: text('type').notNull(),
    bytes: integer('bytes').notNull(),
    width: integer('width'),
    height: integer('height'),
    durationMs: integer('duration_ms'),
    videoCodec: text('video_codec'),
    audioCodec: text('audio_codec'),
    fps: real('fps'),
    /** Bits per second, all streams. */
    bitrate: integer('bitrate'),
    /** Of a document, where it can be read. */
    pages: integer('pages'),
    /** Which version of the probe read these facts; 0 was before fps and bitrate. */
    probed: integer('probed').notNull().default(0),
    animated: integer('animated', { mode: 'boolean' }).notNull().default(false),
    alt: text('alt').notNull().default(''),
    labels: json<string[]>('labels').notNull(),
    /** Erased this many days after it came, once nothing needs it; null: kept. */
    retentionDays: integer('retention_days'),
    createdAt: integer('created_at').notNull(),
    deletedAt: integer('deleted_at'),
  },
  (t) => [
    uniqueIndex('asset_sha256').on(t.sha256),
    index('asset_created')
      .on(t.createdAt, t.id)
      .where(sql`deleted_at is null`),
  ],
)

/** Which file was made from which, and for what: the same wish again gets the same file. */
export const conversion = sqliteTable(
  'conversion',
  {
    sourceId: text('source_id')
      .notNull()
      .references(() => asset.id, { onDelete: 'cascade' }),
    /** What it was made for, as a digest. */
    target: text('target').notNull(),
    assetId: text('asset_id')
      .notNull()
      .references(() => asset.id, { onDelete: 'cascade' }),
    createdAt: integer('created_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.sourceId, t.target] }), index('conversion_asset').on(t.assetId)],
)

/** Long work that people wait for. How far a running one is stands in memory alone. */
export const job = sqliteTable(
  'job',
  {
    id: text('id').primaryKey(),
    kind: text('kind').$type<JobKind>().notNull(),
    state: text('state').$type<JobState>().notNull(),
    /** Ids of what it works on, e.g. `{asset}`. */
    about: json<Record<string, string>>('about').notNull(),
    result: json<Record<string, unknown>>('result'),
    error: json<Said>('error'),
    createdAt: integer('created_at').notNull(),
    startedAt: integer('started_at'),
    endedAt: integer('ended_at'),
  },
  (t) => [
    index('job_created').on(t.createdAt, t.id),
    index('job_open')
      .on(t.id)
      .where(sql`ended_at is null`),
  ],
)

export const delivery = sqliteTable(
  'delivery',
  {
    id: text('id').primaryKey(),
    postId: text('post_id')
      .notNull()
      .references(() => post.id),
    accountId: text('account_id')
      .notNull()
      .references(() => account.id),
    /** 0 for a post that goes out once; recurring posts count up. Below 0: reset, and only of the record (`isCurrent`). */
    occurrence: integer('occurrence').notNull().default(0),
    /** The program's key that scheduled it; null for a person. */
    keyId: text('key_id'),
    status: text('status').$type<DeliveryStatus>().notNull(),
    /** What the person meant … */
    dueAt: integer('due_at').notNull(),
    wallTime: text('wall_time').notNull(),
    zone: text('zone').notNull(),
    /** … and when it is tried (again): due, backoff, deferral or poll. Null where nothing is to be done by itself. */
    nextAt: integer('next_at'),
    /** Transient failures end here: `gave_up`. */
    deadlineAt: integer('deadline_at').notNull(),
    /** Attempts that count against the retry policy; deferrals do not. */
    tries: integer('tries').notNull().default(0),
    /** Number of the newest attempt. */
    attempt: integer('attempt').notNull().default(0),
    owner: text('owner'),
    /** Durable before the one request that makes a part exist; null again once its outcome is known. */
    commitStartedAt: integer('commit_started_at'),
    /** Which part that request makes. */
    commitPart: integer('commit_part').notNull().default(0),
    /** What the platform gave to ask after, while it processes. */
    handle: json<unknown>('handle'),
    /** The content frozen at the first claim, so that every attempt sends the same. Null before it. */
    frozen: json<unknown>('frozen'),
    reasonCode: text('reason_code').$type<ReasonCode>(),
    reasonSaid: json<Said>('reason_said'),
    reasonWords: text('reason_words'),
    publishedAt: integer('published_at'),
    createdAt: integer('created_at').notNull(),
    updatedAt: integer('updated_at').notNull(),
  },
  (t) => [
    uniqueIndex('delivery_once').on(t.postId, t.accountId, t.occurrence),
    index('delivery_next')
      .on(t.nextAt, t.dueAt, t.id)
      .where(sql`next_at is not null`),
    index('delivery_account').on(t.accountId, t.status),
    index('delivery_status').on(t.status, t.dueAt),
    index('delivery_publishing')
      .on(t.owner)
      .where(sql`status = 'publishing'`),
    check(
      'delivery_status_known',
      sql`status in ('scheduled','publishing','retrying','published','failed','unknown','handed_off','missed','canceled')`,
    ),
  ],
)

/** Results of repeatable steps: a retry or restart does not upload again. */
export const deliveryStep = sqliteTable(
  'delivery_step',
  {
    deliveryId: text('delivery_id')
      .notNull()
      .references(() => delivery.id, { onDelete: 'cascade' }),
    name: text('name').notNull(),
    result: json<unknown>('result'),
    at: integer('at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.deliveryId, t.name] })],
)

/** Parts that are out. */
export const deliveryPart = sqliteTable(
  'delivery_part',
  {
    deliveryId: text('delivery_id')
      .notNull()
      .references(() => delivery.id, { onDelete: 'cascade' }),
    part: integer('part').notNull(),
    accountId: text('account_id')
      .notNull()
      .references(() => account.id),
    remoteId: text('remote_id').notNull(),
    url: text('url'),
    data: json<unknown>('data'),
    at: integer('at').notNull(),
    /** Deleted at the platform by us. */
    removedAt: integer('removed_at'),
  },
  (t) => [
    primaryKey({ columns: [t.deliveryId, t.part] }),
    uniqueIndex('delivery_part_remote').on(t.accountId, t.remoteId),
  ],
)

export interface PhaseRecord {
  phase: Phase
  state: 'done' | 'running' | 'failed' | 'unknown' | 'skipped'
  startedAt: number | null
  ms: number | null
  /** Text in attempts of earlier versions. */
  note: Said | string | null
}

/** Append-only: one try at a delivery, also a look (reconcile) or a person's answer (resolve). */
export const attempt = sqliteTable(
  'attempt',
  {
    id: text('id').primaryKey(),
    deliveryId: text('delivery_id')
      .notNull()
      .references(() => delivery.id, { onDelete: 'cascade' }),
    number: integer('number').notNull(),
    owner: text('owner').notNull(),
    /** SHA-256 of what is sent. */
    fingerprint: text('fingerprint'),
    startedAt: integer('started_at').notNull(),
    endedAt: integer('ended_at'),
    outcome: text('outcome'),
    phases: json<PhaseRecord[]>('phases').notNull(),
    reasonCode: text('reason_code').$type<ReasonCode>(),
    reasonSaid: json<Said>('reason_said'),
    reasonWords: text('reason_words'),
  },
  (t) => [index('attempt_delivery').on(t.deliveryId, t.startedAt)],
)

export const slot = sqliteTable('slot', {
  id: text('id').primaryKey(),
  accountId: text('account_id').references(() => account.id, { onDelete: 'cascade' }),
  /** 1 is Monday. */
  weekday: integer('weekday').notNull(),
  time: text('time').notNull(),
  zone: text('zone').notNull(),
})

/** Media hosts of the workspace: the one in use, and those before it that still have files of ours. Their secrets are sealed in `secret` under the id. */
export const mediaHost = sqliteTable('media_host', {
  id: text('id').primaryKey(),
  place: json<BucketPlace | SitePlace>('place').notNull(),
  /** The newest test that ended. */
  test: json<MediaHostTest>('test'),
  createdAt: integer('created_at').notNull(),
  /** Another was chosen, or none. */
  retiredAt: integer('retired_at'),
})

/** Files at a media host. The row is there before the file is, so that a crash between the two leaves nothing lying there. */
export const hostedFile = sqliteTable(
  'hosted_file',
  {
    /** Where it lies at its host; nobody can guess it. */
    key: text('key').primaryKey(),
    hostId: text('host_id')
      .notNull()
      .references(() => mediaHost.id),
    /** Whom it is for; null for tests, and once the delivery's record is gone. */
    deliveryId: text('delivery_id').references(() => delivery.id, { onDelete: 'set null' }),
    sha256: text('sha256').notNull(),
    type: text('type').notNull(),
    bytes: integer('bytes').notNull(),
    /** Null until it has been uploaded. Where addresses are signed, without the signature: it opens the file, so it is made anew each time. */
    url: text('url'),
    /** When the address stops working; null where it does not. */
    urlUntil: integer('url_until'),
    createdAt: integer('created_at').notNull(),
    /** Not removed before this, though its delivery has ended: what is out is being changed, or a test runs. */
    keepUntil: integer('keep_until'),
    removedAt: integer('removed_at'),
    /** Given up: its host is long out of use and its key forgotten. It may still lie there. */
    abandonedAt: integer('abandoned_at'),
    /** Removals that failed, when the next is tried, and why the newest failed. */
    tries: integer('tries').notNull().default(0),
    nextTryAt: integer('next_try_at').notNull(),
    problem: json<Said>('problem'),
  },
  (t) => [
    index('hosted_file_delivery').on(t.deliveryId),
    index('hosted_file_there')
      .on(t.hostId, t.nextTryAt)
      .where(sql`removed_at is null and abandoned_at is null`),
  ],
)

/** What the practice accounts got: the platform that lives in this file. */
export const practicePost = sqliteTable(
  'practice_post',
  {
    id: text('id').primaryKey(),
    accountId: text('account_id').notNull(),
    /** The sender's own key: sent twice it is still one post. */
    key: text('key').notNull(),
    text: text('text').notNull(),
    media: json<{ assetId: string; alt: string }[]>('media').notNull(),
    replyTo: text('reply_to'),
    at: integer('at').notNull(),
    editedAt: integer('edited_at'),
    visibleAt: integer('visible_at').notNull(),
  },
  (t) => [uniqueIndex('practice_post_key').on(t.accountId, t.key), index('practice_post_at').on(t.accountId, t.at)],
)

export const practiceFailure = sqliteTable('practice_failure', {
  accountId: text('account_id').primaryKey(),
  failure: text('failure').notNull(),
  times: integer('times'),
})
