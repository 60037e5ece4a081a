import { scopeMissing } from '../errors.ts'
import type { Caller, Operations } from '../operations.ts'
import type { ImportInput } from '../transfer/imports.ts'
import { appliedBy } from './schedules.ts'

/** Posts that come from files and go to files, and the calendar for other programs. */
export function transferRoutes({ imports, exports, calendarFeed }: Operations) {
  return {
    imports: {
      check: imports.check.handler(({ input, context: { workspace, caller } }) => {
        mayRead(caller, input)
        return workspace.imports.check(input)
      }),
      run: imports.run.handler(async ({ input, context: { workspace, caller, resHeaders } }) => {
        mayRead(caller, input)
        const { run, replayed } = await workspace.imports.run(input, appliedBy(caller))
        if (replayed) resHeaders?.set('idempotent-replayed', 'true')
        return run
      }),
    },
    exports: {
      posts: exports.posts.handler(({ input, context: { workspace } }) => workspace.exports.posts(input.format)),
      folder: exports.folder.handler(({ input, context: { workspace } }) => workspace.exports.folder(input.folder)),
    },
    calendarFeed: {
      get: calendarFeed.get.handler(({ context: { workspace } }) => workspace.calendarFeed.get()),
      create: calendarFeed.create.handler(({ context: { workspace } }) => workspace.calendarFeed.create()),
      remove: calendarFeed.remove.handler(({ context: { workspace } }) => workspace.calendarFeed.remove()),
    },
  }
}

/** Files and folders of this machine are read for its person's own programs; a key sends what it imports. */
function mayRead(caller: Caller | null, { source }: ImportInput): void {
  if (('file' in source || 'folder' in source) && caller?.kind === 'key') throw scopeMissing('system')
}
