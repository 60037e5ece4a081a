import { createCipheriv, createDecipheriv, createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { SecretUnreadable } from './vault.ts'

/** `v1:<base64url of key id (8) | nonce (12) | ciphertext | tag (16)>`. AES-256-GCM; the key id and the binding are authenticated with it. */
const version = 'v1:'
const idBytes = 8
const nonceBytes = 12
const tagBytes = 16
export const keyBytes = 32

/** Names a key without telling anything of it: the first bytes of a hash of 32 random bytes. */
export function keyIdOf(key: Buffer): Buffer {
  return createHash('sha256').update('broadside key id\0').update(key).digest().subarray(0, idBytes)
}

export function sealWith(key: Buffer, plain: string, binding: string): string {
  const id = keyIdOf(key)
  const nonce = randomBytes(nonceBytes)
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes })
  cipher.setAAD(authenticated(id, binding))
  const text = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()])
  return version + Buffer.concat([id, nonce, text, cipher.getAuthTag()]).toString('base64url')
}

/** Throws SecretUnreadable; says whether another key would be needed or the value itself is wrong. */
export function openWith(key: Buffer, sealed: string, binding: string): string {
  const bytes = decode(sealed)
  const id = bytes.subarray(0, idBytes)
  if (!timingSafeEqual(id, keyIdOf(key))) {
    throw new SecretUnreadable(
      'other_key',
      'This was sealed with another key, on another machine or before the vault was replaced. Reconnect the account',
    )
  }
  const nonce = bytes.subarray(idBytes, idBytes + nonceBytes)
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes })
  decipher.setAAD(authenticated(id, binding))
  decipher.setAuthTag(bytes.subarray(-tagBytes))
  try {
    return Buffer.concat([decipher.update(bytes.subarray(idBytes + nonceBytes, -tagBytes)), decipher.final()]).toString(
      'utf8',
    )
  } catch {
    throw changed()
  }
}

function decode(sealed: string): Buffer {
  if (!sealed.startsWith(version)) throw changed()
  const text = sealed.slice(version.length)
  const bytes = Buffer.from(text, 'base64url')
  // Buffer skips characters that are not base64url, and two spellings of the last one decode alike: only our own spelling opens.
  if (bytes.toString('base64url') !== text || bytes.length < idBytes + nonceBytes + tagBytes) throw changed()
  return bytes
}

function authenticated(id: Buffer, binding: string): Buffer {
  return Buffer.concat([Buffer.from(version), id, Buffer.from(binding, 'utf8')])
}

function changed(): SecretUnreadable {
  return new SecretUnreadable(
    'changed',
    'This sealed value was changed, or belongs to another account. Reconnect the account',
  )
}
