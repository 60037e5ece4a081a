import { Popover as Radix } from 'radix-ui'
import type { ReactElement, ReactNode } from 'react'
import { usePortal } from './portal.tsx'

interface PopoverProps {
  readonly trigger: ReactElement
  /** Its name for a screen reader. */
  readonly label: string
  readonly open?: boolean
  readonly onOpenChange?: (open: boolean) => void
  readonly align?: 'start' | 'center' | 'end'
  readonly side?: 'top' | 'bottom' | 'left' | 'right'
  readonly className?: string
  readonly children: ReactNode
}

/** A small sheet beside what opened it; closes with Escape or a click elsewhere, and gives focus back. */
export function Popover({
  trigger,
  label,
  open,
  onOpenChange,
  align = 'start',
  side = 'bottom',
  className,
  children,
}: PopoverProps) {
  const container = usePortal()
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal container={container}>
        <Radix.Content
          className={['pop', className].filter(Boolean).join(' ')}
          aria-label={label}
          align={align}
          side={side}
          sideOffset={4}
          collisionPadding={8}
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
