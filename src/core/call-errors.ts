import type { SchemaIssue } from '@orpc/contract'
import { said, type Said, type SentenceCode } from '../contract/sentences/index.ts'
import { unprocessable, type WrongField } from './errors.ts'

/** Input that did not fit the contract, field by field: where, what, and how to mend it. */
export function badInput(issues: readonly SchemaIssue[]) {
  return unprocessable(wrongFields(issues).slice(0, 50))
}

/** What a shape of the contract found wrong, as fields with their sentences. */
export function wrongFields(issues: readonly SchemaIssue[]): (WrongField & { message: string })[] {
  return issues.flatMap(unfold)
}

interface ZodIssue extends SchemaIssue {
  readonly code?: string
  readonly expected?: string
  readonly origin?: string
  readonly minimum?: number | bigint
  readonly maximum?: number | bigint
  readonly values?: readonly unknown[]
  readonly format?: string
  /** What a rule of the contract says of itself: its sentence. */
  readonly params?: { readonly says?: SentenceCode }
  readonly errors?: readonly (readonly SchemaIssue[])[]
}

/** A union that matched nothing says what each of its arms missed; the arm that came furthest helps most. */
function unfold(issue: ZodIssue): (WrongField & { message: string })[] {
  const path = (issue.path ?? []).map((step) => String(typeof step === 'object' ? step.key : step))
  if (issue.code !== 'invalid_union' || !issue.errors?.length)
    return [{ path: path.join('.'), says: saysOf(issue), message: issue.message }]
  const closest = [...issue.errors].sort((a, b) => a.length - b.length)[0] ?? []
  return closest.flatMap(unfold).map((inner) => ({ ...inner, path: [...path, inner.path].filter(Boolean).join('.') }))
}

/** The sentence for what zod found; its own words, in English, say more to a program's author. */
function saysOf({ code, expected, origin, minimum, maximum, values, format, params }: ZodIssue): Said {
  const [min, max] = [Number(minimum), Number(maximum)]
  switch (code) {
    case 'too_small':
      if (origin === 'string') return min <= 1 ? said('input_missing') : said('input_too_short', { min })
      return origin === 'array' ? said('input_too_few', { min }) : said('input_too_small', { min })
    case 'too_big':
      if (origin === 'string') return said('input_too_long', { max })
      return origin === 'array' ? said('input_too_many', { max }) : said('input_too_large', { max })
    case 'invalid_value':
      return said('input_option', { options: (values ?? []).join(', ') })
    case 'invalid_format':
      return format === 'url' ? said('input_address') : said('input_wrong')
    case 'invalid_type':
      // Which is how zod calls what is not there at all.
      return expected === 'nonoptional' ? said('input_missing') : said('input_wrong')
    case 'custom':
      return { says: params?.says ?? 'input_wrong', params: {} }
    default:
      return said('input_wrong')
  }
}
