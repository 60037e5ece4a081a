import { wordpressSettings } from '../../../contract/platforms/wordpress.ts'
import { said, type Said } from '../../../contract/sentences/index.ts'
import { toIso } from '../../clock.ts'
import { HttpFailure } from '../../http.ts'
import type { HttpAnswer } from '../../http.ts'
import type { CommitOutcome, Outgoing, PublishContext, Publisher, Reconciled, Remote } from '../publisher.ts'
import { failure, StepFailed } from '../publisher.ts'
import { ask, call, listOf, objectOf } from './api.ts'
import { libraryItem } from './media.ts'
import { isUncertain, notWordPress, refusal, siteName, unreachable, wordsOf } from './outcome.ts'
import { render, slugOf, slugWords } from './render.ts'
import type { LibraryItem } from './render.ts'
import { termIds } from './terms.ts'

interface Prepared {
  readonly post: Outgoing
  /** What `POST /wp/v2/posts` takes, but status, slug and date: an edit leaves those alone. */
  readonly content: Readonly<Record<string, unknown>>
}

const commitTimeoutMs = 30_000
/** Nearer than this a schedule is not handed over: the site would publish it at once. */
const handOffLeastMs = 60_000
const handOffPatience = { lookMs: 60_000, lateMs: 30 * 60_000 }
const fields = 'id,link,status,date_gmt'

/** A self-hosted WordPress through its REST API. Facts and quirks in README.md. */
export const wordpressPublisher: Publisher<Prepared> = {
  platform: 'wordpress',
  // Longer than a request is waited for. Sent twice it is still one post; this only spares the second request.
  settleMs: 45_000,

  async prepare(post, context) {
    const files = post.parts[0]?.media ?? []
    const library: LibraryItem[] = []
    for (const [position, file] of files.entries()) {
      library.push(await libraryItem(file, position, context))
      context.progress((position + 1) / files.length)
    }
    const settings = wordpressSettings(post.settings)
    const [categories, tags] = [
      await termIds('categories', settings.categories, context),
      await termIds('tags', settings.tags, context),
    ]
    return { post, content: { ...render(post, library), ...(categories.length > 0 && { categories }), tags } }
  },

  /**
   * First a draft that nobody sees, repeatable by the address we choose for it; then the one request that makes it public. That one names
   * the draft by its id, so sent twice it is still one post.
   */
  async commit({ post, content }, _index, _landed, context): Promise<CommitOutcome> {
    let id: string
    try {
      id = await context.step('draft', () => draftOf(post, content, context))
    } catch (error) {
      if (error instanceof StepFailed) return error.outcome
      if (error instanceof HttpFailure) return unreachable(error, context)
      throw error
    }
    return place(id, { ...content, ...placing(post, context), slug: slugWords(post) }, post, context)
  },

  async reconcile(post, _index, _landed, _sentAt, context): Promise<Reconciled> {
    const id = context.recall<string>('draft')
    const seen = id === undefined ? await findBySlug(post, context) : await findById(id, context)
    // The draft is not the post, unless a draft is what was asked for.
    if (!seen || (seen.status === 'draft' && wordpressSettings(post.settings).status !== 'draft'))
      return { is: 'absent' }
    if (seen.status === 'trash') return { is: 'cannot_tell', why: said('wordpress_in_trash') }
    const outcome = standing(seen, context)
    if (outcome.is !== 'handed_off') return { is: 'there', remote: toRemote(seen) }
    // It is not out yet, and it will be without us: looked at again when its time has come.
    const waits = said('platform_publishes', { platform: siteName(context.account) })
    throw new StepFailed({ is: 'deferred', until: outcome.until, failure: failure('processing', waits) })
  },

  /** How a post stands whose schedule the site holds. `handle` is its Remote. */
  async poll(handle, context): Promise<CommitOutcome> {
    const seen = await findById((handle as Remote).remoteId, context)
    return seen
      ? standing(seen, context)
      : gone(said('deleted_before_its_time', { platform: siteName(context.account) }))
  },

  async remove(remote, context) {
    const route = `wp/v2/posts/${encodeURIComponent(remote.remoteId)}`
    // 410: in the trash already. 501: the site keeps no trash, then it is deleted for good.
    const answer = await ask(context, route, { method: 'DELETE' }, [200, 404, 410, 501])
    if (answer.status === 501)
      await ask(context, route, { method: 'DELETE', query: { force: 'true' } }, [200, 404, 410])
  },

  async edit({ content }, _index, remote, context) {
    const answer = await ask(context, `wp/v2/posts/${encodeURIComponent(remote.remoteId)}`, {
      method: 'POST',
      json: content,
    })
    const seen = toSeen(objectOf(answer))
    return seen ? toRemote(seen) : remote
  },
}

