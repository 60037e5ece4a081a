import i18next from 'i18next'
import { useTranslation } from 'react-i18next'
import type { Platform } from '../../../contract/vocabulary.ts'

/** A text of a platform, `platforms:<platform>.<key>`; null where it has none. */
export function platformWord(platform: Platform, key: string): string | null {
  const path = `platforms:${platform}.${key}`
  return i18next.exists(path) ? i18next.t(path as never as 'ui:date') : null
}

/** How a platform's settings are named: their labels, their hints, their options. */
export function useSettingWords(platform: Platform) {
  // Says it anew when the language changes.
  useTranslation('platforms')
  return {
    label: (key: string) => platformWord(platform, key) ?? key,
    hint: (key: string) => platformWord(platform, `${key}_hint`) ?? undefined,
    option: (key: string, value: string) => platformWord(platform, `options.${key}.${value}`) ?? value,
  }
}
