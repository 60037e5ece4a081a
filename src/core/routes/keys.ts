import { ORPCError } from '@orpc/server'
import type { WorkspaceId } from '../../contract/vocabulary.ts'
import type { CallContext, Operations } from '../operations.ts'
import type { StudioParts } from '../studio.ts'
import type { Workspace } from '../workspace.ts'

/** Makes a call of the contract by its name, e.g. `posts.schedule`. */
export type CallByName = (operation: string, input: unknown, context: CallContext) => Promise<unknown>

/** Keys of programs, and what they ask leave for. */
export function keyRoutes({ keys, approvals }: Operations, studio: StudioParts, callByName: CallByName) {
  return {
    keys: {
      list: keys.list.handler(({ context: { workspace } }) => workspace.keys.list()),
      create: keys.create.handler(({ input, context: { workspace, caller } }) =>
        workspace.keys.create(input, caller?.key ?? null),
      ),
      revoke: keys.revoke.handler(({ input, context: { workspace, caller } }) =>
        workspace.keys.revoke(input.id, caller?.key ?? null),
      ),
      rotate: keys.rotate.handler(({ input, context: { workspace, caller } }) =>
        workspace.keys.rotate(input.id, input.overlapMinutes, caller?.key ?? null),
      ),
      validate: keys.validate.handler(({ input }) => {
        const grant = studio.authenticate(input.key)
        if (typeof grant === 'string') return { valid: false, code: grant, workspaceId: null, key: null }
        const workspaceId = grant.workspaceId as WorkspaceId
        return { valid: true, code: null, workspaceId, key: studio.workspaces.need(workspaceId).keys.get(grant.id) }
      }),
      calls: keys.calls.handler(({ input: { id, ...page }, context: { workspace } }) => workspace.keys.calls(id, page)),
      me: keys.me.handler(({ context: { caller } }) => {
        const { kind = 'script', scopes = 'all', key } = caller ?? {}
        const workspaceId = (key?.workspaceId ?? null) as WorkspaceId | null
        return {
          kind,
          workspaceId,
          key: key ? studio.workspaces.need(workspaceId).keys.get(key.id) : null,
          scopes: scopes === 'all' ? ('all' as const) : [...scopes],
        }
      }),
      traffic: keys.traffic.handler(({ input, context: { workspace, caller } }) =>
        workspace.keys.traffic(input.period, caller?.key?.id),
      ),
    },
    approvals: {
      list: approvals.list.handler(({ input, context: { workspace, caller } }) =>
        workspace.approvals.list({ ...input, keyId: caller?.key?.id }),
      ),
      get: approvals.get.handler(({ input, signal, context: { workspace, caller } }) =>
        workspace.approvals.get(input.id, { keyId: caller?.key?.id, waitMs: input.waitMs, signal }),
      ),
      approve: approvals.approve.handler(({ input, context }) =>
        context.workspace.approvals.approve(
          input.id,
          (postId) => revisionOf(context.workspace, postId),
          (operation, asked) =>
            callByName(operation, asked, { caller: context.caller, workspaceId: context.workspace.id }),
        ),
      ),
      refuse: approvals.refuse.handler(({ input, context: { workspace } }) => workspace.approvals.refuse(input.id)),
    },
  }
}

function revisionOf(workspace: Workspace, postId: string): number | undefined {
  try {
    return workspace.posts.get(postId).revision
  } catch (error) {
    if (error instanceof ORPCError && error.code === 'not_found') return undefined
    throw error
  }
}
