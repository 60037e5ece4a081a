import { readFileSync } from 'node:fs'
import { integer, object, only, required, text } from '../sim/params.ts'
import type { Reply } from '../sim/refused.ts'
import type { Ask } from '../sim/server.ts'
import { channelOf, scopes } from './access.ts'
import { googleError } from './errors.ts'
import type { Channel, World } from './state.ts'
import { categories, own } from './videos.ts'

/** What stands around a video. Source: references of thumbnails, captions, channels, playlists, playlistItems, videoCategories. */

const reading = [scopes.readonly, scopes.manage, scopes.forceSsl]
const writing = [scopes.manage, scopes.forceSsl]
const uploadsOf = ({ id }: Channel) => id.replace(/^UC/, 'UU')

export function setThumbnail(world: World, ask: Ask): Reply {
  const channel = channelOf(world, ask, scopes.upload, ...writing)
  only(ask.query, 'videoId', 'uploadType')
  if (required(ask.query, 'uploadType') !== 'media')
    throw googleError(400, 'invalidParameter', 'This platform is stood up for uploadType=media alone.')
  const video = own(world, required(ask.query, 'videoId'), channel.id)
  if (!world.sim.state.options.verified)
    throw googleError(403, 'forbidden', "The authenticated user doesn't have permissions to upload custom thumbnails.")
  const { raw } = ask
  if (!raw || raw.bytes === 0) throw googleError(400, 'mediaBodyRequired', 'The request has no image content.')
  const type = raw.head.toString('hex').startsWith('ffd8ff')
    ? 'image/jpeg'
    : raw.head.toString('hex').startsWith('89504e47')
      ? 'image/png'
      : null
  if (type === null || ask.headers['content-type'] !== type)
    throw googleError(400, 'invalidImage', 'The provided image content is invalid.')
  video.thumbnail = { type, bytes: raw.bytes, sha256: raw.sha256 }
  return { status: 200, json: { kind: 'youtube#thumbnailSetResponse', items: [{}] } }
}

export function listCaptions(world: World, ask: Ask): Reply {
  const channel = channelOf(world, ask, scopes.forceSsl)
  only(ask.query, 'part', 'videoId')
  const video = own(world, required(ask.query, 'videoId'), channel.id)
  const items = video.captions.map(({ id, language, name }) => ({
    id,
    snippet: { videoId: video.id, language, name, trackKind: 'standard' },
  }))
  return { status: 200, json: { kind: 'youtube#captionListResponse', items } }
}

export function addCaptions(world: World, ask: Ask): Reply {
  const channel = channelOf(world, ask, scopes.forceSsl)
  only(ask.query, 'part', 'uploadType')
  const [words, track] = relatedParts(ask)
  let resource: unknown
  try {
    resource = JSON.parse(words)
  } catch {
    throw googleError(400, 'invalidMetadata', 'The metadata of the track is not JSON.')
  }
  const snippet = object(resource as Record<string, never>, 'snippet') ?? {}
  only(snippet, 'videoId', 'language', 'name', 'isDraft')
  const video = own(world, required(snippet, 'videoId'), channel.id)
  const language = required(snippet, 'language')
  const name = text(snippet, 'name')
  if (name === null) throw googleError(400, 'nameRequired', 'snippet.name must be specified.')
  if (video.captions.some((known) => known.language === language && known.name === name))
    throw googleError(409, 'captionExists', 'The video already has a track with this language and name.')
  if (!track.includes('-->')) throw googleError(400, 'contentRequired', 'The request has no track contents.')
  const caption = { id: `c${world.sim.id()}`, language, name, text: track }
  video.captions.push(caption)
  return { status: 200, json: { kind: 'youtube#caption', id: caption.id } }
}

/** The two parts of multipart/related: the resource and the file. */
function relatedParts({ raw, headers }: Ask): readonly [string, string] {
  const boundary = /^multipart\/related; boundary=(\S+)$/.exec(headers['content-type'] ?? '')?.[1]
  if (boundary === undefined || !raw?.path) throw googleError(400, 'badRequest', 'multipart/related is wanted.')
  const parts = readFileSync(raw.path, 'utf8')
    .split(`--${boundary}`)
    .slice(1, -1)
    .map((part) => part.replace(/^\r\n/, '').replace(/\r\n$/, ''))
    .map((part) => part.slice(part.indexOf('\r\n\r\n') + 4))
  const [words, track] = parts
  if (parts.length !== 2 || words === undefined || track === undefined)
    throw googleError(400, 'badRequest', 'Two parts are wanted.')
  return [words, track]
}

