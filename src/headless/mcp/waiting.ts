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

/** Looks again and again until it has `ended`, or until the time is over; answers what it saw last. A look waits for news itself, `waitMs` at most. */
export async function lookUntil<Seen>(
  look: (waitMs: number) => Promise<Seen>,
  ended: (seen: Seen) => boolean,
  tell: (seen: Seen) => string,
  seconds: number,
  work: Work,
): Promise<Seen> {
  const until = Date.now() + seconds * 1_000
  let seen = await look(0)
  for (let round = 1; !ended(seen) && Date.now() < until; round++) {
    await work.progress(round, tell(seen)) // rounds, since a client that hears nothing gives up, and each progress must be more than the last
    seen = await look(Math.max(0, Math.min(lookMs, until - Date.now())))
  }
  return seen
}

/** How a job ends, or how it stands when the time is over. */
export function jobAt(client: ProgramClient, id: JobId, seconds: number, work: Work): Promise<Job> {
  return lookUntil(
    (waitMs) => client.jobs.get({ id, waitMs }, { signal: work.signal }),
    ({ endedAt }) => endedAt !== null,
    ({ progress, state }) => (progress === null ? state : `${state}, ${Math.round(progress * 100)} %`),
    seconds,
    work,
  )
}

/** Waits for a job that was started for whoever waits: given up, it is canceled where that is allowed. */
export async function jobEnd(client: ProgramClient, { id }: Job, seconds: number, work: Work): Promise<Job> {
  try {
    return await jobAt(client, id, seconds, work)
  } catch (error) {
    // Not with the signal of who gave up: that would stop this, too.
    if (work.signal.aborted && work.may('jobs.cancel')) await client.jobs.cancel({ id })
    throw error
  }
}
