import * as z from 'zod'
import { listOf, pageInput, pageOf, route } from './route.ts'
import { Spoken } from './sentences/index.ts'
import { Instant, JobId } from './vocabulary.ts'

export const JobKind = z.enum(['convert', 'ai_post', 'ai_image', 'ai_video', 'export'])
export type JobKind = z.infer<typeof JobKind>

/** `interrupted`: the program ended while it ran. Nothing is half done; it can be started again. */
export const JobState = z.enum(['queued', 'running', 'done', 'failed', 'canceled', 'interrupted'])
export type JobState = z.infer<typeof JobState>

/** Long work with progress, cancel and result. */
export const Job = z.object({
  id: JobId,
  kind: JobKind,
  state: JobState,
  /** 0–1; null while it cannot be told. */
  progress: z.number().min(0).max(1).nullable(),
  /** Ids of what it works on: `{asset}` for a conversion. */
  about: z.record(z.string(), z.string()),
  /** For `done`: what came of it, `{assetId}` for a conversion. */
  result: z.record(z.string(), z.unknown()).nullable(),
  /** For `failed`: why, and what to do. */
  error: Spoken.nullable(),
  createdAt: Instant,
  startedAt: Instant.nullable(),
  endedAt: Instant.nullable(),
})
export type Job = z.infer<typeof Job>

const waitMs = z.coerce.number().int().min(0).max(25_000).default(0)

export const jobs = {
  list: route({ method: 'GET', path: '/jobs', summary: 'Long work, newest first', scope: 'posts:read' })
    .input(z.object({ state: listOf(JobState), ...pageInput }))
    .output(pageOf(Job)),
  /** With `waitMs` the answer comes as soon as the job has ended, and after that time at the latest. */
  get: route({ method: 'GET', path: '/jobs/{id}', summary: 'One job', scope: 'posts:read' })
    .input(z.object({ id: JobId, waitMs }))
    .output(Job),
  /** What it had begun is taken back. One that has ended stays as it is. */
  cancel: route({
    method: 'POST',
    path: '/jobs/{id}/cancel',
    summary: 'Stop a job',
    scope: 'posts:write',
    invalidates: ['jobs'],
  })
    .input(z.object({ id: JobId }))
    .output(Job),
}
