import type { Account } from '../../../../contract/accounts.ts'
import type { Approval } from '../../../../contract/approvals.ts'
import type { Delivery } from '../../../../contract/deliveries.ts'
import type { PostSummary } from '../../../../contract/posts.ts'

/** One thing that needs a person. Deliveries of a post that were all missed are one thing; each unknown asks for itself. */
export type Need =
  | { readonly kind: 'unknown' | 'failed'; readonly post: PostSummary; readonly delivery: Delivery }
  | { readonly kind: 'missed'; readonly post: PostSummary; readonly deliveries: readonly Delivery[] }
  | { readonly kind: 'rejected' | 'review'; readonly post: PostSummary }
  | { readonly kind: 'approval'; readonly approval: Approval }
  | { readonly kind: 'account'; readonly account: Account }

const order = ['unknown', 'failed', 'missed', 'approval', 'rejected', 'review', 'account'] as const

interface Sources {
  /** Posts that need somebody; deliveries of other posts (in the bin, say) are left out. */
  readonly posts: readonly PostSummary[]
  readonly inReview: readonly PostSummary[]
  readonly troubles: ReadonlyMap<string, readonly Delivery[]>
  /** What programs ask leave for. */
  readonly approvals: readonly Approval[]
  readonly accounts: readonly Account[]
}

/** Everything that needs a person, what cannot wait first. */
export function needsOf({ posts, inReview, troubles, approvals, accounts }: Sources): Need[] {
  const needs = posts.flatMap((post): Need[] => {
    const deliveries = troubles.get(post.id) ?? []
    const missed = deliveries.filter(({ status }) => status === 'missed')
    return [
      ...deliveries.flatMap((delivery): Need[] =>
        delivery.status === 'unknown' || delivery.status === 'failed'
          ? [{ kind: delivery.status, post, delivery }]
          : [],
      ),
      ...(missed.length > 0 ? [{ kind: 'missed' as const, post, deliveries: missed }] : []),
      ...(post.status === 'rejected' ? [{ kind: 'rejected' as const, post }] : []),
    ]
  })
  const all: Need[] = [
    ...needs,
    ...approvals.map((approval) => ({ kind: 'approval' as const, approval })),
    ...inReview.map((post) => ({ kind: 'review' as const, post })),
    ...accounts.filter(({ health }) => health.state !== 'ok').map((account) => ({ kind: 'account' as const, account })),
  ]
  return all.sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind))
}

/** How many of each kind, in the order of weight. */
export function countsOf(needs: readonly Need[]): { kind: Need['kind']; count: number }[] {
  return order
    .map((kind) => ({ kind, count: needs.filter((need) => need.kind === kind).length }))
    .filter(({ count }) => count > 0)
}

/** Whole days until `moment`, counted as a person counts; null where there is none. */
export function daysUntil(moment: string | null, now: number): number | null {
  return moment === null ? null : Math.max(0, Math.floor((Date.parse(moment) - now) / 86_400_000))
}
