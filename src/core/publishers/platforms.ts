import { createBluesky, type BlueskyAddresses } from './bluesky/index.ts'
import { mastodonConnector } from './mastodon/auth.ts'
import { mastodonPublisher } from './mastodon/index.ts'
import type { Platforms } from './registry.ts'
import { wordpressConnector } from './wordpress/auth.ts'
import { wordpressPublisher } from './wordpress/index.ts'

/** Where platforms live that are not told by the person who connects: only when they are not at their public addresses. */
export interface PlatformAddresses {
  readonly bluesky?: BlueskyAddresses
}

/** The real platforms of this version. The practice platform comes with every workspace. */
export function createPlatforms(addresses: PlatformAddresses = {}): Platforms {
  return [
    createBluesky(addresses.bluesky),
    { publisher: mastodonPublisher, connector: mastodonConnector },
    { publisher: wordpressPublisher, connector: wordpressConnector },
  ]
}
