import { useQuery } from '@tanstack/react-query'
import type { Job } from '../../../contract/jobs.ts'
import { codeOf } from './errors.ts'
import { type Studio, useStudio } from './studio.ts'

const open: Job['state'][] = ['queued', 'running']
const waitMs = 25_000
const againMs = 1_500

/** Jobs under way in the open workspace, oldest first; each change of progress brings them anew. */
export function useOpenJobs(): readonly Job[] {
  const studio = useStudio()
  return useQuery(studio.jobs.list.queryOptions({ input: { state: open, limit: 50 } })).data?.items.toReversed() ?? []
}

/** Waits until a job has ended, also while the studio cannot be reached for a time. */
export async function ended(studio: Studio, id: Job['id']): Promise<Job> {
  for (;;) {
    try {
      const job = await studio.jobs.get.call({ id, waitMs })
      if (!open.includes(job.state)) return job
    } catch (error) {
      if (codeOf(error) !== 'unreachable' && codeOf(error) !== 'shutting_down') throw error
      await new Promise((resolve) => setTimeout(resolve, againMs))
    }
  }
}
