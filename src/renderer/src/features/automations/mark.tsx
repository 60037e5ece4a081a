import { Ban, CircleCheck, CircleX, Clock, type LucideIcon, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { Icon } from '../../ui/index.ts'

const looks = {
  ok: ['st-published', CircleCheck],
  bad: ['st-failed', CircleX],
  warn: ['st-missed', TriangleAlert],
  waits: ['st-scheduled', Clock],
  off: ['st-canceled', Ban],
} as const satisfies Record<string, readonly [string, LucideIcon]>

/** How a key, a webhook or a call stands: icon, word and colour together. */
export function Mark({ look, children }: { readonly look: keyof typeof looks; readonly children: ReactNode }) {
  const [name, icon] = looks[look]
  return (
    <span className={`st ${name}`}>
      <Icon of={icon} size="s" />
      <span>{children}</span>
    </span>
  )
}
