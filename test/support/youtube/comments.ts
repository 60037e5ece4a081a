import { choice, integer, object, only, required } from '../sim/params.ts'
import type { Reply } from '../sim/refused.ts'
import type { Ask } from '../sim/server.ts'
import { channelOf, scopes } from './access.ts'
import { googleError } from './errors.ts'
import type { Comment, World } from './state.ts'
import { own } from './videos.ts'

/** Source: references of commentThreads and comments. */

/** A comment is made and comments are read at the same path. */
export const alias = (method: string, path: string): string | null =>
  method === 'POST' && path === '/youtube/v3/commentThreads' ? `${path}/insert` : null

export function add(world: World, ask: Ask): Reply {
  const channel = channelOf(world, ask, scopes.forceSsl)
  only(ask.query, 'part')
  only(ask.body, 'snippet')
  const snippet = object(ask.body, 'snippet') ?? {}
  only(snippet, 'channelId', 'videoId', 'topLevelComment')
  const inner = object(object(snippet, 'topLevelComment') ?? {}, 'snippet') ?? {}
  only(inner, 'textOriginal')
  if (required(snippet, 'channelId') !== channel.id)
    throw googleError(404, 'channelNotFound', 'The specified channel could not be found.')
  const video = own(world, required(snippet, 'videoId'), channel.id)
  const comment: Comment = {
    id: `Ug${world.sim.id()}`,
    videoId: video.id,
    author: channel.id,
    text: checked(required(inner, 'textOriginal')),
    at: world.sim.now(),
  }
  if (video.status.privacyStatus === 'private' || video.status.selfDeclaredMadeForKids === true)
    throw googleError(403, 'commentsDisabled', 'The video identified by the videoId parameter has disabled comments.')
  world.sim.state.comments.push(comment)
  return { status: 200, json: thread(comment) }
}

function checked(text: string): string {
  if ([...text].length > 10_000) throw googleError(400, 'commentTextTooLong', 'The comment has too many characters.')
  return text
}

export function list(world: World, ask: Ask): Reply {
  const channel = channelOf(world, ask, scopes.forceSsl)
  only(ask.query, 'part', 'videoId', 'order', 'maxResults', 'textFormat')
  choice(ask.query, 'order', ['time', 'relevance'])
  choice(ask.query, 'textFormat', ['html', 'plainText'])
  const size = integer(ask.query, 'maxResults') ?? 20
  if (size < 1 || size > 100) throw googleError(400, 'invalidParameter', 'maxResults is out of range.')
  const { id } = own(world, required(ask.query, 'videoId'), channel.id)
  const below = world.sim.state.comments.filter(({ videoId }) => videoId === id).reverse()
  return {
    status: 200,
    json: { kind: 'youtube#commentThreadListResponse', items: below.slice(0, size).map(thread) },
  }
}

export function update(world: World, ask: Ask): Reply {
  const comment = ownComment(world, ask, required(ask.body, 'id'))
  only(ask.query, 'part')
  only(ask.body, 'id', 'snippet')
  const snippet = object(ask.body, 'snippet') ?? {}
  only(snippet, 'textOriginal')
  comment.text = checked(required(snippet, 'textOriginal'))
  return { status: 200, json: { kind: 'youtube#comment', id: comment.id } }
}

export function remove(world: World, ask: Ask): Reply {
  only(ask.query, 'id')
  const comment = ownComment(world, ask, required(ask.query, 'id'))
  const { state } = world.sim
  state.comments = state.comments.filter((known) => known !== comment)
  return { status: 204 }
}

function ownComment(world: World, ask: Ask, id: string): Comment {
  const channel = channelOf(world, ask, scopes.forceSsl)
  const comment = world.sim.state.comments.find((known) => known.id === id)
  if (!comment) throw googleError(404, 'commentNotFound', 'The comment cannot be found.')
  if (comment.author !== channel.id) throw googleError(403, 'forbidden', 'The comment is somebody else’s.')
  return comment
}

const thread = ({ id, videoId, author, text, at }: Comment) => ({
  kind: 'youtube#commentThread',
  id,
  snippet: {
    videoId,
    topLevelComment: {
      id,
      snippet: {
        authorChannelId: { value: author },
        textOriginal: text,
        textDisplay: text,
        publishedAt: new Date(at).toISOString(),
      },
    },
  },
})
