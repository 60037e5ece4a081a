import { createHash, randomBytes } from 'node:crypto'

const shape = /^bs_live_([0-9A-HJKMNP-TV-Z]{26})_([\w-]{43})$/

/** A new secret of a workspace's key: `bs_live_<workspace>_<secret>`, 256 random bits. */
export function makeSecret(workspaceId: string): string {
  return `bs_live_${workspaceId.replace(/^ws_/, '')}_${randomBytes(32).toString('base64url')}`
}

/** The workspace a secret says it is of; null for what is none of ours. */
export function workspaceOfSecret(secret: string): string | null {
  const id = shape.exec(secret)?.[1]
  return id === undefined ? null : `ws_${id}`
}

/** What is kept of a secret. It has as many bits as the hash, so nothing slower is needed; looking a hash up tells nothing about a secret. */
export function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex')
}
