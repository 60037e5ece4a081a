import type { Choice } from '../../contract/accounts.ts'
import type { Platform } from '../../contract/vocabulary.ts'
import { ConnectFailed, type ConnectedIdentity } from '../publishers/publisher.ts'
import { accountByHandle, insertAccount, updateAccount, type AccountRow } from '../store/accounts.ts'
import type { Read, WriteTx } from '../store/tx.ts'
import type { WorkspaceContext } from '../workspace-context.ts'
import { grantOf } from './grants.ts'
import { credentials, type SealedSecrets } from './sealed-secrets.ts'

interface Arrival {
  readonly platform: Platform
  readonly method: string
  /** What the accounts of one sign-in have in common. */
  readonly signIn: string
  readonly identity: ConnectedIdentity
}

/** What tells one thing a sign-in reached from the others. */
export function keyOf({ kind, externalId }: Pick<ConnectedIdentity, 'kind' | 'externalId'>): string {
  return `${kind}:${externalId}`
}

function handleOf(platform: Platform, identity: ConnectedIdentity): string {
  return `${platform}:${keyOf(identity)}`
}

/** What was reached, for the person to choose from. */
export function choicesOf(db: Read, platform: Platform, identities: readonly ConnectedIdentity[]): Choice[] {
  return identities.map((identity) => {
    const { kind, name, displayHandle, avatar } = identity
    const known = accountByHandle(db, handleOf(platform, identity))?.disconnectedAt === null
    return { key: keyOf(identity), kind, name, displayHandle, avatar, known }
  })
}

/** The account that is to be connected again, among what a sign-in reached. Throws ConnectFailed when somebody else signed in. */
export function wantedAmong(
  identities: readonly ConnectedIdentity[],
  { platform, handle, displayHandle: wanted }: AccountRow,
): ConnectedIdentity {
  const found = identities.find((identity) => handleOf(platform, identity) === handle)
  if (found) return found
  const [first, second, third] = identities.map(({ displayHandle }) => displayHandle)
  const names = [first, second, third, identities.length > 3 && '…'].filter(Boolean).join(', ')
  throw new ConnectFailed('other_identity', { found: names, wanted })
}

/** Keeps what a connection found, as a new account or as the one it already is, and seals its secrets. Throws VaultLocked. */
export function keepIdentity(
  tx: WriteTx,
  context: WorkspaceContext,
  secrets: SealedSecrets,
  { platform, method, signIn, identity }: Arrival,
): string {
  const now = context.clock.now()
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
    grant: grantOf(identity, platform, signIn),
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
}
