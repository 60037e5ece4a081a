import { youtubeDescription, youtubeSettings } from '../../../contract/platforms/youtube.ts'
import { toIso, type Instant } from '../../clock.ts'
import type { Outgoing } from '../publisher.ts'

/** What `videos.insert` and `videos.update` take of a video. Source: reference of `videos`. */
export interface VideoResource {
  readonly snippet: Readonly<Record<string, unknown>>
  readonly status: Readonly<Record<string, unknown>>
}

/** Nearer than this YouTube is not asked to hold the schedule: a moment that has passed is refused. */
const handOffLeastMs = 2 * 60_000

/** When YouTube is to publish it by itself; null where it goes out at once. */
export function scheduledFor(post: Pick<Outgoing, 'settings' | 'dueAt'>, now: Instant): Instant | null {
  return youtubeSettings(post.settings).handOff && post.dueAt - now >= handOffLeastMs ? post.dueAt : null
}

/** The whole of what is said of a video: what an update leaves out, YouTube empties. */
export function toVideo(post: Outgoing, publishAt: Instant | null): VideoResource {
  const settings = youtubeSettings(post.settings)
  const { language } = settings
  return {
    snippet: {
      title: post.title.trim(),
      description: youtubeDescription(post),
      tags: settings.tags,
      categoryId: settings.category,
      ...(language !== null && { defaultLanguage: language, defaultAudioLanguage: language }),
    },
    status: {
      ...(publishAt === null
        ? { privacyStatus: settings.privacy }
        : { privacyStatus: 'private', publishAt: toIso(publishAt) }),
      license: settings.license,
      embeddable: settings.embeddable,
      publicStatsViewable: settings.publicStats,
      selfDeclaredMadeForKids: settings.madeForKids === true,
      containsSyntheticMedia: settings.syntheticMedia,
    },
  }
}

export const watchAddress = (videoId: string) => `https://www.youtube.com/watch?v=${videoId}`
