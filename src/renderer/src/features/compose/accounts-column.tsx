import { CircleX, PanelLeftOpen, PanelRightClose, TriangleAlert } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Account } from '../../../../contract/accounts.ts'
import { useGo } from '../../lib/go.ts'
import { accountLabel } from '../../lib/account-label.ts'
import { Button, Checkbox, Icon, PlatformMark, platformNames, SectionHead, Tooltip } from '../../ui/index.ts'
import { differs, isSupported, settingsDiffer } from './check.ts'
import { useComposing } from './context.ts'
import { type Draft, hasOwnText, partsOf } from './draft.ts'
import { chooseAccount, leaveOutAccount } from './edits.ts'
import { focusAccount } from './focus.ts'
import { SettingsForm } from './settings-form.tsx'

interface AccountsColumnProps {
  readonly folded: boolean
  readonly onUnfold: () => void
  /** Folds it again, in a small window. */
  readonly onFold?: () => void
}

/** Who gets it: chosen accounts with what is their own, and those left out this time. */
export function AccountsColumn({ folded, onUnfold, onFold }: AccountsColumnProps) {
  const { t } = useTranslation('compose')
  const { accounts, chosen, selected } = useComposing()
  const rest = accounts.filter((account) => !chosen.includes(account))
  if (folded) return <AccountsStrip chosen={chosen} rest={rest} onUnfold={onUnfold} />
  return (
    <section className="col" aria-label={t('accounts')}>
      <div className="colhead">
        <SectionHead count={t('chosenOf', { chosen: chosen.length, count: accounts.length })}>
          {t('accounts')}
        </SectionHead>
        {onFold && (
          <>
            <span className="grow" />
            <Button look="plain" small icon={PanelRightClose} tip={t('foldAccounts')} onClick={onFold} />
          </>
        )}
      </div>
      <div className="scroll grow">
        {accounts.length === 0 && <NoAccounts />}
        <ul>
          {chosen.map((account) => (
            <ChosenRow key={account.id} account={account} />
          ))}
        </ul>
        {rest.length > 0 && (
          <>
            <h3 className="grp">{chosen.length > 0 ? t('notThisTime') : t('chooseAccounts')}</h3>
            <ul>
              {rest.map((account) => (
                <RestRow key={account.id} account={account} />
              ))}
            </ul>
          </>
        )}
      </div>
      {selected && chosen.includes(selected) && <SettingsForm key={selected.id} account={selected} />}
    </section>
  )
}

function NoAccounts() {
  const { t } = useTranslation('compose')
  const go = useGo()
  return (
    <div className="no-accounts">
      <p className="soft">{t('noAccounts')}</p>
      <Button small onClick={() => go.accounts()}>
        {t('connectAccount')}
      </Button>
    </div>
  )
}

/** In words what an account gets: "Base, thread of 2", "Own text". */
function useGets() {
  const { t } = useTranslation('compose')
  return (draft: Draft, account: Account) => {
    const parts = partsOf(draft, account.id).length
    const own = hasOwnText(draft, account.id)
    const differs = settingsDiffer(draft, account)
    const what = own
      ? differs
        ? t('gets.ownTextAndSettings')
        : t('gets.ownText')
      : differs
        ? t('gets.baseOwnSettings')
        : t('gets.base')
    return parts > 1 ? t('gets.thread', { what, count: parts }) : what
  }
}

function useProblemCounts(account: Account) {
  const { byAccount } = useComposing()
  const problems = byAccount.find((one) => one.account === account)?.problems ?? []
  const errors = problems.filter((problem) => problem.severity === 'error').length
  return { errors, warnings: problems.length - errors }
}

