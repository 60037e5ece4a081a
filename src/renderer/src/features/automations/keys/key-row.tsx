import { useTranslation } from 'react-i18next'
import type { ApiKey } from '../../../../../contract/keys.ts'
import { useTimes } from '../../../lib/times.ts'
import { Mark } from '../mark.tsx'
import { useKeyWords } from './use-key-words.ts'

export const stateLooks = { active: 'ok', expired: 'warn', revoked: 'off' } as const satisfies Record<
  ApiKey['state'],
  string
>

interface KeyRowProps {
  readonly apiKey: ApiKey
  readonly selected: boolean
  readonly onOpen: () => void
}

/** A key in the list; the whole line opens it. */
export function KeyRow({ apiKey, selected, onOpen }: KeyRowProps) {
  const { t } = useTranslation('automations')
  const times = useTimes()
  const words = useKeyWords()
  const { id, name, ending, state, scopes, asksFirst, expiresAt } = apiKey
  return (
    <li className={selected ? 'au-row on' : 'au-row'}>
      <span className="au-first">
        <button type="button" id={`row-${id}`} className="au-name clip" aria-expanded={selected} onClick={onOpen}>
          {name}
        </button>
        <small className="clip">{words.brief(scopes)}</small>
      </span>
      <span className="au-soft clip">
        <span className="mono">…{ending}</span>
        {asksFirst && <small>{t('keys.asks')}</small>}
      </span>
      <span className="au-soft clip wide">
        {words.used(apiKey)}
        {expiresAt !== null && state === 'active' && (
          <small>
            {t('keys.facts.expires')} {times.dayName(expiresAt)}
          </small>
        )}
      </span>
      <Mark look={stateLooks[state]}>{t(`keys.state.${state}`)}</Mark>
    </li>
  )
}
