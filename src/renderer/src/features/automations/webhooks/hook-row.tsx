import { useTranslation } from 'react-i18next'
import type { Webhook } from '../../../../../contract/webhooks.ts'
import { useTimes } from '../../../lib/times.ts'
import { Mark } from '../mark.tsx'

interface HookRowProps {
  readonly webhook: Webhook
  readonly selected: boolean
  readonly onOpen: () => void
}

/** A webhook in the list; the whole line opens it. */
export function HookRow({ webhook, selected, onOpen }: HookRowProps) {
  const { t } = useTranslation('automations')
  const times = useTimes()
  const { id, name, url, topics, lastDeliveredAt } = webhook
  return (
    <li className={selected ? 'au-row on' : 'au-row'}>
      <span className="au-first">
        <button type="button" id={`row-${id}`} className="au-name clip" aria-expanded={selected} onClick={onOpen}>
          {name}
        </button>
        <small className="clip mono">{url}</small>
      </span>
      <span className="au-soft clip">{t('hooks.topicCount', { count: topics.length })}</span>
      <span className="au-soft clip wide">
        {lastDeliveredAt === null
          ? t('hooks.neverDelivered')
          : t('hooks.delivered', { when: times.relative(lastDeliveredAt) })}
      </span>
      <HookMark webhook={webhook} />
    </li>
  )
}

/** How a webhook stands: paused, waiting for its program, failed last, or on. */
export function HookMark({ webhook }: { readonly webhook: Webhook }) {
  const { t } = useTranslation('automations')
  const { active, waiting, lastDeliveredAt, lastFailedAt } = webhook
  if (!active) return <Mark look="off">{t('hooks.state.paused')}</Mark>
  if (waiting > 0) return <Mark look="waits">{t('hooks.waiting', { count: waiting })}</Mark>
  if (lastFailedAt !== null && (lastDeliveredAt === null || lastFailedAt > lastDeliveredAt))
    return <Mark look="bad">{t('hooks.state.failing')}</Mark>
  return <Mark look="ok">{t('hooks.state.active')}</Mark>
}
