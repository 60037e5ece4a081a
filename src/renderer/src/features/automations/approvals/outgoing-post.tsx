import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Account } from '../../../../../contract/accounts.ts'
import type { PostId } from '../../../../../contract/vocabulary.ts'
import { hasCode } from '../../../lib/errors.ts'
import { useStudio, useWorkspace } from '../../../lib/studio.ts'
import { Button, ErrorState, Note, PlatformMark, Skeleton } from '../../../ui/index.ts'
import type { Assets } from '../../compose/check.ts'
import { useAssets } from '../../compose/context.ts'
import type { Draft } from '../../compose/draft.ts'
import { Proof } from '../../compose/preview/proof.tsx'
import { accountName, useAccounts } from '../../posts/use-accounts.ts'
import { accountsAsked, type AskedCall, draftAsked, leavesContent, plannedOf, versionAsked } from './asked.ts'
import { PlannedLine } from './planned-line.tsx'
import { Requests } from './requests.tsx'
import '../../compose/compose.css'

interface ExistingProps {
  readonly call: AskedCall
  readonly id: PostId
  /** As it stood when it was asked. */
  readonly revision: number
}

/** A post of the studio as it would go out if the call was allowed. */
export function ExistingPost({ call, id, revision }: ExistingProps) {
  const { t } = useTranslation('automations')
  const studio = useStudio()
  const { zone } = useWorkspace()
  const post = useQuery(studio.posts.get.queryOptions({ input: { id } }))
  const versions = useQuery({
    ...studio.posts.versions.queryOptions({ input: { id } }),
    enabled: versionAsked(call) !== null,
  })
  if (post.error && !post.data) {
    if (hasCode(post.error, 'not_found')) return <Note tone="warn">{t('approvals.gone')}</Note>
    return <ErrorState title={t('approvals.postFailed')} error={post.error} onRetry={() => void post.refetch()} />
  }
  if (!post.data) return <Skeleton rows={4} />
  if (post.data.deletedAt !== null) return <Note tone="warn">{t('approvals.gone')}</Note>
  const draft = draftAsked(call, post.data, versions.data ?? [])
  if (!draft) return versions.isPending ? <Skeleton rows={4} /> : <Note tone="warn">{t('approvals.gone')}</Note>
  const accounts = accountsAsked(call, post.data, draft)
  return (
    <>
      {post.data.revision !== revision && <Note tone="warn">{t('approvals.edited')}</Note>}
      <PlannedLine planned={plannedOf(call, post.data, zone)} />
      <Proofs draft={draft} accounts={accounts} />
      {leavesContent(call) && <Requests id={id} accounts={accounts} />}
    </>
  )
}

/** A post that the call itself would make. */
export function NewPost({ call }: { readonly call: AskedCall }) {
  const { zone } = useWorkspace()
  const draft = draftAsked(call, null, [])
  if (!draft) return null
  return (
    <>
      <PlannedLine planned={plannedOf(call, null, zone)} />
      <Proofs draft={draft} accounts={accountsAsked(call, null, draft)} />
    </>
  )
}

const shownAtFirst = 4

/** The post as each account's platform draws it. */
function Proofs({ draft, accounts }: { readonly draft: Draft; readonly accounts: readonly string[] }) {
  const { t } = useTranslation('automations')
  const { byId } = useAccounts()
  const assets = useAssets(draft)
  const [all, setAll] = useState(false)
  if (accounts.length === 0) return <Note tone="warn">{t('approvals.noAccounts')}</Note>
  const shown = all ? accounts : accounts.slice(0, shownAtFirst)
  return (
    <>
      <ul className="au-proofs">
        {shown.map((id) => {
          const account = byId.get(id)
          return (
            <li key={id}>
              {account ? (
                <AccountProof account={account} draft={draft} assets={assets} />
              ) : (
                <Note tone="warn">{t('approvals.unknownAccount', { id })}</Note>
              )}
            </li>
          )
        })}
      </ul>
      {accounts.length > shown.length && (
        <Button small look="plain" onClick={() => setAll(true)}>
          {t('approvals.moreAccounts', { count: accounts.length - shown.length })}
        </Button>
      )}
    </>
  )
}

interface AccountProofProps {
  readonly account: Account
  readonly draft: Draft
  readonly assets: Assets
}

function AccountProof({ account, draft, assets }: AccountProofProps) {
  return (
    <>
      <p className="au-where">
        <PlatformMark platform={account.platform} size="s" />
        <span className="clip">{accountName(account)}</span>
      </p>
      <div className="bed">
        <div className="crop">
          <div className="proof">
            <Proof account={account} draft={draft} assets={assets} />
          </div>
        </div>
      </div>
    </>
  )
}
