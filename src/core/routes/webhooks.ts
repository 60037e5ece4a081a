import type { Operations } from '../operations.ts'

/** Programs that are told of events. */
export function webhookRoutes({ webhooks }: Operations) {
  return {
    webhooks: {
      list: webhooks.list.handler(({ context: { workspace } }) => workspace.webhooks.list()),
      create: webhooks.create.handler(({ input, context: { workspace } }) => workspace.webhooks.create(input)),
      update: webhooks.update.handler(({ input: { id, ...change }, context: { workspace } }) =>
        workspace.webhooks.update(id, change),
      ),
      remove: webhooks.remove.handler(({ input, context: { workspace } }) => workspace.webhooks.remove(input.id)),
      rotate: webhooks.rotate.handler(({ input, context: { workspace } }) =>
        workspace.webhooks.rotate(input.id, input.overlapMinutes),
      ),
      test: webhooks.test.handler(({ input, context: { workspace } }) => workspace.webhooks.test(input.id)),
      messages: webhooks.messages.handler(({ input: { id, ...page }, context: { workspace } }) =>
        workspace.webhooks.messages(id, page),
      ),
      replay: webhooks.replay.handler(({ input, context: { workspace } }) =>
        workspace.webhooks.replay(input.id, input.message),
      ),
      hosts: webhooks.hosts.handler(({ context: { workspace } }) => ({ hosts: workspace.webhooks.hosts() })),
      allowHosts: webhooks.allowHosts.handler(({ input, context: { workspace } }) => ({
        hosts: workspace.webhooks.allowHosts(input.hosts),
      })),
    },
  }
}
