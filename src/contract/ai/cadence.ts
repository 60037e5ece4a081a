import * as z from 'zod'
import { pageInput, pageOf, route } from '../route.ts'
import { Spoken } from '../sentences/index.ts'
import { AccountId, CadenceId, Instant, JobId, PostId, ZoneId } from '../vocabulary.ts'
import { ContentType, TextLength } from './tasks.ts'

/** Drafts that are written by themselves: at these times of every week, on these topics in turn. */
const CadenceFields = z.object({
  name: z.string().trim().min(1).max(80),
  on: z.boolean().default(true),
  topics: z.array(z.string().trim().min(1).max(500)).min(1).max(50),
  times: z
    .array(
      z.object({
        /** 1 is Monday. */
        weekday: z.int().min(1).max(7),
        time: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'is a time like 09:00'),
      }),
    )
    .min(1)
    .max(50),
  zone: ZoneId.optional().describe("The workspace's unless told"),
  accounts: z.array(AccountId).max(50).default([]).describe('Whom the drafts are for; each gets a version of its own'),
  contentType: ContentType.optional(),
  length: TextLength.default('medium'),
  /** Goes out at the next free queue time, if the workspace lets it. */
  publish: z.boolean().default(false),
})
export const CadenceInput = CadenceFields
export type CadenceInput = z.output<typeof CadenceInput>

export const Cadence = CadenceFields.extend({
  id: CadenceId,
  zone: ZoneId,
  nextAt: Instant.nullable().describe('When it writes next; null while it is off'),
  createdAt: Instant,
})
export type Cadence = z.infer<typeof Cadence>

/** Whether anything of a cadence may go out unseen, and how many posts a day at most. Off until somebody switches it on. */
export const Automation = z.object({
  publishByItself: z.boolean().default(false),
  dailyLimit: z.int().min(1).max(50).default(1),
})
export type Automation = z.output<typeof Automation>

export const CadenceRun = z.object({
  id: z.string(),
  cadence: z.object({ id: CadenceId, name: z.string() }),
  topic: z.string(),
  dueAt: Instant,
  at: Instant,
  /** `skipped`: it was due while nothing ran. */
  outcome: z.enum(['running', 'drafted', 'scheduled', 'skipped', 'failed']),
  post: PostId.nullable(),
  job: JobId.nullable(),
  /** Why it failed or was skipped, or why it was not scheduled. */
  told: Spoken.nullable(),
})
export type CadenceRun = z.infer<typeof CadenceRun>

const byId = z.object({ id: CadenceId })
const read = { scope: 'posts:read' } as const
const write = { scope: 'posts:write', invalidates: ['ai'] } as const

export const cadenceRoutes = {
  cadences: route({ ...read, method: 'GET', path: '/ai/cadences', summary: 'What is drafted by itself' }).output(
    z.object({ cadences: z.array(Cadence), automation: Automation }),
  ),
  addCadence: route({
    ...write,
    method: 'POST',
    path: '/ai/cadences',
    summary: 'Draft on a cadence',
    status: 201,
    publishes: ({ publish }: { publish?: boolean }) => publish === true,
  })
    .input(CadenceInput)
    .output(Cadence),
  changeCadence: route({
    ...write,
    method: 'PATCH',
    path: '/ai/cadences/{id}',
    summary: 'Change a cadence',
    publishes: ({ publish }: { publish?: boolean | undefined }) => publish === true,
  })
    .input(byId.extend(changesOf(CadenceFields)))
    .output(Cadence),
  /** What it drafted stays, and so does its log. */
  removeCadence: route({ ...write, method: 'DELETE', path: '/ai/cadences/{id}', summary: 'End a cadence' })
    .input(byId)
    .output(z.object({ id: CadenceId })),
  cadenceRuns: route({ ...read, method: 'GET', path: '/ai/cadence-runs', summary: 'What cadences did, newest first' })
    .input(z.object({ ...pageInput, cadence: CadenceId.optional() }))
    .output(pageOf(CadenceRun)),
  setAutomation: route({
    ...write,
    scope: 'person',
    method: 'PUT',
    path: '/ai/automation',
    summary: 'Whether a cadence may publish by itself',
  })
    .input(Automation)
    .output(Automation),
}

/** The fields as a change carries them: each left out stays as it is, without its default. */
function changesOf({ shape }: typeof CadenceFields) {
  const { name, topics, times, zone, contentType } = shape
  return {
    name: name.optional(),
    topics: topics.optional(),
    times: times.optional(),
    zone,
    contentType: contentType.nullable(),
    on: z.boolean().optional(),
    accounts: z.array(AccountId).max(50).optional(),
    length: TextLength.optional(),
    publish: z.boolean().optional(),
  }
}
