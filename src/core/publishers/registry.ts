import type { Platform } from '../../contract/vocabulary.ts'
import type { Connector, Publisher } from './publisher.ts'

/** A platform's two halves: connecting and publishing. */
export interface PlatformDriver {
  readonly publisher: Publisher
  readonly connector: Connector
}

export type Platforms = readonly PlatformDriver[]

export interface Registry {
  publisher(platform: Platform): Publisher | undefined
  connector(platform: Platform): Connector | undefined
}

/** The platforms this studio speaks to. Throws when two drivers claim one platform or the halves of one do not match. */
export function createRegistry(drivers: Platforms): Registry {
  const byPlatform = new Map<Platform, PlatformDriver>()
  for (const driver of drivers) {
    const { platform } = driver.publisher
    if (driver.connector.platform !== platform)
      throw new Error(`${platform} publishes, but ${driver.connector.platform} connects`)
    if (byPlatform.has(platform)) throw new Error(`${platform} is registered twice`)
    byPlatform.set(platform, driver)
  }
  return {
    publisher: (platform) => byPlatform.get(platform)?.publisher,
    connector: (platform) => byPlatform.get(platform)?.connector,
  }
}
