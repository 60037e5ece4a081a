import { reddit, redditBody, redditSettings } from '../../../contract/platforms/reddit.ts'
import type { PostKind } from '../../../contract/platforms/types.ts'
import { said } from '../../../contract/sentences/index.ts'
import type { Instant } from '../../clock.ts'
import type { HttpAnswer } from '../../http.ts'
import { objectOf } from '../answers.ts'
import type { Outgoing, PublishContext, Reconciled, Remote } from '../publisher.ts'
import { ask, userOf, type RedditHosts } from './api.ts'
import { stepOf, type Stored } from './media.ts'
import { titleOf } from './render.ts'

/** How much earlier than our own sending a post may be dated and still be ours. */
const slackMs = 60_000
const pages = { size: 100, most: 4 }
/** A film's post may take so long to show. */
export const filmMs = 3_600_000

/** What a post is known by. JSON: it is kept while Reddit works on a file. */
export interface Wanted {
  readonly kind: PostKind
  readonly subreddit: string
  readonly title: string
  readonly text: string
  readonly link: string
  readonly options: readonly string[]
  /** Ids of its files. */
  readonly assets: readonly string[]
}

export function wantedOf(post: Outgoing, context: PublishContext): Wanted {
  const { subreddit, poll } = redditSettings(post.settings)
  const files = post.parts[0]?.media ?? []
  return {
    kind: reddit.kindOf(post),
    subreddit,
    title: titleOf(post),
    text: redditBody(post),
    link: post.link ?? '',
    options: poll?.options ?? [],
    assets: files.flatMap((_, at) => context.recall<Stored>(stepOf(at))?.assetId ?? []),
  }
}

interface Seen {
  readonly remote: Remote
  /** In Reddit's time. */
  readonly at: Instant
  readonly thing: Readonly<Record<string, unknown>>
}

/** What was found of a post: it, or others that may be it. */
interface Found {
  readonly it: Remote | null
  readonly alike: readonly Remote[]
  /** False where there was more than was looked through. */
  readonly whole: boolean
}

/**
 * Looks for a post among the account's own, newest first, by where it stands, its title and kind, and by its words, its link or the ids of its files.
 * `sentAt` is in our time. Posts of other deliveries are left out. Throws StepFailed where it could not look.
 */
export async function findPost(
  hosts: RedditHosts,
  wanted: Wanted,
  sentAt: Instant,
  context: PublishContext,
): Promise<Found> {
  const alike: Remote[] = []
  const whole = await eachSince(hosts, 'submitted', sentAt, context, ({ remote, thing }) => {
    if (!standsAlike(thing, wanted)) return null
    if (isIt(thing, wanted)) return remote
    if (mayBeIt(thing, wanted)) alike.push(remote)
    return null
  })
  return typeof whole === 'boolean' ? { it: null, alike, whole } : { it: whole, alike, whole: true }
}

export async function reconcilePost(
  hosts: RedditHosts,
  post: Outgoing,
  sentAt: Instant,
  context: PublishContext,
): Promise<Reconciled> {
  const wanted = wantedOf(post, context)
  const { it, alike, whole } = await findPost(hosts, wanted, sentAt, context)
  if (it) return { is: 'there', remote: it }
  if (alike.length > 0) return { is: 'cannot_tell', why: said('reddit_looks_alike') }
  if (!whole) return { is: 'cannot_tell', why: said('too_much_to_look_through') }
  if (wanted.kind === 'video' && context.clock.now() - sentAt < filmMs)
    return { is: 'cannot_tell', why: said('reddit_may_still_come') }
  return { is: 'absent' }
}

/** The first comment: among the account's own, under this very post, with these words. */
export async function reconcileComment(
  hosts: RedditHosts,
  text: string,
  parent: Remote | undefined,
  sentAt: Instant,
  context: PublishContext,
): Promise<Reconciled> {
  const found = await eachSince(hosts, 'comments', sentAt, context, ({ remote, thing }) => {
    const isOurs = thing['parent_id'] === parent?.remoteId && comparable(thing['body']) === comparable(text)
    return isOurs ? remote : null
  })
  if (typeof found !== 'boolean') return { is: 'there', remote: found }
  return found ? { is: 'absent' } : { is: 'cannot_tell', why: said('too_much_to_look_through') }
}