function ChosenRow({ account }: { readonly account: Account }) {
  const { t } = useTranslation('compose')
  const { session, draft, selected, select } = useComposing()
  const gets = useGets()(draft, account)
  const { errors, warnings } = useProblemCounts(account)
  const isSelected = selected === account
  return (
    <li className={isSelected ? 'acct sel' : 'acct'} data-account={account.id}>
      <Checkbox
        checked
        onChange={() => {
          session.edit(leaveOutAccount(account.id))
          focusAccount(account.id)
        }}
        aria-label={t('leaveOut', { account: accountLabel(account) })}
      />
      <button
        type="button"
        className="acct-btn"
        aria-current={isSelected || undefined}
        onClick={() => select(account.id)}
      >
        <PlatformMark platform={account.platform} />
        <span className="clip">
          <b className="clip">{accountLabel(account)}</b>
          <small className="clip">{gets}</small>
        </span>
        <span className="row">
          {errors > 0 && (
            <span className="e">
              <Icon of={CircleX} size="s" label={t('problems')} />
              {errors}
            </span>
          )}
          {errors === 0 && warnings > 0 && (
            <span className="e w">
              <Icon of={TriangleAlert} size="s" label={t('warnings')} />
              {warnings}
            </span>
          )}
          {differs(draft, account) && <i className="dot" role="img" aria-label={t('differs')} />}
        </span>
      </button>
    </li>
  )
}

function RestRow({ account }: { readonly account: Account }) {
  const { t } = useTranslation('compose')
  const { session, select } = useComposing()
  const supported = isSupported(account.platform)
  const why = !supported ? t('notSupported') : account.health.state === 'broken' ? t('broken') : null
  const choose = () => {
    session.edit(chooseAccount(account.id, account.defaults))
    select(account.id)
    focusAccount(account.id)
  }
  return (
    <li data-account={account.id}>
      <label className="acct off">
        <Checkbox checked={false} disabled={!supported} onChange={choose} />
        <span className="acct-btn">
          <PlatformMark platform={account.platform} open />
          <span className="clip">
            <b className="clip">{accountLabel(account)}</b>
            {why && <small>{why}</small>}
          </span>
        </span>
      </label>
    </li>
  )
}

interface StripProps {
  readonly chosen: readonly Account[]
  readonly rest: readonly Account[]
  readonly onUnfold: () => void
}

/** The column folded to its marks: a click shows an account in the preview, or takes it in. */
function AccountsStrip({ chosen, rest, onUnfold }: StripProps) {
  const { t } = useTranslation('compose')
  const { session } = useComposing()
  return (
    <section className="col only-fold" aria-label={t('accounts')}>
      <Button look="plain" small icon={PanelLeftOpen} tip={t('unfoldAccounts')} onClick={onUnfold} />
      {chosen.map((account) => (
        <StripMark key={account.id} account={account} />
      ))}
      {chosen.length > 0 && rest.length > 0 && <hr />}
      {rest.map((account) => (
        <Tooltip key={account.id} text={t('takeIn', { account: accountLabel(account) })} side="left">
          <button
            type="button"
            className="strip-mark"
            aria-label={t('takeIn', { account: accountLabel(account) })}
            disabled={!isSupported(account.platform)}
            onClick={() => session.edit(chooseAccount(account.id, account.defaults))}
          >
            <PlatformMark platform={account.platform} open silent />
          </button>
        </Tooltip>
      ))}
    </section>
  )
}

function StripMark({ account }: { readonly account: Account }) {
  const { t } = useTranslation('compose')
  const { draft, selected, select } = useComposing()
  const { errors, warnings } = useProblemCounts(account)
  const sign = errors > 0 ? 'b' : warnings > 0 ? 'w' : differs(draft, account) ? '' : null
  const state =
    errors > 0
      ? t('problemCount', { count: errors })
      : warnings > 0
        ? t('warningCount', { count: warnings })
        : sign === ''
          ? t('differs')
          : ''
  const name = [platformNames[account.platform], accountLabel(account), state].filter(Boolean).join(' · ')
  return (
    <Tooltip text={name} side="left">
      <button
        type="button"
        className={selected === account ? 'strip-mark sel' : 'strip-mark'}
        aria-label={name}
        aria-current={selected === account || undefined}
        onClick={() => select(account.id)}
      >
        <PlatformMark platform={account.platform} silent />
        {sign !== null && <i className={sign} />}
      </button>
    </Tooltip>
  )
}
