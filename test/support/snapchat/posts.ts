import { randomUUID } from 'node:crypto'
import { choice, flag, integer, object, objects, only, required, text } from '../sim/params.ts'
import { Refusal, type Reply } from '../sim/refused.ts'
import type { Ask } from '../sim/server.ts'
import { secret } from '../sim/store.ts'
import { isExpired } from './media.ts'
import { callerFor, envelope, ok, refused, type SnapMedia, type SnapPost, type World } from './state.ts'

/*
 * ProfileAssetManagement, Stories, Saved Stories and Spotlights: each is made of a file that was finalized. A story is answered with nothing but
 * the number of the request.
 */

/** So long a file is being posted. */
const postingMs = 30_000
const ttls = ['ONE_DAY', 'TWO_DAYS', 'THREE_DAYS', 'ONE_WEEK'] as const

export function postStory(world: World, ask: Ask): Reply {
  const { profile } = callerFor(world, ask)
  only(ask.body, 'media_id', 'customized_ttl')
  const ttl = object(ask.body, 'customized_ttl')
  if (ttl) only(ttl, 'ttl')
  const chosen = ttl && choice(ttl, 'ttl', ttls)
  if (ttl && !chosen) throw refused(400, 'ttl is required')
  const media = usable(world, profile.id, required(ask.body, 'media_id'))
  keep(world, media, { id: null, kind: 'story', words: '', settings: { ...(chosen && { ttl: chosen }) } })
  return ok()
}

export function postSavedStory(world: World, ask: Ask): Reply {
  const { profile } = callerFor(world, ask)
  only(ask.body, 'saved_stories')
  const stories = objects(ask.body, 'saved_stories') ?? []
  const [story] = stories
  if (!story || stories.length > 1) throw refused(400, 'saved_stories must have one item')
  only(story, 'title', 'snap_sources')
  const title = required(story, 'title')
  if (title.length > 45) throw refused(400, 'title is longer than 45 characters')
  const sources = objects(story, 'snap_sources') ?? []
  const [source] = sources
  if (!source || sources.length > 1) throw refused(400, 'snap_sources must have one item')
  only(source, 'media_id')
  const media = usable(world, profile.id, required(source, 'media_id'))
  const id = randomUUID()
  keep(world, media, { id, kind: 'saved_story', words: title, settings: { format: 'saved_story' } })
  return ok({ saved_stories: [{ sub_request_status: 'SUCCESS', saved_story: { id, title, profile_id: profile.id } }] })
}

export function postSpotlight(world: World, ask: Ask): Reply {
  const { profile } = callerFor(world, ask)
  only(ask.body, 'media_id', 'description', 'locale', 'skip_save_to_profile')
  const words = text(ask.body, 'description') ?? ''
  if (words.length > 160) throw refused(400, 'description is longer than 160 characters')
  const locale = required(ask.body, 'locale')
  if (!/^[a-z]{2}_[A-Z]{2}$/.test(locale)) throw refused(400, 'locale is not valid')
  const skipped = flag(ask.body, 'skip_save_to_profile') ?? false
  const media = usable(world, profile.id, required(ask.body, 'media_id'))
  if (media.type !== 'VIDEO') throw refused(400, 'A Spotlight is a video.')
  const id = secret()
  keep(world, media, { id, kind: 'spotlight', words, settings: { locale, skip_save_to_profile: skipped } })
  return ok({ spotlight_id: id })
}

/** A file that can be posted now. What only the file is to blame for comes with status 200; that it is worked on does not (seen by a client). */
function usable(world: World, profile: string, id: string): SnapMedia {
  const media = world.sim.state.media.find((known) => known.id === id && known.profile === profile)
  if (!media) throw refused(404, 'The media does not exist.')
  if (isExpired(world, media)) throw refused(200, 'Create the media again.', 'MEDIA_EXPIRED')
  if (!media.content) throw refused(400, 'The media is not finalized.')
  if (media.looksLeft-- > 0) throw refused(400, 'The media is being processed.', 'MEDIA_PROCESSING')
  if (media.willFail) throw refused(400, 'The media could not be processed.')
  if (media.postedAt !== null && world.sim.now() - media.postedAt < postingMs)
    throw refused(200, 'The media is being posted.', 'MEDIA_POSTING_ALREADY_IN_PROGRESS')
  return media
}

function keep({ sim }: World, media: SnapMedia, post: Pick<SnapPost, 'id' | 'kind' | 'words' | 'settings'>): void {
  const { options } = sim.state
  const { looks, fails } = post.kind === 'spotlight' ? options.review : { looks: 0, fails: false }
  const made: SnapPost = {
    ...post,
    profile: media.profile,
    mediaId: media.id,
    at: sim.now(),
    status: 'SUBMITTED',
    looksLeft: looks,
    willFail: fails,
  }
  if (looks === 0) settle(made)
  if (post.kind === 'spotlight') options.review = { looks: 0, fails: false }
  media.postedAt = sim.now()
  sim.state.posts.push(made)
}

