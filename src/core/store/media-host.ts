import { and, asc, eq, inArray, isNotNull, isNull, lte, or, sql } from 'drizzle-orm'
import type { DeliveryStatus } from '../../contract/vocabulary.ts'
import type { Instant } from '../clock.ts'
import type { Read, WriteTx } from './tx.ts'
import { delivery, hostedFile, mediaHost } from './workspace-schema.ts'

export type MediaHostRow = typeof mediaHost.$inferSelect
export type HostedFileRow = typeof hostedFile.$inferSelect

/** States in which a delivery needs its files no more. A retry uploads them again. */
const ended = ['published', 'failed', 'canceled', 'missed'] as const satisfies readonly DeliveryStatus[]

/** The host in use. */
export function currentHost(db: Read): MediaHostRow | undefined {
  return db.select().from(mediaHost).where(isNull(mediaHost.retiredAt)).get()
}

export function getHost(db: Read, id: string): MediaHostRow | undefined {
  return db.select().from(mediaHost).where(eq(mediaHost.id, id)).get()
}

export function insertHost(tx: WriteTx, row: typeof mediaHost.$inferInsert): void {
  tx.insert(mediaHost).values(row).run()
}

export function updateHost(
  tx: WriteTx,
  id: string,
  change: Partial<Pick<MediaHostRow, 'place' | 'test' | 'retiredAt'>>,
): void {
  tx.update(mediaHost).set(change).where(eq(mediaHost.id, id)).run()
}

const there = and(isNull(hostedFile.removedAt), isNull(hostedFile.abandonedAt))

/** The file of a delivery with this content, where it is or should be at the host. */
export function hostedFor(
  db: Read,
  of: Pick<HostedFileRow, 'hostId' | 'sha256' | 'type'> & { readonly deliveryId: string },
): HostedFileRow | undefined {
  return db
    .select()
    .from(hostedFile)
    .where(
      and(
        eq(hostedFile.deliveryId, of.deliveryId),
        eq(hostedFile.hostId, of.hostId),
        eq(hostedFile.sha256, of.sha256),
        eq(hostedFile.type, of.type),
        there,
      ),
    )
    .get()
}

export function insertHosted(tx: WriteTx, row: typeof hostedFile.$inferInsert): void {
  tx.insert(hostedFile).values(row).run()
}

export function updateHosted(tx: WriteTx, key: string, change: Partial<Omit<HostedFileRow, 'key' | 'hostId'>>): void {
  tx.update(hostedFile).set(change).where(eq(hostedFile.key, key)).run()
}

/** No delivery needs it any more. */
const noDelivery = or(isNull(hostedFile.deliveryId), inArray(delivery.status, [...ended]))

/** Files that nobody needs any more and that are or may be there, the one to be tried first before the others. */
export function unneededFiles(db: Read, now: Instant, key?: string): HostedFileRow[] {
  return db
    .select({ file: hostedFile })
    .from(hostedFile)
    .leftJoin(delivery, eq(delivery.id, hostedFile.deliveryId))
    .where(
      and(
        there,
        noDelivery,
        or(isNull(hostedFile.keepUntil), lte(hostedFile.keepUntil, now)),
        key === undefined ? undefined : eq(hostedFile.key, key),
      ),
    )
    .orderBy(asc(hostedFile.nextTryAt), asc(hostedFile.key))
    .all()
    .map(({ file }) => file)
}

/**
 * Takes a file from its delivery for good, if nobody needs it and its removal may be tried now; undefined otherwise. To be asked in the transaction
 * that decides it: a retry may have taken it up meanwhile.
 */
export function claimUnneeded(tx: WriteTx, key: string, now: Instant): HostedFileRow | undefined {
  const [row] = unneededFiles(tx, now, key)
  if (!row || row.nextTryAt > now) return undefined
  updateHosted(tx, key, { deliveryId: null })
  return row
}

/** When something is to be removed next: a failed removal is tried again, or a file is kept no longer. Null where nothing waits. */
export function nextRemoval(db: Read): Instant | null {
  const row = db
    .select({ at: sql<number | null>`min(max(${hostedFile.nextTryAt}, coalesce(${hostedFile.keepUntil}, 0)))` })
    .from(hostedFile)
    .leftJoin(delivery, eq(delivery.id, hostedFile.deliveryId))
    .where(and(there, noDelivery))
    .get()
  return row?.at ?? null
}

/** What could not be removed from a host may be tried at once: something about it has changed. */
export function tryRemovalsNow(tx: WriteTx, hostId: string, now: Instant): void {
  tx.update(hostedFile)
    .set({ nextTryAt: now, tries: 0 })
    .where(and(eq(hostedFile.hostId, hostId), there))
    .run()
}

/** Hosts that were chosen before the one in use. */
export function retiredHosts(db: Read): MediaHostRow[] {
  return db.select().from(mediaHost).where(isNotNull(mediaHost.retiredAt)).all()
}

/** Files at a host that are there or may be, needed or not. */
export function filesAt(db: Read, hostId: string): HostedFileRow[] {
  return db
    .select()
    .from(hostedFile)
    .where(and(eq(hostedFile.hostId, hostId), there))
    .all()
}
