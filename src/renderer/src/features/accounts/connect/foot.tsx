import { Lock } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { ConnectMethod, SupportedPlatform } from '../../../../../contract/platforms/index.ts'
import { useGo } from '../../../lib/go.ts'
import { Button, Icon, platformNames } from '../../../ui/index.ts'
import { useInspector } from '../use-account-actions.ts'
import { formId } from './fields-form.tsx'
import { needsVault } from './fields.ts'
import type { ChoosingState } from './use-choosing.ts'
import type { ConnectingState } from './use-connecting.ts'

export const chooseFormId = 'choose-form'

interface FootProps {
  readonly platform: SupportedPlatform
  readonly method: ConnectMethod
  readonly connecting: ConnectingState
  readonly choosing: ChoosingState
  /** The vault must be dealt with first. */
  readonly closed: boolean
  readonly isAgain: boolean
  readonly onAnother: () => void
}

/** What becomes of the secret, and the one button of the step. */
export function Foot({
  platform,
  method,
  connecting: { outcome, cancel },
  choosing,
  closed,
  isAgain,
  onAnother,
}: FootProps) {
  const { t } = useTranslation('accounts')
  const go = useGo()
  const inspector = useInspector()
  const name = platformNames[platform]
  const accounts = outcome.is === 'connected' ? outcome.accounts : []
  const [account] = accounts
  const action = () => {
    if (isAgain) return t('flow.connectAgain')
    if (platform === 'practice') return t('flow.makePractice')
    return t(method.kind === 'oauth' ? 'flow.openSignIn' : 'flow.connect', { platform: name })
  }
  return (
    <div className="ac-foot">
      <span className="row grow soft">
        <Icon of={Lock} size="s" />
        <span>{needsVault(method) ? t('flow.sealed', { platform: name }) : t('flow.stays')}</span>
      </span>
      {account ? (
        <>
          {isAgain ? (
            <Button look="plain" onClick={() => inspector.open(account)}>
              {t('flow.show')}
            </Button>
          ) : (
            <Button look="plain" onClick={onAnother}>
              {t('flow.another')}
            </Button>
          )}
          <Button look="primary" onClick={() => go.newPost({ accounts: [...accounts] })}>
            {t('flow.write')}
          </Button>
        </>
      ) : outcome.is === 'waiting' ? (
        <Button onClick={cancel}>{t('flow.cancel')}</Button>
      ) : outcome.is === 'choosing' ? (
        <>
          <Button look="plain" onClick={cancel}>
            {t('flow.cancel')}
          </Button>
          <Button type="submit" form={chooseFormId} look="primary" busy={choosing.busy}>
            {choosing.picked.size === 0
              ? t('choose.connectNone')
              : t('choose.connect', { count: choosing.picked.size })}
          </Button>
        </>
      ) : (
        !closed && (
          <Button type="submit" form={formId} look="primary" busy={outcome.is === 'starting'}>
            {outcome.is === 'starting'
              ? t(method.kind === 'oauth' ? 'flow.opening' : 'flow.asking', { platform: name })
              : action()}
          </Button>
        )
      )}
    </div>
  )
}
