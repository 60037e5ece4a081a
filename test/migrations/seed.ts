import type Database from 'better-sqlite3'

/** Values where a made-up one would break a CHECK or mislead a migration that reads it. `n` is the number of the row, from 1. */
const known: Record<string, Record<string, (n: number) => unknown>> = {
  delivery: { status: (n) => (n === 1 ? 'scheduled' : 'published') },
  account: { platform: () => 'bluesky', health: () => 'ok', limits: () => '{}', defaults: () => '{}' },
  post: { review: () => 'draft', parts: () => '[]' },
  post_version: { content: () => '{}', reason: () => 'edited' },
  variant: { settings: () => '{}', parts: () => '[]' },
  asset: { kind: () => 'image', labels: () => '[]' },
  attempt: { phases: () => '[]' },
  practice_post: { media: () => '[]' },
  setting: { value: (n) => JSON.stringify(n) },
  app_setting: { value: (n) => JSON.stringify(n) },
}

interface Column {
  name: string
  type: string
  pk: number
}

/** Names of the tables that hold what people made: not SQLite's, drizzle's, or the inner tables of a full-text index. */
export function tablesOf(sqlite: Database.Database): string[] {
  return (
    sqlite
      .prepare(
        `select name, type from pragma_table_list where schema = 'main' and type in ('table', 'virtual') order by name`,
      )
      .all() as { name: string }[]
  )
    .map(({ name }) => name)
    .filter((name) => !name.startsWith('sqlite_') && !name.startsWith('__'))
}

export function countRows(sqlite: Database.Database): Record<string, number> {
  return Object.fromEntries(
    tablesOf(sqlite).map((name) => [name, sqlite.prepare(`select count(*) from "${name}"`).pluck().get() as number]),
  )
}

/** Puts two rows into every table, each pointing to row one or two of its parents, with every column filled. Works for any version of the schema. */
export function seedEveryTable(sqlite: Database.Database): void {
  sqlite.pragma('foreign_keys = OFF')
  for (const table of tablesOf(sqlite)) {
    const virtual =
      sqlite.prepare(`select 1 from pragma_table_list where name = ? and type = 'virtual'`).get(table) !== undefined
    for (const n of [1, 2]) {
      const columns = (sqlite.prepare(`select name, type, pk from pragma_table_info(?)`).all(table) as Column[]).map(
        (column) => [column.name, value(table, column, n)] as const,
      )
      const all = virtual ? [['rowid', n] as const, ...columns] : columns
      sqlite
        .prepare(
          `insert into "${table}" (${all.map(([name]) => `"${name}"`).join(', ')}) values (${all.map(() => '?').join(', ')})`,
        )
        .run(...all.map(([, each]) => each))
    }
  }
  const orphans = sqlite.pragma('foreign_key_check') as unknown[]
  if (orphans.length > 0) throw new Error(`The seed itself points to nothing: ${JSON.stringify(orphans[0])}`)
  sqlite.pragma('foreign_keys = ON')

  function value(table: string, { name, type }: Column, n: number): unknown {
    const chosen = known[table]?.[name]
    if (chosen) return chosen(n)
    const parent = sqlite
      .prepare(`select "table", "to" from pragma_foreign_key_list(?) where "from" = ?`)
      .get(table, name) as { table: string; to: string | null } | undefined
    if (parent) {
      const [key] = sqlite
        .prepare(`select name, type, pk from pragma_table_info(?) where pk > 0 order by pk`)
        .all(parent.table) as Column[]
      return value(parent.table, parent.to ? { name: parent.to, type, pk: 1 } : key!, n)
    }
    if (/^int/i.test(type)) return n
    if (/^(real|float)/i.test(type)) return n + 0.5
    return /^blob/i.test(type) ? Buffer.from([n]) : `${table} ${name} ${n}`
  }
}
