import * as z from 'zod'
import { Problem } from './deliveries.ts'
import { Interaction } from './interaction.ts'
import { FieldProblem, route } from './route.ts'
import { Run } from './runs.ts'
import { AccountId, AssetId, DocumentTime, Instant, Platform, WallTime, ZoneId } from './vocabulary.ts'

/** Rows a document may have. */
export const maxRows = 20_000

const label = z.string().trim().min(1).max(60)
const text = z.string().max(100_000)
const settings = z.record(z.string(), z.unknown())

/** A file of a row: one of the library, or one to be taken into it when the document is applied. */
export const ScheduleAsset = z.union([
  AssetId,
  z.strictObject({ id: AssetId, alt: z.string().max(10_000).optional() }),
  z.strictObject({
    path: z.string().min(1).max(4_096).describe('Absolute, on this machine; needs the scope media:write'),
    alt: z.string().max(10_000).optional(),
  }),
  z.strictObject({
    url: z
      .url({ protocol: /^https?$/ })
      .max(4_096)
      .describe('On the public Internet; needs the scope media:write'),
    alt: z.string().max(10_000).optional(),
  }),
])
export type ScheduleAsset = z.infer<typeof ScheduleAsset>

const assets = z.array(ScheduleAsset).max(50)
const parts = z
  .array(z.strictObject({ text, assets: assets.optional() }))
  .min(1)
  .max(50)
  .describe('A thread, instead of text and assets')

/** An account by its id or by its handle, e.g. `mastodon:profile:you@example.social`. */
const accountName = z.string().trim().min(1).max(500)

/** What one account gets instead of the row's own. */
const ScheduleTarget = z.strictObject({
  account: accountName,
  text: text.optional(),
  parts: parts.optional(),
  settings: settings.optional().describe('Fields of the account’s platform: GET /platforms'),
})

/** One row: what goes out, where and when. */
export const ScheduleRow = z.strictObject({
  step: z.string().trim().min(1).max(100).optional().describe('A name for `parentStep` of others, unique in its list'),
  account: accountName.optional(),
  accounts: z.array(accountName).max(100).optional(),
  targets: z
    .array(ScheduleTarget)
    .max(100)
    .optional()
    .describe(
      'Accounts that get something of their own; their settings are these alone, without the account’s defaults',
    ),
  text: text.optional(),
  parts: parts.optional(),
  title: z.string().max(300).optional(),
  link: z
    .url({ protocol: /^https?$/ })
    .nullable()
    .optional(),
  labels: z.array(label).max(50).optional(),
  publishAt: DocumentTime.optional(),
  timezone: ZoneId.optional().describe('Zone of this row’s wall time, where it is another than the document’s'),
  slot: z.literal('next').optional().describe('The next free queue time, instead of publishAt'),
  assets: assets.optional(),
  settings: settings.optional().describe('For each of the accounts whose platform has the field'),
  interaction: Interaction.optional().describe('post unless told; reply where there is a parentStep'),
  parentStep: z.string().trim().min(1).max(100).optional(),
  review: z.enum(['idea', 'draft']).optional().describe('Of a draft; draft unless told'),
  about: z.record(z.string(), z.unknown()).optional().describe('Ignored. Exports tell here how a post stood'),
})
export type ScheduleRow = z.infer<typeof ScheduleRow>

const ScheduleCampaign = z.strictObject({
  name: z.string().trim().min(1).max(200),
  steps: z.array(ScheduleRow).min(1).max(maxRows),
})

/** What `idempotencyKey` may be. */
export const DocumentKey = z.string().regex(/^[\x21-\x7e]{1,255}$/)

export const scheduleHead = {
  timezone: ZoneId.optional().describe('Zone of wall times; the workspace’s unless told'),
  mode: z.enum(['scheduled', 'draft']).describe('`draft` makes drafts, which POST /runs/{id}/publish schedules'),
  idempotencyKey: DocumentKey.describe('The same key and document again is the same run'),
  name: z.string().trim().min(1).max(200).optional(),
} as const

/** A schedule: rows, or campaigns of rows. Either `posts` or `campaigns`. */
export const ScheduleDocument = z.strictObject({
  ...scheduleHead,
  posts: z.array(ScheduleRow).min(1).max(maxRows).optional(),
  campaigns: z.array(ScheduleCampaign).min(1).max(1_000).optional(),
})
export type ScheduleDocument = z.infer<typeof ScheduleDocument>

/** A document as it comes: what is wrong with it is told row by row, all of it, so its shape is not asked for at the door. */
export const DocumentInput = z.union([ScheduleDocument, z.record(z.string(), z.unknown())])

/** One thing wrong with a document: where, of which row and account, and how to mend it. */
export const ScheduleProblem = FieldProblem.extend({
  severity: z.enum(['error', 'warning']),
  row: z.number().int().nullable().describe('Counted from 0 over all rows; null for the document'),
  account: AccountId.nullable(),
})
export type ScheduleProblem = z.infer<typeof ScheduleProblem>

export const ScheduleCheck = z.object({
  valid: z.boolean().describe('Nothing stands against applying it; warnings may be there'),
  rows: z.number().int(),
  deliveries: z.number().int(),
  errors: z.number().int(),
  warnings: z.number().int(),
  problems: z.array(ScheduleProblem),
})
export type ScheduleCheck = z.infer<typeof ScheduleCheck>

/** A row as it would become a post. */
export const SchedulePreviewStep = z.object({
  row: z.number().int(),
  path: z.string(),
  step: z.string().nullable(),
  parentRow: z.number().int().nullable(),
  interaction: Interaction,
  title: z.string(),
  firstLine: z.string(),
  when: z
    .object({ at: Instant, wallTime: WallTime, zone: ZoneId })
    .nullable()
    .describe('Null for a slot, which is taken when the document is applied, and where no time is given'),
  slot: z.boolean(),
  accounts: z.array(
    z.object({ accountId: AccountId, handle: z.string(), platform: Platform, problems: z.array(Problem) }),
  ),
})
export type SchedulePreviewStep = z.infer<typeof SchedulePreviewStep>

export const SchedulePreview = ScheduleCheck.extend({
  campaigns: z.array(z.object({ name: z.string().nullable(), steps: z.array(SchedulePreviewStep) })),
})
export type SchedulePreview = z.infer<typeof SchedulePreview>

const read = { scope: 'posts:read', method: 'POST' } as const

export const schedules = {
  /** Every problem of every row: fields, accounts and files that are not there, each platform’s own checks, parents. Makes nothing. */
  validate: route({ ...read, path: '/schedules/validate', summary: 'Every problem of a schedule document' })
    .input(DocumentInput)
    .output(ScheduleCheck),
  /** The same, with what would be made of it: campaigns, steps and their parents, times, each account’s checks. */
  preview: route({ ...read, path: '/schedules/preview', summary: 'What a schedule document would make' })
    .input(DocumentInput)
    .output(SchedulePreview),
  /**
   * Makes all of it or nothing. `unprocessable` names every problem. The same `idempotencyKey` with the same document answers the run that was
   * made; with another document: `idempotency_key_conflict`.
   */
  apply: route({
    scope: 'posts:write',
    method: 'POST',
    path: '/schedules/apply',
    summary: 'Make a run of a schedule document',
    status: 201,
    invalidates: ['posts', 'deliveries', 'accounts', 'runs', 'assets'],
    publishes: (document: { mode?: unknown }) => document.mode !== 'draft',
  })
    .input(DocumentInput)
    .output(Run),
}
