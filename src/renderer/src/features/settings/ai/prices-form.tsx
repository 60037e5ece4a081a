import { useMutation, useQuery } from '@tanstack/react-query'
import { Plus, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AiDefaults, AiEndpoint } from '../../../../../contract/ai/endpoints.ts'
import type { AiPrice } from '../../../../../contract/ai/usage.ts'
import { describeError, fieldErrors } from '../../../lib/errors.ts'
import { useStudio } from '../../../lib/studio.ts'
import { useTimes } from '../../../lib/times.ts'
import { Button, ErrorState, Note, Select, Skeleton, toast } from '../../../ui/index.ts'
import { emptyRow, priceless, pricesOf, rates, rowOf, type PriceRow } from './price-list.ts'

interface PricesFormProps {
  readonly endpoints: readonly AiEndpoint[]
  readonly defaults: AiDefaults
}

/** What models cost: the person's own table, since prices change and differ. */
export function PricesForm({ endpoints, defaults }: PricesFormProps) {
  const { t } = useTranslation('aiSettings')
  const studio = useStudio()
  const prices = useQuery(studio.ai.prices.queryOptions())
  return (
    <section>
      <h3>{t('prices')}</h3>
      <p className="soft">{t('pricesHint')}</p>
      {prices.isError && (
        <ErrorState title={t('pricesFailed')} error={prices.error} onRetry={() => void prices.refetch()} />
      )}
      {prices.isPending && <Skeleton rows={3} table />}
      {prices.data && (
        <Table
          key={JSON.stringify(prices.data.prices)}
          prices={prices.data.prices}
          endpoints={endpoints}
          missing={priceless(defaults, endpoints, prices.data.prices)}
        />
      )}
    </section>
  )
}

interface TableProps {
  readonly prices: readonly AiPrice[]
  readonly endpoints: readonly AiEndpoint[]
  readonly missing: readonly string[]
}

function Table({ prices, endpoints, missing }: TableProps) {
  const { t } = useTranslation('aiSettings')
  const { locale } = useTimes()
  const studio = useStudio()
  const number = new Intl.NumberFormat(locale, { useGrouping: false, maximumFractionDigits: 6 })
  const [rows, setRows] = useState<readonly PriceRow[]>(() => prices.map((price) => rowOf(price, number.format)))
  const set = useMutation(studio.ai.setPrices.mutationOptions({ meta: { quiet: true } }))
  const { prices: next, wrong } = pricesOf(rows)
  const changed = JSON.stringify(next) !== JSON.stringify(prices)
  const change = (index: number, part: Partial<PriceRow>) =>
    setRows(rows.map((row, at) => (at === index ? { ...row, ...part } : row)))
  const save = () => {
    if (wrong.size === 0) set.mutate({ prices: next }, { onSuccess: () => toast(t('pricesSaved')) })
  }
  const [failed] = Object.values(fieldErrors(set.error))
  return (
    <form
      noValidate
      className="st-form"
      onSubmit={(event) => {
        event.preventDefault()
        save()
      }}
    >
      {rows.length > 0 && (
        <div className="ai-prices">
          <div className="ai-price head" aria-hidden>
            <span>{t('model')}</span>
            <span>{t('at')}</span>
            {rates.map((rate) => (
              <span key={rate}>{t(`rates.${rate}`)}</span>
            ))}
          </div>
          {rows.map((row, index) => (
            <div key={index} className="ai-price" role="group" aria-label={t('priceOf', { model: row.model })}>
              <Cell
                mono
                label={t('model')}
                value={row.model}
                onChange={(model) => change(index, { model })}
                wrong={false}
              />
              <Select
                aria-label={t('at')}
                value={row.endpoint}
                options={[
                  { value: '', label: t('everywhere') },
                  ...endpoints.map(({ id, name }) => ({ value: id as string, label: name })),
                ]}
                onChange={(endpoint) => change(index, { endpoint })}
              />
              {rates.map((rate) => (
                <Cell
                  key={rate}
                  label={t(`rates.${rate}`)}
                  value={row[rate]}
                  wrong={wrong.has(`${index}.${rate}`)}
                  onChange={(text) => change(index, { [rate]: text })}
                />
              ))}
              <Button
                look="plain"
                small
                icon={Trash2}
                tip={t('removePrice', { model: row.model })}
                onClick={() => setRows(rows.filter((_, at) => at !== index))}
              />
            </div>
          ))}
        </div>
      )}
      {wrong.size > 0 && <Note tone="bad">{t('noAmount')}</Note>}
      {set.error && <Note tone="bad">{failed ?? describeError(set.error).message}</Note>}
      {missing.length > 0 && <Note tone="warn">{t('noPrice', { models: missing.join(', ') })}</Note>}
      <div className="row wrap">
        {missing
          .filter((model) => rows.every((row) => row.model !== model))
          .map((model) => (
            <Button key={model} small icon={Plus} onClick={() => setRows([...rows, emptyRow(model)])}>
              {t('addPriceOf', { model })}
            </Button>
          ))}
        <Button small icon={Plus} onClick={() => setRows([...rows, emptyRow()])}>
          {t('addPrice')}
        </Button>
        {changed && (
          <Button type="submit" small look="ink" busy={set.isPending}>
            {t('savePrices')}
          </Button>
        )}
      </div>
    </form>
  )
}

interface CellProps {
  readonly label: string
  readonly value: string
  readonly wrong: boolean
  readonly mono?: boolean
  readonly onChange: (text: string) => void
}

function Cell({ label, value, wrong, mono, onChange }: CellProps) {
  return (
    <span className="field">
      <input
        aria-label={label}
        aria-invalid={wrong || undefined}
        className={mono ? 'mono' : 'num'}
        inputMode={mono ? 'text' : 'decimal'}
        placeholder={mono ? undefined : '–'}
        autoComplete="off"
        spellCheck={false}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    </span>
  )
}
