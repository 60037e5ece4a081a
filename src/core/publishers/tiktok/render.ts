import { tiktokSettings, tiktokText } from '../../../contract/platforms/tiktok.ts'
import type { Outgoing } from '../publisher.ts'
import type { Creator } from './creator.ts'

/** How a file is cut into pieces. */
export interface Pieces {
  readonly bytes: number
  /** Of every piece but the last, which has the rest as well. */
  readonly size: number
  readonly count: number
}

const pieceBytes = 10_000_000

/**
 * Pieces as TikTok counts them: as many as fit whole, the rest goes with the last. A file with room for one is one piece of its own size: a
 * count of one with any other size has been refused since August 2026. Source: media transfer guide, and its example of 50,000,123 bytes.
 */
export function piecesOf(bytes: number): Pieces {
  const count = Math.floor(bytes / pieceBytes)
  return count < 2 ? { bytes, size: bytes, count: 1 } : { bytes, size: pieceBytes, count }
}

const sourceOf = ({ bytes, size, count }: Pieces) => ({
  source: 'FILE_UPLOAD',
  video_size: bytes,
  chunk_size: size,
  total_chunk_count: count,
})

/** A video for the inbox: nothing is said of it. Source: content-posting-api-reference-upload-video. */
export const toDraft = (pieces: Pieces) => ({ source_info: sourceOf(pieces) })

/** A video that goes out at once. Source: content-posting-api-reference-direct-post. */
export function toVideo(post: Outgoing, pieces: Pieces, creator: Creator) {
  const { coverSeconds, madeWithAi, ...settings } = tiktokSettings(post.settings)
  const text = tiktokText(post)
  return {
    post_info: {
      ...(text !== '' && { title: text }),
      privacy_level: settings.privacy,
      disable_comment: creator.commentsOff || !settings.allowComments,
      disable_duet: creator.duetOff || !settings.allowDuet,
      disable_stitch: creator.stitchOff || !settings.allowStitch,
      ...(coverSeconds !== null && { video_cover_timestamp_ms: Math.round(coverSeconds * 1_000) }),
      brand_content_toggle: settings.brandedContent,
      brand_organic_toggle: settings.ownBrand,
      is_aigc: madeWithAi,
    },
    source_info: sourceOf(pieces),
  }
}

/** Pictures at addresses; for the inbox without a creator. Source: content-posting-api-reference-photo-post. */
export function toPhotos(post: Outgoing, addresses: readonly string[], creator: Creator | null) {
  const settings = tiktokSettings(post.settings)
  const title = post.title.trim()
  const description = tiktokText(post)
  return {
    media_type: 'PHOTO',
    post_mode: creator ? 'DIRECT_POST' : 'MEDIA_UPLOAD',
    post_info: {
      ...(title !== '' && { title }),
      ...(description !== '' && { description }),
      ...(creator && {
        privacy_level: settings.privacy,
        disable_comment: creator.commentsOff || !settings.allowComments,
        auto_add_music: settings.autoMusic,
        brand_content_toggle: settings.brandedContent,
        brand_organic_toggle: settings.ownBrand,
      }),
    },
    source_info: {
      source: 'PULL_FROM_URL',
      photo_images: addresses,
      photo_cover_index: (settings.coverPhoto ?? 1) - 1,
    },
  }
}
