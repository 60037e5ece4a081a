import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { SchedulePreview, SchedulePreviewStep } from '../../../../../contract/schedules.ts'
import { say } from '../../../lib/say.ts'
import { useStudio } from '../../../lib/studio.ts'
import { useTimes } from '../../../lib/times.ts'
import { Button, ErrorState, Marks, Note, Skeleton } from '../../../ui/index.ts'
import { useAccounts } from '../../posts/use-accounts.ts'
import { type RowText, textsAt } from './document-texts.ts'

const shownAtFirst = 20
const problemsShown = 10

interface DocumentProps {
  /** As the program sent it. */
  readonly document: unknown
  readonly preview: ReturnType<typeof useDocumentPreview>
}

/** A schedule document as the studio reads it now: each row with its time and accounts, and what stands against it. */
export function OutgoingDocument({ document, preview }: DocumentProps) {
  const { t } = useTranslation('automations')
  if (preview.isError)
    return (
      <ErrorState title={t('approvals.document.failed')} error={preview.error} onRetry={() => void preview.refetch()} />
    )
  if (!preview.data) return <Skeleton rows={5} />
  return <Rows document={document} preview={preview.data} />
}

/** What a document would make, asked anew for each approval; `enabled` false asks nothing. */
export function useDocumentPreview(input: unknown, enabled: boolean) {
  const studio = useStudio()
  const document = input !== null && typeof input === 'object' ? { ...input } : {}
  return useQuery({ ...studio.schedules.preview.queryOptions({ input: document }), enabled })
}

function Rows({ document, preview }: { readonly document: unknown; readonly preview: SchedulePreview }) {
  const { t } = useTranslation('automations')
  const [count, setCount] = useState(shownAtFirst)
  const { rows, deliveries, errors, problems, campaigns } = preview
  const steps = campaigns.flatMap(({ name, steps: all }) => all.map((step) => ({ campaign: name, step })))
  return (
    <>
      <p className="soft">{t('approvals.document.sum', { count: rows, deliveries })}</p>
      {errors > 0 && (
        <Note tone="bad">
          <b>{t('approvals.document.invalid', { count: errors })}</b>
          <ul>
            {problems.slice(0, problemsShown).map((problem, index) => (
              <li key={index}>
                <span className="mono">{problem.path}</span> {say(problem)}
              </li>
            ))}
          </ul>
        </Note>
      )}
      <ol className="au-rows">
        {steps.slice(0, count).map(({ campaign, step }) => (
          <Row key={step.row} campaign={campaign} step={step} texts={textsAt(document, step.path)} />
        ))}
      </ol>
      {steps.length > count && (
        <Button small look="plain" onClick={() => setCount(count + 100)}>
          {t('approvals.morePosts', { count: steps.length - count })}
        </Button>
      )}
    </>
  )
}

interface RowProps {
  readonly campaign: string | null
  readonly step: SchedulePreviewStep
  readonly texts: readonly RowText[]
}

function Row({ campaign, step, texts }: RowProps) {
  const { t } = useTranslation('automations')
  const times = useTimes()
  const { nameOf } = useAccounts()
  const when = step.slot ? t('approvals.slot') : step.when ? times.when(step.when.at) : t('approvals.document.noTime')
  return (
    <li>
      <span className="num">{when}</span>
      <span>
        {step.title && <b>{step.title}</b>}
        {texts.map(({ account, text }, index) => (
          <span key={index} className="au-text">
            {account !== null && <small>{account}</small>}
            {text}
          </span>
        ))}
        <small>
          {step.accounts.map(({ accountId }) => nameOf(accountId)).join(', ')}
          {campaign !== null && ` · ${t('approvals.document.campaign', { name: campaign })}`}
        </small>
      </span>
      <Marks platforms={step.accounts.map(({ platform }) => platform)} size="s" max={5} />
    </li>
  )
}
