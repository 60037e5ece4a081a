import { call, withEventMeta, type AnyProcedure } from '@orpc/server'
import { platforms } from '../contract/platforms/index.ts'
import { notFound, scopeMissing } from './errors.ts'
import { createOperations, type Caller } from './operations.ts'
import { analyticsRoutes } from './routes/analytics.ts'
import { assetRoutes } from './routes/assets.ts'
import { keyRoutes, type CallByName } from './routes/keys.ts'
import { scheduleRoutes } from './routes/schedules.ts'
import { transferRoutes } from './routes/transfer.ts'
import { webhookRoutes } from './routes/webhooks.ts'
import { toWhen } from './scheduling/slots.ts'
import type { StudioParts } from './studio.ts'
import { healthOf } from './workspace-health.ts'
import type { Workspace } from './workspace.ts'

const everyZone = Intl.supportedValuesOf('timeZone')

/** The one router: every operation of the contract, for every host. Handlers are one-liners; the work is in the parts of core. */
export function createRouter(studio: StudioParts) {
  const os = createOperations(studio)
  const callByName: CallByName = async (operation, input, context) => {
    const [area = '', name = ''] = operation.split('.')
    const procedures = router as unknown as Record<string, Record<string, AnyProcedure>>
    return call(procedures[area]![name]!, input, { context })
  }
  const {
    system,
    workspaces,
    connections,
    accounts,
    posts,
    deliveries,
    jobs,
    slots,
    mediaHost,
    practice,
    ai,
    brand,
    events,
  } = os

  const router = os.router({
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
      list: workspaces.list.handler(({ context: { caller } }) =>
        studio.workspaces.list().filter(({ id }) => !caller?.key || id === caller.key.workspaceId),
      ),
      get: workspaces.get.handler(({ input, context: { caller } }) => {
        if (caller?.key && input.id !== caller.key.workspaceId) throw notFound('workspace', input.id)
        return studio.workspaces.get(input.id)
      }),
      health: workspaces.health.handler(({ input, context: { caller } }) => {
        if (caller?.key && input.id !== caller.key.workspaceId) throw notFound('workspace', input.id)
        return healthOf(studio, studio.workspaces.get(input.id))
      }),
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
      list: connections.list.handler(({ context: { workspace } }) => workspace.accounts.connections()),
      standing: connections.standing.handler(({ context: { workspace } }) =>
        workspace.accounts
          .list()
          .map(({ id, platform, health, quota, waiting }) => ({ accountId: id, platform, health, quota, waiting })),
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
      allCapabilities: accounts.allCapabilities.handler(({ context: { workspace } }) =>
        workspace.accounts.allCapabilities(),
      ),
      settings: accounts.settings.handler(({ input, context: { workspace } }) => workspace.accounts.settings(input.id)),
      actions: accounts.actions.handler(({ input, context: { workspace } }) => workspace.accounts.actions(input.id)),
      erase: accounts.erase.handler(({ input, context: { workspace } }) =>
        workspace.accounts.erase(input.id, input.confirm),
      ),
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
      create: posts.create.handler(({ input, context: { workspace, caller } }) =>
        workspace.posts.create(input, caller?.key),
      ),
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
      comments: posts.comments.handler(({ input: { id, ...page }, context: { workspace } }) =>
        workspace.discussion.list(id, page),
      ),
      comment: posts.comment.handler(({ input, context: { workspace, caller } }) =>
        workspace.discussion.add(input.id, input.text, caller?.key ? workspace.keys.get(caller.key.id) : null),
      ),
      submit: posts.submit.handler(({ input, context: { workspace } }) => workspace.posts.submit(input.id)),
      approve: posts.approve.handler(({ input, context: { workspace } }) =>
        workspace.posts.approve(input.id, input.revision),
      ),
      reject: posts.reject.handler(({ input, context: { workspace } }) => workspace.posts.reject(input.id, input.note)),
      publish: posts.publish.handler(({ input: { id, ...how }, context: { workspace, caller } }) => {
        const skipped = workspace.publishing.schedule(id, { ...how, when: { now: true } }, caller?.key)
        return { post: workspace.posts.get(id), skipped: skipped as never }
      }),
      schedule: posts.schedule.handler(({ input: { id, ...how }, context: { workspace, caller } }) => {
        const skipped = workspace.publishing.schedule(id, how, caller?.key)
        return { post: workspace.posts.get(id), skipped: skipped as never }
      }),
      cancel: posts.cancel.handler(async ({ input, context: { workspace } }) => {
        await workspace.publishing.cancelPost(input.id)
        return workspace.posts.get(input.id)
      }),
      preview: posts.preview.handler(({ input, context: { workspace } }) =>
        workspace.publishing.preview(input.id, input.accounts),
      ),
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
      reset: deliveries.reset.handler(({ input, context: { workspace } }) =>
        after(workspace, input.id, workspace.publishing.reset(input.id)),
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
    ...assetRoutes(os),
    ...analyticsRoutes(os, studio),
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
    ...keyRoutes(os, studio, callByName),
    ...webhookRoutes(os),
    ...scheduleRoutes(os),
    ...transferRoutes(os),
    practice: {
      feed: practice.feed.handler(({ input, context: { workspace } }) => workspace.practice.list(input)),
      failure: practice.failure.handler(({ input, context: { workspace } }) =>
        workspace.practice.failure(input.account),
      ),
      setFailure: practice.setFailure.handler(({ input, context: { workspace } }) =>
        workspace.practice.setFailure(input.account, input.failure, input.times),
      ),
    },
    ai: {
      endpoints: ai.endpoints.handler(({ context: { workspace } }) => workspace.ai.endpoints.list()),
      addEndpoint: ai.addEndpoint.handler(({ input, context: { workspace, caller } }) => {
        refuseFree(caller, input)
        return workspace.ai.endpoints.add(input)
      }),
      changeEndpoint: ai.changeEndpoint.handler(({ input: { id, ...change }, context: { workspace, caller } }) => {
        refuseFree(caller, change)
        return workspace.ai.endpoints.change(id, change)
      }),
      removeEndpoint: ai.removeEndpoint.handler(({ input, context: { workspace } }) =>
        workspace.ai.endpoints.remove(input.id),
      ),
      testEndpoint: ai.testEndpoint.handler(({ input, signal, context: { workspace } }) =>
        workspace.ai.test(input.id, input.model, signal),
      ),
      models: ai.models.handler(({ input, signal, context: { workspace } }) => workspace.ai.models(input.id, signal)),
      setDefaults: ai.setDefaults.handler(({ input, context: { workspace } }) =>
        workspace.ai.endpoints.setDefaults(input),
      ),
      usage: ai.usage.handler(({ input, context: { workspace } }) => workspace.ai.spend.usage(input)),
      calls: ai.calls.handler(({ input, context: { workspace } }) => workspace.ai.ledger.list(input)),
      call: ai.call.handler(({ input, context: { workspace } }) => workspace.ai.ledger.get(input.id)),
      caps: ai.caps.handler(({ context: { workspace } }) => workspace.ai.spend.caps()),
      setCaps: ai.setCaps.handler(({ input, context: { workspace } }) => workspace.ai.spend.setCaps(input)),
      prices: ai.prices.handler(({ context: { workspace } }) => workspace.ai.spend.prices()),
      setPrices: ai.setPrices.handler(({ input, context: { workspace } }) => workspace.ai.spend.setPrices(input)),
      cadences: ai.cadences.handler(({ context: { workspace } }) => workspace.ai.cadences.list()),
      addCadence: ai.addCadence.handler(({ input, context: { workspace } }) => workspace.ai.cadences.add(input)),
      changeCadence: ai.changeCadence.handler(({ input: { id, ...change }, context: { workspace } }) =>
        workspace.ai.cadences.change(id, change),
      ),
      removeCadence: ai.removeCadence.handler(({ input, context: { workspace } }) =>
        workspace.ai.cadences.remove(input.id),
      ),
      cadenceRuns: ai.cadenceRuns.handler(({ input, context: { workspace } }) => workspace.ai.cadences.runs(input)),
      setAutomation: ai.setAutomation.handler(({ input, context: { workspace } }) =>
        workspace.ai.cadences.setAutomation(input),
      ),
      stream: ai.stream.handler(async function* ({ input, signal, context: { workspace } }) {
        yield* workspace.ai.stream(input, signal)
      }),
      preview: ai.preview.handler(({ input, signal, context: { workspace } }) => workspace.ai.preview(input, signal)),
      posts: ai.posts.handler(({ input, signal, context: { workspace } }) => workspace.ai.writePost(input, signal)),
      caption: ai.caption.handler(({ input, signal, context: { workspace } }) =>
        workspace.ai.answer<'caption'>({ ...input, task: 'caption' }, signal),
      ),
      carousel: ai.carousel.handler(({ input, signal, context: { workspace } }) =>
        workspace.ai.answer<'carousel'>({ ...input, task: 'carousel' }, signal),
      ),
      videoCaption: ai.videoCaption.handler(({ input, signal, context: { workspace } }) =>
        workspace.ai.answer<'videoCaption'>({ ...input, task: 'videoCaption' }, signal),
      ),
      tone: ai.tone.handler(({ input, signal, context: { workspace } }) =>
        workspace.ai.answer<'tone'>({ ...input, task: 'tone' }, signal),
      ),
      proofread: ai.proofread.handler(({ input, signal, context: { workspace } }) =>
        workspace.ai.answer<'proofread'>({ ...input, task: 'proofread' }, signal),
      ),
      concise: ai.concise.handler(({ input, signal, context: { workspace } }) =>
        workspace.ai.answer<'concise'>({ ...input, task: 'concise' }, signal),
      ),
      edit: ai.edit.handler(({ input, signal, context: { workspace } }) =>
        workspace.ai.answer<'edit'>({ ...input, task: 'edit' }, signal),
      ),
      adapt: ai.adapt.handler(({ input, signal, context: { workspace } }) =>
        workspace.ai.answer<'adapt'>({ ...input, task: 'adapt' }, signal),
      ),
      hashtags: ai.hashtags.handler(({ input, signal, context: { workspace } }) =>
        workspace.ai.answer<'hashtags'>({ ...input, task: 'hashtags' }, signal),
      ),
      altText: ai.altText.handler(({ input, signal, context: { workspace } }) =>
        workspace.ai.answer<'altText'>({ ...input, task: 'altText' }, signal),
      ),
      thread: ai.thread.handler(({ input, signal, context: { workspace } }) =>
        workspace.ai.answer<'thread'>({ ...input, task: 'thread' }, signal),
      ),
      ideas: ai.ideas.handler(({ input, signal, context: { workspace } }) =>
        workspace.ai.answer<'ideas'>({ ...input, task: 'ideas' }, signal),
      ),
      regenerate: ai.regenerate.handler(({ input, signal, context: { workspace } }) =>
        workspace.ai.regenerate(input, signal),
      ),
      images: ai.images.handler(({ input, signal, context: { workspace } }) => workspace.ai.makeImages(input, signal)),
      videos: ai.videos.handler(({ input, signal, context: { workspace } }) => workspace.ai.makeVideo(input, signal)),
      made: ai.made.handler(({ input, context: { workspace } }) => workspace.ai.made(input)),
    },
    brand: {
      get: brand.get.handler(({ context: { workspace } }) => workspace.ai.brand.get()),
      put: brand.put.handler(({ input, context: { workspace } }) => workspace.ai.brand.put(input)),
    },
    events: {
      stream: events.stream.handler(async function* ({ input, context, lastEventId, signal }) {
        const { key } = context.caller ?? {}
        const workspaceId = key?.workspaceId ?? input.workspace
        for await (const event of studio.events.follow({ lastId: lastEventId, workspaceId, signal })) {
          // A key that was revoked meanwhile, of which this event may be the news, hears no more.
          if (key && studio.workspaces.need(key.workspaceId).keys.get(key.id).state !== 'active') return
          yield withEventMeta(event, { id: event.id })
        }
      }),
    },
  })
  return router
}

export type StudioRouter = ReturnType<typeof createRouter>

function after(workspace: Workspace, deliveryId: string, _done: void) {
  return workspace.publishing.get(deliveryId)
}

/** What is free counts as nothing: a program that could say so could spend past every cap. */
function refuseFree(caller: Caller | null, { free }: { readonly free?: boolean | undefined }): void {
  if (free === true && caller?.kind === 'key') throw scopeMissing('person')
}
