import { and, asc, desc, eq, gte, inArray, isNull, lt, or } from 'drizzle-orm'
import { aiCadence, aiCadenceRun, aiEndpoint, aiMade, aiVideo } from './ai-schema.ts'
import type { Read, WriteTx } from './tx.ts'
import { asset } from './workspace-schema.ts'

export type EndpointRow = typeof aiEndpoint.$inferSelect
export type VideoRow = typeof aiVideo.$inferSelect
export type CadenceRow = typeof aiCadence.$inferSelect
export type CadenceRunRow = typeof aiCadenceRun.$inferSelect

/** Endpoints in use, in the order they were added. */
export function listEndpoints(db: Read): EndpointRow[] {
  return db
    .select()
    .from(aiEndpoint)
    .where(isNull(aiEndpoint.removedAt))
    .orderBy(asc(aiEndpoint.createdAt), asc(aiEndpoint.id))
    .all()
}

/** An endpoint, removed ones included. */
export function getEndpoint(db: Read, id: string): EndpointRow | undefined {
  return db.select().from(aiEndpoint).where(eq(aiEndpoint.id, id)).get()
}

export function insertEndpoint(tx: WriteTx, row: typeof aiEndpoint.$inferInsert): void {
  tx.insert(aiEndpoint).values(row).run()
}

export function updateEndpoint(tx: WriteTx, id: string, change: Partial<Omit<EndpointRow, 'id' | 'createdAt'>>): void {
  if (Object.keys(change).length > 0) tx.update(aiEndpoint).set(change).where(eq(aiEndpoint.id, id)).run()
}

export function getVideo(db: Read, jobId: string): VideoRow | undefined {
  return db.select().from(aiVideo).where(eq(aiVideo.jobId, jobId)).get()
}

/** Videos that were asked for and have not ended. */
export function openVideos(db: Read): VideoRow[] {
  return db.select().from(aiVideo).where(isNull(aiVideo.endedAt)).orderBy(asc(aiVideo.askedAt)).all()
}

export function insertVideo(tx: WriteTx, row: typeof aiVideo.$inferInsert): void {
  tx.insert(aiVideo).values(row).run()
}

export function updateVideo(tx: WriteTx, jobId: string, change: Partial<Pick<VideoRow, 'remoteId' | 'endedAt'>>): void {
  tx.update(aiVideo).set(change).where(eq(aiVideo.jobId, jobId)).run()
}

/** The same content made again keeps what it was first made from. */
export function insertMade(tx: WriteTx, row: typeof aiMade.$inferInsert): void {
  tx.insert(aiMade).values(row).onConflictDoNothing().run()
}

/** Newest first, of files that are in the library. */
export function listMade(
  db: Read,
  assetId: string | undefined,
  after: { at: number; id: string } | undefined,
  limit: number,
): (typeof aiMade.$inferSelect)[] {
  return db
    .select({ made: aiMade })
    .from(aiMade)
    .innerJoin(asset, eq(asset.id, aiMade.assetId))
    .where(
      and(
        isNull(asset.deletedAt),
        assetId === undefined ? undefined : eq(aiMade.assetId, assetId),
        after && or(lt(aiMade.at, after.at), and(eq(aiMade.at, after.at), lt(aiMade.assetId, after.id))),
      ),
    )
    .orderBy(desc(aiMade.at), desc(aiMade.assetId))
    .limit(limit)
    .all()
    .map(({ made }) => made)
}

export function listCadences(db: Read): CadenceRow[] {
  return db.select().from(aiCadence).where(isNull(aiCadence.removedAt)).orderBy(asc(aiCadence.createdAt)).all()
}

/** A cadence, removed ones included. */
export function getCadence(db: Read, id: string): CadenceRow | undefined {
  return db.select().from(aiCadence).where(eq(aiCadence.id, id)).get()
}

export function insertCadence(tx: WriteTx, row: typeof aiCadence.$inferInsert): void {
  tx.insert(aiCadence).values(row).run()
}

export function updateCadence(tx: WriteTx, id: string, change: Partial<Omit<CadenceRow, 'id' | 'createdAt'>>): void {
  tx.update(aiCadence).set(change).where(eq(aiCadence.id, id)).run()
}

export function insertCadenceRun(tx: WriteTx, row: typeof aiCadenceRun.$inferInsert): void {
  tx.insert(aiCadenceRun).values(row).run()
}

export function updateCadenceRun(
  tx: WriteTx,
  id: string,
  change: Partial<Pick<CadenceRunRow, 'outcome' | 'postId' | 'jobId' | 'told'>>,
): void {
  tx.update(aiCadenceRun).set(change).where(eq(aiCadenceRun.id, id)).run()
}

/** Runs with one of these outcomes, since then. */
export function cadenceRunsSince(db: Read, outcomes: CadenceRunRow['outcome'][], since: number): CadenceRunRow[] {
  return db
    .select()
    .from(aiCadenceRun)
    .where(and(inArray(aiCadenceRun.outcome, outcomes), gte(aiCadenceRun.at, since)))
    .all()
}

/** Newest first. */
export function listCadenceRuns(
  db: Read,
  cadenceId: string | undefined,
  after: { at: number; id: string } | undefined,
  limit: number,
): CadenceRunRow[] {
  return db
    .select()
    .from(aiCadenceRun)
    .where(
      and(
        cadenceId === undefined ? undefined : eq(aiCadenceRun.cadenceId, cadenceId),
        after && or(lt(aiCadenceRun.at, after.at), and(eq(aiCadenceRun.at, after.at), lt(aiCadenceRun.id, after.id))),
      ),
    )
    .orderBy(desc(aiCadenceRun.at), desc(aiCadenceRun.id))
    .limit(limit)
    .all()
}
