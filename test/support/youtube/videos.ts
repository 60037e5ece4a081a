import { choice, list as listOf, object, only, required, text, type Param, type Params } from '../sim/params.ts'
import type { Reply } from '../sim/refused.ts'
import type { Ask } from '../sim/server.ts'
import { channelOf, scopes } from './access.ts'
import { googleError, videoNotFound } from './errors.ts'
import type { Snippet, Status, Video, World, YouTubeState } from './state.ts'

/** Source: reference of `videos`, and of the methods list, insert, update and delete. */

const parts = [
  'contentDetails',
  'fileDetails',
  'id',
  'localizations',
  'paidProductPlacementDetails',
  'player',
  'processingDetails',
  'recordingDetails',
  'snippet',
  'statistics',
  'status',
  'suggestions',
  'topicDetails',
]

/** Categories a video may have; 18 exists and takes none. */
export const categories = [
  { id: '1', title: 'Film & Animation', assignable: true },
  { id: '18', title: 'Short Movies', assignable: false },
  { id: '22', title: 'People & Blogs', assignable: true },
  { id: '28', title: 'Science & Technology', assignable: true },
]

/** The parts a request names, each of them known. */
export function partsOf(query: Params): string[] {
  const named = required(query, 'part').split(',')
  const unknown = named.find((part) => !parts.includes(part))
  if (unknown !== undefined) throw googleError(400, 'unknownPart', `'${unknown}'`)
  return named
}

/** What may be written of a video: every property that is not named is refused, and only parts that were asked for may be there. */
export function readResource(
  body: Params,
  named: readonly string[],
  now: number,
): { snippet: Snippet; status: Status } {
  only(body, 'id', 'snippet', 'status', 'kind', 'etag')
  for (const part of ['snippet', 'status'])
    if (part in body && !named.includes(part)) throw googleError(400, 'unexpectedPart', `'${part}'`)
  return { snippet: readSnippet(object(body, 'snippet') ?? {}), status: readStatus(object(body, 'status') ?? {}, now) }
}

function readSnippet(given: Params): Snippet {
  only(given, 'title', 'description', 'tags', 'categoryId', 'defaultLanguage', 'defaultAudioLanguage')
  const title = text(given, 'title') ?? ''
  if (title.trim() === '' || [...title].length > 100 || /[<>]/.test(title))
    throw googleError(400, 'invalidTitle', 'The request metadata specifies an invalid or empty video title.')
  const description = text(given, 'description') ?? ''
  if (Buffer.byteLength(description) > 5_000 || /[<>]/.test(description))
    throw googleError(400, 'invalidDescription', 'The request metadata specifies an invalid video description.')
  const tags = listOf(given, 'tags') ?? []
  const line = tags.map((tag) => (tag.includes(' ') ? `"${tag}"` : tag)).join(',')
  if ([...line].length > 500 || tags.some((tag) => tag === '' || /[<>]/.test(tag)))
    throw googleError(400, 'invalidTags', 'The request metadata specifies invalid video keywords.')
  const categoryId = text(given, 'categoryId') ?? '22'
  if (!categories.some(({ id, assignable }) => id === categoryId && assignable))
    throw googleError(400, 'invalidCategoryId', 'The snippet.categoryId property specifies an invalid category ID.')
  return {
    title,
    description,
    tags,
    categoryId,
    defaultLanguage: text(given, 'defaultLanguage'),
    defaultAudioLanguage: text(given, 'defaultAudioLanguage'),
  }
}

function readStatus(given: Params, now: number): Status {
  only(
    given,
    'privacyStatus',
    'publishAt',
    'license',
    'embeddable',
    'publicStatsViewable',
    'selfDeclaredMadeForKids',
    'containsSyntheticMedia',
  )
  const privacyStatus = choice(given, 'privacyStatus', ['public', 'unlisted', 'private'] as const) ?? 'public'
  const at = text(given, 'publishAt')
  const publishAt = at === null ? null : Date.parse(at)
  if (
    publishAt !== null &&
    (!/^\d{4}-\d\d-\d\dT.*Z$/.test(at ?? '') || privacyStatus !== 'private' || !(publishAt > now))
  )
    throw googleError(400, 'invalidPublishAt', 'The request metadata specifies an invalid scheduled publishing time.')
  return {
    privacyStatus,
    publishAt,
    license: choice(given, 'license', ['youtube', 'creativeCommon'] as const) ?? 'youtube',
    embeddable: truth(given['embeddable'], 'embeddable') ?? true,
    publicStatsViewable: truth(given['publicStatsViewable'], 'publicStatsViewable') ?? true,
    selfDeclaredMadeForKids: truth(given['selfDeclaredMadeForKids'], 'selfDeclaredMadeForKids'),
    containsSyntheticMedia: truth(given['containsSyntheticMedia'], 'containsSyntheticMedia') ?? false,
  }
}

