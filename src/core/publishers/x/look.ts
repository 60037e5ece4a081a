import { said } from '../../../contract/sentences/index.ts'
import { xSettings } from '../../../contract/platforms/x.ts'
import type { Instant } from '../../clock.ts'
import type { HttpAnswer } from '../../http.ts'
import { datedSince, objectOf } from '../answers.ts'
import type { Outgoing, PublishContext, Reconciled, Remote } from '../publisher.ts'
import { ask, type XHosts } from './api.ts'
import { uploadedIds } from './media.ts'
import { comparable, replyTarget, textOf } from './render.ts'

const pages = { size: 100, most: 4 }

interface SeenPost {
  readonly id: string
  readonly at: Instant
  readonly text: string
  readonly links: readonly string[]
  readonly replyTo: string | null
  readonly mediaIds: readonly string[]
  readonly hasPoll: boolean
}

/**
 * Looks for part `index` among the account's own posts since it was sent: by the ids of its files, else by text, links, poll and what it replies
 * to. Posts of other deliveries are left out. Each look is billed at a tenth of a cent a post. Throws StepFailed where it could not look.
 */
export async function findPost(
  hosts: XHosts,
  post: Outgoing,
  index: number,
  landed: readonly Remote[],
  sentAt: Instant,
  context: PublishContext,
): Promise<Reconciled> {
  const others = new Set(landed.map(({ remoteId }) => remoteId))
  let next: string | undefined
  for (let page = 0; page < pages.most; page++) {
    const query = new URLSearchParams({
      max_results: String(pages.size),
      exclude: 'retweets',
      'tweet.fields': 'created_at,text,note_tweet,entities,attachments,referenced_tweets',
      ...(next !== undefined && { pagination_token: next }),
    })
    const path = `/2/users/${encodeURIComponent(context.account.externalId)}/tweets?${query.toString()}`
    const answer = await ask(hosts, context, path)
    const since = datedSince(answer, sentAt, context.clock.now())
    const posts = postsIn(answer)
    for (const seen of posts) {
      if (seen.at < since || others.has(seen.id) || context.isKnown(seen.id)) continue
      if (isPart(seen, post, index, landed, context))
        return { is: 'there', remote: { remoteId: seen.id, url: addressOf(context, seen.id) } }
    }
    const meta = objectOf(answer)['meta'] as { next_token?: unknown } | undefined
    const oldest = posts.at(-1)
    if (typeof meta?.next_token !== 'string' || !oldest || oldest.at < since) return { is: 'absent' }
    next = meta.next_token
  }
  return { is: 'cannot_tell', why: said('too_much_to_look_through') }
}

export function addressOf({ account }: PublishContext, id: string): string {
  return `https://x.com/${account.displayHandle.replace(/^@/, '')}/status/${id}`
}

function isPart(
  seen: SeenPost,
  post: Outgoing,
  index: number,
  landed: readonly Remote[],
  context: PublishContext,
): boolean {
  const files = post.parts[index]?.media.length ?? 0
  if (files > 0) {
    const ids = uploadedIds(index, files, context)
    return ids !== null && seen.mediaIds.length === files && ids.every((id) => seen.mediaIds.includes(id))
  }
  const text = textOf(post, index)
  const { poll } = xSettings(post.settings)
  return (
    seen.mediaIds.length === 0 &&
    seen.replyTo === replyTarget(landed, index) &&
    seen.hasPoll === (poll !== null && index === 0) &&
    comparable(seen.text) === comparable(text) &&
    // Links are rewritten in the text; where they lead is told beside it.
    seen.links.every(
      (link) => text.includes(link) || text.includes(link.replace(/^https?:\/\//, '').replace(/\/$/, '')),
    )
  )
}

function postsIn(answer: HttpAnswer): SeenPost[] {
  const { data } = objectOf(answer)
  return Array.isArray(data) ? data.flatMap(toSeen) : []
}

function toSeen(value: unknown): SeenPost[] {
  if (typeof value !== 'object' || value === null) return []
  const post = value as {
    id?: unknown
    created_at?: unknown
    text?: unknown
    note_tweet?: { text?: unknown; entities?: { urls?: unknown } }
    entities?: { urls?: unknown }
    attachments?: { media_keys?: unknown; poll_ids?: unknown }
    referenced_tweets?: unknown
  }
  if (typeof post.id !== 'string') return []
  const list = (of: unknown): unknown[] => (Array.isArray(of) ? of : [])
  const urls = list(post.note_tweet?.entities?.urls ?? post.entities?.urls) as {
    expanded_url?: unknown
    media_key?: unknown
  }[]
  const replied = (list(post.referenced_tweets) as { type?: unknown; id?: unknown }[]).find(
    ({ type }) => type === 'replied_to',
  )
  return [
    {
      id: post.id,
      at: datedAt(post.created_at),
      text: String(post.note_tweet?.text ?? post.text ?? ''),
      links: urls.filter((url) => url.media_key === undefined).map((url) => String(url.expanded_url ?? '')),
      replyTo: typeof replied?.id === 'string' ? replied.id : null,
      // A media key is the kind of media, an underscore, and the id it was uploaded under.
      mediaIds: list(post.attachments?.media_keys).map((key) => String(key).split('_').at(-1) ?? ''),
      hasPoll: list(post.attachments?.poll_ids).length > 0,
    },
  ]
}

/** One without a date is not left out for it. */
function datedAt(value: unknown): Instant {
  const at = Date.parse(String(value ?? ''))
  return Number.isNaN(at) ? Infinity : at
}
