import { facebookLink, facebookSettings, facebookText } from '../../../contract/platforms/facebook.ts'
import type { PostKind } from '../../../contract/platforms/types.ts'
import { said } from '../../../contract/sentences/index.ts'
import type { Instant } from '../../clock.ts'
import { failure, StepFailed, type Outgoing } from '../publisher.ts'

/** When Facebook is to publish: at once, or at a moment it keeps itself. */
export type Placing = { readonly is: 'now' } | { readonly is: 'scheduled'; readonly at: Instant }

const dayMs = 24 * 3_600_000
const leastMs = 10 * 60_000
/** Graph API reference, page/feed: 10 minutes to 75 days. Reels: 29 days were taken where 30 are documented nowhere (README). */
const mostMs = { reel: 29 * dayMs, other: 75 * dayMs } as const

/**
 * Whether a post is handed over. Too near, it is published here at its time; too far, it is handed over later: both wait, as a StepFailed.
 */
export function placingOf({ dueAt, settings }: Pick<Outgoing, 'dueAt' | 'settings'>, now: Instant): Placing {
  const { handOff, format } = facebookSettings(settings)
  if (!handOff || dueAt <= now) return { is: 'now' }
  const most = mostMs[format === 'reel' ? 'reel' : 'other']
  if (dueAt - now < leastMs) throw waits(dueAt, failure('processing', said('facebook_schedule_near')))
  if (dueAt - now > most)
    throw waits(dueAt - most, failure('processing', said('facebook_schedule_far', { days: most / dayMs })))
  return { is: 'scheduled', at: dueAt }
}

const waits = (until: Instant, why: ReturnType<typeof failure>) =>
  new StepFailed({ is: 'deferred', until, failure: why })

type Form = Record<string, string>

/** Without what was not set: Graph takes an empty value for one. */
function filled(fields: Readonly<Record<string, string | false | null>>): Form {
  return Object.fromEntries(
    Object.entries(fields).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string' && entry[1] !== '',
    ),
  )
}

const seconds = (at: Instant) => String(Math.floor(at / 1_000))

/** Of everything but reels and stories, which say it otherwise. */
const placed = (placing: Placing): Form =>
  placing.is === 'now'
    ? { published: 'true' }
    : { published: 'false', unpublished_content_type: 'SCHEDULED', scheduled_publish_time: seconds(placing.at) }

/** Who alone may see it. */
function targeting(post: Outgoing): string | null {
  const { countries, ageMin } = facebookSettings(post.settings)
  if (countries.length === 0 && ageMin === null) return null
  return JSON.stringify({
    ...(countries.length > 0 && { geo_locations: { countries } }),
    ...(ageMin !== null && { age_min: ageMin }),
  })
}

/** What `POST /{page}/feed` takes. `photos`: ids of pictures that were uploaded without being published. */
export function feedForm(post: Outgoing, photos: readonly string[], placing: Placing): Form {
  const { button, place, sponsor } = facebookSettings(post.settings)
  const link = facebookLink(post)
  return filled({
    message: facebookText(post, 0),
    link,
    attached_media: photos.length > 0 && JSON.stringify(photos.map((id) => ({ media_fbid: id }))),
    call_to_action: link !== null && button !== null && JSON.stringify({ type: button, value: { link } }),
    place,
    sponsor_id: sponsor,
    targeting: targeting(post),
    ...placed(placing),
  })
}

/** What the end of a film's upload takes (`POST /{page}/videos?upload_phase=finish`). */
export function videoForm(post: Outgoing, session: string, placing: Placing): Form {
  const { sponsor, videoTags, category, embeddable } = facebookSettings(post.settings)
  return filled({
    upload_session_id: session,
    title: post.title.trim(),
    description: facebookText(post, 0),
    content_tags: videoTags.length > 0 && JSON.stringify(videoTags),
    content_category: category,
    embeddable: !embeddable && 'false',
    sponsor_id: sponsor,
    targeting: targeting(post),
    ...placed(placing),
  })
}

/** What the end of a reel's upload takes (`POST /{page}/video_reels?upload_phase=finish`). Without `video_state` it stays a draft. */
export function reelForm(post: Outgoing, videoId: string, placing: Placing): Form {
  return filled({
    video_id: videoId,
    title: post.title.trim(),
    description: facebookText(post, 0),
    ...(placing.is === 'now'
      ? { video_state: 'PUBLISHED' }
      : { video_state: 'SCHEDULED', scheduled_publish_time: seconds(placing.at) }),
  })
}

/** What can be changed of what is out: words alone. */
export function editForm(post: Outgoing, index: number, kind: PostKind | 'comment'): Form {
  if (kind === 'video') return filled({ title: post.title.trim(), description: facebookText(post, index) })
  return kind === 'reel' ? { description: facebookText(post, index) } : { message: facebookText(post, index) }
}

/** A text as Facebook gives it back, and as we sent it, made comparable: it trims and composes, and folds white space. */
export function comparable(text: string): string {
  return text
    .normalize('NFC')
    .replace(/[\s\u200b]+/gu, ' ')
    .trim()
}
