import { implement, ORPCError } from '@orpc/server'
import { ValidationError } from '@orpc/contract'
import { contract } from '../contract/index.ts'
import type { RouteMeta, Scope } from '../contract/route.ts'
import { badInput } from './call-errors.ts'
import { notFound, scopeMissing, vaultLocked } from './errors.ts'
import { createGate } from './keys/gate.ts'
import type { KeyGrant } from './keys/keys.ts'
import type { StudioParts } from './studio.ts'
import { VaultLocked } from './vault/vault.ts'
import type { Workspace } from './workspace.ts'

/** Who calls, as the host found out: a window or signed-in browser may do everything, a key what its scopes say. */
export interface Caller {
  readonly kind: 'window' | 'browser' | 'script' | 'key'
  readonly scopes: 'all' | ReadonlySet<Scope>
  /** For a program with a key of its own. */
  readonly key?: KeyGrant
}

/** What a host passes along with each call. */
export interface CallContext {
  readonly caller: Caller | null
  /** From the `broadside-workspace` header or the key. */
  readonly workspaceId: string | null
  readonly idempotencyKey?: string | null
  /** Headers of the answer, where the host sends any. */
  readonly resHeaders?: Headers
}

/** What every handler stands on: who calls may do it, the workspace is open, repeated calls are made once, errors are the contract's. */
export function createOperations(studio: StudioParts) {
  const gate = createGate(studio)
  return implement(contract)
    .$context<CallContext>()
    .use(async ({ context, next, path, procedure }, input) => {
      const { scope, workspace } = procedure['~orpc'].meta as RouteMeta
      const { caller, idempotencyKey = null, resHeaders } = context
      const key = caller?.key ?? null
      allow(caller, scope)
      if (key && context.workspaceId !== null && context.workspaceId !== key.workspaceId)
        throw notFound('workspace', context.workspaceId)
      const found = workspace || key ? studio.workspaces.need(key?.workspaceId ?? context.workspaceId) : null
      const gated = { path, procedure, input, key, workspace: found, idempotencyKey, resHeaders }
      try {
        return await gate(gated, async () => {
          try {
            return await next({ context: { workspace: found as Workspace } })
          } catch (error) {
            throw crossable(error, studio) // here already, so that the key's log has the code its program is given
          }
        })
      } catch (error) {
        throw crossable(error, studio)
      }
    })
}
export type Operations = ReturnType<typeof createOperations>

function allow(caller: Caller | null, scope: Scope): void {
  if (scope === 'none') return
  if (!caller)
    throw new ORPCError('unauthenticated', { status: 401, message: 'Sign in first, or send a key', defined: true })
  if (scope === 'any') return
  if (scope === 'person') {
    if (caller.kind === 'window' || caller.kind === 'browser') return
    throw scopeMissing(scope)
  }
  if (caller.scopes !== 'all' && !caller.scopes.has(scope)) throw scopeMissing(scope)
}

/** What may cross to a caller: the contract's errors as they are, everything else as a plain sentence with the details in the log. */
function crossable(error: unknown, studio: StudioParts): unknown {
  if (error instanceof VaultLocked) return vaultLocked()
  if (error instanceof ORPCError) {
    if (error.code === 'BAD_REQUEST' && error.cause instanceof ValidationError) return badInput(error.cause.issues)
    if (error.code !== 'INTERNAL_SERVER_ERROR') return error
  }
  const stored = studio.workspaces.storageProblem(error)
  if (stored) return stored
  studio.log.error('a call broke', {
    error: error instanceof Error ? (error.stack ?? error.message) : String(error),
    cause: error instanceof Error && error.cause ? String(error.cause) : undefined,
  })
  return new ORPCError('internal', {
    status: 500,
    message: 'Broadside made a mistake. The details are in the log; nothing you wrote is lost',
  })
}
