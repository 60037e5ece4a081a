import * as z from 'zod'
import { route } from './route.ts'
import { AccountId, ConnectionId, Instant, Platform } from './vocabulary.ts'

export const AccountHealth = z.object({
  state: z.enum(['ok', 'expiring', 'broken', 'locked']),
  /** What is wrong and what to do, in a sentence; null when well. */
  reason: z.string().nullable(),
  checkedAt: Instant.nullable(),
  expiresAt: Instant.nullable(),
})

export const Quota = z.object({ remaining: z.number(), limit: z.number(), resetsAt: Instant.nullable() })

export const Account = z.object({
  id: AccountId,
  platform: Platform,
  /** `platform:kind:externalId`; the same account connected twice is one account. */
  handle: z.string(),
  kind: z.string(),
  name: z.string(),
  /** As the platform writes it: `@you@server`, `you.bsky.social`, `example.com`. */
  displayHandle: z.string(),
  url: z.url().nullable(),
  avatar: z.string().nullable(),
  /** How it was connected: the id of a connect method. */
  method: z.string(),
  health: AccountHealth,
  quota: Quota.nullable(),
  /** What its server announced; see platforms/types AccountLimits. */
  limits: z.record(z.string(), z.unknown()),
  /** Settings a new variant starts with. */
  defaults: z.record(z.string(), z.unknown()),
  waiting: z.number().int().describe('Deliveries that are scheduled or retrying'),
  createdAt: Instant,
})
export type Account = z.infer<typeof Account>

export const Connection = z.object({
  id: ConnectionId,
  platform: Platform,
  method: z.string(),
  state: z.enum(['waiting', 'connected', 'failed', 'canceled']),
  /** For OAuth: the address to open in the system browser. */
  authorizeUrl: z.url().nullable(),
  accounts: z.array(AccountId),
  /** For `failed`: what went wrong, at which field if one is to blame, and what to do. */
  error: z.object({ code: z.string(), message: z.string(), field: z.string().nullable() }).nullable(),
})
export type Connection = z.infer<typeof Connection>

export const connections = {
  /**
   * Starts a connection. With `kind: 'fields'` methods it answers `connected` or `failed` at once; with OAuth it answers
   * `waiting` and an address to open, and the redirect to loopback ends it.
   */
  start: route({
    method: 'POST',
    path: '/connections',
    summary: 'Connect an account',
    scope: 'accounts:write',
    invalidates: ['accounts', 'connections'],
    status: 201,
  })
    .input(
      z.object({
        platform: Platform,
        method: z.string(),
        fields: z.record(z.string(), z.string().max(10_000)),
        /** Reconnect this account: another identity signing in is refused. */
        reconnect: AccountId.optional(),
      }),
    )
    .output(Connection),
  get: route({ method: 'GET', path: '/connections/{id}', summary: 'How a connection stands', scope: 'accounts:read' })
    .input(z.object({ id: ConnectionId }))
    .output(Connection),
  /** For platforms or machines where the redirect cannot come back by itself: paste the address the browser ended on. */
  finish: route({
    method: 'POST',
    path: '/connections/{id}/finish',
    summary: 'End a connection with a pasted address',
    scope: 'accounts:write',
    invalidates: ['accounts', 'connections'],
  })
    .input(z.object({ id: ConnectionId, redirectedUrl: z.url() }))
    .output(Connection),
  cancel: route({
    method: 'POST',
    path: '/connections/{id}/cancel',
    summary: 'Give up a connection',
    scope: 'accounts:write',
    invalidates: ['connections'],
  })
    .input(z.object({ id: ConnectionId }))
    .output(Connection),
  health: route({
    method: 'POST',
    path: '/connections/health',
    summary: 'Check every account now',
    scope: 'accounts:write',
    invalidates: ['accounts'],
  }).output(z.array(Account)),
}

const byId = z.object({ id: AccountId })

export const accounts = {
  list: route({ method: 'GET', path: '/accounts', summary: 'Connected accounts', scope: 'accounts:read' })
    .input(z.object({ platform: Platform.optional() }))
    .output(z.array(Account)),
  get: route({ method: 'GET', path: '/accounts/{id}', summary: 'One account', scope: 'accounts:read' })
    .input(byId)
    .output(Account),
  update: route({
    method: 'PATCH',
    path: '/accounts/{id}',
    summary: 'Change what new posts of this account start with',
    scope: 'accounts:write',
    invalidates: ['accounts'],
  })
    .input(byId.extend({ defaults: z.record(z.string(), z.unknown()) }))
    .output(Account),
  /** Revokes the token at the platform where it can, then erases what is sealed. Published posts stay in the record. */
  disconnect: route({
    method: 'DELETE',
    path: '/accounts/{id}',
    summary: 'Disconnect an account',
    scope: 'accounts:write',
    invalidates: ['accounts', 'deliveries', 'posts'],
  })
    .input(byId)
    .output(z.object({ id: AccountId, revoked: z.boolean(), canceledDeliveries: z.number().int() })),
  check: route({
    method: 'POST',
    path: '/accounts/{id}/check',
    summary: 'Check the health of one account now',
    scope: 'accounts:write',
    invalidates: ['accounts'],
  })
    .input(byId)
    .output(Account),
  capabilities: route({
    method: 'GET',
    path: '/accounts/{id}/capabilities',
    summary: 'What this account can do, with the limits its server announced',
    scope: 'accounts:read',
  })
    .input(byId)
    .output(z.looseObject({ platform: Platform, name: z.string() })),
  /** Discovery: options of a settings field that only the platform knows, e.g. a site's categories. */
  runAction: route({
    method: 'POST',
    path: '/accounts/{id}/actions/{action}',
    summary: 'Ask the platform for options of a setting',
    scope: 'accounts:read',
  })
    .input(byId.extend({ action: z.string().regex(/^[a-z_]+$/) }))
    .output(z.object({ options: z.array(z.object({ value: z.string(), label: z.string() })) })),
}
