import { ORPCError } from '@orpc/contract'
import type { Said } from '../../contract/sentences/index.ts'
import type { WrongField } from '../errors.ts'

interface Carried {
  readonly says: Said['says']
  readonly params: Said['params']
  readonly inner?: Said['inner']
}

/** What a refusal of one row says, at its place in the whole. Throws what is about more than the row. */
export function refusedAt(error: unknown, at: string): WrongField[] {
  if (!(error instanceof ORPCError)) throw error
  if (error.code === 'file_refused') return [{ path: at, says: sayingOf(error.data as Carried) }]
  if (error.code !== 'unprocessable') throw error
  const { fields } = error.data as { fields: (Carried & { path: string; message: string })[] }
  return fields.map((field) => ({ path: `${at}.${field.path}`, says: sayingOf(field), message: field.message }))
}

function sayingOf({ says, params, inner }: Carried): Said {
  return { says, params, ...(inner && { inner }) }
}
