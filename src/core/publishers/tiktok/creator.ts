import type { AccountLimits } from '../../../contract/platforms/types.ts'
import { isPhotoPost, tiktokSettings } from '../../../contract/platforms/tiktok.ts'
import { said } from '../../../contract/sentences/index.ts'
import { failure, StepFailed, type Failure, type Outgoing, type PublishContext } from '../publisher.ts'
import { ask, type TikTokHosts } from './api.ts'

/** What a creator may choose at the moment. Source: content-posting-api-reference-query-creator-info. */
export interface Creator {
  readonly username: string | null
  readonly privacies: readonly string[]
  readonly commentsOff: boolean
  readonly duetOff: boolean
  readonly stitchOff: boolean
  readonly maxSeconds: number | null
}

export const creatorInfoPath = '/v2/post/publish/creator_info/query/'

/** Asks anew: TikTok wants its newest answer before each post. Throws StepFailed. */
export async function askCreator(hosts: TikTokHosts, context: PublishContext): Promise<Creator> {
  return readCreator(await ask(hosts, context, creatorInfoPath, { method: 'POST', json: {} }))
}

export function readCreator(data: Readonly<Record<string, unknown>>): Creator {
  const { creator_username: username, privacy_level_options: options, max_video_post_duration_sec: seconds } = data
  return {
    username: typeof username === 'string' && username !== '' ? username : null,
    privacies: (Array.isArray(options) ? options : []).filter((one): one is string => typeof one === 'string'),
    commentsOff: data['comment_disabled'] === true,
    duetOff: data['duet_disabled'] === true,
    stitchOff: data['stitch_disabled'] === true,
    maxSeconds: typeof seconds === 'number' && seconds > 0 ? seconds : null,
  }
}

/** As the checks and the form read it. Null: the sign-in may send drafts alone. */
export function limitsOf(creator: Creator | null): AccountLimits {
  if (!creator) return { choices: { mode: ['inbox'] } }
  return {
    choices: { mode: ['inbox', 'direct'], privacy: creator.privacies },
    flags: {
      comment_disabled: creator.commentsOff,
      duet_disabled: creator.duetOff,
      stitch_disabled: creator.stitchOff,
    },
    ...(creator.maxSeconds !== null && { videoSeconds: creator.maxSeconds }),
  }
}

/** What was chosen must still be to be had: it may have been days ago. Throws StepFailed. */
export function checkCreator(post: Outgoing, { privacies, maxSeconds }: Creator): void {
  const { privacy } = tiktokSettings(post.settings)
  const reject = (why: Failure) => new StepFailed({ is: 'rejected', failure: why })
  if (privacy === null || !privacies.includes(privacy)) throw reject(failure('content', said('tiktok_privacy_gone')))
  const durationMs = isPhotoPost(post) ? null : (post.parts[0]?.media[0]?.durationMs ?? null)
  if (maxSeconds !== null && durationMs !== null && durationMs > maxSeconds * 1_000)
    throw reject(failure('media', said('tiktok_video_too_long', { seconds: maxSeconds })))
}
