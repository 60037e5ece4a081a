import type { Language } from '../contract/language.ts'
import { sentence } from '../contract/sentences/index.ts'
import { studioProblemOf } from '../core/store/store-problem.ts'

/** Why the studio could not start and what to do about it, for a person. */
export function describeStartFailure(error: unknown, dataDir: string, language: Language): string {
  const stored = studioProblemOf(error, dataDir)
  if (stored) return sentence(stored, language)
  return error instanceof Error ? error.message : String(error)
}
