import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { randomBytes } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createTestClock } from '../testing.ts'
import { createVault, type VaultOptions } from './create-vault.ts'
import { createMemoryKeychain } from './testing.ts'
import { VaultLocked } from './vault.ts'

let dataDir: string
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'broadside-vault-'))
})
afterEach(() => rmSync(dataDir, { recursive: true, force: true }))

const quiet = { info() {}, warn() {}, error() {} }
const open = (options: Partial<VaultOptions>) =>
  createVault({ dataDir, keychain: createMemoryKeychain('absent'), clock: createTestClock(), log: quiet, ...options })

test('a keychain that answers is used without asking, and a restart reads what was sealed', async () => {
  const keychain = createMemoryKeychain()
  const before = await open({ keychain })
  expect(before.status()).toEqual({ state: 'ready', kind: 'keychain', reason: null, keychainAvailable: true })
  const sealed = before.vault.seal('token', 'acct_1/token')

  const after = await open({ keychain })
  expect(after.vault.open(sealed, 'acct_1/token')).toBe('token')
  expect(keychain.entries.size).toBe(1)
})

test('the key is not in the data folder, and its file is for the owner alone', async () => {
  const keychain = createMemoryKeychain()
  await open({ keychain })
  const [key] = keychain.entries.values()
  expect(readFileSync(join(dataDir, 'vault.json'), 'utf8')).not.toContain(key)
  expect(statSync(join(dataDir, 'vault.json')).mode & 0o777).toBe(0o600)
})

test('where no keychain answers nothing is sealed until the person chooses, and no file appears', async () => {
  const { vault, status } = await open({})
  expect(status()).toMatchObject({ state: 'unset', kind: null, keychainAvailable: false })
  expect(() => vault.seal('token', 'b')).toThrow(VaultLocked)
  expect(readdirSync(dataDir)).toEqual([])
})

test('a passphrase locks the vault at every start and opens it again', async () => {
  const first = await open({})
  expect(await first.setUp({ kind: 'passphrase', passphrase: 'correct horse' })).toMatchObject({
    state: 'ready',
    kind: 'passphrase',
  })
  const sealed = first.vault.seal('token', 'b')

  const second = await open({})
  expect(second.status()).toMatchObject({ state: 'locked', kind: 'passphrase' })
  expect(() => second.vault.open(sealed, 'b')).toThrow(VaultLocked)
  await expect(second.unlock('wrong horse')).rejects.toMatchObject({
    code: 'unprocessable',
    data: { fields: [{ path: 'passphrase' }] },
  })
  await expect(second.unlock()).rejects.toMatchObject({ code: 'unprocessable' })
  expect(second.status().state).toBe('locked')
  await second.unlock('correct horse')
  expect(second.vault.open(sealed, 'b')).toBe('token')
  expect(readFileSync(join(dataDir, 'vault.json'), 'utf8')).not.toContain('horse')
})

test('a passphrase typed on a system with another Unicode form opens the same vault', async () => {
  const first = await open({})
  await first.setUp({ kind: 'passphrase', passphrase: 'Grüße aus Köln'.normalize('NFC') })
  const second = await open({})
  expect(await second.unlock('Grüße aus Köln'.normalize('NFD'))).toMatchObject({ state: 'ready' })
})

test('a vault that exists is not replaced, locked or open', async () => {
  const first = await open({})
  await first.setUp({ kind: 'passphrase', passphrase: 'correct horse' })
  const before = readFileSync(join(dataDir, 'vault.json'), 'utf8')
  await expect(first.setUp({ kind: 'passphrase', passphrase: 'another one' })).rejects.toMatchObject({
    data: { reason: 'vault_exists' },
  })
  first.lock()
  await expect(first.setUp({ kind: 'passphrase', passphrase: 'another one' })).rejects.toMatchObject({
    data: { reason: 'vault_exists' },
  })
  expect(readFileSync(join(dataDir, 'vault.json'), 'utf8')).toBe(before)
})

test('two windows that set up a vault at once make one key', async () => {
  const control = await open({})
  const results = await Promise.allSettled([
    control.setUp({ kind: 'passphrase', passphrase: 'from window one' }),
    control.setUp({ kind: 'passphrase', passphrase: 'from window two' }),
  ])
  expect(results.map((result) => result.status)).toEqual(['fulfilled', 'rejected'])
  expect(await (await open({})).unlock('from window one')).toMatchObject({ state: 'ready' })
})

test('a locked keychain says so, keeps the vault, and opens once unlocked', async () => {
  const keychain = createMemoryKeychain()
  const sealed = (await open({ keychain })).vault.seal('token', 'b')
  keychain.mood = 'locked'
  const again = await open({ keychain })
  expect(again.status()).toMatchObject({
    state: 'locked',
    kind: 'keychain',
    keychainAvailable: true,
    reason: { message: expect.stringContaining('keychain is locked') },
  })
  await expect(again.setUp({ kind: 'passphrase', passphrase: 'another way' })).rejects.toMatchObject({
    data: { reason: 'vault_exists' },
  })
  keychain.mood = 'open'
  expect(await again.unlock()).toMatchObject({ state: 'ready' })
  expect(again.vault.open(sealed, 'b')).toBe('token')
})

