import { notFound } from '../errors.ts'
import type { Operations } from '../operations.ts'
import type { StudioParts } from '../studio.ts'

/** How things did, and what was used. */
export function analyticsRoutes({ analytics }: Operations, studio: StudioParts) {
  return {
    analytics: {
      post: analytics.post.handler(({ input, context: { workspace } }) => workspace.analytics.post(input.id)),
      account: analytics.account.handler(({ input, context: { workspace } }) =>
        workspace.analytics.account(input.id, input.period),
      ),
      run: analytics.run.handler(({ input, context: { workspace } }) => workspace.analytics.run(input.id)),
      workspace: analytics.workspace.handler(({ input, context: { workspace } }) =>
        workspace.analytics.workspace(input.period),
      ),
      ofWorkspace: analytics.ofWorkspace.handler(({ input, context: { caller } }) => {
        if (caller?.key && input.id !== caller.key.workspaceId) throw notFound('workspace', input.id)
        return studio.workspaces.need(input.id).analytics.workspace(input.period)
      }),
      refresh: analytics.refresh.handler(({ input, context: { workspace } }) =>
        workspace.analytics.refresh(input.accounts),
      ),
      usage: analytics.usage.handler(({ input, context: { workspace } }) => workspace.analytics.usage(input.period)),
    },
  }
}
