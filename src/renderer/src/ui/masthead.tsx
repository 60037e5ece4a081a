import type { ReactNode } from 'react'

interface MastheadProps {
  readonly title: ReactNode
  /** Second voice beside the title: zone, count, state. */
  readonly meta?: ReactNode
  /** Buttons at the right; one of them may be primary. */
  readonly children?: ReactNode
}

/** The head of a view: serif title, actions, and the Scotch rule everything hangs from. */
export function Masthead({ title, meta, children }: MastheadProps) {
  return (
    <header className="mast">
      <h1 className="clip">{title}</h1>
      {meta && <span className="meta row wide">{meta}</span>}
      <span className="grow" />
      {children}
    </header>
  )
}

/** The 44 px line under a masthead: filters, tabs, column heads. */
export function Strip({ children, label }: { readonly children: ReactNode; readonly label?: string }) {
  return (
    <div className="strip" role={label ? 'toolbar' : undefined} aria-label={label}>
      {children}
    </div>
  )
}

/** A section's head in the serif, with its count. */
export function SectionHead({ children, count }: { readonly children: ReactNode; readonly count?: ReactNode }) {
  return (
    <h2 className="h">
      {children} {count !== undefined && <span className="c">{count}</span>}
    </h2>
  )
}
