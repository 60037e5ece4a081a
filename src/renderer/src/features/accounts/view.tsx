import { useQuery } from '@tanstack/react-query'
import { Plus, RefreshCw } from 'lucide-react'
import { type ReactNode, useCallback, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { Account } from '../../../../contract/accounts.ts'
import { useAction } from '../../lib/actions.ts'
import { useStudio, useWorkspace } from '../../lib/studio.ts'
import { Button, EmptyState, ErrorState, Masthead, SectionHead, Skeleton } from '../../ui/index.ts'
import './accounts.css'
import { HealthyRow, TroubleRow } from './account-rows.tsx'
import { ConnectInspector } from './connect/connect-inspector.tsx'
import { MoreInspector } from './connect/more-inspector.tsx'
import { VaultInspector } from './connect/vault-inspector.tsx'
import { AccountInspector } from './record/account-inspector.tsx'
import { checkedSince, standingOf } from './standing.ts'
import { useCheckAll, useInspector } from './use-account-actions.ts'
import { useAccountWords } from './use-account-words.ts'

export function View() {
  const { t } = useTranslation('accounts')
  const studio = useStudio()
  const workspace = useWorkspace()
  const inspector = useInspector()
  const checkAll = useCheckAll()
  const accounts = useQuery(studio.accounts.list.queryOptions({ input: {} }))
  const all = accounts.data ?? []
  const isOpen = Object.values(inspector.address).some(Boolean)
  useAction({
    id: 'accounts.connect',
    label: t('connect'),
    group: t('title'),
    icon: Plus,
    shortcut: 'c',
    run: () => inspector.connect(),
  })
  useAction(
    all.length > 0
      ? { id: 'accounts.check', label: t('checkAll'), group: t('title'), icon: RefreshCw, run: checkAll.run }
      : null,
  )
  return (
    <main className="view">
      <Masthead
        title={t('title')}
        meta={
          accounts.data && <span className="num">{t('inWorkspace', { count: all.length, name: workspace.name })}</span>
        }
      >
        {all.length > 0 && (
          <Button look="plain" className="wide" icon={RefreshCw} busy={checkAll.busy} onClick={checkAll.run}>
            {t('checkAll')}
          </Button>
        )}
        <Button
          id="connect-account"
          look={isOpen ? 'edge' : 'primary'}
          icon={Plus}
          shortcut="c"
          aria-expanded={Boolean(inspector.address.connect)}
          onClick={() => inspector.connect()}
        >
          {t('connect')}
        </Button>
      </Masthead>
      <div className="with-insp ac">
        <section className="ac-list scroll" aria-label={t('title')}>
          {accounts.isError && !accounts.data ? (
            <ErrorState title={t('failed')} error={accounts.error} onRetry={() => void accounts.refetch()} />
          ) : accounts.isPending ? (
            <Skeleton table rows={8} />
          ) : all.length === 0 ? (
            <EmptyState
              title={t('empty')}
              action={
                <>
                  <Button onClick={() => inspector.connect()}>{t('connect')}</Button>
                  <Button look="plain" onClick={() => inspector.connect('practice')}>
                    {t('emptyPractice')}
                  </Button>
                </>
              }
            >
              {t('emptyText')}
            </EmptyState>
          ) : (
            <Lists accounts={all} selected={inspector.address.account} />
          )}
        </section>
        <Beside accounts={accounts.data} />
      </div>
    </main>
  )
}

function Lists({
  accounts,
  selected,
}: {
  readonly accounts: readonly Account[]
  readonly selected: string | undefined
}) {
  const { t } = useTranslation('accounts')
  const words = useAccountWords()
  const { needs, healthy } = standingOf(accounts)
  const checked = checkedSince(healthy)
  return (
    <>
      {needs.length > 0 && (
        <section>
          <SectionHead count={needs.length}>{t('needsYou')}</SectionHead>
          <ul>
            {needs.map((account) => (
              <TroubleRow key={account.id} account={account} />
            ))}
          </ul>
        </section>
      )}
      {healthy.length > 0 && (
        <section>
          <SectionHead
            count={checked ? t('healthyChecked', { count: healthy.length, time: words.seen(checked) }) : healthy.length}
          >
            {t('healthy')}
          </SectionHead>
          <ul>
            {healthy.map((account) => (
              <HealthyRow key={account.id} account={account} selected={account.id === selected} />
            ))}
          </ul>
        </section>
      )}
    </>
  )
}

/** What the address asks for beside the list. Closing gives focus back to what opened it. */
function Beside({ accounts }: { readonly accounts: readonly Account[] | undefined }): ReactNode {
  const { address, close } = useInspector()
  const { connect, reconnect, account, vault, choose, part } = address
  const latest = useRef(close)
  latest.current = close
  const closeAndReturn = useCallback(() => {
    latest.current()
    const back =
      document.getElementById(account ? `row-${account}` : 'connect-account') ??
      document.getElementById('connect-account')
    // The list is hidden beneath the inspector in a small window until the address has changed.
    requestAnimationFrame(() => back?.focus())
  }, [account])
  if (vault) return <VaultInspector onClose={closeAndReturn} />
  if (choose) return <MoreInspector key={choose} id={choose} onClose={closeAndReturn} />
  if (reconnect)
    return (
      <ConnectInspector
        key={reconnect}
        again={accounts?.find(({ id }) => id === reconnect) ?? null}
        reconnect={reconnect}
        loading={!accounts}
        platform={undefined}
        opensApp={part === 'app'}
        onClose={closeAndReturn}
      />
    )
  if (connect)
    return (
      <ConnectInspector
        key="new"
        again={null}
        reconnect={undefined}
        loading={false}
        platform={connect}
        opensApp={part === 'app'}
        onClose={closeAndReturn}
      />
    )
  if (account) return <AccountInspector key={account} id={account} part={part} onClose={closeAndReturn} />
  return null
}
