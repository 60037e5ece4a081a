import { ChevronLeft, X } from 'lucide-react'
import { type ReactNode, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from './button.tsx'

interface InspectorProps {
  readonly title: ReactNode
  readonly label: string
  readonly onClose: () => void
  /** Name of the list it covers in a small window: the way back. */
  readonly backTo?: string
  /** Buttons beside the title. */
  readonly actions?: ReactNode
  /** Under the title: status, tabs. */
  readonly head?: ReactNode
  readonly footer?: ReactNode
  readonly children: ReactNode
}

/** The sheet at the right of a list; wrap list and inspector in `<div className="with-insp">`. Escape closes it. */
export function Inspector({ title, label, onClose, backTo, actions, head, footer, children }: InspectorProps) {
  const { t } = useTranslation('ui')
  const ref = useRef<HTMLElement>(null)
  useEffect(() => {
    const close = (event: KeyboardEvent) => {
      const elsewhere = document.querySelector('dialog[open], [role="menu"], .pop')
      if (event.key === 'Escape' && !event.defaultPrevented && !elsewhere) onClose()
    }
    document.addEventListener('keydown', close)
    return () => document.removeEventListener('keydown', close)
  }, [onClose])
  return (
    <aside ref={ref} className="insp" aria-label={label}>
      <div className="insp-head">
        <div className="row">
          {backTo && (
            <Button className="only-small" small icon={ChevronLeft} onClick={onClose}>
              {backTo}
            </Button>
          )}
          <h2 className="grow clip">{title}</h2>
          {actions}
          <Button look="plain" small icon={X} tip={t('close')} shortcut="escape" onClick={onClose} />
        </div>
        {head}
      </div>
      <div className="insp-body scroll">{children}</div>
      {footer && <div className="insp-foot">{footer}</div>}
    </aside>
  )
}
