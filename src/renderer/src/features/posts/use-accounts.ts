import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Account } from '../../../../contract/accounts.ts'
import { useStudio } from '../../lib/studio.ts'

/** The workspace's accounts, by id, and what to call each. */
export function useAccounts() {
  const { t } = useTranslation('deliveries')
  const studio = useStudio()
  const { data } = useQuery(studio.accounts.list.queryOptions({ input: {} }))
  return useMemo(() => {
    const all: readonly Account[] = data ?? []
    const byId = new Map<string, Account>(all.map((account) => [account.id, account]))
    return { all, byId, nameOf: (id: string) => byId.get(id)?.displayHandle ?? t('gone') }
  }, [data, t])
}
