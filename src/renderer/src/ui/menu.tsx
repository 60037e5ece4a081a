import { Check, type LucideIcon } from 'lucide-react'
import { DropdownMenu } from 'radix-ui'
import type { ReactElement, ReactNode } from 'react'
import { Icon } from './icon.tsx'
import { Kbd } from './kbd.tsx'
import { usePortal } from './portal.tsx'

interface MenuProps {
  readonly trigger: ReactElement
  readonly align?: 'start' | 'end'
  readonly side?: 'top' | 'bottom'
  readonly className?: string
  readonly children: ReactNode
}

/** A menu behind a button. */
export function Menu({ trigger, align = 'start', side = 'bottom', className, children }: MenuProps) {
  const container = usePortal()
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal container={container}>
        <DropdownMenu.Content
          className={['menu', className].filter(Boolean).join(' ')}
          align={align}
          side={side}
          sideOffset={4}
          collisionPadding={8}
        >
          {children}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  )
}

interface MenuItemProps {
  readonly icon?: LucideIcon
  readonly shortcut?: string
  readonly end?: ReactNode
  readonly danger?: boolean
  readonly disabled?: boolean
  readonly onSelect: () => void
  readonly children: ReactNode
}

export function MenuItem({ icon, shortcut, end, danger, disabled, onSelect, children }: MenuItemProps) {
  return (
    <DropdownMenu.Item className={danger ? 'menu-item bad' : 'menu-item'} disabled={disabled} onSelect={onSelect}>
      {icon && <Icon of={icon} />}
      <span className="clip">{children}</span>
      {(end || shortcut) && (
        <span className="end">
          {end}
          {shortcut && <Kbd keys={shortcut} />}
        </span>
      )}
    </DropdownMenu.Item>
  )
}

interface MenuCheckProps {
  readonly checked: boolean
  readonly onChange: (checked: boolean) => void
  readonly children: ReactNode
}

/** An item that is on or off; the menu stays open, so that several can be chosen. */
export function MenuCheck({ checked, onChange, children }: MenuCheckProps) {
  return (
    <DropdownMenu.CheckboxItem
      className="menu-item"
      checked={checked}
      onCheckedChange={onChange}
      onSelect={(event) => event.preventDefault()}
    >
      <span className="tick">{checked && <Icon of={Check} size="s" />}</span>
      {children}
    </DropdownMenu.CheckboxItem>
  )
}

export function MenuSeparator() {
  return <DropdownMenu.Separator className="menu-sep" />
}
