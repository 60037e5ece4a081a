import * as z from 'zod'
import { pageInput, pageOf, route } from '../route.ts'
import { Spoken } from '../sentences/index.ts'
import { AccountId, AssetId, CallId, EndpointId, Instant, JobId, PostId } from '../vocabulary.ts'
import { AiMeans } from './endpoints.ts'

/** What calls used. Money is in US dollars, by the workspace's own price table. */
export const AiUsage = z.object({
  calls: z.int(),
  inputTokens: z.int(),
  outputTokens: z.int(),
  images: z.int(),
  seconds: z.number().describe('Of video'),
  costUsd: z.number(),
  /** Calls among these whose cost is not known, for want of a price. */
  unpriced: z.int(),
  /** Some figures are the most it can have been: the endpoint told no numbers, or broke off. */
  estimated: z.boolean(),
})
export type AiUsage = z.infer<typeof AiUsage>

export const AiTaskName = z.enum([
  'post',
  'caption',
  'carousel',
  'videoCaption',
  'tone',
  'proofread',
  'concise',
  'edit',
  'adapt',
  'hashtags',
  'altText',
  'thread',
  'ideas',
  'regenerate',
  'image',
  'video',
  'test',
])
export type AiTaskName = z.infer<typeof AiTaskName>

const usd = z.number().min(0).max(1_000_000)

/** What may be spent. Null: no cap. Days and months are those of the workspace's time zone. */
export const AiCaps = z.object({ dailyUsd: usd.nullable().default(null), monthlyUsd: usd.nullable().default(null) })
export type AiCaps = z.output<typeof AiCaps>

const Period = z.object({
  /** Spent, and held back for calls that run now. */
  spentUsd: z.number(),
  heldUsd: z.number(),
  capUsd: z.number().nullable(),
  leftUsd: z.number().nullable(),
  resetsAt: Instant,
})
export const AiSpending = z.object({ day: Period, month: Period })
export type AiSpending = z.infer<typeof AiSpending>

/** Price of a model. Without one, a call's cost is not known; with a cap set, such calls are refused. */
export const AiPrice = z.object({
  /** A model's name, or its beginning with a star: `gpt-5-mini*`. The longest that fits is used. */
  model: z.string().trim().min(1).max(200),
  /** Only at this endpoint. */
  endpoint: EndpointId.nullable().default(null),
  inputPerMillion: usd.nullable().default(null),
  outputPerMillion: usd.nullable().default(null),
  perImage: usd.nullable().default(null),
  perSecond: usd.nullable().default(null),
})
export type AiPrice = z.output<typeof AiPrice>

/** One message as it is sent. Pictures go along smaller than they are. */
export const AiMessage = z.object({
  role: z.enum(['system', 'user', 'assistant']),
  text: z.string(),
  images: z.array(AssetId),
})
export type AiMessage = z.infer<typeof AiMessage>

/** One request to an endpoint, as it is kept. */
export const AiCall = z.object({
  id: CallId,
  task: AiTaskName,
  means: AiMeans,
  /** Calls of one run belong together: a text for each account, a second try. */
  run: z.string(),
  endpoint: z.object({ id: EndpointId, name: z.string() }),
  model: z.string(),
  state: z.enum(['running', 'done', 'failed', 'canceled', 'unknown']),
  /** What went wrong. */
  told: Spoken.nullable(),
  about: z.object({
    post: PostId.nullable(),
    account: AccountId.nullable(),
    asset: AssetId.nullable(),
    job: JobId.nullable(),
  }),
  inputTokens: z.int().nullable(),
  outputTokens: z.int().nullable(),
  images: z.int(),
  seconds: z.number(),
  /** Null: there is no price for it. While it runs, what is held back for it. */
  costUsd: z.number().nullable(),
  estimated: z.boolean(),
  at: Instant,
  ms: z.number().nullable(),
})
export type AiCall = z.infer<typeof AiCall>

const read = { scope: 'posts:read' } as const
/** A program must not raise what it may spend. */
const write = { scope: 'person', invalidates: ['ai'] } as const
const day = z.iso.date()

export const usageRoutes = {
  /** By day of the workspace's zone; this month unless told, a year at most. */
  usage: route({ ...read, method: 'GET', path: '/ai/usage', summary: 'What AI used and cost, and what is left' })
    .input(z.object({ from: day.optional(), to: day.optional().describe('Included') }))
    .output(
      z.object({
        from: day,
        to: day,
        total: AiUsage,
        byDay: z.array(AiUsage.extend({ day })),
        byTask: z.array(AiUsage.extend({ task: AiTaskName })),
        byModel: z.array(AiUsage.extend({ endpoint: z.string(), model: z.string() })),
        spending: AiSpending,
      }),
    ),
  calls: route({ ...read, method: 'GET', path: '/ai/calls', summary: 'Every call, newest first' })
    .input(z.object({ ...pageInput, task: AiTaskName.optional(), post: PostId.optional(), run: z.string().optional() }))
    .output(pageOf(AiCall)),
  /** With what exactly was sent and what came back. Kept for 90 days; null after that. */
  call: route({ ...read, method: 'GET', path: '/ai/calls/{id}', summary: 'One call, with its exchange' })
    .input(z.object({ id: CallId }))
    .output(AiCall.extend({ sent: z.array(AiMessage).nullable(), received: z.string().nullable() })),
  caps: route({ ...read, method: 'GET', path: '/ai/caps', summary: 'What may be spent' }).output(
    AiCaps.extend({ spending: AiSpending }),
  ),
  setCaps: route({ ...write, method: 'PUT', path: '/ai/caps', summary: 'Set what may be spent' })
    .input(AiCaps)
    .output(AiCaps.extend({ spending: AiSpending })),
  prices: route({ ...read, method: 'GET', path: '/ai/prices', summary: 'The price table' }).output(
    z.object({ prices: z.array(AiPrice) }),
  ),
  setPrices: route({ ...write, method: 'PUT', path: '/ai/prices', summary: 'Set the price table' })
    .input(z.object({ prices: z.array(AiPrice).max(500) }))
    .output(z.object({ prices: z.array(AiPrice) })),
}
