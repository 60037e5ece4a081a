/** The keychain is there but will not be read now: locked, or its prompt was dismissed. */
export class KeychainLocked extends Error {
  override readonly name = 'KeychainLocked'
}

/** Nothing answers, or it cannot keep anything. */
export class KeychainUnavailable extends Error {
  override readonly name = 'KeychainUnavailable'
}

/** The machine's keychain, as the vault needs it. Hosts bring the real one (os-keychain.ts). */
export interface Keychain {
  /** Null where there is no such entry. May wait for a person who is asked to unlock. Throws KeychainLocked or KeychainUnavailable. */
  get(name: string): Promise<string | null>
  /** Throws KeychainLocked or KeychainUnavailable. */
  set(name: string, value: string): Promise<void>
  /** Whether one answers at all; a locked one does. */
  available(): Promise<boolean>
}
