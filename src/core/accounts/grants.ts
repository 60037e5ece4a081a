import type { ConnectedIdentity, Secrets } from '../publishers/publisher.ts'
import { StepFailed } from '../publishers/publisher.ts'
import { connectedOfGrant, type AccountRow } from '../store/accounts.ts'
import type { Read, WriteTx } from '../store/tx.ts'
import { credentials, type SealedSecrets } from './sealed-secrets.ts'

/*
 * A grant is what a platform ends in one go. Accounts of one grant may hold the same tokens: what renews one renews all that hold it, and only the
 * last of them may revoke it.
 */

/**
 * The grant of what a sign-in reached: what the platform says, per app, or the sign-in itself. Without the platform's name where there is an app: one app of
 * Facebook's lets in to Pages and to Instagram, and ends both at once.
 */
export function grantOf({ grant, secrets }: ConnectedIdentity, platform: string, signIn: string): string {
  if (grant === undefined) return signIn
  const { clientId } = secrets
  return `${typeof clientId === 'string' && clientId !== '' ? clientId : platform} ${grant}`
}

type Holder = Pick<AccountRow, 'id' | 'grant'>

/** The connected accounts that live by the grant of this one, without it. An account of an earlier version is its own grant. */
function others(db: Read, { id, grant }: Holder): AccountRow[] {
  return connectedOfGrant(db, grant ?? id).filter((other) => other.id !== id)
}

/** How many other accounts would end with this one's sign-in. */
export function sharedWith(db: Read, holder: Holder): number {
  return others(db, holder).length
}

/** Gives renewed tokens to the accounts that held the same ones. A rotated refresh token would be dead for them otherwise. */
export function carryToOthers(
  tx: WriteTx,
  holder: Holder,
  { before, after }: { before: Secrets; after: Secrets },
  sealed: SealedSecrets,
): void {
  for (const other of others(tx, holder)) {
    const theirs = readable(sealed, other.id)
    const renewed = theirs && renew(theirs, before, after)
    if (renewed) sealed.write(tx, other.id, credentials, renewed)
  }
}

/** Null where `theirs` had none of the tokens that changed. */
function renew(theirs: Secrets, before: Secrets, after: Secrets): Secrets | null {
  const changed = Object.keys(after).filter((key) => !equal(after[key], before[key]) && equal(theirs[key], before[key]))
  // That both know no end of a token makes them no holders of one.
  if (!changed.some((key) => typeof before[key] === 'string' && before[key] !== '')) return null
  return { ...theirs, ...Object.fromEntries(changed.map((key) => [key, after[key]])) }
}

const equal = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other)

/** Secrets that will never open on this machine are of no use to anybody. */
function readable(sealed: SealedSecrets, id: string): Secrets | undefined {
  try {
    return sealed.read(id, credentials)
  } catch (error) {
    if (error instanceof StepFailed) return undefined
    throw error
  }
}
