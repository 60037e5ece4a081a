import { oc } from '@orpc/contract'
import * as z from 'zod'
import { Spoken } from './sentences/index.ts'
import type { KeyScope } from './vocabulary.ts'

/** What a key or caller must hold to use a route. */
export type Scope =
  | 'none' // anybody on loopback, without a key
  | 'any' // whoever is signed in or holds a key
  | 'person' // who sits at the machine; no program
  | 'system'
  | 'workspaces:manage'
  | KeyScope

/** Parts of the studio's state that a mutation or event makes stale; the first segment of a route's path in the contract. */
export type Area =
  | 'system'
  | 'workspaces'
  | 'connections'
  | 'accounts'
  | 'posts'
  | 'deliveries'
  | 'assets'
  | 'jobs'
  | 'slots'
  | 'practice'
  | 'mediaHost'
  | 'ai'
  | 'brand'
  | 'keys'
  | 'approvals'
  | 'webhooks'
  | 'schedules'
  | 'runs'
  | 'analytics'
  | 'imports'
  | 'exports'
  | 'calendarFeed'

export interface RouteMeta {
  readonly scope: Scope
  /** Whether the route works on one workspace, named by the `broadside-workspace` header (or the key). */
  readonly workspace: boolean
  readonly invalidates: readonly Area[]
  publishes: Publishes
}

/**
 * Whether a call with this input makes something go out, or go out otherwise; a key that asks first has to ask then. `if_scheduled`: it changes a
 * post, so it does where the post waits to go out.
 */
export type Publishes = (input: never) => boolean | 'if_scheduled'

/** One thing wrong with one field of the input: where, what, and how to mend it. */
export const FieldProblem = Spoken.extend({
  path: z.string().describe('Where, as a dotted path into the input, e.g. `parts.0.text`'),
})

/** The sentence of an error whose `message` is its English. */
const Carried = Spoken.omit({ message: true })

/** Errors any route may answer with. Codes are stable; messages are for people and may change. */
const commonErrors = {
  invalid_request: { status: 400, message: 'The request could not be read' },
  bad_cursor: { status: 400, message: 'The cursor belongs to another query. Start again without it' },
  unauthenticated: { status: 401, message: 'Sign in first, or send a key' },
  invalid_key: { status: 401, message: 'This key is not valid' },
  key_revoked: { status: 401, message: 'This key has been revoked' },
  key_expired: { status: 401, message: 'This key has expired' },
  scope_missing: { status: 403, message: 'This key may not do that', data: z.object({ scope: z.string() }) },
  approval_required: {
    status: 403,
    message: 'Somebody has to allow this in the window first',
    data: z.object({ approval: z.string().describe('GET /approvals/{id} tells how it stands') }),
  },
  not_found: {
    status: 404,
    message: 'There is no such thing here',
    data: z.object({ what: z.string(), id: z.string() }),
  },
  conflict: { status: 409, message: 'That cannot be done now', data: Carried.extend({ reason: z.string() }) },
  idempotency_key_conflict: {
    status: 409,
    message: 'This Idempotency-Key belongs to another call',
    data: z.object({ reason: z.enum(['other_call', 'interrupted']) }),
  },
  payload_too_large: { status: 413, message: 'That is too large', data: z.object({ maxBytes: z.number() }) },
  unprocessable: {
    status: 422,
    message: 'Some fields need mending',
    data: z.object({ fields: z.array(FieldProblem) }),
  },
  rate_limited: {
    status: 429,
    message: 'Too many calls. Wait as long as Retry-After says',
    data: z.object({ retryAfterSeconds: z.number().int() }),
  },
  vault_locked: { status: 423, message: 'The vault is locked. Unlock it in Settings, or with `broadside unlock`' },
  workspace_unavailable: {
    status: 503,
    message: 'This workspace could not be opened',
    data: Carried.extend({ reason: z.string() }),
  },
  shutting_down: { status: 503, message: 'The studio is closing' },
} as const

const base = oc
  .$meta<RouteMeta>({ scope: 'system', workspace: true, invalidates: [], publishes: () => false })
  .errors(commonErrors)

interface RouteOptions {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Path under /v1, parameters in braces. */
  readonly path: `/${string}`
  readonly summary: string
  readonly scope: Scope
  /** False for routes of the studio itself, which no workspace is needed for. */
  readonly workspace?: boolean
  readonly invalidates?: readonly Area[]
  readonly publishes?: Publishes
  readonly status?: number
  readonly description?: string
}

/** Starts an operation of the contract: everything about it stands in one place. */
export function route(options: RouteOptions) {
  const { method, path, summary, description, scope, workspace = true, invalidates = [], status = 200 } = options
  const { publishes = () => false } = options
  const tag = path.split('/')[1] ?? 'system'
  return base
    .route({
      method,
      path,
      summary,
      description: description ?? summary,
      tags: [tag],
      successStatus: status,
      inputStructure: 'compact',
    })
    .meta({ scope, workspace, invalidates, publishes })
}

/** One page of a list, newest first; `cursor` of the next page or null at the end. */
export function pageOf<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable() })
}

export const pageInput = {
  cursor: z.string().max(2_000).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
}

/** A list in a query string: repeated (`a=1&a=2`) or once. */
export function listOf<T extends z.ZodType>(item: T) {
  return z.preprocess(
    (value) => (value === undefined || Array.isArray(value) ? value : [value]),
    z.array(item).optional(),
  )
}
