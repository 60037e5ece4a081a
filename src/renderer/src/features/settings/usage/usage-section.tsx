import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useChoice } from '../../../lib/choices.ts'
import { useGo } from '../../../lib/go.ts'
import { useStudio } from '../../../lib/studio.ts'
import { useTimes } from '../../../lib/times.ts'
import { Button, EmptyState, ErrorState, Field, SectionHead, Segmented, Select, Skeleton } from '../../../ui/index.ts'
import { Calls } from './calls.tsx'
import { periods, spanOf, type Period } from './periods.ts'
import { SpendingLines } from './spending-lines.tsx'
import { useUsageWords } from './use-usage-words.ts'
import { UsageTable } from './usage-table.tsx'
import '../ai/ai.css'

const groupings = ['day', 'task', 'model'] as const
type Grouping = (typeof groupings)[number]

/** What AI used and cost, what is left, and every request as it was sent. */
export function UsageSection() {
  const { t } = useTranslation('aiSettings')
  const studio = useStudio()
  const times = useTimes()
  const go = useGo()
  const words = useUsageWords()
  const [period, setPeriod] = useChoice<Period>('ai.usage.period', 'month')
  const [by, setBy] = useState<Grouping>('day')
  const usage = useQuery({
    ...studio.ai.usage.queryOptions({ input: spanOf(period, times.today()) }),
    placeholderData: keepPreviousData,
  })
  return (
    <div className="ai-usage">
      <SectionHead>{t('usage')}</SectionHead>
      <p className="soft">{t('usageWhat', { zone: times.zoneLabel() })}</p>
      {usage.isError && (
        <ErrorState title={t('usageFailed')} error={usage.error} onRetry={() => void usage.refetch()} />
      )}
      {usage.isPending && <Skeleton rows={6} table />}
      {usage.data && (
        <>
          <SpendingLines spending={usage.data.spending} />
          <div className="row wrap">
            <Field label={t('period')} hideLabel>
              <Select
                small
                value={period}
                options={periods.map((value) => ({ value, label: t(`periods.${value}`) }))}
                onChange={setPeriod}
              />
            </Field>
            <Segmented
              label={t('groupBy')}
              value={by}
              options={groupings.map((value) => ({ value, label: t(`by.${value}`) }))}
              onChange={setBy}
            />
          </div>
          {usage.data.total.calls === 0 ? (
            <EmptyState
              title={t('usageEmpty')}
              action={<Button onClick={() => go.settings({ section: 'ai' })}>{t('toAi')}</Button>}
            >
              {t('usageEmptyHint')}
            </EmptyState>
          ) : (
            <UsageTable
              label={t(`by.${by}`)}
              total={usage.data.total}
              rows={
                by === 'day'
                  ? usage.data.byDay.toReversed().map((row) => ({ ...row, name: words.day(row.day) }))
                  : by === 'task'
                    ? usage.data.byTask.map((row) => ({ ...row, name: words.task(row.task) }))
                    : usage.data.byModel.map((row) => ({ ...row, name: row.model, second: row.endpoint }))
              }
            />
          )}
        </>
      )}
      <Calls />
    </div>
  )
}
