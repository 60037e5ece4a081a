import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createRouterClient } from '@orpc/server'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { makeBackup } from '../../src/core/backups.ts'
import type { Studio } from '../../src/core/create-studio.ts'
import { createStudio } from '../../src/core/create-studio.ts'
import { openLogFile } from '../../src/core/hosting/log-file.ts'
import { ConnectFailed, type Connector, type Publisher } from '../../src/core/publishers/publisher.ts'
import type { Keychain } from '../../src/core/vault/keychain.ts'
import { createMemoryKeychain } from '../../src/core/vault/testing.ts'

const migrationsDir = new URL('../../src/core/store/migrations', import.meta.url).pathname

/** Each kind of secret has its own mark, so that a find says which one leaked. */
const marks = {
  password: 'MARK-app-password-7f3a91',
  refused: 'MARK-refused-password-b20c44',
  token: 'MARK-access-token-e1d9c0',
  rotated: 'MARK-rotated-token-5ac2f8',
  app: 'MARK-client-secret-94be17',
  bucket: 'MARK-bucket-secret-1d80f5',
  passphrase: 'MARK-passphrase-c7715d',
}
const notSecret = 'Tern Coffee Roasters'

let folder: string
let studio: Studio | null
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'broadside-secrets-'))
  studio = null
})
afterEach(async () => {
  await studio?.stop()
  rmSync(folder, { recursive: true, force: true })
})

/** A platform that gets and gives secrets in each way there is, and talks to nobody. */
function leakyPlatform() {
  const seen: string[] = []
  const connector: Connector = {
    platform: 'wordpress',
    async connect(_method, fields, { appCredentials }) {
      if (fields['password'] === marks.refused) throw new ConnectFailed('wordpress_wrong_password', {}, 'password')
      appCredentials.set('https://example.com', { clientSecret: marks.app })
      return {
        kind: 'site',
        externalId: 'https://example.com',
        name: notSecret,
        displayHandle: 'example.com',
        url: 'https://example.com',
        avatar: null,
        server: 'https://example.com',
        limits: {},
        expiresAt: null,
        secrets: { password: fields['password'], token: marks.token },
      }
    },
    async health({ secrets, saveSecrets }) {
      seen.push(String(secrets['token']))
      saveSecrets({ ...secrets, token: marks.rotated })
      throw new Error(`the request failed: Authorization: Bearer ${marks.rotated}`)
    },
    async revoke() {
      return false
    },
  }
  const publisher: Publisher = {
    platform: 'wordpress',
    settleMs: 0,
    prepare: async () => null,
    commit: async () => ({ is: 'unknown', evidence: 'never called' }),
    reconcile: async () => ({ is: 'absent' }),
  }
  return { driver: { connector, publisher }, seen }
}

/** Everything under `root` but the lock files: closing one in the process that holds it would let the lock go. */
function everyFile(root: string): string[] {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.lock'))
    .map((entry) => join(entry.parentPath, entry.name))
}

/** A text as it could lie in a file: plain, as UTF-16, in hex, and in both kinds of base64 at each of the three alignments. */
function spellings(text: string): Buffer[] {
  const bytes = Buffer.from(text)
  const hex = bytes.toString('hex')
  const base64 = [0, 1, 2].map((shift) =>
    Buffer.concat([Buffer.alloc(shift), bytes])
      .toString('base64')
      .slice(4, -4),
  )
  const base64url = base64.map((each) => each.replaceAll('+', '-').replaceAll('/', '_'))
  return [
    bytes,
    Buffer.from(text, 'utf16le'),
    ...[hex, hex.toUpperCase(), ...base64, ...base64url].map((each) => Buffer.from(each)),
  ]
}

function whereIs(text: string, root: string): string[] {
  return everyFile(root).filter((file) => {
    const bytes = readFileSync(file)
    return spellings(text).some((spelling) => bytes.includes(spelling))
  })
}

async function startStudio(keychain: Keychain) {
  const { driver, seen } = leakyPlatform()
  const log = openLogFile(join(folder, 'data', 'logs'))
  const made = await createStudio({
    dataDir: join(folder, 'data'),
    migrationsDir,
    host: 'headless',
    version: '0.0.0',
    bootId: 'boot_test',
    keychain,
    log,
    platforms: [driver],
  })
  studio = made
  return { studio: made, seen }
}

