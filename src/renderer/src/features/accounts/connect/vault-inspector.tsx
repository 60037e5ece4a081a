import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { host } from '../../../lib/studio.ts'
import { ErrorState, Inspector, Skeleton } from '../../../ui/index.ts'
import { VaultForm } from './vault-form.tsx'

/** The vault alone, for accounts that wait for it. */
export function VaultInspector({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation('accounts')
  const vault = useQuery(host.system.vault.queryOptions())
  return (
    <Inspector title={t('vault.title')} label={t('vault.title')} backTo={t('title')} onClose={onClose}>
      {vault.isError ? (
        <ErrorState title={t('vault.failed')} error={vault.error} onRetry={() => void vault.refetch()} />
      ) : vault.data ? (
        <div className="ac-vault">
          <VaultForm vault={vault.data} />
        </div>
      ) : (
        <Skeleton rows={3} />
      )}
    </Inspector>
  )
}
