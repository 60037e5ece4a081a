import type { LucideIcon } from 'lucide-react'

interface IconProps {
  readonly of: LucideIcon
  /** 14, 16 or 20 px; the stroke stays 1.25 px at every size. */
  readonly size?: 's' | 'm' | 'l'
  /** Only where a screen reader would otherwise hear nothing. */
  readonly label?: string
  readonly spin?: boolean
}

/** A lucide icon at the house's one optical stroke. */
export function Icon({ of: Lucide, size = 'm', label, spin }: IconProps) {
  const className = ['i', size !== 'm' && size, spin && 'spin'].filter(Boolean).join(' ')
  return label ? (
    <Lucide className={className} role="img" aria-label={label} />
  ) : (
    <Lucide className={className} aria-hidden />
  )
}
