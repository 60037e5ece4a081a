import { implement, ORPCError, withEventMeta } from '@orpc/server'
import { ValidationError } from '@orpc/contract'
import { contract } from '../contract/index.ts'
import { platforms } from '../contract/platforms/index.ts'
import type { RouteMeta, Scope } from '../contract/route.ts'
import { badInput } from './call-errors.ts'
import type { StudioParts } from './studio.ts'
import { toWhen } from './scheduling/slots.ts'
import { vaultLocked } from './errors.ts'
import { VaultLocked } from './vault/vault.ts'
import type { Workspace } from './workspace.ts'

/** Who calls, as the host found out: a window or signed-in browser may do everything, a key what its scopes say. */
export interface Caller {
  readonly kind: 'window' | 'browser' | 'script'
  readonly scopes: 'all' | ReadonlySet<Scope>
}

/** What a host passes along with each call. */
export interface CallContext {
  readonly caller: Caller | null
  /** From the `broadside-workspace` header or the key. */
  readonly workspaceId: string | null
}

const everyZone = Intl.supportedValuesOf('timeZone')

/** The one router: every operation of the contract, for every host. Handlers are one-liners; the work is in the parts of core. */
export function createRouter(studio: StudioParts) {
  const os = implement(contract)
    .$context<CallContext>()
    .use(async ({ context, next, procedure }) => {
      const { scope, workspace } = procedure['~orpc'].meta as RouteMeta
      allow(context.caller, scope)
      const found = workspace ? studio.workspaces.need(context.workspaceId) : null
      try {
        return await next({ context: { workspace: found as Workspace } })
      } catch (error) {
        throw crossable(error, studio)
      }
    })

  const {
    system,
    workspaces,
    connections,
    accounts,
    posts,
    deliveries,
    assets,
    jobs,
    slots,
    mediaHost,
    practice,
    events,
  } = os

  return os.router({
    system: {
      health: system.health.handler(() => ({ status: 'ok' as const, version: studio.version })),
      info: system.info.handler(() => studio.info()),
      settings: system.settings.handler(() => studio.settings.get()),
      updateSettings: system.updateSettings.handler(({ input }) => studio.settings.update(input)),
      platforms: system.platforms.handler(() => Object.values(platforms).map(({ rules }) => ({ ...rules }))),
      vault: system.vault.handler(() => studio.vault.status()),
      setUpVault: system.setUpVault.handler(({ input }) => studio.vault.setUp(input)),
      unlockVault: system.unlockVault.handler(async ({ input }) => {
        const status = await studio.vault.unlock(input.passphrase)
        studio.poke()
        return status
      }),
      zones: system.zones.handler(() => everyZone),
    },
    workspaces: {
      list: workspaces.list.handler(() => studio.workspaces.list()),
      get: workspaces.get.handler(({ input }) => studio.workspaces.get(input.id)),
      create: workspaces.create.handler(({ input }) => studio.workspaces.create(input)),
      update: workspaces.update.handler(({ input: { id, ...change } }) => studio.workspaces.update(id, change)),
      export: workspaces.export.handler(({ input }) => studio.workspaces.export(input.id, input.folder)),
      erase: workspaces.erase.handler(({ input }) => studio.workspaces.erase(input.id, input.confirm)),
      restore: workspaces.restore.handler(({ input }) => studio.workspaces.restore(input.id, input.backup)),
    },
    connections: {
      start: connections.start.handler(({ input, context: { workspace } }) =>
        workspace.accounts.startConnection(input),
      ),
      get: connections.get.handler(({ input, context: { workspace } }) => workspace.accounts.connection(input.id)),
      finish: connections.finish.handler(({ input, context: { workspace } }) =>
        workspace.accounts.finishConnection(input.id, input.redirectedUrl),
      ),
      cancel: connections.cancel.handler(({ input, context: { workspace } }) =>
        workspace.accounts.cancelConnection(input.id),
      ),
      choose: connections.choose.handler(({ input, context: { workspace } }) =>
        workspace.accounts.chooseOfConnection(input.id, input.keys),
      ),
      apps: connections.apps.handler(({ context: { workspace } }) => workspace.accounts.apps.list()),
      saveApp: connections.saveApp.handler(({ input, context: { workspace } }) =>
        workspace.accounts.apps.save(input.platform, input.method, input.fields),
      ),
      removeApp: connections.removeApp.handler(({ input, context: { workspace } }) =>
        workspace.accounts.apps.remove(input.platform, input.method),
      ),
      health: connections.health.handler(({ context: { workspace } }) => workspace.accounts.checkAll()),
    },
    accounts: {
      list: accounts.list.handler(({ input, context: { workspace } }) => workspace.accounts.list(input.platform)),
      get: accounts.get.handler(({ input, context: { workspace } }) => workspace.accounts.get(input.id)),
      update: accounts.update.handler(({ input, context: { workspace } }) =>
        workspace.accounts.update(input.id, input.defaults),
      ),
      disconnect: accounts.disconnect.handler(({ input, context: { workspace } }) =>
        workspace.accounts.disconnect(input.id),
      ),
      check: accounts.check.handler(({ input, context: { workspace } }) => workspace.accounts.check(input.id)),
      destinations: accounts.destinations.handler(({ input, context: { workspace } }) =>
        workspace.accounts.destinations(input.id),
      ),
      capabilities: accounts.capabilities.handler(({ input, context: { workspace } }) => ({
        ...workspace.accounts.capabilities(input.id),
      })),
      runAction: accounts.runAction.handler(({ input, context: { workspace } }) =>
        workspace.accounts.runAction(input.id, input.action, input.on),
      ),
    },
    posts: {
      list: posts.list.handler(({ input, context: { workspace } }) => workspace.posts.list(input)),
      calendar: posts.calendar.handler(({ input, context: { workspace } }) => workspace.posts.calendar(input)),
      counts: posts.counts.handler(({ context: { workspace } }) => workspace.posts.counts()),
      labels: posts.labels.handler(({ context: { workspace } }) => workspace.posts.labels()),
      get: posts.get.handler(({ input, context: { workspace } }) => workspace.posts.get(input.id)),
      create: posts.create.handler(({ input, context: { workspace } }) => workspace.posts.create(input)),
      update: posts.update.handler(({ input: { id, ...change }, context: { workspace } }) =>
        workspace.posts.update(id, change),
      ),
      delete: posts.delete.handler(({ input, context: { workspace } }) => workspace.posts.delete(input.id)),
      undelete: posts.undelete.handler(({ input, context: { workspace } }) => workspace.posts.undelete(input.id)),
      duplicate: posts.duplicate.handler(({ input, context: { workspace } }) => workspace.posts.duplicate(input.id)),
      versions: posts.versions.handler(({ input, context: { workspace } }) => workspace.posts.versions(input.id)),
      restore: posts.restore.handler(({ input, context: { workspace } }) =>
        workspace.posts.restore(input.id, input.version),
      ),
      submit: posts.submit.handler(({ input, context: { workspace } }) => workspace.posts.submit(input.id)),
      approve: posts.approve.handler(({ input, context: { workspace } }) =>
        workspace.posts.approve(input.id, input.revision),
      ),
      reject: posts.reject.handler(({ input, context: { workspace } }) => workspace.posts.reject(input.id, input.note)),
      schedule: posts.schedule.handler(({ input: { id, ...how }, context: { workspace } }) => {
        const skipped = workspace.publishing.schedule(id, how)
        return { post: workspace.posts.get(id), skipped: skipped as never }
      }),
      cancel: posts.cancel.handler(async ({ input, context: { workspace } }) => {
        await workspace.publishing.cancelPost(input.id)
        return workspace.posts.get(input.id)
      }),
      validate: posts.validate.handler(({ input, context: { workspace } }) => workspace.posts.validate(input)),
    },
    deliveries: {
      list: deliveries.list.handler(({ input, context: { workspace } }) => workspace.publishing.list(input)),
      get: deliveries.get.handler(({ input, context: { workspace } }) => workspace.publishing.get(input.id)),
      attempts: deliveries.attempts.handler(({ input, context: { workspace } }) =>
        workspace.publishing.attempts(input.id),
      ),
      retry: deliveries.retry.handler(({ input, context: { workspace } }) =>
        after(workspace, input.id, workspace.publishing.retry(input.id)),
      ),
      cancel: deliveries.cancel.handler(async ({ input, context: { workspace } }) =>
        after(workspace, input.id, await workspace.publishing.cancel(input.id)),
      ),
      reschedule: deliveries.reschedule.handler(({ input, context: { workspace } }) =>
        after(workspace, input.id, workspace.publishing.reschedule(input.id, input)),
      ),
      reconcile: deliveries.reconcile.handler(async ({ input, context: { workspace } }) =>
        after(workspace, input.id, await workspace.publishing.look(input.id)),
      ),
      resolve: deliveries.resolve.handler(({ input, context: { workspace } }) =>
        after(workspace, input.id, workspace.publishing.resolve(input.id, input.answer, input.url ?? null)),
      ),
      remove: deliveries.remove.handler(({ input, context: { workspace } }) => {
        workspace.publishing.remove(input.id)
        return { id: input.id }
      }),
      deleteRemote: deliveries.deleteRemote.handler(async ({ input, context: { workspace } }) =>
        after(workspace, input.id, await workspace.publishing.deleteRemote(input.id)),
      ),
      editRemote: deliveries.editRemote.handler(async ({ input, context: { workspace } }) =>
        after(workspace, input.id, await workspace.publishing.editRemote(input.id)),
      ),
    },
    assets: {
      list: assets.list.handler(({ input, context: { workspace } }) => workspace.media.list(input)),
      get: assets.get.handler(({ input, context: { workspace } }) => workspace.media.get(input.id)),
      add: assets.add.handler(({ input, context: { workspace } }) => workspace.media.add(input)),
      upload: assets.upload.handler(({ input, context: { workspace } }) => workspace.media.upload(input)),
      update: assets.update.handler(({ input: { id, ...change }, context: { workspace } }) =>
        workspace.media.update(id, change),
      ),
      delete: assets.delete.handler(({ input, context: { workspace } }) => workspace.media.delete(input.id)),
      undelete: assets.undelete.handler(({ input, context: { workspace } }) => workspace.media.undelete(input.id)),
      convert: assets.convert.handler(({ input, context: { workspace } }) => workspace.conversions.convert(input)),
      usage: assets.usage.handler(({ input, context: { workspace } }) => workspace.media.usage(input.id)),
    },
    jobs: {
      list: jobs.list.handler(({ input, context: { workspace } }) => workspace.jobs.list(input)),
      get: jobs.get.handler(({ input, signal, context: { workspace } }) =>
        workspace.jobs.get(input.id, input.waitMs, signal),
      ),
      cancel: jobs.cancel.handler(({ input, context: { workspace } }) => workspace.jobs.cancel(input.id)),
    },
    slots: {
      list: slots.list.handler(({ context: { workspace } }) => workspace.slots.list()),
      put: slots.put.handler(({ input, context: { workspace } }) => workspace.slots.put(input.slots)),
      next: slots.next.handler(({ input, context: { workspace } }) => {
        const after = input.after === undefined ? undefined : Date.parse(input.after)
        const found = workspace.slots.next({
          accountIds: input.account ? [input.account] : [],
          ...(after !== undefined && { after }),
        })
        return { when: found && toWhen(found) }
      }),
      free: slots.free.handler(({ input, context: { workspace } }) =>
        workspace.slots.free(Date.parse(input.from), Date.parse(input.to)).map(({ slotId, accountId, ...when }) => ({
          slotId: slotId as never,
          accountId: accountId as never,
          when: toWhen(when),
          at: toWhen(when).at,
        })),
      ),
    },
    mediaHost: {
      get: mediaHost.get.handler(({ context: { workspace } }) => workspace.mediaHost.get()),
      put: mediaHost.put.handler(({ input, context: { workspace } }) => workspace.mediaHost.put(input)),
      remove: mediaHost.remove.handler(({ context: { workspace } }) => workspace.mediaHost.remove()),
      test: mediaHost.test.handler(({ context: { workspace } }) => workspace.mediaHost.test()),
    },
    practice: {
      feed: practice.feed.handler(({ input, context: { workspace } }) => workspace.practice.list(input)),
      failure: practice.failure.handler(({ input, context: { workspace } }) =>
        workspace.practice.failure(input.account),
      ),
      setFailure: practice.setFailure.handler(({ input, context: { workspace } }) =>
        workspace.practice.setFailure(input.account, input.failure, input.times),
      ),
    },
    events: {
      stream: events.stream.handler(async function* ({ input, lastEventId, signal }) {
        for await (const event of studio.events.follow({ lastId: lastEventId, workspaceId: input.workspace, signal }))
          yield withEventMeta(event, { id: event.id })
      }),
    },
  })
}

export type StudioRouter = ReturnType<typeof createRouter>

function after(workspace: Workspace, deliveryId: string, _done: void) {
  return workspace.publishing.get(deliveryId)
}

function allow(caller: Caller | null, scope: Scope): void {
  if (scope === 'none') return
  if (!caller)
    throw new ORPCError('unauthenticated', { status: 401, message: 'Sign in first, or send a key', defined: true })
  if (caller.scopes === 'all' || caller.scopes.has(scope)) return
  throw new ORPCError('scope_missing', {
    status: 403,
    message: `This key may not do that: it needs ${scope}`,
    data: { scope },
    defined: true,
  })
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
