import type { ReactNode } from 'react'

interface SheetProps {
  readonly children: ReactNode
  readonly foot: ReactNode
}

/** What is on the desk, and under it what can be done with it. */
export function Sheet({ children, foot }: SheetProps) {
  return (
    <>
      <div className="desk-body scroll">{children}</div>
      <div className="desk-foot">{foot}</div>
    </>
  )
}
