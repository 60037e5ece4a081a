import { Command } from 'cmdk'
import { Check, ChevronDown, type LucideIcon } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useField } from './field.tsx'
import { Icon } from './icon.tsx'
import { Popover } from './popover.tsx'

interface Option {
  readonly value: string
  readonly label: string
  /** More words it is found by. */
  readonly keywords?: readonly string[]
}

interface ComboboxProps {
  readonly label: string
  readonly value: string
  readonly options: readonly Option[]
  readonly onChange: (value: string) => void
  readonly icon?: LucideIcon
  /** What the closed control shows; the label of the option where left out. */
  readonly shown?: ReactNode
  /** Offers to add what was typed. */
  readonly onCreate?: (text: string) => void
  readonly fit?: boolean
}

/** A choice from a long list, found by typing: zones, categories, labels. */
export function Combobox({ label, value, options, onChange, icon, shown, onCreate, fit }: ComboboxProps) {
  const { t } = useTranslation('ui')
  const field = useField()
  const [open, setOpen] = useState(false)
  const [query, setQuery] = useState('')
  const close = (act: () => void) => {
    act()
    setOpen(false)
    setQuery('')
  }
  const found = options.find((option) => option.value === value)
  return (
    <Popover
      label={label}
      open={open}
      onOpenChange={setOpen}
      className="combo"
      trigger={
        <button
          type="button"
          className={fit ? 'field auto' : 'field'}
          role="combobox"
          aria-expanded={open}
          aria-label={'id' in field ? undefined : label}
          {...field}
        >
          {icon && <Icon of={icon} size="s" />}
          <span className="grow clip">{shown ?? found?.label ?? value}</span>
          <Icon of={ChevronDown} size="s" />
        </button>
      }
    >
      <Command loop label={label} defaultValue={value}>
        <Command.Input autoFocus value={query} onValueChange={setQuery} placeholder={t('typeToFind')} />
        <Command.List>
          <Command.Empty>{t('nothingFound')}</Command.Empty>
          {options.map((option) => (
            <Command.Item
              key={option.value}
              className="menu-item"
              value={option.value}
              keywords={[option.label, ...(option.keywords ?? [])]}
              onSelect={() => close(() => onChange(option.value))}
            >
              <span className="tick">{option.value === value && <Icon of={Check} size="s" />}</span>
              {option.label}
            </Command.Item>
          ))}
          {onCreate && query.trim() !== '' && !options.some((option) => option.label === query.trim()) && (
            <Command.Item
              className="menu-item"
              value={`+${query}`}
              keywords={[query]}
              onSelect={() => close(() => onCreate(query.trim()))}
            >
              {t('add', { name: query.trim() })}
            </Command.Item>
          )}
        </Command.List>
      </Command>
    </Popover>
  )
}
