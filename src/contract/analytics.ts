import * as z from 'zod'
import { AiUsage } from './ai/usage.ts'
import { Traffic } from './keys.ts'
import { route } from './route.ts'
import { AccountId, DeliveryId, Instant, Platform, PostId, RunId, WorkspaceId } from './vocabulary.ts'

const count = z.number().int()
const measure = count.nullable()

/** What a platform told of how something did. Null: it has not been asked, or does not tell. Never a guess, and never 0 for want of a figure. */
export const Metrics = z.object({
  impressions: measure,
  reach: measure,
  likes: measure,
  comments: measure,
  shares: measure,
  saves: measure,
  clicks: measure,
  videoViews: measure,
})
export type Metrics = z.infer<typeof Metrics>

const measured = {
  /** Null: nothing has been measured, so every metric is null. */
  measuredAt: Instant.nullable(),
  metrics: Metrics,
}
const Measurement = z.object({ at: Instant, metrics: Metrics })

/** What Broadside itself did, which it knows without asking anybody. */
const sent = { published: count.describe('Deliveries that went out'), failed: count.describe('Deliveries that failed') }
const span = { from: Instant, to: Instant }

export const PostAnalytics = z.object({
  postId: PostId,
  ...measured,
  deliveries: z.array(
    z.object({
      deliveryId: DeliveryId,
      accountId: AccountId,
      platform: Platform,
      url: z.string().nullable(),
      publishedAt: Instant,
      ...measured,
      history: z.array(Measurement),
    }),
  ),
})

export const AccountAnalytics = z.object({
  accountId: AccountId,
  platform: Platform,
  ...span,
  ...sent,
  ...measured,
  followers: measure,
  history: z.array(Measurement.extend({ followers: measure })),
})

export const RunAnalytics = z.object({
  runId: RunId,
  posts: count,
  ...sent,
  ...measured,
})

export const WorkspaceAnalytics = z.object({
  ...span,
  ...sent,
  ...measured,
  byAccount: z.array(z.object({ accountId: AccountId, platform: Platform, ...sent, ...measured })),
  /** Every day of the span, in the workspace's zone. */
  byDay: z.array(z.object({ day: z.iso.date(), ...sent })),
})

export const Usage = z.object({
  ...span,
  ...sent,
  library: z.object({ files: count, bytes: count }).describe('As it is now'),
  ai: AiUsage,
  api: Traffic,
})

const read = { scope: 'analytics:read', method: 'GET' } as const
const period = z.enum(['7d', '30d', '90d']).default('30d')

/** How things did. What platforms tell is empty until they are asked; what Broadside did itself is counted now. */
export const analytics = {
  post: route({ ...read, path: '/analytics/posts/{id}', summary: 'How a post did, per account' })
    .input(z.object({ id: PostId }))
    .output(PostAnalytics),
  account: route({ ...read, path: '/analytics/accounts/{id}', summary: 'How an account did' })
    .input(z.object({ id: AccountId, period }))
    .output(AccountAnalytics),
  run: route({ ...read, path: '/analytics/runs/{id}', summary: 'How the posts of a run did' })
    .input(z.object({ id: RunId }))
    .output(RunAnalytics),
  workspace: route({ ...read, path: '/analytics/workspace', summary: 'How everything did' })
    .input(z.object({ period }))
    .output(WorkspaceAnalytics),
  ofWorkspace: route({
    ...read,
    path: '/workspaces/{id}/analytics',
    summary: 'How everything of a workspace did',
    workspace: false,
  })
    .input(z.object({ id: WorkspaceId, period }))
    .output(WorkspaceAnalytics),
  /** Asks platforms for figures. `notMeasured`: accounts of platforms that Broadside does not ask yet. */
  refresh: route({
    scope: 'analytics:read',
    method: 'POST',
    path: '/analytics/refresh',
    summary: 'Ask platforms for figures now',
    invalidates: ['analytics'],
  })
    .input(z.object({ accounts: z.array(AccountId).max(1_000).optional().describe('Only these') }))
    .output(z.object({ asked: z.array(AccountId), notMeasured: z.array(AccountId) })),
  usage: route({ ...read, path: '/usage', summary: 'What was sent, kept, spent and called' })
    .input(z.object({ period }))
    .output(Usage),
}
