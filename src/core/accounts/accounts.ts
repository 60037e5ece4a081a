import type { Account } from '../../contract/accounts.ts'
import { knowledgeOf } from '../../contract/platforms/index.ts'
import type { Said } from '../../contract/sentences/index.ts'
import type { AccountId, Platform } from '../../contract/vocabulary.ts'
import type { Instant } from '../clock.ts'
import { conflict, notFound, vaultLocked } from '../errors.ts'
import {
  StepFailed,
  saidOf,
  type ConnectedIdentity,
  type PublishContext,
  type PublisherAccount,
  type Secrets,
} from '../publishers/publisher.ts'
import type { Registry } from '../publishers/registry.ts'
import {
  connectedAccounts,
  getAccount,
  ownersWithSealed,
  updateAccount,
  waitingDeliveries,
  type AccountRow,
} from '../store/accounts.ts'
import type { WriteTx } from '../store/tx.ts'
import { VaultLocked } from '../vault/vault.ts'
import type { WorkspaceContext } from '../workspace-context.ts'
import { checkDefaults, isSupported } from './check-input.ts'
import { createConnections } from './connections.ts'
import { credentials } from './keep.ts'
import { createSealedSecrets } from './sealed-secrets.ts'
import { toAccount } from './view.ts'

const watchEveryMs = 6 * 3_600_000
const goodbyeMs = 10_000

/** An account opened for a call. `secrets` is always what was saved last, so that nobody refreshes with a token that was used already. */
export interface OpenedAccount {
  readonly account: PublisherAccount
  readonly secrets: Secrets
  /** Durable before it returns. */
  saveSecrets(secrets: Secrets): void
}

/** What accounts need of publishing. */
export interface AccountHooks {
  /** Cancels what waits to go out through an account, in the transaction that disconnects it; how many. */
  cancelWaiting(tx: WriteTx, accountId: string): number
  /** An account can be sent to again. */
  reconnected(): void
}

export type Accounts = ReturnType<typeof createAccounts>

