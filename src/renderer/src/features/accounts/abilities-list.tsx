import { Check, Minus } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { PlatformRules } from '../../../../contract/platforms/index.ts'
import { Icon } from '../../ui/index.ts'
import { abilitiesOf } from './abilities.ts'

/** What can be done there from here, and what cannot. */
export function Abilities({ rules }: { readonly rules: PlatformRules }) {
  const { t, i18n } = useTranslation('accounts')
  const number = new Intl.NumberFormat(i18n.language)
  return (
    <ul className="ac-can">
      {abilitiesOf(rules).map(({ key, can, params }) => (
        <li key={key} className={can ? undefined : 'no'}>
          <Icon of={can ? Check : Minus} size="s" />
          {String(
            t(`can.${key}` as 'can.thread', { ...params, number: number.format(Number(params?.['count'] ?? 0)) }),
          )}
        </li>
      ))}
    </ul>
  )
}
