import { useQuery } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { Account } from '../../../../../contract/accounts.ts'
import { type AccountLimits, knowledgeOf } from '../../../../../contract/platforms/index.ts'
import { AccountId } from '../../../../../contract/vocabulary.ts'
import { accountLabel } from '../../../lib/account-label.ts'
import { hasCode } from '../../../lib/errors.ts'
import { useGo } from '../../../lib/go.ts'
import { useStudio } from '../../../lib/studio.ts'
import { useTimes } from '../../../lib/times.ts'
import { say } from '../../../lib/say.ts'
import {
  Button,
  ConnectionStatus,
  EmptyState,
  ErrorState,
  Inspector,
  Note,
  PlatformMark,
  platformNames,
  SectionHead,
  Skeleton,
} from '../../../ui/index.ts'
import { Abilities } from '../abilities-list.tsx'
import { AccountMenu } from '../account-rows.tsx'
import { isConnectable } from '../connect/platforms.ts'
import { MendButton } from '../mend.tsx'
import { useAccountActions } from '../use-account-actions.ts'
import { useAccountWords } from '../use-account-words.ts'
import { DefaultsForm } from './defaults-form.tsx'
import { EraseForm } from './erase-form.tsx'
import { PracticeFailureForm } from './practice-failure.tsx'
import { PracticeFeed } from './practice-feed.tsx'

interface AccountInspectorProps {
  readonly id: string
  /** The part to go to: `defaults` or `practice`. */
  readonly part: string | undefined
  readonly onClose: () => void
}

/** Everything known of one account. */
export function AccountInspector({ id, part, onClose }: AccountInspectorProps) {
  const { t } = useTranslation('accounts')
  const studio = useStudio()
  const known = AccountId.safeParse(id)
  const account = useQuery({
    ...studio.accounts.get.queryOptions({ input: { id: known.data ?? ('acct_none' as never) } }),
    enabled: known.success,
  })
  const name = account.data ? accountLabel(account.data) : ''
  const gone = !known.success || (account.isError && hasCode(account.error, 'not_found'))
  return (
    <Inspector
      title={
        account.data ? (
          <span className="row">
            <PlatformMark platform={account.data.platform} size="l" />
            <span className="clip">{name}</span>
          </span>
        ) : (
          t('title')
        )
      }
      label={t('record.label', { name })}
      backTo={t('title')}
      onClose={onClose}
      actions={account.data && <AccountMenu account={account.data} />}
    >
      {gone ? (
        <EmptyState title={t('flow.gone')}>{t('flow.goneText')}</EmptyState>
      ) : account.data ? (
        <Record account={account.data} part={part} />
      ) : account.isError ? (
        <ErrorState title={t('failed')} error={account.error} onRetry={() => void account.refetch()} />
      ) : (
        <Skeleton rows={8} />
      )}
    </Inspector>
  )
}

function Record({ account, part }: { readonly account: Account; readonly part: string | undefined }) {
  const { t } = useTranslation('accounts')
  const words = useAccountWords()
  const actions = useAccountActions(account)
  const asked = useRef<HTMLElement>(null)
  useEffect(() => {
    asked.current?.scrollIntoView()
    asked.current?.focus()
  }, [part])
  const { health, platform, limits } = account
  const rules = isConnectable(platform) ? knowledgeOf(platform).rulesFor(limits as AccountLimits) : null
  const software = typeof limits['software'] === 'string' ? limits['software'] : null
  const isPractice = platform === 'practice'
  const place = (name: string) => (name === part ? { ref: asked, tabIndex: -1 } : {})
  return (
    <div className="ac-record">
      {health.state !== 'ok' && (
        <Note tone={health.state === 'broken' ? 'bad' : 'warn'} actions={<MendButton account={account} />}>
          <b>{words.state(account)}.</b> {words.advice(account)}
        </Note>
      )}
      {health.state === 'ok' && health.reason && (
        <Note
          tone="plain"
          actions={
            <Button small busy={actions.busy} onClick={actions.check}>
              {t('act.check')}
            </Button>
          }
        >
          {say(health.reason)}
        </Note>
      )}
      <Facts account={account} />
      {actions.more && (
        <div className="acts">
          <Button small icon={Plus} busy={actions.busy} onClick={actions.more}>
            {t('act.more')}
          </Button>
        </div>
      )}
      {isPractice && (
        <>
          <section {...place('practice')}>
            <PracticeFeed account={account} />
          </section>
          <section>
            <PracticeFailureForm account={account} />
          </section>
        </>
      )}
      {rules && (
        <section>
          <SectionHead count={software ? t('record.takesServer', { software }) : t('record.takesPlain')}>
            {t('record.takes')}
          </SectionHead>
          <Abilities rules={rules} />
        </section>
      )}
      {rules && rules.fields.length > 0 && (
        <section {...place('defaults')}>
          <DefaultsForm key={JSON.stringify(account.defaults)} account={account} fields={rules.fields} />
        </section>
      )}
      <section>
        <EraseForm key={account.id} account={account} />
      </section>
    </div>
  )
}

function Facts({ account }: { readonly account: Account }) {
  const { t } = useTranslation('accounts')
  const go = useGo()
  const times = useTimes()
  const words = useAccountWords()
  const { id, health, quota, waiting, createdAt } = account
  return (
    <dl className="ac-facts">
      <dt>{t('record.platform')}</dt>
      <dd>
        {platformNames[account.platform]} · {words.kindOf(account)}
      </dd>
      <dt>{t('record.how')}</dt>
      <dd>{t('record.since', { how: words.howOf(account), time: times.when(createdAt) })}</dd>
      <dt>{t('record.health')}</dt>
      <dd>
        <ConnectionStatus state={health.state}>
          {health.state === 'ok' ? undefined : words.state(account)}
        </ConnectionStatus>
      </dd>
      <dt>{t('record.lastCheck')}</dt>
      <dd>
        {health.checkedAt ? (
          <time title={times.full(health.checkedAt)}>{times.when(health.checkedAt)}</time>
        ) : (
          t('record.never')
        )}
      </dd>
      {account.platform !== 'practice' && (
        <>
          <dt>{t('record.expiry')}</dt>
          <dd>
            {health.expiresAt ? (
              <time title={times.full(health.expiresAt)}>{times.when(health.expiresAt)}</time>
            ) : (
              t('record.noExpiry')
            )}
          </dd>
        </>
      )}
      {quota && (
        <>
          <dt>{t('record.quota')}</dt>
          <dd>{words.quota(account)}</dd>
        </>
      )}
      <dt>{t('record.waits')}</dt>
      <dd>
        {waiting > 0 ? (
          <button type="button" className="link" onClick={() => go.posts({ account: id })}>
            {t('waiting', { count: waiting })}
          </button>
        ) : (
          t('record.nothingWaits')
        )}
      </dd>
    </dl>
  )
}
