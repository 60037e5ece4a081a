import type { VaultStatus } from '../../contract/system.ts'

/** Thrown by `seal` and `open` while the vault cannot be used. */
export class VaultLocked extends Error {
  override readonly name = 'VaultLocked'
}

/** Seals secrets with AES-256-GCM under one random key that lives in the OS keychain (or wrapped by a passphrase or key file). */
export interface Vault {
  status(): VaultStatus
  /** `binding` names whose secret it is (account id, name); opened under another binding it fails. Throws VaultLocked. */
  seal(plain: string, binding: string): string
  /** Throws VaultLocked, or Error when it was sealed under another key or binding, or was changed. */
  open(sealed: string, binding: string): string
}
