import { useTranslation } from 'react-i18next'
import type { AiUsage } from '../../../../../contract/ai/usage.ts'
import { ScrollRegion } from '../../../ui/index.ts'
import { useUsageWords } from './use-usage-words.ts'

interface UsageTableProps {
  readonly label: string
  readonly total: AiUsage
  readonly rows: readonly (AiUsage & { readonly name: string; readonly second?: string })[]
}

/** What each day, task or model used, with a bar for its part of the cost. */
export function UsageTable({ label, total, rows }: UsageTableProps) {
  const { t } = useTranslation('aiSettings')
  const { number, cost } = useUsageWords()
  const most = Math.max(...rows.map(({ costUsd }) => costUsd))
  const cells = (one: AiUsage) => (
    <>
      <td className="r num">{number(one.calls)}</td>
      <td className="r num">{number(one.inputTokens)}</td>
      <td className="r num">{number(one.outputTokens)}</td>
      <td className="r num">{one.images > 0 && number(one.images)}</td>
      <td className="r num">{one.seconds > 0 && number(one.seconds)}</td>
      <td className="r num">{cost(one)}</td>
    </>
  )
  return (
    <ScrollRegion label={label} className="ai-table">
      <table className="tbl">
        <thead>
          <tr>
            <th>{label}</th>
            <th className="r">{t('calls')}</th>
            <th className="r">{t('tokensIn')}</th>
            <th className="r">{t('tokensOut')}</th>
            <th className="r">{t('pictures')}</th>
            <th className="r">{t('videoSeconds')}</th>
            <th className="r">{t('cost')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={`${row.name} ${row.second ?? ''}`}>
              <td>
                {row.name} {row.second !== undefined && <span className="soft">{row.second}</span>}
                {most > 0 && (
                  <span className="ai-part" aria-hidden>
                    <i style={{ width: `${(row.costUsd / most) * 100}%` }} />
                  </span>
                )}
              </td>
              {cells(row)}
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <td>{t('total')}</td>
            {cells(total)}
          </tr>
        </tfoot>
      </table>
    </ScrollRegion>
  )
}
