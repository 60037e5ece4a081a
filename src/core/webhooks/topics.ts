import type { Delivery } from '../../contract/deliveries.ts'
import type { Job } from '../../contract/jobs.ts'
import { postStatus } from '../../contract/post-status.ts'
import { spoken } from '../../contract/sentences/index.ts'
import type { WebhookTopic } from '../../contract/webhooks.ts'
import type { NewEvent } from '../events.ts'

/** What is read for the body of a message, within the transaction that the event comes from. */
export interface Readers {
  deliveriesOf(postId: string): readonly Delivery[]
  job(id: string): Job | undefined
}

export interface Told {
  readonly topic: WebhookTopic
  readonly data: Record<string, unknown>
}

const plain = new Set<string>([
  'post.changed',
  'post.deleted',
  'account.changed',
  'account.broken',
  'account.expiring',
  'approval.asked',
] satisfies WebhookTopic[])

/** What an event of the studio means to webhooks: nothing, one message, or two where a delivery was the last of its post. */
export function toldOf({ type, ids = {}, summary }: NewEvent, readers: Readers): Told[] {
  const about = { ...ids, ...(summary && { title: summary.title, detail: summary.detail && spoken(summary.detail) }) }
  if (plain.has(type)) return [{ topic: type as WebhookTopic, data: about }]
  if (type === 'job.changed') {
    const job = readers.job(ids['job'] ?? '')
    if (job?.state !== 'done' && job?.state !== 'failed') return []
    return [{ topic: `job.${job.state}`, data: { ...about, job } }]
  }
  if (!type.startsWith('delivery.')) return []
  const deliveries = readers.deliveriesOf(ids['post'] ?? '')
  const delivery = deliveries.find(({ id }) => id === ids['delivery'])
  const one: Told[] = type === 'delivery.changed' ? [] : [{ topic: type as WebhookTopic, data: { ...about, delivery } }]
  return [...one, ...wholeOf(deliveries, ids)]
}

/** How a post ended as a whole, once nothing of it waits. */
function wholeOf(deliveries: readonly Delivery[], ids: Readonly<Record<string, string>>): Told[] {
  const statuses = deliveries.map(({ status }) => status)
  const open = ['scheduled', 'publishing', 'retrying', 'handed_off']
  if (statuses.length === 0 || statuses.some((status) => open.includes(status))) return []
  const status = postStatus('approved', statuses)
  switch (status) {
    case 'published':
    case 'partially_published':
    case 'failed':
    case 'unknown':
      return [{ topic: `post.${status}`, data: { post: ids['post'], status, deliveries } }]
    default:
      return []
  }
}
