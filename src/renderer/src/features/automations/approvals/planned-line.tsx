import { CalendarClock, Send, Trash2 } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useTimes } from '../../../lib/times.ts'
import { Icon } from '../../../ui/index.ts'
import type { Planned } from './asked.ts'

/** When it goes out, in words. */
export function PlannedLine({ planned }: { readonly planned: Planned }) {
  const { t } = useTranslation('automations')
  const times = useTimes()
  const { kind } = planned
  const at = 'at' in planned ? planned.at : null
  const text = at !== null ? t('approvals.at', { when: times.full(at) }) : t(`approvals.${wordOf[kind]}`)
  return (
    <p className="au-when">
      <Icon of={kind === 'removes' ? Trash2 : kind === 'now' ? Send : CalendarClock} size="s" />
      {text}
    </p>
  )
}

const wordOf = { at: 'asPlanned', planned: 'asPlanned', now: 'now', slot: 'slot', removes: 'removes' } as const
