import type { Platforms } from './registry.ts'

/** The real platforms of this version. The practice platform comes with every workspace. */
export function createPlatforms(): Platforms {
  return []
}
