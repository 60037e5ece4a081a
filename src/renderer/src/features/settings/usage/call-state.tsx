import { Ban, CircleCheck, CircleQuestionMark, CircleX, LoaderCircle, type LucideIcon } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { AiCall } from '../../../../../contract/ai/usage.ts'
import { Icon } from '../../../ui/index.ts'

const looks = {
  running: ['st-publishing', LoaderCircle],
  done: ['st-published', CircleCheck],
  failed: ['st-failed', CircleX],
  canceled: ['', Ban],
  unknown: ['st-unknown', CircleQuestionMark],
} as const satisfies Record<AiCall['state'], readonly [string, LucideIcon]>

/** How a request stands or ended: icon, word, colour. */
export function CallState({ state }: Pick<AiCall, 'state'>) {
  const { t } = useTranslation('aiSettings')
  const [look, icon] = looks[state]
  return (
    <span className={`st ${look}`}>
      <Icon of={icon} size="s" />
      {t(`states.${state}`)}
    </span>
  )
}
