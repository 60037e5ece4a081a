import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Account } from '../../../../contract/accounts.ts'
import { useStudio } from '../../lib/studio.ts'

const none: readonly Account[] = []
const maps = new WeakMap<readonly Account[], ReadonlyMap<string, Account>>()

/** One map for all who ask, made again only when the accounts were read again. */
function byIdOf(all: readonly Account[]): ReadonlyMap<string, Account> {
  let byId = maps.get(all)
  if (!byId) maps.set(all, (byId = new Map(all.map((account) => [account.id, account]))))
  return byId
}

/** As its platform writes it; a practice account has no handle, only its name. */
export function accountName({ platform, name, displayHandle }: Pick<Account, 'platform' | 'name' | 'displayHandle'>) {
  return platform === 'practice' ? name : displayHandle
}

/** The workspace's accounts, by id, and what to call each. */
export function useAccounts() {
  const { t } = useTranslation('deliveries')
  const studio = useStudio()
  const { data: all = none } = useQuery(studio.accounts.list.queryOptions({ input: {} }))
  return useMemo(() => {
    const byId = byIdOf(all)
    const nameOf = (id: string) => {
      const account = byId.get(id)
      return account ? accountName(account) : t('gone')
    }
    return { all, byId, nameOf }
  }, [all, t])
}
