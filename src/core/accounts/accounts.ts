import type { Account, Connection } from '../../contract/accounts.ts'
import { knowledgeOf, platformName } from '../../contract/platforms/index.ts'
import { said } from '../../contract/sentences/index.ts'
import type { AccountId, Platform } from '../../contract/vocabulary.ts'
import type { Instant } from '../clock.ts'
import { conflict, notFound, vaultLocked } from '../errors.ts'
import { HttpFailure } from '../http.ts'
import {
  ConnectFailed,
  StepFailed,
  saidOf,
  type ConnectedIdentity,
  type PublishContext,
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
import { createApps } from './apps.ts'
import { checkDefaults, isSupported } from './check-input.ts'
import { createConnections } from './connections.ts'
import { createErasing } from './erase.ts'
import { grantOf, sharedWith } from './grants.ts'
import { createHealth } from './health.ts'
import { createOpening, type OpenedAccount } from './opening.ts'
import { createSealedSecrets, credentials } from './sealed-secrets.ts'
import { toAccount } from './view.ts'

const goodbyeMs = 10_000

/** What accounts need of publishing. */
export interface AccountHooks {
  /** Cancels what waits to go out through an account, in the transaction that disconnects it; how many. */
  cancelWaiting(tx: WriteTx, accountId: string): number
  /** An account can be sent to again. */
  reconnected(): void
  /** The port of fixed redirects, where a test has its own. */
  readonly redirectPort?: number | undefined
}

export type Accounts = ReturnType<typeof createAccounts>

/** Connections and accounts of one workspace. Checks every account now and then until `close`, so that a dead sign-in is known before a post is due. */
export function createAccounts(context: WorkspaceContext, registry: Registry, hooks: AccountHooks) {
  const { store, clock, vault, log } = context
  const sealed = createSealedSecrets(context)
  const apps = createApps(context, sealed)
  const { openAccount, callContext, setQuota } = createOpening(context, sealed)
  const health = createHealth(context, registry, { openAccount, callContext })
  const connections = createConnections(context, registry, sealed, apps, {
    discard,
    connected: hooks.reconnected,
    redirectPort: hooks.redirectPort,
  })

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
      toAccount(row, {
        waiting: waiting.get(row.id) ?? 0,
        locked: withSecrets.has(row.id),
        more: registry.connector(row.platform)?.destinations !== undefined,
        now,
      }),
    )
  }
  const nameOf = (id: string) => platformName(connected(id).platform)
  const view = (id: string) => views([connected(id)])[0] as Account

  async function check(id: string): Promise<Account> {
    connected(id)
    try {
      await health.look(id)
    } catch (error) {
      if (error instanceof VaultLocked) throw vaultLocked()
      throw error
    }
    return view(id)
  }

  async function checkAll(): Promise<Account[]> {
    await health.lookAtAll()
    return views(connectedAccounts(store.read))
  }

  /** Asks a platform with an account's secrets. What it refuses becomes a conflict, and ends the account where it says that the sign-in is dead. */
  async function asking<T>(id: string, ask: (context: PublishContext) => Promise<T>): Promise<T> {
    try {
      return await ask(callContext(openAccount(id)))
    } catch (error) {
      if (error instanceof VaultLocked) throw vaultLocked()
      if (error instanceof ConnectFailed) throw conflict(error.said.says, error.said)
      if (error instanceof HttpFailure)
        throw conflict('network', said('did_not_answer', { platform: nameOf(id), code: error.code }))
      if (!(error instanceof StepFailed)) throw error
      const { failure } = error.outcome
      if (failure.code === 'reconnect') health.markBroken(id, saidOf(failure))
      throw conflict(failure.code, saidOf(failure))
    }
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

  /** A sign-in that was refused here should not live on at the platform; unless accounts live by the same. */
  async function discard(
    platform: Platform,
    method: string,
    signIn: string,
    identity: ConnectedIdentity,
  ): Promise<void> {
    if (sharedWith(store.read, { id: '', grant: grantOf(identity, platform, signIn) }) > 0) return
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

  /**
   * Revokes at the platform where that can be done and no other account lives by it, then erases. A locked vault or a platform that is away
   * does not keep anybody connected.
   */
  async function disconnect(id: AccountId) {
    const row = connected(id)
    const others = sharedWith(store.read, row)
    let opened: OpenedAccount | null = null
    try {
      opened = openAccount(id)
    } catch (error) {
      if (!(error instanceof VaultLocked || error instanceof StepFailed)) throw error
    }
    const revoked = opened && others === 0 ? await sayGoodbye(row.platform, opened) : false
    const canceledDeliveries = store.write((tx) => {
      updateAccount(tx, id, { disconnectedAt: clock.now(), pausedUntil: null })
      sealed.erase(tx, id)
      tx.emit({ type: 'account.changed', ids: { account: id } })
      return hooks.cancelWaiting(tx, id)
    })
    return { id, revoked, sharedWith: others, canceledDeliveries }
  }

  function capabilitiesOf({ platform, limits }: AccountRow) {
    if (!isSupported(platform)) throw notFound('platform', platform)
    return { ...knowledgeOf(platform).rulesFor(limits), limits }
  }

  return {
    startConnection: connections.start,
    connections: connections.list,
    connection: connections.get,
    finishConnection: connections.finish,
    chooseOfConnection: connections.choose,
    cancelConnection: connections.cancel,
    apps,
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

    disconnect,
    erase: createErasing(context, disconnect),

    capabilities: (id: string) => capabilitiesOf(connected(id)),
    allCapabilities: () =>
      connectedAccounts(store.read).map((row) => ({ accountId: row.id as AccountId, ...capabilitiesOf(row) })),
    /** Fields of a post for this account, and what each starts with. */
    settings(id: string) {
      const row = connected(id)
      return capabilitiesOf(row).fields.map((field) => ({
        ...field,
        startsWith: Object.hasOwn(row.defaults, field.key) ? row.defaults[field.key] : field.default,
      }))
    },
    /** What `runAction` can be asked, and for which settings. */
    actions(id: string) {
      const row = connected(id)
      const { fields } = capabilitiesOf(row)
      return Object.keys(registry.connector(row.platform)?.actions ?? {}).map((action) => {
        const asking = fields.filter(({ optionsFrom }) => optionsFrom === action)
        return {
          action,
          settings: asking.map(({ key }) => key),
          dependsOn: asking.find(({ dependsOn }) => dependsOn !== undefined)?.dependsOn ?? null,
        }
      })
    },

    /** Options of a setting, asked of the platform; `on` is the value of the setting it depends on. */
    async runAction(id: string, action: string, on = '') {
      const actions = registry.connector(connected(id).platform)?.actions ?? {}
      const run = Object.hasOwn(actions, action) ? actions[action] : undefined
      if (!run) throw notFound('action', action)
      return { options: await asking(id, (context) => run(context, on)) }
    },

    /** Begins a choosing among what the account's sign-in reaches by now. */
    async destinations(id: string): Promise<Connection> {
      const row = connected(id)
      const find = registry.connector(row.platform)?.destinations
      if (!find) throw conflict('reaches_only_itself', said('reaches_only_itself'))
      const identities = await asking(id, find)
      if (identities.length === 0) throw conflict('reaches_only_itself', said('reaches_only_itself'))
      return connections.offer(row, platformName(row.platform), identities)
    },

    /** For publishing. Throws VaultLocked; StepFailed where the account is gone or its secrets will never open here. */
    openAccount,
    markBroken: health.markBroken,
    setQuota,
    /** Nothing is sent to it before `until`. */
    pause: (id: string, until: Instant) => store.write((tx) => updateAccount(tx, id, { pausedUntil: until })),

    close(): void {
      health.stop()
      connections.stop()
    },
  }
}
