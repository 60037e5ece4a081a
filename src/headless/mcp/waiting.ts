import { setTimeout } from 'node:timers/promises'
import * as z from 'zod'
import type { Job } from '../../contract/jobs.ts'
import type { JobId } from '../../contract/vocabulary.ts'
import type { ProgramClient } from '../rpc-link.ts'
import type { Work } from './tool.ts'

/** How long one look waits for news: short enough to tell of progress. */
const lookMs = 2_000

/** Long work is waited for, since agents seldom come back. Most clients give up after a minute without progress. */
export const waitSeconds = z
  .int()
  .min(0)
  .max(600)
  .default(45)
  .describe('Waits for the outcome, this long at most; then it answers how it stands, and the work goes on')

/** Waits for a job to end. Given up, the job is canceled where that is allowed. */
export async function jobEnd(client: ProgramClient, started: Job, seconds: number, work: Work): Promise<Job> {
  const until = Date.now() + seconds * 1_000
  let job = started
  try {
    while (!job.endedAt && Date.now() < until) {
      await work.progress(job.progress ?? 0, 1, job.state)
      job = await client.jobs.get({ id: job.id, waitMs: lookMs }, { signal: work.signal })
    }
    return job
  } finally {
    if (work.signal.aborted && !job.endedAt) await cancelJob(client, job.id, work)
  }
}

/** Not with the signal of who gave up: that would stop this, too. */
async function cancelJob(client: ProgramClient, id: JobId, work: Work): Promise<void> {
  if (work.may('jobs.cancel')) await client.jobs.cancel({ id })
}

/** Looks again and again until `ended`, or until the time is over; answers what it saw last. */
export async function lookUntil<Seen>(
  look: () => Promise<Seen>,
  ended: (seen: Seen) => boolean,
  seconds: number,
  { signal, progress }: Work,
  words: (seen: Seen) => string,
): Promise<Seen> {
  const until = Date.now() + seconds * 1_000
  for (let round = 1; ; round++) {
    const seen = await look()
    if (ended(seen) || Date.now() >= until) return seen
    await progress(round, null, words(seen))
    await setTimeout(lookMs, undefined, { signal })
  }
}
