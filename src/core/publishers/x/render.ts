import { findEntities } from '../../../contract/platforms/index.ts'
import { withLink } from '../../../contract/platforms/text.ts'
import { xSettings } from '../../../contract/platforms/x.ts'
import type { Outgoing, Remote } from '../publisher.ts'

/** A post as `POST /2/tweets` takes it. Source: openapi.json v2.167, TweetCreateRequest. */
export interface PostRequest {
  readonly text?: string
  readonly media?: { readonly media_ids: readonly string[]; readonly tagged_user_ids?: readonly string[] }
  readonly poll?: { readonly options: readonly string[]; readonly duration_minutes: number }
  readonly reply?: { readonly in_reply_to_tweet_id: string }
  readonly reply_settings?: string
  readonly community_id?: string
  readonly share_with_followers?: boolean
  readonly for_super_followers_only?: boolean
  readonly paid_partnership?: boolean
  readonly made_with_ai?: boolean
}

/** One part as a post, without what it replies to: that is known only when the part before is out. */
export function toPost(
  post: Outgoing,
  index: number,
  mediaIds: readonly string[],
  taggedIds: readonly string[],
): PostRequest {
  const { replies, poll, community, shareWithFollowers, subscribersOnly, paidPartnership, madeWithAi } = xSettings(
    post.settings,
  )
  const text = textOf(post, index)
  const first = index === 0
  return {
    ...(text !== '' && { text }),
    ...(mediaIds.length > 0 && {
      media: { media_ids: mediaIds, ...(first && taggedIds.length > 0 && { tagged_user_ids: taggedIds }) },
    }),
    ...(first && poll && { poll: { options: poll.options, duration_minutes: Math.round(poll.expiresInSeconds / 60) } }),
    // Who may reply is the conversation's: X takes it with its first post alone.
    ...(first && replies !== 'everyone' && { reply_settings: replies }),
    ...(first && community !== '' && { community_id: community, share_with_followers: shareWithFollowers }),
    ...(subscribersOnly && { for_super_followers_only: true }),
    ...(paidPartnership && { paid_partnership: true }),
    ...(madeWithAi && { made_with_ai: true }),
  }
}

export function textOf(post: Outgoing, index: number): string {
  const text = post.parts[index]?.text ?? ''
  return index === 0 ? withLink(text, post.link) : text
}

export function replyTarget(landed: readonly Remote[], index: number): string | null {
  return index === 0 ? null : (landed[index - 1]?.remoteId ?? null)
}

/** Text with what X rewrites taken out: entities of HTML, links (t.co), composed characters, runs of white space. */
export function comparable(text: string): string {
  let plain = text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&').normalize('NFC')
  for (const { kind, start, end } of findEntities(plain).reverse())
    if (kind === 'link') plain = `${plain.slice(0, start)}${plain.slice(end)}`
  return plain.replace(/[\s\u200b]+/gu, ' ').trim()
}
