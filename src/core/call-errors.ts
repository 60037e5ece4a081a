import type { SchemaIssue } from '@orpc/contract'
import { unprocessable } from './errors.ts'

/** Input that did not fit the contract, field by field: where, what, and how to mend it. */
export function badInput(issues: readonly SchemaIssue[]) {
  return unprocessable(issues.flatMap(unfold).slice(0, 50))
}

interface ZodIssue extends SchemaIssue {
  readonly code?: string
  readonly errors?: readonly (readonly SchemaIssue[])[]
}

/** A union that matched nothing says what each of its arms missed; the arm that came furthest helps most. */
function unfold(issue: ZodIssue): { path: string; message: string }[] {
  const path = (issue.path ?? []).map((step) => String(typeof step === 'object' ? step.key : step))
  if (issue.code !== 'invalid_union' || !issue.errors?.length) return [{ path: path.join('.'), message: issue.message }]
  const closest = [...issue.errors].sort((a, b) => a.length - b.length)[0] ?? []
  return closest
    .flatMap(unfold)
    .map((inner) => ({ path: [...path, inner.path].filter(Boolean).join('.'), message: inner.message }))
}
