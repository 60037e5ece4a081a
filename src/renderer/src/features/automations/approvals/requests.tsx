import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Post } from '../../../../../contract/posts.ts'
import type { AccountPreview } from '../../../../../contract/preview.ts'
import { problemText } from '../../../lib/problems.ts'
import { say } from '../../../lib/say.ts'
import { useStudio } from '../../../lib/studio.ts'
import { ErrorState, Note, Skeleton } from '../../../ui/index.ts'
import { useAccounts } from '../../posts/use-accounts.ts'
import { Json } from '../json.tsx'

interface RequestsProps {
  readonly id: Post['id']
  /** Those it would go to. */
  readonly accounts: readonly string[]
}

/** The very requests that would go out, secrets left out; asked for when they are looked at. */
export function Requests({ id, accounts }: RequestsProps) {
  const { t } = useTranslation('automations')
  const studio = useStudio()
  const [open, setOpen] = useState(false)
  const previews = useQuery({ ...studio.posts.preview.queryOptions({ input: { id } }), enabled: open })
  return (
    <details className="au-sent" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t('approvals.requests')}</summary>
      {previews.isError && (
        <ErrorState
          title={t('approvals.requestsFailed')}
          error={previews.error}
          onRetry={() => void previews.refetch()}
        />
      )}
      {open && previews.isPending && <Skeleton rows={4} />}
      {previews.data
        ?.filter(({ accountId }) => accounts.includes(accountId))
        .map((preview) => (
          <OfAccount key={preview.accountId} preview={preview} />
        ))}
    </details>
  )
}

function OfAccount({ preview }: { readonly preview: AccountPreview }) {
  const { t } = useTranslation()
  const { nameOf } = useAccounts()
  const name = nameOf(preview.accountId)
  const errors = preview.problems.filter(({ severity }) => severity === 'error')
  return (
    <div className="au-requests">
      <b>{name}</b>
      {errors.map((problem, index) => (
        <Note key={index} tone="bad">
          {problemText(t, problem, preview.platform)}
        </Note>
      ))}
      {preview.requests.length > 0 && <Json value={preview.requests} label={name} />}
      {preview.then && <p className="soft">{say(preview.then)}</p>}
    </div>
  )
}
