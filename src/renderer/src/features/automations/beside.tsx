import { type ReactNode, useCallback, useRef } from 'react'

interface BesideProps {
  /** Id of what gets the focus back when the sheet closes. */
  readonly backTo: string
  readonly beside: (close: () => void) => ReactNode
  readonly onClose: () => void
  readonly children: ReactNode
}

/** A list, and a sheet beside it that gives focus back to what opened it. */
export function Beside({ backTo, beside, onClose, children }: BesideProps) {
  const latest = useRef(onClose)
  latest.current = onClose
  const closeAndReturn = useCallback(() => {
    latest.current()
    // The list is hidden beneath the sheet in a small window until the address has changed.
    requestAnimationFrame(() => document.getElementById(backTo)?.focus())
  }, [backTo])
  return (
    <div className="with-insp au">
      <div className="au-page scroll">{children}</div>
      {beside(closeAndReturn)}
    </div>
  )
}
