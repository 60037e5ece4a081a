import { X } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { create } from 'zustand'
import { Button } from './button.tsx'
import { Kbd } from './kbd.tsx'

interface Toast {
  readonly id: number
  readonly text: string
  readonly undo?: (() => void) | undefined
  readonly action?: { readonly label: string; readonly run: () => void } | undefined
  readonly stays: boolean
}

const useToasts = create<{ toasts: Toast[] }>()(() => ({ toasts: [] }))
let lastId = 0

interface ToastOptions {
  /** Takes it back; also on ⌘Z while the toast is there. */
  readonly undo?: () => void
  readonly action?: { readonly label: string; readonly run: () => void }
  /** Stays until closed: for what went wrong. */
  readonly stays?: boolean
}

/** Tells in one line what happened, at the foot of the window. Returns a function that takes it away. */
export function toast(text: string, { undo, action, stays = false }: ToastOptions = {}): () => void {
  const id = ++lastId
  useToasts.setState(({ toasts }) => ({ toasts: [...toasts.slice(-2), { id, text, undo, action, stays }] }))
  return () => dismiss(id)
}

function dismiss(id: number) {
  useToasts.setState(({ toasts }) => ({ toasts: toasts.filter((one) => one.id !== id) }))
}

/** Undoes what the newest toast offers to undo; false where there is nothing. */
export function undoLast(): boolean {
  const newest = useToasts.getState().toasts.findLast((one) => one.undo)
  if (!newest?.undo) return false
  dismiss(newest.id)
  newest.undo()
  return true
}

const shownFor = 8_000

/** Shows the toasts; stands once, in the shell. */
export function Toaster() {
  const { t } = useTranslation('ui')
  const toasts = useToasts((state) => state.toasts)
  return (
    <section className="toaster" aria-label={t('messages')} aria-live="polite">
      {toasts.map((one) => (
        <ToastLine key={one.id} toast={one} />
      ))}
    </section>
  )
}

function ToastLine({ toast: { id, text, undo, action, stays } }: { readonly toast: Toast }) {
  const { t } = useTranslation('ui')
  const held = useRef(false)
  useEffect(() => {
    if (stays) return
    const timer = setInterval(() => {
      if (!held.current) dismiss(id)
    }, shownFor)
    return () => clearInterval(timer)
  }, [id, stays])
  const run = (act: () => void) => {
    dismiss(id)
    act()
  }
  return (
    <div
      className="toast"
      role="status"
      onMouseEnter={() => (held.current = true)}
      onMouseLeave={() => (held.current = false)}
      onFocus={() => (held.current = true)}
      onBlur={() => (held.current = false)}
    >
      <span>{text}</span>
      {undo && (
        <Button small onClick={() => run(undo)}>
          {t('undo')}
          <Kbd keys="mod+z" />
        </Button>
      )}
      {action && (
        <Button small onClick={() => run(action.run)}>
          {action.label}
        </Button>
      )}
      {!undo && <Button small look="plain" icon={X} tip={t('close')} onClick={() => dismiss(id)} />}
    </div>
  )
}
