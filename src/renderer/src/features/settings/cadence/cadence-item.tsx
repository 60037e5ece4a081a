import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Cadence } from '../../../../../contract/ai/cadence.ts'
import { useStudio } from '../../../lib/studio.ts'
import { useTimes } from '../../../lib/times.ts'
import { Button, confirm, Marks, Switch, toast } from '../../../ui/index.ts'
import { useAccounts } from '../../posts/use-accounts.ts'
import { CadenceForm } from './cadence-form.tsx'
import { useWeek } from './use-week.ts'

/** One cadence: when, on what, for whom, and whether it is on. */
export function CadenceItem({ cadence, publishes }: { readonly cadence: Cadence; readonly publishes: boolean }) {
  const { t } = useTranslation('cadence')
  const studio = useStudio()
  const times = useTimes()
  const week = useWeek()
  const accounts = useAccounts()
  const [changing, setChanging] = useState(false)
  const change = useMutation(studio.ai.changeCadence.mutationOptions())
  const remove = useMutation(studio.ai.removeCadence.mutationOptions())
  const { id, name, on, nextAt, topics } = cadence
  const end = async () => {
    const yes = await confirm({
      title: t('endTitle', { name }),
      consequence: t('endText'),
      action: t('endAction', { name }),
      danger: true,
    })
    if (yes) remove.mutate({ id }, { onSuccess: () => toast(t('ended', { name })) })
  }
  if (changing)
    return (
      <li className="cd-form">
        <h3>{name}</h3>
        <CadenceForm current={cadence} publishes={publishes} onDone={() => setChanging(false)} />
      </li>
    )
  const platforms = cadence.accounts.flatMap((account) => accounts.byId.get(account)?.platform ?? [])
  return (
    <li>
      <div className="row">
        <h4 className="grow clip">{name}</h4>
        <Switch checked={on} aria-label={t('isOn', { name })} onChange={(next) => change.mutate({ id, on: next })} />
      </div>
      <p>{t('perWeek', { count: cadence.times.length, times: week.summary(cadence.times) })}</p>
      <p className="soft">
        {t('topicsInTurn', { count: topics.length })} {topics.join(' · ')}
      </p>
      <div className="row wrap">
        {platforms.length > 0 && <Marks platforms={platforms} max={6} />}
        <span className="soft">
          {nextAt === null ? t('off') : t('next', { when: times.when(nextAt) })}{' '}
          {cadence.publish && t(publishes ? 'goesOut' : 'wouldGoOut')}
        </span>
        <span className="grow" />
        <Button small onClick={() => setChanging(true)}>
          {t('change')}
        </Button>
        <Button small look="danger" busy={remove.isPending} onClick={() => void end()}>
          {t('end')}
        </Button>
      </div>
    </li>
  )
}
