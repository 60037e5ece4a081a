import type { Read } from './tx.ts'

/**
 * A query that is built once for each database: for small ones, asked thousands of times in a row, building costs more than running. What changes
 * between the calls stands in it as `sql.placeholder`.
 */
export function prepared<Query, Db extends Read = Read>(build: (db: Db) => Query): (db: Db) => Query {
  const built = new WeakMap<Db, Query>()
  return (db) => {
    const known = built.get(db)
    if (known !== undefined) return known
    const query = build(db)
    built.set(db, query)
    return query
  }
}
