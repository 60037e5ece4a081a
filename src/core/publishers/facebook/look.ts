import { facebookText } from '../../../contract/platforms/facebook.ts'
import { said } from '../../../contract/sentences/index.ts'
import type { Instant } from '../../clock.ts'
import { datedSince, objectOf } from '../answers.ts'
import type { Outgoing, Reconciled, Remote } from '../publisher.ts'
import { ask, send, unreadable, type PageApi } from './api.ts'
import { uploadedPhotos } from './photos.ts'
import { comparable } from './render.ts'
import { addressOf, videoStanding, type RemoteData } from './standing.ts'

const pages = { size: 100, most: 5 }

type Seen = Readonly<Record<string, unknown>>

/** A film, a reel or a film's story, by the id it was given when its upload began. */
export async function findVideo(api: PageApi, remote: Remote, videoId: string): Promise<Reconciled> {
  const { outcome, told } = await videoStanding(api, remote, videoId)
  // Told to publish it a second time, it would still be this one film.
  if (!told) return { is: 'absent' }
  return outcome.is === 'published' ? { is: 'there', remote: outcome.remote } : { is: 'there', remote, handle: remote }
}

/**
 * A post of the feed, by the pictures in it, which are ours alone, else by its text. `scheduled`: among those Facebook holds.
 * Posts of other deliveries are left out. Throws StepFailed where it could not look.
 */
export async function findPost(api: PageApi, post: Outgoing, sentAt: Instant, scheduled: boolean): Promise<Reconciled> {
  const { page } = api
  const files = post.parts[0]?.media.length ?? 0
  const photos = uploadedPhotos(api, files)
  // Never sent: the pictures it would have are not all there.
  if (photos === null) return { is: 'absent' }
  const text = comparable(facebookText(post, 0))
  const isOurs = (seen: Seen) =>
    files > 0 ? photosIn(seen).some((id) => photos.includes(id)) : comparable(String(seen['message'] ?? '')) === text
  const query = { fields: 'id,message,created_time,permalink_url,attachments{target{id},subattachments{target{id}}}' }
  const from = Math.min(sentAt, post.createdAt)
  const among = (edge: string, data: RemoteData) => search(api, `${page.pageId}/${edge}`, query, isOurs, from, data)
  if (scheduled) {
    const held = await among('scheduled_posts', { kind: 'feed', scheduledAt: post.dueAt })
    if (held.is === 'there') return { ...held, handle: held.remote }
    // It may have gone out meanwhile.
    if (held.is === 'cannot_tell') return held
  }
  return await among('published_posts', { kind: 'feed' })
}

/** A comment of the Page's own below what landed first. */
export async function findComment(api: PageApi, on: Remote, words: string, sentAt: Instant): Promise<Reconciled> {
  const query = {
    fields: 'id,message,created_time,permalink_url,from{id}',
    filter: 'stream',
    order: 'reverse_chronological',
  }
  const isOurs = (seen: Seen) =>
    (seen['from'] as { id?: unknown } | undefined)?.id === api.page.pageId &&
    comparable(String(seen['message'] ?? '')) === comparable(words)
  return await search(api, `${on.remoteId}/comments`, query, isOurs, sentAt, { kind: 'comment' })
}

/** A picture's story, by the picture. Source: page-stories-api, "get a list of stories". */
export async function findPhotoStory(api: PageApi, photoId: string): Promise<Reconciled> {
  const { data } = await ask(api, `${api.page.pageId}/stories`, {
    query: { fields: 'post_id,media_id,media_type,status,creation_time,url', limit: String(pages.size) },
  })
  const found = (Array.isArray(data) ? (data as Seen[]) : []).find((seen) => String(seen['media_id']) === photoId)
  if (!found) return { is: 'absent' }
  const { post_id: id, url } = found
  return {
    is: 'there',
    remote: {
      remoteId: String(id ?? photoId),
      url: typeof url === 'string' ? url : null,
      data: { kind: 'story' },
    },
  }
}

/** Goes back through a list, newest first, until what is older than our sending. */
async function search(
  api: PageApi,
  path: string,
  query: Readonly<Record<string, string>>,
  isOurs: (seen: Seen) => boolean,
  sentAt: Instant,
  data: RemoteData,
): Promise<Reconciled> {
  const { context } = api
  let after: string | null = null
  for (let turn = 0; turn < pages.most; turn++) {
    const more: Record<string, string> = after === null ? {} : { after }
    const answer = await send(api, path, { query: { ...query, limit: String(pages.size), ...more } })
    const { data: found, paging } = objectOf(answer)
    if (!Array.isArray(found)) throw unreadable(`a list that is none`)
    const since = datedSince(answer, sentAt, context.clock.now())
    const list = found as Seen[]
    for (const seen of list) {
      const { id } = seen
      if (typeof id !== 'string' || context.isKnown(id) || createdAt(seen) < since) continue
      if (isOurs(seen)) return { is: 'there', remote: { remoteId: id, url: addressOf(seen), data } }
    }
    const { cursors, next } = (paging ?? {}) as { cursors?: { after?: unknown }; next?: unknown }
    const oldest = list.at(-1)
    if (typeof next !== 'string' || typeof cursors?.after !== 'string' || !oldest || createdAt(oldest) < since)
      return { is: 'absent' }
    after = cursors.after
  }
  return { is: 'cannot_tell', why: said('too_much_to_look_through') }
}

function createdAt(seen: Seen): Instant {
  const at = Date.parse(String(seen['created_time'] ?? ''))
  return Number.isNaN(at) ? Infinity : at
}

function photosIn({ attachments }: Seen): string[] {
  const list = (value: unknown): Seen[] => {
    const { data } = (value ?? {}) as { data?: unknown }
    return Array.isArray(data) ? (data as Seen[]) : []
  }
  return list(attachments)
    .flatMap((one) => [one, ...list(one['subattachments'])])
    .flatMap(({ target }) => {
      const { id } = (target ?? {}) as { id?: unknown }
      return typeof id === 'string' ? [id] : []
    })
}
