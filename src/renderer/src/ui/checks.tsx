import { type ComponentProps, type ReactNode, useEffect, useId, useRef } from 'react'

interface CheckboxProps extends Omit<ComponentProps<'input'>, 'type' | 'onChange' | 'checked'> {
  readonly checked: boolean | 'mixed'
  readonly onChange: (checked: boolean) => void
  /** Without it give `aria-label`. */
  readonly children?: ReactNode
  readonly hint?: ReactNode
}

export function Checkbox({ checked, onChange, children, hint, ...rest }: CheckboxProps) {
  const ref = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (ref.current) ref.current.indeterminate = checked === 'mixed'
  }, [checked])
  const box = (
    <input
      ref={ref}
      className="cb"
      type="checkbox"
      checked={checked === true}
      onChange={(event) => onChange(event.target.checked)}
      {...rest}
    />
  )
  if (!children) return box
  return (
    <label className="check">
      {box}
      <span>
        {children}
        {hint && <small>{hint}</small>}
      </span>
    </label>
  )
}

interface SwitchProps extends Omit<ComponentProps<'input'>, 'type' | 'onChange' | 'checked'> {
  readonly checked: boolean
  readonly onChange: (checked: boolean) => void
  readonly children?: ReactNode
  readonly hint?: ReactNode
}

/** For what takes effect at once; a Checkbox is for a choice that is sent with others. */
export function Switch({ checked, onChange, children, hint, ...rest }: SwitchProps) {
  const input = (
    <input
      className="sw"
      type="checkbox"
      role="switch"
      checked={checked}
      onChange={(event) => onChange(event.target.checked)}
      {...rest}
    />
  )
  if (!children) return input
  return (
    <label className="check">
      {input}
      <span>
        {children}
        {hint && <small>{hint}</small>}
      </span>
    </label>
  )
}

interface SegmentedProps<Value extends string> {
  readonly label: string
  readonly value: Value
  readonly options: readonly { readonly value: Value; readonly label: string }[]
  readonly onChange: (value: Value) => void
}

/** One of a few, all in sight; radios, so arrow keys work. */
export function Segmented<Value extends string>({ label, value, options, onChange }: SegmentedProps<Value>) {
  const name = useId()
  return (
    <div className="seg" role="radiogroup" aria-label={label}>
      {options.map((option) => (
        <label key={option.value}>
          <input type="radio" name={name} checked={option.value === value} onChange={() => onChange(option.value)} />
          {option.label}
        </label>
      ))}
    </div>
  )
}
