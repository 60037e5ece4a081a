import { KeychainLocked, KeychainUnavailable, type Keychain } from './keychain.ts'

const service = 'Broadside'

/**
 * The keychain of the operating system: Keychain on macOS, Credential Manager on Windows, Secret Service on Linux. On Linux the store is
 * pinned, since the library would otherwise fall back to the kernel's keyring, which forgets everything at the next boot.
 */
export function createOsKeychain(): Keychain {
  const entry = async (name: string) => {
    // Loaded at first use: where the native module does not load, there is no keychain, and the studio still starts.
    const { AsyncEntry } = await import('keytar')
    return new AsyncEntry(service, name, { linux: { store: 'secret-service' } })
  }
  const ask = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work()
    } catch (error) {
      throw classify(error)
    }
  }
  return {
    get: (name) => ask(async () => (await (await entry(name)).getPassword()) ?? null),
    set: (name, value) => ask(async () => (await entry(name)).setPassword(value)),
    async available() {
      try {
        await ask(async () => (await entry('probe')).getPassword())
        return true
      } catch (error) {
        return error instanceof KeychainLocked
      }
    },
  }
}

/**
 * The library gives one code for everything (GenericFailure), so its words have to tell a locked keychain from none. Seen with
 * gnome-keyring: "Secret Service: unlock prompt was dismissed". macOS: errSecInteractionNotAllowed, errSecAuthFailed, errSecUserCanceled.
 */
function classify(error: unknown): Error {
  const words = error instanceof Error ? error.message : String(error)
  const locked =
    /dismissed|locked|user interaction is not allowed|user canceled|authorization.*failed|-25308|-25293|-128\b/i.test(
      words,
    )
  return locked ? new KeychainLocked(words) : new KeychainUnavailable(words)
}
