import { instagramCaption, instagramSettings } from '../../../contract/platforms/instagram.ts'
import type { PostKind } from '../../../contract/platforms/types.ts'
import type { Outgoing, OutgoingMedia } from '../publisher.ts'

/** A container as `POST /{account}/media` takes it. Source: instagram-graph-api/reference/ig-user/media. */
export type Form = Record<string, string>

/** Without what was not set: Graph takes an empty value for one. */
function filled(fields: Readonly<Record<string, string | false | null>>): Form {
  return Object.fromEntries(
    Object.entries(fields).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string' && entry[1] !== '',
    ),
  )
}

/** What a whole post has: a carousel has it once, not with each file. */
export function postForm(post: Outgoing, kind: PostKind): Form {
  const settings = instagramSettings(post.settings)
  const disclosed = {
    is_ai_generated: settings.madeWithAi && 'true',
    is_paid_partnership: settings.paidPartnership && 'true',
    branded_content_sponsor_ids: settings.sponsors.length > 0 && JSON.stringify(settings.sponsors),
  }
  if (kind === 'story') return filled(disclosed)
  return filled({
    caption: instagramCaption(post),
    location_id: settings.location,
    // A trial goes out without them.
    collaborators:
      settings.collaborators.length > 0 &&
      (kind !== 'reel' || settings.trial === null) &&
      JSON.stringify(settings.collaborators),
    ...disclosed,
  })
}

/** What a reel has besides. `coverUrl`: its own picture, else a moment of it. */
export function reelForm(post: Outgoing, coverUrl: string | null): Form {
  const { tagged, coverMs, shareToFeed, trial, audioName } = instagramSettings(post.settings)
  return filled({
    media_type: 'REELS',
    cover_url: coverUrl,
    thumb_offset: coverUrl === null && coverMs !== null && String(coverMs),
    // A trial is not for the feed.
    share_to_feed: trial === null && String(shareToFeed),
    trial_params: trial !== null && JSON.stringify({ graduation_strategy: trial }),
    audio_name: audioName,
    user_tags: tagged.length > 0 && JSON.stringify(tagged.map((username) => ({ username }))),
  })
}

/** What a picture has. `position` among the pictures of the post: people are tagged in the first. */
export function imageForm(post: Outgoing, file: OutgoingMedia, position: number): Form {
  const { tagged } = instagramSettings(post.settings)
  return filled({
    alt_text: file.alt.trim(),
    user_tags: position === 0 && tagged.length > 0 && JSON.stringify(spread(tagged)),
  })
}

/** Tags of a picture need a place in it: beside each other, near its lower edge. */
function spread(names: readonly string[]): { username: string; x: number; y: number }[] {
  const round = (value: number) => Math.round(value * 100) / 100
  return names.map((username, at) => ({ username, x: round((at + 1) / (names.length + 1)), y: 0.9 }))
}

/** A text as Instagram gives it back, and as we sent it, made comparable. */
export function comparable(text: string): string {
  return text
    .normalize('NFC')
    .replace(/[\s\u200b]+/gu, ' ')
    .trim()
}
