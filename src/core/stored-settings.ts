import type * as z from 'zod'
import type { Log } from './log.ts'

/**
 * Settings out of their rows, each parsed by its field of `schema`. A row that cannot be read or does not fit gives way to the default,
 * with a warning, so that one bad value never keeps the studio from starting. Unknown rows are left alone: a newer version may have written them.
 */
export function parseSettings<Shape extends z.ZodRawShape>(
  schema: z.ZodObject<Shape>,
  defaults: z.output<z.ZodObject<Shape>>,
  rows: ReadonlyMap<string, string>,
  bad: (key: string) => void,
): z.output<z.ZodObject<Shape>> {
  const found: Record<string, unknown> = { ...defaults }
  for (const [key, field] of Object.entries(schema.shape)) {
    const text = rows.get(key)
    if (text === undefined) continue
    const parsed = (field as z.ZodType).safeParse(fromJson(text))
    if (parsed.success) found[key] = parsed.data
    else bad(key)
  }
  return found as z.output<z.ZodObject<Shape>>
}

/** Undefined, which no setting is, for text that is not JSON. */
function fromJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

/** Logs each bad key once, not at every read. */
export function warnOnce(log: Log, what: string): (key: string) => void {
  const told = new Set<string>()
  return (key) => {
    if (told.has(key)) return
    told.add(key)
    log.warn('a stored setting could not be read; its default is used', { what, key })
  }
}
