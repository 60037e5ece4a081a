import { linkedinCard, linkedinSettings, linkedinText } from '../../../contract/platforms/linkedin.ts'
import { fromLittleText, shownOnLinkedIn } from '../../../contract/platforms/linkedin-text.ts'
import { said } from '../../../contract/sentences/index.ts'
import type { Instant } from '../../clock.ts'
import { datedSince, objectOf, troubled } from '../answers.ts'
import { StepFailed, type Outgoing, type PublishContext, type Reconciled, type Remote } from '../publisher.ts'
import { ask, type LinkedInHosts } from './api.ts'
import { fileStep, uploadedUrn } from './media.ts'
import { isPage, name } from './outcome.ts'
import { comparable } from './render.ts'

const pages = { size: 50, most: 4 }

type Seen = Readonly<Record<string, unknown>>

export const addressOf = (urn: string) => `https://www.linkedin.com/feed/update/${urn}`

/** What a comment's remote keeps besides its id. */
export interface CommentData {
  readonly kind: 'comment'
  /** URN of the post it stands under, and its own number there. */
  readonly on: string
  readonly id: string
}

export function commentRemote(urn: string, data: CommentData): Remote {
  return { remoteId: urn, url: `${addressOf(data.on)}?commentUrn=${encodeURIComponent(urn)}`, data }
}

/**
 * Looks for part `index` among a Page's posts, or its comments below the first part, since it was sent. A member's cannot be listed by any app
 * that is open to everybody (`r_member_social` is restricted), so of them nothing can be told. Throws StepFailed where it could not look.
 */
export async function find(
  hosts: LinkedInHosts,
  post: Outgoing,
  index: number,
  landed: readonly Remote[],
  sentAt: Instant,
  context: PublishContext,
): Promise<Reconciled> {
  if (!isPage(context.account.externalId))
    return {
      is: 'cannot_tell',
      why: context.recall(repeatStep(index)) ? said('linkedin_repeat') : said('linkedin_member'),
    }
  const [first] = landed
  return index > 0 && first
    ? await findComment(hosts, first, linkedinText(post, index), sentAt, context)
    : await findPost(hosts, post, sentAt, context)
}

/** Kept where LinkedIn called a part a repeat after an earlier try of it was in doubt. */
export const repeatStep = (index: number) => `repeat:${index}`

/** A Page's post: by a file of ours, which no other post has, else by words, card and poll. */
export async function findPost(
  hosts: LinkedInHosts,
  post: Outgoing,
  sentAt: Instant,
  context: PublishContext,
): Promise<Reconciled> {
  const files = post.parts[0]?.media.length ?? 0
  const urns = Array.from({ length: files }, (_, at) => uploadedUrn(context, fileStep(at)))
  // Never sent: its files are not all there.
  if (urns.some((urn) => urn === undefined)) return { is: 'absent' }
  const words = comparable(shownOnLinkedIn(linkedinText(post, 0)))
  const source = linkedinCard(post)?.source
  const hasPoll = linkedinSettings(post.settings).poll !== null
  const isOurs = (seen: Seen) => {
    const content = (seen['content'] ?? {}) as Seen
    if (files > 0) return urnsIn(content).some((urn) => urns.includes(urn))
    const { article } = content as { article?: { source?: unknown } }
    return (
      urnsIn(content).length === 0 &&
      (content['poll'] !== undefined) === hasPoll &&
      (source === undefined || article?.source === source) &&
      comparable(fromLittleText(String(seen['commentary'] ?? ''))) === words
    )
  }
  const author = encodeURIComponent(context.account.externalId)
  const list = (start: number) =>
    `/rest/posts?author=${author}&q=author&count=${pages.size}&start=${start}&sortBy=CREATED`
  return await search(hosts, context, list, sentAt, (seen) => {
    const { id } = seen
    if (typeof id !== 'string' || context.isKnown(id) || !isOurs(seen)) return null
    return { remoteId: id, url: addressOf(id) }
  })
}

/** A comment of the Page's own below what landed first. */
async function findComment(
  hosts: LinkedInHosts,
  { remoteId: on }: Remote,
  text: string,
  sentAt: Instant,
  context: PublishContext,
): Promise<Reconciled> {
  const list = (start: number) =>
    `/rest/socialActions/${encodeURIComponent(on)}/comments?count=${pages.size}&start=${start}`
  return await search(hosts, context, list, sentAt, (seen) => {
    const { id, commentUrn: urn, actor, message } = seen
    const words = String((message as { text?: unknown } | undefined)?.text ?? '')
    if (typeof id !== 'string' || typeof urn !== 'string' || context.isKnown(urn)) return null
    if (actor !== context.account.externalId || comparable(words) !== comparable(text)) return null
    return commentRemote(urn, { kind: 'comment', on, id })
  })
}

/** Goes through a list until what is older than our sending, or its end. */
async function search(
  hosts: LinkedInHosts,
  context: PublishContext,
  list: (start: number) => string,
  sentAt: Instant,
  ours: (seen: Seen) => Remote | null,
): Promise<Reconciled> {
  for (let page = 0; page < pages.most; page++) {
    const answer = await ask(hosts, context, list(page * pages.size), { restli: 'FINDER' })
    const { elements } = objectOf(answer)
    if (!Array.isArray(elements)) throw new StepFailed(troubled(name, 'a list that is none'))
    const since = datedSince(answer, sentAt, context.clock.now())
    for (const seen of elements as Seen[]) {
      if (createdAt(seen) < since) continue
      const remote = ours(seen)
      if (remote) return { is: 'there', remote }
    }
    if (elements.length < pages.size) return { is: 'absent' }
  }
  return { is: 'cannot_tell', why: said('too_much_to_look_through') }
}

function createdAt({ createdAt: at, created }: Seen): number {
  const { time } = (created ?? {}) as { time?: unknown }
  return Number(at ?? time ?? Infinity)
}

function urnsIn({ media, multiImage }: Seen): string[] {
  const { images } = (multiImage ?? {}) as { images?: unknown }
  return [media, ...(Array.isArray(images) ? (images as unknown[]) : [])].flatMap((one) => {
    const { id } = (one ?? {}) as { id?: unknown }
    return typeof id === 'string' ? [id] : []
  })
}
