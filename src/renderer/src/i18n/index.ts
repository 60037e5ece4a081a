import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import { de } from './de/index.ts'
import { en } from './en/index.ts'

export const languages = { en: 'English', de: 'Deutsch' } as const
export type Language = keyof typeof languages

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'ui'
    resources: typeof en
  }
}

/** The language the person chose, or the machine's where there is a translation, else English. */
export function pickLanguage(chosen: 'system' | Language, machine: readonly string[]): Language {
  if (chosen !== 'system') return chosen
  const known = machine.map((tag) => tag.slice(0, 2)).find((tag): tag is Language => tag in languages)
  return known ?? 'en'
}

export async function startI18n(language: Language): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: 'en',
    defaultNS: 'ui',
    resources: { en, de },
    interpolation: { escapeValue: false },
    returnNull: false,
  })
}
