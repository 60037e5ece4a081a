import { Plus, X } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Combobox, Field, Icon } from '../../ui/index.ts'

interface TagsFieldProps {
  readonly label: string
  readonly hint?: string | undefined
  readonly value: readonly string[]
  readonly options: readonly { readonly value: string; readonly label: string }[]
  readonly max?: number | undefined
  /** Whether something not among the options may be typed. */
  readonly canCreate?: boolean
  readonly onChange: (value: readonly string[]) => void
}

/** Several of many: chosen ones as chips, more found by typing. */
export function TagsField({ label, hint, value, options, max, canCreate, onChange }: TagsFieldProps) {
  const { t } = useTranslation('compose')
  const add = (one: string) => onChange(value.includes(one) ? value : [...value, one])
  const nameOf = (one: string) => options.find((option) => option.value === one)?.label ?? one
  const full = max !== undefined && value.length >= max
  return (
    <div className="tags-field">
      {!full && (
        <Field label={label} hint={hint}>
          <Combobox
            label={label}
            icon={Plus}
            value=""
            shown={value.length === 0 ? <span className="faint">{t('none')}</span> : t('addMore')}
            options={options.filter((option) => !value.includes(option.value))}
            onChange={add}
            {...(canCreate && { onCreate: add })}
          />
        </Field>
      )}
      {full && <span className="lab">{label}</span>}
      {value.length > 0 && (
        <ul className="tag-chips">
          {value.map((one) => (
            <li key={one}>
              <button
                type="button"
                className="chip on"
                aria-label={t('removeTag', { name: nameOf(one) })}
                onClick={() => onChange(value.filter((other) => other !== one))}
              >
                {nameOf(one)}
                <Icon of={X} size="s" />
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
