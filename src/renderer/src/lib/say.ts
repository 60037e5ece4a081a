import i18next from 'i18next'
import type { Language } from '../../../contract/language.ts'
import { problemOf, sentence, sentenceCodes, type Spoken } from '../../../contract/sentences/index.ts'
import { problemText } from './problems.ts'

const language = (): Language => (i18next.language === 'de' ? 'de' : 'en')
const known: ReadonlySet<string> = new Set(sentenceCodes)

/** What the studio said, in the language of the window. A sentence that only a newer studio has stays English. */
export function say(spoken: Spoken): string {
  const { says, params, message } = spoken
  if (says === 'problem' && params['problem'] !== undefined) return problemText(i18next.t, problemOf(params))
  return known.has(says) ? sentence(spoken, language()) : message
}
