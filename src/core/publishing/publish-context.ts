import { knowledgeOf, platforms, type SupportedPlatform } from '../../contract/platforms/index.ts'
import type { Platform } from '../../contract/vocabulary.ts'
import type { Http } from '../http.ts'
import type { PublishContext } from '../publishers/publisher.ts'
import { forgetSteps, getStep, remoteIsKnown, saveStep, type DeliveryRow } from '../store/deliveries.ts'
import type { OpenedAccount, PublishingDeps } from './deps.ts'
import type { Phases } from './phases.ts'

/** What a publisher works with while one delivery runs. Step results are durable the moment they are there. */
export function publishContext(
  deps: PublishingDeps,
  row: DeliveryRow,
  opened: OpenedAccount,
  signal: AbortSignal,
  follow: { phases?: Phases; progress(done: number | null): void; stepPrefix?: string; editing?: boolean; http?: Http },
): PublishContext {
  const { store, clock } = deps.context
  const prefix = follow.stepPrefix ?? ''
  const recall = (name: string) => getStep(store.read, row.id, prefix + name)
  return {
    account: opened.account,
    // Read anew each time: another call may have refreshed the token meanwhile.
    get secrets() {
      return opened.secrets
    },
    saveSecrets: (secrets) => opened.saveSecrets(secrets),
    http: follow.http ?? deps.context.http,
    clock,
    signal,
    editing: follow.editing ?? false,
    async step(name, work, options) {
      const stored = recall(name)
      if (stored) return stored.result as never
      if (options?.phase === 'upload') {
        follow.phases?.enter('upload')
        follow.progress(null)
      }
      const result: unknown = await work()
      store.write((tx) => saveStep(tx, row.id, prefix + name, result, clock.now()))
      return (result === undefined ? null : JSON.parse(JSON.stringify(result))) as never
    },
    recall: (name) => recall(name)?.result as never,
    forget: (start) => store.write((tx) => forgetSteps(tx, row.id, prefix + start)),
    progress: (done) => follow.progress(done),
    mediaHost: deps.mediaHost.forDelivery({
      deliveryId: row.id,
      platform: nameOf(opened.account.platform),
      signal,
      edit: prefix !== '',
    }),
    isKnown: (remoteId) => remoteIsKnown(store.read, row.accountId, remoteId, row.id),
    quota: (quota) => deps.accounts.setQuota(row.accountId, quota),
  }
}

function nameOf(platform: Platform): string {
  return Object.hasOwn(platforms, platform) ? knowledgeOf(platform as SupportedPlatform).rules.name : platform
}
