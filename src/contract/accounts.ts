import * as z from 'zod'
import { route } from './route.ts'
import { Spoken } from './sentences/index.ts'
import { AccountId, ConnectionId, Instant, Platform } from './vocabulary.ts'

export const AccountHealth = z.object({
  state: z.enum(['ok', 'expiring', 'broken', 'locked']),
  /** What is wrong and what to do; null when well. */
  reason: Spoken.nullable(),
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
  more: z.boolean().describe('Its sign-in can be asked what else it reaches (`accounts.destinations`)'),
  createdAt: Instant,
})
export type Account = z.infer<typeof Account>

/** Something a sign-in reached: a page, a board, a channel. */
export const Choice = z.object({
  key: z.string(),
  kind: z.string(),
  name: z.string(),
  displayHandle: z.string(),
  avatar: z.string().nullable(),
  known: z.boolean().describe('Connected already; choosing it gives it the new sign-in'),
})
export type Choice = z.infer<typeof Choice>

export const Connection = z.object({
  id: ConnectionId,
  platform: Platform,
  method: z.string(),
  state: z
    .enum(['waiting', 'choosing', 'connected', 'failed', 'canceled'])
    .describe('`choosing`: the sign-in reached several; say which with `choose`, within 30 minutes'),
  /** For OAuth: the address to open in the system browser. */
  authorizeUrl: z.url().nullable(),
  /** While `waiting`: where the browser is sent back to. Where it does not come back by itself, `finish` takes the address it ends on. */
  redirect: z.object({ address: z.url(), comesBack: z.boolean() }).nullable(),
  choices: z.array(Choice).describe('While `choosing`; empty otherwise'),
  accounts: z.array(AccountId),
  /** For `failed`: what went wrong, at which field if one is to blame, and what to do. */
  error: Spoken.extend({ field: z.string().nullable() }).nullable(),
})
export type Connection = z.infer<typeof Connection>

/** An app of the person's own at a platform, as far as it may be shown. */
export const ConnectionApp = z.object({
  platform: Platform,
  method: z.string(),
  /** `locked`: the vault is; `unreadable`: sealed on another machine or with a key that is gone, so it must be entered anew. */
  state: z.enum(['ready', 'locked', 'unreadable']),
  /** What is not secret; empty unless `ready`. */
  fields: z.record(z.string(), z.string()),
  secrets: z.array(z.string()).describe('Keys of the secret fields that are kept; their values never come back out'),
})
export type ConnectionApp = z.infer<typeof ConnectionApp>

const ofMethod = z.object({ platform: Platform, method: z.string().max(100) })

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
        /** Do not wait for the browser to come back: the address it ends on will be pasted. */
        paste: z.boolean().optional(),
      }),
    )
    .output(Connection),
  list: route({
    method: 'GET',
    path: '/connections',
    summary: 'Connections of the last hour, newest first',
    scope: 'accounts:read',
  }).output(z.array(Connection)),
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
    .input(z.object({ id: ConnectionId, redirectedUrl: z.url().max(10_000) }))
    .output(Connection),
  /** Connects these of what the sign-in reached, and forgets the others. */
  choose: route({
    method: 'POST',
    path: '/connections/{id}/choose',
    summary: 'Pick what to connect of what a sign-in reached',
    scope: 'accounts:write',
    invalidates: ['accounts', 'connections'],
  })
    .input(z.object({ id: ConnectionId, keys: z.array(z.string().max(500)).min(1).max(1_000) }))
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
  apps: route({
    method: 'GET',
    path: '/connections/apps',
    summary: 'Apps of your own at platforms',
    scope: 'accounts:read',
  }).output(z.array(ConnectionApp)),
  /** Seals the credentials of an app; connecting with this method uses them. A secret that is left out stays as it was. */
  saveApp: route({
    method: 'PUT',
    path: '/connections/apps/{platform}/{method}',
    summary: 'Keep an app of your own at a platform',
    scope: 'accounts:write',
    invalidates: ['connections'],
  })
    .input(ofMethod.extend({ fields: z.record(z.string(), z.string().max(10_000)) }))
    .output(ConnectionApp),
  /** Accounts that were connected with it keep working: each holds what renews its sign-in. */
  removeApp: route({
    method: 'DELETE',
    path: '/connections/apps/{platform}/{method}',
    summary: 'Erase an app of your own',
    scope: 'accounts:write',
    invalidates: ['connections'],
  })
    .input(ofMethod)
    .output(ofMethod),
  /** As it was found last; nobody is asked. */
  standing: route({
    method: 'GET',
    path: '/connections/health',
    summary: 'How every account stands',
    scope: 'accounts:read',
  }).output(
    z.array(
      Account.pick({ platform: true, health: true, quota: true, waiting: true }).extend({ accountId: AccountId }),
    ),
  ),
  health: route({
    method: 'POST',
    path: '/connections/health',
    summary: 'Check every account now',
    scope: 'accounts:write',
    invalidates: ['accounts'],
  }).output(z.array(Account)),
}

