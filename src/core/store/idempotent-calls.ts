import { and, eq, lt } from 'drizzle-orm'
import type { Instant } from '../clock.ts'
import type { Read, WriteTx } from './tx.ts'
// The table is the same in studio.db, for calls that are about no workspace.
import { idempotentCall } from './keys-schema.ts'

export type IdempotentCallRow = typeof idempotentCall.$inferSelect

const of = (caller: string, key: string) => and(eq(idempotentCall.caller, caller), eq(idempotentCall.key, key))

export function getIdempotentCall(db: Read, caller: string, key: string): IdempotentCallRow | undefined {
  return db.select().from(idempotentCall).where(of(caller, key)).get()
}

export function insertIdempotentCall(tx: WriteTx, row: typeof idempotentCall.$inferInsert): void {
  tx.insert(idempotentCall).values(row).run()
}

export function answerIdempotentCall(tx: WriteTx, caller: string, key: string, output: { value: unknown }): void {
  tx.update(idempotentCall).set({ output }).where(of(caller, key)).run()
}

export function forgetIdempotentCall(tx: WriteTx, caller: string, key: string): void {
  tx.delete(idempotentCall).where(of(caller, key)).run()
}

export function dropIdempotentCallsBefore(tx: WriteTx, before: Instant): void {
  tx.delete(idempotentCall).where(lt(idempotentCall.at, before)).run()
}
