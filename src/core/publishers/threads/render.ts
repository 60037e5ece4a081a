import { threadsAttachment, threadsSettings, threadsText } from '../../../contract/platforms/threads.ts'
import type { Poll } from '../../../contract/platforms/poll.ts'
import type { Outgoing, OutgoingMedia } from '../publisher.ts'

/** A container as `POST /{account}/threads` takes it. Source: threads/reference/publishing. */
export type Form = Record<string, string>

/** Without what was not set: Graph takes an empty value for one. */
function filled(fields: Readonly<Record<string, string | false | null>>): Form {
  return Object.fromEntries(
    Object.entries(fields).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string' && entry[1] !== '',
    ),
  )
}

/** What part `index` has besides its files. Settings are the first part's. */
export function partForm(post: Outgoing, index: number, replyTo: string | null): Form {
  const text = threadsText(post, index)
  if (index > 0) return filled({ text, reply_to_id: replyTo })
  const settings = threadsSettings(post.settings)
  return filled({
    text,
    reply_control: settings.replies !== 'everyone' && settings.replies,
    enable_reply_approvals: settings.replyApprovals && 'true',
    topic_tag: settings.topicTag,
    quote_post_id: settings.quote,
    location_id: settings.location,
    allowlisted_country_codes: settings.countries.join(','),
    is_ghost_post: settings.ghost && 'true',
    ...attachmentForm(post),
  })
}

function attachmentForm(post: Outgoing): Readonly<Record<string, string | false | null>> {
  const { poll, gif, longText, spoilerMedia } = threadsSettings(post.settings)
  switch (threadsAttachment(post)) {
    case 'files':
      return { is_spoiler_media: spoilerMedia && 'true' }
    case 'poll':
      return { poll_attachment: poll && JSON.stringify(answers(poll)) }
    case 'gif':
      return { gif_attachment: JSON.stringify({ gif_id: gif, provider: 'GIPHY' }) }
    case 'longText':
      return {
        text_attachment: JSON.stringify({ plaintext: longText, ...(post.link && { link_attachment_url: post.link }) }),
      }
    case 'link':
      return { link_attachment: post.link }
    case null:
      return {}
  }
}

/** Source: threads/create-posts/polls. */
function answers({ options }: Poll): Record<string, string> {
  return Object.fromEntries(options.map((option, at) => [`option_${'abcd'[at] ?? ''}`, option]))
}

/** A file, from its address. */
export function fileForm(file: OutgoingMedia, address: string): Form {
  const isFilm = file.kind === 'video'
  return filled({
    media_type: isFilm ? 'VIDEO' : 'IMAGE',
    [isFilm ? 'video_url' : 'image_url']: address,
    alt_text: file.alt.trim(),
  })
}

/** A text as Threads gives it back, and as we sent it, made comparable: the # of a tag that becomes the topic may be gone. */
export function comparable(text: string): string {
  return text
    .normalize('NFC')
    .replace(/[#＃]/gu, '')
    .replace(/[\s\u200b]+/gu, ' ')
    .trim()
}