/** Id of this delivery's draft: the one an earlier try made, whose answer may have been lost, or a new one. Throws StepFailed, HttpFailure. */
async function draftOf(post: Outgoing, content: Prepared['content'], context: PublishContext): Promise<string> {
  const earlier = context.recall('draft asked for') ? await findBySlug(post, context) : null
  if (earlier) return earlier.id
  await context.step('draft asked for', () => true)
  const json = { ...content, status: 'draft', slug: slugOf(post) }
  const seen = toSeen(
    objectOf(await ask(context, 'wp/v2/posts', { method: 'POST', json, timeoutMs: commitTimeoutMs }, [200, 201])),
  )
  if (seen) return seen.id
  throw new StepFailed(notWordPress('a draft without an id', context))
}

/** The one request that makes the post public, or puts it where it is to be. */
async function place(
  id: string,
  json: Readonly<Record<string, unknown>>,
  post: Outgoing,
  context: PublishContext,
): Promise<CommitOutcome> {
  let answer: HttpAnswer
  try {
    answer = await call(context, `wp/v2/posts/${id}`, { method: 'POST', json, fresh: true, timeoutMs: commitTimeoutMs })
  } catch (error) {
    if (error instanceof StepFailed) return error.outcome
    if (!(error instanceof HttpFailure)) throw error
    return error.kind === 'not_sent' ? unreachable(error, context) : { is: 'unknown', evidence: error.code }
  }
  if (isUncertain(answer.status)) return { is: 'unknown', evidence: wordsOf(answer).words }
  if (answer.status === 404 && wordsOf(answer).code === 'rest_post_invalid_id') {
    context.forget('draft')
    return { is: 'not_sent', failure: failure('platform', said('wordpress_draft_gone'), wordsOf(answer).words) }
  }
  if (answer.status < 200 || answer.status >= 300) return refusal(answer, 'content', context)
  const seen = toSeen(objectOf(answer))
  if (!seen) return { is: 'unknown', evidence: `${answer.status} with a body that is not a post` }
  const kept =
    wordpressSettings(post.settings).status === 'publish' && (seen.status === 'draft' || seen.status === 'pending')
  if (!kept) return standing(seen, context)
  const words = `status ${seen.status}`
  return { is: 'rejected', failure: failure('not_allowed', said('wordpress_kept_for_review'), words) }
}

/** Status and date: as chosen, or the site's own schedule when it is asked to hold it and there is time left. */
function placing(post: Outgoing, { clock }: PublishContext): Readonly<Record<string, string>> {
  const { status, handOff } = wordpressSettings(post.settings)
  if (!handOff || post.dueAt - clock.now() < handOffLeastMs) return { status }
  return { status: 'future', date_gmt: toIso(post.dueAt).slice(0, 19) }
}

/** The parts of a post that are looked at. */
interface SeenPost {
  readonly id: string
  readonly link: string | null
  readonly status: string
  /** When it is or was to be published. */
  readonly at: number | null
}

function toSeen({ id, link, status, date_gmt: date }: Readonly<Record<string, unknown>>): SeenPost | null {
  if (typeof id !== 'number' || typeof status !== 'string') return null
  const at = typeof date === 'string' ? Date.parse(`${date}Z`) : NaN
  return { id: String(id), link: typeof link === 'string' ? link : null, status, at: Number.isNaN(at) ? null : at }
}

const toRemote = ({ id, link }: SeenPost): Remote => ({ remoteId: id, url: link })

/** What a post that is there means. Drafts and posts for review are where they were meant to go, too. */
function standing(seen: SeenPost, { clock }: PublishContext): CommitOutcome {
  if (seen.status === 'trash') return gone(said('wordpress_in_trash'))
  if (seen.status !== 'future') return { is: 'published', remote: toRemote(seen) }
  const now = clock.now()
  const at = seen.at ?? now
  if (now - at > handOffPatience.lateMs) return gone(said('wordpress_cron_dead'))
  return { is: 'handed_off', remote: toRemote(seen), until: Math.max(at, now) + handOffPatience.lookMs }
}

function gone(sentence: Said): CommitOutcome {
  return { is: 'rejected', failure: failure('platform', sentence) }
}

/** `any` leaves the trash out; `edit` shows what is not public. */
async function findBySlug(post: Outgoing, context: PublishContext): Promise<SeenPost | null> {
  const query = { slug: slugOf(post), status: 'any', context: 'edit', _fields: fields }
  return listOf(await ask(context, 'wp/v2/posts', { query }), context).map(toSeen)[0] ?? null
}

async function findById(id: string, context: PublishContext): Promise<SeenPost | null> {
  const query = { context: 'edit', _fields: fields }
  const answer = await ask(context, `wp/v2/posts/${encodeURIComponent(id)}`, { query }, [200, 404])
  if (answer.status === 200) {
    const seen = toSeen(objectOf(answer))
    if (seen) return seen
  } else if (wordsOf(answer).code === 'rest_post_invalid_id') return null
  throw new StepFailed(notWordPress(wordsOf(answer).words, context))
}
