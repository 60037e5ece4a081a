import { randomBytes, scrypt } from 'node:crypto'
import { readFileSync, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'
import { said, sentence, type Said } from '../../contract/sentences/index.ts'
import { toIso, type Instant } from '../clock.ts'
import { writeDurably } from '../durable-file.ts'
import { keyBytes, openWith, sealWith } from './seal.ts'

const keyId = z.string().regex(/^[0-9a-f]{16}$/)

/** How a passphrase becomes the key that wraps the vault's key. Bounded, so that a changed file cannot ask for all memory. */
const Stretch = z.object({
  N: z
    .int()
    .min(2 ** 14)
    .max(2 ** 20),
  r: z.int().min(1).max(16),
  p: z.int().min(1).max(4),
  salt: z.base64url().min(20),
})
type Stretch = z.infer<typeof Stretch>

/** `<data>/vault.json`: where the key is and what it is called; never the key. */
export const VaultFile = z.discriminatedUnion('kind', [
  z.object({ version: z.literal(1), kind: z.literal('keychain'), keyId, entry: z.string().min(1) }),
  z.object({ version: z.literal(1), kind: z.literal('passphrase'), keyId, stretch: Stretch, wrapped: z.string() }),
  z.object({ version: z.literal(1), kind: z.literal('key_file'), keyId }),
])
export type VaultFile = z.infer<typeof VaultFile>

/** What is kept of the vault, or its key file, cannot be used: why, and what to do. */
export class VaultUnusable extends Error {
  override readonly name = 'VaultUnusable'
  readonly said: Said
  constructor(why: Said, cause?: unknown) {
    super(sentence(why), { cause })
    this.said = why
  }
}

const fileOf = (dataDir: string) => join(dataDir, 'vault.json')

/** Null where there is none. Throws VaultUnusable where it cannot be read. */
export function readVaultFile(dataDir: string): VaultFile | null {
  let text: string
  try {
    text = readFileSync(fileOf(dataDir), 'utf8')
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null
    throw new VaultUnusable(said('vault_unreadable', { code: codeOf(error) ?? '' }), error)
  }
  try {
    return VaultFile.parse(JSON.parse(text))
  } catch (error) {
    throw new VaultUnusable(said('vault_damaged'), error)
  }
}

/** Writes it; one that was there is kept beside it, since it may be the only way to old secrets. */
export function writeVaultFile(dataDir: string, file: VaultFile, now: Instant): void {
  const path = fileOf(dataDir)
  if (statSync(path, { throwIfNoEntry: false }))
    renameSync(path, join(dataDir, `vault.replaced-${toIso(now).replaceAll(':', '-')}.json`))
  writeDurably(path, `${JSON.stringify(file, null, 2)}\n`)
}

/** OWASP's figures for scrypt: 128 MB and some tenths of a second a guess. */
const stretchNow = { N: 2 ** 17, r: 8, p: 1 }
const wrapBinding = 'vault key'

export async function wrapWithPassphrase(
  key: Buffer,
  passphrase: string,
): Promise<{ stretch: Stretch; wrapped: string }> {
  const stretch = { ...stretchNow, salt: randomBytes(16).toString('base64url') }
  const wrapper = await stretched(passphrase, stretch)
  return { stretch, wrapped: sealWith(wrapper, key.toString('base64url'), wrapBinding) }
}

/** Null for a wrong passphrase (or a changed file: the two cannot be told apart). */
export async function unwrapWithPassphrase(
  file: VaultFile & { kind: 'passphrase' },
  passphrase: string,
): Promise<Buffer | null> {
  const wrapper = await stretched(passphrase, file.stretch)
  try {
    return Buffer.from(openWith(wrapper, file.wrapped, wrapBinding), 'base64url')
  } catch {
    return null
  }
}

/** The same passphrase typed on another system may come in another Unicode form: NFKC makes them one. */
function stretched(passphrase: string, { N, r, p, salt }: Stretch): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const options = { N, r, p, maxmem: 256 * N * r }
    scrypt(passphrase.normalize('NFKC'), Buffer.from(salt, 'base64url'), keyBytes, options, (error, key) =>
      error ? reject(error) : resolve(key),
    )
  })
}

/** Reads 32 bytes written as base64 or hex. Throws VaultUnusable saying what to do, never what is in the file. */
export function readKeyFile(path: string): Buffer {
  let text: string
  try {
    const { mode } = statSync(path)
    if (process.platform !== 'win32' && (mode & 0o077) !== 0)
      throw new VaultUnusable(said('key_file_open_to_others', { path }))
    text = readFileSync(path, 'utf8').trim()
  } catch (error) {
    const code = codeOf(error)
    if (code === null) throw error
    throw new VaultUnusable(
      code === 'ENOENT' ? said('key_file_missing', { path }) : said('key_file_unreadable', { path, code }),
      error,
    )
  }
  const key = /^[0-9a-f]{64}$/i.test(text) ? Buffer.from(text, 'hex') : Buffer.from(text, 'base64')
  if (key.length !== keyBytes) throw new VaultUnusable(said('key_file_wrong', { path }))
  return key
}

function codeOf(error: unknown): string | null {
  const code = (error as { code?: unknown } | null)?.code
  return typeof code === 'string' ? code : null
}
