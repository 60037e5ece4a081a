import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AiCaps } from '../../../../../contract/ai/usage.ts'
import { parseUsd } from '../../../lib/money.ts'
import { useStudio } from '../../../lib/studio.ts'
import { useTimes } from '../../../lib/times.ts'
import { ErrorState, Field, Input, Skeleton } from '../../../ui/index.ts'
import { SpendingLines } from '../usage/spending-lines.tsx'

/** The most that may be spent in a day and in a month, and how far along it is. */
export function CapsForm() {
  const { t } = useTranslation('aiSettings')
  const studio = useStudio()
  const caps = useQuery(studio.ai.caps.queryOptions())
  const set = useMutation(studio.ai.setCaps.mutationOptions())
  const save = ({ dailyUsd, monthlyUsd }: AiCaps) => set.mutate({ dailyUsd, monthlyUsd })
  return (
    <section>
      <h3>{t('caps')}</h3>
      <p className="soft">{t('capsHint')}</p>
      {caps.isError && <ErrorState title={t('capsFailed')} error={caps.error} onRetry={() => void caps.refetch()} />}
      {caps.isPending && <Skeleton rows={2} />}
      {caps.data && (
        <>
          <div className="st-row top">
            <Cap
              key={`day ${caps.data.dailyUsd}`}
              label={t('dailyCap')}
              usd={caps.data.dailyUsd}
              onSave={(dailyUsd) => save({ ...caps.data, dailyUsd })}
            />
            <Cap
              key={`month ${caps.data.monthlyUsd}`}
              label={t('monthlyCap')}
              usd={caps.data.monthlyUsd}
              onSave={(monthlyUsd) => save({ ...caps.data, monthlyUsd })}
            />
          </div>
          <SpendingLines spending={caps.data.spending} />
        </>
      )}
    </section>
  )
}

interface CapProps {
  readonly label: string
  readonly usd: number | null
  readonly onSave: (usd: number | null) => void
}

function Cap({ label, usd, onSave }: CapProps) {
  const { t } = useTranslation('aiSettings')
  const { locale } = useTimes()
  const [text, setText] = useState(usd === null ? '' : plainNumber(usd, locale))
  const [wrong, setWrong] = useState(false)
  const save = () => {
    const typed = parseUsd(text)
    setWrong(Number.isNaN(typed))
    if (!Number.isNaN(typed) && typed !== usd) onSave(typed)
  }
  return (
    <Field label={label} hint={t('capHint')} error={wrong ? t('noAmount') : undefined}>
      <Input
        inputMode="decimal"
        value={text}
        placeholder={t('noCap')}
        end={<span className="soft">{t('usd')}</span>}
        onChange={(event) => setText(event.target.value)}
        onBlur={save}
        onKeyDown={(event) => event.key === 'Enter' && save()}
      />
    </Field>
  )
}

/** A number to be changed by hand: no grouping, all its digits. */
function plainNumber(value: number, locale: string): string {
  return new Intl.NumberFormat(locale, { useGrouping: false, maximumFractionDigits: 6 }).format(value)
}
