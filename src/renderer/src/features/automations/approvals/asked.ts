import { Temporal } from 'temporal-polyfill'
import type * as z from 'zod'
import type { Approval } from '../../../../../contract/approvals.ts'
import { PostContent, type Post, type PostVersion } from '../../../../../contract/posts.ts'
import { type Draft, draftOf } from '../../compose/draft.ts'

/** When it would go out. `planned`: at the time its post has already; null where that is none. */
export type Planned =
  | { readonly kind: 'at'; readonly at: string }
  | { readonly kind: 'planned'; readonly at: string | null }
  | { readonly kind: 'now' | 'slot' | 'removes' }

export type AskedCall = Pick<Approval, 'operation' | 'input'>

const asRecord = (value: unknown): Readonly<Record<string, unknown>> =>
  value !== null && typeof value === 'object' ? { ...value } : {}

/** Whether a whole schedule document is asked for, which is looked at in its own way. */
export function isDocument({ operation }: AskedCall): boolean {
  return operation === 'schedules.apply'
}

/** Whether the call brings the content of a post that does not exist yet. */
export function makesPost({ operation }: AskedCall): boolean {
  return operation === 'posts.create'
}

/** Whether the post would be sent with the content it has now, so that the studio can say the very requests. */
export function leavesContent({ operation }: AskedCall): boolean {
  return !['posts.update', 'posts.restore', 'deliveries.editRemote', 'deliveries.deleteRemote'].includes(operation)
}

/** The version whose content would come back; null where the call is not about one. */
export function versionAsked({ operation, input }: AskedCall): number | null {
  const { version } = asRecord(input)
  return operation === 'posts.restore' && typeof version === 'number' ? version : null
}

/** Where the first post of a run would be moved, as it was sent; null where all keep their times. */
export function startAsked({ operation, input }: AskedCall): string | null {
  const { startAt } = asRecord(input)
  return operation === 'runs.publish' && typeof startAt === 'string' ? startAt : null
}

/** When what is asked for would go out. `zone` is the workspace's: wall times without one mean it. */
export function plannedOf({ operation, input }: AskedCall, post: Pick<Post, 'when'> | null, zone: string): Planned {
  const fields = asRecord(input)
  const planned = { kind: 'planned', at: post?.when?.at ?? null } as const
  switch (operation) {
    case 'posts.publish':
    case 'deliveries.retry':
    case 'deliveries.resolve':
    case 'deliveries.editRemote':
      return { kind: 'now' }
    case 'deliveries.deleteRemote':
      return { kind: 'removes' }
    case 'deliveries.reschedule':
      return timeOf(fields, zone) ?? planned
    case 'runs.publish':
      // The first of them moves there, and the others with it: what each has now says nothing.
      return startAsked({ operation, input }) === null ? planned : { kind: 'planned', at: null }
    case 'posts.create':
      return timeOf(asRecord(fields['schedule'])['when'], zone) ?? planned
    default:
      return timeOf(fields['when'], zone) ?? planned
  }
}

/** A time as the contract takes it, as the moment it means. */
function timeOf(when: unknown, workspaceZone: string): Planned | null {
  const { at, wallTime, zone, now, slot } = asRecord(when)
  if (now === true) return { kind: 'now' }
  if (slot === 'next') return { kind: 'slot' }
  if (typeof at === 'string') return { kind: 'at', at: Temporal.Instant.from(at).toString() }
  if (typeof wallTime !== 'string') return null
  const inZone = typeof zone === 'string' ? zone : workspaceZone
  return { kind: 'at', at: Temporal.PlainDateTime.from(wallTime).toZonedDateTime(inZone).toInstant().toString() }
}

const nothing = { title: '', parts: [{ text: '', media: [] }], link: null, variants: [], labels: [], when: null }

/** The post as it would go out: what is there, changed by what the call brings. Null while what it would be made of is not known. */
export function draftAsked(
  call: AskedCall,
  post: Post | null,
  versions: readonly z.infer<typeof PostVersion>[],
): Draft | null {
  if (makesPost(call)) return draftOf({ ...nothing, ...contentIn(call.input) })
  if (!post) return null
  if (call.operation === 'posts.update') return draftOf({ ...post, ...contentIn(call.input) })
  const version = versionAsked(call)
  if (version === null) return draftOf(post)
  const old = versions.find(({ number }) => number === version)
  return old ? draftOf({ ...old.content, when: post.when }) : null
}

function contentIn(input: unknown): Partial<PostContent> {
  const read = PostContent.partial().safeParse(input)
  if (!read.success) return {}
  return Object.fromEntries(Object.entries(read.data).filter(([, value]) => value !== undefined))
}

/** Ids of the accounts it would go to. */
export function accountsAsked({ input }: AskedCall, post: Post | null, draft: Draft): string[] {
  const { id, accounts } = asRecord(input)
  const delivery = post?.deliveries.find((one) => one.id === id)
  if (delivery) return [delivery.accountId]
  const all = draft.variants.map(({ accountId }) => accountId as string)
  return Array.isArray(accounts) ? all.filter((accountId) => accounts.includes(accountId)) : all
}
