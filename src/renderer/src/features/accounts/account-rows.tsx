import { Ellipsis } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Account } from '../../../../contract/accounts.ts'
import { useGo } from '../../lib/go.ts'
import { useTimes } from '../../lib/times.ts'
import { say } from '../../lib/say.ts'
import {
  Button,
  ConnectionStatus,
  CopyButton,
  Menu,
  MenuItem,
  MenuSeparator,
  PlatformMark,
  Tooltip,
} from '../../ui/index.ts'
import { MendButton } from './mend.tsx'
import { detailsOf, usedShare } from './standing.ts'
import { useAccountActions, useInspector } from './use-account-actions.ts'
import { useAccountWords } from './use-account-words.ts'

/** An account that needs somebody: what, why, what now. */
export function TroubleRow({ account }: { readonly account: Account }) {
  const { t } = useTranslation('accounts')
  const { t: ui } = useTranslation('ui')
  const go = useGo()
  const words = useAccountWords()
  const { name } = useAccountActions(account)
  const inspector = useInspector()
  const { id, health, waiting } = account
  return (
    <li className="ac-trouble">
      <PlatformMark platform={account.platform} size="l" />
      <div>
        <div className="head">
          <button
            type="button"
            className="ac-name clip"
            aria-label={t('open', { name })}
            onClick={() => inspector.open(id)}
          >
            {name}
          </button>
          <span className="soft clip wide">{words.underline(account)}</span>
          <ConnectionStatus state={health.state}>{words.state(account)}</ConnectionStatus>
        </div>
        <p>
          {words.advice(account)}
          {waiting > 0 && (
            <>
              {' '}
              <b>{t('waiting', { count: waiting })}.</b>
              {health.state !== 'expiring' && ` ${t('waitingBroken', { count: waiting })}`}
            </>
          )}
        </p>
        <div className="acts">
          <MendButton account={account} />
          {waiting > 0 && (
            <Button small onClick={() => go.posts({ account: id })}>
              {t('seePosts', { count: waiting })}
            </Button>
          )}
          <CopyButton small text={detailsOf(account)} label={ui('copyDetails')} />
          <AccountMenu account={account} />
        </div>
      </div>
    </li>
  )
}

/** An account that is well: one line, opened by any place on it. */
export function HealthyRow({ account, selected }: { readonly account: Account; readonly selected: boolean }) {
  const { t } = useTranslation('accounts')
  const times = useTimes()
  const words = useAccountWords()
  const { name } = useAccountActions(account)
  const inspector = useInspector()
  const { id, quota, health } = account
  return (
    <li className={selected ? 'ac-row on' : 'ac-row'}>
      <PlatformMark platform={account.platform} size="l" />
      <div className="clip">
        <button
          type="button"
          id={`row-${id}`}
          className="ac-name clip"
          aria-current={selected || undefined}
          onClick={() => inspector.open(id)}
        >
          {name}
        </button>
        <small className="clip">{words.underline(account)}</small>
      </div>
      <Tooltip
        text={health.reason ? say(health.reason) : health.expiresAt ? times.full(health.expiresAt) : t('noExpiry')}
      >
        <span className="ac-state clip">
          <ConnectionStatus state="ok">{words.state(account)}</ConnectionStatus>
        </span>
      </Tooltip>
      <span className="ac-quota">
        {words.quota(account)}
        {quota && (
          <span className="bar" aria-hidden>
            <i style={{ width: `${usedShare(quota) * 100}%` }} />
          </span>
        )}
      </span>
      <AccountMenu account={account} />
    </li>
  )
}

/** Everything that can be done with an account. */
export function AccountMenu({ account }: { readonly account: Account }) {
  const { t } = useTranslation('accounts')
  const actions = useAccountActions(account)
  const inspector = useInspector()
  const { name, platform, busy } = actions
  const isPractice = account.platform === 'practice'
  return (
    <Menu
      align="end"
      trigger={<Button small look="plain" icon={Ellipsis} busy={busy} aria-label={t('more', { name })} />}
    >
      <MenuItem onSelect={() => inspector.open(account.id)}>{t('act.open')}</MenuItem>
      <MenuItem onSelect={actions.check}>{t('act.check')}</MenuItem>
      {isPractice ? (
        <MenuItem onSelect={() => inspector.open(account.id, 'practice')}>{t('act.practice')}</MenuItem>
      ) : (
        <MenuItem onSelect={() => inspector.open(account.id, 'defaults')}>{t('act.defaults')}</MenuItem>
      )}
      {actions.visit && <MenuItem onSelect={actions.visit}>{t('act.visit', { platform })}</MenuItem>}
      {actions.more && <MenuItem onSelect={actions.more}>{t('act.more')}</MenuItem>}
      <MenuItem onSelect={actions.reconnect}>{t('act.reconnect')}</MenuItem>
      <MenuSeparator />
      <MenuItem danger onSelect={actions.disconnect}>
        {t('act.disconnect')}
      </MenuItem>
    </Menu>
  )
}
