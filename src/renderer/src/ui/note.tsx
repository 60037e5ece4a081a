import { CircleCheck, CircleQuestionMark, CircleX, Info, type LucideIcon, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { Icon } from './icon.tsx'

export type Tone = 'bad' | 'warn' | 'unknown' | 'ok' | 'plain'

const icons = {
  bad: CircleX,
  warn: TriangleAlert,
  unknown: CircleQuestionMark,
  ok: CircleCheck,
  plain: Info,
} satisfies Record<Tone, LucideIcon>

interface NoteProps {
  readonly tone: Tone
  readonly icon?: LucideIcon
  /** What, why, what now; a `<b>` for the first sentence. */
  readonly children: ReactNode
  /** Buttons. The first may be `ink`. */
  readonly actions?: ReactNode
}

/** Something to know, on a wash with an edge of its tone. */
export function Note({ tone, icon, children, actions }: NoteProps) {
  return (
    <div className={`note ${tone}`} role={tone === 'bad' ? 'alert' : undefined}>
      <Icon of={icon ?? icons[tone]} />
      <div>{children}</div>
      {actions && <div className="acts">{actions}</div>}
    </div>
  )
}
