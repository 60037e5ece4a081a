import {
  Ban,
  CircleCheck,
  CircleQuestionMark,
  CircleX,
  Clock,
  ClockAlert,
  Contrast,
  Eye,
  Forward,
  Lightbulb,
  Loader,
  type LucideIcon,
  PencilLine,
  PlugZap,
  RotateCw,
  Stamp,
  Undo2,
  Unplug,
} from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { DeliveryStatus, PostStatus } from '../../../contract/vocabulary.ts'
import { Icon } from './icon.tsx'

export type AnyStatus = PostStatus | DeliveryStatus

export const statusIcons = {
  idea: Lightbulb,
  draft: PencilLine,
  in_review: Eye,
  approved: Stamp,
  rejected: Undo2,
  scheduled: Clock,
  publishing: Loader,
  retrying: RotateCw,
  published: CircleCheck,
  partially_published: Contrast,
  failed: CircleX,
  unknown: CircleQuestionMark,
  handed_off: Forward,
  missed: ClockAlert,
  canceled: Ban,
} satisfies Record<AnyStatus, LucideIcon>

/** Statuses that need a person or are moving: never shown by icon alone. */
export function isLoud(status: AnyStatus): boolean {
  return ['publishing', 'retrying', 'partially_published', 'failed', 'unknown', 'missed', 'rejected'].includes(status)
}

interface StatusProps {
  readonly value: AnyStatus
  /** Words in place of the plain one: "3 of 5 published", "1 unknown". */
  readonly children?: ReactNode
  /** Only where the word stands nearby (a quiet calendar card): the word stays for screen readers. */
  readonly iconOnly?: boolean
}

/** A status: icon, word and colour together, no pill. */
export function Status({ value, children, iconOnly }: StatusProps) {
  const { t } = useTranslation('ui')
  return (
    <span className={`st st-${value}`}>
      <Icon of={statusIcons[value]} size="s" spin={value === 'publishing'} />
      <span className={iconOnly ? 'sr' : undefined}>{children ?? t(`status.${value}`)}</span>
    </span>
  )
}

/** How a connection stands, in the same manner. */
export function ConnectionStatus({
  state,
  children,
}: {
  readonly state: 'ok' | 'expiring' | 'broken' | 'locked'
  readonly children?: ReactNode
}) {
  const { t } = useTranslation('ui')
  const look = { ok: 'published', expiring: 'missed', broken: 'failed', locked: 'missed' } as const
  const icon = { ok: CircleCheck, expiring: PlugZap, broken: Unplug, locked: Unplug } as const
  return (
    <span className={`st st-${look[state]}`}>
      <Icon of={icon[state]} size="s" />
      <span>{children ?? t(`connection.${state}`)}</span>
    </span>
  )
}
