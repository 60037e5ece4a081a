import { useTranslation } from 'react-i18next'
import type { ApiKey } from '../../../../../contract/keys.ts'
import type { KeyScope } from '../../../../../contract/vocabulary.ts'
import { usdText } from '../../../lib/money.ts'
import { useTimes } from '../../../lib/times.ts'
import { wordKey } from '../../../lib/word-key.ts'

/** A key's facts in people's words. */
export function useKeyWords() {
  const { t } = useTranslation('automations')
  const times = useTimes()
  const scope = (one: KeyScope) => t(`keys.scopes.${wordKey(one)}`)
  return {
    scope,
    scopeHint: (one: KeyScope) => t(`keys.scopeHints.${wordKey(one)}`),
    /** "Read posts, Use AI +2" */
    brief(scopes: readonly KeyScope[], shown = 2) {
      const more = scopes.length - shown
      return [scopes.slice(0, shown).map(scope).join(', '), more > 0 && t('keys.more', { count: more })]
        .filter(Boolean)
        .join(' ')
    },
    limits({ dailyPublishes, dailySpend }: ApiKey) {
      const limits = [
        dailyPublishes !== null && t('keys.limitPublishes', { count: dailyPublishes }),
        dailySpend !== null && t('keys.limitSpend', { usd: usdText(dailySpend, times.locale) }),
      ]
      return limits.filter(Boolean).join(', ') || t('keys.noLimits')
    },
    used: ({ lastUsedAt }: ApiKey) =>
      lastUsedAt === null ? t('keys.neverUsed') : t('keys.lastUsed', { when: times.relative(lastUsedAt) }),
  }
}
