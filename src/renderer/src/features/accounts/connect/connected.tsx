import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { AccountId } from '../../../../../contract/vocabulary.ts'
import { accountLabel } from '../../../lib/account-label.ts'
import { useStudio } from '../../../lib/studio.ts'
import { Note, PlatformMark, Skeleton } from '../../../ui/index.ts'
import { useAccountWords } from '../use-account-words.ts'

/** The account that was made, by name: it is only certain who signed in once it is done. */
export function Connected({ id, isAgain }: { readonly id: AccountId; readonly isAgain: boolean }) {
  const { t } = useTranslation('accounts')
  const studio = useStudio()
  const words = useAccountWords()
  const { data: account } = useQuery(studio.accounts.get.queryOptions({ input: { id } }))
  if (!account) return <Skeleton rows={2} />
  return (
    <>
      <div className="ac-made" role="status">
        <PlatformMark platform={account.platform} size="l" />
        <div className="clip">
          <b className="clip">
            {t(isAgain ? 'flow.connectedAgain' : 'flow.connected', { name: accountLabel(account) })}
          </b>
          <small className="clip">{words.underline(account)}</small>
        </div>
      </div>
      <p>{account.waiting > 0 ? t('flow.connectedWaiting', { count: account.waiting }) : t('flow.connectedText')}</p>
      {account.health.reason && <Note tone="warn">{account.health.reason}</Note>}
    </>
  )
}
