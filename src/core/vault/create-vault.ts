import { randomBytes } from 'node:crypto'
import { asWritten, said, sentence, spoken, type Said } from '../../contract/sentences/index.ts'
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
  VaultUnusable,
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
  | { readonly is: 'locked' | 'broken'; readonly kind: VaultFile['kind'] | null; readonly reason: Said }
  | { readonly is: 'unset'; readonly reason: Said }

/** A keychain may show a window and wait for a person; the studio starts without it after this long, and the vault opens when it is answered. */
const startPatienceMs = 3_000

/** Opens the vault of a data folder. Never throws for what a person can mend: that is in `status()`. */
export async function createVault({
  dataDir,
  keychain,
  keyFile,
  clock,
  log,
  changed = () => {},
}: VaultOptions): Promise<VaultControl> {
  let state: State = { is: 'locked', kind: null, reason: said('vault_asking') }
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
      return { is: 'broken', kind: null, reason: reasonOf(error) }
    }
    if (keyFile !== undefined) return loadKeyFile(file, keyFile)
    if (file?.kind === 'key_file') return { is: 'locked', kind: 'key_file', reason: said('key_file_needed') }
    if (file?.kind === 'passphrase')
      return { is: 'locked', kind: 'passphrase', reason: said('vault_locked_passphrase') }
    if (file) return loadFromKeychain(file)
    if (!keychainAvailable) return { is: 'unset', reason: said('vault_unset') }
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
          reason: said('key_file_not_used', { kind: file.kind }),
        }
      }
      const key = readKeyFile(path)
      if (file && file.keyId !== idOf(key)) return { is: 'broken', kind: 'key_file', reason: said('key_other') }
      if (!file) save({ version: 1, kind: 'key_file', keyId: idOf(key) })
      return { is: 'ready', kind: 'key_file', key }
    } catch (error) {
      return { is: 'locked', kind: 'key_file', reason: reasonOf(error) }
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
        reason: error instanceof KeychainLocked ? said('keychain_locked') : said('keychain_gone'),
      }
    }
    if (stored === null) return { is: 'broken', kind: 'keychain', reason: said('key_lost') }
    const key = Buffer.from(stored, 'base64url')
    if (key.length !== keyBytes || idOf(key) !== file.keyId)
      return { is: 'broken', kind: 'keychain', reason: said('key_other') }
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
      throw conflict('not_writable', said('vault_not_writable', { words: messageOf(error) }))
    }
  }

  /** What the person typed, or what `load` says where the file is not of that kind any more. */
  async function unlockPassphrase(passphrase: string | undefined): Promise<State> {
    const found = await load()
    const file = found.is === 'locked' && found.kind === 'passphrase' ? readVaultFile(dataDir) : null
    if (file?.kind !== 'passphrase') return found
    if (!passphrase) throw unprocessable([{ path: 'passphrase', says: said('passphrase_needed') }])
    const key = await unwrapWithPassphrase(file, passphrase)
    if (!key) throw unprocessable([{ path: 'passphrase', says: said('passphrase_wrong') }])
    return idOf(key) === file.keyId
      ? { is: 'ready', kind: 'passphrase', key }
      : { is: 'broken', kind: 'passphrase', reason: said('key_other') }
  }

  async function setUp(input: VaultSetUp): Promise<State> {
    if (state.is === 'ready' || state.is === 'locked') throw conflict('vault_exists', said('vault_exists'))
    if (input.kind === 'passphrase') return makeWithPassphrase(input.passphrase)
    try {
      return await makeInKeychain()
    } catch (error) {
      if (error instanceof KeychainLocked || error instanceof KeychainUnavailable)
        throw unprocessable([{ path: 'kind', says: reasonOf(error) }])
      throw error
    }
  }

  function status(): VaultStatus {
    const kind = state.is === 'unset' ? null : state.kind
    return { state: state.is, kind, reason: state.is === 'ready' ? null : spoken(state.reason), keychainAvailable }
  }

  function usableKey(): Buffer {
    if (state.is !== 'ready') throw new VaultLocked(sentence(state.reason))
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
      become({ is: 'locked', kind: state.kind, reason: said('vault_locked_by_hand') })
    },
  }
}

function idOf(key: Buffer): string {
  return keyIdOf(key).toString('hex')
}

function reasonOf(error: unknown): Said {
  if (error instanceof KeychainLocked) return said('keychain_locked')
  if (error instanceof KeychainUnavailable) return said('keychain_none')
  return error instanceof VaultUnusable ? error.said : asWritten(messageOf(error))
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
