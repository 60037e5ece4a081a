import type { Platform } from '../../contract/vocabulary.ts'
import { ConnectFailed, type ConnectedIdentity } from '../publishers/publisher.ts'
import { accountByHandle, getAccount, insertAccount, updateAccount } from '../store/accounts.ts'
import type { WorkspaceContext } from '../workspace-context.ts'
import type { SealedSecrets } from './sealed-secrets.ts'

/** Name under which an account's own secrets are sealed. */
export const credentials = 'credentials'

interface Arrival {
  readonly platform: Platform
  readonly method: string
  readonly identity: ConnectedIdentity
  /** The account that was to be connected again. */
  readonly reconnect: string | undefined
}

function handleOf(platform: Platform, { kind, externalId }: Pick<ConnectedIdentity, 'kind' | 'externalId'>): string {
  return `${platform}:${kind}:${externalId}`
}

/** Throws ConnectFailed when somebody else signed in than the account that was to be connected again. */
export function refuseOtherIdentity({ store }: WorkspaceContext, { platform, identity, reconnect }: Arrival): void {
  const wanted = reconnect === undefined ? undefined : getAccount(store.read, reconnect)
  if (!wanted || wanted.handle === handleOf(platform, identity)) return
  throw new ConnectFailed('other_identity', { found: identity.displayHandle, wanted: wanted.displayHandle })
}

/** Keeps what a connection found, as a new account or as the one it already is, and seals its secrets. Throws VaultLocked. */
export function keepIdentity(context: WorkspaceContext, secrets: SealedSecrets, arrival: Arrival): string {
  const { platform, method, identity } = arrival
  const now = context.clock.now()
  return context.store.write((tx) => {
    const handle = handleOf(platform, identity)
    const known = accountByHandle(tx, handle)
    const id = known?.id ?? context.ids('acct')
    const facts = {
      name: identity.name,
      displayHandle: identity.displayHandle,
      url: identity.url,
      avatar: identity.avatar,
      server: identity.server,
      method,
      limits: identity.limits,
      health: 'ok' as const,
      healthReason: null,
      checkedAt: now,
      expiresAt: identity.expiresAt,
      pausedUntil: null,
      disconnectedAt: null,
    }
    if (known) updateAccount(tx, id, facts)
    else {
      const { kind, externalId } = identity
      insertAccount(tx, { id, platform, kind, externalId, handle, defaults: {}, createdAt: now, ...facts })
    }
    secrets.erase(tx, id)
    if (Object.keys(identity.secrets).length > 0) secrets.write(tx, id, credentials, identity.secrets)
    tx.emit({ type: 'account.changed', ids: { account: id } })
    return id
  })
}