function settle(post: SnapPost): void {
  post.status = post.willFail ? 'REJECTED' : 'LIVE'
}

export function getSpotlight(world: World, ask: Ask): Reply {
  const { profile } = callerFor(world, ask)
  only(ask.query)
  const post = spotlightsOf(world, profile.id).find(({ id }) => id === ask.at['spotlight'])
  if (!post) throw refused(404, 'The spotlight does not exist.')
  if (post.status === 'SUBMITTED' && post.looksLeft-- <= 0) settle(post)
  return ok({ spotlights: [{ sub_request_status: 'SUCCESS', spotlight: shown(post) }] })
}

/** Newest first, in pages. */
export function listSpotlights(world: World, ask: Ask): Reply {
  const { profile } = callerFor(world, ask)
  only(ask.query, 'limit', 'cursor')
  const limit = integer(ask.query, 'limit') ?? 10
  if (limit < 1 || limit > 100) throw refused(400, 'limit is out of range')
  const from = integer(ask.query, 'cursor') ?? 0
  const all = spotlightsOf(world, profile.id)
    .filter(({ status }) => status !== 'SUBMITTED' || world.sim.state.options.listsSubmitted)
    .toReversed()
  const spotlights = all
    .slice(from, from + limit)
    .map((post) => ({ sub_request_status: 'SUCCESS', spotlight: shown(post) }))
  const rest = from + limit < all.length ? { paging: { next_page_id: String(from + limit) } } : {}
  return ok({ spotlights, ...rest })
}

const spotlightsOf = ({ sim }: World, profile: string) =>
  sim.state.posts.filter((post) => post.profile === profile && post.kind === 'spotlight')

const shown = ({ id, profile, at, status, words }: SnapPost) => ({
  id,
  profile_id: profile,
  thumbnail_url: `https://cf-st.sc-cdn.net/d/${id}.256.jpg`,
  media_url: `https://cf-st.sc-cdn.net/d/${id}.27.mp4`,
  created_at: new Date(at).toISOString(),
  status,
  duration: 10,
  title: '',
  caption: words,
  link: '',
  hashtags: [...words.matchAll(/#(\w+)/g)].map(([, tag]) => tag),
})

/** Public-Profile-API/Profiles. */
export function myProfile(world: World, ask: Ask, account: { own: string | null }): Reply {
  only(ask.query)
  const profile = world.sim.state.profiles.find(({ id }) => id === account.own)
  if (!profile) throw refused(400, 'The user has no public profile.')
  return ok({ public_profile: profileOf(profile) })
}

export function getProfile(world: World, ask: Ask): Reply {
  const { profile } = callerFor(world, ask)
  return ok({ public_profiles: [{ sub_request_status: 'SUCCESS', public_profile: profileOf(profile) }] })
}

export function listProfiles(world: World, ask: Ask, member: { organizations: string[] }): Reply {
  const organization = ask.at['organization'] ?? ''
  only(ask.query, 'limit', 'cursor')
  if (!member.organizations.includes(organization))
    throw new Refusal({
      status: 403,
      json: { ...envelope(), request_status: 'ERROR', error_code: 'AUTHORIZATION_PERMISSION_DENIED' },
    })
  const [limit, from] = [integer(ask.query, 'limit') ?? 10, integer(ask.query, 'cursor') ?? 0]
  if (limit < 1 || limit > 100) throw refused(400, 'limit is out of range')
  const all = world.sim.state.profiles.filter((profile) => profile.organization === organization)
  const rows = all.slice(from, from + limit)
  return ok({
    public_profiles: rows.map((profile) => ({ sub_request_status: 'SUCCESS', public_profile: profileOf(profile) })),
    ...(from + limit < all.length && { paging: { next_page_id: String(from + limit) } }),
  })
}

const profileOf = ({ id, organization, name, username }: World['sim']['state']['profiles'][0]) => ({
  id,
  organization_id: organization,
  display_name: name,
  ...(username !== null && { snap_user_name: username }),
  logo_urls: {
    original_logo_url: `https://cf-st.sc-cdn.net/aps/${id}`,
    manage_profile_logo_url: `https://cf-st.sc-cdn.net/aps/${id}.640`,
  },
  profile_type: 'PUBLIC_PROFILE',
  profile_tier: 'TIER_PUBLIC',
  subscriber_count: '1024',
})
