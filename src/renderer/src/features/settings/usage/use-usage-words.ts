import { useTranslation } from 'react-i18next'
import { Temporal } from 'temporal-polyfill'
import type { AiTaskName, AiUsage } from '../../../../../contract/ai/usage.ts'
import { usdText } from '../../../lib/money.ts'
import { useTimes } from '../../../lib/times.ts'

/** Figures of use in people's words. */
export function useUsageWords() {
  const { t } = useTranslation('aiSettings')
  const times = useTimes()
  const number = new Intl.NumberFormat(times.locale)
  const usd = (value: number) => usdText(value, times.locale)
  return {
    number: (value: number) => number.format(value),
    usd,
    day: (day: string) => times.date(Temporal.PlainDate.from(day)),
    task: (task: AiTaskName) => t(`tasks.${task}`),
    /** "≤ $0.02" where it is the most it can have been; says so where a part of it has no price. */
    cost: ({ costUsd, unpriced, calls, estimated }: AiUsage) => {
      if (unpriced === calls && calls > 0) return t('costUnknown')
      const shown = estimated ? t('atMost', { usd: usd(costUsd) }) : usd(costUsd)
      return unpriced > 0 ? t('andUnknown', { usd: shown, count: unpriced }) : shown
    },
  }
}
