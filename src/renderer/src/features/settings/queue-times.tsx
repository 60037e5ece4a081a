import { useMutation, useQuery } from '@tanstack/react-query'
import { Plus, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Temporal } from 'temporal-polyfill'
import { useStudio, useWorkspace } from '../../lib/studio.ts'
import { useTimes } from '../../lib/times.ts'
import {
  Button,
  ErrorState,
  Field,
  PlatformMark,
  SectionHead,
  Select,
  Skeleton,
  TimeField,
  toast,
} from '../../ui/index.ts'
import { useAccounts } from '../posts/use-accounts.ts'
import { daysOf, inOrder, type NewSlot, withoutSlot, withTimes } from './slot-list.ts'

/** The times "next free slot" chooses from. */
export function QueueTimes() {
  const { t } = useTranslation('settings')
  const studio = useStudio()
  const slots = useQuery(studio.slots.list.queryOptions())
  const put = useMutation(studio.slots.put.mutationOptions())
  const dayName = useDayName()
  const accounts = useAccounts()
  if (slots.isError) return <ErrorState title={t('failed')} error={slots.error} onRetry={() => void slots.refetch()} />
  if (!slots.data) return <Skeleton rows={6} />
  const now = slots.data
  const save = (next: readonly NewSlot[]) => put.mutate({ slots: [...next] })
  const remove = (id: string, label: string) => {
    const before = now.map(({ id: _id, ...slot }) => slot)
    save(withoutSlot(now, id))
    toast(label, { undo: () => save(before) })
  }
  return (
    <>
      <SectionHead count={now.length}>{t('queue')}</SectionHead>
      <p className="soft">{t('queueHint')}</p>
      {now.length === 0 && <p className="soft">{t('queueEmpty')}</p>}
      {now.length > 0 && (
        <ul className="st-slots">
          {inOrder(now).map((slot) => {
            const account = slot.accountId === null ? null : accounts.all.find(({ id }) => id === slot.accountId)
            const label = t('removeTime', { day: dayName(slot.weekday), time: slot.time })
            return (
              <li key={slot.id}>
                <b>{dayName(slot.weekday)}</b>
                <span className="num">{slot.time}</span>
                <span className="grow clip soft row">
                  {account && <PlatformMark platform={account.platform} size="s" />}
                  {account ? account.name : t('everyAccount')}
                </span>
                <Button look="plain" small icon={Trash2} tip={label} onClick={() => remove(slot.id, label)} />
              </li>
            )
          })}
        </ul>
      )}
      <AddTime
        onAdd={(days, slot) =>
          save(
            withTimes(
              now.map(({ id: _id, ...rest }) => rest),
              days,
              slot,
            ),
          )
        }
        busy={put.isPending}
      />
    </>
  )
}

/** Names of weekdays in the window's language; 1 is Monday. */
function useDayName() {
  const { locale } = useTimes()
  const format = new Intl.DateTimeFormat(locale, { weekday: 'long', timeZone: 'UTC' })
  const monday = Temporal.PlainDate.from('2026-11-23')
  return (weekday: number) => format.format(monday.add({ days: weekday - 1 }).toZonedDateTime('UTC').epochMilliseconds)
}

interface AddTimeProps {
  readonly onAdd: (days: readonly number[], slot: Omit<NewSlot, 'weekday'>) => void
  readonly busy: boolean
}

function AddTime({ onAdd, busy }: AddTimeProps) {
  const { t } = useTranslation('settings')
  const { zone } = useWorkspace()
  const dayName = useDayName()
  const accounts = useAccounts()
  const [days, setDays] = useState('weekdays')
  const [time, setTime] = useState('09:00')
  const [account, setAccount] = useState('')
  const everyDay = [1, 2, 3, 4, 5, 6, 7].map((day) => ({ value: String(day), label: dayName(day) }))
  return (
    <div className="st-row">
      <Field label={t('day')}>
        <Select
          value={days}
          options={[
            { value: 'weekdays', label: t('everyWeekday') },
            { value: 'daily', label: t('everyDay') },
            ...everyDay,
          ]}
          onChange={setDays}
        />
      </Field>
      <Field label={t('time')}>
        <TimeField label={t('time')} value={time} onChange={setTime} />
      </Field>
      <Field label={t('forAccount')}>
        <Select
          value={account}
          options={[
            { value: '', label: t('everyAccount') },
            ...accounts.all.map(({ id, name }) => ({ value: id as string, label: name })),
          ]}
          onChange={setAccount}
        />
      </Field>
      <Button
        icon={Plus}
        busy={busy}
        onClick={() => onAdd(daysOf(days), { time, zone, accountId: (account || null) as NewSlot['accountId'] })}
      >
        {t('addTime')}
      </Button>
    </div>
  )
}
