import type { TFunction } from 'i18next'
import i18next from 'i18next'
import type { Problem } from '../../../contract/platforms/index.ts'
import type { Platform } from '../../../contract/vocabulary.ts'
import { platformWord } from './setting-words.ts'

/** A problem as a sentence in the language of the window. `platform`: whose setting it is about, so that it is named as the form names it. */
export function problemText(
  t: TFunction,
  problem: Pick<Problem, 'code' | 'params' | 'part'>,
  platform?: Platform,
): string {
  const key = `problems:${problem.code}`
  const setting = problem.params['setting']
  const params = {
    ...problem.params,
    ...(platform && setting !== undefined && { setting: platformWord(platform, String(setting)) ?? setting }),
    count: Number(problem.params['over'] ?? problem.params['count'] ?? 0),
    part: (problem.part ?? 0) + 1,
  }
  return i18next.exists(key, params) ? String(t(key as never, params as never)) : problem.code
}
