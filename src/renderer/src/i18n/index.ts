import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import type { Language } from '../../../contract/language.ts'
import { de } from './de/index.ts'
import { en } from './en/index.ts'

export const languages = { en: 'English', de: 'Deutsch' } as const satisfies Record<Language, string>

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'ui'
    resources: typeof en
  }
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