/** Connections and accounts of one workspace. Checks every account now and then until `close`, so that a dead sign-in is known before a post is due. */
export function createAccounts(context: WorkspaceContext, registry: Registry, hooks: AccountHooks) {
  const { store, clock, vault, log } = context
  const sealed = createSealedSecrets(context)
  const connections = createConnections(context, registry, sealed, { discard, connected: hooks.reconnected })
  let closed = false
  let stopWatching = watch()

  function connected(id: string): AccountRow {
    const row = getAccount(store.read, id)
    if (!row || row.disconnectedAt !== null) throw notFound('account', id)
    return row
  }

  function views(rows: readonly AccountRow[]): Account[] {
    const waiting = waitingDeliveries(store.read)
    const isReady = vault.status().state === 'ready'
    const withSecrets = isReady ? new Set<string>() : ownersWithSealed(store.read, credentials)
    const now = clock.now()
    return rows.map((row) =>
      toAccount(row, { waiting: waiting.get(row.id) ?? 0, locked: withSecrets.has(row.id), now }),
    )
  }
  const view = (id: string) => views([connected(id)])[0] as Account

  function openAccount(id: string): OpenedAccount {
    const row = getAccount(store.read, id)
    if (!row || row.disconnectedAt !== null) {
      throw new StepFailed({
        is: 'rejected',
        failure: { code: 'account_gone', says: 'account_disconnected' },
      })
    }
    const read = () => sealed.read(id, credentials) ?? {}
    read()
    const { platform, externalId, displayHandle, server, limits, method } = row
    return {
      account: { id, platform, externalId, displayHandle, server, limits, method },
      get secrets() {
        return read()
      },
      saveSecrets: (secrets) =>
        store.write((tx) => {
          // A refresh that ends after the account was disconnected must not bring its secrets back.
          if (getAccount(tx, id)?.disconnectedAt === null) sealed.write(tx, id, credentials, secrets)
        }),
    }
  }

  /** What connectors get for a check or a question: nothing they do here belongs to a delivery. */
  function callContext(opened: OpenedAccount, signal: AbortSignal): PublishContext {
    return {
      account: opened.account,
      get secrets() {
        return opened.secrets
      },
      saveSecrets: (secrets) => opened.saveSecrets(secrets),
      http: context.http,
      clock,
      signal,
      step: async (_name, work) => await work(),
      recall: () => undefined,
      forget: () => {},
      progress: () => {},
      isKnown: () => false,
      mediaHost: null,
      quota: (quota) => setQuota(opened.account.id, quota),
    }
  }

  function setQuota(
    id: string,
    { remaining, limit, resetsAt }: { remaining: number; limit: number; resetsAt: Instant | null },
  ): void {
    store.write((tx) =>
      updateAccount(tx, id, { quotaRemaining: remaining, quotaLimit: limit, quotaResetsAt: resetsAt }),
    )
  }

  /** Only on the platform's own word that the sign-in is dead. */
  function markBroken(id: string, reason: Said): void {
    const row = getAccount(store.read, id)
    if (!row || row.disconnectedAt !== null) return
    store.write((tx) => {
      updateAccount(tx, id, { health: 'broken', healthReason: reason, checkedAt: clock.now() })
      tx.emit({ type: 'account.changed', ids: { account: id } })
      if (row.health === 'broken') return
      tx.emit({
        type: 'account.broken',
        ids: { account: id },
        summary: { title: row.name, detail: reason },
      })
    })
  }

  async function look(id: string): Promise<void> {
    const row = connected(id)
    const connector = registry.connector(row.platform)
    if (!connector) return
    const report = await connector.health(callContext(openAccount(id), new AbortController().signal))
    switch (report.state) {
      case 'broken':
        return markBroken(id, report.reason)
      case 'unreachable':
        // Says nothing about the sign-in: what was known of it stays.
        if (row.health === 'ok') store.write((tx) => updateAccount(tx, id, { healthReason: notChecked(report.reason) }))
        return context.emit({ type: 'account.changed', ids: { account: id } })
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

  async function check(id: string): Promise<Account> {
    try {
      await look(id)
    } catch (error) {
      if (error instanceof VaultLocked) throw vaultLocked()
      if (!(error instanceof StepFailed)) throw error
      if (error.outcome.failure.code === 'reconnect') markBroken(id, saidOf(error.outcome.failure))
    }
    return view(id)
  }

  async function checkAll(): Promise<Account[]> {
    for (const { id } of connectedAccounts(store.read)) {
      // One account that cannot be checked must not keep the others from it; a locked vault shows in each account's state.
      await look(id).catch((error: unknown) => {
        if (error instanceof StepFailed && error.outcome.failure.code === 'reconnect')
          return markBroken(id, saidOf(error.outcome.failure))
        if (!(error instanceof VaultLocked))
          log.error('an account could not be checked', {
            account: id,
            error: error instanceof Error ? error.message : String(error),
          })
      })
    }
    return views(connectedAccounts(store.read))
  }

  async function sayGoodbye(platform: Platform, opened: OpenedAccount): Promise<boolean> {
    const connector = registry.connector(platform)
    try {
      return (await connector?.revoke(callContext(opened, AbortSignal.timeout(goodbyeMs)))) ?? false
    } catch (error) {
      log.warn('a sign-in could not be revoked', {
        account: opened.account.id,
        error: error instanceof Error ? error.message : String(error),
      })
      return false
    }
  }

  /** A sign-in that was refused here should not live on at the platform. */
  async function discard(platform: Platform, method: string, identity: ConnectedIdentity): Promise<void> {
    const { externalId, displayHandle, server, limits } = identity
    let { secrets } = identity
    await sayGoodbye(platform, {
      account: { id: `discarded ${externalId}`, platform, externalId, displayHandle, server, limits, method },
      get secrets() {
        return secrets
      },
      saveSecrets: (changed) => (secrets = changed),
    })
  }

  function watch(): () => void {
    return clock.after(watchEveryMs, () => {
      checkAll()
        .catch((error: unknown) => log.error('checking accounts failed', { error: String(error) }))
        .finally(() => {
          if (!closed) stopWatching = watch()
        })
    })
  }

  return {
    startConnection: connections.start,
    connection: connections.get,
    finishConnection: connections.finish,
    cancelConnection: connections.cancel,
    checkAll,

    list: (platform?: Platform): Account[] => views(connectedAccounts(store.read, platform)),
    get: view,
    check,

    update(id: string, defaults: Readonly<Record<string, unknown>>): Account {
      const { platform, limits } = connected(id)
      if (isSupported(platform)) checkDefaults(knowledgeOf(platform).rulesFor(limits), defaults)
      store.write((tx) => {
        updateAccount(tx, id, { defaults: { ...defaults } })
        tx.emit({ type: 'account.changed', ids: { account: id } })
      })
      return view(id)
    },

    /** Revokes at the platform where that can be done, then erases. A locked vault or a platform that is away does not keep anybody connected. */
    async disconnect(id: AccountId) {
      const { platform } = connected(id)
      let opened: OpenedAccount | null = null
      try {
        opened = openAccount(id)
      } catch (error) {
        if (!(error instanceof VaultLocked || error instanceof StepFailed)) throw error
      }
      const revoked = opened ? await sayGoodbye(platform, opened) : false
      const canceledDeliveries = store.write((tx) => {
        updateAccount(tx, id, { disconnectedAt: clock.now(), pausedUntil: null })
        sealed.erase(tx, id)
        tx.emit({ type: 'account.changed', ids: { account: id } })
        return hooks.cancelWaiting(tx, id)
      })
      return { id, revoked, canceledDeliveries }
    },

    capabilities(id: string) {
      const { platform, limits } = connected(id)
      if (!isSupported(platform)) throw notFound('platform', platform)
      return { ...knowledgeOf(platform).rulesFor(limits), limits }
    },

    /** Options of a setting, asked of the platform; `on` is the value of the setting it depends on. */
    async runAction(id: string, action: string, on = '') {
      const { platform } = connected(id)
      const actions = registry.connector(platform)?.actions ?? {}
      const run = Object.hasOwn(actions, action) ? actions[action] : undefined
      if (!run) throw notFound('action', action)
      try {
        return { options: await run(callContext(openAccount(id), new AbortController().signal), on) }
      } catch (error) {
        if (error instanceof VaultLocked) throw vaultLocked()
        if (!(error instanceof StepFailed)) throw error
        const { failure } = error.outcome
        if (failure.code === 'reconnect') markBroken(id, saidOf(failure))
        throw conflict(failure.code, saidOf(failure))
      }
    },

    /** For publishing. Throws VaultLocked; StepFailed where the account is gone or its secrets will never open here. */
    openAccount,
    markBroken,
    setQuota,
    /** Nothing is sent to it before `until`. */
    pause: (id: string, until: Instant) => store.write((tx) => updateAccount(tx, id, { pausedUntil: until })),

    close(): void {
      closed = true
      stopWatching()
      connections.stop()
    },
  }
}

function notChecked({ says, params, inner = { says, params } }: Said): Said {
  return { says: 'not_checked', params: {}, inner }
}
