import { threadsText } from '../../../contract/platforms/threads.ts'
import { said } from '../../../contract/sentences/index.ts'
import type { Instant } from '../../clock.ts'
import { objectOf } from '../answers.ts'
import { failure, StepFailed, type Outgoing, type Reconciled, type Remote } from '../publisher.ts'
import { listOf, platform, send, type AccountApi } from './api.ts'
import { containerOf, partOf, statusOf } from './containers.ts'
import { comparable } from './render.ts'

const slackMs = 60_000
const pages = { size: 50, most: 5 }
/** Lists may be behind for a while; after that the container's word counts alone. */
const listedWithinMs = 15 * 60_000

const doubtOf = (index: number) => `${partOf(index)}doubted`

/** Whether what came of a request to publish this part's container was not known once. */
export function isDoubted({ context }: AccountApi, index: number): boolean {
  return context.recall(doubtOf(index)) === true
}

type Seen = Readonly<Record<string, unknown>>

/**
 * Part `index`, by what its container says of itself: PUBLISHED is decisive. Which of the account's posts it became is looked for by text, time and what
 * it answers. Throws StepFailed where it could not look.
 */
export async function findPart(
  api: AccountApi,
  post: Outgoing,
  index: number,
  landed: readonly Remote[],
  sentAt: Instant,
): Promise<Reconciled> {
  const { context } = api
  const container = containerOf(api, index)
  if (container === null) return { is: 'absent' }
  await context.step(doubtOf(index), () => true)
  const { status } = await statusOf(api, container.id)
  if (status !== 'PUBLISHED' && status !== 'MISSING') return { is: 'absent' }
  const found = await search(api, post, index, landed, sentAt)
  // The earliest since it was sent: what was made later is somebody else's.
  const ours = found.at(-1)
  if (ours) return { is: 'there', remote: toRemote(ours) }
  if (context.clock.now() - sentAt <= listedWithinMs) {
    const waits = failure('processing', said('still_processing', { platform }))
    throw new StepFailed({ is: 'deferred', until: context.clock.now() + 10_000, failure: waits })
  }
  if (status === 'PUBLISHED') return { is: 'there', remote: { remoteId: container.id, url: null } }
  // It says nothing any more: where a person says that the part is not out, it is made anew.
  context.forget(partOf(index))
  return { is: 'cannot_tell', why: said('not_listed', { platform }) }
}

export function toRemote({ id, permalink }: Seen): Remote {
  return { remoteId: String(id), url: typeof permalink === 'string' ? permalink : null }
}

/** Everything of the account's posts, or of its replies, since it was sent that is ours and that no other delivery has, newest first. */
async function search(
  api: AccountApi,
  post: Outgoing,
  index: number,
  landed: readonly Remote[],
  sentAt: Instant,
): Promise<Seen[]> {
  const { context, account } = api
  const text = comparable(threadsText(post, index))
  const answers = index > 0 ? landed[index - 1]?.remoteId : undefined
  const others = new Set(landed.map(({ remoteId }) => remoteId))
  const isOurs = (seen: Seen) =>
    comparable(String(seen['text'] ?? '')) === text &&
    (index === 0 || idOf(seen['replied_to']) === answers) &&
    !others.has(String(seen['id'])) &&
    !context.isKnown(String(seen['id']))
  const path = `${account.userId}/${index > 0 ? 'replies' : 'threads'}`
  const fields = `id,text,timestamp,permalink${index > 0 ? ',replied_to' : ''}`
  const ours: Seen[] = []
  let after: string | null = null
  for (let turn = 0; turn < pages.most; turn++) {
    const more: Record<string, string> = after === null ? {} : { after }
    const answer = await send(api, path, { query: { fields, limit: String(pages.size), ...more } })
    const page = objectOf(answer)
    const list = listOf(page)
    // Threads dates by its own clock, which may be far from ours: its answer says what time it is there.
    const there = Date.parse(answer.headers.get('date') ?? '')
    const since = sentAt + (Number.isNaN(there) ? 0 : there - context.clock.now()) - slackMs
    ours.push(...list.filter((seen) => datedAt(seen) >= since && isOurs(seen)))
    const { cursors, next } = (page['paging'] ?? {}) as { cursors?: { after?: unknown }; next?: unknown }
    const oldest = list.at(-1)
    if (typeof next !== 'string' || typeof cursors?.after !== 'string' || !oldest || datedAt(oldest) < since) break
    after = cursors.after
  }
  return ours
}

/** `replied_to` is an object with the id, as Graph tells edges. */
function idOf(value: unknown): unknown {
  return typeof value === 'object' && value !== null ? (value as Seen)['id'] : value
}

function datedAt(seen: Seen): Instant {
  const at = Date.parse(String(seen['timestamp'] ?? ''))
  return Number.isNaN(at) ? Infinity : at
}