test('a keychain locked at the first start leaves nothing half made', async () => {
  const keychain = createMemoryKeychain('locked')
  const control = await open({ keychain })
  expect(control.status()).toMatchObject({
    state: 'unset',
    keychainAvailable: true,
    reason: { message: expect.stringContaining('locked') },
  })
  await expect(control.setUp({ kind: 'keychain' })).rejects.toMatchObject({ data: { fields: [{ path: 'kind' }] } })
  expect(readdirSync(dataDir)).toEqual([])
  keychain.mood = 'open'
  expect(await control.setUp({ kind: 'keychain' })).toMatchObject({ state: 'ready' })
})

test('a start does not wait for a person before an unanswered keychain window, and the vault opens when it is answered', async () => {
  const keychain = createMemoryKeychain()
  const sealed = (await open({ keychain })).vault.seal('token', 'b')
  let answer = () => {}
  const asked = new Promise<void>((resolve) => (answer = resolve))
  const slow = { ...keychain, get: (name: string) => asked.then(() => keychain.get(name)) }
  const clock = createTestClock()
  let changes = 0
  const starting = open({ keychain: slow, clock, changed: () => changes++ })
  await clock.by(5_000)
  const control = await starting
  expect(control.status()).toMatchObject({ state: 'locked' })
  answer()
  await expect.poll(() => control.status().state).toBe('ready')
  expect(changes).toBe(1)
  expect(control.vault.open(sealed, 'b')).toBe('token')
})

test('a key that is gone from the keychain, or is another one, is told as broken, and a new vault keeps the old file', async () => {
  const keychain = createMemoryKeychain()
  await open({ keychain })
  const [entry] = keychain.entries.keys()
  keychain.entries.set(entry!, randomBytes(32).toString('base64url'))
  expect((await open({ keychain })).status()).toMatchObject({
    state: 'broken',
    reason: { message: expect.stringContaining('another key') },
  })
  keychain.entries.clear()
  const control = await open({ keychain })
  expect(control.status()).toMatchObject({
    state: 'broken',
    reason: { message: expect.stringContaining('not in this keychain') },
  })
  expect(await control.setUp({ kind: 'keychain' })).toMatchObject({ state: 'ready' })
  expect(readdirSync(dataDir).filter((name) => name.startsWith('vault.replaced-'))).toHaveLength(1)
})

test('a secret sealed by a replaced key says reconnect, not that it was changed', async () => {
  const keychain = createMemoryKeychain()
  const sealed = (await open({ keychain })).vault.seal('token', 'b')
  keychain.entries.clear()
  const control = await open({ keychain })
  await control.setUp({ kind: 'keychain' })
  expect(() => control.vault.open(sealed, 'b')).toThrow(
    expect.objectContaining({ name: 'SecretUnreadable', code: 'other_key' }),
  )
})

test('a damaged vault file is told as broken and is not overwritten by itself', async () => {
  writeFileSync(join(dataDir, 'vault.json'), '{"version":1,"kind":"keych')
  const { status } = await open({ keychain: createMemoryKeychain() })
  expect(status()).toMatchObject({ state: 'broken', reason: { message: expect.stringContaining('damaged') } })
  expect(readFileSync(join(dataDir, 'vault.json'), 'utf8')).toBe('{"version":1,"kind":"keych')
})

test('a key file opens the vault, in base64 or hex; without it, or with another, the vault stays shut', async () => {
  const keyFile = join(dataDir, 'key')
  const key = randomBytes(32)
  writeFileSync(keyFile, `${key.toString('base64')}\n`, { mode: 0o600 })
  const control = await open({ keyFile })
  expect(control.status()).toMatchObject({ state: 'ready', kind: 'key_file' })
  const sealed = control.vault.seal('token', 'b')
  expect((await open({})).status()).toMatchObject({
    state: 'locked',
    reason: { message: expect.stringContaining('--key-file') },
  })

  writeFileSync(keyFile, key.toString('hex'))
  expect((await open({ keyFile })).vault.open(sealed, 'b')).toBe('token')
  writeFileSync(keyFile, randomBytes(32).toString('hex'))
  expect((await open({ keyFile })).status()).toMatchObject({
    state: 'broken',
    reason: { message: expect.stringContaining('another key') },
  })
})

test('a key file others may read, a short one and a missing one are refused with what to do', async () => {
  const keyFile = join(dataDir, 'key')
  writeFileSync(keyFile, randomBytes(32).toString('hex'))
  chmodSync(keyFile, 0o644)
  expect((await open({ keyFile })).status()).toMatchObject({
    state: 'locked',
    reason: { message: expect.stringContaining('chmod 600') },
  })
  writeFileSync(keyFile, randomBytes(16).toString('hex'))
  chmodSync(keyFile, 0o600)
  expect((await open({ keyFile })).status()).toMatchObject({
    state: 'locked',
    reason: { message: expect.stringContaining('32 bytes') },
  })
  rmSync(keyFile)
  expect((await open({ keyFile })).status()).toMatchObject({
    state: 'locked',
    reason: { message: expect.stringContaining('no key file') },
  })
})
