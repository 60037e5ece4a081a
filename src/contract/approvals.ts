import * as z from 'zod'
import { PostId, ApprovalId, Instant, KeyId } from './vocabulary.ts'
import { pageInput, pageOf, route } from './route.ts'

/** `changed`: what was asked for has been edited since, so the answer would have been about something else. */
export const ApprovalState = z.enum(['waiting', 'approved', 'refused', 'changed', 'failed'])
export type ApprovalState = z.infer<typeof ApprovalState>

/** A call of a key that would publish, waiting for a person. */
export const Approval = z.object({
  id: ApprovalId,
  keyId: KeyId,
  keyName: z.string(),
  /** Name in the contract, e.g. `posts.schedule`, and what the key sent. */
  operation: z.string(),
  input: z.unknown(),
  /** Posts that would go out, as they stood when it was asked. */
  posts: z.array(z.object({ id: PostId, revision: z.number().int() })),
  askedAt: Instant,
  state: ApprovalState,
  answeredAt: Instant.nullable(),
  /** What the call answered once it was allowed; for `failed` the error. */
  output: z.unknown().nullable(),
})
export type Approval = z.infer<typeof Approval>

const byId = z.object({ id: ApprovalId })
const answer = { scope: 'person', invalidates: ['approvals', 'posts', 'deliveries'] } as const

export const approvals = {
  /** A key sees what it asked for itself. */
  list: route({
    method: 'GET',
    path: '/approvals',
    summary: 'What waits for a click in the window',
    scope: 'posts:read',
  })
    .input(z.object({ state: ApprovalState.optional(), ...pageInput }))
    .output(pageOf(Approval)),
  get: route({ method: 'GET', path: '/approvals/{id}', summary: 'How an approval stands', scope: 'posts:read' })
    .input(byId.extend({ waitMs: z.coerce.number().int().min(0).max(25_000).default(0) }))
    .output(Approval),
  /** Makes the call that was asked for, if what it is about has not changed. Only a person can. */
  approve: route({ ...answer, method: 'POST', path: '/approvals/{id}/approve', summary: 'Let a key publish' })
    .input(byId)
    .output(Approval),
  refuse: route({ ...answer, method: 'POST', path: '/approvals/{id}/refuse', summary: 'Do not let a key publish' })
    .input(byId)
    .output(Approval),
}
