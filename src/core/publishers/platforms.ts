import { Platform } from '../../contract/vocabulary.ts'
import { createBluesky } from './bluesky/index.ts'
import { createDiscord } from './discord/index.ts'
import { createFacebook } from './facebook/index.ts'
import { createLinkedIn } from './linkedin/index.ts'
import { createInstagram } from './instagram/index.ts'
import { mastodonConnector } from './mastodon/auth.ts'
import { mastodonPublisher } from './mastodon/index.ts'
import { createPinterest } from './pinterest/index.ts'
import { createReddit } from './reddit/index.ts'
import type { PlatformDriver, Platforms } from './registry.ts'
import { createSnapchat } from './snapchat/index.ts'
import { createTelegram } from './telegram/index.ts'
import { createThreads } from './threads/index.ts'
import { createTikTok } from './tiktok/index.ts'
import { createWordPressConnector } from './wordpress/auth.ts'
import { wordpressPublisher } from './wordpress/index.ts'
import { createX } from './x/index.ts'
import { createYouTube } from './youtube/index.ts'

/**
 * Where platforms live when they are not at their public addresses: one origin for all of a platform's hosts, e.g. `http://127.0.0.1:4010`.
 * Bluesky's is its PLC directory. Mastodon and self-hosted WordPress are told by who connects; WordPress's is WordPress.com.
 */
export type PlatformAddresses = Readonly<Partial<Record<Platform, string>>> & {
  /** Month of LinkedIn's API (`202609`), where it is not the one this version was made for. */
  readonly linkedinVersion?: string
}

/** The real platforms of this version. The practice platform comes with every workspace. */
export function createPlatforms(addresses: PlatformAddresses = {}): Platforms {
  const plcDirectory = addresses.bluesky
  return [
    createBluesky(plcDirectory === undefined ? {} : { plcDirectory }),
    { publisher: mastodonPublisher, connector: mastodonConnector },
    { publisher: wordpressPublisher, connector: createWordPressConnector(addresses.wordpress) },
    createLinkedIn(addresses.linkedin, addresses.linkedinVersion),
    ...Object.entries(fixed).map(([platform, create]) => create(addresses[platform as keyof typeof fixed])),
  ]
}

/** Platforms that have one public address: each made for it, or for the origin it is given. */
const fixed = {
  discord: createDiscord,
  facebook: createFacebook,
  instagram: createInstagram,
  pinterest: createPinterest,
  reddit: createReddit,
  snapchat: createSnapchat,
  telegram: createTelegram,
  threads: createThreads,
  tiktok: createTikTok,
  x: createX,
  youtube: createYouTube,
} satisfies Partial<Record<Platform, (origin?: string) => PlatformDriver>>

/** Addresses as a host's environment names them; docs/guide/platform-addresses.md lists the variables. Throws an Error that says which is no address. */
export function readPlatformAddresses(env: Readonly<Record<string, string | undefined>>): PlatformAddresses {
  const found: Partial<Record<Platform, string>> = {}
  for (const platform of Platform.options) {
    const name = platform === 'bluesky' ? 'BROADSIDE_PLC_URL' : `BROADSIDE_${platform.toUpperCase()}_URL`
    const value = env[name]
    if (value === undefined || value === '') continue
    if (!/^https?:$/.test(URL.parse(value)?.protocol ?? ''))
      throw new Error(`${name} takes an address such as http://localhost:2582, not "${value}"`)
    found[platform] = value.replace(/\/+$/, '')
  }
  const { BROADSIDE_LINKEDIN_VERSION: month } = env
  if (month === undefined || month === '') return found
  if (!/^20\d\d(?:0[1-9]|1[0-2])$/.test(month))
    throw new Error(`BROADSIDE_LINKEDIN_VERSION takes a month such as 202609, not "${month}"`)
  return { ...found, linkedinVersion: month }
}
