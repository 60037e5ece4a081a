import type { Platform } from '../vocabulary.ts'
import { bluesky } from './bluesky.ts'
import { mastodon } from './mastodon.ts'
import { practice } from './practice.ts'
import type { PlatformKnowledge } from './types.ts'
import { wordpress } from './wordpress.ts'

/** The platforms this version can connect. */
export const platforms = { bluesky, mastodon, wordpress, practice } satisfies Partial<
  Record<Platform, PlatformKnowledge>
>

export type SupportedPlatform = keyof typeof platforms

export function knowledgeOf(platform: SupportedPlatform): PlatformKnowledge {
  return platforms[platform]
}

export type * from './types.ts'
export { firstLink, findEntities, countGraphemes, countBytes, takeGraphemes, type Entity } from './text.ts'
