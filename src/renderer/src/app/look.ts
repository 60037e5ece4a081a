import { useQuery } from '@tanstack/react-query'
import i18next from 'i18next'
import { useEffect } from 'react'
import { chooseLanguage, type Language } from '../../../contract/language.ts'
import { getChoice, setChoice } from '../lib/choices.ts'
import { host } from '../lib/studio.ts'

export type Theme = 'system' | 'light' | 'dark'
interface Look {
  readonly theme: Theme
  readonly language: 'system' | Language
}

const prefersDark = window.matchMedia('(prefers-color-scheme: dark)')

/** What was last in force, so that the first paint is right before the studio has answered. */
export function rememberedLook(): Look {
  return getChoice<Look>('look') ?? { theme: 'system', language: 'system' }
}

export function applyTheme(theme: Theme): void {
  document.documentElement.dataset['theme'] = theme === 'system' ? (prefersDark.matches ? 'dark' : 'light') : theme
}

/** Keeps theme and language as the studio's settings say; stands once, in the shell. */
export function useLook(): void {
  const settings = useQuery(host.system.settings.queryOptions())
  const theme = settings.data?.theme ?? rememberedLook().theme
  const language = settings.data?.language ?? rememberedLook().language

  useEffect(() => {
    applyTheme(theme)
    const follow = () => applyTheme(theme)
    prefersDark.addEventListener('change', follow)
    return () => prefersDark.removeEventListener('change', follow)
  }, [theme])

  useEffect(() => {
    const next = chooseLanguage(language, navigator.languages)
    document.documentElement.lang = next
    if (i18next.language !== next) void i18next.changeLanguage(next)
  }, [language])

  useEffect(() => {
    if (settings.data) setChoice('look', { theme: settings.data.theme, language: settings.data.language })
  }, [settings.data])
}
