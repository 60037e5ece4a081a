import { knowledgeOf, platforms, type SupportedPlatform } from '../../../../../contract/platforms/index.ts'
import { platformNames } from '../../../ui/index.ts'

/** What stands between a person and their first post there. */
export const hurdles = ['none', 'app', 'review'] as const
export type Hurdle = (typeof hurdles)[number]

/** The platforms this build can connect, in the order they are offered everywhere; practice is last. */
export const connectable = (Object.keys(platformNames) as (keyof typeof platformNames)[]).filter(isConnectable)

export function isConnectable(platform: string | undefined): platform is SupportedPlatform {
  return platform !== undefined && Object.hasOwn(platforms, platform)
}

/** Whether its usual way works at once, with an app of one's own, or only fully once the platform has looked at that app. */
export function hurdleOf(platform: SupportedPlatform): Hurdle {
  const { review, connect } = knowledgeOf(platform).rules
  if (review) return 'review'
  return connect[0]?.app ? 'app' : 'none'
}
