import { eventIterator } from '@orpc/contract'
import * as z from 'zod'
import { route } from './route.ts'
import { Spoken } from './sentences/index.ts'
import { Instant, WorkspaceId } from './vocabulary.ts'

/** Something that happened, small: what kind, of what, and which areas are stale because of it. */
export const StudioEvent = z.object({
  /** Grows by one within one run of the studio; `<boot>-<n>`. */
  id: z.string(),
  type: z.enum([
    'post.changed',
    'post.deleted',
    'delivery.changed',
    'delivery.published',
    'delivery.failed',
    'delivery.unknown',
    'delivery.missed',
    'account.changed',
    'account.broken',
    'account.expiring',
    'asset.changed',
    'job.changed',
    'slots.changed',
    'media_host.changed',
    'practice.changed',
    'ai.changed',
    'brand.changed',
    'key.changed',
    'approval.asked',
    'approval.changed',
    'webhook.changed',
    'run.changed',
    'workspace.changed',
    'settings.changed',
    'vault.changed',
    'resync', // events were missed: read everything again
  ]),
  workspaceId: WorkspaceId.nullable(),
  /** Ids of what it is about, e.g. `{post, delivery, account}`. */
  ids: z.record(z.string(), z.string()),
  /** For notifications: what it is about and what happened, already free of secrets. */
  summary: z.object({ title: z.string(), detail: Spoken.nullable() }).nullable(),
  invalidates: z.array(z.string()),
  at: Instant,
})
export type StudioEvent = z.infer<typeof StudioEvent>

export const events = {
  /** Live events of all workspaces the caller may see, replayed from `Last-Event-ID`; a gap is told by `resync`. */
  stream: route({ method: 'GET', path: '/events', summary: 'Live events (SSE)', scope: 'posts:read', workspace: false })
    .input(z.object({ workspace: WorkspaceId.optional() }))
    .output(eventIterator(StudioEvent)),
}
