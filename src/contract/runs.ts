import * as z from 'zod'
import { Interaction } from './interaction.ts'
import { pageInput, pageOf, route } from './route.ts'
import {
  AccountId,
  DeliveryId,
  DeliveryStatus,
  DocumentTime,
  Instant,
  Platform,
  PostId,
  PostStatus,
  RunId,
  WallTime,
  ZoneId,
} from './vocabulary.ts'

/**
 * How a run stands as a whole: `draft` until it is published; `pending` while all of it waits; `processing` while some of it goes out; then
 * `completed`, `partial`, `failed` or `canceled`. `attention`: something is in doubt or was missed and a person is asked.
 */
export const RunStatus = z.enum([
  'draft',
  'pending',
  'processing',
  'attention',
  'completed',
  'partial',
  'failed',
  'canceled',
])
export type RunStatus = z.infer<typeof RunStatus>

const counts = z.object({
  posts: z.number().int(),
  deliveries: z.number().int(),
  byStatus: z.partialRecord(DeliveryStatus, z.number().int()),
})

/** What applying a schedule document made. */
export const Run = z.object({
  id: RunId,
  name: z.string(),
  mode: z.enum(['scheduled', 'draft']),
  status: RunStatus,
  idempotencyKey: z.string(),
  zone: ZoneId,
  campaigns: z.array(z.string()),
  counts,
  createdAt: Instant,
  publishedAt: Instant.nullable().describe('For a draft run: when it was scheduled'),
})
export type Run = z.infer<typeof Run>

/** One row of a run for one account; a row without deliveries has one line per account it is for. */
export const RunLine = z.object({
  row: z.number().int(),
  campaign: z.string().nullable(),
  step: z.string().nullable(),
  interaction: Interaction,
  postId: PostId,
  title: z.string(),
  accountId: AccountId,
  platform: Platform,
  handle: z.string(),
  deliveryId: DeliveryId.nullable(),
  status: DeliveryStatus.nullable().describe('Null while it is a draft'),
  dueAt: Instant.nullable(),
  url: z.string().nullable(),
  reason: z.string().nullable().describe('Why it stands so, in English'),
})
export type RunLine = z.infer<typeof RunLine>

export const RunStep = z.object({
  row: z.number().int(),
  step: z.string().nullable(),
  parentRow: z.number().int().nullable(),
  interaction: Interaction,
  postId: PostId,
  title: z.string(),
  status: PostStatus,
  when: z.object({ at: Instant, wallTime: WallTime, zone: ZoneId }).nullable(),
})
export type RunStep = z.infer<typeof RunStep>

const byId = z.object({ id: RunId })
const read = { scope: 'posts:read', method: 'GET' } as const

export const runs = {
  list: route({ ...read, path: '/runs', summary: 'Runs, newest first' })
    .input(z.object(pageInput))
    .output(pageOf(Run)),
  get: route({ ...read, path: '/runs/{id}', summary: 'One run' })
    .input(byId)
    .output(Run),
  /** Small, for polling. */
  status: route({ ...read, path: '/runs/{id}/status', summary: 'How a run stands' })
    .input(byId)
    .output(z.object({ id: RunId, status: RunStatus, counts })),
  table: route({ ...read, path: '/runs/{id}/table', summary: 'A run, line by line: row and account' })
    .input(byId.extend(pageInput))
    .output(pageOf(RunLine)),
  campaign: route({ ...read, path: '/runs/{id}/campaign', summary: 'A run as its campaigns, steps and parents' })
    .input(byId)
    .output(z.object({ campaigns: z.array(z.object({ name: z.string().nullable(), steps: z.array(RunStep) })) })),
  /**
   * Schedules what is still a draft of a draft run: all of it or nothing. With `startAt` its first post goes out then, and the others keep their
   * distance on the clock. Posts deleted meanwhile are left out.
   */
  publish: route({
    scope: 'posts:write',
    method: 'POST',
    path: '/runs/{id}/publish',
    summary: 'Schedule a draft run',
    invalidates: ['runs', 'posts', 'deliveries', 'accounts'],
    publishes: () => true,
  })
    .input(byId.extend({ startAt: DocumentTime.optional() }))
    .output(Run),
}
