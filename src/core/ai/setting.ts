import type * as z from 'zod'
import type { StudioEvent } from '../../contract/events.ts'
import { readSettingRows, writeSettingRows } from '../store/settings.ts'
import type { WorkspaceContext } from '../workspace-context.ts'

/** A document of the AI desk among the workspace's settings: always read and written whole. One that cannot be read gives way to its defaults. */
export interface Setting<T> {
  get(): T
  set(value: T): T
}

export function createSetting<Schema extends z.ZodType>(
  { store, log }: Pick<WorkspaceContext, 'store' | 'log'>,
  key: string,
  schema: Schema,
  event: StudioEvent['type'] = 'ai.changed',
): Setting<z.output<Schema>> {
  let now = read()

  function read(): z.output<Schema> {
    const text = readSettingRows(store.read, 'workspace').get(key)
    const parsed = schema.safeParse(text === undefined ? emptyOf(schema) : fromJson(text))
    if (parsed.success) return parsed.data
    log.warn('a stored setting could not be read; its default is used', { key })
    return schema.parse(emptyOf(schema))
  }

  return {
    get: () => now,
    set(value) {
      store.write((tx) => {
        writeSettingRows(tx, 'workspace', { [key]: value })
        tx.emit({ type: event })
      })
      now = value
      return now
    },
  }
}

/** What stands for a document that was never written: an object without fields, or the schema's own default. */
function emptyOf(schema: z.ZodType): unknown {
  return schema.safeParse(undefined).success ? undefined : {}
}

function fromJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}
