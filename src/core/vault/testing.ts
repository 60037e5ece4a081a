import { KeychainLocked, KeychainUnavailable, type Keychain } from './keychain.ts'

/** Stand-in for the machine's keychain, for tests: forgets everything with the process, and can be told to be locked or absent. */
export interface MemoryKeychain extends Keychain {
  readonly entries: Map<string, string>
  mood: 'open' | 'locked' | 'absent'
}

export function createMemoryKeychain(mood: MemoryKeychain['mood'] = 'open'): MemoryKeychain {
  const check = () => {
    if (keychain.mood === 'locked') throw new KeychainLocked('stand-in: locked')
    if (keychain.mood === 'absent') throw new KeychainUnavailable('stand-in: none')
  }
  const keychain: MemoryKeychain = {
    mood,
    entries: new Map(),
    async get(name) {
      check()
      return keychain.entries.get(name) ?? null
    },
    async set(name, value) {
      check()
      keychain.entries.set(name, value)
    },
    available: async () => keychain.mood !== 'absent',
  }
  return keychain
}
