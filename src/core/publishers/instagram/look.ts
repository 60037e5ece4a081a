import { instagramCaption } from '../../../contract/platforms/instagram.ts'
import type { PostKind } from '../../../contract/platforms/types.ts'
import { said } from '../../../contract/sentences/index.ts'
import type { Instant } from '../../clock.ts'
import { datedSince, objectOf } from '../answers.ts'
import { failure, StepFailed, type Outgoing, type Reconciled, type Remote } from '../publisher.ts'
import { ask, instagramGraph, send, unreadable, type AccountApi } from './api.ts'
import { containerOf } from './containers.ts'
import { comparable } from './render.ts'

/** What is kept of a part besides its id. */
export interface RemoteData {
  readonly kind: 'media' | 'story' | 'comment'
}

const pages = { size: 50, most: 5 }
/** Lists may be behind for a while; after that the container's word counts alone. */
const listedWithinMs = 15 * 60_000
const platform = instagramGraph.name

type Seen = Readonly<Record<string, unknown>>

/**
 * The post, by what its container says of itself: PUBLISHED is decisive. Which of the account's posts it became is looked for by caption and time. Throws
 * StepFailed where it could not look.
 */
export async function findPost(api: AccountApi, post: Outgoing, kind: PostKind, sentAt: Instant): Promise<Reconciled> {
  const { context, account } = api
  const container = containerOf(api)
  if (container === null) return { is: 'absent' }
  const { status_code: code } = await ask(api, container, { query: { fields: 'status_code' } })
  if (code !== 'PUBLISHED') return { is: 'absent' }
  const isStory = kind === 'story'
  const caption = comparable(isStory ? '' : instagramCaption(post))
  const fields = isStory ? 'id,timestamp,permalink' : 'id,caption,timestamp,permalink'
  const found = await search(api, `${account.accountId}/${isStory ? 'stories' : 'media'}`, fields, sentAt, (seen) =>
    isStory ? true : comparable(String(seen['caption'] ?? '')) === caption,
  )
  // The earliest since it was sent: what was made later is somebody else's.
  const ours = found.at(-1)
  if (ours) return { is: 'there', remote: toRemote(ours, isStory ? 'story' : 'media') }
  if (context.clock.now() - sentAt > listedWithinMs)
    return { is: 'there', remote: { remoteId: container, url: null, data: { kind: 'media' } satisfies RemoteData } }
  const waits = failure('processing', said('still_processing', { platform }))
  throw new StepFailed({ is: 'deferred', until: context.clock.now() + 10_000, failure: waits })
}

/** A comment of the account's own below what landed first. */
export async function findComment(api: AccountApi, on: Remote, words: string, sentAt: Instant): Promise<Reconciled> {
  const isOurs = (seen: Seen) => comparable(String(seen['text'] ?? '')) === comparable(words)
  const [ours] = await search(api, `${on.remoteId}/comments`, 'id,text,timestamp', sentAt, isOurs)
  return ours ? { is: 'there', remote: toRemote(ours, 'comment') } : { is: 'absent' }
}

export function toRemote(seen: Seen, kind: RemoteData['kind']): Remote {
  const { id, permalink } = seen
  return { remoteId: String(id), url: typeof permalink === 'string' ? permalink : null, data: { kind } }
}

/** Everything of a list since it was sent that is ours and that no other delivery has, newest first. */
async function search(
  api: AccountApi,
  path: string,
  fields: string,
  sentAt: Instant,
  isOurs: (seen: Seen) => boolean,
): Promise<Seen[]> {
  const { context } = api
  const ours: Seen[] = []
  let after: string | null = null
  for (let turn = 0; turn < pages.most; turn++) {
    const more: Record<string, string> = after === null ? {} : { after }
    const answer = await send(api, path, { query: { fields, limit: String(pages.size), ...more } })
    const { data, paging } = objectOf(answer)
    if (!Array.isArray(data)) throw unreadable('a list that is none')
    const since = datedSince(answer, sentAt, context.clock.now())
    const list = data as Seen[]
    for (const seen of list) {
      const { id } = seen
      if (typeof id === 'string' && !context.isKnown(id) && datedAt(seen) >= since && isOurs(seen)) ours.push(seen)
    }
    const { cursors, next } = (paging ?? {}) as { cursors?: { after?: unknown }; next?: unknown }
    const oldest = list.at(-1)
    if (typeof next !== 'string' || typeof cursors?.after !== 'string' || !oldest || datedAt(oldest) < since) break
    after = cursors.after
  }
  return ours
}

function datedAt(seen: Seen): Instant {
  const at = Date.parse(String(seen['timestamp'] ?? ''))
  return Number.isNaN(at) ? Infinity : at
}
