import { said, type Said } from '../../contract/sentences/index.ts'
import { saidOf, StepFailed } from '../publishers/publisher.ts'
import type { Registry } from '../publishers/registry.ts'
import { connectedAccounts, getAccount, updateAccount } from '../store/accounts.ts'
import { VaultLocked } from '../vault/vault.ts'
import type { WorkspaceContext } from '../workspace-context.ts'
import type { Opening } from './opening.ts'
import { isExpiring } from './view.ts'

const watchEveryMs = 6 * 3_600_000
/** What a program that was closed for long finds out first waits until it has started. */
const firstLookMs = 60_000

/** How accounts stand. Looks after them by itself until `stop`, so that a dead sign-in is known, and one that ends is renewed or told, before a post is due. */
export function createHealth(
  context: WorkspaceContext,
  registry: Registry,
  { openAccount, callContext }: Pick<Opening, 'openAccount' | 'callContext'>,
) {
  const { store, clock, log } = context
  let stopped = false
  let stopWatching = watch(firstLookMs)

  /** Only on the platform's own word that the sign-in is dead. */
  function markBroken(id: string, reason: Said): void {
    const row = getAccount(store.read, id)
    if (!row || row.disconnectedAt !== null) return
    store.write((tx) => {
      updateAccount(tx, id, { health: 'broken', healthReason: reason, checkedAt: clock.now() })
      tx.emit({ type: 'account.changed', ids: { account: id } })
      if (row.health === 'broken') return
      tx.emit({ type: 'account.broken', ids: { account: id }, summary: { title: row.name, detail: reason } })
    })
  }

  /** Asks the platform. Throws VaultLocked; other surprises are bugs of the platform's half. */
  async function look(id: string): Promise<void> {
    try {
      await ask(id)
    } catch (error) {
      if (!(error instanceof StepFailed)) throw error
      const { failure } = error.outcome
      if (failure.code === 'reconnect') markBroken(id, saidOf(failure))
      else couldNotTell(id, saidOf(failure))
    }
  }

  async function ask(id: string): Promise<void> {
    const row = getAccount(store.read, id)
    const connector = row && registry.connector(row.platform)
    if (!connector) return
    const report = await connector.health(callContext(openAccount(id)))
    switch (report.state) {
      case 'broken':
        return markBroken(id, report.reason)
      case 'unreachable':
        return couldNotTell(id, report.reason)
      case 'ok':
        return store.write((tx) => {
          const { expiresAt, limits } = report
          updateAccount(tx, id, {
            health: 'ok',
            healthReason: null,
            checkedAt: clock.now(),
            expiresAt,
            ...(limits && { limits }),
          })
          tx.emit({ type: 'account.changed', ids: { account: id } })
        })
    }
  }

  /** Says nothing about the sign-in: what was known of it stays. */
  function couldNotTell(id: string, why: Said): void {
    if (getAccount(store.read, id)?.health === 'ok')
      store.write((tx) => updateAccount(tx, id, { healthReason: notChecked(why) }))
    context.emit({ type: 'account.changed', ids: { account: id } })
  }

  /** Tells ahead, once for each end, of sign-ins that run out and cannot be renewed. */
  function tellExpiring(): void {
    const now = clock.now()
    for (const { id, name, expiresAt, expiryTold, health } of connectedAccounts(store.read)) {
      if (health !== 'ok' || !isExpiring(expiresAt, now) || expiryTold === expiresAt) continue
      store.write((tx) => {
        updateAccount(tx, id, { expiryTold: expiresAt })
        tx.emit({
          type: 'account.expiring',
          ids: { account: id },
          summary: { title: name, detail: said('sign_in_ends') },
        })
      })
    }
  }

  async function lookAtAll(since: number): Promise<void> {
    for (const { id, checkedAt } of connectedAccounts(store.read)) {
      if (stopped) return
      if (checkedAt !== null && checkedAt > since) continue
      // One account that cannot be checked must not keep the others from it; a locked vault shows in each account's state.
      await look(id).catch((error: unknown) => {
        if (!(error instanceof VaultLocked))
          log.error('an account could not be checked', {
            account: id,
            error: error instanceof Error ? error.message : String(error),
          })
      })
    }
    if (!stopped) tellExpiring()
  }

  /** Looks at those that were not looked at for a while: nobody asks a platform because the program was started ten times. */
  function watch(inMs: number): () => void {
    return clock.after(inMs, () => {
      lookAtAll(clock.now() - watchEveryMs)
        .catch((error: unknown) => log.error('checking accounts failed', { error: String(error) }))
        .finally(() => {
          if (!stopped) stopWatching = watch(watchEveryMs)
        })
    })
  }

  return {
    markBroken,
    look,
    lookAtAll: () => lookAtAll(Infinity),
    stop(): void {
      stopped = true
      stopWatching()
    },
  }
}

function notChecked({ says, params, inner = { says, params } }: Said): Said {
  return { says: 'not_checked', params: {}, inner }
}
