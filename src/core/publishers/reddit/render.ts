import { reddit, redditBody, redditSettings } from '../../../contract/platforms/reddit.ts'
import type { Outgoing } from '../publisher.ts'
import type { Stored } from './media.ts'

/** A post's files as they were stored. */
export interface Files {
  readonly media: readonly Stored[]
  /** A film's. */
  readonly cover: Stored | null
}

/** The one request that makes a post exist. */
export type Submission =
  | { readonly path: '/api/submit'; readonly form: Readonly<Record<string, string>> }
  | { readonly path: '/api/submit_gallery_post.json' | '/api/submit_poll_post'; readonly json: unknown }

/** Source: praw/models/reddit/subreddit, `submit`. A body may stand below everything. */
export function toSubmission(post: Outgoing, { media, cover }: Files): Submission {
  const settings = redditSettings(post.settings)
  const text = redditBody(post)
  const shared = {
    api_type: 'json',
    sr: settings.subreddit,
    title: titleOf(post),
    nsfw: settings.nsfw,
    spoiler: settings.spoiler,
    sendreplies: settings.sendReplies,
    // The community's own rules count as well.
    validate_on_submit: true,
    ...(settings.flair !== '' && { flair_id: settings.flair }),
    ...(settings.flairText !== '' && { flair_text: settings.flairText }),
  }
  const body: { text?: string } = text === '' ? {} : { text }
  switch (reddit.kindOf(post)) {
    case 'carousel': {
      const items = media.map(({ assetId }, at) => ({
        media_id: assetId,
        caption: settings.captions[at] ?? '',
        outbound_url: settings.links[at] ?? '',
      }))
      return { path: '/api/submit_gallery_post.json', json: { ...shared, ...body, items, show_error_list: true } }
    }
    case 'poll': {
      const { options = [], expiresInSeconds = 0 } = settings.poll ?? {}
      const duration = Math.min(7, Math.max(1, Math.round(expiresInSeconds / 86_400)))
      return { path: '/api/submit_poll_post', json: { ...shared, text, options, duration } }
    }
    case 'image':
      return asForm({ ...shared, ...body, kind: 'image', url: media[0]?.url ?? '' })
    case 'video':
      return asForm({
        ...shared,
        ...body,
        kind: settings.silent ? 'videogif' : 'video',
        url: media[0]?.url ?? '',
        video_poster_url: cover?.url ?? '',
      })
    case 'link':
      return asForm({ ...shared, ...body, kind: 'link', url: post.link ?? '', resubmit: settings.resubmit })
    default:
      return asForm({ ...shared, kind: 'self', text })
  }
}

/** On one line. */
export const titleOf = ({ title }: Pick<Outgoing, 'title'>) => title.replace(/\s+/gu, ' ').trim()

function asForm(fields: Readonly<Partial<Record<string, string | boolean>>>): Submission {
  const pairs = Object.entries(fields).map(([key, value]) => [key, String(value)])
  return { path: '/api/submit', form: Object.fromEntries(pairs) as Record<string, string> }
}
