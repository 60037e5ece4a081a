import { ChevronDown, type LucideIcon } from 'lucide-react'
import type { ComponentProps, ReactNode } from 'react'
import { Icon } from './icon.tsx'
import { Menu, MenuCheck } from './menu.tsx'

interface ChipProps extends ComponentProps<'button'> {
  readonly icon?: LucideIcon
  readonly on?: boolean
}

/** A small choice that is on or off. */
export function Chip({ icon, on, className, children, ...rest }: ChipProps) {
  return (
    <button
      type="button"
      aria-pressed={on}
      {...rest}
      className={['chip', on && 'on', className].filter(Boolean).join(' ')}
    >
      {icon && <Icon of={icon} size="s" />}
      {children}
    </button>
  )
}

interface FilterProps<Value extends string> {
  readonly icon?: LucideIcon
  /** What it says while nothing is chosen: "All accounts". */
  readonly all: string
  readonly options: readonly { readonly value: Value; readonly label: ReactNode; readonly text: string }[]
  readonly value: readonly Value[]
  readonly onChange: (value: Value[]) => void
}

/** A chip that narrows a list: opens a menu of checks; says what is chosen. */
export function Filter<Value extends string>({ icon, all, options, value, onChange }: FilterProps<Value>) {
  const chosen = options.filter((option) => value.includes(option.value))
  const text =
    chosen.length === 0
      ? all
      : chosen.length < 3
        ? chosen.map((option) => option.text).join(', ')
        : `${chosen[0]?.text} +${chosen.length - 1}`
  const toggle = (one: Value) =>
    onChange(value.includes(one) ? value.filter((other) => other !== one) : [...value, one])
  return (
    <Menu
      trigger={
        <button type="button" className={chosen.length > 0 ? 'chip on' : 'chip'}>
          {icon && <Icon of={icon} size="s" />}
          {text}
          <Icon of={ChevronDown} size="s" />
        </button>
      }
    >
      {options.map((option) => (
        <MenuCheck key={option.value} checked={value.includes(option.value)} onChange={() => toggle(option.value)}>
          {option.label}
        </MenuCheck>
      ))}
    </Menu>
  )
}
