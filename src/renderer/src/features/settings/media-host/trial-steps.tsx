import { Check, CircleX, Loader, type LucideIcon, Minus, TriangleAlert } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { MediaHostTest } from '../../../../../contract/media-host.ts'
import { say } from '../../../lib/say.ts'
import { useTimes } from '../../../lib/times.ts'
import { Icon } from '../../../ui/index.ts'

type StepState = MediaHostTest['steps'][number]['state']

const icons: Readonly<Record<StepState, LucideIcon>> = {
  waiting: Minus,
  running: Loader,
  done: Check,
  warned: TriangleAlert,
  failed: CircleX,
  skipped: Minus,
}

/** A test of the media host, each step as it happens: what it does, how it went, and what to do where it went wrong. */
export function TrialSteps({ test }: { readonly test: MediaHostTest }) {
  const { t } = useTranslation('mediaHost')
  const times = useTimes()
  return (
    <section aria-label={t('test')}>
      <p className="soft" role="status">
        {t(`outcome.${test.state}`, { when: times.at(test.at) })}
      </p>
      <ol className="st-steps">
        {test.steps.map(({ step, state, told, words }) => (
          <li key={step} className={state}>
            <Icon of={icons[state]} spin={state === 'running'} />
            <div>
              <div className="row">
                <span className="grow">{t(`steps.${step}`)}</span>
                <span className="soft">{t(`stepState.${state}`)}</span>
              </div>
              {told && <p>{say(told)}</p>}
              {words && <p className="mono faint">{words}</p>}
            </div>
          </li>
        ))}
      </ol>
    </section>
  )
}
