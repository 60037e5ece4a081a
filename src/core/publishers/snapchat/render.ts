import { snapchatSettings, snapchatText, type SnapchatFormat } from '../../../contract/platforms/snapchat.ts'
import type { Outgoing } from '../publisher.ts'

/** Where a post goes, below its profile, and what is said of it. Source: ProfileAssetManagement. */
export interface Rendered {
  readonly format: SnapchatFormat
  readonly path: string
  readonly json: Readonly<Record<string, unknown>>
}

export function render(post: Outgoing, mediaId: string): Rendered {
  const { format, storyTime, locale, saveToProfile } = snapchatSettings(post.settings)
  switch (format) {
    case 'story':
      // A day is what a story lasts unless told.
      return {
        format,
        path: '/stories',
        json: { media_id: mediaId, ...(storyTime !== 'ONE_DAY' && { customized_ttl: { ttl: storyTime } }) },
      }
    case 'saved_story':
      return {
        format,
        path: '/saved_stories',
        json: { saved_stories: [{ title: post.title.trim(), snap_sources: [{ media_id: mediaId }] }] },
      }
    case 'spotlight': {
      const description = snapchatText(post)
      return {
        format,
        path: '/spotlights',
        json: {
          media_id: mediaId,
          ...(description !== '' && { description }),
          locale,
          ...(!saveToProfile && { skip_save_to_profile: true }),
        },
      }
    }
  }
}
