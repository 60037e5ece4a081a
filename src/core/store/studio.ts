import { asc, eq, sql } from 'drizzle-orm'
import { workspace } from './studio-schema.ts'
import type { Read, WriteTx } from './tx.ts'

/** A workspace the studio knows: its name is kept for when it cannot be opened. */
export interface KnownWorkspace {
  readonly id: string
  readonly name: string
  readonly createdAt: number
}

const columns = { id: workspace.id, name: workspace.name, createdAt: workspace.createdAt }

/** In the order they are shown. */
export function knownWorkspaces(read: Read): KnownWorkspace[] {
  return read.select(columns).from(workspace).orderBy(asc(workspace.position), asc(workspace.id)).all()
}

/** Adds it at the end of the list. */
export function addWorkspace(tx: WriteTx, known: KnownWorkspace): void {
  const position = sql<number>`(select coalesce(max(position), 0) + 1 from ${workspace})`
  tx.insert(workspace)
    .values({ ...known, position })
    .run()
}

export function renameWorkspace(tx: WriteTx, id: string, name: string): void {
  tx.update(workspace).set({ name }).where(eq(workspace.id, id)).run()
}

export function forgetWorkspace(tx: WriteTx, id: string): void {
  tx.delete(workspace).where(eq(workspace.id, id)).run()
}
