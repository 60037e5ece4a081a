import { useTranslation } from 'react-i18next'
import type { AiSpending } from '../../../../../contract/ai/usage.ts'
import { usdText } from '../../../lib/money.ts'
import { useTimes } from '../../../lib/times.ts'

/** What was spent today and this month, and what the caps leave. */
export function SpendingLines({ spending }: { readonly spending: AiSpending }) {
  const { t } = useTranslation('aiSettings')
  const { locale, at } = useTimes()
  const usd = (value: number) => usdText(value, locale)
  return (
    <ul className="ai-spending">
      {(['day', 'month'] as const).map((kind) => {
        const { spentUsd, heldUsd, capUsd, leftUsd, resetsAt } = spending[kind]
        const part = capUsd ? Math.min(1, (spentUsd + heldUsd) / capUsd) : 0
        return (
          <li key={kind}>
            <p>
              <b>{t(`spent.${kind}`)}</b>{' '}
              <span className="num">
                {capUsd === null ? usd(spentUsd) : t('spentOf', { spent: usd(spentUsd), cap: usd(capUsd) })}
              </span>
            </p>
            {capUsd !== null && (
              <span className={part >= 1 ? 'bar full' : 'bar'} aria-hidden>
                <i style={{ width: `${part * 100}%` }} />
              </span>
            )}
            <p className="soft">
              {leftUsd === null ? t('capNone') : t('left', { left: usd(leftUsd), when: at(resetsAt) })}
              {heldUsd > 0 && ` ${t('held', { held: usd(heldUsd) })}`}
            </p>
          </li>
        )
      })}
    </ul>
  )
}
