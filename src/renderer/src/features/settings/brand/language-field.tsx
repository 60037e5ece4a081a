import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useTimes } from '../../../lib/times.ts'
import { Combobox, Field } from '../../../ui/index.ts'

/** Languages people often publish in; any other is entered by its tag. */
const usual = 'en de fr es it pt pt-BR nl da sv nb fi pl cs sk hu ro bg el tr uk ru ar he hi ja ko zh id vi th'.split(
  ' ',
)

interface LanguageFieldProps {
  readonly value: string
  readonly error: string | undefined
  readonly onChange: (language: string) => void
  /** A language was chosen: what follows from it can be done. */
  readonly onLeave: () => void
}

/** The language texts are written in; none: that of what they are made from. */
export function LanguageField({ value, error, onChange, onLeave }: LanguageFieldProps) {
  const { t } = useTranslation('brand')
  const { locale } = useTimes()
  const leave = useRef(onLeave)
  const before = useRef(value)
  useEffect(() => {
    leave.current = onLeave
  })
  useEffect(() => {
    if (before.current === value) return
    before.current = value
    leave.current()
  }, [value])
  const names = new Intl.DisplayNames(locale, { type: 'language', fallback: 'code' })
  const nameOf = (tag: string) => {
    try {
      return names.of(tag) ?? tag
    } catch {
      // What was typed is no tag; the studio says so.
      return tag
    }
  }
  const tags = value === '' || usual.includes(value) ? usual : [value, ...usual]
  const options = tags
    .map((tag) => ({ value: tag, label: nameOf(tag), keywords: [tag] }))
    .toSorted((a, b) => a.label.localeCompare(b.label, locale))
  return (
    <Field label={t('fields.language')} error={error}>
      <Combobox
        label={t('fields.language')}
        value={value}
        options={[{ value: '', label: t('anyLanguage') }, ...options]}
        onChange={onChange}
        onCreate={onChange}
      />
    </Field>
  )
}
