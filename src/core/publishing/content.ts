import { createHash } from 'node:crypto'
import { applies } from '../../contract/platforms/check.ts'
import { knowledgeOf, platforms, type PlatformRules, type SupportedPlatform } from '../../contract/platforms/index.ts'
import type { Platform } from '../../contract/vocabulary.ts'
import type { Instant } from '../clock.ts'
import type { Outgoing } from '../publishers/publisher.ts'
import { contentFor, platformsOf, type DeliveryRow } from '../store/deliveries.ts'
import type { Read } from '../store/tx.ts'
import type { PublishingDeps } from './deps.ts'
import { aboveOf } from './under.ts'
import type { Above, Frozen, FrozenPart } from './frozen.ts'

/** Base and variant of one account, as they stand now. `kept` is what it went under when it was sent. */
export function freeze(db: Read, postId: string, accountId: string, now: Instant, kept?: Above): Frozen {
  const content = contentFor(db, postId, accountId)
  if (!content) throw new Error(`post ${postId} is gone`)
  const platform = platformsOf(db, [accountId]).get(accountId)
  const above = kept ?? aboveOf(db, postId, accountId, platform)
  if (above) {
    const parts = content.parts.map((part) => ({ ...part, role: above.role }))
    return { title: '', parts, link: null, settings: settingsUnder(content.settings, above), createdAt: now, above }
  }
  const comment = firstComment(platform, content.settings)
  return { ...content, parts: [...content.parts, ...comment], createdAt: now }
}

/** Where a comment goes, its post's settings say; what they say of the post itself is done. */
function settingsUnder(own: Frozen['settings'], { settings }: Above): Frozen['settings'] {
  if (!settings) return own
  return { ...settings, firstComment: '', handOff: false }
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
  row: Pick<DeliveryRow, 'id' | 'dueAt'>,
  platform: Platform,
  frozen: Frozen,
  media: PublishingDeps['media'],
): Outgoing {
  // Covers and thumbnails are of a post.
  const fields = frozen.above ? [] : rulesOf(platform)?.fields
  const chosen = fields?.flatMap(({ key, kind }) => {
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
    ...(frozen.above && { above: frozen.above.remotes.length }),
    parts: [
      ...(frozen.above?.remotes ?? []).map((_, index) => ({
        role: index === 0 ? ('post' as const) : ('reply' as const),
        text: '',
        media: [],
      })),
      ...frozen.parts.map((part, index) => ({
        role: part.role ?? (index === 0 ? ('post' as const) : ('reply' as const)),
        text: part.text,
        media: part.media.map(({ assetId, alt }) => media.outgoing(assetId, alt)),
      })),
    ],
  }
}
