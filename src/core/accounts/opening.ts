import type { Instant } from '../clock.ts'
import { StepFailed, type PublishContext, type PublisherAccount, type Secrets } from '../publishers/publisher.ts'
import { getAccount, updateAccount } from '../store/accounts.ts'
import type { WorkspaceContext } from '../workspace-context.ts'
import { carryToOthers } from './grants.ts'
import { credentials, type SealedSecrets } from './sealed-secrets.ts'

/** An account opened for a call. `secrets` is always what was saved last, so that nobody refreshes with a token that was used already. */
export interface OpenedAccount {
  readonly account: PublisherAccount
  readonly secrets: Secrets
  /** Durable before it returns, also for the accounts that held the same tokens. */
  saveSecrets(secrets: Secrets): void
}

export type Opening = ReturnType<typeof createOpening>

/** Opens accounts of one workspace with their secrets. */
export function createOpening(context: WorkspaceContext, sealed: SealedSecrets) {
  const { store } = context

  /** Throws VaultLocked; StepFailed where the account is gone or its secrets will never open here. */
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
      saveSecrets: (after) =>
        store.write((tx) => {
          const now = getAccount(tx, id)
          // A refresh that ends after the account was disconnected must not bring its secrets back.
          if (now?.disconnectedAt !== null) return
          const before = read()
          sealed.write(tx, id, credentials, after)
          carryToOthers(tx, now, { before, after }, sealed)
        }),
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

  /** What connectors get for a check or a question: nothing they do here belongs to a delivery. */
  function callContext(opened: OpenedAccount, signal = new AbortController().signal): PublishContext {
    return {
      account: opened.account,
      get secrets() {
        return opened.secrets
      },
      saveSecrets: (secrets) => opened.saveSecrets(secrets),
      http: context.http,
      clock: context.clock,
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

  return { openAccount, callContext, setQuota }
}
