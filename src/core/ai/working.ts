import { ORPCError } from '@orpc/contract'
import { said, type Said } from '../../contract/sentences/index.ts'
import { JobFailed, type JobWork } from '../jobs/jobs.ts'
import { saidOfFailure } from './failed.ts'

/** Work of the AI desk as a job's: what it expects to fail with is said on the job. */
export function working(work: JobWork): JobWork {
  return async (context) => {
    try {
      return await work(context)
    } catch (error) {
      const why = saidOfFailure(error) ?? saidInError(error)
      throw why && !context.signal.aborted ? new JobFailed(why) : error
    }
  }
}

/** The sentence that an error of the contract carries. */
function saidInError(error: unknown): Said | undefined {
  if (!(error instanceof ORPCError)) return undefined
  const data = error.data as (Partial<Said> & { fields?: Said[] }) | undefined
  const found = data?.fields?.[0] ?? data
  return found?.says ? { says: found.says, params: found.params ?? {}, inner: found.inner } : undefined
}

/** Why something failed, also where nobody expected it. */
export function saidIn(error: unknown): Said {
  return saidOfFailure(error) ?? saidInError(error) ?? said('job_broke')
}