export function listChannels(world: World, ask: Ask): Reply {
  only(ask.query, 'part', 'mine')
  const parts = required(ask.query, 'part').split(',')
  if (required(ask.query, 'mine') !== 'true') throw googleError(400, 'missingRequiredParameter', 'No filter selected.')
  const { owner } = channelOf(world, ask, ...reading)
  const items = world.sim.state.channels
    .filter((channel) => channel.owner === owner)
    .map((channel) => ({
      kind: 'youtube#channel',
      id: channel.id,
      ...(parts.includes('snippet') && {
        snippet: {
          title: channel.title,
          customUrl: channel.handle,
          country: channel.country,
          thumbnails: { default: { url: `https://yt3.invalid/${channel.id}.jpg` } },
        },
      }),
      ...(parts.includes('status') && { status: { privacyStatus: 'public', longUploadsStatus: channel.longUploads } }),
      ...(parts.includes('contentDetails') && {
        contentDetails: { relatedPlaylists: { likes: 'LL', uploads: uploadsOf(channel) } },
      }),
    }))
  return { status: 200, json: { kind: 'youtube#channelListResponse', items } }
}

export function listCategories(world: World, ask: Ask): Reply {
  channelOf(world, ask, ...reading)
  only(ask.query, 'part', 'regionCode', 'hl')
  if (!/^[A-Z]{2}$/.test(required(ask.query, 'regionCode')))
    throw googleError(400, 'invalidParameter', 'regionCode is no country.')
  const items = categories.map(({ id, ...snippet }) => ({ kind: 'youtube#videoCategory', id, snippet }))
  return { status: 200, json: { kind: 'youtube#videoCategoryListResponse', items } }
}

export function listPlaylists(world: World, ask: Ask): Reply {
  const channel = channelOf(world, ask, ...reading)
  only(ask.query, 'part', 'mine', 'maxResults', 'pageToken')
  const all = world.sim.state.playlists.filter(({ channelId }) => channelId === channel.id)
  const { page, nextPageToken } = paged(ask, all)
  const items = page.map(({ id, title }) => ({ kind: 'youtube#playlist', id, snippet: { title } }))
  return { status: 200, json: { kind: 'youtube#playlistListResponse', items, ...nextPageToken } }
}

export function listItems(world: World, ask: Ask): Reply {
  const channel = channelOf(world, ask, ...reading)
  only(ask.query, 'part', 'playlistId', 'videoId', 'maxResults', 'pageToken')
  const playlistId = required(ask.query, 'playlistId')
  const { state } = world.sim
  const playlist = state.playlists.find(({ id }) => id === playlistId)
  if (!playlist && playlistId !== uploadsOf(channel)) throw playlistNotFound()
  const newest = [...state.videos].reverse()
  const inList = playlist
    ? playlist.videoIds.flatMap((id) => state.videos.find((video) => video.id === id) ?? [])
    : newest.filter(({ channelId }) => channelId === channel.id)
  const wanted = text(ask.query, 'videoId')
  const { page, nextPageToken } = paged(
    ask,
    inList.filter(({ id }) => wanted === null || id === wanted),
  )
  const items = page.map(({ id, snippet, uploadedAt }) => ({
    kind: 'youtube#playlistItem',
    id: `${playlistId}.${id}`,
    snippet: {
      publishedAt: new Date(uploadedAt).toISOString(),
      title: snippet.title,
      description: snippet.description,
      resourceId: { kind: 'youtube#video', videoId: id },
    },
  }))
  return { status: 200, json: { kind: 'youtube#playlistItemListResponse', items, ...nextPageToken } }
}

/** The same video may stand in a list twice. */
export function addItem(world: World, ask: Ask): Reply {
  const channel = channelOf(world, ask, ...writing)
  only(ask.query, 'part')
  only(ask.body, 'snippet')
  const snippet = object(ask.body, 'snippet') ?? {}
  only(snippet, 'playlistId', 'resourceId', 'position')
  const resource = object(snippet, 'resourceId') ?? {}
  only(resource, 'kind', 'videoId')
  if (text(resource, 'kind') !== 'youtube#video')
    throw googleError(400, 'invalidResourceType', 'The type specified for the resource ID is not supported.')
  const { id } = own(world, required(resource, 'videoId'), channel.id)
  const playlist = world.sim.state.playlists.find((known) => known.id === required(snippet, 'playlistId'))
  if (!playlist) throw playlistNotFound()
  if (playlist.channelId !== channel.id)
    throw googleError(403, 'playlistItemsNotAccessible', 'The request is not properly authorized.')
  playlist.videoIds.push(id)
  return { status: 200, json: { kind: 'youtube#playlistItem', id: `${playlist.id}.${id}` } }
}

const playlistNotFound = () =>
  googleError(404, 'playlistNotFound', 'The playlist identified with the playlistId parameter cannot be found.')

function paged<T>(ask: Ask, all: readonly T[]): { page: readonly T[]; nextPageToken: { nextPageToken?: string } } {
  const size = integer(ask.query, 'maxResults') ?? 5
  if (size < 0 || size > 50) throw googleError(400, 'invalidParameter', 'maxResults is out of range.')
  const from = Number(text(ask.query, 'pageToken') ?? 0)
  const next = from + size
  return { page: all.slice(from, next), nextPageToken: next < all.length ? { nextPageToken: String(next) } : {} }
}
