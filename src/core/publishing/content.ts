import { createHash } from 'node:crypto'
import { applies } from '../../contract/platforms/check.ts'
import { knowledgeOf, platforms, type PlatformRules, type SupportedPlatform } from '../../contract/platforms/index.ts'
import type { Part } from '../../contract/posts.ts'
import type { Platform } from '../../contract/vocabulary.ts'
import type { Instant } from '../clock.ts'
import type { Outgoing } from '../publishers/publisher.ts'
import { contentFor, platformsOf, type DeliveryRow } from '../store/deliveries.ts'
import type { Read } from '../store/tx.ts'
import type { PublishingDeps } from './deps.ts'

/** The content of a delivery as it was at its first claim: every attempt sends exactly this. */
export interface Frozen {
  readonly title: string
  readonly parts: readonly FrozenPart[]
  readonly link: string | null
  readonly settings: Readonly<Record<string, unknown>>
  readonly createdAt: Instant
}

/** The first comment is the last part: it lands, is doubted and is found again like any other. */
type FrozenPart = Part & { readonly role?: 'comment' }

/** Base and variant of one account, as they stand now. */
export function freeze(db: Read, postId: string, accountId: string, now: Instant): Frozen {
  const content = contentFor(db, postId, accountId)
  if (!content) throw new Error(`post ${postId} is gone`)
  const comment = firstComment(platformsOf(db, [accountId]).get(accountId), content.settings)
  return { ...content, parts: [...content.parts, ...comment], createdAt: now }
}

function firstComment(platform: string | undefined, settings: Frozen['settings']): FrozenPart[] {
  const rules = rulesOf(platform)
  const { firstComment: text } = settings
  if (!rules?.firstComment || typeof text !== 'string' || text.trim() === '') return []
  const field = rules.fields.find(({ key }) => key === 'firstComment')
  const defaults = Object.fromEntries(rules.fields.map((one) => [one.key, one.default]))
  if (field && !applies(field, { ...defaults, ...settings })) return []
  return [{ text: text.trim(), media: [], role: 'comment' }]
}

function rulesOf(platform: string | undefined): PlatformRules | null {
  return platform !== undefined && Object.hasOwn(platforms, platform)
    ? knowledgeOf(platform as SupportedPlatform).rules
    : null
}

/** SHA-256 of what is sent: two attempts with the same fingerprint sent the same. */
export function fingerprint(frozen: Frozen): string {
  return createHash('sha256').update(JSON.stringify(frozen)).digest('hex')
}

export function toOutgoing(
  row: DeliveryRow,
  platform: Platform,
  frozen: Frozen,
  media: PublishingDeps['media'],
): Outgoing {
  const chosen = rulesOf(platform)?.fields.flatMap(({ key, kind }) => {
    const id = frozen.settings[key]
    return kind === 'asset' && typeof id === 'string' && id !== '' ? [[key, media.outgoing(id, null)] as const] : []
  })
  return {
    deliveryId: row.id,
    dueAt: row.dueAt,
    createdAt: frozen.createdAt,
    title: frozen.title,
    link: frozen.link,
    settings: frozen.settings,
    assets: Object.fromEntries(chosen ?? []),
    parts: frozen.parts.map((part, index) => ({
      role: part.role ?? (index === 0 ? 'post' : 'reply'),
      text: part.text,
      media: part.media.map(({ assetId, alt }) => media.outgoing(assetId, alt)),
    })),
  }
}
