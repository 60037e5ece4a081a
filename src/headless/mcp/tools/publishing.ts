import { setTimeout } from 'node:timers/promises'
import { contract } from '../../../contract/index.ts'
import type { Post } from '../../../contract/posts.ts'
import type { DeliveryStatus } from '../../../contract/vocabulary.ts'
import { checkBefore, checkDelivery } from '../post-check.ts'
import { inputOf } from '../schema.ts'
import { tool } from '../tool.ts'
import { lookUntil, waitSeconds } from '../waiting.ts'

/** What every description of something that publishes ends with. */
const publicAct =
  'Do this only when your person asked for it. The post is checked first and refused with its problems. A key that asks first answers `approval_required`: nothing is sent until a person allows it in the window.'

const schedulePost = tool({
  name: 'schedule_post',
  title: 'Schedule a post',
  description: `Plans a post to go out at \`when\`: \`{wallTime, zone}\`, \`{at}\`, or \`{slot: "next"}\` for the next free queue time. Without a zone the wall time is in the workspace’s zone. Scheduling again moves what has not gone out. ${publicAct}`,
  effect: 'publishes',
  calls: ['posts.schedule', 'posts.validate'],
  input: inputOf(contract.posts.schedule),
  texts: true,
  async run(client, args, work) {
    await checkBefore(client, args, work)
    return client.posts.schedule(args, work.once)
  },
})

const publishPost = tool({
  name: 'publish_post',
  title: 'Publish a post now',
  description: `Sends a post to its accounts now and waits for the outcome. Each account is a delivery of its own: some may be published while others fail. A delivery that is \`unknown\` may be out; never send it again, ask look_for_delivery. ${publicAct}`,
  effect: 'publishes',
  calls: ['posts.publish', 'posts.validate', 'posts.get'],
  input: inputOf(contract.posts.publish).extend({ waitSeconds }),
  texts: true,
  async run(client, { waitSeconds: seconds, ...args }, work) {
    await checkBefore(client, args, work)
    const { skipped, post } = await client.posts.publish(args, work.once)
    const look = async (waitMs: number) => {
      await setTimeout(Math.min(waitMs, 500), undefined, { signal: work.signal })
      return client.posts.get({ id: post.id }, { signal: work.signal })
    }
    return { post: await lookUntil(look, isOver, standing, seconds, work), skipped }
  },
})

const underWay: ReadonlySet<DeliveryStatus> = new Set(['scheduled', 'publishing'])
const isOver = ({ deliveries }: Post) => !deliveries.some(({ status }) => underWay.has(status))
const standing = ({ deliveries }: Post) => deliveries.map(({ platform, status }) => `${platform}: ${status}`).join(', ')

const cancelPost = tool({
  name: 'cancel_post',
  title: 'Cancel a post',
  description:
    'Takes back everything of a post that has not started to go out. What is being sent cannot be called back, and what is published stays.',
  effect: 'changes',
  idempotent: true,
  calls: ['posts.cancel'],
  input: inputOf(contract.posts.cancel),
  texts: true,
  run: (client, args, { signal }) => client.posts.cancel(args, { signal }),
})

const listDeliveries = tool({
  name: 'list_deliveries',
  title: 'List deliveries',
  description:
    'Deliveries: one post on its way to one account, latest due first, by status, post or account. `failed`, `unknown` and `missed` need somebody; `reason` says why and what to do, `can` what may be done.',
  effect: 'reads',
  calls: ['deliveries.list'],
  input: inputOf(contract.deliveries.list),
  texts: true,
  run: (client, args, { signal }) => client.deliveries.list(args, { signal }),
})

const getDelivery = tool({
  name: 'get_delivery',
  title: 'Read a delivery',
  description: 'One delivery with every attempt at it, phase by phase, and the platform’s own words where it refused.',
  effect: 'reads',
  calls: ['deliveries.get', 'deliveries.attempts'],
  input: inputOf(contract.deliveries.get),
  texts: true,
  async run(client, args, { signal }) {
    const [delivery, attempts] = await Promise.all([
      client.deliveries.get(args, { signal }),
      client.deliveries.attempts(args, { signal }),
    ])
    return { delivery, attempts }
  },
})

const retryDelivery = tool({
  name: 'retry_delivery',
  title: 'Try a delivery again',
  description: `Sends a failed, missed or canceled delivery again, now and alone; others of its post are not touched. Mend what its reason names first. Not for \`unknown\` ones, which may be out. ${publicAct}`,
  effect: 'publishes',
  calls: ['deliveries.retry', 'deliveries.get', 'posts.validate'],
  input: inputOf(contract.deliveries.retry),
  texts: true,
  async run(client, args, work) {
    await checkDelivery(client, args.id, work)
    return client.deliveries.retry(args, work.once)
  },
})

const rescheduleDelivery = tool({
  name: 'reschedule_delivery',
  title: 'Move a delivery',
  description: `Moves the delivery to one account to another time; the rest of its post stays. ${publicAct}`,
  effect: 'publishes',
  calls: ['deliveries.reschedule', 'deliveries.get', 'posts.validate'],
  input: inputOf(contract.deliveries.reschedule),
  texts: true,
  async run(client, args, work) {
    await checkDelivery(client, args.id, work)
    return client.deliveries.reschedule(args, work.once)
  },
})

const lookForDelivery = tool({
  name: 'look_for_delivery',
  title: 'Look whether it is there',
  description:
    'Asks the platform whether an `unknown` delivery is there: the answer to it got lost. Sends nothing. Where the platform cannot tell, a person has to look.',
  effect: 'changes',
  idempotent: true,
  calls: ['deliveries.reconcile'],
  input: inputOf(contract.deliveries.reconcile),
  texts: true,
  run: (client, args, { signal }) => client.deliveries.reconcile(args, { signal }),
})

const resolveDelivery = tool({
  name: 'resolve_delivery',
  title: 'Say whether it is there',
  description:
    'Settles an `unknown` delivery by the word of a person who looked at the platform: `posted` (with its address, if known), `not_posted`, which sends it again, or `leave`. Never answer this by guessing: a wrong `not_posted` posts twice.',
  effect: 'publishes',
  calls: ['deliveries.resolve', 'deliveries.get', 'posts.validate'],
  input: inputOf(contract.deliveries.resolve),
  texts: true,
  async run(client, args, work) {
    if (args.answer === 'not_posted') await checkDelivery(client, args.id, work)
    return client.deliveries.resolve(args, work.once)
  },
})

const getApproval = tool({
  name: 'get_approval',
  title: 'How an approval stands',
  description:
    'What came of a call that needed a person: `waiting`, `approved` (with what the call answered), `refused`, `changed` (the post was edited since; ask again) or `failed`. Only a person at the window can answer it; tell yours that it waits there.',
  effect: 'reads',
  calls: ['approvals.get'],
  input: inputOf(contract.approvals.get).omit({ waitMs: true }).extend({ waitSeconds }),
  texts: true,
  run(client, { id, waitSeconds: seconds }, work) {
    return lookUntil(
      (waitMs) => client.approvals.get({ id, waitMs }, { signal: work.signal }),
      ({ state }) => state !== 'waiting',
      () => 'waits for a person',
      seconds,
      work,
    )
  },
})

export const publishingTools = [
  schedulePost,
  publishPost,
  cancelPost,
  listDeliveries,
  getDelivery,
  retryDelivery,
  rescheduleDelivery,
  lookForDelivery,
  resolveDelivery,
  getApproval,
]