/** Connects, fails to connect, rotates a token with an error that names it, backs up, exports; all as a window does. Answers what the window saw. */
async function live(running: Studio): Promise<unknown[]> {
  const caller = { kind: 'window', scopes: 'all' } as const
  const { id } = await createRouterClient(running.router, { context: { caller, workspaceId: null } }).workspaces.create(
    { name: notSecret },
  )
  const window = createRouterClient(running.router, { context: { caller, workspaceId: id } })
  const connect = (password: string) =>
    window.connections.start({
      platform: 'wordpress',
      method: 'app_password',
      fields: { site: 'https://example.com', user: 'editor', password },
    })
  const refused = await connect(marks.refused)
  expect(refused).toMatchObject({ state: 'failed' })
  const connection = await connect(marks.password)
  expect(connection).toMatchObject({ state: 'connected' })
  const checked: unknown = await window.accounts
    .check({ id: connection.accounts[0]! })
    .catch((error: Error) => ({ ...(error as object), message: error.message, stack: error.stack, cause: error.cause }))
  expect(checked).toMatchObject({ message: expect.stringContaining('details are in the log') })
  const chosen = await window.mediaHost.put({
    kind: 's3',
    endpoint: 'http://127.0.0.1:9',
    region: 'eu-central-1',
    bucket: 'media',
    accessKeyId: 'AKIAEXAMPLE',
    secretAccessKey: marks.bucket,
  })
  const tried = await window.mediaHost.test()
  expect(tried.test).toMatchObject({ state: 'failed' })
  const { store, folder: home } = running.workspace(id)
  makeBackup(store.sqlite, home, Date.now(), 'daily')
  mkdirSync(join(folder, 'exports'))
  await window.workspaces.export({ id, folder: join(folder, 'exports') })
  return [
    refused,
    connection,
    checked,
    chosen,
    tried,
    await window.mediaHost.get(),
    await window.accounts.list({}),
    await window.workspaces.list(),
    await window.system.info(),
    await window.system.vault(),
  ]
}

test('no secret is in any byte of the data folder, its log, its backups or an export, while running and after', async () => {
  const keychain = createMemoryKeychain()
  const { studio: running, seen } = await startStudio(keychain)
  const shown = await live(running)
  expect(seen).toEqual([marks.token])

  const check = () => {
    for (const [kind, text] of Object.entries(marks)) expect([kind, whereIs(text, folder)]).toEqual([kind, []])
    const [key] = keychain.entries.values()
    for (const bytes of [Buffer.from(key!), Buffer.from(key!, 'base64url')]) {
      expect(everyFile(folder).filter((file) => readFileSync(file).includes(bytes))).toEqual([])
    }
  }
  // What is looked through is what was written: the name that is no secret is found in each kind of file.
  const found = whereIs(notSecret, folder).map((file) => file.slice(folder.length + 1))
  for (const kind of [/workspace\.db(-wal)?$/, /backups\/.*\.db$/, /^exports\/.*workspace\.db$/, /studio\.db(-wal)?$/])
    expect(found).toContainEqual(expect.stringMatching(kind))
  expect(readFileSync(join(folder, 'data/logs/broadside.log'), 'utf8')).toMatch(
    /the request failed: Authorization: Bearer\[left out\].*a call broke/,
  )

  check()
  await running.stop()
  studio = null
  check()
  for (const text of Object.values(marks)) expect(JSON.stringify(shown)).not.toContain(text)
})

test('neither the passphrase nor what it protects is in any byte of the data folder', async () => {
  const { studio: running } = await startStudio(createMemoryKeychain('absent'))
  await running.vault.setUp({ kind: 'passphrase', passphrase: marks.passphrase })
  await live(running)
  await running.vault.unlock('MARK-wrong-passphrase').catch(() => {})
  for (const [kind, text] of Object.entries(marks)) expect([kind, whereIs(text, folder)]).toEqual([kind, []])
  expect(whereIs('MARK-wrong-passphrase', folder)).toEqual([])
})

test('without a vault nothing is connected, and the secret that was typed is kept nowhere', async () => {
  const { studio: running } = await startStudio(createMemoryKeychain('absent'))
  const { id } = running.workspaces.create({ name: notSecret })
  const { accounts } = running.workspace(id)
  const connecting = async () =>
    accounts.startConnection({
      platform: 'wordpress',
      method: 'app_password',
      fields: { site: 'https://example.com', user: 'editor', password: marks.password },
    })
  await expect(connecting()).rejects.toMatchObject({ code: 'vault_locked' })
  expect(accounts.list()).toEqual([])
  expect(whereIs(marks.password, folder)).toEqual([])
})
