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

/** Addresses as a host's environment names them; docs/guide/platform-addresses.md lists the variables. Throws an Error that says which is no address. */
export function readPlatformAddresses(env: Readonly<Record<string, string | undefined>>): PlatformAddresses {
  const plcDirectory = env['BROADSIDE_PLC_URL']
  if (plcDirectory === undefined || plcDirectory === '') return {}
  if (!/^https?:$/.test(URL.parse(plcDirectory)?.protocol ?? ''))
    throw new Error(`BROADSIDE_PLC_URL takes an address such as http://localhost:2582, not "${plcDirectory}"`)
  return { bluesky: { plcDirectory } }
}
