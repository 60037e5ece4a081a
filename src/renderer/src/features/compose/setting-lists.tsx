import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Account } from '../../../../contract/accounts.ts'
import type { SettingsField } from '../../../../contract/platforms/index.ts'
import { useStudio } from '../../lib/studio.ts'
import { platformNames } from '../../ui/index.ts'
import { TagsField } from './tags-field.tsx'

/** A setting that is a list, however it is stored. */
export function stringsOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return value === '' ? [] : [value]
  return Array.isArray(value) ? value.map(String) : []
}

interface DiscoveredTagsProps {
  readonly account: Account
  readonly field: SettingsField
  readonly label: string
  readonly hint?: string | undefined
  readonly value: readonly string[]
  readonly onChange: (value: readonly string[]) => void
}

/** Options that only the platform knows, e.g. a site's categories; new ones may be typed. */
export function DiscoveredTags({ account, field, label, hint, value, onChange }: DiscoveredTagsProps) {
  const { t } = useTranslation('compose')
  const studio = useStudio()
  const action = field.optionsFrom
  const found = useQuery({
    ...studio.accounts.runAction.queryOptions({ input: { id: account.id, action: action ?? 'none' } }),
    enabled: action !== undefined && account.health.state !== 'broken' && account.health.state !== 'locked',
    staleTime: 600_000,
  })
  return (
    <TagsField
      label={label}
      hint={found.isError ? t('optionsFailed', { platform: platformNames[account.platform] }) : hint}
      value={value}
      options={found.data?.options ?? []}
      max={field.max}
      canCreate
      onChange={onChange}
    />
  )
}

const commonLanguages = [
  'en',
  'de',
  'fr',
  'es',
  'it',
  'pt',
  'nl',
  'pl',
  'sv',
  'da',
  'nb',
  'fi',
  'cs',
  'uk',
  'ru',
  'tr',
  'el',
  'ar',
  'he',
  'hi',
  'ja',
  'ko',
  'zh',
  'vi',
  'id',
]

interface LanguagesFieldProps {
  readonly label: string
  readonly value: readonly string[]
  readonly max: number | undefined
  readonly onChange: (value: readonly string[]) => void
}

export function LanguagesField({ label, value, max, onChange }: LanguagesFieldProps) {
  const { i18n } = useTranslation()
  const names = new Intl.DisplayNames([i18n.language], { type: 'language' })
  const options = [...new Set([...commonLanguages, ...value])].map((code) => ({
    value: code,
    label: names.of(code) ?? code,
  }))
  return <TagsField label={label} value={value} options={options} max={max} onChange={onChange} />
}
