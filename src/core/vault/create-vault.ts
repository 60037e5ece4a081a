import { randomBytes } from 'node:crypto'
import type { VaultStatus } from '../../contract/system.ts'
import type { Clock } from '../clock.ts'
import { conflict, unprocessable } from '../errors.ts'
import type { Log } from '../log.ts'
import { KeychainLocked, KeychainUnavailable, type Keychain } from './keychain.ts'
import { keyBytes, keyIdOf, openWith, sealWith } from './seal.ts'
import {
  readKeyFile,
  readVaultFile,
  unwrapWithPassphrase,
  wrapWithPassphrase,
  writeVaultFile,
  type VaultFile,
} from './vault-file.ts'
import { VaultLocked, type Vault } from './vault.ts'

export interface VaultOptions {
  readonly dataDir: string
  readonly keychain: Keychain
  /** Path of a key file, from `--key-file` or BROADSIDE_KEY_FILE. */
  readonly keyFile?: string | undefined
  readonly clock: Clock
  readonly log: Log
  /** Told when the status has changed. */
  readonly changed?: () => void
}

export type VaultSetUp = { readonly kind: 'keychain' } | { readonly kind: 'passphrase'; readonly passphrase: string }

export interface VaultControl {
  readonly vault: Vault
  status(): VaultStatus
  /** Makes a vault where there is none, or in place of a broken one (whose file is kept). Errors: `conflict`, `unprocessable` at `kind`. */
  setUp(input: VaultSetUp): Promise<VaultStatus>
  /** Also asks the keychain or key file again. Errors: `unprocessable` at `passphrase` where it is missing or wrong. */
  unlock(passphrase?: string): Promise<VaultStatus>
  /** Forgets the key until it is unlocked again. */
  lock(): void
}

type State =
  | { readonly is: 'ready'; readonly kind: VaultFile['kind']; readonly key: Buffer }
  | { readonly is: 'locked' | 'broken'; readonly kind: VaultFile['kind'] | null; readonly reason: string }
  | { readonly is: 'unset'; readonly reason: string | null }

/** A keychain may show a window and wait for a person; the studio starts without it after this long, and the vault opens when it is answered. */
const startPatienceMs = 3_000

const words = {
  asking: 'The keychain is being asked for the key. If it shows a window, answer it',
  keychainLocked:
    'The keychain is locked. Unlock it (log in to your desktop session, or open its password window) and try again',
  keychainGone:
    'The key of this vault is in a keychain that does not answer. Start Broadside in the desktop session it was set up in',
  keyLost:
    'The key that sealed the tokens is not in this keychain any more. Set up the vault again and reconnect the accounts',
  otherKey:
    'The tokens were sealed with another key: reconnect the accounts after setting up the vault again, or bring back the old key',
  passphrase: 'The vault is locked. Unlock it with its passphrase, in Settings or with `broadside unlock`',
  byHand: 'The vault was locked. Unlock it to go on',
  keyFileMissing: 'The key of this vault is in a key file. Start Broadside with --key-file or BROADSIDE_KEY_FILE',
  noKeychain: 'No keychain answers on this machine. Use a passphrase or a key file',
  unset:
    'Choose where the key that seals tokens is kept: in Settings, or with --key-file. Nothing secret is stored before that',
}