/** Goes through what the account made since, until `look` gives something. Else whether that was all. */
async function eachSince(
  hosts: RedditHosts,
  list: 'submitted' | 'comments',
  sentAt: Instant,
  context: PublishContext,
  look: (seen: Seen) => Remote | null,
): Promise<Remote | boolean> {
  let after: string | null = null
  for (let page = 0; page < pages.most; page++) {
    const path = `/user/${encodeURIComponent(userOf(context))}/${list}`
    const query = { sort: 'new', limit: String(pages.size), ...(after !== null && { after }) }
    const answer = await ask(hosts, context, path, { query })
    const since = sentAt + aheadOf(answer, context) - slackMs
    const { seen, next } = pageOf(answer)
    for (const one of seen) {
      if (one.at < since || context.isKnown(one.remote.remoteId)) continue
      const found = look(one)
      if (found) return found
    }
    // What is pinned to a profile may stand before what is newer: the last of a page tells how far it goes.
    const oldest = seen.at(-1)
    if (next === null || !oldest || oldest.at < since) return true
    after = next
  }
  return false
}

/** Reddit dates by its own clock, which may be far from ours: its answer says what time it is there. */
function aheadOf({ headers }: HttpAnswer, { clock }: PublishContext): number {
  const there = Date.parse(headers.get('date') ?? '')
  return Number.isNaN(there) ? 0 : there - clock.now()
}

function pageOf(answer: HttpAnswer): { seen: Seen[]; next: string | null } {
  const { data } = objectOf(answer) as { data?: { children?: unknown; after?: unknown } }
  const children = Array.isArray(data?.children) ? (data.children as { data?: unknown }[]) : []
  const seen = children.flatMap(({ data: thing }): Seen[] => {
    if (typeof thing !== 'object' || thing === null) return []
    const { name, permalink, created_utc: created } = thing as Record<string, unknown>
    if (typeof name !== 'string') return []
    const url = typeof permalink === 'string' ? `https://www.reddit.com${permalink}` : null
    // One without a date could be ours.
    const at = typeof created === 'number' ? created * 1_000 : Infinity
    return [{ remote: { remoteId: name, url }, at, thing: thing as Record<string, unknown> }]
  })
  return { seen, next: typeof data?.after === 'string' ? data.after : null }
}

function standsAlike(thing: Seen['thing'], { subreddit, title }: Wanted): boolean {
  const where = thing['subreddit']
  return (
    typeof where === 'string' &&
    where.toLowerCase() === subreddit.toLowerCase() &&
    comparable(thing['title']) === comparable(title)
  )
}

/** By what only it can have. A gallery's files keep their order. */
function isIt(thing: Seen['thing'], { kind, text, link, options, assets }: Wanted): boolean {
  switch (kind) {
    case 'carousel':
      return assets.length > 0 && galleryOf(thing).join() === assets.join()
    case 'image':
    case 'video':
      return assets[0] !== undefined && assetOf(thing) === assets[0]
    case 'poll':
      return thing['is_self'] !== false && optionsOf(thing).join('\n') === options.join('\n')
    case 'link':
      return thing['is_self'] !== true && sameAddress(thing['url'], link)
    default:
      return thing['is_self'] === true && !('poll_data' in thing) && comparable(thing['selftext']) === comparable(text)
  }
}

/** Of its kind, though its link or its file's id is another: Reddit may have changed them. */
function mayBeIt(thing: Seen['thing'], { kind }: Wanted): boolean {
  const isSelf = thing['is_self'] === true
  switch (kind) {
    case 'carousel':
      return thing['is_gallery'] === true
    case 'video':
      return thing['is_video'] === true
    case 'image':
      return !isSelf && thing['is_gallery'] !== true && thing['is_video'] !== true
    case 'link':
      return !isSelf
    case 'poll':
      return isSelf && 'poll_data' in thing
    default:
      return false
  }
}

function galleryOf(thing: Seen['thing']): string[] {
  const { items } = (thing['gallery_data'] ?? {}) as { items?: unknown }
  return Array.isArray(items) ? (items as { media_id?: unknown }[]).map(({ media_id: id }) => String(id)) : []
}

/** A file lies at an address that ends in its id, with an ending or without. */
function assetOf(thing: Seen['thing']): string | undefined {
  const address = URL.parse(typeof thing['url'] === 'string' ? thing['url'] : '')
  return address?.pathname.split('/').at(-1)?.split('.')[0]
}

function optionsOf(thing: Seen['thing']): string[] {
  const { options } = (thing['poll_data'] ?? {}) as { options?: unknown }
  return Array.isArray(options) ? (options as { text?: unknown }[]).map(({ text }) => String(text)) : []
}

const sameAddress = (one: unknown, other: string) =>
  typeof one === 'string' && (URL.parse(one)?.href ?? one) === (URL.parse(other)?.href ?? other)

/** Without what may be changed on the way: composed characters, runs of white space. */
const comparable = (value: unknown) =>
  typeof value === 'string'
    ? value
        .normalize('NFC')
        .replace(/[\s\u200b]+/gu, ' ')
        .trim()
    : ''
