import * as z from 'zod'
import { Delivery, Problem } from './deliveries.ts'
import { AccountPreview } from './preview.ts'
import { listOf, pageInput, pageOf, route } from './route.ts'
import {
  AccountId,
  AssetId,
  CommentId,
  Instant,
  InstantInput,
  Platform,
  PostId,
  PostStatus,
  DeliveryStatus,
  ReviewState,
  RunId,
  WallTime,
  ZoneId,
} from './vocabulary.ts'

/** A picture or video as one part uses it. `alt` null means the asset's own alt text. */
export const PartMedia = z.object({
  assetId: AssetId,
  alt: z.string().max(10_000).nullable().default(null),
})

/** One item of a thread. */
export const Part = z.object({
  text: z.string().max(100_000),
  media: z.array(PartMedia).max(50).default([]),
})
export type Part = z.infer<typeof Part>

const parts = z.array(Part).min(1).max(50)

/** What one account gets. `parts` null means the base; `settings` are the platform's own fields. */
export const Variant = z.object({
  accountId: AccountId,
  parts: parts.nullable().default(null),
  settings: z.record(z.string(), z.unknown()).default({}),
})
export type Variant = z.infer<typeof Variant>

/** When a post is meant to go out: what the person said (wall time and zone) and the moment it means. */
export const When = z.object({ at: Instant, wallTime: WallTime, zone: ZoneId })
export type When = z.infer<typeof When>

/** A time as it may be sent: a wall time in a zone, or a moment. A wall time that does not exist moves forward; one that comes twice takes the first. */
export const WhenInput = z.union([
  z.object({ wallTime: WallTime, zone: ZoneId.optional() }),
  z.object({ at: InstantInput }),
])
export type WhenInput = z.input<typeof WhenInput>

const label = z.string().trim().min(1).max(60)

export const PostContent = z.object({
  title: z.string().max(300),
  parts,
  /** A link to show as a card; null takes the first link of the text where the platform makes cards. */
  link: z.url({ protocol: /^https?$/ }).nullable(),
  variants: z.array(Variant).max(100),
  labels: z.array(label).max(50),
})
export type PostContent = z.infer<typeof PostContent>

export const Post = PostContent.extend({
  id: PostId,
  status: PostStatus,
  review: ReviewState,
  reviewNote: z.string().nullable(),
  /** The time planned for it, also while it is a draft. */
  when: When.nullable(),
  deliveries: z.array(Delivery),
  /** Grows with every change; send it back as `revision` to be told when somebody else changed the post meanwhile. */
  revision: z.number().int(),
  version: z.number().int().describe('Number of the newest kept version'),
  createdAt: Instant,
  updatedAt: Instant,
  deletedAt: Instant.nullable(),
})
export type Post = z.infer<typeof Post>

/** A post as lists and the calendar show it. */
export const PostSummary = z.object({
  id: PostId,
  title: z.string(),
  firstLine: z.string(),
  status: PostStatus,
  review: ReviewState,
  when: When.nullable(),
  accounts: z.array(z.object({ accountId: AccountId, platform: Platform, status: DeliveryStatus.nullable() })),
  thumb: AssetId.nullable(),
  parts: z.number().int(),
  labels: z.array(z.string()),
  needsYou: z.boolean().describe('Failed, unknown, missed or rejected'),
  updatedAt: Instant,
})
export type PostSummary = z.infer<typeof PostSummary>

export const PostFilter = z.object({
  status: listOf(PostStatus),
  platform: Platform.optional(),
  account: AccountId.optional(),
  label: z.string().max(60).optional(),
  run: RunId.optional(),
  campaign: z.string().max(200).optional().describe('Name of a campaign of any run'),
  needsYou: z.stringbool().or(z.boolean()).optional(),
  from: InstantInput.optional().describe('Planned at or after'),
  to: InstantInput.optional().describe('Planned before'),
  q: z.string().max(200).optional().describe('Words to find in titles and texts; the last may be unfinished'),
  deleted: z.stringbool().or(z.boolean()).optional().describe('Only what is in the bin'),
})
export type PostFilter = z.infer<typeof PostFilter>

