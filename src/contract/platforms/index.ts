import type { Platform } from '../vocabulary.ts'
import { bluesky } from './bluesky.ts'
import { discord } from './discord.ts'
import { facebook } from './facebook.ts'
import { linkedin } from './linkedin.ts'
import { instagram } from './instagram.ts'
import { mastodon } from './mastodon.ts'
import { pinterest } from './pinterest.ts'
import { practice } from './practice.ts'
import { reddit } from './reddit.ts'
import { snapchat } from './snapchat.ts'
import { telegram } from './telegram.ts'
import { threads } from './threads.ts'
import { tiktok } from './tiktok.ts'
import type { PlatformKnowledge } from './types.ts'
import { wordpress } from './wordpress.ts'
import { x } from './x.ts'
import { youtube } from './youtube.ts'

/** The platforms this version can connect. */
export const platforms = {
  bluesky,
  discord,
  facebook,
  instagram,
  linkedin,
  mastodon,
  pinterest,
  reddit,
  snapchat,
  telegram,
  threads,
  tiktok,
  wordpress,
  x,
  youtube,
  practice,
} satisfies Partial<Record<Platform, PlatformKnowledge>>

export type SupportedPlatform = keyof typeof platforms

export function knowledgeOf(platform: SupportedPlatform): PlatformKnowledge {
  return platforms[platform]
}

/** A platform's own name, also where this version does not know it. */
export function platformName(platform: Platform): string {
  return Object.hasOwn(platforms, platform) ? knowledgeOf(platform as SupportedPlatform).rules.name : platform
}

export type * from './types.ts'
export { firstLink, findEntities, countGraphemes, countBytes, takeGraphemes, type Entity } from './text.ts'
