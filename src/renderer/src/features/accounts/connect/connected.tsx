import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { AccountId } from '../../../../../contract/vocabulary.ts'
import { accountLabel } from '../../../lib/account-label.ts'
import { useStudio } from '../../../lib/studio.ts'
import { say } from '../../../lib/say.ts'
import { Note, PlatformMark, Skeleton } from '../../../ui/index.ts'
import { useAccountWords } from '../use-account-words.ts'

interface ConnectedProps {
  readonly ids: readonly AccountId[]
  readonly isAgain: boolean
}

/** The accounts that were made, by name: it is only certain who signed in once it is done. */
export function Connected({ ids, isAgain }: ConnectedProps) {
  const { t } = useTranslation('accounts')
  const [only] = ids
  if (ids.length === 1 && only) return <One id={only} isAgain={isAgain} />
  return (
    <>
      <p role="status">
        <b>{t('choose.connected', { count: ids.length })}</b> {t('flow.connectedTextAll')}
      </p>
      {ids.map((id) => (
        <Made key={id} id={id} />
      ))}
    </>
  )
}

function Made({ id }: { readonly id: AccountId }) {
  const studio = useStudio()
  const words = useAccountWords()
  const { data: account } = useQuery(studio.accounts.get.queryOptions({ input: { id } }))
  if (!account) return <Skeleton rows={2} />
  return (
    <div className="ac-made">
      <PlatformMark platform={account.platform} size="l" />
      <div className="clip">
        <b className="clip">{accountLabel(account)}</b>
        <small className="clip">{words.underline(account)}</small>
      </div>
    </div>
  )
}

function One({ id, isAgain }: { readonly id: AccountId; readonly isAgain: boolean }) {
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
      {account.health.reason && <Note tone="warn">{say(account.health.reason)}</Note>}
    </>
  )
}
