import * as z from 'zod'
import { listOf, pageInput, pageOf, route } from './route.ts'
import { Spoken } from './sentences/index.ts'
import {
  AccountId,
  AttemptId,
  DeliveryId,
  DeliveryStatus,
  Instant,
  Phase,
  Platform,
  PostId,
  ReasonCode,
  WallTime,
  ZoneId,
} from './vocabulary.ts'

/** See platforms/types Problem; `text` is the English sentence. */
export const Problem = z.object({
  severity: z.enum(['error', 'warning']),
  code: z.string(),
  field: z.enum(['text', 'media', 'settings', 'when', 'account', 'title']),
  part: z.number().int().optional(),
  media: z.number().int().optional(),
  setting: z.string().optional(),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
  fixes: z.array(z.string()),
})

/** Why a delivery stands where it stands. */
export const Reason = Spoken.extend({
  code: ReasonCode,
  /** The platform's own words, shortened, never with a secret in them. */
  words: z.string().nullable(),
})
export type Reason = z.infer<typeof Reason>

export const Delivery = z.object({
  id: DeliveryId,
  postId: PostId,
  accountId: AccountId,
  platform: Platform,
  status: DeliveryStatus,
  /** When it is due, and what was meant. */
  dueAt: Instant,
  wallTime: WallTime,
  zone: ZoneId,
  /** For `retrying`: when it is tried next. */
  nextAt: Instant.nullable(),
  attempts: z.number().int(),
  reason: Reason.nullable(),
  /** While publishing: the phase and, where known, how far (0–1). */
  progress: z.object({ phase: Phase, done: z.number().nullable() }).nullable(),
  /** Parts that are out, first to last. */
  remote: z.array(z.object({ part: z.number().int(), remoteId: z.string(), url: z.string().nullable(), at: Instant })),
  publishedAt: Instant.nullable(),
  /** It was reset: only of the record, its account has the post as a draft again. */
  reset: z.boolean(),
  /** What can be done with it now. */
  can: z.object({
    cancel: z.boolean(),
    retry: z.boolean(),
    reconcile: z.boolean(),
    resolve: z.boolean(),
    reschedule: z.boolean(),
    reset: z.boolean(),
    remove: z.boolean(),
    deleteRemote: z.boolean(),
    editRemote: z.boolean(),
  }),
})
export type Delivery = z.infer<typeof Delivery>

/** One try at a delivery; never changed after it ended. */
export const Attempt = z.object({
  id: AttemptId,
  number: z.number().int(),
  startedAt: Instant,
  endedAt: Instant.nullable(),
  /** `published`, `deferred`, `not_sent`, `rejected`, `pending`, `unknown`, `owner_lost`, `reconciled:there`, `reconciled:absent`, `reconciled:cannot_tell`, `resolved:posted`, `resolved:not_posted` … */
  outcome: z.string().nullable(),
  phases: z.array(
    z.object({
      phase: Phase,
      state: z.enum(['done', 'running', 'failed', 'unknown', 'skipped']),
      startedAt: Instant.nullable(),
      ms: z.number().nullable(),
      note: Spoken.nullable(),
    }),
  ),
  reason: Reason.nullable(),
})
export type Attempt = z.infer<typeof Attempt>

const byId = z.object({ id: DeliveryId })
const write = { scope: 'posts:write', invalidates: ['deliveries', 'posts', 'accounts'] } as const
const read = { scope: 'posts:read' } as const

export const deliveries = {
  list: route({ ...read, method: 'GET', path: '/deliveries', summary: 'Deliveries, latest due first' })
    .input(
      z.object({
        status: listOf(DeliveryStatus),
        post: PostId.optional(),
        account: AccountId.optional(),
        reset: z
          .stringbool()
          .or(z.boolean())
          .optional()
          .describe('Those that were reset, which are left out otherwise'),
        ...pageInput,
      }),
    )
    .output(pageOf(Delivery)),
  get: route({ ...read, method: 'GET', path: '/deliveries/{id}', summary: 'One delivery' })
    .input(byId)
    .output(Delivery),
  attempts: route({
    ...read,
    method: 'GET',
    path: '/deliveries/{id}/attempts',
    summary: 'Every try at a delivery, newest first',
  })
    .input(byId)
    .output(z.array(Attempt)),
  /** Tries a failed, missed or canceled delivery again, alone and now. Others of its post are not touched. */
  retry: route({
    ...write,
    publishes: () => true,
    method: 'POST',
    path: '/deliveries/{id}/retry',
    summary: 'Try a delivery again',
  })
    .input(byId)
    .output(Delivery),
  cancel: route({
    ...write,
    method: 'POST',
    path: '/deliveries/{id}/cancel',
    summary: 'Cancel a delivery that has not started',
  })
    .input(byId)
    .output(Delivery),
  reschedule: route({
    ...write,
    publishes: () => true,
    method: 'POST',
    path: '/deliveries/{id}/reschedule',
    summary: 'Move one delivery to another time',
  })
    .input(byId.extend({ wallTime: WallTime, zone: ZoneId.optional() }))
    .output(Delivery),
  /** Looks at the platform whether an `unknown` delivery is there. Sends nothing. */
  reconcile: route({
    ...write,
    method: 'POST',
    path: '/deliveries/{id}/reconcile',
    summary: 'Look whether it is there',
  })
    .input(byId)
    .output(Delivery),
  /** The person's own word on an `unknown` delivery: `posted` (with the address if known), `not_posted` (send again) or `leave` (leave it out). */
  resolve: route({
    ...write,
    publishes: ({ answer }: { answer: string }) => answer === 'not_posted',
    method: 'POST',
    path: '/deliveries/{id}/resolve',
    summary: 'Say whether it is there',
  })
    .input(
      byId.extend({
        answer: z.enum(['posted', 'not_posted', 'leave']),
        url: z.url({ protocol: /^https?$/ }).optional(),
      }),
    )
    .output(Delivery),
  /**
   * Makes the post a draft again for this account, to be changed and scheduled anew: of a delivery that failed, was missed or canceled, or was deleted at
   * the platform. The delivery with its attempts stays of the record. `conflict` while something of it is out or may be.
   */
  reset: route({
    ...write,
    method: 'POST',
    path: '/deliveries/{id}/reset',
    summary: 'Make it a draft again for its account',
  })
    .input(byId)
    .output(Delivery),
  /** Takes one delivery out of its post. What is published stays published. */
  remove: route({
    ...write,
    method: 'DELETE',
    path: '/deliveries/{id}',
    summary: 'Remove one delivery, others untouched',
  })
    .input(byId)
    .output(z.object({ id: DeliveryId })),
  deleteRemote: route({
    ...write,
    publishes: () => true,
    method: 'POST',
    path: '/deliveries/{id}/delete-remote',
    summary: 'Delete it at the platform',
  })
    .input(byId)
    .output(Delivery),
  /** Sends the post's text as it stands now to the platform, in place of what is there. */
  editRemote: route({
    ...write,
    publishes: () => true,
    method: 'POST',
    path: '/deliveries/{id}/edit-remote',
    summary: 'Change it at the platform',
  })
    .input(byId)
    .output(Delivery),
}
