import type { TFunction } from 'i18next'
import i18next from 'i18next'
import type { Problem } from '../../../contract/platforms/index.ts'

/** A problem as a sentence in the language of the window. */
export function problemText(t: TFunction, problem: Pick<Problem, 'code' | 'params' | 'part'>): string {
  const key = `problems:${problem.code}`
  const params = {
    ...problem.params,
    count: Number(problem.params['over'] ?? problem.params['count'] ?? 0),
    part: (problem.part ?? 0) + 1,
  }
  return i18next.exists(key, params) ? String(t(key as never, params as never)) : problem.code
}
