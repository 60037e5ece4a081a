import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Temporal } from 'temporal-polyfill'
import { useStudio } from '../../../lib/studio.ts'
import { useTimes } from '../../../lib/times.ts'
import { ErrorState, Field, ScrollRegion, SectionHead, Segmented, Select, Skeleton } from '../../../ui/index.ts'

const periods = ['24h', '7d', '30d', '90d'] as const
const groups = ['day', 'operation', 'key'] as const

/** How much keys called, and how it went. */
export function Traffic() {
  const { t } = useTranslation('automations')
  const studio = useStudio()
  const times = useTimes()
  const [period, setPeriod] = useState<(typeof periods)[number]>('7d')
  const [group, setGroup] = useState<(typeof groups)[number]>('day')
  const traffic = useQuery({
    ...studio.keys.traffic.queryOptions({ input: { period } }),
    staleTime: 0,
    placeholderData: keepPreviousData,
  })
  const { data } = traffic
  const rows =
    data === undefined
      ? []
      : group === 'day'
        ? data.byDay
            .map((row) => ({ ...row, id: row.day, name: times.date(Temporal.PlainDate.from(row.day)) }))
            .toReversed()
        : group === 'operation'
          ? data.byOperation.map((row) => ({ ...row, id: row.operation, name: row.operation }))
          : data.byKey.map((row) => ({ ...row, id: row.keyId as string }))
  const most = Math.max(1, ...rows.map(({ calls }) => calls))
  const number = new Intl.NumberFormat(times.locale, { maximumFractionDigits: 0 })
  return (
    <section>
      <SectionHead count={data && number.format(data.calls)}>{t('traffic.title')}</SectionHead>
      <div className="row wrap au-tools">
        <Field label={t('traffic.period')} hideLabel>
          <Select
            small
            value={period}
            options={periods.map((value) => ({ value, label: t(`traffic.periods.${value}`) }))}
            onChange={setPeriod}
          />
        </Field>
        <Segmented
          label={t('traffic.by')}
          value={group}
          options={groups.map((value) => ({ value, label: t(`traffic.groups.${value}`) }))}
          onChange={setGroup}
        />
      </div>
      {traffic.isError && (
        <ErrorState title={t('traffic.failed')} error={traffic.error} onRetry={() => void traffic.refetch()} />
      )}
      {traffic.isPending && <Skeleton rows={4} table />}
      {data && rows.length === 0 && <p className="soft">{t('traffic.none')}</p>}
      {rows.length > 0 && (
        <ScrollRegion label={t('traffic.title')} className="au-table">
          <table className="tbl">
            <thead>
              <tr>
                <th>{t(`traffic.groups.${group}`)}</th>
                <th className="r">{t('traffic.calls')}</th>
                <th className="r">{t('traffic.errors')}</th>
                <th className="r">{t('traffic.ms')}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map(({ id, name, calls, errors, ms }) => (
                <tr key={id}>
                  <td>
                    {name}
                    <span className="au-part" aria-hidden>
                      <i style={{ width: `${(calls / most) * 100}%` }} />
                    </span>
                  </td>
                  <td className="r num">{number.format(calls)}</td>
                  <td className="r num">{number.format(errors)}</td>
                  <td className="r num">{t('keys.ms', { ms: number.format(ms) })}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollRegion>
      )}
    </section>
  )
}
