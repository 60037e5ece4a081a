import { useTranslation } from 'react-i18next'
import type { Account } from '../../../../contract/accounts.ts'
import { Button } from '../../ui/index.ts'
import { mendOf } from './standing.ts'
import { useInspector } from './use-account-actions.ts'

/** The one button that mends what is wrong with an account. */
export function MendButton({ account }: { readonly account: Account }) {
  const { t } = useTranslation('accounts')
  const inspector = useInspector()
  const { id, health } = account
  switch (mendOf(health)) {
    case 'unlock':
      return (
        <Button small look="ink" onClick={inspector.vault}>
          {t('unlock')}
        </Button>
      )
    case 'app':
      return (
        <Button small look="ink" onClick={() => inspector.reconnect(id, 'app')}>
          {t('app.mend')}
        </Button>
      )
    case 'reconnect':
      return (
        <Button small look="ink" onClick={() => inspector.reconnect(id)}>
          {t('reconnect')}
        </Button>
      )
    case 'sign_in_again':
      return (
        <Button small onClick={() => inspector.reconnect(id)}>
          {t('signInAgain')}
        </Button>
      )
  }
}
