import type { Caller, Operations } from '../operations.ts'
import type { AppliedBy } from '../schedules/schedules.ts'

/** Schedule documents and the runs they made. */
export function scheduleRoutes({ schedules, runs }: Operations) {
  return {
    schedules: {
      validate: schedules.validate.handler(({ input, context: { workspace } }) => workspace.schedules.validate(input)),
      preview: schedules.preview.handler(({ input, context: { workspace } }) => workspace.schedules.preview(input)),
      apply: schedules.apply.handler(async ({ input, context: { workspace, caller, resHeaders } }) => {
        const { run, replayed } = await workspace.schedules.apply(input, appliedBy(caller))
        if (replayed) resHeaders?.set('idempotent-replayed', 'true')
        return run
      }),
    },
    runs: {
      list: runs.list.handler(({ input, context: { workspace } }) => workspace.runs.list(input)),
      get: runs.get.handler(({ input, context: { workspace } }) => workspace.runs.get(input.id)),
      status: runs.status.handler(({ input, context: { workspace } }) => workspace.runs.status(input.id)),
      table: runs.table.handler(({ input: { id, ...page }, context: { workspace } }) => workspace.runs.table(id, page)),
      campaign: runs.campaign.handler(({ input, context: { workspace } }) => workspace.runs.campaign(input.id)),
      publish: runs.publish.handler(({ input, context: { workspace, caller } }) =>
        workspace.runs.publish(input.id, input.startAt, caller?.key ?? null),
      ),
    },
  }
}

/** Naming a path lets a file of this machine be read: a key needs the scope that lets it add files. */
export function appliedBy(caller: Caller | null): AppliedBy {
  const mayAddFiles = caller !== null && (caller.scopes === 'all' || caller.scopes.has('media:write'))
  return { key: caller?.key ?? null, mayAddFiles }
}
