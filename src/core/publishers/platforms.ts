import { createBluesky, type BlueskyAddresses } from './bluesky/index.ts'
import type { Platforms } from './registry.ts'

/** Where platforms are, when not at their public addresses. */
export interface PlatformAddresses {
  readonly bluesky?: BlueskyAddresses
}

/** The real platforms of this version. The practice platform comes with every workspace. */
export function createPlatforms(addresses: PlatformAddresses = {}): Platforms {
  return [createBluesky(addresses.bluesky)]
}
