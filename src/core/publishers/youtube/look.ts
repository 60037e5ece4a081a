import { said } from '../../../contract/sentences/index.ts'
import { youtubeDescription, youtubeSettings } from '../../../contract/platforms/youtube.ts'
import type { Instant } from '../../clock.ts'
import { datedSince, objectOf } from '../answers.ts'
import type { Outgoing, PublishContext, Reconciled, Remote } from '../publisher.ts'
import { itemsOf } from './afterwork.ts'
import { api, ask, name, type YouTubeHosts } from './api.ts'
import { watchAddress } from './render.ts'
import type { RemoteData } from './standing.ts'
import { uploadState } from './upload.ts'

const pages = { size: 50, most: 4 }

/** The upload itself says what came of it; once YouTube has forgotten that, the channel's own list does. Throws StepFailed. */
export async function findVideo(
  hosts: YouTubeHosts,
  post: Outgoing,
  sentAt: Instant,
  context: PublishContext,
): Promise<Reconciled> {
  const state = await uploadState(hosts, context)
  if (state?.is === 'open') return { is: 'absent' }
  if (state?.is === 'made') return found(post, String(state.video['id']), sentAt)
  const alike = await findUploads(hosts, post, sentAt, context)
  const [one] = alike
  if (alike.length > 1) return { is: 'cannot_tell', why: said('several_alike', { platform: name }) }
  if (one !== undefined) return found(post, one, sentAt)
  // A list may lag, and nothing else is left to ask.
  return { is: 'cannot_tell', why: said('not_listed', { platform: name }) }
}

/** Found, it is still to be asked about: it may be worked on, and its thumbnail and lists come afterwards. */
function found(post: Outgoing, videoId: string, sentAt: Instant): Reconciled {
  const remote = videoRemote(post, videoId, sentAt)
  return { is: 'there', remote, handle: remote }
}

export function videoRemote(post: Outgoing, videoId: string, since: Instant): Remote {
  const { privacy } = youtubeSettings(post.settings)
  return { remoteId: videoId, url: watchAddress(videoId), data: { kind: 'video', since, privacy } satisfies RemoteData }
}

export const commentRemote = (videoId: string, id: string): Remote => ({
  remoteId: id,
  url: `${watchAddress(videoId)}&lc=${id}`,
  data: { kind: 'comment' } satisfies RemoteData,
})

/** Videos of the channel with the post's title and words, uploaded since it was sent, that no other delivery has. */
async function findUploads(
  hosts: YouTubeHosts,
  post: Outgoing,
  sentAt: Instant,
  context: PublishContext,
): Promise<string[]> {
  const channel = objectOf(await ask(hosts, context, api('channels', { part: 'contentDetails', mine: 'true' })))
  const details = itemsOf(channel)[0]?.['contentDetails'] as { relatedPlaylists?: { uploads?: unknown } } | undefined
  const uploads = details?.relatedPlaylists?.uploads
  if (typeof uploads !== 'string') return []
  const title = post.title.trim()
  const description = youtubeDescription(post)
  const alike: string[] = []
  let pageToken = ''
  for (let page = 0; page < pages.most; page++) {
    const query = { part: 'snippet', playlistId: uploads, maxResults: String(pages.size) }
    const more = pageToken !== '' && { pageToken }
    const answer = await ask(hosts, context, api('playlistItems', { ...query, ...more }))
    const since = datedSince(answer, sentAt, context.clock.now())
    const list = objectOf(answer)
    for (const { snippet } of itemsOf(list)) {
      const seen = (snippet ?? {}) as Readonly<Record<string, unknown>>
      const { videoId } = (seen['resourceId'] ?? {}) as { videoId?: unknown }
      const isOurs = seen['title'] === title && String(seen['description'] ?? '').trim() === description
      const isNew = Date.parse(String(seen['publishedAt'])) >= since
      if (typeof videoId === 'string' && isOurs && isNew && !context.isKnown(videoId)) alike.push(videoId)
    }
    if (typeof list['nextPageToken'] !== 'string') break
    pageToken = list['nextPageToken']
  }
  return alike
}

/** Our comment under the video, newest first. Throws StepFailed. */
export async function findComment(
  hosts: YouTubeHosts,
  video: Remote,
  text: string,
  sentAt: Instant,
  context: PublishContext,
): Promise<Reconciled> {
  const query = { part: 'snippet', videoId: video.remoteId, order: 'time', maxResults: '100', textFormat: 'plainText' }
  const answer = await ask(hosts, context, api('commentThreads', query))
  const since = datedSince(answer, sentAt, context.clock.now())
  for (const thread of itemsOf(objectOf(answer))) {
    const { topLevelComment } = (thread['snippet'] ?? {}) as { topLevelComment?: { snippet?: Record<string, unknown> } }
    const { authorChannelId, textOriginal, textDisplay, publishedAt } = topLevelComment?.snippet ?? {}
    const { value: author } = (authorChannelId ?? {}) as { value?: unknown }
    const isOurs = author === context.account.externalId && (textOriginal ?? textDisplay) === text.trim()
    const isNew = Date.parse(String(publishedAt)) >= since
    if (isOurs && isNew && typeof thread['id'] === 'string' && !context.isKnown(thread['id']))
      return { is: 'there', remote: commentRemote(video.remoteId, thread['id']) }
  }
  return { is: 'absent' }
}
