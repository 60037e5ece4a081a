import type { VaultStatus } from '../../contract/system.ts'

/** Thrown by `seal` and `open` while the vault cannot be used: locked, not chosen yet, or without its key. */
export class VaultLocked extends Error {
  override readonly name = 'VaultLocked'
}

/**
 * Thrown by `open` for a secret that will never open here. `other_key`: sealed on another machine or with a key that is gone, so reconnect;
 * `changed`: tampered with, or it belongs to another account.
 */
export class SecretUnreadable extends Error {
  override readonly name = 'SecretUnreadable'
  readonly code: 'other_key' | 'changed'
  constructor(code: SecretUnreadable['code'], message: string) {
    super(message)
    this.code = code
  }
}

/** Seals secrets with AES-256-GCM under one random key that lives in the OS keychain (or wrapped by a passphrase or key file). */
export interface Vault {
  status(): VaultStatus
  /** `binding` names whose secret it is (account id, name); opened under another binding it fails. Throws VaultLocked. */
  seal(plain: string, binding: string): string
  /** Throws VaultLocked, or SecretUnreadable when it was sealed under another key or binding, or was changed. */
  open(sealed: string, binding: string): string
}
