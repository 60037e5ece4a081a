import { Check, CircleQuestionMark, CircleX, Loader, Minus } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Phase } from '../../../contract/vocabulary.ts'
import { Icon } from './icon.tsx'

export type PhaseState = 'done' | 'running' | 'failed' | 'unknown' | 'skipped'

const looks = {
  done: { icon: Check, className: undefined },
  running: { icon: Loader, className: undefined },
  failed: { icon: CircleX, className: 'bad' },
  unknown: { icon: CircleQuestionMark, className: 'unk' },
  skipped: { icon: Minus, className: 'wait' },
} as const

const order = ['prepare', 'upload', 'commit', 'confirm'] as const satisfies readonly Phase[]

interface PhasesProps {
  /** What is known; a phase that is not in it was not reached. `note` is the second line: "1.4 s", "no answer". */
  readonly phases: readonly { readonly phase: Phase; readonly state: PhaseState; readonly note?: ReactNode }[]
}

/** The four phases of an attempt: always these, always in this order. */
export function Phases({ phases }: PhasesProps) {
  const { t } = useTranslation('ui')
  return (
    <ol className="ph">
      {order.map((name) => {
        const known = phases.find((one) => one.phase === name)
        const look = looks[known?.state ?? 'skipped']
        return (
          <li key={name} className={look.className}>
            <b>
              <Icon of={look.icon} size="s" spin={known?.state === 'running'} />
              {t(`phase.${name}`)}
            </b>
            <small>{known?.note ?? t(`phaseState.${known ? known.state : 'not_reached'}`)}</small>
          </li>
        )
      })}
    </ol>
  )
}

/** The four phases as a promise, before anything is sent: no icons. */
export function PhasesToCome({ notes }: { readonly notes: Readonly<Record<Phase, string>> }) {
  const { t } = useTranslation('ui')
  return (
    <ol className="ph bare">
      {order.map((name) => (
        <li key={name}>
          <b>{t(`phase.${name}`)}</b>
          <small>{notes[name]}</small>
        </li>
      ))}
    </ol>
  )
}