const byId = z.object({ id: AccountId })

/** A platform's own field of a post: see platforms/types SettingsField. */
const SettingDescriptor = z.looseObject({
  key: z.string(),
  kind: z.string(),
  default: z.unknown(),
  startsWith: z.unknown().describe("What new posts of this account start with: its own default, or the platform's"),
})

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
    .output(
      z.object({
        id: AccountId,
        revoked: z.boolean(),
        sharedWith: z
          .number()
          .int()
          .describe('Connected accounts that live by the same sign-in; it is ended with the last'),
        canceledDeliveries: z.number().int(),
      }),
    ),
  check: route({
    method: 'POST',
    path: '/accounts/{id}/check',
    summary: 'Check the health of one account now',
    scope: 'accounts:write',
    invalidates: ['accounts'],
  })
    .input(byId)
    .output(Account),
  /** Asks what else the sign-in of an account reaches, to connect more of it: answers a connection that is `choosing`. */
  destinations: route({
    method: 'POST',
    path: '/accounts/{id}/destinations',
    summary: 'Connect more of what a sign-in reaches',
    scope: 'accounts:write',
    invalidates: ['connections'],
  })
    .input(byId)
    .output(Connection),
  capabilities: route({
    method: 'GET',
    path: '/accounts/{id}/capabilities',
    summary: 'What this account can do, with the limits its server announced',
    scope: 'accounts:read',
  })
    .input(byId)
    .output(z.looseObject({ platform: Platform, name: z.string() })),
  allCapabilities: route({
    method: 'GET',
    path: '/accounts/capabilities',
    summary: 'What every account can do',
    scope: 'accounts:read',
  }).output(z.array(z.looseObject({ accountId: AccountId, platform: Platform, name: z.string() }))),
  /** Enough to show a form: what each is, takes and starts with, and which action tells its options. */
  settings: route({
    method: 'GET',
    path: '/accounts/{id}/settings',
    summary: 'Settings a post may have for this account',
    scope: 'accounts:read',
  })
    .input(byId)
    .output(z.array(SettingDescriptor)),
  actions: route({
    method: 'GET',
    path: '/accounts/{id}/actions',
    summary: 'What can be asked of the platform for this account',
    scope: 'accounts:read',
  })
    .input(byId)
    .output(
      z.array(
        z.object({
          action: z.string(),
          settings: z.array(z.string()).describe('Whose options it tells'),
          dependsOn: z.string().nullable().describe('The setting whose value is sent as `on`'),
        }),
      ),
    ),
  /**
   * Disconnects an account and erases everything of it: its name and sign-in, what was sent to it and when, its versions of posts. Posts themselves
   * stay, and what is out at the platform.
   */
  erase: route({
    method: 'POST',
    path: '/accounts/{id}/erase',
    summary: 'Erase everything of an account',
    scope: 'accounts:write',
    invalidates: ['accounts', 'connections', 'deliveries', 'posts', 'slots', 'runs', 'analytics'],
  })
    .input(byId.extend({ confirm: z.string().describe('Its `displayHandle`') }))
    .output(z.object({ erased: AccountId, revoked: z.boolean(), deliveries: z.number().int() })),
  /** Discovery: options of a settings field that only the platform knows, e.g. a site's categories. */
  runAction: route({
    method: 'POST',
    path: '/accounts/{id}/actions/{action}',
    summary: 'Ask the platform for options of a setting',
    scope: 'accounts:read',
  })
    .input(
      byId.extend({
        action: z.string().regex(/^[a-z_]+$/),
        /** The value of the setting that its field depends on. */
        on: z.string().max(500).default(''),
      }),
    )
    .output(z.object({ options: z.array(z.object({ value: z.string(), label: z.string() })) })),
}
