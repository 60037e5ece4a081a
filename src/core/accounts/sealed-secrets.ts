import { StepFailed, type Secrets } from '../publishers/publisher.ts'
import { eraseSealed, getSealed, putSealed } from '../store/accounts.ts'
import type { WriteTx } from '../store/tx.ts'
import { SecretUnreadable } from '../vault/vault.ts'
import type { WorkspaceContext } from '../workspace-context.ts'

/** Name under which an account's own secrets are sealed. */
export const credentials = 'credentials'

/** Secrets of accounts and apps, as they lie in the database: sealed, each bound to its owner and name. */
export interface SealedSecrets {
  /** Undefined where there are none. Throws VaultLocked; StepFailed (reconnect) where they will never open on this machine. */
  read(owner: string, name: string): Secrets | undefined
  /** Throws VaultLocked. */
  write(tx: WriteTx, owner: string, name: string, secrets: Secrets): void
  erase(tx: WriteTx, owner: string): void
}

export function createSealedSecrets({ store, vault, clock }: WorkspaceContext): SealedSecrets {
  const binding = (owner: string, name: string) => `${owner}/${name}`
  return {
    read(owner, name) {
      const sealed = getSealed(store.read, owner, name)
      if (sealed === undefined) return undefined
      try {
        return JSON.parse(vault.open(sealed, binding(owner, name))) as Secrets
      } catch (error) {
        if (!(error instanceof SecretUnreadable)) throw error
        throw new StepFailed({ is: 'rejected', failure: { code: 'reconnect', says: 'sealed_elsewhere' } })
      }
    },
    write: (tx, owner, name, secrets) =>
      putSealed(tx, owner, name, vault.seal(JSON.stringify(secrets), binding(owner, name)), clock.now()),
    erase: eraseSealed,
  }
}
