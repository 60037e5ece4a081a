import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Account } from '../../../../contract/accounts.ts'
import { accountLabel } from '../../lib/account-label.ts'
import { openOutside } from '../../lib/bridge.ts'
import { useViewSearch } from '../../lib/go.ts'
import { useStudio } from '../../lib/studio.ts'
import { confirm, platformNames, toast } from '../../ui/index.ts'

export type AccountsSearch = 'connect' | 'reconnect' | 'account' | 'vault' | 'choose' | 'part'

/** What stands in the inspector, as the address says; one at a time. */
export function useInspector() {
  const [address, set] = useViewSearch<AccountsSearch>()
  const only = (change: Partial<Record<AccountsSearch, string>>) =>
    set({
      connect: undefined,
      reconnect: undefined,
      account: undefined,
      vault: undefined,
      choose: undefined,
      part: undefined,
      ...change,
    })
  return {
    address,
    close: () => only({}),
    connect: (platform = 'pick') => only({ connect: platform }),
    reconnect: (id: string, part?: 'app') => only({ reconnect: id, ...(part && { part }) }),
    open: (id: string, part?: 'defaults' | 'practice') => only({ account: id, ...(part && { part }) }),
    vault: () => only({ vault: 'open' }),
    /** What a sign-in reached, by the connection that is choosing. */
    choose: (connection: string) => only({ choose: connection }),
  }
}

/** Checks every account; tells how many need somebody. */
export function useCheckAll() {
  const { t } = useTranslation('accounts')
  const studio = useStudio()
  const check = useMutation(studio.connections.health.mutationOptions())
  return {
    busy: check.isPending,
    run: () =>
      check.mutate(undefined, {
        onSuccess: (accounts) => {
          const needs = accounts.filter(({ health }) => health.state !== 'ok').length
          toast(needs === 0 ? t('checkedAll') : t('checkedAllNeeds', { count: needs }))
        },
      }),
  }
}

/** What can be done with one account. */
export function useAccountActions(account: Account) {
  const { t, i18n } = useTranslation('accounts')
  const studio = useStudio()
  const inspector = useInspector()
  const check = useMutation(studio.accounts.check.mutationOptions())
  const remove = useMutation(studio.accounts.disconnect.mutationOptions())
  const find = useMutation(studio.accounts.destinations.mutationOptions())
  const { id, url, waiting } = account
  const name = accountLabel(account)
  const platform = platformNames[account.platform]
  const isPractice = account.platform === 'practice'
  const disconnect = async () => {
    const yes = await confirm({
      title: t('disconnect.title', { name }),
      consequence: `${waiting > 0 ? t('disconnect.waiting', { count: waiting }) : t('disconnect.nothingWaits')} ${isPractice ? t('disconnect.practiceText') : t('disconnect.text', { platform })}`,
      action: t('disconnect.action', { name }),
      danger: true,
    })
    if (!yes) return
    remove.mutate(
      { id },
      {
        onSuccess: ({ revoked, sharedWith }) => {
          if (inspector.address.account === id || inspector.address.reconnect === id) inspector.close()
          // Where ending the sign-in leaves something that the person made and only they can delete, it is named.
          const left = `platforms:${account.platform}.connect.${account.method}_left`
          if (isPractice) toast(t('disconnect.done', { name }))
          else if (i18n.exists(left))
            toast(i18n.t(left as 'platforms:bluesky.connect.app_password_left', { name }), { stays: true })
          else if (sharedWith > 0) toast(t('disconnect.shared', { name, count: sharedWith }))
          else
            toast(t(revoked ? 'disconnect.revoked' : 'disconnect.notRevoked', { name, platform }), { stays: !revoked })
        },
      },
    )
  }
  return {
    name,
    platform,
    busy: check.isPending || remove.isPending || find.isPending,
    check: () =>
      check.mutate(
        { id },
        { onSuccess: ({ health }) => toast(t(health.state === 'ok' ? 'checkedOk' : 'checkedNot', { name })) },
      ),
    reconnect: () => inspector.reconnect(id),
    /** Null where its sign-in reaches nothing else. */
    more: account.more ? () => find.mutate({ id }, { onSuccess: (made) => inspector.choose(made.id) }) : null,
    visit: url ? () => openOutside(url) : null,
    disconnect: () => void disconnect(),
  }
}