export const PostVersion = z.object({
  number: z.number().int(),
  at: Instant,
  /** Why it was kept: an edit session ended, it was scheduled, published, restored … */
  reason: z.enum(['edited', 'scheduled', 'published', 'restored', 'created']),
  content: PostContent,
})

/** What somebody said about a post; it never goes out. */
export const PostComment = z.object({
  id: CommentId,
  postId: PostId,
  text: z.string(),
  /** Of the post, when it was said: a later one has changed since. */
  revision: z.number().int(),
  /** A person at the window or with the host's token, or a program by the name its key had. */
  by: z.object({ kind: z.enum(['person', 'key']), name: z.string().nullable() }),
  createdAt: Instant,
})
export type PostComment = z.infer<typeof PostComment>

/** When a post goes out: at a time, at the next free queue time, or now. */
const scheduleWhen = z.union([WhenInput, z.object({ slot: z.literal('next') }), z.object({ now: z.literal(true) })])

const byId = z.object({ id: PostId })
const write = { scope: 'posts:write', invalidates: ['posts', 'deliveries', 'accounts'] } as const
const read = { scope: 'posts:read' } as const

export const posts = {
  list: route({ ...read, method: 'GET', path: '/posts', summary: 'Find posts, newest plan first' })
    .input(PostFilter.extend({ ...pageInput, order: z.enum(['when', 'updated']).default('when') }))
    .output(pageOf(PostSummary).extend({ total: z.number().int() })),
  /** Everything planned in a span, for a calendar; not paged, up to 20,000. Posts without accounts or time are not in it. */
  calendar: route({ ...read, method: 'GET', path: '/posts/calendar', summary: 'Posts planned between two moments' })
    .input(PostFilter.omit({ deleted: true, q: true }).required({ from: true, to: true }))
    .output(z.array(PostSummary)),
  counts: route({ ...read, method: 'GET', path: '/posts/counts', summary: 'How many posts are in each state' }).output(
    z.object({
      all: z.number(),
      needsYou: z.number(),
      drafts: z.number(),
      scheduled: z.number(),
      inReview: z.number(),
      deleted: z.number(),
      byStatus: z.record(z.string(), z.number()),
    }),
  ),
  labels: route({ ...read, method: 'GET', path: '/posts/labels', summary: 'Labels in use' }).output(
    z.array(z.object({ name: z.string(), posts: z.number().int() })),
  ),
  get: route({ ...read, method: 'GET', path: '/posts/{id}', summary: 'One post, whole' })
    .input(byId)
    .output(Post),
  /** A draft, unless `schedule` says when it goes out: then it is made and scheduled, or refused as a whole. */
  create: route({
    ...write,
    publishes: ({ schedule }: { schedule?: unknown }) => schedule !== undefined,
    method: 'POST',
    path: '/posts',
    summary: 'Make a post (a draft), or make and schedule it',
    status: 201,
  })
    .input(
      PostContent.partial().extend({
        when: WhenInput.nullable().optional(),
        review: z.enum(['idea', 'draft']).optional(),
        schedule: z.object({ when: scheduleWhen, skipProblems: z.boolean().default(false) }).optional(),
      }),
    )
    .output(Post),
  /** Changes what is given, leaves the rest. With `revision` older than the post's: `conflict`, nothing is changed. */
  update: route({
    ...write,
    publishes: () => 'if_scheduled',
    method: 'PATCH',
    path: '/posts/{id}',
    summary: 'Change a post',
  })
    .input(
      byId
        .extend(PostContent.partial().shape)
        .extend({ when: WhenInput.nullable().optional(), revision: z.number().int().optional() }),
    )
    .output(Post),
  /** Into the bin; comes back with `undelete`. Scheduled deliveries are canceled. */
  delete: route({ ...write, method: 'DELETE', path: '/posts/{id}', summary: 'Delete a post' })
    .input(byId)
    .output(z.object({ id: PostId, canceled: z.number().int() })),
  undelete: route({ ...write, method: 'POST', path: '/posts/{id}/undelete', summary: 'Bring a deleted post back' })
    .input(byId)
    .output(Post),
  duplicate: route({
    ...write,
    method: 'POST',
    path: '/posts/{id}/duplicate',
    summary: 'Copy a post as a new draft',
    status: 201,
  })
    .input(byId)
    .output(Post),
  versions: route({ ...read, method: 'GET', path: '/posts/{id}/versions', summary: 'Kept versions, newest first' })
    .input(byId)
    .output(z.array(PostVersion)),
  restore: route({
    ...write,
    publishes: () => 'if_scheduled',
    method: 'POST',
    path: '/posts/{id}/restore',
    summary: 'Make an old version the content again',
  })
    .input(byId.extend({ version: z.number().int().min(1) }))
    .output(Post),
  comments: route({
    ...read,
    method: 'GET',
    path: '/posts/{id}/comments',
    summary: 'What was said about a post, newest first',
  })
    .input(byId.extend(pageInput))
    .output(pageOf(PostComment)),
  /** For whoever reviews or writes it; the post stays as it is. */
  comment: route({
    scope: 'posts:write',
    invalidates: ['posts'],
    method: 'POST',
    path: '/posts/{id}/comments',
    summary: 'Say something about a post',
    status: 201,
  })
    .input(byId.extend({ text: z.string().trim().min(1, 'says nothing').max(10_000) }))
    .output(PostComment),
  submit: route({ ...write, method: 'POST', path: '/posts/{id}/submit', summary: 'Send for approval' })
    .input(byId)
    .output(Post),
  approve: route({
    ...write,
    publishes: () => true,
    method: 'POST',
    path: '/posts/{id}/approve',
    summary: 'Approve what stands there now',
  })
    .input(byId.extend({ revision: z.number().int().describe('What was seen; a later edit asks again') }))
    .output(Post),
  reject: route({ ...write, method: 'POST', path: '/posts/{id}/reject', summary: 'Send back with a note' })
    .input(byId.extend({ note: z.string().trim().min(1, 'say what should change').max(2_000) }))
    .output(Post),
  /**
   * Makes one delivery per chosen account. Accounts with an error are left out and named in `skipped`; when none is left
   * it answers `unprocessable` with the problems. Scheduling again moves what has not gone out.
   */
  schedule: route({
    ...write,
    publishes: () => true,
    method: 'POST',
    path: '/posts/{id}/schedule',
    summary: 'Schedule a post',
  })
    .input(
      byId.extend({
        when: scheduleWhen,
        /** Only these of the post's accounts. */
        accounts: z.array(AccountId).optional(),
        /** Leave accounts with problems out instead of refusing the whole. */
        skipProblems: z.boolean().default(false),
      }),
    )
    .output(z.object({ post: Post, skipped: z.array(z.object({ accountId: AccountId, problems: z.array(Problem) })) })),
  publish: route({
    ...write,
    publishes: () => true,
    method: 'POST',
    path: '/posts/{id}/publish',
    summary: 'Publish a post now',
  })
    .input(byId.extend({ accounts: z.array(AccountId).optional(), skipProblems: z.boolean().default(false) }))
    .output(z.object({ post: Post, skipped: z.array(z.object({ accountId: AccountId, problems: z.array(Problem) })) })),
  /** Cancels every delivery that has not started. What is being sent now cannot be called back. */
  cancel: route({ ...write, method: 'POST', path: '/posts/{id}/cancel', summary: 'Cancel what has not gone out' })
    .input(byId)
    .output(Post),
  /** The checks made before sending, for a saved post or for content not saved yet. */
  validate: route({ ...read, method: 'POST', path: '/posts/validate', summary: 'Every problem of a post, per account' })
    .input(z.union([byId, PostContent]))
    .output(z.array(z.object({ accountId: AccountId, problems: z.array(Problem) }))),
  /**
   * The requests that would be sent, with their bodies, secrets left out; nothing is sent. They are the publishers' own, up to where a platform's
   * answer decides what follows: `complete` tells whether that is all.
   */
  preview: route({
    ...read,
    method: 'POST',
    path: '/posts/preview',
    summary: 'What exactly would be sent, per account',
  })
    .input(byId.extend({ accounts: z.array(AccountId).max(100).optional() }))
    .output(z.array(AccountPreview)),
}
