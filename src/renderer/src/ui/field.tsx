import { CircleAlert, Eye, EyeOff, type LucideIcon } from 'lucide-react'
import { createContext, type ComponentProps, type ReactNode, useContext, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from './button.tsx'
import { Icon } from './icon.tsx'

const FieldContext = createContext<{ id: string; describedBy: string | undefined; invalid: boolean } | null>(null)

/** What a control inside a Field takes to be named, described and marked by it. */
export function useField() {
  const field = useContext(FieldContext)
  return field
    ? { id: field.id, 'aria-describedby': field.describedBy, 'aria-invalid': field.invalid || undefined }
    : {}
}

interface FieldProps {
  readonly label: ReactNode
  readonly hint?: ReactNode
  /** What is wrong and how to mend it; stands right under the control. */
  readonly error?: ReactNode
  readonly hideLabel?: boolean
  readonly children: ReactNode
}

/** A label, one control, a hint, and the error where it belongs. */
export function Field({ label, hint, error, hideLabel, children }: FieldProps) {
  const id = useId()
  const describedBy = [error && `${id}-error`, hint && `${id}-hint`].filter(Boolean).join(' ') || undefined
  return (
    <div className="fld">
      <label className={hideLabel ? 'sr' : 'lab'} htmlFor={id}>
        {label}
      </label>
      <FieldContext value={{ id, describedBy, invalid: Boolean(error) }}>{children}</FieldContext>
      {error && (
        <p className="err" id={`${id}-error`} role="alert">
          <Icon of={CircleAlert} size="s" />
          <span>{error}</span>
        </p>
      )}
      {hint && (
        <p className="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  )
}

interface InputProps extends Omit<ComponentProps<'input'>, 'size'> {
  readonly icon?: LucideIcon
  /** Something at the right end, such as a small button or a key. */
  readonly end?: ReactNode
  readonly mono?: boolean
}

export function Input({ icon, end, mono, className, ...rest }: InputProps) {
  const field = useField()
  return (
    <span className={['field', className].filter(Boolean).join(' ')}>
      {icon && <Icon of={icon} size="s" />}
      <input {...field} {...rest} className={mono ? 'mono' : undefined} />
      {end}
    </span>
  )
}

/** For secrets: hidden until asked for, never remembered by the browser. */
export function SecretInput(props: Omit<InputProps, 'type' | 'end'>) {
  const { t } = useTranslation('ui')
  const [shown, setShown] = useState(false)
  return (
    <Input
      {...props}
      mono
      type={shown ? 'text' : 'password'}
      autoComplete="off"
      spellCheck={false}
      end={
        <Button
          look="plain"
          small
          icon={shown ? EyeOff : Eye}
          tip={t(shown ? 'hideSecret' : 'showSecret')}
          onClick={() => setShown(!shown)}
        />
      }
    />
  )
}

export function TextArea({ className, ...rest }: ComponentProps<'textarea'>) {
  const field = useField()
  return (
    <span className={['field', 'area', className].filter(Boolean).join(' ')}>
      <textarea rows={3} {...field} {...rest} />
    </span>
  )
}

interface SelectProps<Value extends string> extends Omit<ComponentProps<'select'>, 'value' | 'onChange' | 'children'> {
  readonly value: Value
  readonly options: readonly { readonly value: Value; readonly label: string; readonly disabled?: boolean }[]
  readonly onChange: (value: Value) => void
  readonly small?: boolean
}

/** A choice from a short, fixed list. For long ones use Combobox. */
export function Select<Value extends string>({
  value,
  options,
  onChange,
  small,
  className,
  ...rest
}: SelectProps<Value>) {
  const field = useField()
  return (
    <select
      {...field}
      {...rest}
      className={['sel', small && 'sm', className].filter(Boolean).join(' ')}
      value={value}
      onChange={(event) => onChange(event.target.value as Value)}
    >
      {options.map((option) => (
        <option key={option.value} value={option.value} disabled={option.disabled}>
          {option.label}
        </option>
      ))}
    </select>
  )
}
