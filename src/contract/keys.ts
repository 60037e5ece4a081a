import * as z from 'zod'
import { pageInput, pageOf, route } from './route.ts'
import { Instant, KeyId, KeyScope, WorkspaceId } from './vocabulary.ts'

/** A key of one workspace, for one program. The secret itself is told once, when it is made. */
export const ApiKey = z.object({
  id: KeyId,
  name: z.string(),
  state: z.enum(['active', 'expired', 'revoked']),
  scopes: z.array(KeyScope),
  /** What would publish waits for a click in the window. */
  asksFirst: z.boolean(),
  /** The most deliveries it may schedule in a day of the workspace; null is no limit. */
  dailyPublishes: z.number().int().nullable(),
  /** The most it may spend on AI in a day of the workspace, US dollars; null is no limit of its own. */
  dailySpend: z.number().nullable(),
  /** Last four characters of the secret. */
  ending: z.string(),
  createdAt: Instant,
  expiresAt: Instant.nullable(),
  lastUsedAt: Instant.nullable(),
  revokedAt: Instant.nullable(),
  /** After a rotation: until when the secret before it still works. */
  previousUntil: Instant.nullable(),
})
export type ApiKey = z.infer<typeof ApiKey>

/** `secret` is the whole key, `bs_live_<workspace>_<secret>`. It cannot be shown again. */
export const NewKey = z.object({ key: ApiKey, secret: z.string() })
export type NewKey = z.infer<typeof NewKey>

export const KeyInput = z.object({
  name: z.string().trim().min(1, 'needs a name').max(60),
  scopes: z.array(KeyScope).min(1, 'choose what it may do'),
  asksFirst: z.boolean().default(false),
  dailyPublishes: z.number().int().min(0).max(10_000).nullable().default(null),
  dailySpend: z.number().min(0).max(10_000).nullable().default(null),
  expiresAt: z.iso.datetime({ offset: true }).nullable().default(null),
})
export type KeyInput = z.infer<typeof KeyInput>

/** One call a key made. */
export const KeyCall = z.object({
  at: Instant,
  operation: z.string(),
  status: z.number().int(),
  code: z.string().nullable(),
  ms: z.number().int(),
  about: z.string().nullable(),
})

/** Calls in a span: how many, how many failed, and how long they took. */
export const Traffic = z.object({
  calls: z.number().int(),
  errors: z.number().int(),
  /** Mean, milliseconds. */
  ms: z.number(),
})

const byId = z.object({ id: KeyId })
const manage = { scope: 'keys:manage', invalidates: ['keys'] } as const

export const keys = {
  list: route({ ...manage, method: 'GET', path: '/keys', summary: 'Keys of this workspace, newest first' }).output(
    z.array(ApiKey),
  ),
  /** A key can make only keys that may do no more than itself. */
  create: route({ ...manage, method: 'POST', path: '/keys', summary: 'Make a key', status: 201 })
    .input(KeyInput)
    .output(NewKey),
  /** From then on it lets nobody in. A key cannot revoke itself. */
  revoke: route({ ...manage, method: 'DELETE', path: '/keys/{id}', summary: 'Revoke a key' })
    .input(byId)
    .output(ApiKey),
  /** A new secret for the same key; the one before works on for a while, so that programs can be changed over. */
  rotate: route({ ...manage, method: 'POST', path: '/keys/{id}/rotate', summary: 'Give a key a new secret' })
    .input(byId.extend({ overlapMinutes: z.number().int().min(0).max(10_080).default(60) }))
    .output(NewKey),
  validate: route({
    method: 'POST',
    path: '/keys/validate',
    summary: 'Whether a key is good, and what it may do',
    scope: 'none',
    workspace: false,
  })
    .input(z.object({ key: z.string().max(200) }))
    .output(
      z.object({
        valid: z.boolean(),
        code: z.enum(['invalid_key', 'key_revoked', 'key_expired']).nullable(),
        workspaceId: WorkspaceId.nullable(),
        key: ApiKey.nullable(),
      }),
    ),
  calls: route({ ...manage, method: 'GET', path: '/keys/{id}/calls', summary: 'What a key did, newest first' })
    .input(byId.extend(pageInput))
    .output(pageOf(KeyCall)),
  me: route({
    method: 'GET',
    path: '/me',
    summary: 'Who is asking, and what they may do',
    scope: 'any',
    workspace: false,
  }).output(
    z.object({
      kind: z.enum(['window', 'browser', 'script', 'key']),
      workspaceId: WorkspaceId.nullable(),
      key: ApiKey.nullable(),
      scopes: z.union([z.literal('all'), z.array(z.string())]),
    }),
  ),
  /** A key sees its own calls; the window those of all keys. */
  traffic: route({ method: 'GET', path: '/api-analytics', summary: 'How the API is used', scope: 'any' })
    .input(z.object({ period: z.enum(['24h', '7d', '30d', '90d']).default('7d') }))
    .output(
      Traffic.extend({
        from: Instant,
        byOperation: z.array(Traffic.extend({ operation: z.string() })),
        byKey: z.array(Traffic.extend({ keyId: KeyId, name: z.string() })),
        byDay: z.array(Traffic.extend({ day: z.iso.date() })),
      }),
    ),
}
