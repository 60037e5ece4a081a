import { useTranslation } from 'react-i18next'
import type { SlotGroup } from './free-slots.ts'
import { clockText } from './wall-clock.ts'

/** A free slot: crop marks, a place that waits. Its handlers are the board's. */
export function Slot({ slot }: { readonly slot: SlotGroup }) {
  const { t } = useTranslation('calendar')
  const time = clockText(slot.minute)
  return (
    <button
      type="button"
      className="slot crop"
      tabIndex={-1}
      data-slot={`${slot.day}T${time}`}
      data-day={slot.day}
      data-minute={slot.minute}
      title={t('fill', { time })}
    >
      {slot.count > 1 ? t('freeMany', { time, count: slot.count }) : t('free', { time })}
    </button>
  )
}
