import { Coins } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { knowledgeOf } from '../../../../contract/platforms/index.ts'
import { platformWord } from '../../lib/setting-words.ts'
import { Icon, platformNames } from '../../ui/index.ts'
import { isSupported, platformDraft } from './check.ts'
import { useComposing } from './context.ts'

/** What the platforms charge for this post, before it is sent; nothing where they charge nothing. */
export function Costs() {
  const { t, i18n } = useTranslation('compose')
  const { draft, chosen, assets } = useComposing()
  const costs = chosen.flatMap((account) => {
    const { platform } = account
    const cost = isSupported(platform) ? knowledgeOf(platform).cost?.(platformDraft(draft, account, assets)) : undefined
    return cost ? [{ platform, ...cost }] : []
  })
  if (costs.length === 0) return null
  const total = costs.reduce((sum, { usd }) => sum + usd, 0)
  const amount = new Intl.NumberFormat(i18n.language, { style: 'currency', currency: 'USD', maximumFractionDigits: 3 })
  const names = costs
    .map(({ platform, code }) => `${platformNames[platform]}: ${platformWord(platform, `cost.${code}`) ?? code}`)
    .join('; ')
  return (
    <span className="soft" title={names}>
      <Icon of={Coins} size="s" />
      {t('costs', {
        amount: amount.format(total),
        names: [...new Set(costs.map((one) => platformNames[one.platform]))].join(', '),
      })}
    </span>
  )
}
