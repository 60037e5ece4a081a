import { X } from 'lucide-react'
import { type ReactNode, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { create } from 'zustand'
import { Button } from './button.tsx'
import { PortalProvider } from './portal.tsx'

interface DialogProps {
  readonly open: boolean
  readonly onClose: () => void
  readonly title: string
  readonly hideTitle?: boolean
  readonly wide?: boolean
  readonly className?: string
  readonly footer?: ReactNode
  readonly children: ReactNode
}

/** A sheet above everything: the browser's own modal dialog, so focus, Escape and what lies behind are right by themselves. */
export function Dialog({ open, onClose, title, hideTitle, wide, className, footer, children }: DialogProps) {
  const { t } = useTranslation('ui')
  const [element, setElement] = useState<HTMLDialogElement | null>(null)
  useEffect(() => {
    if (!element || element.open) return
    element.showModal()
    // What is to be typed into first, else the title, so that nothing is pressed by chance.
    const first =
      element.querySelector<HTMLElement>('input:not([type=checkbox], [type=radio]), textarea') ??
      element.querySelector('h2')
    first?.focus()
    return () => element.close()
  }, [element])
  if (!open) return null
  const classes = ['dlg', wide && 'wide-dlg', className].filter(Boolean).join(' ')
  return (
    <dialog
      ref={setElement}
      className={classes}
      aria-label={title}
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
      onMouseDown={(event) => {
        if (event.target === element) onClose()
      }}
    >
      <PortalProvider value={element}>
        {!hideTitle && (
          <header>
            <h2 tabIndex={-1}>{title}</h2>
            <Button look="plain" small icon={X} tip={t('close')} onClick={onClose} />
          </header>
        )}
        {hideTitle ? children : <div className="dlg-body">{children}</div>}
        {footer && <footer>{footer}</footer>}
      </PortalProvider>
    </dialog>
  )
}

export interface Confirmation {
  /** The question, short: "Erase Lumen Cycles?" */
  readonly title: string
  /** The consequence, named: what is gone, what stays. */
  readonly consequence: ReactNode
  /** What the button says: "Erase workspace", never "OK". */
  readonly action: string
  readonly danger?: boolean
}

const useAsked = create<{ asked: (Confirmation & { answer: (yes: boolean) => void }) | null }>()(() => ({
  asked: null,
}))

/** Asks before something that cannot be undone; true when the person said yes. What can be undone is done, with an undo toast. */
export function confirm(question: Confirmation): Promise<boolean> {
  return new Promise((resolve) => {
    useAsked.getState().asked?.answer(false)
    const answer = (yes: boolean) => {
      useAsked.setState({ asked: null })
      resolve(yes)
    }
    useAsked.setState({ asked: { ...question, answer } })
  })
}

/** Shows what `confirm` asks; stands once, in the shell. */
export function ConfirmHost() {
  const { t } = useTranslation('ui')
  const asked = useAsked((state) => state.asked)
  if (!asked) return null
  return (
    <Dialog
      open
      title={asked.title}
      onClose={() => asked.answer(false)}
      footer={
        <>
          <Button onClick={() => asked.answer(false)}>{t('cancel')}</Button>
          <Button look={asked.danger ? 'danger-solid' : 'primary'} onClick={() => asked.answer(true)}>
            {asked.action}
          </Button>
        </>
      }
    >
      {asked.consequence}
    </Dialog>
  )
}
