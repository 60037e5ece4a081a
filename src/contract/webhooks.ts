import * as z from 'zod'
import { pageInput, pageOf, route } from './route.ts'
import { Spoken } from './sentences/index.ts'
import { Instant, WebhookId, WebhookMessageId } from './vocabulary.ts'

/**
 * What a webhook can be told. `post.*` comes once nothing of a post waits any more and says how it ended as a whole; `delivery.*` comes for each
 * account by itself. `webhook.test` is sent by the test alone.
 */
export const WebhookTopic = z.enum([
  'post.changed',
  'post.deleted',
  'post.published',
  'post.partially_published',
  'post.failed',
  'post.unknown',
  'delivery.published',
  'delivery.failed',
  'delivery.unknown',
  'delivery.missed',
  'account.changed',
  'account.broken',
  'account.expiring',
  'job.done',
  'job.failed',
  'approval.asked',
])
export type WebhookTopic = z.infer<typeof WebhookTopic>

/** A local program that is told of events by POST, signed as the Standard Webhooks specification has it. */
export const Webhook = z.object({
  id: WebhookId,
  name: z.string(),
  url: z.string(),
  topics: z.array(WebhookTopic),
  active: z.boolean(),
  createdAt: Instant,
  /** The newest message that was taken, and the newest that failed for good. */
  lastDeliveredAt: Instant.nullable(),
  lastFailedAt: Instant.nullable(),
  /** Messages that wait for another try. */
  waiting: z.number().int(),
  /** After a rotation: until when messages are signed with the secret before it, too. */
  previousUntil: Instant.nullable(),
})
export type Webhook = z.infer<typeof Webhook>

/** `secret` begins with `whsec_` and is told once. */
export const NewWebhook = z.object({ webhook: Webhook, secret: z.string() })

export const WebhookMessage = z.object({
  id: WebhookMessageId,
  topic: z.union([WebhookTopic, z.literal('webhook.test')]),
  state: z.enum(['waiting', 'delivered', 'failed']),
  createdAt: Instant,
  /** The body that is sent. */
  payload: z.unknown(),
  tries: z.array(
    z.object({
      at: Instant,
      ms: z.number().int(),
      /** HTTP status; null where there was no answer. */
      status: z.number().int().nullable(),
      problem: Spoken.nullable(),
    }),
  ),
  nextAt: Instant.nullable(),
})
export type WebhookMessage = z.infer<typeof WebhookMessage>

const byId = z.object({ id: WebhookId })
const url = z.url({ protocol: /^https?$/ }).max(2_000)
const write = { scope: 'webhooks:manage', invalidates: ['webhooks'] } as const

export const webhooks = {
  list: route({ ...write, method: 'GET', path: '/webhooks', summary: 'Webhooks, newest first' }).output(
    z.array(Webhook),
  ),
  /** To a program on this machine, or on a host a person has allowed. */
  create: route({ ...write, method: 'POST', path: '/webhooks', summary: 'Make a webhook', status: 201 })
    .input(
      z.object({
        name: z.string().trim().min(1, 'needs a name').max(60),
        url,
        topics: z.array(WebhookTopic).min(1, 'choose what it is told'),
      }),
    )
    .output(NewWebhook),
  update: route({ ...write, method: 'PATCH', path: '/webhooks/{id}', summary: 'Change a webhook, or pause it' })
    .input(
      byId.extend({
        name: z.string().trim().min(1, 'needs a name').max(60).optional(),
        url: url.optional(),
        topics: z.array(WebhookTopic).min(1, 'choose what it is told').optional(),
        active: z.boolean().optional(),
      }),
    )
    .output(Webhook),
  remove: route({ ...write, method: 'DELETE', path: '/webhooks/{id}', summary: 'Remove a webhook and its log' })
    .input(byId)
    .output(z.object({ id: WebhookId })),
  rotate: route({ ...write, method: 'POST', path: '/webhooks/{id}/rotate', summary: 'Give a webhook a new secret' })
    .input(byId.extend({ overlapMinutes: z.number().int().min(0).max(10_080).default(1_440) }))
    .output(NewWebhook),
  /** Sends `webhook.test` at once and answers how it went. */
  test: route({ ...write, method: 'POST', path: '/webhooks/{id}/test', summary: 'Send a test message' })
    .input(byId)
    .output(WebhookMessage),
  messages: route({ ...write, method: 'GET', path: '/webhooks/{id}/messages', summary: 'What was sent, newest first' })
    .input(byId.extend({ state: z.enum(['waiting', 'delivered', 'failed']).optional(), ...pageInput }))
    .output(pageOf(WebhookMessage)),
  /** Sends the same message, with its id and body, once more. */
  replay: route({
    ...write,
    method: 'POST',
    path: '/webhooks/{id}/messages/{message}/replay',
    summary: 'Send a message again',
  })
    .input(byId.extend({ message: WebhookMessageId }))
    .output(WebhookMessage),
  hosts: route({
    ...write,
    method: 'GET',
    path: '/webhooks/hosts',
    summary: 'Hosts beyond this machine that webhooks may go to',
  }).output(z.object({ hosts: z.array(z.string()) })),
  /** Only a person can open the way out of this machine. */
  allowHosts: route({
    scope: 'person',
    invalidates: ['webhooks'],
    method: 'PUT',
    path: '/webhooks/hosts',
    summary: 'Allow webhooks to other hosts',
  })
    .input(
      z.object({
        hosts: z.array(z.string().regex(/^[a-z0-9.-]+(:\d{1,5})?$/i, 'is not a host, e.g. hooks.example.com')).max(50),
      }),
    )
    .output(z.object({ hosts: z.array(z.string()) })),
}
