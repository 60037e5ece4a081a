import { ORPCError } from '@orpc/client'
import i18next from 'i18next'
import type { Spoken } from '../../../contract/sentences/index.ts'
import { say } from './say.ts'

/** The contract's code of an error; `unreachable` where the studio did not answer at all; `internal` for a bug. */
export function codeOf(error: unknown): string {
  if (error instanceof ORPCError) return String(error.code)
  if (error instanceof TypeError && /fetch|network|load failed/i.test(error.message)) return 'unreachable'
  return 'internal'
}

/** Whether `error` carries the contract's code `code`. */
export function hasCode(error: unknown, code: string): boolean {
  return codeOf(error) === code
}

/** What an error of the contract carries besides its code; empty for others. */
export function dataOf(error: unknown): Readonly<Record<string, unknown>> {
  return error instanceof ORPCError ? ((error.data as Record<string, unknown> | null | undefined) ?? {}) : {}
}

/** An error in a person's words, and the details they can send to somebody who knows. */
export function describeError(error: unknown): { message: string; details: string } {
  const code = codeOf(error)
  const own = error instanceof Error ? error.message : String(error)
  const key = `errors:${code}`
  const message = saidOf(error) ?? (i18next.exists(key) ? i18next.t(key as 'errors:internal') : own)
  const data = error instanceof ORPCError && error.data !== undefined ? `\n${JSON.stringify(error.data, null, 2)}` : ''
  const stack = error instanceof ORPCError ? '' : `\n${error instanceof Error ? (error.stack ?? '') : ''}`
  return { message, details: `${code}: ${own}${data}${stack}`.trim() }
}

/** The studio's own sentence names what is wrong; ours by code is for what has none. */
function saidOf(error: unknown): string | null {
  const [first] = Object.values(fieldErrors(error))
  if (first !== undefined) return first
  if (!(error instanceof ORPCError) || !error.defined) return null
  const data = error.data as Partial<Spoken> | null | undefined
  if (data?.says === undefined) return null
  return say({ says: data.says, params: data.params ?? {}, inner: data.inner, message: error.message })
}

/** What is wrong by field, for showing it at the field: dotted path → sentence. Empty for other errors. */
export function fieldErrors(error: unknown): Record<string, string> {
  if (!(error instanceof ORPCError)) return {}
  const fields = (error.data as { fields?: readonly (Spoken & { path: string })[] } | undefined)?.fields
  return Object.fromEntries((fields ?? []).map((field) => [field.path, say(field)]))
}
