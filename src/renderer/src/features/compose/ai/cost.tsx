import { useQuery } from '@tanstack/react-query'
import { Coins } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { AiPreview } from '../../../../../contract/ai/index.ts'
import type { AiSpending, AiUsage } from '../../../../../contract/ai/usage.ts'
import { usdText } from '../../../lib/money.ts'
import { useStudio } from '../../../lib/studio.ts'
import { Icon } from '../../../ui/index.ts'
import { leftOf, mostOf } from './spending.ts'

interface CostBeforeProps {
  readonly calls: readonly AiPreview[]
  readonly spending: AiSpending
}

/** What asking can cost, and what the caps leave. */
export function CostBefore({ calls, spending }: CostBeforeProps) {
  const { t, i18n } = useTranslation('aiDesk')
  const most = mostOf(calls)
  const text =
    most === null
      ? t('cost.unknown')
      : most === 0
        ? t('cost.free')
        : t('cost.most', { amount: usdText(most, i18n.language) })
  return <CostChip text={text} spending={spending} most={most ?? 0} />
}

/** What it did cost, and what the caps leave now. */
export function CostAfter({ usage }: { readonly usage: AiUsage }) {
  const { t, i18n } = useTranslation('aiDesk')
  const studio = useStudio()
  const spending = useQuery(studio.ai.caps.queryOptions()).data?.spending
  const amount = usdText(usage.costUsd, i18n.language)
  const text =
    usage.unpriced > 0
      ? t('cost.unknown')
      : usage.costUsd === 0
        ? t('cost.free')
        : t(usage.estimated ? 'cost.about' : 'cost.was', { amount })
  return <CostChip text={text} spending={spending} />
}

interface CostChipProps {
  readonly text: string
  readonly spending: AiSpending | undefined
  /** What is yet to be spent: stands out where more than is left. */
  readonly most?: number
}

function CostChip({ text, spending, most = 0 }: CostChipProps) {
  const { t, i18n } = useTranslation('aiDesk')
  const left = spending && leftOf(spending)
  return (
    <span className="cost num">
      <span className="chip">
        <Icon of={Coins} size="s" />
        {text}
      </span>
      {left && (
        <span className={most > left.usd ? 'too-much' : 'soft'}>
          {t(left.period === 'day' ? 'cost.leftToday' : 'cost.leftMonth', { amount: usdText(left.usd, i18n.language) })}
        </span>
      )}
    </span>
  )
}