/** Opens the vault of a data folder. Never throws for what a person can mend: that is in `status()`. */
export async function createVault({
  dataDir,
  keychain,
  keyFile,
  clock,
  log,
  changed = () => {},
}: VaultOptions): Promise<VaultControl> {
  let state: State = { is: 'locked', kind: null, reason: words.asking }
  let keychainAvailable = false

  const become = (next: State) => {
    state = next
    log.info('vault', { state: next.is, kind: 'kind' in next ? next.kind : null })
    changed()
  }

  /** Reads where the key is and gets it, setting up the keychain by itself where nothing was ever set up. */
  async function load(): Promise<State> {
    let file: VaultFile | null
    try {
      file = readVaultFile(dataDir)
    } catch (error) {
      return { is: 'broken', kind: null, reason: messageOf(error) }
    }
    if (keyFile !== undefined) return loadKeyFile(file, keyFile)
    if (file?.kind === 'key_file') return { is: 'locked', kind: 'key_file', reason: words.keyFileMissing }
    if (file?.kind === 'passphrase') return { is: 'locked', kind: 'passphrase', reason: words.passphrase }
    if (file) return loadFromKeychain(file)
    if (!keychainAvailable) return { is: 'unset', reason: words.unset }
    try {
      return await makeInKeychain()
    } catch (error) {
      log.warn('the keychain could not keep a key', { reason: messageOf(error) })
      if (error instanceof KeychainUnavailable) keychainAvailable = false
      return { is: 'unset', reason: reasonOf(error) }
    }
  }

  function loadKeyFile(file: VaultFile | null, path: string): State {
    try {
      if (file && file.kind !== 'key_file') {
        return {
          is: 'locked',
          kind: file.kind,
          reason: `The vault of this data folder is kept by ${file.kind}, not by a key file. Start without --key-file`,
        }
      }
      const key = readKeyFile(path)
      if (file && file.keyId !== idOf(key)) return { is: 'broken', kind: 'key_file', reason: words.otherKey }
      if (!file) save({ version: 1, kind: 'key_file', keyId: idOf(key) })
      return { is: 'ready', kind: 'key_file', key }
    } catch (error) {
      return { is: 'locked', kind: 'key_file', reason: messageOf(error) }
    }
  }

  async function loadFromKeychain(file: VaultFile & { kind: 'keychain' }): Promise<State> {
    let stored: string | null
    try {
      stored = await keychain.get(file.entry)
    } catch (error) {
      return {
        is: 'locked',
        kind: 'keychain',
        reason: error instanceof KeychainLocked ? words.keychainLocked : words.keychainGone,
      }
    }
    if (stored === null) return { is: 'broken', kind: 'keychain', reason: words.keyLost }
    const key = Buffer.from(stored, 'base64url')
    if (key.length !== keyBytes || idOf(key) !== file.keyId)
      return { is: 'broken', kind: 'keychain', reason: words.otherKey }
    return { is: 'ready', kind: 'keychain', key }
  }

  /** The keychain keeps the key before the file that points to it: a crash in between leaves an entry nobody uses. */
  async function makeInKeychain(): Promise<State> {
    const key = randomBytes(keyBytes)
    const entry = `vault-${idOf(key)}`
    await keychain.set(entry, key.toString('base64url'))
    if ((await keychain.get(entry)) !== key.toString('base64url'))
      throw new KeychainUnavailable('it did not give back what it was given')
    save({ version: 1, kind: 'keychain', keyId: idOf(key), entry })
    return { is: 'ready', kind: 'keychain', key }
  }

  async function makeWithPassphrase(passphrase: string): Promise<State> {
    const key = randomBytes(keyBytes)
    save({ version: 1, kind: 'passphrase', keyId: idOf(key), ...(await wrapWithPassphrase(key, passphrase)) })
    return { is: 'ready', kind: 'passphrase', key }
  }

  function save(file: VaultFile): void {
    try {
      writeVaultFile(dataDir, file, clock.now())
    } catch (error) {
      throw conflict(
        'not_writable',
        `vault.json could not be written (${messageOf(error)}). Make room, or make the data folder writable, and try again`,
      )
    }
  }

  /** What the person typed, or what `load` says where the file is not of that kind any more. */
  async function unlockPassphrase(passphrase: string | undefined): Promise<State> {
    const found = await load()
    const file = found.is === 'locked' && found.kind === 'passphrase' ? readVaultFile(dataDir) : null
    if (file?.kind !== 'passphrase') return found
    if (!passphrase) throw unprocessable([{ path: 'passphrase', message: 'is needed to unlock the vault' }])
    const key = await unwrapWithPassphrase(file, passphrase)
    if (!key) throw unprocessable([{ path: 'passphrase', message: 'is not the passphrase of this vault' }])
    return idOf(key) === file.keyId
      ? { is: 'ready', kind: 'passphrase', key }
      : { is: 'broken', kind: 'passphrase', reason: words.otherKey }
  }

  async function setUp(input: VaultSetUp): Promise<State> {
    if (state.is === 'ready' || state.is === 'locked')
      throw conflict('vault_exists', 'There is a vault already, and replacing it would lose every token in it')
    if (input.kind === 'passphrase') return makeWithPassphrase(input.passphrase)
    try {
      return await makeInKeychain()
    } catch (error) {
      if (error instanceof KeychainLocked || error instanceof KeychainUnavailable)
        throw unprocessable([{ path: 'kind', message: reasonOf(error) }])
      throw error
    }
  }

  function status(): VaultStatus {
    const kind = state.is === 'unset' ? null : state.kind
    return { state: state.is, kind, reason: state.is === 'ready' ? null : state.reason, keychainAvailable }
  }

  function usableKey(): Buffer {
    if (state.is !== 'ready') throw new VaultLocked(state.reason ?? words.unset)
    return state.key
  }

  // One change at a time: two windows that set up a vault at once must not make two keys.
  let last: Promise<unknown> = Promise.resolve()
  const inTurn = (work: () => Promise<State>): Promise<VaultStatus> => {
    const turn = last.then(async () => {
      become(await work())
      return status()
    })
    last = turn.catch(() => {})
    return turn
  }
  const look = async () => {
    keychainAvailable = await keychain.available()
  }

  const loaded = inTurn(async () => (await look(), load()))
  const patience = new AbortController()
  const tooLong = clock.sleep(startPatienceMs, patience.signal).catch(() => {})
  await Promise.race([loaded, tooLong])
  patience.abort(new Error('not needed any more'))

  return {
    vault: {
      status,
      seal: (plain, binding) => sealWith(usableKey(), plain, binding),
      open: (sealed, binding) => openWith(usableKey(), sealed, binding),
    },
    status,
    setUp: (input) => inTurn(async () => (await look(), setUp(input))),
    unlock: (passphrase) =>
      inTurn(async () => {
        if (state.is === 'ready') return state
        await look()
        return state.is !== 'unset' && state.kind === 'passphrase' ? unlockPassphrase(passphrase) : load()
      }),
    lock() {
      if (state.is !== 'ready') return
      state.key.fill(0)
      become({ is: 'locked', kind: state.kind, reason: words.byHand })
    },
  }
}

function idOf(key: Buffer): string {
  return keyIdOf(key).toString('hex')
}

function reasonOf(error: unknown): string {
  if (error instanceof KeychainLocked) return words.keychainLocked
  return error instanceof KeychainUnavailable ? words.noKeychain : messageOf(error)
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
