import { sql } from 'drizzle-orm'
import { appSetting } from './studio-schema.ts'
import type { Read, WriteTx } from './tx.ts'
import { setting } from './workspace-schema.ts'

const tables = { studio: appSetting, workspace: setting }

/** Settings as they lie in the database: JSON text by key, not parsed, so that one bad row does not hide the others. */
export function readSettingRows(read: Read, of: keyof typeof tables): Map<string, string> {
  const rows = read.all<{ key: string; value: string }>(sql`select key, value from ${tables[of]}`)
  return new Map(rows.map(({ key, value }) => [key, value]))
}

/** Keys that are undefined stay as they are. */
export function writeSettingRows(
  tx: WriteTx,
  of: keyof typeof tables,
  values: Readonly<Record<string, unknown>>,
): void {
  for (const [key, value] of Object.entries(values)) {
    if (value === undefined) continue
    const text = JSON.stringify(value)
    tx.run(
      sql`insert into ${tables[of]} (key, value) values (${key}, ${text}) on conflict (key) do update set value = excluded.value`,
    )
  }
}
