import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Cadence } from '../../../../../contract/ai/cadence.ts'
import { ContentType, TextLength } from '../../../../../contract/ai/tasks.ts'
import { accountLabel } from '../../../lib/account-label.ts'
import { describeError, fieldErrors } from '../../../lib/errors.ts'
import { useStudio } from '../../../lib/studio.ts'
import {
  Button,
  Checkbox,
  Chip,
  Field,
  Filter,
  Input,
  Note,
  PlatformMark,
  Select,
  TextArea,
  TimeField,
} from '../../../ui/index.ts'
import { useAccounts } from '../../posts/use-accounts.ts'
import { weekdays, withDay, type Times } from './cadence-times.ts'
import { useWeek } from './use-week.ts'

/** Monday, Wednesday and Friday: three posts a week. */
const usualTimes: Times = [1, 3, 5].map((weekday) => ({ weekday, time: '09:00' }))

interface CadenceFormProps {
  readonly current: Cadence | null
  /** Whether the workspace lets anything go out by itself. */
  readonly publishes: boolean
  readonly onDone: () => void
}

export function CadenceForm({ current, publishes, onDone }: CadenceFormProps) {
  const { t } = useTranslation('cadence')
  const studio = useStudio()
  const week = useWeek()
  const accounts = useAccounts()
  const [name, setName] = useState(current?.name ?? '')
  const [topics, setTopics] = useState(current?.topics.join('\n') ?? '')
  const [times, setTimes] = useState<Times>(current?.times ?? usualTimes)
  const [chosen, setChosen] = useState<readonly Cadence['accounts'][number][]>(current?.accounts ?? [])
  const [contentType, setContentType] = useState<ContentType | ''>(current?.contentType ?? '')
  const [length, setLength] = useState<TextLength>(current?.length ?? 'medium')
  const [publish, setPublish] = useState(current?.publish ?? false)
  const add = useMutation(studio.ai.addCadence.mutationOptions({ meta: { quiet: true } }))
  const change = useMutation(studio.ai.changeCadence.mutationOptions({ meta: { quiet: true } }))
  const saving = current ? change : add
  const errors = fieldErrors(saving.error)
  const errorOf = (field: string) =>
    Object.entries(errors).find(([path]) => path === field || path.startsWith(`${field}.`))?.[1]
  const lines = topics
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
  const save = () => {
    const fields = { name: name.trim() || (lines[0] ?? '').slice(0, 80), topics: lines, times, length, publish }
    const entered = { ...fields, accounts: [...chosen] }
    if (current) change.mutate({ id: current.id, ...entered, contentType: contentType || null }, { onSuccess: onDone })
    else add.mutate({ ...entered, ...(contentType && { contentType }) }, { onSuccess: onDone })
  }
  return (
    <form
      className="st-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        save()
      }}
    >
      <Field label={t('topics')} hint={t('topicsHint')} error={errorOf('topics')}>
        <TextArea rows={4} value={topics} onChange={(event) => setTopics(event.target.value)} />
      </Field>
      <fieldset className="cd-times">
        <legend className="lab">{t('days')}</legend>
        <div className="row wrap">
          {weekdays.map((weekday) => {
            const on = times.some((one) => one.weekday === weekday)
            return (
              <Chip key={weekday} on={on} onClick={() => setTimes(withDay(times, weekday, !on))}>
                {week.short(weekday)}
              </Chip>
            )
          })}
        </div>
        {times.map((one, index) => (
          <div key={`${one.weekday} ${one.time} ${index}`} className="row">
            <span className="cd-day">{week.long(one.weekday)}</span>
            <TimeField
              label={t('timeOn', { day: week.long(one.weekday) })}
              value={one.time}
              onChange={(time) => setTimes(times.map((other, at) => (at === index ? { ...other, time } : other)))}
            />
          </div>
        ))}
        {times.length === 0 && <p className="soft">{t('noDay')}</p>}
        {errorOf('times') !== undefined && <Note tone="bad">{errorOf('times')}</Note>}
      </fieldset>
      <div>
        <span className="lab">{t('accounts')}</span>
        <Filter
          all={t('noAccount')}
          value={chosen}
          options={accounts.all.map((account) => ({
            value: account.id,
            text: accountLabel(account),
            label: (
              <span className="row">
                <PlatformMark platform={account.platform} size="s" /> {accountLabel(account)}
              </span>
            ),
          }))}
          onChange={setChosen}
        />
        {errorOf('accounts') !== undefined && <Note tone="bad">{errorOf('accounts')}</Note>}
      </div>
      <div className="st-row top">
        <Field label={t('kind')}>
          <Select
            value={contentType}
            options={[
              { value: '', label: t('anyKind') },
              ...ContentType.options.map((value) => ({ value, label: t(`kinds.${value}`) })),
            ]}
            onChange={setContentType}
          />
        </Field>
        <Field label={t('length')}>
          <Select
            value={length}
            options={TextLength.options.map((value) => ({ value, label: t(`lengths.${value}`) }))}
            onChange={setLength}
          />
        </Field>
        <Field label={t('name')} error={errorOf('name')}>
          <Input
            value={name}
            maxLength={80}
            placeholder={lines[0]?.slice(0, 80)}
            onChange={(event) => setName(event.target.value)}
          />
        </Field>
      </div>
      <Checkbox checked={publish} onChange={setPublish} hint={t(publishes ? 'publishHint' : 'publishNotAllowed')}>
        {t('publish')}
      </Checkbox>
      {saving.error && Object.keys(errors).length === 0 && (
        <Note tone="bad">{describeError(saving.error).message}</Note>
      )}
      <div className="row wrap">
        <Button
          type="submit"
          look="primary"
          disabled={lines.length === 0 || times.length === 0}
          busy={saving.isPending}
        >
          {current ? t('save') : t('start', { count: times.length })}
        </Button>
        <Button onClick={onDone}>{t(current ? 'keep' : 'notNow')}</Button>
      </div>
    </form>
  )
}
