import { createHash } from 'node:crypto'
import type { Part } from '../../contract/posts.ts'
import type { Instant } from '../clock.ts'
import type { Outgoing } from '../publishers/publisher.ts'
import { contentFor, type DeliveryRow } from '../store/deliveries.ts'
import type { Read } from '../store/tx.ts'
import type { PublishingDeps } from './deps.ts'

/** The content of a delivery as it was at its first claim: every attempt sends exactly this. */
export interface Frozen {
  readonly title: string
  readonly parts: readonly Part[]
  readonly link: string | null
  readonly settings: Readonly<Record<string, unknown>>
  readonly createdAt: Instant
}

/** Base and variant of one account, as they stand now. */
export function freeze(db: Read, postId: string, accountId: string, now: Instant): Frozen {
  const content = contentFor(db, postId, accountId)
  if (!content) throw new Error(`post ${postId} is gone`)
  return { ...content, createdAt: now }
}

/** SHA-256 of what is sent: two attempts with the same fingerprint sent the same. */
export function fingerprint(frozen: Frozen): string {
  return createHash('sha256').update(JSON.stringify(frozen)).digest('hex')
}

export function toOutgoing(row: DeliveryRow, frozen: Frozen, media: PublishingDeps['media']): Outgoing {
  return {
    deliveryId: row.id,
    dueAt: row.dueAt,
    createdAt: frozen.createdAt,
    title: frozen.title,
    link: frozen.link,
    settings: frozen.settings,
    parts: frozen.parts.map((part) => ({
      text: part.text,
      media: part.media.map(({ assetId, alt }) => media.outgoing(assetId, alt)),
    })),
  }
}
