import { setTimeout as wait } from 'node:timers/promises'
import type { Delivery } from '../../contract/deliveries.ts'
import type { Post } from '../../contract/posts.ts'
import { platformName } from '../../contract/platforms/index.ts'
import type { DeliveryStatus } from '../../contract/vocabulary.ts'
import type { ProgramClient } from '../rpc-link.ts'
import type { Studio } from './studio.ts'
import { plain, type Output } from './output.ts'
import { whenIn } from './times.ts'

const moving: ReadonlySet<DeliveryStatus> = new Set(['scheduled', 'publishing', 'handed_off'])
const wrong: ReadonlySet<DeliveryStatus> = new Set(['failed', 'unknown', 'missed'])

/** How a status looks. */
export function paintStatus(out: Output, status: string): string {
  if (status === 'published') return out.good(status)
  if (['failed', 'unknown', 'missed', 'rejected', 'partially_published'].includes(status)) return out.bad(status)
  if (['publishing', 'retrying', 'handed_off'].includes(status)) return out.odd(status)
  return status
}

/** Waits until what goes out now has gone out, failed, or has to wait for longer. Answers the post as it then stands. */
export async function settled(client: ProgramClient, post: Post, seconds: number): Promise<Post> {
  const deadline = Date.now() + seconds * 1_000
  let seen = post
  while (seen.deliveries.some(({ status }) => moving.has(status)) && Date.now() < deadline) {
    await wait(200)
    seen = await client.posts.get({ id: post.id })
  }
  return seen
}

/** The same for one delivery. */
export async function settledDelivery(client: ProgramClient, delivery: Delivery, seconds: number): Promise<Delivery> {
  const deadline = Date.now() + seconds * 1_000
  let seen = delivery
  while (moving.has(seen.status) && Date.now() < deadline) {
    await wait(200)
    seen = await client.deliveries.get({ id: delivery.id })
  }
  return seen
}

/** Whether a person is wanted: it did not go out, or nobody knows. */
export function wentWrong(deliveries: readonly Delivery[]): boolean {
  return deliveries.some(({ status }) => wrong.has(status))
}

/** A post on one line, and each of its deliveries under it. */
export function tellPost(out: Output, post: Post, names: ReadonlyMap<string, string>): void {
  const { id, status, when, deliveries } = post
  out.line([id, paintStatus(out, status), when ? whenIn(when.at, when.zone) : ''].filter(Boolean).join('  '))
  for (const delivery of deliveries) tellDelivery(out, delivery, names)
}

export function tellDelivery(out: Output, delivery: Delivery, names: ReadonlyMap<string, string>): void {
  const { id, status, platform, accountId, reason, remote } = delivery
  const account = names.get(accountId) ?? platformName(platform)
  const said = [id, paintStatus(out, status), account, remote[0]?.url ?? '', plain(reason?.message ?? '')]
  out.line(`  ${said.filter(Boolean).join('  ')}`)
}

/** Said where what was planned goes out only later, and nothing will be running then. */
export function warnWhereNothingRuns({ startedHere }: Studio, deliveries: readonly Delivery[], out: Output): void {
  if (startedHere && deliveries.some(({ status }) => status === 'scheduled' || status === 'retrying'))
    out.note('It goes out only while Broadside runs: start it with `broadside serve`, or open its window.')
}