function truth(value: Param | undefined, name: string): boolean | null {
  if (value === undefined) return null
  if (typeof value !== 'boolean') throw googleError(400, 'badRequest', `Invalid value at ${name}: a boolean is wanted`)
  return value
}

export function list(world: World, ask: Ask): Reply {
  const channel = channelOf(world, ask, scopes.readonly, scopes.manage, scopes.forceSsl)
  only(ask.query, 'part', 'id', 'maxResults')
  const named = partsOf(ask.query)
  const ids = required(ask.query, 'id').split(',')
  const seen = world.sim.state.videos.filter(
    ({ id, channelId, status }) => ids.includes(id) && (channelId === channel.id || status.privacyStatus !== 'private'),
  )
  for (const video of seen)
    if (video.state === 'uploaded' && --video.looksLeft < 0) video.state = video.fails ? 'failed' : 'processed'
  return {
    status: 200,
    json: { kind: 'youtube#videoListResponse', items: seen.map((video) => told(video, named)) },
  }
}

export function update(world: World, ask: Ask): Reply {
  const channel = channelOf(world, ask, scopes.manage, scopes.forceSsl)
  only(ask.query, 'part')
  const named = partsOf(ask.query)
  const video = own(world, required(ask.body, 'id'), channel.id)
  const { snippet, status } = readResource(ask.body, named, world.sim.now())
  if (named.includes('snippet')) {
    if (!text(object(ask.body, 'snippet') ?? {}, 'categoryId'))
      throw googleError(400, 'invalidCategoryId', 'snippet.categoryId is required.')
    video.snippet = snippet
  }
  if (named.includes('status')) video.status = status
  return { status: 200, json: told(video, named) }
}

export function remove(world: World, ask: Ask): Reply {
  const channel = channelOf(world, ask, scopes.manage, scopes.forceSsl)
  only(ask.query, 'id')
  const video = own(world, required(ask.query, 'id'), channel.id)
  const { state } = world.sim
  state.videos = state.videos.filter((known) => known !== video)
  for (const playlist of state.playlists) playlist.videoIds = playlist.videoIds.filter((id) => id !== video.id)
  return { status: 204 }
}

/** A video of this channel. */
export function own({ sim }: World, id: string, channelId: string): Video {
  const video = sim.state.videos.find((known) => known.id === id)
  if (!video) throw videoNotFound()
  if (video.channelId !== channelId) throw googleError(403, 'forbidden', 'The video belongs to somebody else.')
  return video
}

/** Makes public what is due. */
export function release(state: YouTubeState, now: number): void {
  for (const { status, state: work } of state.videos) {
    if (status.publishAt === null || status.publishAt > now || work !== 'processed') continue
    status.privacyStatus = 'public'
    status.publishAt = null
  }
}

/** What its owner takes for published: ready, and not waiting for its time. */
export function visible(state: YouTubeState): Video[] {
  return state.videos.filter((video) => video.state === 'processed' && video.status.publishAt === null)
}

export function told(video: Video, named: readonly string[]) {
  const { snippet, status } = video
  return {
    kind: 'youtube#video',
    id: video.id,
    ...(named.includes('snippet') && {
      snippet: {
        publishedAt: new Date(video.uploadedAt).toISOString(),
        channelId: video.channelId,
        title: snippet.title,
        description: snippet.description,
        ...(snippet.tags.length > 0 && { tags: snippet.tags }),
        categoryId: snippet.categoryId,
        liveBroadcastContent: 'none',
        ...(snippet.defaultLanguage !== null && { defaultLanguage: snippet.defaultLanguage }),
        ...(snippet.defaultAudioLanguage !== null && { defaultAudioLanguage: snippet.defaultAudioLanguage }),
      },
    }),
    ...(named.includes('status') && {
      status: {
        uploadStatus: video.state,
        ...(video.state === 'failed' && { failureReason: 'conversion' }),
        privacyStatus: status.privacyStatus,
        ...(status.publishAt !== null && { publishAt: new Date(status.publishAt).toISOString() }),
        license: status.license,
        embeddable: status.embeddable,
        publicStatsViewable: status.publicStatsViewable,
        madeForKids: status.selfDeclaredMadeForKids ?? false,
        ...(status.selfDeclaredMadeForKids !== null && { selfDeclaredMadeForKids: status.selfDeclaredMadeForKids }),
        containsSyntheticMedia: status.containsSyntheticMedia,
      },
    }),
  }
}
