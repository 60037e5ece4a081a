import { LoaderCircle, type LucideIcon } from 'lucide-react'
import type { ComponentProps, ReactNode } from 'react'
import { Icon } from './icon.tsx'
import { Kbd } from './kbd.tsx'
import { Tooltip } from './tooltip.tsx'

export interface ButtonProps extends Omit<ComponentProps<'button'>, 'title'> {
  /** `primary`: the one vermilion action of a view. `ink`: second rank, in a note. `plain`: no edge. `danger`: cannot be undone. */
  readonly look?: 'edge' | 'primary' | 'ink' | 'plain' | 'danger' | 'danger-solid'
  readonly small?: boolean
  readonly icon?: LucideIcon
  /** Work is under way: the button stays, says so, and does nothing more. */
  readonly busy?: boolean
  /** Shown on hover and focus, with the shortcut. An icon-only button must have it: it is also its name. */
  readonly tip?: string
  readonly shortcut?: string
  /** Prints the shortcut in the button. */
  readonly showKeys?: boolean
  readonly on?: boolean
  readonly children?: ReactNode
}

/** A button says what happens, with the object or time: "Schedule for Thu 09:00". */
export function Button({
  look = 'edge',
  small,
  icon,
  busy,
  tip,
  shortcut,
  showKeys,
  on,
  className,
  children,
  onClick,
  ...rest
}: ButtonProps) {
  const iconOnly = children === undefined || children === null
  const classes = ['btn', look !== 'edge' && look, small && 'sm', iconOnly && 'ico', on && 'is-on', className]
  const button = (
    <button
      type="button"
      aria-label={iconOnly ? tip : undefined}
      aria-pressed={on}
      aria-busy={busy || undefined}
      aria-keyshortcuts={shortcut?.includes(' ') ? undefined : shortcut?.replace('mod', 'Control')}
      {...rest}
      className={classes.filter(Boolean).join(' ')}
      onClick={busy ? undefined : onClick}
    >
      {busy ? (
        <Icon of={LoaderCircle} size={small ? 's' : 'm'} spin />
      ) : (
        icon && <Icon of={icon} size={small ? 's' : 'm'} />
      )}
      {children}
      {showKeys && shortcut && <Kbd keys={shortcut} silent />}
    </button>
  )
  return tip || (shortcut && !showKeys) ? (
    <Tooltip text={tip ?? children} shortcut={shortcut}>
      {button}
    </Tooltip>
  ) : (
    button
  )
}

/** A main action and, behind an arrow, its other ways. Takes exactly two buttons. */
export function Split({ children }: { readonly children: ReactNode }) {
  return <span className="split">{children}</span>
}
