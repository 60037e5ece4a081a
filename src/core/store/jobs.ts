import { and, desc, eq, inArray, isNull, lt, or } from 'drizzle-orm'
import type { JobState } from '../../contract/jobs.ts'
import type { Read, WriteTx } from './tx.ts'
import { job } from './workspace-schema.ts'

export type JobRow = typeof job.$inferSelect

export function getJob(db: Read, id: string): JobRow | undefined {
  return db.select().from(job).where(eq(job.id, id)).get()
}

export function insertJob(tx: WriteTx, row: typeof job.$inferInsert): void {
  tx.insert(job).values(row).run()
}

export function updateJob(tx: WriteTx, id: string, change: Partial<Omit<JobRow, 'id' | 'kind' | 'createdAt'>>): void {
  tx.update(job).set(change).where(eq(job.id, id)).run()
}

/** Ends every job that another run of the program left open. */
export function interruptJobs(tx: WriteTx, at: number): void {
  tx.update(job).set({ state: 'interrupted', endedAt: at }).where(isNull(job.endedAt)).run()
}

/** Newest first. */
export function listJobs(
  db: Read,
  states: readonly JobState[] | undefined,
  after: { createdAt: number; id: string } | undefined,
  limit: number,
): JobRow[] {
  return db
    .select()
    .from(job)
    .where(
      and(
        states && inArray(job.state, [...states]),
        after && or(lt(job.createdAt, after.createdAt), and(eq(job.createdAt, after.createdAt), lt(job.id, after.id))),
      ),
    )
    .orderBy(desc(job.createdAt), desc(job.id))
    .limit(limit)
    .all()
}
