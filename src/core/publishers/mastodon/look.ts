import { mastodonSettings } from '../../../contract/platforms/mastodon.ts'
import { said } from '../../../contract/sentences/index.ts'
import type { Instant } from '../../clock.ts'
import { datedSince } from '../answers.ts'
import type { Outgoing, PublishContext, Reconciled, Remote } from '../publisher.ts'
import { ask, objectOf, secretsOf } from './api.ts'
import { uploadedIds } from './media.ts'
import { hostOf } from './outcome.ts'
import { comparable, plainText, replyTarget, textOf } from './render.ts'

const pages = { size: 40, most: 10 }
/** Mastodon keeps idempotency keys for an hour (docs methods/statuses.md); a margin for slow looks. */
const keyLifeMs = 50 * 60_000

/** The parts of a Status entity that are looked at. */
interface SeenStatus {
  readonly id: string
  readonly createdAt: number
  readonly url: string | null
  readonly replyTo: string | null
  readonly spoiler: string
  readonly html: string
  readonly mediaIds: readonly string[]
  readonly hasPoll: boolean
}

/**
 * Looks for part `index` among the account's own statuses since it was sent, by what cannot be equal by chance: the ids of its files, else its
 * text, warning, poll and what it replies to. Statuses of other deliveries are left out. Throws StepFailed where it could not look.
 */
export async function findStatus(
  post: Outgoing,
  index: number,
  landed: readonly Remote[],
  sentAt: Instant,
  context: PublishContext,
): Promise<Reconciled> {
  const others = new Set(landed.map(({ remoteId }) => remoteId))
  let before: string | null = null
  for (let page = 0; page < pages.most; page++) {
    const { statuses, since } = await recent(before, sentAt, context)
    for (const status of statuses) {
      if (status.createdAt < since || others.has(status.id) || context.isKnown(status.id)) continue
      if (await isPart(status, post, index, landed, context))
        return { is: 'there', remote: { remoteId: status.id, url: status.url } }
    }
    const oldest = statuses.at(-1)
    if (!oldest || statuses.length < pages.size || oldest.createdAt < since) return notFound(post, sentAt, context)
    before = oldest.id
  }
  return { is: 'cannot_tell', why: said('too_much_to_look_through') }
}

/** Not listing it is no proof where private mentions may not be listed at all, unless sending again under the same key is harmless. */
function notFound(post: Outgoing, sentAt: Instant, { account, clock }: PublishContext): Reconciled {
  if (mastodonSettings(post.settings).visibility !== 'direct') return { is: 'absent' }
  const keyHolds = account.limits.software?.startsWith('mastodon ') && clock.now() - sentAt < keyLifeMs
  return keyHolds ? { is: 'absent' } : { is: 'cannot_tell', why: said('not_listed', { platform: hostOf(account) }) }
}

async function recent(
  before: string | null,
  sentAt: Instant,
  context: PublishContext,
): Promise<{ statuses: SeenStatus[]; since: number }> {
  const query = new URLSearchParams({
    limit: String(pages.size),
    exclude_reblogs: 'true',
    ...(before !== null && { max_id: before }),
  })
  const answer = await ask(
    context,
    `/api/v1/accounts/${encodeURIComponent(secretsOf(context).accountId)}/statuses?${query.toString()}`,
  )
  const json = answer.json()
  const since = datedSince(answer, sentAt, context.clock.now())
  return { statuses: Array.isArray(json) ? json.flatMap(toSeen) : [], since }
}

function toSeen(entity: unknown): SeenStatus[] {
  if (typeof entity !== 'object' || entity === null) return []
  const status = entity as Record<string, unknown>
  const text = (name: string) => (typeof status[name] === 'string' ? status[name] : null)
  const [id, createdAt] = [text('id'), Date.parse(text('created_at') ?? '')]
  if (id === null || Number.isNaN(createdAt)) return []
  const media: unknown[] = Array.isArray(status['media_attachments']) ? status['media_attachments'] : []
  return [
    {
      id,
      createdAt,
      url: text('url') ?? text('uri'),
      replyTo: text('in_reply_to_id'),
      spoiler: text('spoiler_text') ?? '',
      html: text('content') ?? '',
      mediaIds: media.map((file) => String((file as { id?: unknown } | null)?.id)),
      hasPoll: Boolean(status['poll']),
    },
  ]
}

async function isPart(
  status: SeenStatus,
  post: Outgoing,
  index: number,
  landed: readonly Remote[],
  context: PublishContext,
): Promise<boolean> {
  const files = post.parts[index]?.media.length ?? 0
  if (files > 0) {
    const ids = uploadedIds(index, files, context)
    return ids !== null && status.mediaIds.length === files && ids.every((id) => status.mediaIds.includes(id))
  }
  const { contentWarning, poll } = mastodonSettings(post.settings)
  const alike =
    status.mediaIds.length === 0 &&
    status.replyTo === replyTarget(landed, index) &&
    status.hasPoll === (poll !== null && index === 0) &&
    comparable(status.spoiler) === comparable(contentWarning)
  if (!alike) return false
  const text = comparable(textOf(post, index))
  return comparable(plainText(status.html)) === text || comparable(await sourceOf(status.id, context)) === text
}

/** What was written, where the server says (3.5 and later); servers that format text show something else. */
async function sourceOf(id: string, context: PublishContext): Promise<string> {
  const answer = await ask(context, `/api/v1/statuses/${encodeURIComponent(id)}/source`, {}, [200, 403, 404])
  const { text } = objectOf(answer)
  return typeof text === 'string' ? text : ''
}
